import ArgumentParser
import Datasets
import Foundation
import Reports

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Makes a page of what came of a run, to look at in a browser.",
        discussion: """
            One HTML file that needs no network: the funnel, rewards by attribute and task, chosen \
            against rejected answers, length bias, coverage and diversity, judges, speed, and examples \
            with their ancestry. The same folder gives the same file. Reads every record once, in \
            bounded memory; of a damaged folder it shows what can be read and says what cannot.
            """)

    /// Whether the page is opened.
    enum Opening: String, CaseIterable, ExpressibleByArgument {
        case auto, yes, no
    }

    @Argument(help: "The dataset folder.", completion: .directory)
    var folder: String

    @Option(
        help: "The file to write, instead of report.html in the folder.",
        completion: .file(extensions: ["html"]))
    var output: String?

    @Option(help: "The field whose values are compared; dots reach into objects.")
    var by = "task"

    @Option(help: "The scale η of σ(η · margin).")
    var eta = 1.0

    @Option(help: "Whether to open the page; auto does in a terminal on a desktop.")
    var open = Opening.auto

    @Flag(help: "Print the figures as JSON instead of writing a page.")
    var json = false

    func validate() throws {
        guard eta.isFinite else { throw ValidationError("--eta must be a number") }
    }

    func run() throws {
        let url = URL(filePath: folder)
        let report = try DatasetReport(of: url, by: by, eta: eta)
        if json { return print(try report.json()) }
        let file = output.map { URL(filePath: $0) } ?? url.appending(path: "report.html")
        try write(report.page(), to: file)
        print(file.relativePath)
        if shouldOpen { show(file) }
    }

    private func write(_ page: String, to file: URL) throws {
        do {
            try Data(page.utf8).write(to: file, options: .atomic)
        } catch {
            throw ProgramError.unwritable(
                path: file.relativePath, problem: (error as NSError).localizedDescription)
        }
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
