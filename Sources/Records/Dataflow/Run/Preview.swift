public import JSON

/// What the stages of a graph made, rejected and asked of the first source records.
public struct Preview: Sendable {
    /// A source record that was followed.
    public struct Source: Sendable {
        /// The record's id.
        public let id: RecordID
        /// The stage that gave it.
        public let stage: String
        /// Whether it came to its end: false where a call was withheld.
        public let isFinished: Bool
    }

    /// A record that a stage made or rejected.
    public struct Record: Sendable {
        /// Index in ``Preview/sources``; nil where a stage gathered records of several.
        public let source: Int?
        /// The record's id.
        public let id: RecordID
        /// The ids of the records it was made of.
        public let parents: [RecordID]
        /// The fields that the stage made.
        public let made: JSONObject
        /// Why the record was rejected; nil if it passed.
        public let reason: String?
        /// What was found in a rejected record; null if nothing is to be said.
        public let detail: JSON
        /// The call whose answer the record holds, if there was one.
        public let call: CallKey?
    }

    /// A call that a stage asked for.
    public struct Call: Sendable {
        /// Index in ``Preview/sources``; nil where a stage gathered records of several.
        public let source: Int?
        /// The call's key.
        public let key: CallKey
        /// Question and answer as a journal keeps them; of a withheld call the question.
        public let content: JSON
        /// Whether the call was answered.
        public let isAnswered: Bool
    }

    /// One stage, with all that it did.
    public struct Stage: Sendable {
        /// The stage's full name.
        public let name: String
        /// The stage's kind.
        public let type: String
        /// The names of the models that it calls.
        public let models: [String]
        /// Records made or processed, passed and rejected.
        public internal(set) var counts: StageCounts
        /// Records that it made or rejected, in canonical order.
        public internal(set) var records: [Record] = []
        /// Its calls, each once for a source record, in the order of the source records.
        public internal(set) var calls: [Call] = []
        /// The stage whose withheld calls keep records away from this one.
        public let waitsFor: String?
        /// Whether a run checks something before its first record, which a preview does not.
        public let hasRequirement: Bool
    }

    /// The source records in canonical order.
    public let sources: [Source]
    /// The stages that were looked at, in the graph's order.
    public let stages: [Stage]
    /// The records that reached the sink, with all their fields, in canonical order.
    public let arrived: [(id: RecordID, fields: JSONObject)]
}

extension Run {
    /// Takes the first source records through the graph and keeps all that the stages do.
    ///
    /// Answers go to the run's memory, and nothing else is written. Target and quotas reject
    /// nothing. Stages that gather records of the whole run see those of these source records. What
    /// stages require before a run is not checked.
    ///
    /// - Parameter count: How many source records; fewer if the sources have no more.
    public func preview(sources count: Int) async throws -> Preview {
        let log = CallLog()
        let execution = try makeExecution(interruption: interruption, log: log)
        let followed = try await finishingStages { try await follow(count, in: execution) }
        return preview(of: followed, log.calls)
    }

    private func follow(_ count: Int, in execution: Execution) async throws -> FollowedSources {
        var sequence = execution.sourceRecords
        var followed = FollowedSources()
        try await withThrowingTaskGroup(of: (Int, SourceRecordResult?).self) { group in
            var open = 0
            while followed.sources.count < count, sequence.finishedDraws == 0,
                let sourceRecord = try sequence.next(), sequence.finishedDraws == 0
            {
                // One of a source that nobody looks at takes its turns at the gates, and that is all.
                if !graph[sourceRecord.node].isSkipped { followed.sources.append(sourceRecord) }
                if open < options.window {
                    open += 1
                } else if let ended = try await group.next() {
                    followed.note(ended)
                }
                let runner = execution.makeRunner(for: sourceRecord)
                group.addTask {
                    do {
                        return (sourceRecord.position, try await runner.run())
                    } catch is RunInterrupted {
                        return (sourceRecord.position, nil)
                    }
                }
            }
            while let ended = try await group.next() { followed.note(ended) }
        }
        try await release(in: execution, after: sequence, into: &followed)
        return followed
    }

    /// Lets gathering stages make what they make of the records that came to them.
    private func release(
        in execution: Execution, after sequence: SourceRecordSequence,
        into followed: inout FollowedSources
    ) async throws {
        guard graph.gathers, followed.isAllFinished else { return }
        var sequence = sequence
        for index in followed.results.indices { try execution.hold(&followed.results[index]) }
        var releases = execution.makeReleases()
        while let gathered = try releases.next(after: &sequence, isBusy: false) {
            do {
                var result = try await execution.makeRunner(for: gathered).run()
                try execution.hold(&result)
                followed.results.append(result)
            } catch is RunInterrupted {
                // What a later gathering stage holds is not all there is.
                return
            }
        }
    }

    private func preview(of followed: FollowedSources, _ calls: [LoggedCall]) -> Preview {
        let indices = Dictionary(
            followed.sources.enumerated().map { ($1.position, $0) },
            uniquingKeysWith: { first, _ in first })
        let finished = Set(followed.results.map(\.position))
        let withheld = Set(calls.filter { !$0.isAnswered }.map(\.stage))
        let waitedFor = graph.stagesWaitedFor(isHolding: false) {
            withheld.contains(graph[$0].name)
        }
        let stages = graph.nodeIDs.filter { !graph[$0].isSkipped }.map { node in
            var stage = Preview.Stage(
                name: graph[node].name, type: graph[node].declaration.type,
                models: graph[node].stage.models, counts: StageCounts(),
                waitsFor: waitedFor[node], hasRequirement: graph[node].stage.requirement != nil)
            for result in followed.results {
                stage.add(result, at: node, source: indices[result.position])
            }
            if node == graph.sinkNode {
                stage.counts.created = followed.results.reduce(0) { $0 + $1.arrived.count }
                stage.counts.passed = stage.counts.created
            }
            stage.addStarts(
                followed.sources.filter { $0.node == node && !finished.contains($0.position) },
                indices)
            stage.add(calls.filter { $0.stage == stage.name }, indices)
            return stage
        }
        return Preview(
            sources: followed.sources.map { sourceRecord in
                Preview.Source(
                    id: sourceRecord.startID, stage: graph[sourceRecord.node].name,
                    isFinished: finished.contains(sourceRecord.position))
            },
            stages: stages,
            arrived: followed.results.flatMap { $0.arrived.map { (id: $0.id, fields: $0.fields) } })
    }
}

/// The source records that a preview followed, and what came of those that reached their end.
private struct FollowedSources {
    var sources: [SourceRecord] = []
    var results: [SourceRecordResult] = []
    private(set) var isAllFinished = true

    mutating func note(_ ended: (position: Int, result: SourceRecordResult?)) {
        guard let result = ended.result else {
            isAllFinished = false
            return
        }
        let index = results.firstIndex { $0.position > result.position } ?? results.endIndex
        results.insert(result, at: index)
    }
}

extension SourceRecord {
    /// The id of the record that a source gave, or of the first that a gathering stage made.
    fileprivate var startID: RecordID {
        switch start {
        case .source(let record), .refused(let record, _): record.id
        case .gathered(let outcomes):
            RecordID.derived(from: outcomes.flatMap(\.records).map(\.id), stage: "", number: 0)
        }
    }
}

extension Preview.Stage {
    fileprivate mutating func add(
        _ result: SourceRecordResult, at node: NodeID, source: Int?
    ) {
        let own = result.counts[node]
        counts.created += own.created
        counts.passed += own.passed
        counts.rejected += own.rejected
        counts.repairs.merge(own.repairs, uniquingKeysWith: +)
        for entry in result.lineage where entry.node == node {
            records.append(
                Preview.Record(
                    source: source, id: entry.id, parents: entry.parents, made: entry.made,
                    reason: entry.rejection?.reason,
                    detail: entry.rejection?.detail(at: entry.location) ?? .null,
                    call: entry.call))
        }
    }

    /// Adds source records that did not come to their end: what the source gave is known.
    fileprivate mutating func addStarts(_ started: [SourceRecord], _ indices: [Int: Int]) {
        for sourceRecord in started {
            guard case .source(let record) = sourceRecord.start else { continue }
            counts.created += 1
            counts.passed += 1
            records.append(
                Preview.Record(
                    source: indices[sourceRecord.position], id: record.id, parents: [],
                    made: record.fields, reason: nil, detail: .null, call: nil))
        }
        records.sort { ($0.source ?? .max) < ($1.source ?? .max) }
    }

    fileprivate mutating func add(_ logged: [LoggedCall], _ indices: [Int: Int]) {
        // Calls come in no order; their keys give one that is the same each time.
        let sorted = logged.sorted {
            ($0.position, $0.key.description) < ($1.position, $1.key.description)
        }
        for call in sorted {
            let source = indices[call.position]
            let isKnown = calls.last.map { $0.key == call.key && $0.source == source } ?? false
            guard !isKnown else { continue }
            calls.append(
                Preview.Call(
                    source: source, key: call.key, content: call.content,
                    isAnswered: call.isAnswered))
        }
    }
}
