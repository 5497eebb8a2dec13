import Foundation
import JSON
import TestSupport
import Testing

/// A CSV with a row for each answer, from the file to the figures, by the program itself.
@Suite struct `Answers that people bring along` {
    private static let document = """
        {"schemaVersion": 1, "name": "own", "seed": 7,
         "models": {"writer": {"source": "writer.model.json"}},
         "stages": {
          "rows": {"type": "read", "dataset": "answers.csv"},
          "scored": {"type": "score", "input": "rows", "model": "writer"},
          "pairs": {"type": "pair", "input": "scored", "margin": 0.1 MORE},
          "out": {"type": "write", "input": "pairs", "dataset": "out"}}}
        """

    private static func workshop(_ more: String) throws -> Workshop {
        let workshop = try Workshop()
        var rows = ["ticket_id,style,prompt,response"]
        for ticket in 0..<8 {
            for style in ["formal", "casual"] {
                rows.append(
                    "T\(ticket),\(style),Question \(ticket)?,A \(style) answer to number \(ticket) here"
                )
            }
        }
        try workshop.write("answers.csv", rows.joined(separator: "\n") + "\n")
        try workshop.write("own.json", document.replacing("MORE", with: more))
        return workshop
    }

    @Test func `become pairs with win rates`() async throws {
        let workshop = try Self.workshop(#", "over": "run", "keep": ["ticket_id", "style"]"#)
        let run = try await workshop.run("run", "own.json", "--no-cache")
        #expect(run.status == 0)
        #expect(run.output.contains("from 16 source records\n"))
        let stats = try await workshop.run("stats", "out", "--by", "style", "--json")
        let rates = try #require(try JSON(parsing: stats.output)["win_rates"]?.array?.first)
        #expect(rates["field"] == "style")
        let pairs = try #require(rates["pairs"]?.integer)
        #expect(pairs > 2)
        let values = try #require(rates["values"]?.array)
        #expect(values.compactMap { $0["chosen"]?.integer }.reduce(0, +) == pairs)
        #expect(
            try await workshop.run("stats", "out", "--by", "style").output.contains(
                "Win rates by style"))
        let wrong = try await workshop.run("stats", "out", "--by", "styel")
        #expect(wrong.status == 0 && wrong.errors.contains("there are no figures by 'styel'"))
    }

    @Test func `are told of "over" where no row has a second answer`() async throws {
        let workshop = try Self.workshop("")
        let run = try await workshop.run("run", "own.json", "--no-cache")
        #expect(run.errors.contains("'pairs' found 16 single answers, and made no pair"))
        #expect(run.errors.contains(#"help: "over": "run" compares"#))
    }

    @Test func `are counted once, however often a target has them read`() async throws {
        let workshop = try Workshop()
        try workshop.write(
            "copies.json",
            """
            {"schemaVersion": 1, "name": "copies", "stages": {
              "rows": {"type": "read", "dataset": "topics.jsonl"},
              "out": {"type": "write", "input": "rows", "dataset": "out", "target": 15}}}
            """)
        let run = try await workshop.run("run", "copies.json", "--no-cache")
        #expect(
            run.output.contains(
                "15 records in WORK/out, from 6 source records, which were read 3 times")
        )
    }

    @Test func `are compared with the estimate by the answers that the rows used`() async throws {
        let workshop = try Workshop()
        try workshop.write(
            "topics.jsonl",
            (0..<60).map { #"{"prompt": "Why is \#($0) so?", "task": "open_qa"}"# + "\n" }.joined())
        _ = try await workshop.run(
            "estimate", "document.json", "--no-cache", "--sources", "40", "--target", "5")
        _ = try await workshop.run("run", "document.json", "--no-cache", "--target", "5")
        let stats = try JSON(parsing: try await workshop.run("stats", "out", "--json").output)
        let used = try #require(stats["answer_tokens"]?["answers"]?.integer)
        let answers = try #require(
            stats["funnel"]?.array?.first { $0["stage"] == "answers" }?["created"]?.integer)
        // The scripted model's answers have 5 to 15 tokens.
        #expect(answers < 60 && used > 0 && used <= 15 * answers)
        let low = try #require(stats["plan"]?["tokens"]?["low"]?.double)
        let high = try #require(stats["plan"]?["tokens"]?["high"]?.double)
        #expect(low <= Double(used) && Double(used) <= high)
    }

    @Test func `that are too short to be looked for are told in the summary and in stats`()
        async throws
    {
        let workshop = try Workshop()
        try workshop.write("exam.jsonl", #"{"q": "Why is the sky blue?"}"# + "\n")
        try workshop.write(
            "clean.json",
            """
            {"schemaVersion": 1, "name": "clean", "stages": {
              "rows": {"type": "read", "dataset": "topics.jsonl"},
              "clean": {"type": "decontaminate", "input": "rows", "fields": "prompt",
                "against": "exam.jsonl"},
              "out": {"type": "write", "input": "clean", "dataset": "out"}}}
            """)
        let sentence = "1 of 1 evaluation texts have fewer than 8 words and are not looked for"
        #expect(try await workshop.run("validate", "clean.json").errors.contains(sentence))
        #expect(try await workshop.run("run", "clean.json", "--no-cache").errors.contains(sentence))
        #expect(try await workshop.run("stats", "out").output.contains(sentence))
    }

    @Test func `overlap with others by fields of different names`() async throws {
        let workshop = try Workshop()
        try workshop.write("exam.csv", "question\nWhy is 3 so?\n")
        let found = try await workshop.run(
            "overlap", "exam.csv", "topics.jsonl", "--by", "question=prompt")
        #expect(found.status == 1)
        #expect(
            found.output.hasPrefix(
                """
                exam.csv: 1 different values of 'question'
                topics.jsonl: 6 different values of 'prompt'
                in both: 1
                """))
        let unnamed = try await workshop.run("overlap", "exam.csv", "topics.jsonl", "--by", "=")
        #expect(unnamed.status == 2 && unnamed.errors.contains("--by names a field"))
        #expect(unnamed.errors.contains("synthgen overlap"), "\(unnamed.errors)")
        let wrong = try await workshop.run("overlap", "exam.csv", "topics.jsonl")
        #expect(wrong.errors.contains("exam.csv, row 1 (line 2): there is no 'prompt' to compare"))
    }
}
