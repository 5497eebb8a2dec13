import Files
package import Foundation
import Hashing
import Synchronization

/// A folder of compiled kernels, so that each program is compiled once.
///
/// A file's name is the digest of everything that its code depends on: the texts, the options, the
/// compiler's version and the generation. A file begins with the digest of its code, so that a
/// damaged one is noticed and compiled again.
package struct KernelCache: Sendable {
    /// Folder of the files; created when the first one is written.
    package let folder: URL
    private let warn: @Sendable (String) -> Void

    /// The cache in `folder`.
    ///
    /// - Parameter warn: Called with a message when code cannot be written; it is then compiled
    ///   again next time.
    package init(folder: URL, warn: @escaping @Sendable (String) -> Void) {
        (self.folder, self.warn) = (folder, warn)
    }

    /// Returns each program's code, in order: from the cache, or compiled in parallel and stored.
    ///
    /// - Throws: ``CUDAError/compilation(program:architecture:log:)`` of the first program, in
    ///   order, that fails.
    package func images(
        of programs: [KernelProgram], by compiler: KernelCompiler
    ) throws -> [[UInt8]] {
        let results = Mutex([Int: Result<[UInt8], any Error>]())
        DispatchQueue.concurrentPerform(iterations: programs.count) { index in
            let result = Result { try image(of: programs[index], by: compiler) }
            results.withLock { $0[index] = result }
        }
        return try results.withLock { found in
            try programs.indices.compactMap { try found[$0]?.get() }
        }
    }

    /// Returns one program's code: from the cache, or compiled and stored.
    package func image(
        of program: KernelProgram, by compiler: KernelCompiler
    ) throws -> [UInt8] {
        let file = folder.appending(path: Self.key(of: program, by: compiler) + ".cubin")
        if let kept = read(file) { return kept }
        let image = try compiler.compile(program).image
        do { try write(image, to: file) } catch {
            warn(
                "the code of \(program.name) cannot be kept in \(folder.path): "
                    + "\(error.localizedDescription)\n  help: \(UserFolder.cacheRemedy)")
        }
        return image
    }

    /// Returns a file's name without its suffix: the digest of all that its code depends on.
    static func key(of program: KernelProgram, by compiler: KernelCompiler) -> String {
        // Texts are framed and options counted, or texts cut elsewhere would have the same digest.
        var hash = SHA256()
        hash.update(framed: compiler.nvrtc.version)
        hash.update(framed: "\(compiler.architecture)")
        hash.update(UInt64(compiler.options.count))
        for option in compiler.options { hash.update(framed: option) }
        hash.update(framed: program.name)
        hash.update(framed: program.text)
        for header in program.headers.sorted(by: { $0.name < $1.name }) {
            hash.update(framed: header.name)
            hash.update(framed: header.text)
        }
        return "\(hash.finalize128())"
    }

    // MARK: Files

    private static let digestBytes = 32

    private func read(_ file: URL) -> [UInt8]? {
        guard let data = try? Data(contentsOf: file), data.count > Self.digestBytes else {
            return nil
        }
        let image = Array(data.dropFirst(Self.digestBytes))
        return SHA256.digest(image) == Array(data.prefix(Self.digestBytes)) ? image : nil
    }

    /// Writes a temporary file and renames it, so that no reader sees half a file.
    private func write(_ image: [UInt8], to file: URL) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(SHA256.digest(image) + image).write(to: file, options: .atomic)
    }
}
