import Models

/// Memory of a mixture of experts on the CPU, for one step.
final class ExpertMixture {
    let routing: ExpertRouting
    let activation: ModelConfiguration.FeedForward
    /// The router's outputs, then each expert's share of the row.
    let shares: RowBuffer
    let gathered: OperandBuffer
    let expanded: RowBuffer
    let activated: OperandBuffer
    let contracted: RowBuffer

    init(
        _ weights: ExpertWeights, _ shape: ModelConfiguration, rows: Int,
        _ rounding: ActivationRounding
    ) {
        routing = ExpertRouting(weights.options, rows: rows, tile: OperandRows.perTile)
        activation = weights.activation
        let count = routing.slotCount
        let (hidden, inner) = (shape.hiddenSize, shape.feedForwardSize)
        shares = RowBuffer(rows: rows, width: weights.options.count)
        gathered = OperandBuffer(rows: count, width: hidden, rounding)
        expanded = RowBuffer(rows: count, width: 2 * inner)
        activated = OperandBuffer(rows: count, width: inner, rounding)
        contracted = RowBuffer(rows: count, width: hidden)
    }
}
