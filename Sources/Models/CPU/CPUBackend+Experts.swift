import CKernels

/// Mixtures of experts: rows are sorted by expert, so that each matrix is read once a step.
extension CPUBackend {
    package func mix(_ x: Operand, by experts: ExpertsHandle, addingTo y: Activations) {
        guard let mixture else { preconditionFailure("the model was loaded without experts") }
        let (x, y, experts) = (self[x], self[y], self[experts])
        let rows = 0..<batch.rows.count
        multiply(x, rows: rows, experts.router, into: mixture.shares.floats, accumulate: false)
        mixture.route(rows.count)
        gather(x, into: mixture)
        multiply(mixture.gathered, experts.expand, into: mixture.expanded, mixture)
        forEachPlace(mixture) { place, _ in
            activate(
                mixture.expanded.row(place),
                as: mixture.activation,
                into: mixture.activated,
                row: place
            )
        }
        multiply(mixture.activated, experts.contract, into: mixture.contracted, mixture)
        scatter(mixture, to: y)
    }

    private func forEachPlace(_ mixture: ExpertMixture, _ body: (_ place: Int, _ row: Int) -> Void)
    {
        forEachRow(mixture.extent) { place in
            if let row = mixture.rows[place] { body(place, row) }
        }
    }

    private func gather(_ x: OperandBuffer, into mixture: ExpertMixture) {
        forEachPlace(mixture) { place, row in
            mixture.gathered.row(place).update(from: x.row(row), count: x.width)
            mixture.gathered.round(place, isa)
        }
    }

    /// Applies each expert's matrices to its places. A unit of work is some outputs of one expert.
    private func multiply(
        _ x: OperandBuffer,
        _ projections: [Projection],
        into y: RowBuffer,
        _ mixture: ExpertMixture
    ) {
        let units = projections[0].units.count
        team.run(projections.count * units) { index, worker in
            let (expert, unit) = index.quotientAndRemainder(dividingBy: units)
            let places = mixture.places[expert]
            guard !places.isEmpty else { return }
            projections[expert].run(
                unit: unit,
                into: y.row(places.lowerBound),
                from: x,
                first: places.lowerBound,
                rows: places.count,
                accumulate: false,
                scratch: scratch.of(worker),
                isa: isa
            )
        }
    }

    private func scatter(_ mixture: ExpertMixture, to y: RowBuffer) {
        let used = mixture.options.used
        forEachRow(batch.rows.count) { row in
            let shares = mixture.shares.row(row)
            for index in row * used..<(row + 1) * used {
                let share = shares[mixture.chosen[index]]
                let output = mixture.contracted.row(mixture.placesOfRow[index])
                ck_add_scaled_f32(y.row(row), output, share, Int64(y.width), isa)
            }
        }
    }
}
