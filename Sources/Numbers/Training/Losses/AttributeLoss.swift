/// The squared error of a reward head's outputs, over the labels that are there.
///
/// loss = Σ (prediction − label)² / number of labels, over the answers of a step: NeMo-Aligner's
/// masked regression, by which data with missing attributes can be mixed. Source: HelpSteer2
/// (arXiv:2406.08673), section 4.
public enum AttributeLoss {
    /// Adds up one answer: the sum of squared errors, and the derivative by each prediction.
    ///
    /// - Parameters:
    ///   - predictions: The head's outputs.
    ///   - labels: As many; nil where there is no label.
    ///   - count: All labels of the step.
    public static func answer(
        _ predictions: [Float], labels: [Double?], count: Int
    ) -> (squares: Double, derivatives: [Float]) {
        var squares = 0.0
        let derivatives = zip(predictions, labels).map { prediction, label in
            guard let label else { return Float(0) }
            let error = Double(prediction) - label
            squares += error * error
            return Float(2 * error / Double(max(1, count)))
        }
        return (squares, derivatives)
    }
}
