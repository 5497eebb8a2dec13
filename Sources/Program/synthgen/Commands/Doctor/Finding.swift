import JSON

/// Something that a machine has or lacks.
struct Finding {
    /// The part of the machine: "CPU", "NVRTC".
    let topic: String
    /// What was found, or what is missing.
    let text: String
    /// How to get what is missing; nil if nothing is.
    var help: String?
    /// Whether it is missing although nothing needs it, so that there is no help.
    var isUnneeded = false
    /// Members for the JSON form.
    var facts = JSONObject()

    /// Whether it is there.
    var isThere: Bool { help == nil && !isUnneeded }

    /// Lines for people: the topic, the text, and the help beneath.
    var lines: [String] {
        let indent = String(repeating: " ", count: Self.topicWidth)
        let name = topic.padding(toLength: Self.topicWidth, withPad: " ", startingAt: 0)
        let texts = text.split(separator: "\n").map(String.init)
        let rest = texts.dropFirst().map { indent + $0.trimmingPrefix(while: \.isWhitespace) }
        return [name + (texts.first ?? "")] + rest + (help.map { ["\(indent)help: \($0)"] } ?? [])
    }

    private static let topicWidth = 12

    /// The finding for programs.
    var json: JSON {
        var object: JSONObject = [
            "topic": .string(topic), "found": .bool(isThere), "text": .string(text),
        ]
        if let help { object["help"] = .string(help) }
        return .object(object.merging(facts))
    }
}
