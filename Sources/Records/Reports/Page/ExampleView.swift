/// A record that can be opened: its texts, then its ancestry.
struct ExampleView {
    let example: Example
    var detail = ""
    var raw: Passage?
    /// The content at the right of the headline; the margin if nil.
    var remark: HTML?

    var html: HTML {
        Parts.details("example", .list([tag("bdi", ["class": "first"], headline), figures])) {
            if !detail.isEmpty { tag("p", ["class": "note"]) { tag("bdi", detail) } }
            if example.omittedMessages > 0 {
                tag(
                    "p", ["class": "note"],
                    "\(Numbers.count(example.omittedMessages)) later messages left out.")
            }
            for message in example.prompt { turn(message) }
            if !example.answers.isEmpty {
                tag("div", ["class": "answers"]) { for answer in example.answers { html(answer) } }
            }
            if !example.fields.isEmpty { list(example.fields) }
            if let raw { Parts.passage(raw) }
            tag("p", ["class": "note"], footnote)
            if !example.ancestry.isEmpty { ancestry }
        }
    }

    private var headline: String {
        // Fields made last describe a record best.
        let field = example.fields.last { $0.isText && !$0.value.text.isEmpty }
        let text = example.prompt.last?.passage ?? raw ?? field?.value ?? example.fields.last?.value
        let line = text?.text.split(whereSeparator: \.isNewline).first.map(String.init)
        return (line ?? "(no text)").clipped(to: 140)
    }

    private var figures: HTML {
        remark
            ?? example.margin.map {
                tag("span", ["class": "figure"], "margin " + Numbers.decimal($0))
            } ?? .nothing
    }

    private var footnote: String {
        var parts = ["id \(example.id)"]
        if !example.topics.isEmpty {
            parts.append("topic " + example.topics.joined(separator: " › "))
        }
        if !example.judge.isEmpty { parts.append("judge \(example.judge)") }
        return parts.joined(separator: " · ")
    }

    private func turn(_ message: Example.Message) -> HTML {
        tag("div", ["class": "turn"]) {
            tag("p", ["class": "role"]) { tag("bdi", message.role) }
            Parts.passage(message.passage)
        }
    }

    private func html(_ answer: Example.Answer) -> HTML {
        tag("div", ["class": "answer \(answer.side.rawValue)"]) {
            tag("p", ["class": "role"]) {
                answer.side.rawValue
                if let reward = answer.rewards.first {
                    tag(
                        "span", ["class": "figure"],
                        "\(reward.name) \(Numbers.decimal(reward.value))")
                }
            }
            Parts.passage(answer.passage)
            if answer.rewards.count > 1 {
                tag(
                    "p", ["class": "note"],
                    answer.rewards.dropFirst().map { "\($0.name) \(Numbers.decimal($0.value))" }
                        .joined(separator: " · "))
            }
        }
    }

    // MARK: Ancestry

    private var ancestry: HTML {
        let title = "How it came to be: \(Numbers.count(example.ancestry.count, "step"))"
        return Parts.details("ancestry", .text(title)) {
            if example.isAncestryCut {
                tag("p", ["class": "note"], "Some ancestors are left out.")
            }
            tag("ol") {
                for step in example.ancestry { tag("li") { html(step) } }
            }
        }
    }

    private func html(_ step: AncestryStep) -> HTML {
        let name = HTML.list([
            tag("bdi", ["class": "stage"], step.stage),
            tag("code", String(step.id.prefix(8))),
            step.reason.map { tag("bdi", ["class": "reason"], $0) } ?? .nothing,
        ])
        return Parts.details("step", name) {
            for message in step.asked { turn(message) }
            if let answer = step.answer {
                tag("div", ["class": "turn said"]) {
                    tag("p", ["class": "role"], "raw answer")
                    Parts.passage(answer)
                }
            }
            if !step.made.isEmpty { list(step.made) }
            if !step.parents.isEmpty {
                tag(
                    "p", ["class": "note"],
                    "made from " + step.parents.map { String($0.prefix(8)) }.joined(separator: ", ")
                )
            }
        }
    }

    private func list(_ fields: [Field]) -> HTML {
        tag("dl", ["class": "made"]) {
            for field in fields {
                tag("dt") { tag("bdi", field.name) }
                tag("dd") { Parts.passage(field.value) }
            }
        }
    }
}
