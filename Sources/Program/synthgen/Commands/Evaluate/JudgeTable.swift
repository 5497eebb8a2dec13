import Formatting
import JSON
import Models
import Stages
import Terminal

/// The reports of several judges in one table.
struct JudgeTable {
    let path: String
    let pairs: Int
    let seed: UInt64
    let reports: [JudgeReport]
    /// What the reward model's file says of the answers that its head was tried on.
    let account: PairAccount?

    /// The figures for programs.
    var json: JSON {
        var json: JSONObject = [
            "pairs": .string(path), "count": .integer(pairs), "seed": .string(String(seed)),
            "judges": .array(reports.map(\.json)),
        ]
        json["reward_model_account"] = account?.json
        return .object(json)
    }

    /// The table for people, a column for each judge.
    var text: String {
        let rows = [head(\.kind), head(\.model)] + sectionRows + figureRows
        let lines = Table.lines(rows)
        let title = "\(path): \(Format.count(pairs)) pairs, seed \(seed)"
        return ([title] + lines + accountLines).joined(separator: "\n")
    }

    private var accountLines: [String] {
        guard let account else { return [] }
        return ["", "of the reward model's own data, by its file", account.text]
    }

    private func head(_ name: KeyPath<JudgeReport, String>) -> [String] {
        [""] + reports.map { $0[keyPath: name] }
    }

    private var sectionRows: [[String]] {
        let sections = reports.first?.sections ?? []
        let parts = sections.indices.flatMap { index -> [[String]] in
            let subsets = sections[index].subsets
            let rows = subsets.indices.map { subset in
                row("  \(subsets[subset].name) (\(subsets[subset].pairs))") {
                    percent($0.sections[index].subsets[subset].accuracy)
                }
            }
            return [
                row("\(sections[index].name) (\(sections[index].pairs))") {
                    percent($0.sections[index].accuracy)
                }
            ] + (subsets.count > 1 ? rows : [])
        }
        return parts + [
            row("overall, mean of the sections") { percent($0.overall) },
            row("all pairs") { percent($0.accuracy) },
        ]
    }

    private var figureRows: [[String]] {
        let shorter = reports.first?.length.chosenShorter.pairs ?? 0
        let longer = reports.first?.length.chosenLonger.pairs ?? 0
        return [
            row("ties") { Format.count($0.ties) },
            row("unreadable answers") { Format.count($0.unreadable) },
            row("same answer in both orders") { percent($0.order?.swapConsistency) },
            row("first position chosen") { percent($0.order?.firstPosition) },
            row("pairs on which both orders agree") {
                $0.order.map { Format.count($0.agreeing) } ?? ""
            },
            row("right among these") { percent($0.order?.agreeingAccuracy) },
            row("right by the mean of both orders") { percent($0.order?.meanAccuracy) },
            row("correlation with length") { decimals($0.length.correlation) },
            row("longer answer preferred") { percent($0.length.longerPreferred) },
            row("right where the chosen is shorter (\(Format.count(shorter)))") {
                percent($0.length.chosenShorter.accuracy)
            },
            row("right where the chosen is longer (\(Format.count(longer)))") {
                percent($0.length.chosenLonger.accuracy)
            },
        ]
    }

    private func row(_ name: String, _ cell: (JudgeReport) -> String) -> [String] {
        [name] + reports.map(cell)
    }

    private func percent(_ share: Double?) -> String {
        share.map(Format.percent) ?? ""
    }

    private func decimals(_ value: Double?) -> String {
        value.map { $0.fixed(2) } ?? ""
    }
}
