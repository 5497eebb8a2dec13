import Dataflow
import Formatting
import JSON

/// What `preview` shows, for people and for programs.
struct PreviewReport {
    /// The document's name.
    let document: String
    let preview: Preview
    /// The stages to show; nil for all.
    let stages: [String]?
    /// The stages' calls; nil where none could be answered.
    let calls: [CallFigures]?
    /// What the reader must know besides.
    let notes: [String]

    var shownStages: [Preview.Stage] {
        guard let stages else { return preview.stages }
        return preview.stages.filter { stages.contains($0.name) }
    }

    /// Numbers of the calls in a sentence's end.
    private var callText: String {
        guard let calls else { return "no call made" }
        let made = calls.reduce(0) { $0 + $1.made }
        let remembered = calls.reduce(0) { $0 + $1.remembered }
        let tokens = calls.reduce(0) { $0 + $1.tokensMade }
        return "\(Format.count(made, "call")) made with \(Format.count(tokens, "token")), "
            + "\(Format.count(remembered)) remembered"
    }

    /// The page for people.
    func text(in page: TextPage) -> String {
        var page = page
        let count = preview.sources.count
        page.add(
            "\(document): \(Format.count(count)) source record\(count == 1 ? "" : "s") followed, "
                + "\(callText); no dataset was written")
        for note in notes { page.add("note: \(note)") }
        let isCut = preview.sources.contains { !$0.isFinished }
        for group in groups {
            page.addSpace()
            if group.count == 1 {
                PreviewStageText(stage: group[0], isCut: isCut).add(to: &page)
            } else {
                let names = group.map(\.name).joined(separator: ", ")
                page.add("\(names): \(PreviewStageText(stage: group[0], isCut: isCut).counts)")
            }
        }
        return page.text
    }

    /// The stages, those one after another that did nothing for the same reason together.
    private var groups: [[Preview.Stage]] {
        var groups: [[Preview.Stage]] = []
        for stage in shownStages {
            if let last = groups.last?.last, last.isQuiet, stage.isQuiet,
                last.waitsFor == stage.waitsFor
            {
                groups[groups.count - 1].append(stage)
            } else {
                groups.append([stage])
            }
        }
        return groups
    }

    /// The same for programs.
    var json: JSON {
        var object: JSONObject = [
            "document": .string(document),
            "sources": .array(
                preview.sources.map { source in
                    [
                        "id": .string(source.id.description), "stage": .string(source.stage),
                        "finished": .bool(source.isFinished),
                    ]
                }),
            "stages": .array(shownStages.map(\.json)),
            "records": .array(
                preview.arrived.map { record in
                    let id: JSONObject = ["id": .string(record.id.description)]
                    return .object(id.merging(record.fields))
                }),
        ]
        if let calls {
            object["calls"] = [
                "made": .integer(calls.reduce(0) { $0 + $1.made }),
                "remembered": .integer(calls.reduce(0) { $0 + $1.remembered }),
                "tokens_made": .integer(calls.reduce(0) { $0 + $1.tokensMade }),
            ]
        }
        object["notes"] = .array(notes.map(JSON.string))
        return .object(object)
    }
}

extension Preview.Stage {
    /// Whether no record came to the stage.
    fileprivate var isQuiet: Bool {
        counts.created == 0 && records.isEmpty && calls.isEmpty && type != "write"
    }

    fileprivate var json: JSON {
        [
            "name": .string(name), "type": .string(type),
            "models": .array(models.map(JSON.string)), "created": .integer(counts.created),
            "passed": .integer(counts.passed), "rejected": .integer(counts.rejected),
            "waits_for": waitsFor.map(JSON.string) ?? .null,
            "has_requirement": .bool(hasRequirement),
            "records": .array(records.map(\.json)), "calls": .array(calls.map(\.json)),
        ]
    }
}

extension Preview.Record {
    fileprivate var json: JSON {
        [
            "source": source.map(JSON.integer) ?? .null, "id": .string(id.description),
            "parents": .array(parents.map { .string($0.description) }), "made": .object(made),
            "reason": reason.map(JSON.string) ?? .null, "detail": detail,
            "call": call.map { .string($0.description) } ?? .null,
        ]
    }
}

extension Preview.Call {
    fileprivate var json: JSON {
        [
            "source": source.map(JSON.integer) ?? .null, "key": .string(key.description),
            "answered": .bool(isAnswered), "content": content,
        ]
    }
}
