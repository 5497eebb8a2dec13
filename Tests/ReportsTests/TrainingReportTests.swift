import Foundation
import JSON
import TestSupport
import Testing

@testable import Reports

@Suite struct `The report of a training` {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func line(_ step: Int, _ more: JSONObject = [:]) -> String {
        var line: JSONObject = [
            "step": .integer(step), "loss": .double(1 / Double(step + 1)), "grad_norm": 2.5,
            "learning_rate": 1e-5, "tokens": 100, "targets": 40, "tokens_per_second": 50.0,
        ]
        for (name, value) in more.pairs { line[name] = value }
        return JSON.object(line).text + "\n"
    }

    private func write(_ name: String, steps: Int, _ more: JSONObject = [:]) throws {
        let lines = (1...steps).map { line($0, more) }
        let first = #"{"step":0,"heldout_loss":0.75,"heldout_accuracy":0}"# + "\n"
        let last = #"{"step":\#(steps),"heldout_loss":0.5,"heldout_accuracy":1}"# + "\n"
        try folder.write(name, first + lines.joined() + last)
    }

    private let record = """
        {"name": "train dpo", "command": "synthgen train dpo --dataset '<b>&'", "seed": 340,
         "model": {"name": "base", "license": "apache-2.0"}, "changed_share": 0.5,
         "steps": [{"type": "dpo", "steps": 3, "settings": {"beta": 0.1, "batch": 8},
          "data": {"sources": [{"path": "<script>alert(1)</script>", "share": 0.5}], "rows": 12,
           "examples": 10, "rejected": {"too long": 2}, "digest": "abc"},
          "held_out": {"examples": 2}}]}
        """

    @Test func `is a page with curves, tables and samples, and escapes what it is told`() throws {
        try write(
            "mine/training.jsonl", steps: 3,
            ["margin": 0.25, "accuracy": 0.5, "chosen_log_ratio": 1.0, "rejected_log_ratio": -1.0])
        try folder.write("mine/training.json", record)
        try folder.write(
            "mine/samples.json",
            """
            {"samples": [{"name": "rows.jsonl:1", "held_out": true, "prompt": "<img src=x>",
             "before": "no & no", "after": "yes", "after_cut": true}]}
            """)
        let url = folder.appending(path: "mine")
        #expect(TrainingReport.folder(for: url)?.path == url.path)
        let page = TrainingReport(of: url).page()
        let reader = PageReader(page)
        #expect(reader.failure == nil)
        #expect(reader.references.isEmpty && reader.handlers.isEmpty)
        #expect(reader.policy.hasPrefix("default-src 'none'"))
        #expect(reader.elements["img"] == nil && reader.elements["script"] == 1)
        #expect(reader.ids.contains("curves1") && reader.ids.contains("samples"))
        for text in [
            "Loss", "Margin", "Accuracy", "Log-ratios to the reference", "Learning rate", "Speed",
            "rejected: too long", "<script>alert(1)</script>, share 0.5", "50.0\u{00A0}%", "0.7500",
            "no & no", "cut off", "The training is finished.", "apache-2.0",
        ] {
            #expect(reader.text.contains(text), "\(text)")
        }
        #expect(page == TrainingReport(of: url).page())
    }

    @Test func `of one at work is read from the folder beside, with what is written so far`() throws
    {
        try write("mine.training/training-1.jsonl", steps: 3)
        try folder.write("mine.training/training-2.jsonl", line(1) + #"{"step": 2, "lo"#)
        let url = folder.appending(path: "mine")
        let work = try #require(TrainingReport.folder(for: url))
        #expect(work.lastPathComponent == "mine.training")
        let report = TrainingReport(of: work)
        #expect(report.isRunning && report.title == "mine" && report.steps.count == 2)
        #expect(report.steps[1].lines.count == 1)
        let reader = PageReader(report.page())
        #expect(reader.failure == nil)
        #expect(reader.text.contains("The training is not finished."))
    }

    @Test func `is of nothing else`() throws {
        try folder.write("dataset/shard-00000.jsonl", "{}")
        #expect(TrainingReport.folder(for: folder.appending(path: "dataset")) == nil)
    }

    @Test func `stays small however long the training was`() throws {
        let points = (0..<10_000).map { (x: Double($0), y: Double($0 % 7)) }
        let thinned = CurvePlot.thinned(points)
        #expect(thinned.count <= 240 && thinned.last?.x == 9_999)
        let mean = thinned.reduce(0) { $0 + $1.y } / Double(thinned.count)
        #expect(abs(mean - 3) < 0.05)
        try write("mine/training.jsonl", steps: 2_000)
        let page = TrainingReport(of: folder.appending(path: "mine")).page()
        #expect(page.utf8.count < 400_000)
    }

    @Test func `leaves out figures that are no numbers`() {
        var page = ""
        CurvePlot(
            series: [.init(name: "loss", style: "accent", points: [(1, .nan), (2, .infinity)])],
            yLabel: "", summary: ""
        ).html.write(to: &page)
        #expect(page.isEmpty)
    }
}
