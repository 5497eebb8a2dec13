import JSON

/// A manual page of one command in man(7), made from what the argument parser says of itself.
struct ManualPage {
    /// The command's words with hyphens between them: `synthgen-models-pull`.
    let name: String
    /// The page in roff.
    let text: String

    var fileName: String { "\(name).1" }

    /// The pages of a command and of those below it that the help lists.
    ///
    /// - Parameter command: A command as in `--experimental-dump-help`.
    static func pages(of command: JSON, version: String) -> [ManualPage] {
        pages(of: command, above: [], version: version)
    }

    private static func pages(
        of command: JSON, above: [String], version: String
    ) -> [ManualPage] {
        let words = above + [command.text("commandName")]
        let below = (command["subcommands"]?.array ?? []).filter(\.isListed)
            .filter { $0.text("commandName") != "help" }
        let page = ManualPage(
            name: words.joined(separator: "-"),
            text: ManualPageWriter(words: words, command: command, below: below, version: version)
                .text)
        return [page]
            + below.flatMap { pages(of: $0, above: words, version: version) }
    }
}

/// Writes one page.
private struct ManualPageWriter {
    let words: [String]
    let command: JSON
    let below: [JSON]
    let version: String

    var text: String {
        let name = words.joined(separator: "-")
        var lines = [
            ".TH \(name.uppercased().roff) 1 \"\" \"synthgen \(version.roff)\" \"synthgen\"",
            ".SH NAME", "\(name.roff) \\- \(command.text("abstract").withoutPeriod.roff)",
            ".SH SYNOPSIS", synopsis,
        ]
        lines += section("DESCRIPTION", paragraphs(command.text("discussion")))
        lines += section("ARGUMENTS", arguments { $0.text("kind") == "positional" })
        lines += section("OPTIONS", arguments { $0.text("kind") != "positional" })
        lines += section("COMMANDS", below.flatMap(entry))
        lines += section("SEE ALSO", seeAlso)
        return lines.joined(separator: "\n") + "\n"
    }

    private func section(_ title: String, _ lines: [String]) -> [String] {
        lines.isEmpty ? [] : [".SH \(title)"] + lines
    }

    // MARK: Synopsis

    private var synopsis: String {
        let listed = (command["arguments"]?.array ?? []).filter(\.isListed)
        var parts = ["\\fB\(words.joined(separator: " ").roff)\\fR"]
        // Options that must be given are named, all others are in the list.
        for option in listed where option.text("kind") != "positional" && !option.isOptional {
            parts.append(usage(option))
        }
        if listed.contains(where: { $0.text("kind") != "positional" && $0.isOptional }) {
            parts.append("[\\fIoptions\\fR]")
        }
        for argument in listed where argument.text("kind") == "positional" {
            let name =
                "\\fI\(argument.text("valueName").roff)\\fR" + (argument.isRepeating ? " ..." : "")
            parts.append(argument.isOptional ? "[\(name)]" : name)
        }
        if !below.isEmpty { parts.append("\\fIcommand\\fR") }
        return parts.joined(separator: " ")
    }

    private func usage(_ option: JSON) -> String {
        let names = (option["names"]?.array ?? []).map { name in
            let dashes = name.text("kind") == "long" ? "--" : "-"
            return "\\fB\((dashes + name.text("name")).roff)\\fR"
        }
        let value =
            option.text("kind") == "option" ? " \\fI\(option.text("valueName").roff)\\fR" : ""
        return names.joined(separator: ", ") + value
    }

    // MARK: Arguments and commands

    private func arguments(where isWanted: (JSON) -> Bool) -> [String] {
        (command["arguments"]?.array ?? []).filter { $0.isListed && isWanted($0) }
            .flatMap { argument in
                let term =
                    argument.text("kind") == "positional"
                    ? "\\fI\(argument.text("valueName").roff)\\fR" : usage(argument)
                return [".TP", term, described(argument)]
                    + paragraphs(argument.text("discussion")).map { $0 == ".PP" ? ".IP" : $0 }
            }
    }

    private func described(_ argument: JSON) -> String {
        var sentences = [argument.text("abstract")]
        let values = (argument["allValues"]?.array ?? []).compactMap(\.string)
        if !values.isEmpty { sentences.append("Values: \(values.joined(separator: ", ")).") }
        let standard = argument.text("defaultValue")
        if !standard.isEmpty { sentences.append("Default: \(standard).") }
        return sentences.filter { !$0.isEmpty }.joined(separator: " ").roff
    }

    private func entry(_ command: JSON) -> [String] {
        let name = (words + [command.text("commandName")]).joined(separator: "-")
        return [".TP", "\\fB\(name.roff)\\fR(1)", command.text("abstract").roff]
    }

    private var seeAlso: [String] {
        guard words.count > 1 else { return [] }
        return ["\\fB\(words.dropLast().joined(separator: "-").roff)\\fR(1)"]
    }

    // MARK: Paragraphs

    /// Text with empty lines between its paragraphs; indented lines are examples and stay as they
    /// are.
    private func paragraphs(_ text: String) -> [String] {
        var lines: [String] = []
        var isExample = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let isIndented = line.hasPrefix("  ")
            if isExample, !isIndented { lines += [".EE", ".RE"] }
            if isIndented, !isExample {
                if lines.last == ".PP" { lines.removeLast() }
                lines += lines.isEmpty ? [".RS 4", ".EX"] : [".PP", ".RS 4", ".EX"]
            }
            isExample = isIndented
            let words = String(line.drop { $0 == " " })
            if words.isEmpty {
                lines.append(".PP")
            } else {
                lines.append(words.roff)
            }
        }
        if isExample { lines += [".EE", ".RE"] }
        while lines.last == ".PP" { lines.removeLast() }
        return lines
    }
}

extension JSON {
    /// A text of an object; empty if it has none of this name.
    fileprivate func text(_ key: String) -> String { self[key]?.string ?? "" }

    /// Whether the help lists the command or argument.
    fileprivate var isListed: Bool { self["shouldDisplay"]?.bool != false }
    fileprivate var isOptional: Bool { self["isOptional"]?.bool == true }
    fileprivate var isRepeating: Bool { self["isRepeating"]?.bool == true }
}

extension String {
    /// The text on one line of roff: nothing in it is a request or an escape.
    fileprivate var roff: String {
        var text = hasPrefix(".") ? "\\&" : ""
        for character in self {
            // Without these names, roff prints hyphens, quotation marks and accents.
            switch character {
            case "\\": text += "\\e"
            case "-": text += "\\-"
            case "'": text += "\\(aq"
            case "`": text += "\\(ga"
            case "^": text += "\\(ha"
            case "~": text += "\\(ti"
            case "\n": text += " "
            case _ where character.isASCII: text.append(character)
            default: text += character.unicodeScalars.map(\.roff).joined()
            }
        }
        return text
    }

    /// The text without its last period, as a page's first line has it.
    fileprivate var withoutPeriod: String { hasSuffix(".") ? String(dropLast()) : self }
}

extension Unicode.Scalar {
    /// The character by its number: roff reads bytes.
    fileprivate var roff: String {
        let digits = String(value, radix: 16, uppercase: true)
        return "\\[u\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)]"
    }
}
