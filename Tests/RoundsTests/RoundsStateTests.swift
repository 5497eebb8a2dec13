import Foundation
import JSON
import TestSupport
import Testing

@testable import Rounds

@Suite struct `The state of rounds` {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func state() throws -> RoundsState {
        try RoundsState(folder: folder.url, document: ["name": "rounds"])
    }

    @Test func `remembers what is done by what it follows from`() throws {
        var first = try state()
        #expect(first.parts.isEmpty)
        try first.note(.init(name: "round-1/1-sft", key: "a"))
        #expect(try state().begun("round-1/1-sft")?.key == "a")
        #expect(try state().finished("round-1/1-sft", key: "a") == nil)
        let done = RoundsState.Part(
            name: "round-1/1-sft", key: "a", digest: "d", seconds: 2.5)
        try first.note(done)
        #expect(try state().finished("round-1/1-sft", key: "a") == done)
        #expect(try state().finished("round-1/1-sft", key: "b") == nil)
    }

    @Test func `keeps the order in which parts were begun`() throws {
        var state = try state()
        for name in ["one", "two", "one"] { try state.note(.init(name: name, key: name)) }
        #expect(try self.state().parts.map(\.name) == ["one", "two"])
    }

    @Test func `is refused by name if it is damaged`() throws {
        try folder.write(RoundsState.fileName, "{\"parts\": [")
        let error = #expect(throws: RoundsError.self) { try state() }
        #expect("\(error.map { "\($0)" } ?? "")".contains(RoundsState.fileName))
    }
}
