import ArgumentParser
import Datasets
import Foundation
import JSON

struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Checks every byte of a dataset folder, names all damage, and mends it.",
        discussion: """
            Reads every shard, frame, record, row and remembered answer. Ends with status 1 if \
            anything is damaged. With --repair everything sound is kept, what is lost is listed by \
            record id, and `run` makes it again: from remembered answers where they are left.
            """)

    @Argument(help: "The dataset folder.", completion: .directory)
    var folder: String

    @Flag(help: "Mend what can be mended.")
    var repair = false

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let url = URL(filePath: folder)
        let isSound = repair ? try mend(url) : try check(url)
        if !isSound { throw ExitCode(1) }
    }

    private func check(_ url: URL) throws -> Bool {
        let found = try DatasetVerification(verifying: url)
        print(json ? found.json.pretty() : found.report(folder: folder))
        return found.isIntact
    }

    private func mend(_ url: URL) throws -> Bool {
        let done = try DatasetRepair(repairing: url)
        print(json ? done.json.pretty() : done.report(folder: folder))
        return !done.remaining.contains(where: \.isDamage)
    }
}
