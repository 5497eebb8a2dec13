import ArgumentParser
import Datasets
import Foundation
import JSON

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Checks every byte of a dataset folder and repairs damage on request.",
        discussion: """
            Reads every shard, frame, record, catalog row and journal entry. Exits with 1 if \
            anything is damaged. --repair keeps everything intact and lists lost records by id; \
            the next `run` makes these again, from the journal's answers where they are left. \
            What --repair takes out is kept in the folder `damaged` beside the shards.

              synthgen check Datasets/preference --repair
            """)

    @Argument(help: "The dataset folder.", completion: .directory)
    var folder: String

    @Flag(help: "Repair what can be repaired.")
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
