import JSON
import Testing
import Text

@Suite struct `JSON in replies` {
    @Test(arguments: [
        (#"{"a": 1}"#, #"{"a":1}"#),
        ("Sure!\n```json\n{\"a\": [1, 2]}\n```\nDone.", #"{"a":[1,2]}"#),
        (
            "The answer is {'a': True, 'b': None, 'c': 'it\\'s'}.",
            #"{"a":true,"b":null,"c":"it's"}"#
        ),
        ("{a: 1, b_2: \"x\",}", #"{"a":1,"b_2":"x"}"#),
        ("{\"a\": \"line\nfeed\"}", #"{"a":"line\nfeed"}"#),
        ("{\"a\": 1, // why\n \"b\": 2 # so\n}", #"{"a":1,"b":2}"#),
        ("{\"a\": [1, 2, {\"b\": \"c", #"{"a":[1,2,{}]}"#),
        ("{\"a\": 1, \"b\": \"cut", #"{"a":1}"#),
        ("[1, 2, 3", "[1,2]"),
        ("<think>{\"a\": 0}</think>[1]", "[1]"),
        ("42", "42"), ("\"x\"", "\"x\""),
        // Without commas after it, a text must not be taken for strict JSON: `LooseJSON` reads these.
        (#"{'a': '\uD83D\uDE00'}"#, #"{"a":"😀"}"#),
        (#"{'a': '\uD800\u0041'}"#, "{\"a\":\"\u{FFFD}A\"}"),
        (#"{'a': '\uD83Dx'}"#, "{\"a\":\"\u{FFFD}x\"}"),
        ("I think {maybe} [this] works: [\"yes\"]", #"["yes"]"#),
    ])
    func `a value is found and mended`(text: String, expected: String) {
        #expect(ReplyParser.json(text)?.text == expected)
    }

    @Test(arguments: ["", "no value here", "{", "[", "{maybe}", "[see 1]", "(1)"])
    func `where there is no value there is none`(text: String) {
        #expect(ReplyParser.json(text) == nil)
    }
}

@Suite struct `Numbers in replies` {
    @Test(arguments: [
        ("4", 4), ("**4**", 4), ("4/5", 4), ("Score: 7", 7), ("I'd rate this 8 out of 10.", 8),
        ("The score is 3.5 because 2 points were lost.", 3.5), ("-2", -2), ("−2.5", -2.5),
        ("1,234.5", 1234.5), ("85%", 85), ("1e-3", 0.001), ("Rating: [[5]] of 9", 5),
        ("x_1 = \\boxed{12}", 12), ("three", 3), ("Four.", 4), ("3 - because 2 of 7 hold", 3),
        ("<think>1 2 3</think> 9", 9), ("First 2, then 4.\nFinal score: 6/10", 6),
        ("It is 7. Yes, 7.", 7),
    ])
    func `a number is found`(text: String, expected: Double) {
        #expect(ReplyParser.number(text) == expected)
    }

    @Test(arguments: ["", "none", "between 3 and 4", "I cannot say", "one or two", "v2"])
    func `where it is unclear there is none`(text: String) {
        #expect(ReplyParser.number(text) == nil)
    }
}

@Suite struct `Yes and no in replies` {
    @Test(arguments: [
        ("Yes", true), ("no.", false), ("**Yes**, it is.", true), ("Answer: No", false),
        ("True", true),
        ("N", false), ("The answer is no.", false), ("It might, yes.", true),
        ("No, though yes was close", false),
        ("Yes and no are possible.\nAnswer: yes", true),
        ("Some reasoning with yes and no.\n\nNo", false),
        ("<think>no</think>yes", true), ("Verdict:yes", true), ("YES!", true),
    ])
    func `an answer is found`(text: String, expected: Bool) {
        #expect(ReplyParser.yesNo(text) == expected)
    }

    @Test(arguments: ["", "Perhaps", "It could be yes or no", "nothing", "Yesterday"])
    func `where it is unclear there is none`(text: String) {
        #expect(ReplyParser.yesNo(text) == nil)
    }
}
