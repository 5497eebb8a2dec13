import CCUDA

/// A kernel file and the headers that it may include; one unit of compilation.
package struct KernelProgram: Sendable, CustomStringConvertible {
    /// A file's name and text.
    package typealias File = (name: String, text: String)

    /// The file's name: "gemm.cu".
    package let name: String
    /// The file's text.
    package let text: String
    /// Headers that the file may include.
    package let headers: [File]
    /// Names of the kernels in the file.
    package let kernels: [String]

    /// The file's name.
    package var description: String { name }

    /// Creates a program from a file's name and text.
    package init(name: String, text: String, headers: [File] = [], kernels: [String] = []) {
        (self.name, self.text, self.headers, self.kernels) = (name, text, headers, kernels)
    }

    /// Every program of this build, sorted by name.
    package static let all: [KernelProgram] = {
        let files = embeddedFiles()
        let headers = files.filter { $0.name.hasSuffix(".cuh") }
        let kernels = namedKernels()
        return files.filter { $0.name.hasSuffix(".cu") }.map { file in
            KernelProgram(
                name: file.name, text: file.text, headers: headers,
                kernels: kernels.filter { $0.file == file.name }.map(\.name))
        }
    }()

    /// Returns the kernel files embedded in this executable, sorted by name.
    private static func embeddedFiles() -> [File] {
        var count = 0
        let sources = UnsafeBufferPointer(start: cc_kernel_sources(&count), count: count)
        return sources.map { source in
            let bytes = UnsafeRawBufferPointer(start: source.text, count: source.length)
            return (String(cString: source.name), String(decoding: bytes, as: UTF8.self))
        }.sorted { $0.name < $1.name }
    }

    private static func namedKernels() -> [(file: String, name: String)] {
        var count = 0
        return UnsafeBufferPointer(start: cc_kernels(&count), count: count)
            .map { (String(cString: $0.file), String(cString: $0.name)) }
    }
}
