import JSON

/// Counts the pairs of each judge, the agreement of judges, and the verdicts of verifiers.
struct JudgeTally {
    private var judges: [Judge: Int] = [:]
    private var verdicts = BoundedNames(limit: 24) { VerdictFigure(verifier: "") }
    private var withRewards: [String: (agree: Int, of: Int)] = [:]
    private var votes = VoteSample()

    private struct Judge: Hashable {
        let kind: String
        let model: String
    }

    private static let judgeLimit = 100

    mutating func add(_ view: RecordView, prompt: String?, answers: [RecordView.Answer]) {
        addVerdict(view.record["verdict"])
        guard let kind = view.record["judge"]?["kind"]?.string?.clipped(to: 40) else { return }
        let model = view.record["judge"]?["model"]?.string?.clipped(to: 80) ?? ""
        let judge = Judge(kind: kind, model: model)
        guard judges[judge] != nil || judges.count < Self.judgeLimit else { return }
        judges[judge, default: 0] += 1
        guard answers.count == 2 else { return }
        let (chosen, rejected) = (answers[0], answers[1])
        if kind != "reward_model", let better = chosen.reward, let worse = rejected.reward,
            better != worse
        {
            let before = withRewards[kind] ?? (0, 0)
            withRewards[kind] = (before.agree + (better > worse ? 1 : 0), before.of + 1)
        }
        votes.add(
            prompt: prompt ?? "", chosen: chosen.text, rejected: rejected.text,
            judge: model.isEmpty ? kind : "\(kind) (\(model))")
    }

    private mutating func addVerdict(_ verdict: JSON?) {
        guard let verifier = verdict?["verifier"]?.string, let passed = verdict?["passed"]?.bool
        else { return }
        let name = verifier.clipped(to: 40)
        verdicts.update(name) { figure in
            figure.verifier = name
            if passed { figure.passed += 1 } else { figure.failed += 1 }
        }
    }

    /// The figures. `swaps` are the rejections by judges whose choice changed with the order.
    func figure(swaps: [ReasonCount]) -> JudgeFigures {
        JudgeFigures(
            judges: judges.map { JudgeCount(kind: $0.kind, model: $0.model, pairs: $1) }
                .sorted { ($1.pairs, $0.kind, $0.model) < ($0.pairs, $1.kind, $1.model) },
            agreements: votes.agreements
                + withRewards.sorted { $0.key < $1.key }.map { kind, count in
                    Agreement(
                        first: kind, second: "the rewards beside it", pairs: count.of,
                        agree: count.agree)
                },
            swaps: swaps,
            verdicts: verdicts.values.values.sorted { $0.verifier < $1.verifier })
    }
}

/// Votes of judges on the same pairs, for a sample of pairs chosen by a digest of their texts.
struct VoteSample {
    private struct Vote: Equatable {
        let judge: String
        /// Whether the first text in byte order was chosen.
        let isFirst: Bool
    }

    private var votes: [UInt64: [Vote]] = [:]
    private var ceiling = UInt64.max

    private static let limit = 50_000

    mutating func add(prompt: String, chosen: String, rejected: String, judge: String) {
        // Texts are put in byte order, so two judges with opposite choices meet at the same key.
        let isFirst = chosen.utf8.lexicographicallyPrecedes(rejected.utf8)
        let key = digest(prompt, isFirst ? chosen : rejected, isFirst ? rejected : chosen)
        guard key <= ceiling else { return }
        if votes[key, default: []].count < 8 {
            votes[key, default: []].append(Vote(judge: judge, isFirst: isFirst))
        }
        while votes.count > Self.limit {
            // Halving keeps the sample uniform: it holds every pair seen whose digest is below the
            // ceiling.
            ceiling /= 2
            votes = votes.filter { $0.key <= ceiling }
        }
    }

    /// The agreement of every two judges that decided a common pair.
    var agreements: [Agreement] {
        var counts: [[String]: (agree: Int, of: Int)] = [:]
        for votes in votes.values {
            for (index, vote) in votes.enumerated() {
                for other in votes[(index + 1)...] where other.judge != vote.judge {
                    let names = [vote.judge, other.judge].sorted()
                    let before = counts[names] ?? (0, 0)
                    let agrees = vote.isFirst == other.isFirst
                    counts[names] = (before.agree + (agrees ? 1 : 0), before.of + 1)
                }
            }
        }
        return counts.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { names, count in
            Agreement(first: names[0], second: names[1], pairs: count.of, agree: count.agree)
        }
    }
}

/// Pairs by judge and the agreement of judges.
public struct JudgeFigures: Encodable, Equatable {
    let judges: [JudgeCount]
    let agreements: [Agreement]
    /// Pairs that a judge rejected because its choice changed with the order of the answers.
    let swaps: [ReasonCount]
    let verdicts: [VerdictFigure]

    var isEmpty: Bool {
        judges.isEmpty && agreements.isEmpty && swaps.isEmpty && verdicts.isEmpty
    }
}

/// The number of pairs that a judge decided.
struct JudgeCount: Encodable, Equatable {
    let kind: String
    let model: String
    let pairs: Int
}

/// The number of common pairs for which two judges chose the same answer.
struct Agreement: Encodable, Equatable {
    let first: String
    let second: String
    let pairs: Int
    let agree: Int

    var share: Double { pairs == 0 ? 0 : Double(agree) / Double(pairs) }
}

/// The answers that a verifier passed and failed.
struct VerdictFigure: Encodable, Equatable {
    var verifier: String
    var passed = 0
    var failed = 0
}

/// The number of records that a stage rejected for one reason.
struct ReasonCount: Encodable, Equatable {
    let stage: String
    let reason: String
    let count: Int
}
