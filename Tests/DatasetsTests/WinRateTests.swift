import JSON
import TestSupport
import Testing

@testable import Datasets

@Suite struct `Win rates` {
    private static func pair(_ number: Int, _ chosen: JSON, _ rejected: JSON) -> JSONObject {
        var pair = row(number)
        pair["style"] = chosen == rejected ? chosen : .null
        pair["chosen_meta"] = ["style": chosen, "temperature": .double(Double(number % 2))]
        pair["rejected_meta"] = ["style": rejected, "temperature": .double(Double(number % 2) + 1)]
        pair["chosen_model"] = .string(number < 2 ? "large" : "small")
        pair["rejected_model"] = "small"
        return pair
    }

    private static func statistics(
        _ rows: [JSONObject], by fields: [String]
    ) throws -> DatasetStatistics {
        let folder = try TemporaryFolder()
        let writer = try DatasetWriter(folder: folder.url)
        for row in rows { try writer.append(row) }
        try writer.finish()
        return try DatasetStatistics(DatasetReader(folder: folder.url), by: fields)
    }

    private static let rows: [JSONObject] = {
        let sides: [(JSON, JSON)] = [
            ("formal", "casual"), ("formal", "casual"), ("casual", "formal"), ("formal", "formal"),
            ("plain", "casual"), ("plain", .null),
        ]
        return sides.enumerated().map { pair($0.offset, $0.element.0, $0.element.1) }
    }()

    @Test func `say how often each value was chosen against another`() throws {
        let found = try Self.statistics(Self.rows, by: ["style", "model", "temperature", "task"])
        #expect(found.winRates.map(\.field) == ["style", "model", "temperature"])
        let style = found.winRates[0]
        #expect(style.pairs == 4 && style.equal == 1)
        #expect(
            style.sortedValues.map { [$0.value, "\($0.rate.chosen) of \($0.rate.compared)"] }
                == [["plain", "1 of 1"], ["formal", "2 of 3"], ["casual", "1 of 4"]])
        let model = found.winRates[1]
        #expect(model.values["large"] == WinRate(chosen: 2, compared: 2) && model.equal == 4)
        #expect(found.winRates[2].values["1.0"]?.compared == 6)
    }

    @Test func `are in the text and in the JSON`() throws {
        let found = try Self.statistics(Self.rows, by: ["style"])
        let start = try #require(found.text.range(of: "\nWin rates"))
        let section = found.text[start.lowerBound...].split(
            separator: "\n\n", omittingEmptySubsequences: true)[0]
        try expectSnapshot(section.drop { $0 == "\n" } + "\n", "win-rates.txt")
        try expectSnapshot((found.json["win_rates"] ?? .null).pretty() + "\n", "win-rates.json")
        #expect(try Self.statistics(Self.rows, by: []).json["win_rates"] == nil)
    }

    /// The values were computed apart from this code, by the formula in Python.
    @Test(arguments: [
        (0, 10, 0.0, 0.277533), (5, 10, 0.236593, 0.763407), (10, 10, 0.722467, 1.0),
        (60, 100, 0.502003, 0.690599),
    ])
    func `have Wilson's interval`(chosen: Int, compared: Int, low: Double, high: Double) {
        let interval = WinRate(chosen: chosen, compared: compared).interval
        #expect(abs(interval.lowerBound - low) < 1e-4 && abs(interval.upperBound - high) < 1e-4)
        #expect(WinRate().interval == 0...1)
    }

    @Test func `of very many values are counted together`() throws {
        let rows = (0..<150).map { Self.pair($0, .string("v\($0)"), "other") }
        let rates = try #require(try Self.statistics(rows, by: ["style"]).winRates.first)
        #expect(rates.values.count == 101 && rates.pairs == 150)
        #expect(rates.values["other"]?.compared == 150)
        #expect(rates.values.values.reduce(0) { $0 + $1.chosen } == 150)
    }
}
