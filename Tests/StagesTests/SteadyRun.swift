import Datasets
import JSON
import TestSupport
import Testing

/// Runs a document of these stages several times and checks what every run promises: the same bytes
/// whatever the window, the same after runs that broke off, and created = passed + rejected.
/// - Returns: What was accepted and rejected.
func runSteadily(
    _ stages: String, models: [String] = [], files: [String: String] = [:]
) async throws -> (accepted: [JSONObject], rejected: [JSONObject]) {
    let folder = try TemporaryFolder()
    for (name, text) in files { try folder.write(name, text) }
    let names = models.map { #""\#($0)": {"source": "x"}"# }.joined(separator: ", ")
    let document = try folder.write(
        "test.json", #"{"schemaVersion": 1, "models": {\#(names)}, "stages": {\#(stages)}}"#)
    let expected = folder.appending(path: "expected")
    let calls = CallCounter()
    try await runScripted(document, into: expected, window: 1, calls: calls)
    let bytes = try shardBytes(expected)

    let wide = folder.appending(path: "wide")
    try await runScripted(document, into: wide, window: 64)
    #expect(try shardBytes(wide) == bytes, "a wide window gives other bytes")

    let broken = folder.appending(path: "broken")
    for limit in [0, calls.count / 3, calls.count / 3] where calls.count > 0 {
        await #expect(throws: (any Error).self) {
            try await runScripted(
                document, into: broken, window: 4, calls: CallCounter(limit: limit))
        }
    }
    try await runScripted(document, into: broken, window: 4)
    #expect(try shardBytes(broken) == bytes, "a resumed run gives other bytes")

    let reader = try DatasetReader(folder: expected)
    for count in try reader.funnel() {
        #expect(count.created == count.passed + count.rejected, "\(count.stage)")
    }
    return (try all(reader.records()), try all(reader.records(.rejected)))
}
