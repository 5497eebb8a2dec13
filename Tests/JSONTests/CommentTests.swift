import JSON
import Testing

@Suite struct `JSON with comments` {
    private func parsed(_ text: String) throws -> LocatedJSON {
        try LocatedJSON(parsing: Array(text.utf8), allowsComments: true)
    }

    @Test(arguments: [
        ("// first\n[1, // one\n 2]", "[1,2]"), ("[1, 2,]", "[1,2]"), (#"{"a": 1,}"#, #"{"a":1}"#),
        ("/* a\n * b */ {\"a\" /*k*/ : /*v*/ [ /**/ ] , // end\r\n}", #"{"a":[]}"#),
        ("[1, /* last */ ]", "[1]"), ("1 // to the end", "1"), ("[/***/1/* * / **/]", "[1]"),
        (#"["// text", "/* text */", "a,]"]"#, #"["// text","/* text */","a,]"]"#),
        ("[] //", "[]"), ("{\"a\":[1,],// x\n}", #"{"a":[1]}"#),
    ])
    func `reads as the same without them`(text: String, meaning: String) throws {
        #expect(try parsed(text).value.text == meaning)
    }

    @Test(arguments: [
        "// a\n{}", "{} /* a */", "[1,]", #"{"a":1,}"#, "[1 /* a */]", "{/**/}", "[1, // a\n]",
    ])
    func `is no JSON where it is not allowed`(text: String) {
        #expect(throws: JSONError.self) { try JSON(parsing: text) }
        #expect(throws: JSONError.self) { try LocatedJSON(parsing: Array(text.utf8)) }
    }

    @Test(arguments: [
        ("[1,\n/* a\n b", "line 2, column 1: a comment is not closed by */"),
        ("[1 /*/", "line 1, column 4: a comment is not closed by */"),
        ("/", "line 1, column 1: a single '/'; a comment begins with // or /*"),
        ("[1,,2]", "line 1, column 4: a value cannot begin with ','"),
        ("[,]", "line 1, column 2: a value cannot begin with ','"),
        ("{,}", "line 1, column 2: expected a key in double quotes, found ','"),
        ("// only", "line 1, column 8: the text ends where a value was expected"),
        (
            "/* a */ // b\n{\"a\": 1,\n // c\n \"b\" 2}",
            "line 4, column 6: expected ':' after the key \"b\", found '2'"
        ),
        ("[1] // a\n2", "line 2, column 1: text after the end of the value"),
    ])
    func `has its faults at their places`(text: String, message: String) {
        let error = #expect(throws: JSONError.self) { try parsed(text) }
        #expect(error?.description == message)
    }

    @Test func `keeps the line of every value`() throws {
        let located = try parsed(
            """
            // 1
            {
              /* 3
                 4 */ "a": [ // 4
                1, // 5

                /* 7 */ { "b": 2, }, // 7
              ],
            }
            """)
        #expect(located.lines["/a"] == 4)
        #expect(located.lines["/a/0"] == 5)
        #expect(located.lines["/a/1"] == 7)
        #expect(located.lines["/a/1/b"] == 7)
    }

    @Test(arguments: 0..<200)
    func `is never a crash, cut anywhere`(end: Int) {
        let text =
            "/* a */{ \"b\": [1, 2.5, /* c */ true,], // d\n \"e\": {\"f\": \"\\u00e9//\",}, }//"
        let bytes = Array(text.utf8.prefix(end))
        let isWhole = (try? LocatedJSON(parsing: bytes, allowsComments: true)) != nil
        let length = text.utf8.count
        #expect(isWhole == (end == length - 2 || end >= length))
    }
}
