import Foundation
import JSON
import TestSupport
import Testing

@Suite struct `Commands over parts and conditions` {
    /// A workshop whose document has run, with a train and a test part.
    private static func divided() async throws -> Workshop {
        let workshop = try Workshop()
        try workshop.write(
            "document.json",
            workshop.read("document.json").replacing(
                #""dataset": "out"}"#,
                with: """
                    "dataset": "out", "card": {"license": "cc0-1.0", "language": "en"},
                    "parts": {"by": "prompt", "shares": {"train": 1, "test": 1}}}
                    """))
        let printed = try await workshop.run("run", "document.json", "--no-cache")
        #expect(printed.status == 0, "\(printed.errors)")
        return workshop
    }

    private func ids(_ printed: Printed) -> [String] {
        printed.output.split(separator: "\n").compactMap {
            (try? JSON(parsing: String($0)))?["id"]?.string
        }
    }

    @Test func `a run fills both parts, and every command knows them`() async throws {
        let workshop = try await Self.divided()
        let all = ids(try await workshop.run("show", "out", "--first", "99", "--json"))
        let train = ids(
            try await workshop.run("show", "out", "--part", "train", "--first", "99", "--json"))
        let test = ids(
            try await workshop.run("show", "out", "--part", "test", "--first", "99", "--json"))
        #expect(all == train + test)
        #expect(!train.isEmpty && !test.isEmpty)
        #expect(try await workshop.run("check", "out").status == 0)
        let stats = try await workshop.run("stats", "out")
        #expect(stats.output.contains("Parts\n  train  \(train.count)\n"))
        let why = try await workshop.run("why", "out", try #require(test.first))
        #expect(why.status == 0)
        let overlap = try await workshop.run("overlap", "out")
        #expect(overlap.status == 0)
        #expect(overlap.output.contains("out test: "))
        let again = try await workshop.run("run", "document.json", "--no-cache")
        #expect(!again.errors.contains("written anew"))
        let wrong = try await workshop.run("show", "out", "--part", "tset")
        #expect(wrong.status == 1)
        #expect(wrong.errors.contains("did you mean 'test'?"))
    }

    @Test func `export and package make files of every part`() async throws {
        let workshop = try await Self.divided()
        let printed = try await workshop.run(
            "export", "out", "--format", "trl", "--output", "rows.jsonl")
        #expect(printed.status == 0, "\(printed.errors)")
        let counts = try ["train", "test"].map {
            try workshop.read("rows-\($0).jsonl").split(separator: "\n").count
        }
        #expect(counts.reduce(0, +) == 4)
        #expect(printed.output.contains("  test: \(counts[1])\n"))
        let refused = try await workshop.run(
            "export", "out", "--format", "trl", "--output", "rows.jsonl")
        #expect(refused.status == 1)
        #expect(refused.errors.contains("rows-train.jsonl: there is a file already"))
        let replaced = try await workshop.run(
            "export", "out", "--format", "trl", "--output", "rows.jsonl", "--replace")
        #expect(replaced.status == 0)
        let both = try await workshop.run(
            "export", "out", "--format", "trl", "--output", "x.jsonl", "--split", "dev=0.5")
        #expect(both.status == 1)
        #expect(both.errors.contains("has parts already: train, test"))

        let packed = try await workshop.run("package", "out", "--output", "upload")
        #expect(packed.status == 0, "\(packed.errors)")
        let card = try workshop.read("upload/README.md")
        #expect(card.contains("license: \"cc0-1.0\"\n"))
        #expect(card.contains("  - split: test\n    path: test-*.jsonl.zst\n"))
        #expect(try await workshop.run("overlap", "out", "upload").status == 1)
        #expect(try await workshop.run("package", "out", "--output", "upload").status == 1)
    }

    @Test func `export holds out a part of a dataset that has none`() async throws {
        let workshop = try await Workshop.finished()
        let printed = try await workshop.run(
            "export", "out", "--format", "jsonl", "--output", "rows.parquet", "--split",
            "test=0.5", "--by", "prompt")
        #expect(printed.status == 0, "\(printed.errors)")
        #expect(printed.output.contains("  train: "))
        let apart = try await workshop.run("overlap", "rows-train.parquet", "rows-test.parquet")
        #expect(apart.status == 0, "\(apart.text)")
        let unknown = try await workshop.run(
            "export", "out", "--format", "jsonl", "--output", "x.jsonl", "--split", "test=0.5",
            "--by", "promt")
        #expect(unknown.status == 1)
        #expect(unknown.errors.contains("the field 'promt'"))
        for split in [["test=0"], ["test=1"], ["test"], ["train=0.1"], ["a=0.5", "b=0.5"]] {
            let wrong = try await workshop.run(
                ["export", "out", "--format", "jsonl", "--output", "x.jsonl"]
                    + split.flatMap { ["--split", $0] })
            #expect(wrong.status == 2, "\(split)")
        }
    }

    @Test func `show and export take records for which a condition holds`() async throws {
        let workshop = try await Workshop.finished()
        let all = ids(try await workshop.run("show", "out", "--first", "99", "--json"))
        let chosen = try await workshop.run(
            "show", "out", "--where", "id == '\(all[2])'", "--json")
        #expect(ids(chosen) == [all[2]])
        let exported = try await workshop.run(
            "export", "out", "--format", "jsonl", "--output", "-", "--where",
            "id != '\(all[2])'")
        #expect(ids(exported) == all.filter { $0 != all[2] })
        let wrong = try await workshop.run("show", "out", "--where", "taks == 'x'")
        #expect(wrong.errors.contains("no record has the field 'taks'"))
        #expect(wrong.errors.contains("no record meets these conditions"))
        let none = try await workshop.run(
            "export", "out", "--format", "jsonl", "--output", "none.jsonl", "--where", "false")
        #expect(none.status == 1)
        #expect(none.errors.contains("The condition holds for none of 4 records."))
    }

    @Test func `show finds rejected records by stage and reason, and draws some`() async throws {
        let workshop = try await Workshop.finished()
        let rejected = ids(
            try await workshop.run("show", "out", "--rejected", "--first", "99", "--json"))
        let ofStage = ids(
            try await workshop.run("show", "out", "--stage", "pairs", "--first", "99", "--json"))
        #expect(!ofStage.isEmpty && Set(ofStage).isSubset(of: rejected))
        let reason = ids(
            try await workshop.run(
                "show", "out", "--reason", "MARGIN", "--first", "99", "--json"))
        #expect(!reason.isEmpty)
        let wrong = try await workshop.run("show", "out", "--stage", "pair")
        #expect(wrong.status == 1)
        #expect(wrong.errors.contains("did you mean 'pairs'?"))

        let all = ids(try await workshop.run("show", "out", "--first", "99", "--json"))
        let drawn = ids(try await workshop.run("show", "out", "--random", "2", "--json"))
        #expect(drawn.count == 2)
        #expect(drawn == all.filter(drawn.contains))
        #expect(ids(try await workshop.run("show", "out", "--random", "2", "--json")) == drawn)
        var others: Set<[String]> = []
        for seed in 1...8 {
            others.insert(
                ids(
                    try await workshop.run(
                        "show", "out", "--random", "2", "--seed", "\(seed)", "--json")))
        }
        #expect(others.count > 1)
        #expect(
            ids(try await workshop.run("show", "out", "--random", "99", "--json")) == all)
    }
}
