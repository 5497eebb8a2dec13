import Foundation
import Testing

@testable import synthgen

@Suite struct `The reference of keys` {
    private static let page = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs/keys.md")

    @Test func `lies in docs as the program writes it`() throws {
        let text = KeysPage().text
        if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
            try Data(text.utf8).write(to: Self.page)
        }
        let written = try String(contentsOf: Self.page, encoding: .utf8)
        #expect(written == text, "make it anew: synthgen schema --markdown > docs/keys.md")
    }

    @Test func `has a section for every kind, and a row for every key`() {
        let lines = KeysPage().text.split(separator: "\n")
        for kind in ["read", "generate", "pair", "write", "pipeline"] {
            #expect(lines.contains("### `\(kind)`"))
        }
        for row in [
            "| `sampling.maxTokens` | a whole number from 1 to 131072 | `256` |",
            "| `margin` | a number from 0.0 to 100.0 | `0.5` |",
            "| `input` | a string, or a list, each the same | required |",
            "| `parameters` | an object |  |", "| `trustControlTokens` | true or false | `false` |",
            "- `<into>Turns` (`rewardTurns` by default): ", "| `replace(old, new)` | ",
            "| `pick(list)` | ",
        ] {
            #expect(lines.contains { $0.hasPrefix(row) }, "\(row)")
        }
    }

    @Test func `has every key of a kind once`() {
        for section in KeysPage().text.components(separatedBy: "\n##") {
            let keys = section.split(separator: "\n").filter { $0.hasPrefix("| `") }.map { line in
                String(line.dropFirst(3).prefix { $0 != "`" })
            }
            #expect(Set(keys).count == keys.count, "\(section.prefix(40))")
        }
    }

    @Test func `has tables whose rows are all as long as their heads`() {
        var width = 0
        for line in KeysPage().text.split(separator: "\n", omittingEmptySubsequences: false) {
            guard line.hasPrefix("|") else {
                width = 0
                continue
            }
            let cells = line.replacing("\\|", with: "").count { $0 == "|" }
            if width == 0 { width = cells }
            #expect(cells == width, "\(line)")
        }
    }

    @Test func `of a stage kind is printed by help, in 80 columns`() async throws {
        let workshop = try Workshop()
        let pair = try await workshop.run("help", "stage", "pair")
        #expect(pair.status == 0)
        for part in ["It needs:", "It sets:", "  margin (0.5): a number", "  input (required): "] {
            #expect(pair.output.contains(part), "\(pair.output)")
        }
        let all = try await workshop.run("help", "stage")
        #expect(all.output.contains("  read: ") && all.output.contains("  pipeline: "))
        let jinja = try await workshop.run("help", "jinja")
        #expect(jinja.output.contains("  replace(old, new): "))
        let inclusion = try await workshop.run("help", "stage", "pipeline")
        #expect(inclusion.output.contains("  rounds: a whole number from 1 to 64"))
        for printed in [pair, all, jinja, inclusion] {
            for line in printed.output.split(separator: "\n") where line.count > 80 {
                // A word of its own may be longer.
                #expect(line.split(separator: " ").count == 1, "\(line)")
            }
        }
    }

    @Test func `of a kind that there is not says which there are`() async throws {
        let printed = try await Workshop().run("help", "stage", "pari")
        #expect(printed.status == 1)
        #expect(printed.errors.contains("no stage kind named 'pari'"))
        #expect(printed.errors.contains("did you mean 'pair'?"))
    }

    @Test func `leaves the help of commands as it is`() async throws {
        let printed = try await Workshop().run("help", "validate")
        #expect(printed.output.contains("USAGE: synthgen validate"))
    }
}
