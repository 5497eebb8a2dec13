import Foundation
import Processes

/// Whether `program` can be found and runs with these arguments.
func runs(_ program: String, _ arguments: String...) -> Bool {
    (try? ProgramStart(named: [program] + arguments).run().succeeded) == true
}

/// The names of what lies in `folder`, sorted.
func names(in folder: URL) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
}
