import ArgumentParser
import Formatting
import Foundation
import Inference
import JSON

struct FidelityBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fidelity",
        abstract: "Compares log-probabilities with those of a single-precision reference.",
        usage: "synthgen bench fidelity [<options>] --fixtures <folder>",
        discussion: """
            Reads outputs.json of --fixtures: token ids with the log-probability that the reference \
            (the same file's weights widened to single precision) gives to each token after the \
            ones before it. Prints the mean and the greatest absolute difference, in nats.

              synthgen bench fidelity --model model.gguf --fixtures reference
            """)

    @OptionGroup var options: BenchOptions

    @Option(help: ArgumentHelp("The folder with outputs.json.", valueName: "folder"))
    var fixtures: String

    func run() async throws {
        let path = fixtures + "/outputs.json"
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ProgramError.unreadable(path: path, problem: "no such file, or not readable")
        }
        let texts: [ReferenceText]
        do throws(JSONError) {
            texts = ReferenceText.all(in: try JSON(parsing: Array(data)))
        } catch {
            throw ProgramError.badLine(path: path, line: error.line, problem: error.problem)
        }
        guard !texts.isEmpty else {
            throw ProgramError.unreadable(
                path: path, problem: "expected \"prompts\" or \"responses\" with log-probabilities")
        }
        let longest = texts.map(\.tokens.count).max() ?? 1
        let engine = try await BenchModel(options).engine(batch: 4, tokens: longest).engine
        var differences: [Double] = []
        for text in texts {
            let found = try await engine.logProbabilities(of: text.tokens, from: text.start)
            differences += zip(found, text.expected).map { abs(Double($0) - $1) }
        }
        report(differences, texts: texts.count)
    }

    private func report(_ differences: [Double], texts: Int) {
        let mean = differences.reduce(0, +) / Double(max(1, differences.count))
        let most = differences.max() ?? 0
        guard options.json else {
            print(
                "\(texts) texts, \(differences.count) tokens: mean difference "
                    + "\(mean.fixed(5)), greatest \(most.fixed(4)) nats")
            return
        }
        printLine(
            JSON.object([
                "model": .string(options.model), "texts": .integer(texts),
                "tokens": .integer(differences.count), "mean_difference": .double(mean),
                "greatest_difference": .double(most),
            ]).encoded())
    }
}

/// Token ids, and the reference's log-probabilities of those from `start` on.
struct ReferenceText {
    let tokens: [Int32]
    let start: Int
    let expected: [Double]

    /// The texts of an outputs.json that have log-probabilities.
    static func all(in outputs: JSON) -> [ReferenceText] {
        let prompts = (outputs["prompts"]?.array ?? []).map {
            ReferenceText(ids: $0["ids"], start: 1, expected: $0["token_logprobs"])
        }
        let responses = (outputs["responses"]?.array ?? []).map {
            ReferenceText(
                ids: $0["full_ids"], start: $0["response_start"]?.integer ?? 0,
                expected: $0["response_token_logprobs"])
        }
        return (prompts + responses).compactMap(\.self)
    }

    private init?(ids: JSON?, start: Int, expected: JSON?) {
        let ids = (ids?.array ?? []).compactMap(\.integer).compactMap(Int32.init(exactly:))
        let values = (expected?.array ?? []).compactMap(\.double)
        guard start >= 1, !values.isEmpty, start + values.count <= ids.count else { return nil }
        (tokens, self.start, self.expected) = (Array(ids[..<(start + values.count)]), start, values)
    }
}
