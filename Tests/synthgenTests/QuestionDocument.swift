import TestSupport

extension TemporaryFolder {
    /// Writes `document.json`, in which the model `writer` answers so many questions of `topics.jsonl`
    /// into the dataset `out`.
    func writeQuestions(_ count: Int, answeredBy source: String) throws {
        try write(
            "topics.jsonl",
            (0..<count).map { "{\"prompt\": \"Why is \($0) so?\"}\n" }.joined())
        try write(
            "document.json",
            """
            {"schemaVersion": 1, "name": "questions", "seed": 1,
             "models": {"writer": {"source": "\(source)"}},
             "stages": {
              "topics": {"type": "read", "dataset": "topics.jsonl"},
              "answers": {"type": "generate", "input": "topics", "model": "writer",
                          "into": "response"},
              "out": {"type": "write", "input": "answers", "dataset": "out"}}}
            """)
    }
}
