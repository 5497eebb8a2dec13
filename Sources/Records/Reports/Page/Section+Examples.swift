extension DatasetReport {
    /// A few records of every group, with their ancestry.
    var exampleSection: Section? {
        let shown = groups.filter { !$0.examples.isEmpty }
        guard !shown.isEmpty else { return nil }
        return Section(
            "examples", "Examples", title: "Examples",
            lede: "Up to three records of each \(by), drawn by id, and how each came to be."
        ) {
            for group in shown {
                if shown.count > 1 { tag("h3") { tag("bdi", group.name) } }
                for example in group.examples { ExampleView(example: example).html }
            }
            if groupsLeftOut > 0 {
                tag(
                    "p", ["class": "note"],
                    "\(Numbers.count(groupsLeftOut)) smaller groups left out.")
            }
        }
    }

    /// A few rejected records, by reason.
    var rejectionSection: Section? {
        guard !rejections.isEmpty else { return nil }
        return Section(
            "rejections", "Rejected", title: "Rejected",
            lede: "Up to two records for each of the most frequent reasons, drawn by id."
        ) {
            tag("div", ["class": "rejections"]) {
                for rejection in rejections {
                    let remark = tag("span", ["class": "remark"]) {
                        tag("bdi", ["class": "reason"], rejection.reason)
                        tag("span", ["class": "type"], rejection.stage)
                    }
                    ExampleView(
                        example: rejection.record, detail: rejection.detail, raw: rejection.raw,
                        remark: remark
                    ).html
                }
            }
        }
    }

    /// The definitions of the figures and their sample sizes.
    var measures: HTML {
        tag(
            "section",
            ["id": "measures", "class": "measures", "aria-label": "How this is measured"]
        ) {
            tag("h2", "How this is measured")
            tag("dl") {
                for (name, text) in Self.measuresText {
                    tag("dt", name)
                    tag("dd", text)
                }
            }
        }
    }

    private static let measuresText = [
        (
            "Samples",
            "Examples, points and texts are those whose ids have the smallest digests: a uniform "
                + "sample, and the same one whenever the report is made. Counts, means and histograms "
                + "are over all records."
        ),
        (
            "Distinct-n",
            "Different runs of n words over all runs of n words, in at most 200 texts and 5,000 words, "
                + "because the figure falls with the amount of text. Texts are lower-cased; runs of "
                + "white space separate words."
        ),
        (
            "Similarity",
            "The largest Jaccard similarity of a text’s word triples with any other sampled text’s, "
                + "averaged over at most 200 texts: 0 if nothing is shared, 1 if all texts have a twin."
        ),
        (
            "Topics",
            "‘As varied as’ is e to the entropy of the topics’ shares; a topic is its whole path."
        ),
        (
            "Length and reward",
            "The correlation counts each pair both ways round, so that it does not depend on which "
                + "answer is called the chosen one."
        ),
        (
            "Agreement",
            "Two judges judged the same pair if prompt and both texts are equal; on a sample of at most "
                + "50,000 pairs chosen by a digest of their texts."
        ),
    ]
}
