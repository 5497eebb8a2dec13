import ArgumentParser
import Chat
import Foundation
import JSON
import TestSupport
import Testing

@testable import synthgen

@Suite struct `What complete asks` {
    private func parse(_ arguments: String...) throws -> CompleteCommand {
        try CompleteCommand.parse(["--model", "m"] + arguments)
    }

    @Test func `is the text, after the system message if there is one`() throws {
        #expect(
            try parse("--chat", "--prompt", "Why?").messages()
                == [ChatMessage(role: "user", content: "Why?")])
        #expect(
            try parse("--chat", "--prompt", "Why?", "--system", "Be brief.").messages() == [
                ChatMessage(role: "system", content: "Be brief."),
                ChatMessage(role: "user", content: "Why?"),
            ])
    }

    @Test func `is the conversation in a file`() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(
            "c.json", #"{"messages": [{"role": "user", "content": "Why?"}]}"#)
        #expect(
            try parse("--chat", file.path).messages()
                == [ChatMessage(role: "user", content: "Why?")])
    }

    @Test(arguments: [
        [], ["--chat"], ["c.json"], ["--prompt", "a", "--chat", "c.json"],
        ["--prompt", "a", "--system", "b"], ["--chat", "c.json", "--system", "b"],
    ])
    func `is asked for where it is unclear`(arguments: [String]) {
        #expect(throws: (any Error).self) {
            try CompleteCommand.parse(["--model", "m"] + arguments)
        }
    }

    @Test(.enabled(if: RealModel.isHere, "SmolLM2-135M-Instruct is not in the cache"))
    func `goes through the model's template with --chat alone`() async throws {
        let workshop = try Workshop()
        try workshop.write(
            "c.json",
            """
            [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Why?"}]
            """)
        func prompt(_ arguments: String...) async throws -> [Int] {
            let printed = try await workshop.run(
                ["complete", "--model", RealModel.url.path, "--device", "cpu", "--max-tokens", "1"]
                    + ["--json"] + arguments)
            #expect(printed.status == 0, "\(printed.errors)")
            let ids = try JSON(parsing: Array(printed.output.utf8))["prompt_ids"]?.array
            return (ids ?? []).compactMap(\.integer)
        }
        let asked = try await prompt("--chat", "--prompt", "Why?", "--system", "Be brief.")
        #expect(try await prompt("--chat", "c.json") == asked)
        let continued = try await prompt("--prompt", "Why?")
        #expect(continued.count < 4 && asked.count > 10)
    }
}
