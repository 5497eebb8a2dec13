import Hashing
import JSON
import TestSupport
import Testing
import Verifiers

@Suite struct `A mathematical answer` {
    @Test(
        .enabled(if: Fixtures.has("verify/math.jsonl"), "the fixtures are not here"))
    func `is judged as by hand`() throws {
        let rows = try Fixtures.jsonLines("verify/math.jsonl")
        #expect(!rows.isEmpty)
        for row in rows {
            let (gold, response) = (row["gold"]?.string ?? "", row["response"]?.string ?? "")
            let verdict = MathVerifier(gold: gold).verdict(on: response)
            #expect(
                verdict.passed == row["equal"]?.bool, "\(row["id"]?.string ?? "") \(verdict.detail)"
            )
        }
    }

    @Test(arguments: [
        ("12000", "\\boxed{12\\,000}"), ("12000", "The answer is 12\u{2009}000."),
        ("3.25", "#### 3 1/4"), ("9", "Final answer: 9."), ("-5", "\\boxed{−5}"),
        ("\\frac{1}{1+\\sqrt{2}}", "\\boxed{\\sqrt2-1}"),
        ("\\sqrt{3+2\\sqrt2}", "\\boxed{1+\\sqrt{2}}"),
        ("2\\sqrt[3]{2}", "\\boxed{\\sqrt[3]{16}}"), ("\\frac{x^2-1}{x-1}", "\\boxed{x+1}"),
        ("1", "\\boxed{\\sin^2 x + \\cos^2 x}"), ("\\log 4", "\\boxed{2\\log 2}"),
        ("\\pm 3", "The solutions: the answer is x = 3 or x = -3."), ("\\{1,2\\}", "\\boxed{2, 1}"),
        ("x > 3", "\\boxed{3 < x}"), ("y = 2x+1", "\\boxed{y=1+2x}"),
        ("120", "\\boxed{5!}"), ("10", "\\boxed{\\binom{5}{2}}"), ("2+3i", "\\boxed{3i+2}"),
        ("15", "The answer is 15 m."), ("6", "The answer is: **6 apples**"),
        ("0.5", "The answer is ½."), ("1", "\\boxed{0.\\overline{9}+1-0.\\overline{9}}"),
        ("72", "So she sold 72 clips.\n#### 72"), ("5", "5"), ("\\frac{3}{4}", "$\\frac34$"),
        ("8", "\\boxed 8"), ("4", "\\boxed{\\frac{\\boxed{8}}{2}} \\boxed{4}"),
        ("Monday", "The answer is Monday."), ("(3,4)", "\\boxed{\\left( 3,\\ 4 \\right)}"),
        ("2^{1000}", "\\boxed{4^{500}}"), ("60", "The answer is 60 miles per hour."),
        ("8", "The answer is 8 because 3 + 5 = 8."),
        ("7", "My answer, then, is seven, that is, \\boxed{7}"),
    ])
    func `is right`(gold: String, response: String) {
        let verdict = MathVerifier(gold: gold).verdict(on: response)
        #expect(verdict.passed, "\(verdict.detail)")
    }

    @Test(arguments: [
        ("12000", "\\boxed{12,00}"), ("0.333", "\\boxed{\\frac13}"), ("(3,4)", "\\boxed{(4,3)}"),
        ("(3,4)", "\\boxed{[3,4]}"), ("\\{1,2\\}", "\\boxed{\\{1,2,3\\}}"), ("5", "\\boxed{}"),
        ("5", "The answer is unclear."), ("x > 3", "\\boxed{x < 3}"),
        ("x > 3", "\\boxed{x \\ge 3}"),
        ("1", "\\boxed{\\frac{1}{0}}"), ("\\sqrt2", "\\boxed{1.41421356237}"),
        ("\\sin 1", "\\boxed{\\cos 1}"), ("5", "I think that it is five."), ("15", "\\boxed{15x}"),
        ("2^{1000}", "\\boxed{2^{1001}}"), ("Monday", "The answer is Tuesday."),
        ("3", "\\boxed{3"), ("\\text{yes}", "\\boxed{\\text{no}}"),
    ])
    func `is wrong`(gold: String, response: String) {
        #expect(!MathVerifier(gold: gold).verdict(on: response).passed)
    }

    /// Where the final answer is looked for.
    @Test(arguments: [
        ("42", "So it is $\\boxed{42}$. As you asked, I marked the result with \\boxed{}."),
        ("42", "So it is $\\boxed{42}$. I marked my solution with \\boxed as requested."),
        ("42", "So it is $\\boxed{42}$. (In general: \\boxed{\\ldots}.)"),
        ("3/4", "Therefore the share is \\boxed\\frac{3}{4}"),
        ("18", "Answer: Nora sells 16 - 3 - 4 = 9 eggs. She makes 9 * 2 = $18.\n#### 18"),
        ("18", "To check the answer: 9 * 2 = 18, and that fits.\n#### 18"),
        ("18", "The answer is 18. Let me know if this answer is helpful."),
        ("18", "The answer is 18. I hope my answer was clear!"),
        ("18", "Answer: 18\n\nThis answer is correct because 9 * 2 = 18."),
        ("18", "#### Step 1: count the eggs\nThere are 9.\n#### Step 2\nThe answer is 18."),
        ("18", "### Final Answer\n\n$18$"), ("18", "**Answer**\n18 eggs"),
        ("18", "The answer is approximately **18** dollars a day."),
        ("18", "<think>The answer is 17.</think>\nThe answer is 18."),
        ("18", "<answer>18</answer>"), ("18", "We count.\nSo she makes $18 every day."),
        ("18", "We count.\n\\[\n x = 18\n\\]"),
        ("Monday", "The answer is Monday. Let me know if this answer is helpful."),
        ("7", "Answer: the sum is 7."), ("12", "We count all of them.\n12"), ("C", "**C**"),
        ("B", "The answer is (B) 12."), ("B", "\\boxed{\\text{B. } 12}"),
        ("\\{2,3\\}", "We get $\\boxed{2}$ and $\\boxed{3}$."),
        ("\\{2,3\\}", "The answer is $2$ or $3$."),
    ])
    func `is found where it is stated`(gold: String, response: String) {
        let verdict = MathVerifier(gold: gold).verdict(on: response)
        #expect(verdict.passed, "\(verdict.detail)")
    }

    @Test(arguments: [
        ("3", "We get $\\boxed{2}$ or $\\boxed{3}$."), ("3", "The answer is $2$ or $3$."),
        ("18", "We have 18 eggs, so \\boxed{17}. I marked it with \\boxed{}."),
        ("18", "The answer is 17. There are 18 eggs."), ("18", "Answer: 18\n#### 17"),
        ("9", "There are 9 cases,\nbut so far I have not solved all 9"),
        ("B", "The answer is (A) 12, not (B) 13."), ("3", "We add.\nTherefore \\boxed{3"),
    ])
    func `is not taken from elsewhere`(gold: String, response: String) {
        #expect(!MathVerifier(gold: gold).verdict(on: response).passed)
    }

    /// Every form is the same as every other, both ways round.
    @Test(arguments: [
        ["y = 2x+3", "2x - y + 3 = 0", "2y = 4x + 6", "y - 3 = 2x", "3 + 2x = y"],
        ["x^2 + y^2 = 4", "y^2 = 4 - x^2", "-x^2 - y^2 + 4 = 0"], ["xy = 1", "y = \\frac{1}{x}"],
        ["y = \\frac{1}{x+1}", "y(x+1) = 1", "xy + y = 1"],
        ["x > 3", "3 < x", "-2x < -6", "(3, \\infty)", "x \\in (3, \\infty)"],
        ["1 < x \\le 5", "5 \\ge x > 1", "(1, 5]"],
        ["x < 1 \\text{ or } x > 5", "(-\\infty, 1) \\cup (5, \\infty)"],
        ["18", "9 \\cdot 2 = 18", "x = 9 \\cdot 2 = 18", "1.8e1"],
        ["2 \\text{ or } 3", "x = 3 \\text{ and } 2", "\\{2, 3\\}", "{3, 2}", "x=2 \\lor x=3"],
        ["\\emptyset", "\\varnothing", "\\{\\}"],
        ["\\frac16", "0.1\\overline{6}", "0.\\overline{16}+\\frac{1}{198}"],
        ["x=1, y=2", "y = 2, x = 1", "\\begin{cases} x = 1 \\\\ y = 2 \\end{cases}", "(1, 2)"],
        ["\\frac{22}{7} \\approx 3.14", "22/7"],
        [
            "\\begin{pmatrix} 0.5 & 1 \\\\ 2 & 3 \\end{pmatrix}",
            "\\begin{bmatrix}\\frac12&1\\\\2&3\\\\\\end{bmatrix}",
            "\\frac{1}{2}\\begin{pmatrix} 1 & 2 \\\\ 4 & 6 \\end{pmatrix}",
            "\\left(\\begin{array}{cc} 1/2 & 1 \\\\ 2 & 3 \\end{array}\\right)",
            "\\begin{pmatrix} 1/2 & 2 \\\\ 1 & 3 \\end{pmatrix}^T", "[[0.5, 1], [2, 3]]",
            "A = \\begin{matrix} \\frac{1}{2} & 1 \\\\ 2 & 3 \\end{matrix}",
        ],
    ])
    func `is the same in every form`(forms: [String]) {
        for gold in forms {
            for answer in forms {
                let verdict = MathVerifier(gold: gold).verdict(on: "\\boxed{\(answer)}")
                #expect(verdict.passed, "\(gold): \(verdict.detail)")
            }
        }
    }

    /// No two of them are the same.
    @Test(arguments: [
        ["y = 2x+3", "y = 3x+2", "2x + y + 3 = 0", "y > 2x+3", "y = 2x"],
        ["x > 3", "x \\ge 3", "x < 3", "x > 4", "-x > 3"],
        ["1 < x \\le 5", "(1, 5)", "[1, 5]", "1 < x"],
        ["x = 1, y = 2", "x = 2, y = 1", "x = 1, y = 3"], ["9 \\cdot 2 = 17", "17", "18", "1 = 2"],
        ["x = 2", "x^2 = 2x", "(x-2)(x+1) = 0"],
        [
            "\\begin{pmatrix} 1 \\\\ 2 \\end{pmatrix}", "\\begin{pmatrix} 1 & 2 \\end{pmatrix}",
            "\\begin{pmatrix} 2 \\\\ 1 \\end{pmatrix}",
            "\\begin{pmatrix} 1 \\\\ 2 \\\\ 3 \\end{pmatrix}",
            "2\\begin{pmatrix} 1 \\\\ 2 \\end{pmatrix}",
        ],
        [
            "\\begin{vmatrix} 1 & 2 \\\\ 3 & 4 \\end{vmatrix}",
            "\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}",
        ],
    ])
    func `is another one`(forms: [String]) {
        for gold in forms {
            for answer in forms where answer != gold {
                #expect(
                    !MathVerifier(gold: gold).verdict(on: "\\boxed{\(answer)}").passed,
                    "\(gold): \(answer)")
            }
        }
    }

    @Test func `says what was found`() {
        let verdict = MathVerifier(gold: "#### 42").verdict(on: "The answer is 41.")
        #expect(
            verdict
                == Verdict(verifier: "math", passed: false, score: 0, detail: "answered 41, not 42")
        )
        #expect(MathVerifier(gold: "42").verdict(on: "No idea\nat all").detail == "no final answer")
    }

    /// Neither a crash nor a hang.
    @Test(arguments: [
        "9^{9^{9^{9}}}", "2^{99999999999999999999}", "1e999999999", "((((", "\\frac",
        "\\sqrt[0]{2}",
        "0^0", "0^{-1}", "1/0", "\\frac{}{}", "^", "_", "x_", "{", "}", "‹", "\\boxed{\\boxed{",
        "(x+y+z+w+1)^{64}", "(x+1)^{4096}", "999999999999999999999999999999!", "\\binom{1000}{500}",
        "\\log_{1}{1}", "i^i", "(-8)^{1/3}", "(-1)^{1/4}", "\\infty-\\infty", "|||||", "....", "-",
        "+-+-",
        "\\sqrt{\\sqrt{\\sqrt{x+1}+1}+1}", ",", ",,,", "1,2,3,4", "±±1", "a:b:c", "= = =", "\\",
        "\\\\\\",
        "٣", "²", "1 2 3", "\u{0}", "\u{202E}12",
    ])
    func `may be anything`(answer: String) {
        for text in [answer, "\\boxed{\(answer)}", "The answer is \(answer)"] {
            _ = MathVerifier(gold: answer).verdict(on: text)
            _ = MathVerifier(gold: "7").verdict(on: text)
        }
    }

    @Test(arguments: [
        "(", "{", "\\boxed{", "\\sqrt{", "-", "1,", "answer is ", "x^", "9", "#### ", "$",
        "\\frac{1}{", "a ", "\\begin{matrix} ", "\\\\", "\\boxed{1}, ", "#### 1\n", "\\boxed ",
        "< x ", "= ", "\\text{or} ",
    ])
    func `may be very long`(part: String) {
        let text = String(repeating: part, count: 20_000)
        for response in [text, "\\boxed{" + text + "}", "The answer is " + text] {
            #expect(!MathVerifier(gold: "7").verdict(on: response).passed)
        }
        let short = String(repeating: part, count: 290)
        _ = MathVerifier(gold: "7").verdict(on: "\\boxed{" + short + "}")
    }

    /// Needs values at random points of moderate size: exp(x) and x^x overflow at large ones.
    @Test(arguments: [
        ("\\exp(x) \\cdot \\exp(y)", "\\exp(x+y)"), ("\\sin(2x)", "2\\sin(x)\\cos(x)"),
        ("\\arcsin(\\frac{x}{4}) + \\arccos(\\frac{x}{4})", "\\frac{\\pi}{2}"),
    ])
    func `with variables is compared at points of moderate size`(gold: String, answer: String) {
        #expect(MathVerifier(gold: gold).verdict(on: "\\boxed{\(answer)}").passed)
        #expect(!MathVerifier(gold: gold).verdict(on: "\\boxed{\(answer) + x}").passed)
    }

    @Test(arguments: [
        "2^{-9223372036854775808}", "x^{-9223372036854775808}", "1^{9223372036854775807}",
    ])
    func `with a vast exponent is judged without a crash`(answer: String) {
        #expect(!MathVerifier(gold: "7").verdict(on: "\\boxed{\(answer)}").passed)
    }

    /// Sums, products and quotients of random fractions come out right in several ways of writing.
    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `is the same however a fraction is written`(seed: UInt64) {
        var stream = SplitMix64(seed: seed)
        let (top, bottom, factor) = (
            1 + stream.integer(below: 99), 2 + stream.integer(below: 98),
            2 + stream.integer(below: 8)
        )
        let gold = MathVerifier(gold: "\\frac{\(top)}{\(bottom)}")
        for text in [
            "\(top)/\(bottom)", "\\dfrac{\(top * factor)}{\(bottom * factor)}",
            "\\frac{-\(top)}{-\(bottom)}", "\(top) \\cdot \\frac{1}{\(bottom)}",
            "\(top / bottom)\\frac{\(top % bottom)}{\(bottom)}",
        ] {
            #expect(gold.verdict(on: "\\boxed{\(text)}").passed, "\(text)")
        }
        #expect(!gold.verdict(on: "\\boxed{\\frac{\(top + 1)}{\(bottom)}}").passed)
    }
}
