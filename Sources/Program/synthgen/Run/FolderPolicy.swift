import Dataflow
import Datasets
import Formatting
import Foundation

/// What becomes of a dataset that is in the folder of a run already.
struct FolderPolicy: Sendable {
    /// Whether another document's dataset is moved away instead of refused.
    var replaces = false
    /// Whether a run may leave fewer records than there are: by a smaller target, or by fewer
    /// source records.
    var shrinks = false

    /// Moves another document's dataset out of the way if that is asked for.
    ///
    /// - Returns: Where the dataset is now; nil if the folder holds none but the document's own.
    /// - Throws: ``DatasetError/otherDocument(folder:found:expected:records:)`` if it is not asked.
    func makeRoom(in folder: URL, for document: DatasetDescription) throws -> URL? {
        // A catalog that cannot be read is left to the writer, which repairs or refuses it.
        guard let present = try? DatasetReader(folder: folder) else { return nil }
        do throws(DatasetError) {
            try present.checkOwner(document)
            return nil
        } catch {
            guard case .otherDocument = error, replaces else { throw error }
            return try PreviousDataset.moveAway(in: folder)
        }
    }

    /// Checks, before anything is paid for or written, that the sources have not lost rows since a
    /// run without a target finished in the folder.
    ///
    /// - Throws: `RunError.noSourceRecords`, or
    ///   ``ProgramError/fewerSources(folder:records:sources:sourcesBefore:)``.
    func checkSources(of graph: Graph, for document: DatasetDescription, seed: UInt64) throws {
        guard graph.sink.target == nil,
            let present = try? DatasetReader(folder: URL(filePath: graph.sink.folder)),
            present.isComplete, (try? present.checkOwner(document)) != nil,
            let records = try? present.count(), records > 0,
            let finished = try? present.runs().last(where: { $0.status == "finished" }),
            let before = finished.performance["sourceRecords"].flatMap({ Int(exactly: $0) }),
            // A source that cannot be read is reported by the run, which keeps the rows before.
            let sources = try? graph.sourceRecordCount(upTo: before, seed: seed)
        else { return }
        if sources == 0 { throw RunError.noSourceRecords }
        guard sources < before, !shrinks else { return }
        throw ProgramError.fewerSources(
            folder: graph.sink.folder, records: records, sources: sources, sourcesBefore: before)
    }

    /// Returns how many records the folder has if these are more than the target; nil if they are
    /// not, if the folder is another document's, or if the others shall go.
    ///
    /// - Throws: ``ProgramError/wouldShrink(folder:records:target:)`` if the document has changed,
    ///   so that the records cannot stay beside new ones.
    func surplus(for graph: Graph, named name: String, seed: UInt64) throws -> SurplusRecords? {
        guard !shrinks, let target = graph.sink.target,
            let present = try? DatasetReader(folder: URL(filePath: graph.sink.folder)),
            let records = try? present.count(), records > target
        else { return nil }
        let document = DatasetDescription(identity: graph, named: name)
        guard (try? present.checkOwner(document)) != nil else { return nil }
        let description = present.description
        let isSame =
            description.documentHash == graph.fingerprint(seed: seed)
            && description.models.map(\.source) == graph.models.map(\.origin)
        // Quotas are shares of the target: only a finished run's target gives the same records.
        guard isSame, graph.sink.quotas == nil || present.isComplete else {
            throw ProgramError.wouldShrink(
                folder: graph.sink.folder, records: records, target: target)
        }
        return SurplusRecords(records: records, target: target)
    }
}

extension DatasetDescription {
    /// Name and stages of a document, by which a dataset's owner is known.
    init(identity graph: Graph, named name: String) {
        self.init(
            pipeline: name, stages: graph.nodes.map(\.name),
            stageFacts: StageFacts.of(graph, models: [:]))
    }
}

/// More records in a folder than a run is asked for.
struct SurplusRecords: Sendable {
    /// Records in the folder.
    let records: Int
    /// Records asked for.
    let target: Int

    /// What becomes of them.
    func text(in folder: URL) -> String {
        "\(folder.relativePath) has \(Format.count(records)) records, which stay: the target is "
            + "\(Format.count(records)), not \(Format.count(target)); --shrink removes the others"
    }
}
