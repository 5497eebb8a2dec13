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
    private var aside: URL { folder.appendingPathExtension("new") }
    private var former: URL { folder.appendingPathExtension("old") }

    /// Writes the state of a trainer; the one before stays until this one is whole.
    ///
    /// - Throws: ``TrainingError/cannotSave(path:reason:)``.
    package func save(_ trainer: Trainer, facts more: [(name: String, value: JSON)] = []) throws {
        let files = FileManager.default
        do {
            try? files.removeItem(at: aside)
            try files.createDirectory(at: aside, withIntermediateDirectories: true)
            let digest = try writeTensors(of: trainer)
            var facts: JSONObject = ["step": .integer(trainer.step), "sha256": .string(digest)]
            facts["identity"] = .object(
                JSONObject(identity.map { ($0.name, .string($0.value)) }))
            for (name, value) in more { facts[name] = value }
            let file = try OutputFile(aside.appending(path: Self.factsName).path)
            try file.write(JSON.object(facts).encoded())
            try file.finish()
            try? files.removeItem(at: former)
            if files.fileExists(atPath: folder.path) {
                try files.moveItem(at: folder, to: former)
            }
            try files.moveItem(at: aside, to: folder)
            try? files.removeItem(at: former)
        } catch let failure as FileFailure {
            throw TrainingError.cannotSave(path: folder.path, reason: failure.reason)
        } catch let error as CocoaError {
            throw TrainingError.cannotSave(path: folder.path, reason: error.localizedDescription)
        }
    }

    /// Restores a trainer from the last whole state; returns its facts, or nil if there is none.
    ///
    /// - Throws: ``TrainingError/stateDiffers(path:what:saved:expected:)``,
    ///   ``TrainingError/damagedState(path:reason:)``.
    package func restore(_ trainer: Trainer) throws -> JSONObject? {
        guard let place = [folder, former].first(where: isWhole) else { return nil }
        let facts = try facts(of: place)
        for (name, value) in identity {
            let saved = facts["identity"]?[name]?.string ?? "unknown"
            guard saved == value else {
                throw TrainingError.stateDiffers(
                    path: folder.path, what: name, saved: saved, expected: value)
            }
        }
        guard let step = facts["step"]?.integer, let digest = facts["sha256"]?.string else {
            throw damaged(place, "\(Self.factsName) names no step")
        }
        let found = try readTensors(from: place, into: trainer)
        guard found == digest else { throw damaged(place, "its digest is \(found), not \(digest)") }
        trainer.step = step
        return facts
    }

    /// Removes the state, once the training is finished.
    package func remove() {
        for url in [folder, aside, former] { try? FileManager.default.removeItem(at: url) }
    }

    // MARK: Files

    private func isWhole(_ place: URL) -> Bool {
        FileManager.default.fileExists(atPath: place.appending(path: Self.factsName).path)
    }

    private func facts(of place: URL) throws -> JSONObject {
        let url = place.appending(path: Self.factsName)
        guard let bytes = try? Data(contentsOf: url), let json = try? JSON(parsing: Array(bytes)),
            let object = json.object
        else { throw damaged(place, "\(Self.factsName) is not JSON") }
        return object
    }

    private func damaged(_ place: URL, _ reason: String) -> TrainingError {
        .damagedState(path: place.path, reason: reason)
    }

    /// Values and moments of all trained parameters, one after the other; returns their SHA-256.
    private func writeTensors(of trainer: Trainer) throws -> String {
        let file = try OutputFile(aside.appending(path: Self.tensorsName).path)
        var hash = SHA256()
        for matrix in trainer.matrices {
            for rows in matrix.chunks {
                var floats = [Float](repeating: 0, count: rows.count * matrix.width)
                try trainer.backend.read(matrix.all.rows(rows), into: &floats)
                let bytes = floats.withUnsafeBytes { Array($0) }
                hash.update(bytes)
                try file.write(bytes)
            }
        }
        try file.finish()
        return hash.finalize().hexadecimal
    }

    private func readTensors(from place: URL, into trainer: Trainer) throws -> String {
        let url = place.appending(path: Self.tensorsName)
        guard let file = try? FileHandle(forReadingFrom: url) else {
            throw damaged(place, "\(Self.tensorsName) is missing")
        }
        defer { try? file.close() }
        var hash = SHA256()
        for matrix in trainer.matrices {
            for rows in matrix.chunks {
                let count = rows.count * matrix.width * MemoryLayout<Float>.stride
                guard let data = try file.read(upToCount: count), data.count == count else {
                    throw damaged(place, "\(Self.tensorsName) is too short")
                }
                hash.update(Array(data))
                let floats = data.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
                try trainer.backend.write(floats, to: matrix.all.rows(rows))
            }
        }
        return hash.finalize().hexadecimal
    }
}

extension Trainer {
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
