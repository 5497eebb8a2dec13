import ArgumentParser
import Chat
import Dataflow
import Files
import Foundation
import JSON
import Models
import Stages
import Terminal

struct JudgeEvaluation: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "judge",
        abstract: "Measures judges on pairs whose better answer is known.",
        discussion: """
            Pairs are JSON lines as RewardBench has them (prompt, chosen, rejected, subset) or preference \
            rows; "section" says what is reported together. A pair counts as right if the chosen answer \
            is strictly preferred. A comparing LLM is asked in both orders; the order that the seed draws \
            counts, and an unreadable answer counts half. Subsets of RewardBench have its sections and \
            counts.

              synthgen evaluate judge --pairs Datasets/judge-pairs.jsonl
              synthgen evaluate judge --pairs bench.jsonl --judge model --model my.gguf
            """)

    enum Kind: String, ExpressibleByArgument, CaseIterable { case reward, model, grade, length }

    @Option(
        help: ArgumentHelp("The pairs: a file, or a dataset folder.", valueName: "path"),
        completion: .file())
    var pairs: String

    @Option(
        name: .customLong("judge"),
        help: ArgumentHelp(
            "reward: a reward model; model: an LLM that compares; grade: an LLM that grades from 1 to 5; "
                + "length: the longer answer. May be given several times; all, if not given.",
            valueName: "kind"))
    var kinds: [Kind] = []

    @Option(help: "The LLM: a name of `models list`, hf:owner/repo, a file or a folder.")
    var model = "smollm2-135m-instruct"

    @Option(
        name: .customLong("reward-model"),
        help: ArgumentHelp("The reward model.", valueName: "model"))
    var rewardModel = "smollm2-135m-reward"

    @Option(
        help: ArgumentHelp(
            "A reward head of `train reward`, for a --reward-model that has none.",
            valueName: "file"),
        completion: .file())
    var head: String?

    @Option(
        help: ArgumentHelp(
            "The template for the LLM that compares, instead of the built-in one.",
            valueName: "file"),
        completion: .file())
    var prompt: String?

    @Option(
        name: .customLong("grade-prompt"),
        help: ArgumentHelp(
            "The template for the LLM that grades, instead of the built-in one.",
            valueName: "file"),
        completion: .file())
    var gradePrompt: String?

    @Flag(help: "Let the comparing LLM answer C, for a tie.")
    var ties = false

    @Option(
        help: ArgumentHelp(
            "Seed that draws which answer counts as shown first.", valueName: "number"))
    var seed: UInt64 = 0

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var cacheOptions: CacheOptions

    @OptionGroup var modelOptions: ModelOptions

    func run() async throws {
        let set = try PairSet(url: URL(filePath: pairs))
        let loader = ModelLoader(options: modelOptions)
        let cache = cacheOptions.open()
        defer { cache?.close() }
        let calls = CachedCalls(memory: cache.map(CacheMemory.init))
        var reports: [JudgeReport] = []
        var account: PairAccount?
        for kind in kinds.isEmpty ? Kind.allCases : kinds {
            let judge = try await judge(kind, loader)
            if case .reward(let model as LocalModel, _) = judge { account = model.head?.account }
            let measuring = Activity("measuring judge '\(kind.rawValue)'")
            defer { measuring.end() }
            reports.append(
                try await JudgeReport(
                    of: judge, on: set, seed: seed, limit: 2 * modelOptions.maxBatch, calls: calls
                ) { measuring.update(completed: $0, total: set.pairs.count) })
        }
        let table = JudgeTable(
            path: pairs, pairs: set.pairs.count, seed: seed, reports: reports, account: account)
        print(json ? table.json.pretty() : table.text)
    }

    private func judge(_ kind: Kind, _ loader: ModelLoader) async throws -> PairJudge {
        switch kind {
        case .length: .length
        case .reward:
            .reward(try await loader.loadAny(rewardModel, head: head), weights: .usual)
        case .model:
            .model(
                ComparingJudge(
                    model: try await loader.loadAny(model),
                    prompt: try Self.template(prompt) ?? .comparison(), allowsTies: ties))
        case .grade:
            .grade(
                GradingJudge(
                    model: try await loader.loadAny(model),
                    prompt: try Self.template(gradePrompt) ?? .grade()))
        }
    }

    private static func template(_ path: String?) throws -> JudgePrompt? {
        guard let path else { return nil }
        guard let source = try? FileReading.text(of: URL(filePath: path)) else {
            throw ProgramError.unreadable(path: path, problem: "cannot be read as UTF-8 text")
        }
        do { return try JudgePrompt(source: source, name: path) } catch {
            throw ProgramError.unreadable(path: path, problem: "\(error)")
        }
    }
}
