import ArgumentParser
import Chat
import Dataflow
import Foundation
import JSON
import Stages

struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Writes a document with its prompts into a new folder, ready to run.",
        discussion: """
            The document is commented: JSON, in which comments and a comma after the last value are \
            allowed. The schema beside it is for completion in editors. Nothing is overwritten.

              synthgen init my-pairs
              synthgen init my-rows --kind sft
            """)

    @Argument(
        help: "The folder to make; its name is the document's.", completion: .directory)
    var name: String

    @Option(
        help: ArgumentHelp(
            "What the document makes: "
                + StarterKind.allCases.map { "\($0.rawValue), \($0.summary)" }
                .joined(separator: "; ") + ".", valueName: "kind"))
    var kind = StarterKind.preference

    func validate() throws {
        if name.isEmpty { throw ValidationError("the folder's name must not be empty") }
    }

    func run() throws {
        let folder = URL(filePath: name)
        try Self.write(kind, into: folder)
        let document = (name as NSString).appendingPathComponent(StarterFile.document)
        print(
            """
            \(document): \(kind.summary)
              next: synthgen run \(document)
            """)
    }

    /// Writes the files of a kind into a folder that is not there yet, or is empty.
    /// - Throws: ``ProgramError/folderTaken(path:)``, or an error of the file system.
    static func write(_ kind: StarterKind, into folder: URL) throws {
        let manager = FileManager.default
        if manager.fileExists(atPath: folder.path) {
            let found = try? manager.contentsOfDirectory(atPath: folder.path)
            guard found?.isEmpty == true else { throw ProgramError.folderTaken(path: folder.path) }
        }
        let name = JSON.string(folder.standardizedFileURL.lastPathComponent).text
        let schema = StageRegistry.builtIn(models: LanguageModelRegistry()).documentSchema.pretty()
        let files = kind.files(named: name) + [StarterFile(StarterFile.schema, schema + "\n")]
        for file in files {
            let url = folder.appending(path: file.path)
            do {
                try manager.createDirectory(
                    at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(file.text.utf8).write(to: url, options: .withoutOverwriting)
            } catch {
                throw ProgramError.unreadable(
                    path: url.path, problem: "cannot be written: \(error.localizedDescription)")
            }
        }
    }
}
