import Files
public import Foundation

/// A model's files on disk, as a pipeline's `"source"` resolves to them.
public struct ResolvedModel: Sendable, Equatable {
    /// The registered name, or the last part of the path without `.gguf`.
    public let name: String
    /// A `.gguf` file, or a folder in Hugging Face layout.
    public let url: URL
    /// The safetensors bytes of the reward head for these weights; nil if there is none.
    public let headBytes: [UInt8]?
    /// The registered name of the weights, the same as ``name`` unless there is a head; nil for the
    /// user's own files.
    public let base: String?
    /// SPDX identifier; nil for the user's own files.
    public let license: String?
    /// The registry's SHA-256 of the file at `url`; nil for other files.
    public let sha256: String?
    /// The commit of the repository on the hub; nil for other sources.
    public var commit: String?
    /// The folder of an adapter that changes the weights; nil for none.
    public var adapter: URL?
}

extension ModelStore {
    /// Finds the files of `source`: a registered name, a model of the hub (`hf:owner/repo`,
    /// ``HubSource``), a `.gguf` file, or a folder with `config.json`.
    ///
    /// `BASE+ADAPTER` is one of these with the adapter in a folder (``AdaptedSource``).
    ///
    /// A name wins over a file of the same name; write `./name` for the file. Only the lengths of
    /// files are checked, so this is quick.
    ///
    /// - Parameter folder: Base of relative paths; the current folder if nil.
    /// - Throws: ``HubError``: unknown, not installed, damaged, or not a model.
    public func resolve(_ source: String, relativeTo folder: URL? = nil) throws -> ResolvedModel {
        if let adapted = AdaptedSource(source, relativeTo: folder) {
            let base = try resolve(adapted.base, relativeTo: folder)
            // A head that was fitted on the base does not read the changed states.
            return ResolvedModel(
                name: base.name + "+" + adapted.adapter.lastPathComponent, url: base.url,
                headBytes: try headBytes(in: adapted.adapter), base: nil, license: base.license,
                sha256: nil,
                commit: base.commit, adapter: adapted.adapter)
        }
        if let model = registry[source] { return try resolve(model) }
        if HubSource.isMeant(by: source) { return try resolve(HubSource(source)) }
        guard !source.contains("://") else { throw HubError.address(source) }
        let url = location(of: source, relativeTo: folder)
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
            throw looksLikePath(source)
                ? HubError.noSuchFile(source: source, path: url.path)
                : HubError.unknownModel(
                    name: source, installed: installedNames, known: registry.models.map(\.name))
        }
        let isModel =
            isFolder.boolValue
            ? fileLength(at: url.appending(path: "config.json")) != nil
            : url.pathExtension == "gguf"
        guard isModel else {
            throw HubError.notAModel(path: url.path, isFolder: isFolder.boolValue)
        }
        let name = isFolder.boolValue ? url : url.deletingPathExtension()
        return ResolvedModel(
            name: name.lastPathComponent, url: url,
            headBytes: isFolder.boolValue ? try headBytes(in: url) : nil, base: nil, license: nil,
            sha256: nil)
    }

    /// The head that `train reward` leaves beside the weights or the adapter that it trained.
    private func headBytes(in folder: URL) throws -> [UInt8]? {
        let file = folder.appending(path: "reward_head.safetensors")
        guard fileLength(at: file) != nil else { return nil }
        do { return try FileReading.content(of: file) } catch { throw HubError(error) }
    }

    private func resolve(_ model: RegisteredModel) throws -> ResolvedModel {
        guard let (base, file) = registry.base(of: model) else {
            throw HubError.unknownModel(
                name: model.name, installed: installedNames, known: registry.models.map(\.name))
        }
        let head = heads[model.name]
        if case .head = model.content, head == nil { throw HubError.noHead(name: model.name) }
        let url = location(of: base.name)
        switch status(of: model).state {
        case .installed: break
        case .missing:
            throw HubError.notInstalled(
                name: model.name, bytes: file.bytes, installed: installedNames)
        case .damaged(let found):
            throw HubError.corruptFile(
                path: url.path, problem: .length(expected: file.bytes, found: found),
                name: base.name)
        }
        return ResolvedModel(
            name: model.name, url: url, headBytes: head, base: base.name, license: model.license,
            sha256: file.sha256)
    }

    var installedNames: [String] {
        list().filter { $0.state == .installed }.map(\.model.name)
    }

    private func location(of source: String, relativeTo folder: URL?) -> URL {
        AdaptedSource.location(of: source, relativeTo: folder)
    }

    private func looksLikePath(_ source: String) -> Bool {
        source.contains("/") || source.hasPrefix("~") || source.hasSuffix(".gguf")
    }
}
