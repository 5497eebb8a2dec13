import Foundation
import JSON
import TestSupport
import Testing

/// `preview`, `graph` and `diff`, as a user runs them.
@Suite struct `A quick look` {
    @Test func `at three source records reads as written and writes no dataset`() async throws {
        let workshop = try Workshop()
        let printed = try await workshop.run("preview", "document.json", "--no-cache")
        #expect(printed.status == 0, "\(printed.errors)")
        try expectSnapshot(printed.output, "preview.txt")
        let output = workshop.folder.appending(path: "out").path
        #expect(!FileManager.default.fileExists(atPath: output))
    }

    @Test func `is paid for once: the run finds its answers`() async throws {
        let workshop = try Workshop()
        let model = try workshop.read("writer.model.json")
        try workshop.write(
            "writer.model.json", model.replacing("]}", with: #"], "log": "calls.log"}"#))
        func calls() throws -> Int {
            try workshop.read("calls.log").split(separator: "\n").count { $0.hasPrefix("end ") }
        }
        let cache = ["--cache", "answers"]
        #expect(try await workshop.run(["preview", "document.json"] + cache).status == 0)
        // Three answers and three scores of each source record.
        #expect(try calls() == 18)
        #expect(try await workshop.run(["run", "document.json"] + cache).status == 0)
        #expect(try calls() == 36)
    }

    @Test func `at one stage asks nothing after it, and gives JSON`() async throws {
        let workshop = try Workshop()
        let printed = try await workshop.run(
            "preview", "document.json", "--stage", "answers", "-n", "1", "--json", "--no-cache")
        let json = try JSON(parsing: Array(printed.output.utf8))
        #expect(json["calls"]?["made"] == 3)
        #expect(json["stages"]?.array?.map { $0["name"] } == ["answers"])
        let records = json["stages"]?.array?[0]["records"]?.array ?? []
        #expect(records.count == 3 && records.allSatisfy { $0["made"]?["response"] != nil })
        let wrong = try await workshop.run("preview", "document.json", "--stage", "answer")
        #expect(wrong.status == 2 && wrong.errors.contains("did you mean 'answers'?"))
        #expect(!wrong.errors.contains("synthgen <"), "\(wrong.errors)")
    }

    @Test func `at prompts alone calls no model and says where it stops`() async throws {
        let workshop = try Workshop()
        let printed = try await workshop.run("preview", "document.json", "--render", "-n", "2")
        #expect(printed.status == 0, "\(printed.errors)")
        try expectSnapshot(printed.output, "preview-render.txt")
    }

    @Test func `shortens long texts unless all of them are wanted`() async throws {
        let workshop = try Workshop()
        let words = (0..<400).map { "word\($0)" }.joined(separator: " ")
        try workshop.write("topics.jsonl", #"{"prompt": "\#(words)"}"# + "\n")
        let short = try await workshop.run("preview", "document.json", "--no-cache")
        #expect(short.output.contains("--full shows all"))
        #expect(short.output.contains("more lines …") && !short.output.contains("word200"))
        let whole = try await workshop.run("preview", "document.json", "--no-cache", "--full")
        #expect(whole.output.contains("word200") && !whole.output.contains("more lines"))
        for line in whole.output.split(separator: "\n") { #expect(line.count <= 100) }
    }

    @Test func `never commands the terminal`() async throws {
        let workshop = try Workshop()
        try workshop.write(
            "topics.jsonl", #"{"prompt": "\u001b[31mred\u009b2J\u202e"}"# + "\n")
        for command in [
            ["preview", "document.json", "--no-cache"], ["preview", "document.json", "--render"],
            ["preview", "document.json", "--json", "--no-cache"], ["graph", "\u{1B}[31m"],
            ["preview", "document.json", "--stage", "\u{1B}[31m"], ["diff", "\u{1B}[31m", "b"],
        ] {
            let printed = try await workshop.run(command)
            for text in [printed.output, printed.errors] {
                #expect(
                    !text.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{9B}" },
                    "\(command)")
                #expect(!text.unicodeScalars.contains("\u{202E}"), "\(command)")
            }
        }
    }

    @Test func `at the graph gives Mermaid, or DOT`() async throws {
        let workshop = try Workshop()
        let mermaid = try await workshop.run("graph", "document.json")
        #expect(mermaid.output.hasPrefix("flowchart TD\n"))
        #expect(mermaid.output.contains("  n0 --> n1\n"))
        let dot = try await workshop.run("graph", "document.json", "--format", "dot")
        #expect(dot.output.hasPrefix("digraph \"questions\" {\n") && dot.output.hasSuffix("}\n"))
        #expect(try await workshop.run("graph", "nothing.json").status == 1)
    }
}

@Suite struct `A diff` {
    @Test func `of equal datasets exits with 0, of others with 1, of none with 2`() async throws {
        let workshop = try await Workshop.finished()
        let same = try await workshop.run("diff", "out", "out")
        #expect(same.status == 0 && same.output.contains("The records are the same."))
        let document = try workshop.read("document.json")
        try workshop.write(
            "other.json",
            document.replacing(#""margin": 1.5"#, with: #""margin": 0.5"#)
                .replacing(#""dataset": "out""#, with: #""dataset": "other""#))
        _ = try await workshop.run("run", "other.json", "--no-cache")
        let differs = try await workshop.run("diff", "out", "other", "--examples", "1")
        #expect(differs.status == 1)
        try expectSnapshot(differs.text, "diff.txt")
        let json = try await workshop.run("diff", "out", "other", "--json")
        #expect(try JSON(parsing: Array(json.output.utf8))["same"] == false)
        for missing in [["diff", "out", "none"], ["diff", "out"], ["diff"]] {
            #expect(try await workshop.run(missing).status == 2, "\(missing)")
        }
    }

    @Test func `of a folder alone looks into its previous one`() async throws {
        let workshop = try await Workshop.finished()
        let document = try workshop.read("document.json")
        try workshop.write("document.json", document.replacing("questions", with: "others"))
        let replaced = try await workshop.run("run", "document.json", "--no-cache", "--replace")
        #expect(replaced.status == 0, "\(replaced.errors)")
        let printed = try await workshop.run("diff", "out")
        #expect(printed.status < 2 && printed.output.contains("out/previous"))
    }

    @Test func `reads exports too`() async throws {
        let workshop = try await Workshop.finished()
        _ = try await workshop.run("export", "out", "--format", "trl", "--output", "a.jsonl")
        let same = try await workshop.run("diff", "a.jsonl", "a.jsonl")
        #expect(same.status == 0)
        // An export has no ids, so that prompts alone match.
        let folder = try await workshop.run("diff", "out", "a.jsonl", "--json")
        let prompts = try JSON(parsing: Array(folder.output.utf8))["prompts"]
        #expect(folder.status == 1 && prompts?["only_a"] == 0 && prompts?["only_b"] == 0)
    }
}
