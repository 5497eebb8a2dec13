import Foundation
import TestSupport
import Testing

@testable import synthgen

@Suite struct `The commands of the cache` {
    private let workshop: Workshop

    init() throws { workshop = try Workshop() }

    private func run(_ arguments: String...) async throws -> Printed {
        try await workshop.run(
            ["cache"] + arguments,
            environment: ["SYNTHGEN_CACHE": workshop.folder.path + "/cache"])
    }

    private func isThere(_ path: String) -> Bool {
        FileManager.default.fileExists(
            atPath: workshop.folder.appending(path: "cache/" + path).path)
    }

    /// Writes a file that was last used in January of 2025.
    private func write(_ path: String, bytes: Int) throws {
        try workshop.folder.write("cache/" + path, [UInt8](repeating: 1, count: bytes))
        let time = timespec(tv_sec: 1_736_000_000, tv_nsec: 0)
        let file = workshop.folder.appending(path: "cache/" + path).path
        #expect(utimensat(AT_FDCWD, file, [time, time], 0) == 0)
    }

    private func fill() throws {
        try write("models/tiny.gguf", bytes: 3_000_000)
        try write("models/.tiny.lock", bytes: 0)
        try write("models/hand.gguf", bytes: 5_000)
        try write("models/big.gguf.part", bytes: 70_000)
        try write("kernels/0123.cubin", bytes: 2_000)
        try write("kernels/4567.cubin", bytes: 2_000)
        try write("notes.txt", bytes: 10)
    }

    @Test func `list what is there, and what may not be deleted`() async throws {
        try fill()
        try expectSnapshot(try await run("info").text, "cache-info.txt")
        try expectSnapshot(try await run("info", "--json").text, "cache-info-json.txt")
    }

    @Test func `say that nothing is there, and make nothing`() async throws {
        #expect(try await run("info").output == "WORK/cache: nothing is there\n")
        #expect(try await run("prune", "--older-than", "1d").output == "freed 0 B\n")
        #expect(!isThere(""))
    }

    @Test func `delete what was not used for long, and tell it before`() async throws {
        try fill()
        let before = try await run("prune", "--older-than", "30d", "--dry-run")
        #expect(isThere("models/tiny.gguf") && isThere("kernels/0123.cubin"))
        let after = try await run("prune", "--older-than", "30d")
        try expectSnapshot(before.text + after.text, "cache-prune.txt")
        #expect(!isThere("models/tiny.gguf") && !isThere("kernels/0123.cubin"))
        #expect(!isThere("models/big.gguf.part"))
        #expect(isThere("models/hand.gguf") && isThere("notes.txt"))
    }

    @Test func `delete only the kinds that are named`() async throws {
        try fill()
        let printed = try await run("prune", "--kernels")
        #expect(printed.status == 0)
        #expect(isThere("models/tiny.gguf") && isThere("models/big.gguf.part"))
        #expect(!isThere("kernels/0123.cubin"))
    }

    @Test func `delete nothing that was used lately`() async throws {
        try fill()
        try workshop.folder.write("cache/kernels/new.cubin", "code")
        _ = try await run("prune", "--kernels", "--older-than", "2h")
        #expect(isThere("kernels/new.cubin") && !isThere("kernels/4567.cubin"))
    }

    @Test func `delete a run's answers, which the next run asks again`() async throws {
        let cache = workshop.folder.path + "/cache"
        _ = try await workshop.run(
            ["run", "document.json"], environment: ["SYNTHGEN_CACHE": cache])
        #expect(try await run("info").output.contains(" answers"))
        let printed = try await run("prune", "--answers")
        #expect(printed.output.contains("deleted"))
        #expect(try await run("info").output.contains("0 answers"))
    }

    @Test func `want to know what to delete`() async throws {
        let printed = try await run("prune", "--dry-run")
        #expect(printed.status == 2)
        #expect(printed.errors.contains("--older-than 30d"))
    }

    @Test(arguments: ["12h": 43_200.0, "30d": 2_592_000, "8w": 4_838_400])
    func `read an age in hours, days and weeks`(text: String, seconds: Double) {
        #expect(Age(argument: text)?.seconds == seconds)
    }

    @Test(arguments: ["", "d", "30", "-1d", "1.5d", "30 d", "99999999999999999999d", "٣d"])
    func `refuse another age`(text: String) { #expect(Age(argument: text) == nil) }
}

@Suite struct `A cache that cannot be written` {
    @Test func `stops a pull, and says what to set`() async throws {
        let workshop = try Workshop()
        try workshop.write("file", "")
        let printed = try await workshop.run(
            ["models", "pull", "smollm2-135m-instruct"],
            environment: ["SYNTHGEN_CACHE": workshop.folder.path + "/file/cache"])
        #expect(printed.status == 1)
        #expect(printed.errors.contains("WORK/file/cache/models cannot be made"))
        #expect(printed.errors.contains("set SYNTHGEN_CACHE to a folder that can be written"))
    }

    @Test func `lets a run go on without shared answers`() async throws {
        let workshop = try Workshop()
        try workshop.write("file", "")
        let printed = try await workshop.run(
            ["run", "document.json"],
            environment: ["SYNTHGEN_CACHE": workshop.folder.path + "/file/cache"])
        #expect(printed.status == 0)
        #expect(printed.errors.contains("warning: answers are not shared: WORK/file/cache/answers"))
        #expect(printed.errors.contains("set SYNTHGEN_CACHE to a folder that can be written"))
    }

    @Test func `is looked for in HOME`() async throws {
        let workshop = try Workshop()
        let printed = try await workshop.run(
            ["cache", "info"],
            environment: [
                "SYNTHGEN_CACHE": "", "XDG_CACHE_HOME": "", "HOME": workshop.folder.path,
            ])
        #expect(printed.output == "WORK/.cache/synthgen: nothing is there\n")
    }
}
