import Synchronization

@testable import Dataflow

/// The kinds of a document whose `hold` stage takes all records of the run before it lets them go.
struct HoldingKinds {
    let registry: StageRegistry

    init(target: Int?) {
        let end = SinkSettings(target: target, drawLimit: 5, folder: "")
        registry = StageRegistry([
            .count, .ending(end),
            StageKind(name: "hold", summary: "Holds.", settings: []) { preparation in
                PreparedStage(work: .gather(HoldStage()), fields: preparation.fields)
            },
        ])
    }
}

private struct HoldStage: GatherStage {
    func makeHold() -> any RecordHold { Hold() }

    private final class Hold: RecordHold {
        private let records = Mutex<[Record]>([])

        func take(_ record: Record, isSide: Bool) { records.withLock { $0.append(record) } }

        func next() -> [GroupOutcome]? {
            records.withLock { $0.isEmpty ? nil : [.pass($0.removeFirst())] }
        }
    }
}
