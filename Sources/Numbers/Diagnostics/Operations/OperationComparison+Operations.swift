import Compute

/// The operations, each with its inputs and what it writes.
extension OperationComparison {
    /// Compares the operations that treat each row by itself.
    func tryRows(_ rows: Int) throws {
        let scale = decoder.configuration.embeddingScale
        try compare("embed", \.hidden, rows: rows, tolerance: tolerances.sums) {
            $0.backend.embed($0.loaded.embedding, scale: scale, into: $0.loaded.hidden)
        }
        try set(\.hidden, rows: rows, scale: 20)
        try compare("normalise", \.normed, rows: rows, tolerance: tolerances.rounded) {
            $0.backend.normalise(
                $0.loaded.hidden, by: $0.loaded.layers[0].attentionNorm, into: $0.loaded.normed)
        }
        try tryProducts(rows)
        try tryFeedForward(rows)
        try tryOutputs()
    }

    private func tryProducts(_ rows: Int) throws {
        try set(\.normed, rows: rows)
        try compare("project", \.queryKeyValue, rows: rows, tolerance: tolerances.sums) {
            $0.backend.project(
                $0.loaded.normed, by: $0.loaded.layers[0].queryKeyValue,
                into: $0.loaded.queryKeyValue)
        }
        try set(\.attended, rows: rows)
        try set(\.hidden, rows: rows)
        try compare(
            "project and add", \.hidden, rows: rows, isPoisoned: false, tolerance: tolerances.sums
        ) {
            $0.backend.project(
                $0.loaded.attended, by: $0.loaded.layers[0].output, addingTo: $0.loaded.hidden)
        }
    }

    private func tryFeedForward(_ rows: Int) throws {
        if decoder.configuration.experts != nil {
            try set(\.normed, rows: rows)
            try set(\.hidden, rows: rows)
            try compare(
                "mix experts", \.hidden, rows: rows, isPoisoned: false,
                tolerance: tolerances.rounded
            ) {
                guard case .experts(let experts) = $0.loaded.layers[1].feedForward else { return }
                $0.backend.mix($0.loaded.normed, by: experts, addingTo: $0.loaded.hidden)
            }
        } else {
            try tryActivation(rows)
        }
        guard decoder.configuration.hasBranchNorms else { return }
        try set(\.branch, rows: rows, scale: 3)
        try set(\.hidden, rows: rows)
        try compare(
            "normalise and add", \.hidden, rows: rows, isPoisoned: false,
            tolerance: tolerances.sums
        ) {
            guard let norm = $0.loaded.layers[0].attentionBranchNorm else { return }
            $0.backend.add($0.loaded.branch, normalisedBy: norm, to: $0.loaded.hidden)
        }
    }

    /// Compares the projection with activation. Devices have other kernels for few rows than for
    /// many, so it is tried with both.
    func tryActivation(_ rows: Int) throws {
        guard decoder.configuration.experts == nil else { return }
        let kind = decoder.configuration.feedForward
        try set(\.normed, rows: rows)
        try compare(
            "project and activate, \(kind), \(rows) rows", \.activated, rows: rows,
            tolerance: tolerances.rounded
        ) {
            guard case .dense(let expand, _) = $0.loaded.layers[0].feedForward else { return }
            $0.backend.project(
                $0.loaded.normed, by: expand, activatedAs: kind, into: $0.loaded.activated)
        }
    }

    private func tryOutputs() throws {
        let rows = ComparisonBatch.outputs.count
        try set(\.hidden, rows: Self.limits.rows)
        try compare("normalise outputs", \.final, rows: rows, tolerance: tolerances.rounded) {
            $0.backend.normaliseOutputs(
                $0.loaded.hidden, by: $0.loaded.finalNorm, into: $0.loaded.final)
        }
        try set(\.final, rows: rows)
        let (vocabulary, cap) = (
            decoder.configuration.vocabularySize, decoder.configuration.logitSoftCap
        )
        try compare("logits", tolerances.sums) { side in
            var logits = [Float](repeating: .nan, count: rows * vocabulary)
            try side.backend.logits(
                side.loaded.final, rows: 0..<rows, by: side.loaded.head, softCap: cap,
                into: &logits)
            return logits
        }
    }

    /// Compares RoPE, the KV cache and attention, in every layer.
    func tryAttention(_ batch: TokenBatch, _ operation: String) throws {
        let rows = batch.rows.count
        for layer in 0..<decoder.configuration.layerCount {
            try set(\.queryKeyValue, rows: rows)
            try compare(operation, \.attended, rows: rows, tolerance: tolerances.rounded) {
                $0.backend.store(
                    $0.loaded.queryKeyValue, norms: $0.loaded.layers[layer].headNorms,
                    layer: layer)
                $0.backend.attend(
                    $0.loaded.queryKeyValue, layer: layer, into: $0.loaded.attended)
            }
        }
    }
}
