import Hashing
import JSON
public import Jinja
import Synchronization

/// Functions that templates of prompts and expressions may call: random choices that depend on a
/// seed alone, and small changes to texts.
public enum PromptFunctions {
    /// The functions' names, so that checks of a template do not take them for fields.
    public static let names = Set(reference.map { String($0.form.prefix { $0 != "(" }) })

    /// The functions as they are called, each with what it gives.
    public static let reference: [(form: String, summary: String)] = [
        ("pick(list)", "an element, drawn at random"),
        ("uniform()", "a random number from 0 up to 1"),
        ("shuffle(list)", "the elements in random order"),
        ("sentences(text)", "the sentences of a text, as a list"),
        ("change_numbers(text)", "the text with every number replaced by another of its size"),
    ]

    /// The functions for one rendering. Calls draw from one stream, in the order in which the
    /// template makes them.
    public static func functions(seed: UInt64) -> TemplateFunctions {
        let stream = Mutex(SplitMix64(seed: seed))
        return TemplateFunctions([
            "pick": { arguments in
                guard let list = arguments.first?.array, !list.isEmpty else {
                    throw PromptFunctionError(problem: "pick needs a list with something in it")
                }
                return list[stream.withLock { $0.integer(below: list.count) }]
            },
            "uniform": { _ in .double(stream.withLock { $0.uniform() }) },
            "shuffle": { arguments in
                guard let list = arguments.first?.array else {
                    throw PromptFunctionError(problem: "shuffle needs a list")
                }
                return .array(stream.withLock { $0.shuffled(list) })
            },
            "sentences": { arguments in
                guard let text = arguments.first?.string else {
                    throw PromptFunctionError(problem: "sentences needs a text")
                }
                return .array(sentences(of: text).map(JSON.string))
            },
            "change_numbers": { arguments in
                guard let text = arguments.first?.string else {
                    throw PromptFunctionError(problem: "change_numbers needs a text")
                }
                return .string(stream.withLock { changeNumbers(in: text, using: &$0) })
            },
        ])
    }

    /// The sentences of a text, each with its end mark; line breaks end sentences too.
    static func sentences(of text: String) -> [String] {
        var sentences: [String] = []
        var current = ""
        let characters = Array(text)
        for (index, character) in characters.enumerated() {
            let atEnd = index + 1 == characters.count
            if character.isNewline || (character == " " && current.isEmpty) {
                if !current.isEmpty { sentences.append(current) }
                current = ""
                continue
            }
            current.append(character)
            if ".!?".contains(character), atEnd || characters[index + 1].isWhitespace {
                sentences.append(current)
                current = ""
            }
        }
        if !current.isEmpty { sentences.append(current) }
        return sentences
    }

    /// The text with every run of digits replaced by another number of about its size.
    static func changeNumbers(in text: String, using stream: inout SplitMix64) -> String {
        var changed = ""
        var digits = ""
        func other(_ digits: String, _ stream: inout SplitMix64) -> String {
            guard let number = Int(digits) else { return String(digits.reversed()) }
            return String(number + 1 + stream.integer(below: max(2, number / 2)))
        }
        for character in text {
            if character.isASCII, character.isNumber {
                digits.append(character)
                continue
            }
            if !digits.isEmpty { changed += other(digits, &stream) }
            digits = ""
            changed.append(character)
        }
        return digits.isEmpty ? changed : changed + other(digits, &stream)
    }
}

/// A call of a function with an argument of the wrong type.
struct PromptFunctionError: Error, CustomStringConvertible {
    let problem: String
    var description: String { problem }
}
