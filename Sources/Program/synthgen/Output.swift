import Files
import Formatting
import Foundation
import JSON
import Synchronization
import Terminal

// Results go to standard output, warnings and errors to standard error. In the output of `--json`,
// keys that synthgen chooses are in snake_case, like the fields of its records, since other
// programs read them. Keys that are data (names of stages, fields, judges) stay as they are, and so
// do stored values: `why --json` shows a call as the journal holds it. Documents, which synthgen
// reads, have keys in camelCase.

// All that is printed goes through this file: names, records and answers come from outside, and
// what they say must not become a command to the terminal (``Swift/String/shown``). Activities that
// are drawn on the terminal make room for it (``Terminal/Activity``).

/// Prints a line to standard error; if that cannot be written, nobody can be told.
func printError(_ text: String) {
    let bytes = Array((text.shown + "\n").utf8)
    Activity.withoutDrawing(isErrorLine: true) {
        try? bytes.span.bytes.withUnsafeBytes { (bytes) throws(FileFailure) in
            try writeAll(bytes, to: STDERR_FILENO, path: "standard error")
        }
    }
}

/// Prints a line to standard output now, so that a pipe's reader sees it at once.
func printLine(_ bytes: [UInt8]) {
    Activity.withoutDrawing(isErrorLine: false) { StandardOutput.writeLine(bytes) }
}

/// Prints a line to standard output: what Swift's function of this name does, for all of this
/// program, with control characters escaped, and a failure to write remembered.
func print(_ items: Any..., separator: String = " ", terminator: String = "\n") {
    let text = items.map { "\($0)" }.joined(separator: separator)
    Activity.withoutDrawing(isErrorLine: false) {
        StandardOutput.write(Array((text.shown + terminator).utf8))
    }
}

/// Standard output, which remembers whether something could not be written.
enum StandardOutput {
    private static let failure = Mutex<FileFailure?>(nil)

    /// Why some output is missing; nil if all of it was written.
    static var problem: String? { failure.withLock { $0?.reason } }

    /// Writes a line with control characters escaped, whatever is drawn on the terminal.
    static func writeLine(_ bytes: [UInt8]) {
        write(Array((String(decoding: bytes, as: UTF8.self).shown + "\n").utf8))
    }

    /// Writes bytes, unless earlier ones could not be written.
    static func write(_ bytes: [UInt8]) {
        failure.withLock { failure in
            guard failure == nil else { return }
            do throws(FileFailure) {
                try bytes.span.bytes.withUnsafeBytes { (bytes) throws(FileFailure) in
                    try writeAll(bytes, to: STDOUT_FILENO, path: "standard output")
                }
            } catch { failure = error }
        }
    }

    /// Opens what stands for standard input, output and error where the caller has closed them.
    ///
    /// Otherwise the next file would take the number of one of them, and be written to as such.
    /// What is opened for output cannot be written, so that missing output is noticed.
    static func openClosedStreams() {
        for (descriptor, access) in [
            (STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_WRONLY),
        ] where fcntl(descriptor, F_GETFD) < 0 {
            _ = open("/dev/null", access)
        }
    }
}
