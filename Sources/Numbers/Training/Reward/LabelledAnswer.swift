/// An answer with its labels and what a reward head reads of it.
public struct LabelledAnswer: Sendable {
    /// The prompt of the answer. Answers to one prompt are never split, and are compared.
    public let prompt: String
    /// What the head reads of the final norm's output, shape `[H]`.
    public let features: [Float]
    /// The five attributes, 0 to 4, in the order of HelpSteer2.
    public let labels: [Double]
    /// The answer's length in characters, for the baseline that uses length alone.
    public let length: Int
    /// The kind of answer, if the data names one: terse, wrong, cut off.
    public let kind: String
    /// The section that its pairs are reported in, such as "Reasoning"; may be empty.
    public let section: String
    /// Where the answer comes from: who wrote or labelled it.
    public let source: String

    /// An answer with its labels.
    public init(
        prompt: String, features: [Float], labels: [Double], length: Int, kind: String = "",
        section: String = "", source: String = ""
    ) {
        self.prompt = prompt
        self.features = features
        self.labels = labels
        self.length = length
        self.kind = kind
        self.section = section
        self.source = source
    }
}
