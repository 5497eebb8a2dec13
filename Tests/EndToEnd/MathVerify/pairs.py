"""Pairs of a true answer and a response, with whether they agree, set by hand.

Every line of `ANSWERS` is a true answer, ways to write the same, and answers that are wrong. Each is
put into several responses: in a box, stated, after ####, at the end of a conclusion.
"""

ANSWERS = [
    # Numbers
    ("18", ["18", "18.0", "\\$18", "9 \\cdot 2 = 18", "\\frac{36}{2}"], ["81", "-18", "18.5"]),
    ("0.75", ["\\frac{3}{4}", "3/4", ".75", "\\dfrac{6}{8}"], ["\\frac{4}{3}", "0.7"]),
    ("1234567", ["1,234,567", "1{,}234{,}567", "1\\,234\\,567"], ["1,234,576", "1.234567"]),
    ("\\frac{1}{3}", ["0.\\overline{3}", "\\frac{2}{6}", "3^{-1}"], ["0.33", "\\frac{1}{30}"]),
    ("1500", ["1.5 \\times 10^3", "1500.00", "15 \\cdot 100"], ["1.5 \\times 10^2", "150"]),
    ("2\\sqrt{3}", ["\\sqrt{12}", "\\frac{6}{\\sqrt{3}}", "2 \\sqrt 3"], ["3\\sqrt{2}", "\\sqrt{6}"]),
    ("\\frac{\\sqrt{2}}{2}", ["\\frac{1}{\\sqrt{2}}", "\\sqrt{\\frac12}"], ["\\frac{\\sqrt{2}}{4}"]),
    ("2+3i", ["3i+2", "2 + 3 i"], ["2-3i", "3+2i"]),
    ("12\\pi", ["12 \\pi", "\\pi \\cdot 12", "\\frac{24\\pi}{2}"], ["12", "6\\pi"]),
    ("7", ["7\\text{ cm}", "7^\\circ", "+7", "x = 7"], ["-7", "7x"]),
    ("40\\%", ["40 \\%", "40"], ["4\\%", "60\\%"]),
    ("\\log_2 8", ["3", "\\frac{\\ln 8}{\\ln 2}"], ["2", "8"]),
    # Expressions and equations
    ("x^2-1", ["(x-1)(x+1)", "-1+x^2"], ["(x-1)^2", "x^2+1"]),
    ("\\frac{x}{x+1}", ["\\frac{2x}{2x+2}", "1-\\frac{1}{x+1}"], ["\\frac{x+1}{x}"]),
    ("y=2x+3", ["y = 3+2x", "2x-y+3=0", "2y=4x+6", "2x + 3", "y-3=2x"], ["y=3x+2", "2x+y+3=0", "y=2x-3"]),
    ("x^2+y^2=4", ["y^2=4-x^2", "2x^2+2y^2=8", "x^2+y^2-4=0"], ["x^2-y^2=4", "x^2+y^2=2"]),
    ("xy=1", ["y=\\frac{1}{x}", "x=\\frac1y"], ["y=x", "x+y=1"]),
    ("x>3", ["3<x", "2x>6", "(3,\\infty)", "x \\in (3, \\infty)"], ["x<3", "x\\ge 3", "-x>3"]),
    ("1<x\\le 5", ["5 \\ge x > 1", "(1,5]", "x\\in(1,5]"], ["1\\le x<5", "(1,5)", "1<x\\le 6"]),
    ("\\sin(2x)", ["2\\sin(x)\\cos(x)"], ["\\sin(x)\\cos(x)"]),
    # Several values
    ("\\{2,3\\}", ["3, 2", "x=2 \\text{ or } x=3", "2 \\text{ and } 3", "\\{3,2\\}", "x=2, x=3"], ["2", "\\{2,4\\}", "2,3,4"]),
    ("\\pm 3", ["3, -3", "x = \\pm 3", "x=3 \\text{ or } x=-3"], ["3", "\\pm 2"]),
    ("1 \\pm \\sqrt{2}", ["1+\\sqrt2, 1-\\sqrt2", "\\{1-\\sqrt{2}, 1+\\sqrt{2}\\}"], ["1+\\sqrt{2}", "1\\pm\\sqrt{3}"]),
    ("x=1, y=2", ["y=2, x=1", "(1,2)", "x=1 \\text{ and } y=2"], ["x=2, y=1", "x=1,y=3"]),
    ("(3,-4)", ["\\left(3, -4\\right)", "(\\frac{6}{2},-4)", "(x,y)=(3,-4)"], ["(-4,3)", "[3,-4]", "(3,4)"]),
    ("\\emptyset", ["\\varnothing", "\\{\\}"], ["0", "\\{0\\}"]),
    ("(-\\infty,1)\\cup(5,\\infty)", ["(5,\\infty)\\cup(-\\infty,1)", "x<1 \\text{ or } x>5"], ["(1,5)", "(-\\infty,1]\\cup[5,\\infty)"]),
    # Matrices
    ("\\begin{pmatrix} 1 \\\\ 2 \\end{pmatrix}", ["\\begin{pmatrix}1\\\\2\\end{pmatrix}", "\\begin{bmatrix} 1 \\\\ 2 \\end{bmatrix}", "\\begin{pmatrix} \\frac{2}{2} \\\\ 2 \\end{pmatrix}"],
     ["\\begin{pmatrix} 2 \\\\ 1 \\end{pmatrix}", "\\begin{pmatrix} 1 & 2 \\end{pmatrix}"]),
    ("\\begin{pmatrix} 0.5 & 1 \\\\ 2 & 3 \\end{pmatrix}", ["\\begin{pmatrix} \\frac12 & 1 \\\\ 2 & 3\\end{pmatrix}", "\\frac{1}{2}\\begin{pmatrix} 1 & 2 \\\\ 4 & 6 \\end{pmatrix}", "\\left(\\begin{array}{cc} 1/2 & 1 \\\\ 2 & 3 \\end{array}\\right)"],
     ["\\begin{pmatrix} 0.5 & 2 \\\\ 1 & 3 \\end{pmatrix}", "\\begin{pmatrix} 1 & 2 \\\\ 4 & 6 \\end{pmatrix}"]),
]

RESPONSES = [
    "We simplify step by step.\n\nThe final result is $\\boxed{%s}$.",
    "There were 4 cases and 9 columns. Therefore $$\\boxed{%s}$$ as required. I marked it with \\boxed{}.",
    "First add, then divide.\nThe answer is $%s$.",
    "**Final Answer**\n\n\\(%s\\)",
    "Answer: $%s$\n\nLet me know if this answer is helpful.",
    "Checking with 2 and 5 confirms it.\n#### $%s$",
]

# Where the answer is looked for: gold, response, whether they agree.
PLACES = [
    ("18", "Answer: Nora sells 16 - 3 - 4 = 9 eggs. She makes 9 * 2 = $18 every day.\n#### 18", True),
    ("18", "To check the answer: 9 * 2 = 18, and that fits.\n#### 18", True),
    ("18", "The answer is 18. I hope my answer was clear!", True),
    ("18", "Answer: 18\n\nThis answer is correct because 9 * 2 = 18.", True),
    ("18", "<think>Maybe the answer is 17.</think>\nThe answer is 18.", True),
    ("18", "<answer>18</answer>", True),
    ("18", "So she makes **$18** every day.", True),
    ("42", "So the total is $\\boxed{42}$. I marked my solution with \\boxed as requested.", True),
    ("3/4", "Therefore the share is \\boxed\\frac{3}{4}", True),
    ("\\{2,3\\}", "The solutions are $\\boxed{2}$ and $\\boxed{3}$.", True),
    ("3", "The solutions are $\\boxed{2}$ or $\\boxed{3}$.", False),
    ("3", "The answer is $2$ or $3$.", False),
    ("18", "Answer: 17\n#### 17", False),
    ("18", "The answer is 17. There are 18 eggs.", False),
    ("18", "We have 18 eggs. \\boxed{17}", False),
    ("9", "There are 9 cases, but I cannot finish this.", False),
]


def pairs():
    """Every pair as (gold, response, equal)."""
    found, turn = [], 0
    for gold, right, wrong in ANSWERS:
        for equal, answers in ((True, right), (False, wrong)):
            for answer in answers:
                for _ in range(2):
                    found.append((gold, RESPONSES[turn % len(RESPONSES)] % answer, equal))
                    turn += 1
    return found + PLACES
