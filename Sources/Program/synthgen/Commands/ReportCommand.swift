import ArgumentParser
import Datasets
import Foundation
import Models
import Reports
import Terminal

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Writes the figures of a dataset or a training as a page for the browser.",
        usage: "synthgen report <folder> [<options>]",
        discussion: """
            The page is one HTML file that needs no network: counts by stage, rewards by attribute \
            and task, chosen against rejected answers, length bias, coverage and diversity, judges, \
            speed, and examples with their ancestry. The same folder gives the same file. Every \
            record is read once, in bounded memory; of a damaged folder the page shows what can be \
            read and says what cannot.

            Of a trained model's folder the page has the curves of its training, what is held out, \
            settings, rows and samples before and after; also of a training at work, by the folder \
            that it will write. Of a folder of rounds it has all evaluations over the stages, and \
            answers by the first model and the last side by side.

              synthgen report Datasets/preference --by task
              synthgen report Models/mine
            """)

    /// Whether the page is opened in a browser.
    enum Opening: String, CaseIterable, ExpressibleByArgument {
        case auto, yes, no
    }

    @Argument(help: "The folder of a dataset or of a trained model.", completion: .directory)
    var folder: String

    @Option(
        help: ArgumentHelp(
            "The file to write, instead of report.html in the folder; - for standard output.",
            valueName: "file"),
        completion: .file(extensions: ["html"]))
    var output: String?

    @Option(
        help: ArgumentHelp(
            "The field whose values are compared; dots reach into objects.", valueName: "field"))
    var by = "task"

    @Option(help: ArgumentHelp("The scale η of the target σ(η · margin).", valueName: "number"))
    var eta = 1.0

    @Option(
        help: ArgumentHelp(
            "Whether to open the page; auto opens it in a terminal on a desktop.",
            valueName: "when"))
    var open = Opening.auto

    @Flag(help: "Print the figures as JSON instead of writing a page.")
    var json = false

    func validate() throws {
        guard eta.isFinite else { throw ValidationError("--eta must be a number") }
    }

    func run() throws {
        let url = URL(filePath: folder)
        if RoundsReport.isRounds(url) {
            let file = output ?? url.appending(path: Self.name).relativePath
            return try write(Array(RoundsReport(of: url).page().utf8), to: file)
        }
        if let training = TrainingReport.folder(for: url) {
            return try write(TrainingReport(of: training))
        }
        let report = try DatasetReport(of: url, by: by, eta: eta)
        if json { return print(try report.json()) }
        let file = output ?? url.appending(path: Self.name).relativePath
        try write(Array(report.page().utf8), to: file)
    }

    private static let name = "report.html"

    /// Writes the page of a training, into the folder that it was read from if nothing else is said.
    private func write(_ report: TrainingReport) throws {
        if json { return print(report.json.pretty()) }
        let page = Array(report.page().utf8)
        if let output { return try write(page, to: output) }
        // One of the model's files, so that the folder stays one that a training may replace.
        try ModelFolder.add(page, named: Self.name, to: report.folder)
        let file = report.folder.appending(path: Self.name)
        tell(file.relativePath, besides: file.relativePath)
        if shouldOpen { show(file) }
    }

    private func write(_ page: [UInt8], to file: String) throws {
        let quiet = quietBeside(file)
        defer { quiet?.end() }
        try Output.write(page, to: file)
        quiet?.end()
        tell(Output.isStandardOutput(file) ? "the page → standard output" : file, besides: file)
        if shouldOpen, !Output.isStandardOutput(file) { show(URL(filePath: file)) }
    }

    private var shouldOpen: Bool {
        let environment = ProcessInfo.processInfo.environment
        let hasDesktop = environment["DISPLAY"] != nil || environment["WAYLAND_DISPLAY"] != nil
        return switch open {
        case .auto: hasDesktop && isatty(STDOUT_FILENO) == 1
        case .yes: true
        case .no: false
        }
    }

    private func show(_ file: URL) {
        let opener = Process()
        opener.executableURL = URL(filePath: "/usr/bin/env")
        opener.arguments = ["xdg-open", file.path]
        opener.standardOutput = FileHandle.nullDevice
        opener.standardError = FileHandle.nullDevice
        do {
            try opener.run()
            opener.waitUntilExit()
            guard opener.terminationStatus != 0 else { return }
        } catch {}
        printError("warning: no browser could be opened; open \(file.relativePath) yourself")
    }
}
