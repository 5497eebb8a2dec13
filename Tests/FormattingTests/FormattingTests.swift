import Formatting
import Testing

@Suite struct `Numbers for people` {
    @Test(arguments: [
        (0, "0"), (999, "999"), (1_000, "1,000"), (98_362_432, "98,362,432"), (-1_234, "-1,234"),
    ])
    func `counts are grouped by thousands`(number: Int, text: String) {
        #expect(Format.count(number) == text)
    }

    @Test(arguments: [
        (0, "0 source records"), (1, "1 source record"), (12_840, "12,840 source records"),
    ])
    func `counts of things say one thing and many things`(number: Int, text: String) {
        #expect(Format.count(number, "source record") == text)
    }

    @Test(arguments: [(512, "512 B"), (1_536, "1.5 KiB"), (98_765_432, "94.2 MiB")])
    func `bytes have a binary unit`(number: Int, text: String) {
        #expect(Format.bytes(number) == text)
    }

    @Test(arguments: [
        (0.44, "0.4 s"), (42.2, "42 s"), (185, "3 min 05 s"), (7_620, "2 h 07 min"),
        (.infinity, "?"),
    ])
    func `durations have the unit that fits`(seconds: Double, text: String) {
        #expect(Format.duration(seconds) == text)
    }

    @Test(arguments: [(0.703, "70.3 %"), (0, "0.0 %"), (1, "100.0 %"), (0.5835, "58.4 %")])
    func `shares are percents with one decimal`(share: Double, text: String) {
        #expect(Format.percent(share) == text)
    }

    @Test(arguments: [(2.345, 1, "2.3"), (-0.004, 2, "0.00"), (12, 0, "12"), (-1.5, 2, "-1.50")])
    func `decimals are as many as asked for`(value: Double, decimals: Int, text: String) {
        #expect(value.fixed(decimals) == text)
    }
}

@Suite struct `Near names` {
    @Test(arguments: [
        ("genarate", "generate"), ("fitler", "filter"), ("FILTER", "filter"), ("zzz", nil),
    ])
    func `are found by few edits, swapped letters counted once`(word: String, name: String?) {
        #expect(nearestName(to: word, in: ["generate", "filter"]) == name)
    }

    @Test func `several are listed, the nearest first`() {
        let names = ["layers.0.q", "layers.0.k", "layers.10.q", "head"]
        #expect(nearestNames(to: "layer.0.q", in: names).first == "layers.0.q")
        #expect(nearestNames(to: "embedding", in: ["q"]).isEmpty)
    }

    @Test func `a suggestion names one, or all that there are`() {
        #expect(suggestion(for: "genarate", among: ["generate"]) == "did you mean 'generate'?")
        #expect(suggestion(for: "zzz", among: ["b", "a"]) == "choose one of: a, b")
        #expect(suggestion(for: "zzz", among: []) == "there is none to choose from")
    }
}
