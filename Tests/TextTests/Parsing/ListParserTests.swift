import Hashing
import TestSupport
import Testing
import Text

@Suite struct `Lists in replies` {
    @Test(arguments: ListCases.whole)
    func `a list is read whatever its form`(example: ListCase) {
        let list = ReplyParser.list(example.text, truncated: false, expected: example.expected)
        #expect(list.items == example.items)
        for repair in example.repairs { #expect(list.salvaged[repair] != nil, "\(list.salvaged)") }
    }

    @Test(arguments: ListCases.cut)
    func `a cut-off list keeps what was finished`(example: ListCase) {
        let list = ReplyParser.list(example.text, truncated: true, expected: example.expected)
        #expect(list.items == example.items)
        let wasCut = list.lost.contains { $0.reason == .cutOff }
        #expect(wasCut == example.repairs.contains("cut-off"), "\(list.lost)")
    }

    @Test func `what is lost is told with its reason`() {
        let text =
            "Here are four:\n1. A b\n2.\n3. a B.\n4. \(String(repeating: "x", count: 9000))\n\nHope this helps!"
        let list = ReplyParser.list(text, truncated: false)
        #expect(list.items == ["A b"])
        #expect(list.lost.map(\.reason) == [.chatter, .empty, .duplicate, .chatter, .tooLong])
    }

    @Test(arguments: 0..<400)
    func `any reply gives clean items, and the same each time`(seed: Int) {
        var generator = SplitMix64(seed: UInt64(seed) &+ 99)
        let text = ListCases.random(using: &generator)
        for truncated in [false, true] {
            let list = ReplyParser.list(text, truncated: truncated, expected: seed % 7)
            #expect(list == ReplyParser.list(text, truncated: truncated, expected: seed % 7))
            for item in list.items {
                #expect(!item.isEmpty)
                #expect(item == item.split(whereSeparator: \.isWhitespace).joined(separator: " "))
            }
            let keys = list.items.map { Array($0.utf8) }
            #expect(Set(keys).count == keys.count)
        }
        _ = ReplyParser.json(text)
        _ = ReplyParser.number(text)
        _ = ReplyParser.yesNo(text)
    }

    @Test(arguments: [
        "[", "{", "[[", "(", "1. ", "- ", "**", "\"", "```\n", "[\"", "{\"a\":", "\n", "# ",
    ])
    func `long runs of marks end, too`(mark: String) {
        let text = String(repeating: mark, count: 5000)
        let list = ReplyParser.list(text, truncated: false)
        #expect(list.items.allSatisfy { !$0.isEmpty })
        _ = ReplyParser.json(text)
    }
}

struct ListCase: Sendable, CustomTestStringConvertible {
    let text: String
    let items: [String]
    var repairs: [String] = []
    var expected: Int?

    init(_ text: String, _ items: [String], _ repairs: [String] = [], expected: Int? = nil) {
        (self.text, self.items, self.repairs, self.expected) = (text, items, repairs, expected)
    }

    var testDescription: String { String(text.prefix(60)) }
}

enum ListCases {
    static let whole: [ListCase] = [
        ListCase("1. Tides\n2. Moons\n3. Comets", ["Tides", "Moons", "Comets"], ["numbering"]),
        ListCase("1) Tides\n2) Moons", ["Tides", "Moons"], ["numbering"]),
        ListCase("(1) Tides\n(2) Moons", ["Tides", "Moons"], ["numbering"]),
        ListCase("1: Tides\n2: Moons", ["Tides", "Moons"], ["numbering"]),
        ListCase("1 - Tides\n2 – Moons", ["Tides", "Moons"], ["numbering"]),
        ListCase("[1] Tides\n#2 Moons", ["Tides", "Moons"], ["numbering"]),
        ListCase("1️⃣ Tides\n2️⃣ Moons", ["Tides", "Moons"], ["numbering"]),
        ListCase(" 9. Tides\n10. Moons\n11. Stars", ["Tides", "Moons", "Stars"]),
        ListCase("- Tides\n- Moons", ["Tides", "Moons"], ["bullet"]),
        ListCase("* Tides\n* Moons", ["Tides", "Moons"], ["bullet"]),
        ListCase("• Tides\n• Moons", ["Tides", "Moons"], ["bullet"]),
        ListCase("•Tides\n–Moons", ["Tides", "Moons"], ["bullet"]),
        ListCase("a) Tides\nb) Moons", ["Tides", "Moons"], ["lettering"]),
        ListCase("A. Tides\nB. Moons", ["Tides", "Moons"], ["lettering"]),
        ListCase("Topic 1: Tides\nTopic 2: Moons", ["Tides", "Moons"], ["label"]),
        ListCase("**Topic 1:** Tides\n**Topic 2**: Moons", ["Tides", "Moons"], ["label"]),
        ListCase(
            "Question: Why tides?\nQuestion: Why moons?",
            ["Why tides?", "Why moons?"],
            ["label"]
        ),
        ListCase("Q1: Why tides?\n\nQ2: Why moons?", ["Why tides?", "Why moons?"], ["label"]),
        ListCase("1. Topic: Tides\n2. Topic: Moons", ["Tides", "Moons"], ["label", "numbering"]),
        ListCase("1. **Tides**\n2. **Moons**", ["Tides", "Moons"], ["bold"]),
        ListCase("**1. Tides**\n**2.** Moons", ["Tides", "Moons"], ["bold", "numbering"]),
        ListCase(
            "1. **Tides**: rise and fall\n2. **Moons:** orbit",
            ["Tides: rise and fall", "Moons: orbit"],
            ["bold"]
        ),
        ListCase(
            "1. \"Tides\"\n2. “Moons”\n3. 'Comets'",
            ["Tides", "Moons", "Comets"],
            ["quotes"]
        ),
        ListCase(
            "1. \"Tides\" and \"Moons\"\n2. It's a 'moon'",
            ["\"Tides\" and \"Moons\"", "It's a 'moon'"]
        ),
        ListCase(
            "Here are 2 topics:\n\n1. Tides\n2. Moons\n\nLet me know if you need more!",
            ["Tides", "Moons"],
            ["chatter"]
        ),
        ListCase(
            "Sure! Here you go:\n- Tides\n- Moons\nI hope this helps.",
            ["Tides", "Moons"],
            ["chatter"]
        ),
        ListCase("Here are some topics:\nTides\nMoons", ["Tides", "Moons"], ["chatter"]),
        ListCase(
            "1. Why do tides\n   rise twice?\n2. Why is the moon\nround?",
            ["Why do tides rise twice?", "Why is the moon round?"],
            ["continuation"]
        ),
        ListCase(
            "1. Tides\n   - springs\n   - neaps\n2. Moons",
            ["Tides - springs - neaps", "Moons"]
        ),
        ListCase(
            "1. First problem.\n\nMore of it.\n\n2. Second problem.\n\nIts end.",
            ["First problem. More of it.", "Second problem. Its end."]
        ),
        ListCase("1. Tides\n\n2. Moons\n\nThese cover much.", ["Tides", "Moons"], ["chatter"]),
        ListCase("[\"Tides\", \"Moons\"]", ["Tides", "Moons"], ["json"]),
        ListCase("```json\n[\n  \"Tides\",\n  \"Moons\",\n]\n```", ["Tides", "Moons"], ["json"]),
        ListCase(
            "Here you go:\n['Tides', \"The moon's pull\", 'It\\'s here']",
            ["Tides", "The moon's pull", "It's here"],
            ["json", "chatter"]
        ),
        ListCase("topics = ['Tides', 'Moons']", ["Tides", "Moons"], ["json"]),
        ListCase(
            "{\"topics\": [{\"topic\": \"Tides\", \"n\": 1}, {\"topic\": \"Moons\"}]}",
            ["Tides", "Moons"],
            ["json"]
        ),
        ListCase(
            "```yaml\n- Tides\n- \"Moons\"\n```",
            ["Tides", "Moons"],
            ["fence", "bullet", "quotes"]
        ),
        ListCase("- topic: Tides\n- topic: Moons", ["Tides", "Moons"], ["label"]),
        ListCase("- |\n  Tides rise\n  and fall\n- >\n  Moons", ["Tides rise and fall", "Moons"]),
        ListCase("\"Tides\",\n\"Moons\"", ["Tides", "Moons"], ["quotes"]),
        ListCase("1. Tides 2. Moons 3. Comets", ["Tides", "Moons", "Comets"], ["inline"]),
        ListCase("(1) Tides; (2) Moons; and (3) Comets", ["Tides", "Moons", "Comets"], ["inline"]),
        ListCase("Tides, Moons, and Comets", ["Tides", "Moons", "Comets"], ["inline"]),
        ListCase("Tides of the sea; Moons", ["Tides of the sea", "Moons"], ["inline"]),
        ListCase("Tides, moons.", ["Tides", "moons."], ["inline"], expected: 2),
        ListCase("I like tides, moons, and comets.", ["I like tides, moons, and comets."]),
        ListCase("Write a poem about the sea.", ["Write a poem about the sea."]),
        ListCase(
            "Write a poem about the sea, the sky, and the land",
            ["Write a poem about the sea, the sky, and the land"],
            expected: 1
        ),
        ListCase("Tides\n\nMoons\n\nComets", ["Tides", "Moons", "Comets"]),
        ListCase(
            "Tides are what the sea does\nwhen the moon pulls at it.",
            ["Tides are what the sea does when the moon pulls at it."]
        ),
        ListCase("1. Tides\n2. tides\n3. Moons", ["Tides", "Moons"]),
        ListCase("1. Tides   rise\t twice", ["Tides rise twice"]),
        ListCase("<think>\n1. no\n</think>\n1. Tides\n2. Moons", ["Tides", "Moons"], ["thinking"]),
        ListCase("### 1. Tides\n### 2. Moons", ["Tides", "Moons"], ["heading"]),
        ListCase("## Sea\n1. Tides\n2. Waves\n\n## Sky\n3. Moons", ["Tides", "Waves", "Moons"]),
        ListCase("# Tides\n# Moons", ["Tides", "Moons"]),
        ListCase("- [ ] Tides\n- [x] Moons", ["Tides", "Moons"], ["checkbox"]),
        ListCase("1. Tides\n---\n2. Moons", ["Tides", "Moons"]),
        ListCase(
            "1. Why tides?\nAnswer: the moon.\n2. Why moons?\nAnswer: dust.",
            ["Why tides?", "Why moons?"]
        ),
        ListCase("- Sea\n  1. a\n  2. b\n- Sky\n  1. c", ["Sea 1. a 2. b", "Sky 1. c"]),
        ListCase("1. In 1.5 hours 2 trains\n2. 3 apples", ["In 1.5 hours 2 trains", "3 apples"]),
        ListCase("1.5 litres of water", ["1.5 litres of water"]),
        ListCase("World War 2: causes", ["World War 2: causes"]),
        ListCase("J. S. Bach\nW. A. Mozart", ["J. S. Bach", "W. A. Mozart"]),
        ListCase("1. Tides\r\n2. Moons\r\n", ["Tides", "Moons"]),
        ListCase("", []), ListCase(" \n\n ", []), ListCase("1.\n2.", []),
        ListCase("- 2 ** 3 = 8\n- *args", ["2 ** 3 = 8", "*args"]),
        ListCase("1. Café\n2. Cafe\u{301}", ["Café", "Cafe\u{301}"]),
        ListCase("1、潮汐\n2、月亮。", ["潮汐", "月亮。"]),
    ]

    static let cut: [ListCase] = [
        ListCase("1. Tides\n2. Moons\n3. Com", ["Tides", "Moons"], ["cut-off"]),
        ListCase("1. Tides\n2. Moons\n", ["Tides", "Moons"]),
        ListCase("1. Why tides?\n2. Why moons?", ["Why tides?", "Why moons?"]),
        ListCase("1. Why tides?\n2. Why \"moons?\"", ["Why tides?", "Why \"moons?\""]),
        ListCase("[\"Tides\", \"Moons\", \"Com", ["Tides", "Moons"], ["cut-off"]),
        ListCase("[\"Tides\", \"Moons\",", ["Tides", "Moons"]),
        ListCase("```json\n[\"Tides\", \"Moons\", \"Com", ["Tides", "Moons"], ["cut-off"]),
        ListCase("1. Tides 2. Moons 3. Com", ["Tides", "Moons"], ["cut-off"]),
        ListCase("Tides\nMoons\nCom", ["Tides", "Moons"], ["cut-off"]),
        ListCase("1. Tides\n2. Moons\n\nLet me kn", ["Tides", "Moons"]),
        ListCase("Com", [], ["cut-off"]),
        ListCase("1. Tides\n2.", ["Tides"]),
    ]

    static func random(using generator: inout SplitMix64) -> String {
        let pieces = [
            "1. ", "2) ", "- ", "* ", "**", "\"", "'", "[", "]", "{", "}", ",", ";", ":", "\n",
            "\n\n", " ",
            "Topic 3: ", "Question: ", "tides", "the moon's", "Here are five:", "Let me know if",
            "é", "e\u{301}",
            "```json\n", "```", "\\", "#", "## ", "(a) ", "b. ", "12", "/10", "\u{2028}", "\u{A0}",
            "🙂", "\r\n", "\0",
            "yes", "no", "Score", "<think>", "</think>", "|", "---\n", "3️⃣ ", "[[", "null", "true",
            "。",
        ]
        return (0..<(1 + generator.next() % 40)).map { _ in
            pieces[Int(generator.next() % UInt64(pieces.count))]
        }.joined()
    }
}
