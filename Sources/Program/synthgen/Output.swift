import Foundation
import JSON

// Results go to standard output, warnings and errors to standard error. What `--json` prints follows
// one rule: keys that synthgen chooses are in snake_case, like the fields of its records, since
// other programs read them. Keys that are data (names of stages, fields, judges) stay as they are,
// and so does what is printed as it is stored: `why --json` shows a call as the journal holds it.
// Documents, which synthgen reads, have keys in camelCase.

/// Prints a line to standard error.
func printError(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
}

/// Prints a line to standard output now, so that a pipe's reader sees it at once.
func printLine(_ bytes: [UInt8]) {
    FileHandle.standardOutput.write(Data(bytes + [0x0A]))
}
