"""Makes Sources/Words/Verifiers/Sentences/EnglishCapitals.swift: which common English words are written with a
capital inside sentences, and which at their beginning alone.

The facts come from the parameters of punkt (NLTK's sentence splitter, punkt_tab's English
ortho_context.tab), reduced to the five thousand commonest words of wordfreq; neither is needed to build.

    pip install wordfreq
    python3 english_capitals.py .../punkt_tab/english > ../../Sources/Words/Verifiers/Sentences/EnglishCapitals.swift
"""

import sys
import textwrap

from wordfreq import top_n_list

CAPITAL_INSIDE, LOWER_CASE = 4, 16 | 32 | 64

flags = {}
for line in open(sys.argv[1] + "/ortho_context.tab", encoding="utf-8"):
    word, number = line.rstrip("\n").split("\t")
    flags[word] = int(number)
# "don't" is cut at the apostrophe before it is looked up.
common = list(dict.fromkeys(word.split("'")[0] for word in top_n_list("en", 5000) if word.isascii()))
common += ["and/or"] + [word for word in flags if len(word) == 1 and word not in common]
lower = [word for word in common if flags.get(word, 0) & LOWER_CASE]


def table(name, comment, words):
    body = textwrap.fill(" ".join(sorted(words)), 92, break_long_words=False, break_on_hyphens=False)
    indented = body.replace("\n", "\n        ")
    return f'''    /// {comment}
    static let {name} = words(
        """
        {indented}
        """)
'''


print(
    "/// How common English words are written; made by Tests/Fixtures/english_capitals.py.\n"
    "enum EnglishCapitals {\n"
    + table(
        "startingOnly", "Written with a capital at the beginning of sentences alone.",
        [word for word in lower if not flags[word] & CAPITAL_INSIDE])
    + "\n"
    + table(
        "anywhere", "Written with a capital inside sentences too, as a part of names.",
        [word for word in lower if flags[word] & CAPITAL_INSIDE])
    + """
    private static func words(_ text: String) -> Set<String> {
        Set(text.split(whereSeparator: \\.isWhitespace).map(String.init))
    }
}"""
)
