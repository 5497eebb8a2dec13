import Testing
import Verifiers

/// Ways in which answers are written and stated, beside what may be taken for them.
@Suite struct `A mathematical answer in another form` {
    private func isRight(_ gold: String, _ response: String) -> Bool {
        MathVerifier(gold: gold).verdict(on: response).passed
    }

    // MARK: Statements

    @Test(arguments: [
        ("20", "The answer is not 18 but 20."), ("20", "The answer is not 18, it is 20."),
        ("20", "I first thought the answer is 18. Actually, it's 20."),
        ("20", "I first thought the answer is 18. Wait, it should be 20."),
        ("20", "The answer is 18. Correction: 20"),
        ("18", "The answer is 18. Actually, it's quite easy."),
        ("18", "As I thought, the answer is 18."), ("18", "No, the answer is 18."),
        ("18", "I do not know much, but the answer is 18."),
    ])
    func `is what is not denied or taken back`(gold: String, response: String) {
        #expect(isRight(gold, response))
    }

    @Test(arguments: [
        "The answer is not 18.", "The answer cannot be 18.", "The answer can't be 18.",
        "The answer isn't 18.", "The answer is never 18.", "The answer will not be 18.",
        "The answer is not 18 but 20.", "The wrong answer is 18.",
        "It is not true that the answer is 18.",
        "I first thought the answer is 18. Actually, it's 20.",
        "I first thought the answer is 18. Wait, it should be 20.",
        "The answer is 18.\nActually, that's wrong, it's 20.", "She does not earn 18 dollars.",
        "She can't earn $18.", "\\boxed{\\text{not }18}",
    ])
    func `is nothing that is denied or taken back`(response: String) {
        #expect(!isRight("18", response))
    }

    @Test(arguments: [
        "#### **540**", "#### **540**\n", "So the total is 540.\n\nThanks for asking!",
        "So the total is 540.\n\nI hope this helps!", "The answer is 540!",
        "The answer is 540; that is, 5 hundreds and 4 tens.", "The answer is 540, i.e. 5.4 x 100.",
        "The answer is that he earns 540 dollars.", "The answer is he earns $540 per week.",
        "Ans: 540", "We add.\nAns. = 540\nAll done", "A: 540", "We add.\nA: 540", "Answer - 540",
        "=> 540", "She earns $540.", "**540**", "The company spent $540 in total.",
    ])
    func `is found however it is stated`(response: String) {
        #expect(isRight("540", response))
        #expect(!isRight("541", response))
    }

    @Test(arguments: [
        ("540", "The answer is 450; that is, 540 less 90."), ("1", "The answer is x = 1; y = 2"),
        ("9", "There are 9 cases, but not all are solved."),
        ("567", "So the total is 1 234 567."), ("5", "$5!$"),
        ("541", "So the total is 540.\n\nThanks for all 541 questions!"),
    ])
    func `is not the number beside it`(gold: String, response: String) {
        #expect(!isRight(gold, response))
    }

    @Test(arguments: [
        ("120", "The answer is 5!"), ("120", "$5!$"), ("blue", "The answer is: Blue!"),
        ("1234567", "The answer is 1 234 567."), ("1234567", "So the total is 1 234 567."),
        ("x=1, y=2", "The answer is x = 1; y = 2"), ("5", "\\boxed5."),
        ("12", "so \\boxed12, done"), ("7", "$\\boxed7$"),
        ("New York", "\\boxed{\\text{New York}}"), ("\\text{odd}", "\\boxed{odd}"),
        ("negative", "The answer is negative."), ("540", "\\boxed{540 km/h}"),
        ("540", "\\boxed{540 m/s²}"), ("540 km/h", "\\boxed{540}"),
        ("540 km/h", "\\boxed{540\\,\\mathrm{km/h}}"),
    ])
    func `is right as people write it`(gold: String, response: String) {
        #expect(isRight(gold, response))
    }

    @Test(arguments: [
        ("blue", "The answer is: Red!"), ("New York", "\\boxed{\\text{New Jersey}}"),
        ("\\text{odd}", "\\boxed{ddo}"), ("N", "\\boxed{n}"), ("ab", "\\boxed{AB}"),
        ("5", "The answer is negative 5."), ("5", "\\boxed{5!}"), ("540 m", "\\boxed{540 s}"),
        ("540", "\\boxed{540x/h}"),
    ])
    func `is wrong as people write it`(gold: String, response: String) {
        #expect(!isRight(gold, response))
    }

    // MARK: Forms

    /// Every form is the same as every other, both ways round.
    @Test(arguments: [
        [
            "-5", "−5", "\u{FE63}5", "\u{FF0D}5", "\u{2011}5", "\u{2012}5", "negative 5", "minus 5",
            "-$5",
        ],
        [
            "0.0015", "1.5 x 10^-3", "1.5 × 10⁻³", "1.5x10^{-3}", "1.5*10**-3", "1.5\\cdot10^{-3}",
        ],
        ["3e8", "3*10**8", "3*10^8 m/s", "3 x 10⁸", "300\u{A0}000\u{A0}000"],
        [
            "540", "540\\;\\frac{\\text{km}}{\\text{h}}", "\\text{540 dollars}",
            "540\\,\\mathrm{km/h}", "540 \\text{ ft}\\cdot\\text{lb}", "540\\,\\mathrm{m}",
            "540\\ \\text{m/s}^2", "540\\frac{\\text{m}}{\\text{s}^2}",
            "\\textbf{(B)}\\ 540", "(B) 540",
        ],
        ["10000", "10 000", "10\\;000", "10~000", "10\\ 000", "10'000", "10{,}000"],
        [
            "\\begin{pmatrix}-4\\\\5\\end{pmatrix}",
            "\\begin{pmatrix} -4.0 \\\\[2pt] 5\\end{pmatrix}",
            "\\begin{bmatrix} -4 \\\\[0.3em] 5\\end{bmatrix}",
        ],
        ["\\sin 30^\\circ", "\\frac12", "\\sin 30°", "\\cos(60^{\\circ})", "2\\sin^2 30^\\circ"],
        ["e^{i\\pi}", "-1", "e^{-i\\pi}", "e^{3\\pi i}"], ["e^{i\\pi/2}", "i"],
        ["e^{i\\pi/3}", "\\frac{1}{2}+\\frac{\\sqrt{3}}{2}i"],
        ["e^{i\\pi/4}", "\\frac{1+i}{\\sqrt2}"], ["e^{-i\\pi/6}", "\\frac{\\sqrt3-i}{2}"],
        ["\\mathbb{R}", "(-\\infty,\\infty)", "x \\in ℝ"],
        [
            "\\mathbb{R}\\setminus\\{0\\}", "x\\neq 0", "(-\\infty,0)\\cup(0,\\infty)",
            "(0,\\infty)\\cup(-\\infty,0)",
        ],
        [
            "\\mathbb{R}\\setminus\\{0,\\sqrt2\\}", "x\\ne 0, x\\ne\\sqrt{2}",
            "(-\\infty,0)\\cup(0,\\sqrt2)\\cup(\\sqrt{2},\\infty)",
        ],
        ["[1,2)\\cup[2,3]", "[1,3]", "[1,2]\\cup[2,3]", "[0,3]\\cap[1,5)", "1\\le x\\le 3"],
        ["{n \\choose 2}", "\\binom{n}{2}", "\\frac{n(n-1)}{2}"],
        ["{n \\choose k}", "\\binom{n}{k}"], ["\\binom52", "{5 \\choose 2}", "10"],
        ["\\sin 2x", "2\\sin x\\cos x", "\\sin(2x)"], ["x\\ln 2", "\\ln 2\\cdot x"],
        ["\\frac12", "\\text{(B) }\\frac12"],
    ])
    func `is the same however it is written`(forms: [String]) {
        for gold in forms where !gold.contains("(B)") {
            for answer in forms {
                #expect(isRight(gold, "\\boxed{\(answer)}"), "\(gold): \(answer)")
            }
        }
    }

    @Test(arguments: [
        ["x = 5", "y = 5"], ["f(x) = 2x", "g(x) = 2x"],
        ["\\mathbb{R}", "(0,\\infty)", "\\mathbb{Z}", "R", "x \\ne 0", "x \\ne 1", "0"],
        ["[1,3]", "[1,2)\\cup(2,3]", "(1,3]", "[1,2]\\cup(2,3)", "[1,2)\\cup[2,4]"],
        ["\\binom{n}{2}", "\\binom{n}{3}", "{2 \\choose n}", "\\binom{n}{k}", "{k \\choose n}"],
        ["\\sin 2x", "x\\sin 2", "2\\sin x"], ["\\sin 30", "\\sin 30^\\circ"],
        ["30^\\circ", "\\frac{\\pi}{6}"], ["e^{i\\pi}", "1", "e^{i\\pi/2}", "e^{i\\pi/3}"],
        ["1000", "1 0000", "1 00", "1 000 00"], ["10", "10x/h", "\\frac{10}{h}"],
        ["1.5\\cdot 10^{-3}", "1.5 x 10^3", "1.5x"], ["2 x 3", "5", "2x"],
        ["12", "(B) 13", "\\textbf{(B)}\\ 1"],
    ])
    func `is another one however it is written`(forms: [String]) {
        for gold in forms {
            for answer in forms where answer != gold {
                #expect(!isRight(gold, "\\boxed{\(answer)}"), "\(gold): \(answer)")
            }
        }
    }

    // MARK: Percent

    @Test(arguments: [
        ("0.5", "50\\%"), ("50\\%", "0.5"), ("1/2", "50\\%"), ("50\\%", "\\frac12"),
        ("1/2", "0.5 = 50\\%"), ("50", "0.5 = 50\\%"), ("50", "50\\%"), ("50\\%", "50"),
        ("50\\%", "50 \\text{ percent}"), ("0.25", "25 percent"), ("3\\%", "0.03"),
        ("0.005", "0.5\\%"), ("60", "100\\% - 40\\% = 60\\%"), ("x = 50\\%", "0.5"),
        ("50\\%", "x = 0.5"), ("(10\\%, 20\\%)", "(0.1, 0.2)"), ("25\\%, 50\\%", "0.5, 0.25"),
        ("x > 50\\%", "x > 0.5"), ("x > 50\\%", "x > 50"), ("33\\frac13\\%", "\\frac13"),
    ])
    func `in percent is the number and the share`(gold: String, answer: String) {
        #expect(isRight(gold, "\\boxed{\(answer)}"))
    }

    @Test(arguments: [
        ("50", "0.5"), ("0.5", "50"), ("0.5\\%", "50\\%"), ("50\\%", "0.5\\%"), ("50\\%", "5"),
        ("50\\%", "500"), ("1/2", "0.5 = 5\\%"), ("0.5", "5\\%"),
    ])
    func `in percent is no other number`(gold: String, answer: String) {
        #expect(!isRight(gold, "\\boxed{\(answer)}"))
    }

    // MARK: Anything

    @Test(arguments: [
        "%", "%%%", "5%%", "°", "°°", "ℝ∖", "∖", "ℝ∖ℝ", "ℝ∩ℝ∩ℝ", "⁻", "x⁻", "2⁻⁺", "**", "5**",
        "5**(",
        "⑂", "{n \\choose}", "\\choose", "\\frac{\\text{km}}", "\\frac{\\text{km}}{\\text{h}^",
        "\\begin{pmatrix}1\\\\[", "\\begin{pmatrix}1\\\\[2pt", "negative", "minus", "1 x", "x 10^",
        "(B)", "\\textbf{(B)", "\\textbf{(B)}", "(B) \\", "e^{i\\pi/0}",
        "e^{99999999999999999999i\\pi}",
        "\\binom{x}{-1}", "x \\ne", "[2,1]\\cup[1,2]", ";", ";;", "Ans:", "ns:", "ans", "A:",
        "Actually, it's ",
    ])
    func `may be anything too`(answer: String) {
        for text in [answer, "\\boxed{\(answer)}", "The answer is \(answer)"] {
            _ = MathVerifier(gold: answer).verdict(on: text)
            #expect(!MathVerifier(gold: "7777").verdict(on: text).passed)
        }
    }

    @Test(arguments: [
        "\\text{1 ", "5% ", "1⁻", "ans: ", "Actually, it's 1. ", "1; that ", "\\sin 2", "1 000 ",
        "\\cup [1,2]", "\\setminus ℝ", "{n \\choose ", "=> ", "A: ", "not but ",
    ])
    func `may be very long too`(part: String) {
        for count in [250, 20_000] {
            let text = String(repeating: part, count: count)
            for response in [text, "\\boxed{" + text + "}", "The answer is " + text] {
                #expect(!isRight("7777", response))
            }
        }
    }
}
