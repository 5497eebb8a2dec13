import ArgumentParser
import Files
import Foundation
import JSON

/// Writes the manual pages; for who installs the program, so it is not listed.
struct ManualCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manual", abstract: "Writes the manual pages, one for each command.",
        discussion: """
              synthgen manual share/man/man1
            """,
        shouldDisplay: false)

    @Argument(help: "The folder of the pages; made if it is not there.", completion: .directory)
    var folder: String

    func run() throws {
        let url = URL(filePath: folder)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        for page in try ManualPage.all() {
            try OutputFile.write(
                Array(page.text.utf8), to: url.appending(path: page.fileName).path)
        }
    }
}

extension ManualPage {
    /// The pages of the program and of every command that the help lists.
    static func all() throws -> [ManualPage] {
        let tool = try JSON(parsing: Array(Synthgen._dumpHelp().utf8))
        return pages(of: tool["command"] ?? .null, version: Synthgen.configuration.version)
    }
}
