public import JSON

extension DatasetVerification {
    /// The findings as text; `folder` is the dataset's name in it.
    public func report(folder: String) -> String {
        let sound =
            "\(intactRecords.grouped) records in \(intactFrames.grouped) frames of "
            + "\(intactShards.grouped) shards and \(intactAnswers.grouped) remembered answers are sound"
        let damages = problems.filter(\.isDamage).count
        let verdict = damages == 0 ? "intact" : damages == 1 ? "1 damage" : "\(damages) damages"
        return (problems.map(\.line) + ["\(folder): \(verdict); \(sound)"]).joined(separator: "\n")
    }

    /// The findings as JSON.
    public var json: JSON {
        [
            "intact": .bool(isIntact), "shards": .integer(intactShards),
            "frames": .integer(intactFrames), "records": .integer(intactRecords),
            "answers": .integer(intactAnswers), "problems": .array(problems.map(\.json)),
        ]
    }
}

extension DatasetRepair {
    /// Problems, actions and losses as text.
    public func report(folder: String) -> String {
        var lines = problems.map(\.line)
        lines += actions.map { "done: \($0)" }
        for kind in lostKinds {
            for id in lost[kind] ?? [] { lines.append("lost: \(id) (\(kind.rawValue))") }
        }
        lines += remaining.filter(\.isDamage).map { "still " + $0.line }
        let isMended = !remaining.contains(where: \.isDamage)
        let count = lost.values.reduce(0) { $0 + $1.count }
        let losses = count == 1 ? "1 record was lost" : "\(count.grouped) records were lost"
        if actions.isEmpty {
            lines.append("\(folder): nothing to mend")
        } else {
            let advice = isMended ? "run its pipeline again to complete it" : "not all was mended"
            lines.append("\(folder): \(losses); \(advice)")
        }
        return lines.joined(separator: "\n")
    }

    /// Accepted and rejected records, and parts of which records were lost.
    private var lostKinds: [RecordKind] {
        let parts = lost.keys.filter { $0.part != nil }.sorted { $0.rawValue < $1.rawValue }
        return [.accepted] + parts + [.rejected]
    }

    /// Problems, actions and losses as JSON.
    public var json: JSON {
        [
            "problems": .array(problems.map(\.json)),
            "actions": .array(actions.map(JSON.string)),
            "lost": .object(
                JSONObject(
                    lostKinds.map { kind in
                        (kind.rawValue, .array((lost[kind] ?? []).map(JSON.string)))
                    })),
            "remaining": .array(remaining.map(\.json)),
        ]
    }
}

extension DatasetProblem {
    fileprivate var line: String { (isDamage ? "error: " : "warning: ") + description }

    fileprivate var json: JSON {
        [
            "code": .string(code), "damage": .bool(isDamage), "file": .string(file),
            "message": .string(headline), "facts": .array(facts.map(JSON.string)),
            "help": .string(remedy),
        ]
    }
}
