import Formatting
import Testing

@Suite struct `Text for a terminal` {
    @Test(arguments: [
        ("plain äöü 日本 🙂\n\ttext", "plain äöü 日本 🙂\n\ttext"),
        ("\u{1B}]0;title\u{07}\u{1B}[31mred", #"\u001b]0;title\u0007\u001b[31mred"#),
        ("a\u{9B}2Jb\u{7F}\u{85}", #"a\u009b2Jb\u007f\u0085"#),
        ("one\r\ntwo\rthree\u{8}", "one\ntwo" + #"\u000dthree\u0008"#),
        ("\u{202E}evil\u{2066}\u{2028}\u{200F}", #"\u202eevil\u2066\u2028\u200f"#),
        ("\u{0}\r", #"\u0000\u000d"#),
        ("👩‍👩‍👧", "👩‍👩‍👧"),
    ])
    func `has no character that a terminal obeys`(text: String, shown: String) {
        #expect(text.shown == shown)
        #expect(shown.shown == shown)
    }

    @Test func `on one line has no line feed either`() {
        #expect("a\nb\tc\r\nd".shownOnOneLine == #"a\nb\tc\nd"#)
    }
}
