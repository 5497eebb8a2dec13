import Foundation
import JSON

// Results go to standard output, warnings and errors to standard error. In the output of `--json`,
// keys that synthgen chooses are in snake_case, like the fields of its records, since other
// programs read them. Keys that are data (names of stages, fields, judges) stay as they are, and so
// do stored values: `why --json` shows a call as the journal holds it. Documents, which synthgen
// reads, have keys in camelCase.

/// Prints a line to standard error.
func printError(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
}

/// Prints a line to standard output now, so that a pipe's reader sees it at once.
func printLine(_ bytes: [UInt8]) {
    FileHandle.standardOutput.write(Data(bytes + [0x0A]))
}
