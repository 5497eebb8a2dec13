package import Foundation
import Hashing
import Synchronization

/// Machine code of kernels, kept in a folder so that each is compiled once.
///
/// A file is named by everything that its code depends on: the texts, the options, the compiler's
/// version and the generation. It begins with the digest of what follows, so that a damaged one is
/// noticed and made anew.
package struct KernelCache: Sendable {
    /// Where the files lie; made when the first is written.
    package let folder: URL
    private let warn: @Sendable (String) -> Void

    /// The cache in `folder`.
    ///
    /// - Parameter warn: Told when code cannot be kept: it is then compiled again next time.
    package init(folder: URL, warn: @escaping @Sendable (String) -> Void) {
        (self.folder, self.warn) = (folder, warn)
    }

    /// Code of each program, in their order: from the cache, or compiled side by side and kept.
    ///
    /// - Throws: ``CUDAError/compilation(program:architecture:log:)`` of the first that fails.
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

    /// Code of one program.
    package func image(
        of program: KernelProgram, by compiler: KernelCompiler
    ) throws -> [UInt8] {
        let file = folder.appending(path: Self.key(of: program, by: compiler) + ".cubin")
        if let kept = read(file) { return kept }
        let image = try compiler.compile(program).image
        do { try write(image, to: file) } catch {
            warn(
                "the code of \(program.name) cannot be kept in \(folder.path): "
                    + "\(error.localizedDescription)")
        }
        return image
    }

    /// What a file is called: the digest of all that its code depends on.
    static func key(of program: KernelProgram, by compiler: KernelCompiler) -> String {
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

    /// Writes a file beside it and renames that, so that nobody reads half a file.
    private func write(_ image: [UInt8], to file: URL) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(SHA256.digest(image) + image).write(to: file, options: .atomic)
    }
}
