import Compute
import Files
package import Foundation
import Hashing
package import JSON

/// A training that can go on: weights, moments and the number of steps, in a folder.
///
/// The folder is written beside its place and renamed, so that a training killed at any moment goes
/// on from the last whole one. Which examples come next follows from the number of steps.
package struct TrainingState {
    /// Where the state lies.
    package let folder: URL
    /// Digests and settings of the training by name, which must be the same to go on.
    package let identity: [(name: String, value: String)]

    package init(folder: URL, identity: [(name: String, value: String)]) {
        (self.folder, self.identity) = (folder, identity)
    }

    private static let factsName = "state.json"
    private static let tensorsName = "state.bin"

    /// Whether a folder holds a whole state.
    package static func isThere(_ folder: URL) -> Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: factsName).path)
    }

    /// Removes a state, and what killed savings left beside it.
    package static func remove(_ folder: URL) {
        removeLeftovers(folder)
        try? FileManager.default.removeItem(at: folder)
    }

    /// Removes the temporary folders of savings that were killed; no two trainings share a folder.
    private static func removeLeftovers(_ folder: URL) {
        let parent = folder.deletingLastPathComponent()
        let names = (try? FileManager.default.contentsOfDirectory(atPath: parent.path)) ?? []
        for name in names
        where name.hasPrefix(folder.lastPathComponent + ".") && name.hasSuffix(".tmp") {
            try? FileManager.default.removeItem(at: parent.appending(path: name))
        }
    }

    /// Writes the state of a trainer; the one before stays until this one is whole.
    ///
    /// - Throws: ``TrainingError/cannotSave(path:reason:)``.
    package func save(_ trainer: Trainer) throws {
        do {
            Self.removeLeftovers(folder)
            let replacement = try FolderReplacement(of: folder)
            let digest = try writeTensors(of: trainer, to: replacement.temporary)
            let facts: JSONObject = [
                "step": .integer(trainer.step), "sha256": .string(digest),
                "identity": .object(JSONObject(identity.map { ($0.name, .string($0.value)) })),
            ]
            try OutputFile.write(
                JSON.object(facts).encoded(),
                to: replacement.temporary.appending(path: Self.factsName).path)
            try replacement.commit()
        } catch let failure as FileFailure {
            throw TrainingError.cannotSave(path: folder.path, reason: failure.reason)
        }
    }

    /// Restores a trainer from the last whole state; returns its facts, or nil if there is none.
    ///
    /// - Throws: ``TrainingError/stateDiffers(path:what:saved:expected:)``,
    ///   ``TrainingError/damagedState(path:reason:)``.
    package func restore(_ trainer: Trainer) throws -> JSONObject? {
        guard Self.isThere(folder) else { return nil }
        let facts = try facts()
        for (name, value) in identity {
            let saved = facts["identity"]?[name]?.string ?? "unknown"
            guard saved == value else {
                throw TrainingError.stateDiffers(
                    path: folder.path, what: name, saved: saved, expected: value)
            }
        }
        guard let step = facts["step"]?.integer, step >= 0, let digest = facts["sha256"]?.string
        else { throw damaged("\(Self.factsName) names no step") }
        let found = try readTensors(into: trainer)
        guard found == digest else { throw damaged("its digest is \(found), not \(digest)") }
        trainer.step = step
        return facts
    }

    // MARK: Files

    private func facts() throws -> JSONObject {
        let url = folder.appending(path: Self.factsName)
        guard let bytes = try? Data(contentsOf: url), let json = try? JSON(parsing: Array(bytes)),
            let object = json.object
        else { throw damaged("\(Self.factsName) is not JSON") }
        return object
    }

    private func damaged(_ reason: String) -> TrainingError {
        .damagedState(path: folder.path, reason: reason)
    }

    /// Values and moments of all trained parameters, one after the other; returns their SHA-256.
    /// Of several replicas the first one's: they are the same.
    private func writeTensors(of trainer: Trainer, to place: URL) throws -> String {
        let file = try OutputFile(place.appending(path: Self.tensorsName).path)
        var hash = SHA256()
        let replica = trainer.replicas[0]
        for matrix in replica.matrices {
            for rows in matrix.chunks {
                var floats = [Float](repeating: 0, count: rows.count * matrix.width)
                try replica.backend.read(matrix.all.rows(rows), into: &floats)
                let bytes = floats.withUnsafeBytes { Array($0) }
                hash.update(bytes)
                try file.write(bytes)
            }
        }
        try file.finish()
        return hash.finalize().hexadecimal
    }

    /// Fills every replica.
    private func readTensors(into trainer: Trainer) throws -> String {
        let url = folder.appending(path: Self.tensorsName)
        guard let file = try? FileHandle(forReadingFrom: url) else {
            throw damaged("\(Self.tensorsName) is missing")
        }
        defer { try? file.close() }
        var hash = SHA256()
        let replicas = trainer.replicas.map { (backend: $0.backend, matrices: $0.matrices) }
        for (index, matrix) in replicas[0].matrices.enumerated() {
            for rows in matrix.chunks {
                let count = rows.count * matrix.width * MemoryLayout<Float>.stride
                guard let data = try file.read(upToCount: count), data.count == count else {
                    throw damaged("\(Self.tensorsName) is too short")
                }
                hash.update(Array(data))
                let floats = data.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
                for replica in replicas {
                    try replica.backend.write(floats, to: replica.matrices[index].all.rows(rows))
                }
            }
        }
        return hash.finalize().hexadecimal
    }
}

extension Replica {
    /// Every matrix that a training must keep to go on.
    fileprivate var matrices: [FloatMatrix] {
        parameters.flatMap { parameter in
            let training = parameter.training
            return [parameter.value, training?.firstMoment, training?.secondMoment]
                .compactMap(\.self)
        }
    }
}

extension FloatMatrix {
    /// Ranges of rows of about a million floats, which bound the memory of copying.
    fileprivate var chunks: [Range<Int>] {
        let step = max(1, (1 << 20) / max(1, width))
        return stride(from: 0, to: rows, by: step).map { $0..<min($0 + step, rows) }
    }
}
