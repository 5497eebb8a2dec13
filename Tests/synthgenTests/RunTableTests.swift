import Datasets
import TestSupport
import Testing

@testable import synthgen

@Suite struct `The table of a run` {
    @Test(arguments: [(80, 24), (120, 40), (60, 20), (40, 12)])
    func `shows what works, at every size of the window`(width: Int, height: Int) throws {
        let pictures = ScriptedProgress.views().map { view in
            view.lines(width: width, height: height).joined(separator: "\n")
        }
        try expectSnapshot(
            pictures.joined(separator: "\n\n") + "\n", "table-\(width)x\(height).txt")
    }

    @Test(arguments: [1, 2, 8, 20, 39, 40, 59, 60, 80, 200], [2, 3, 6, 12, 24, 80])
    func `never exceeds the window`(width: Int, height: Int) {
        for view in ScriptedProgress.views() {
            let lines = view.lines(width: width, height: height)
            #expect(lines.count <= max(2, height - 1), "\(lines)")
            #expect(lines.allSatisfy { $0.count < max(2, width) }, "\(lines)")
        }
    }

    @Test func `keeps rows for what works and what worked last where room is short`() {
        let lines = ScriptedProgress.views()[2].lines(width: 100, height: 14)
        let names = lines.map { $0.prefix { $0 != " " } }
        for name in ["answers", "rewards", "out"] { #expect(names.contains { $0 == name }) }
        #expect(lines.contains { $0.hasPrefix("+ python") && $0.contains(", details") })
        #expect(!lines.contains { $0.hasPrefix("ownTopics") })
        #expect(lines.contains { $0.hasPrefix("… ") && $0.contains(" idle") })
    }

    @Test func `shows the stage that worked last before one that worked earlier`() {
        var stages = (0..<30).map { RunSnapshot.Stage(name: "stage\($0)", type: "map") }
        func snapshot(_ seconds: Double) -> RunSnapshot {
            var snapshot = RunSnapshot()
            snapshot.seconds = seconds
            snapshot.stages = stages
            return snapshot
        }
        for index in stages.indices { stages[index].created = 5 }
        let looks = RunLooks()
        _ = looks.look(at: snapshot(1))
        stages[17].created = 6
        _ = looks.look(at: snapshot(2))
        let lines = looks.look(at: snapshot(3)).lines(width: 80, height: 8)
        #expect(lines.contains { $0.hasPrefix("stage17 ") })
        #expect(lines.contains { $0.hasPrefix("stage29 ") }, "the end is always shown")
    }

    @Test func `keeps the numbers and cuts the names in a narrow window`() {
        let head = ScriptedProgress.views()[2].lines(width: 46, height: 40)[0]
        #expect(head.contains("passed") && head.contains("rejected") && head.contains("working"))
        #expect(!head.contains("made"))
    }

    @Test func `says that records wait for an earlier source, and reckons with them`() {
        let view = ScriptedProgress.views()[2]
        #expect(view.lines(width: 80, height: 24).contains("16 records wait for an earlier source"))
        // From 42 s to 600 s 56 records came to the end; 44 are missing.
        let left = view.secondsLeft ?? 0
        #expect(abs(left - 44 * 600 / 56) < 60, "\(left)")
        #expect(view.lines(width: 80, height: 24).contains { $0.contains("about") })
    }

    @Test func `forgets the pace of remembered work`() {
        var pace = RunPace()
        var snapshot = RunSnapshot()
        snapshot.target = 1_000
        // 500 records at once, from memory, then one in ten seconds.
        for second in 0...400 {
            snapshot.seconds = Double(second)
            snapshot.accepted = second == 0 ? 0 : 500 + second / 10
            pace.add(snapshot)
        }
        let left = pace.secondsLeft(at: snapshot) ?? 0
        #expect(left > 4_000 && left < 5_200, "\(left)")
    }

    @Test func `goes on with the history of a run that it did not see begin`() {
        let history = (0...60).map {
            RunPoint(run: 1, seconds: Double($0), accepted: $0, tokens: $0)
        }
        var snapshot = RunSnapshot()
        snapshot.seconds = 60
        snapshot.accepted = 60
        snapshot.tokens = 60
        snapshot.target = 120
        let view = RunLooks(history: history).look(at: snapshot)
        #expect(abs((view.secondsLeft ?? 0) - 60) < 3)
        #expect(abs((view.tokensPerSecond ?? 0) - 1) < 0.1)
    }

    @Test func `says in one line what a pipe is told`() {
        let lines = ScriptedProgress.views().map { $0.line(name: "questions") }
        #expect(lines[0] == "questions: measuring judge 'reward' on 142 pairs: 40 %, 20 s")
        #expect(lines[2].hasPrefix("questions: accepted 40 of 100, 16 records wait for"))
        #expect(lines[3].contains("accepted 100 of 100") && !lines[3].contains("left"))
    }

    @Test func `is the same in JSON, with the end's records`() {
        let json = ScriptedProgress.views()[3].json
        #expect(json["accepted"] == 100 && json["target"] == 100 && json["seconds_left"] == .null)
        let out = json["stages"]?.array?.last
        #expect(out?["name"] == "out" && out?["passed"] == 100 && out?["rejected"] == 12)
    }
}
