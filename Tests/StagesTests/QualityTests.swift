import Dataflow
import JSON
import Testing

@testable import Stages

@Suite struct `A quality stage` {
    static let good = """
        Tides rise because the Moon pulls the water on the near side of the Earth more strongly than \
        the ground below it. On the far side the ground is pulled away from the water, so a second \
        bulge forms there. As the planet turns, most coasts pass through both bulges each day.
        """

    static func reasons(
        _ text: String, _ settings: String = "", prompt: String = "Why are there two tides a day?"
    ) async throws -> [String] {
        let record: JSON = [["prompt": .string(prompt), "response": .string(text)]]
        let found = try await run(
            record.text, #""sound": {"type": "quality", "input": "in"\#(settings)}"#, last: "sound")
        #expect(found.accepted.count + found.rejected.count == 1)
        return found.rejected.compactMap { $0["reason"]?.string }
    }

    @Test func `lets sound texts pass`() async throws {
        #expect(
            try await Self.reasons(
                Self.good, #", "prompt": "prompt", "language": "english", "minWords": 20"#) == [])
        #expect(try await Self.reasons("4") == [])
        #expect(
            try await Self.reasons("She works as an airline pilot, as an aid worker too.") == [])
        #expect(try await Self.reasons(#"{"a": {"b": {"c": 1}}}"#) == [])
        #expect(
            try await Self.reasons("Dear Ann, I can't wait to see you, sorry for the delay.") == [])
        #expect(
            try await Self.reasons(
                "On the second floor, beside the children's room.", #", "prompt": "prompt""#,
                prompt:
                    "Text: The reading room is on the second floor, beside the children's room. It "
                    + "opens at nine. Question: where can one read the old newspapers of the town?")
                == [])
    }

    @Test(arguments: [
        ("I'm sorry, but I can't help with that request.", "refusal"),
        ("I\u{2019}m sorry, but I cannot assist you.", "refusal"),
        ("As an AI language model, I have no taste, but soup is good.", "boilerplate"),
        ("Dear [Your Name], thank you for the letter.", "placeholder"),
        ("I can't give legal advice. Ask a lawyer.", "refusal"),
        ("Sorry, but I won\u{2019}t. It might hurt someone.", "refusal"),
        ("Hello {{ name }}, welcome.", "placeholder"),
        ("Good.\nUser: And then?\nAssistant: Well.", "leak of format"),
        ("Yes.\nYes.\nYes.\nNo.", "repeated lines"),
        (String(repeating: "the cat sat on the mat and ", count: 8), "a phrase too often"),
    ])
    func `counts each fault under its own reason`(text: String, reason: String) async throws {
        #expect(try await Self.reasons(text) == [reason])
    }

    @Test(arguments: [
        ("one two three", #", "minWords": 4"#, "too short"),
        ("one two three", #", "maxWords": 2"#, "too long"),
        ("one two three", #", "maxCharacters": 5"#, "too long"),
        ("Буря мглою небо кроет", #", "scripts": {"latin": 0.9}"#, "too little latin"),
        ("buy it at ACME today", #", "phrases": ["acme"]"#, "unwanted phrase"),
        ("it's ann's best", #", "phrases": ["Ann\u2019s"]"#, "unwanted phrase"),
        (
            "De kat zit op de mat en kijkt naar buiten want het regent al de hele dag in onze straat",
            #", "language": "english""#, "not English"
        ),
        (
            "Die Katze sitzt auf der Matte und schaut hinaus, denn es regnet heute schon den ganzen Tag lang",
            #", "language": "english""#, "not English"
        ),
        ("潮汐是由月球引力引起的海水运动现象", #", "language": "english""#, "not English"),
    ])
    func `applies what the document asks for`(
        text: String, settings: String, reason: String
    ) async throws {
        #expect(try await Self.reasons(text, settings) == [reason])
    }

    @Test func `rejects echoes of the prompt`() async throws {
        let prompt = "Why are there two high tides a day, and why are they not equally high?"
        #expect(
            try await Self.reasons(prompt + " Because.", #", "prompt": "prompt""#, prompt: prompt)
                == ["echo of the prompt"])
        #expect(
            try await Self.reasons(
                "You ask why are there two high tides a day, and why are they not equally high?",
                #", "prompt": "prompt""#, prompt: prompt) == ["echo of the prompt"])
    }

    @Test func `can be told to let repetition, refusals and boilerplate be`() async throws {
        let off = #", "repetition": false, "refusals": false, "boilerplate": false"#
        #expect(try await Self.reasons("As an AI, I'm sorry, but I can't.\nNo.\nNo.", off) == [])
        #expect(try await Self.reasons("Yes.\nYes.\nNo.", #", "repetition": 3"#) == [])
    }

    @Test func `says all that it found of a text, the first as the reason`() async throws {
        let found = try await run(
            #"[{"response": "I can't help with that. As an AI, no."}]"#,
            #""sound": {"type": "quality", "input": "in", "minWords": 50}"#, last: "sound")
        #expect(found.rejected.first?["reason"] == "too short")
        #expect(found.rejected.first?["detail"]?["refusal"] == "i can't help")
        #expect(found.rejected.first?["detail"]?["boilerplate"] == "as an ai")
    }

    @Test func `names limits that contradict each other, and unknown scripts`() throws {
        let found = try problems(
            """
            "in": {"type": "read", "records": [{"response": "x"}]},
            "sound": {"type": "quality", "input": "in",
              "minWords": 9, "maxWords": 3,
              "scripts": {"latn": 1}},
            "out": {"type": "write", "input": "sound", "dataset": "out"}
            """)
        #expect(found.map(\.code) == ["quality.limits", "quality.script"])
        #expect(found.map(\.line) == [4, 5])
        #expect(found.last?.help == "did you mean 'latin'?")
    }

    @Test func `measures repetition as the Gopher report does`() {
        let repeated = TextRepetition(MeasuredText("a b c d e\na b c d e\nx"))
        #expect(repeated.duplicateShare(5) == 10.0 / 11)
        #expect(repeated.topShare(2) == 4.0 / 11)
        let lines = [1, 2, 1, 1].map { TextRepetition.Part(hash: $0, characters: $0 == 2 ? 1 : 2) }
        let (parts, characters) = TextRepetition.repeatedShares(of: lines)
        #expect(parts == 0.5)
        #expect(characters == 4.0 / 7)
    }
}
