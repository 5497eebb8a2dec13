import ArgumentParser
import Datasets
import Formatting
import Foundation

struct PackageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "package",
        abstract: "Makes a folder of a dataset's rows and card, ready for the Hugging Face Hub.",
        discussion: """
            Takes the shards of accepted records, of all parts, and README.md. Catalog, journal and \
            rejected records stay behind. Every shard is checked on the way. An unfinished dataset \
            is refused.

              synthgen package Datasets/preference --output upload
              hf upload me/preference upload --repo-type dataset
            """,
        aliases: ["push"])

    @Argument(help: "The dataset folder.", completion: .directory)
    var folder: String

    @Option(help: ArgumentHelp("The folder to make.", valueName: "folder"), completion: .directory)
    var output: String

    @Flag(help: "Replace an earlier package in the folder.")
    var replace = false

    @Flag(help: "Take the records of a dataset that is not complete.")
    var unfinished = false

    func validate() throws {
        if output.isEmpty { throw ValidationError("--output must name a folder, found ''") }
    }

    func run() throws {
        let reader = try DatasetReader(folder: URL(filePath: folder))
        let report = try DatasetPackage.make(
            of: reader, in: URL(filePath: output), replacesPackage: replace,
            takesUnfinished: unfinished)
        print(
            "\(Format.count(report.records, "record")) → \(output): "
                + "\(report.files.joined(separator: ", ")); \(Format.count(report.bytes)) bytes")
    }
}
