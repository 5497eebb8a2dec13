import CKernels

/// Mixtures of experts: rows are sorted by expert, so that each matrix is read once a step.
extension CPUBackend {
    package func mix(_ x: Operand, by experts: ExpertsHandle, addingTo y: Activations) {
        guard let mixture else { preconditionFailure("the model was loaded without experts") }
        let (x, y, experts) = (self[x], self[y], self[experts])
        let rows = 0..<batch.rows.count
        multiply(x, rows: rows, experts.router, into: mixture.shares.rows.floats, accumulate: false)
        mixture.routing.route(rows.count, mixture.shares.rows.floats)
        gather(x, into: mixture)
        multiply(mixture.gathered.rows, experts.expand, into: mixture.expanded.rows, mixture)
        let (expanded, activated) = (mixture.expanded.rows, mixture.activated.rows)
        forEachSlot(mixture) { slot, _ in
            activate(
                expanded.row(slot),
                as: mixture.activation,
                into: activated,
                row: slot
            )
        }
        multiply(mixture.activated.rows, experts.contract, into: mixture.contracted.rows, mixture)
        scatter(mixture, to: y)
    }

    private func forEachSlot(_ mixture: ExpertMixture, _ body: (_ slot: Int, _ row: Int) -> Void) {
        forEachRow(mixture.routing.extent) { slot in
            if let row = mixture.routing.rows[slot] { body(slot, row) }
        }
    }

    private func gather(_ x: OperandRows, into mixture: ExpertMixture) {
        let gathered = mixture.gathered.rows
        forEachSlot(mixture) { slot, row in
            gathered.row(slot).update(from: x.row(row), count: x.width)
            gathered.round(slot, isa)
        }
    }

    /// Applies each expert's matrices to its slots. A unit of work is some outputs of one expert.
    private func multiply(
        _ x: OperandRows,
        _ projections: [Projection],
        into y: Rows,
        _ mixture: ExpertMixture
    ) {
        let units = projections[0].units.count
        let (scratch, workers, isa) = (scratch.rows, team.threads, isa)
        team.run(projections.count * units) { index, worker in
            let (expert, unit) = index.quotientAndRemainder(dividingBy: units)
            let slots = mixture.routing.slots[expert]
            guard !slots.isEmpty else { return }
            projections[expert].run(
                unit: unit,
                into: y.row(slots.lowerBound),
                from: x,
                first: slots.lowerBound,
                rows: slots.count,
                accumulate: false,
                scratch: scratch.row(worker),
                workers: workers,
                isa: isa
            )
        }
    }

    private func scatter(_ mixture: ExpertMixture, to y: Rows) {
        let (routing, used, isa) = (mixture.routing, mixture.routing.options.used, isa)
        let (allShares, contracted) = (mixture.shares.rows, mixture.contracted.rows)
        forEachRow(batch.rows.count) { row in
            let shares = allShares.row(row)
            for index in row * used..<(row + 1) * used {
                let share = shares[routing.chosen[index]]
                let output = contracted.row(routing.slotsOfRow[index])
                ck_add_scaled_f32(y.row(row), output, share, Int64(y.width), isa)
            }
        }
    }
}
