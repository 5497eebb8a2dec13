import ArgumentParser
import Formatting

/// The words of the command line that name a command.
struct CommandWords {
    /// The names of the commands, from below the program's own: "models", "info".
    let path: [String]
    /// The word that should name a command and names none, with the commands there are.
    let unknown: (word: String, candidates: [String])?

    /// Follows the arguments down the tree of commands.
    init(_ arguments: [String], root: any ParsableCommand.Type) {
        // `help` is a command of the argument parser's, followed by the words of another one.
        var words = arguments[...]
        if words.first == "help" { words = words.dropFirst() }
        var command = root
        var path: [String] = []
        while let word = words.first, !command.configuration.subcommands.isEmpty {
            let below = command.configuration.subcommands
            guard !word.hasPrefix("-") else { break }
            guard let next = below.first(where: { $0.isCalled(word) }) else {
                let listed = below.filter { $0.configuration.shouldDisplay }.map { $0._commandName }
                self.path = path
                unknown = ((path + [word]).joined(separator: " "), listed)
                return
            }
            path.append(word)
            command = next
            words = words.dropFirst()
        }
        self.path = path
        unknown = nil
    }

    /// The error about a command that does not exist; nil if all do.
    var problem: String? {
        guard let unknown else { return nil }
        let last = unknown.word.split(separator: " ").last.map(String.init) ?? ""
        return "error: there is no command '\(unknown.word)'\n  help: "
            + suggestion(for: last, among: unknown.candidates)
    }
}

extension ParsableCommand {
    fileprivate static func isCalled(_ word: String) -> Bool {
        _commandName == word || configuration.aliases.contains(word)
    }
}

/// Returns the argument parser's message in the form of all other errors: a line with the problem,
/// then what helps.
func errorText(parserMessage message: String) -> String {
    let lines = message.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    return lines.enumerated().flatMap { index, line in
        index == 0 ? problemLines(line) : [helpLine(line)]
    }.joined(separator: "\n")
}

private func problemLines(_ line: String) -> [String] {
    let problem = line.hasPrefix("Error: ") ? String(line.dropFirst(7)) : line
    let parts = problem.components(separatedBy: ". Did you mean ")
    let first = "error: " + withLowerCaseBeginning(parts[0])
    return parts.count == 2 ? [first, "  help: did you mean \(parts[1])"] : [first]
}

private func helpLine(_ line: String) -> String {
    for word in ["Help:", "Usage:"] where line.hasPrefix(word) {
        return "  \(word.lowercased()) \(line.dropFirst(word.count).drop { $0 == " " })"
    }
    // "  See 'synthgen run --help' for more information."
    guard let match = line.wholeMatch(of: /\s*See '(.+)' for more information\./) else {
        return line
    }
    return "  see `\(match.1)`"
}

/// A sentence of the parser's begins with a capital; a name or an option stays as it is.
private func withLowerCaseBeginning(_ text: String) -> String {
    guard let first = text.first, first.isUppercase, text.dropFirst().first?.isLowercase == true
    else { return text }
    return first.lowercased() + text.dropFirst()
}
