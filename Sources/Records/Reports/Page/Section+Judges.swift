extension DatasetReport {
    /// Pairs by judge, the agreement of judges, and verdicts.
    var judgeSection: Section? {
        guard !judges.isEmpty else { return nil }
        return Section("judges", "Judges", title: "Judges", lede: judgeLede) {
            if !judges.judges.isEmpty { judgeTable }
            if !judges.agreements.isEmpty { agreementTable }
            if !judges.swaps.isEmpty { swapTable }
            if !judges.verdicts.isEmpty { verdictTable }
        }
    }

    private var judgeLede: String {
        let kinds = Dictionary(grouping: judges.judges, by: \.kind)
            .mapValues { $0.reduce(0) { $0 + $1.pairs } }
            .sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        guard let first = kinds.first else { return "" }
        let total = kinds.reduce(0) { $0 + $1.value }
        return
            "\(Numbers.percent(Double(first.value) / Double(max(1, total)))) of pairs were decided "
            + "by \(Self.judgeName(first.key))."
    }

    private static func judgeName(_ kind: String) -> String {
        switch kind {
        case "reward_model": "a reward model"
        case "llm_judge": "a language model, asked in both orders"
        case "ground_truth": "ground truth"
        default: "‘\(kind)’"
        }
    }

    private var judgeTable: HTML {
        let total = max(1, judges.judges.reduce(0) { $0 + $1.pairs })
        return DataTable(
            name: "Pairs by judge", heads: ["judge", "model", "pairs", "share", "of all"],
            rows: judges.judges.map { judge in
                let share = Double(judge.pairs) / Double(total)
                return [
                    .text(judge.kind), .text(judge.model), .count(judge.pairs), .percent(share),
                    .init(
                        content: Parts.bar([(share, "accent")], title: Numbers.percent(share)),
                        value: share),
                ]
            }, textColumns: [0, 1, 4]
        ).html
    }

    private var agreementTable: HTML {
        .list([
            tag("h3", "Agreement"),
            tag(
                "p", ["class": "note"],
                "Pairs of the same prompt and answers that two judges decided, and how often both "
                    + "chose the same answer. Half would be chance."),
            DataTable(
                name: "Agreement of judges",
                heads: ["judge", "other judge", "pairs", "agree", "from 0 to 100 %"],
                rows: judges.agreements.map { agreement in
                    [
                        .text(agreement.first), .text(agreement.second), .count(agreement.pairs),
                        .percent(agreement.share),
                        .init(
                            content: Parts.bar(
                                [(agreement.share, "accent")],
                                title: Numbers.percent(agreement.share)),
                            value: agreement.share),
                    ]
                }, textColumns: [0, 1, 4]
            ).html,
        ])
    }

    private var swapTable: HTML {
        .list([
            tag("h3", "Choices that changed with the order"),
            DataTable(
                name: "Choices that changed with the order", heads: ["stage", "reason", "pairs"],
                rows: judges.swaps.map { [.text($0.stage), .text($0.reason), .count($0.count)] },
                textColumns: [0, 1]
            ).html,
        ])
    }

    private var verdictTable: HTML {
        .list([
            tag("h3", "Verifiers"),
            DataTable(
                name: "Verdicts", heads: ["verifier", "passed", "failed", "share passed"],
                rows: judges.verdicts.map { verdict in
                    [
                        .text(verdict.verifier), .count(verdict.passed), .count(verdict.failed),
                        .percent(
                            Double(verdict.passed) / Double(max(1, verdict.passed + verdict.failed))
                        ),
                    ]
                }
            ).html,
        ])
    }
}
