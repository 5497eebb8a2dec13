import Files
import Foundation

/// Locations on this machine where CUDA's libraries may be.
///
/// In this order: `SYNTHGEN_CUDA` (folders, colons between them), `CUDA_HOME` and `CUDA_PATH`,
/// where the loader looks, `/usr/local/cuda*`, what `make nvrtc` puts into synthgen's cache, and what
/// pip installed for any Python.
package struct LibrarySearch: Sendable {
    private let environment: [String: String]
    /// Prefix of absolute paths, for tests; empty otherwise.
    private let root: String

    /// Creates a search that reads these environment variables.
    package init(environment: [String: String], root: String = "") {
        (self.environment, self.root) = (environment, root)
    }

    /// Creates a search that reads this process's environment.
    package init() { self.init(environment: ProcessInfo.processInfo.environment) }

    /// A path or file name to try, and where it comes from.
    package struct Location: Sendable, Equatable {
        /// What named the location: a variable, "the loader", or a folder.
        package let origin: String
        /// Path to open, or a file name for the loader to find.
        package let path: String
    }

    /// Returns every location for `library`, in the order in which to try them.
    package func locations(for library: CUDALibrary) -> [Location] {
        named(library) + toolkits(library) + loader(library) + installed(library)
            + cached(library) + packages(library)
    }

    // MARK: The sources

    /// Returns the locations in `SYNTHGEN_CUDA`, whose folders may hold the library itself, a
    /// toolkit, or what pip installed.
    private func named(_ library: CUDALibrary) -> [Location] {
        paths("SYNTHGEN_CUDA").flatMap { folder in
            let inside = [""] + ["lib64", "lib"] + library.packageFolders
            return inside.flatMap { part in
                files(library, in: part.isEmpty ? folder : "\(folder)/\(part)", "SYNTHGEN_CUDA")
            }
        }
    }

    private func toolkits(_ library: CUDALibrary) -> [Location] {
        // The driver is no part of a toolkit.
        guard library != .driver else { return [] }
        return ["CUDA_HOME", "CUDA_PATH"].flatMap { name in
            paths(name).flatMap { files(library, in: "\($0)/lib64", name) }
        }
    }

    private func loader(_ library: CUDALibrary) -> [Location] {
        library.fileNames.map { Location(origin: "the loader", path: $0) }
    }

    /// Returns the usual installation folders outside the loader's search path.
    private func installed(_ library: CUDALibrary) -> [Location] {
        let folders =
            library == .driver
            ? ["/usr/local/nvidia/lib64", "/usr/lib64-nvidia", "/usr/lib/wsl/lib"]
            : ["/usr/local/nvidia/lib64"]
                + children(of: "/usr/local", where: { $0.hasPrefix("cuda") }).map { "\($0)/lib64" }
        return folders.flatMap { files(library, in: root + $0, $0) }
    }

    /// Returns the locations in the cache, where `make nvrtc` keeps what pip installs.
    private func cached(_ library: CUDALibrary) -> [Location] {
        let folder = root + UserFolder.cache(environment).appending(path: "nvrtc").path
        guard library == .nvrtc, FileManager.default.fileExists(atPath: folder) else { return [] }
        return library.packageFolders.flatMap { files(library, in: "\(folder)/\($0)", folder) }
    }

    private func packages(_ library: CUDALibrary) -> [Location] {
        library.packageFolders.isEmpty
            ? []
            : sitePackages().flatMap { site in
                library.packageFolders.flatMap { files(library, in: "\(root)\(site)/\($0)", site) }
            }
    }

    // MARK: Pythons

    /// The package folders of every Python: of an active environment, of the user, of pyenv, of the
    /// system, and of each `bin` in `PATH`.
    private func sitePackages() -> [String] {
        var prefixes = paths("VIRTUAL_ENV") + paths("CONDA_PREFIX")
        prefixes += paths("HOME").map { "\($0)/.local" }
        prefixes += paths("HOME").flatMap { children(of: "\($0)/.pyenv/versions") { _ in true } }
        prefixes += ["/usr/local", "/usr"]
        prefixes += paths("PATH").filter { $0.hasSuffix("/bin") }.map { String($0.dropLast(4)) }
        let folders = prefixes.flatMap { prefix in
            children(of: "\(prefix)/lib", where: { $0.hasPrefix("python3") })
                .flatMap { ["\($0)/site-packages", "\($0)/dist-packages"] }
        }
        var seen: Set<String> = []
        return folders.filter { seen.insert($0).inserted && exists($0) }
    }

    // MARK: Files

    private func files(_ library: CUDALibrary, in folder: String, _ origin: String) -> [Location] {
        library.fileNames.map { Location(origin: origin, path: "\(folder)/\($0)") }
    }

    /// The folders that a variable names; empty ones are left out.
    private func paths(_ name: String) -> [String] {
        (environment[name] ?? "").split(separator: ":").map(String.init)
    }

    /// Returns the paths of a folder's entries, newer versions first: digits compare as numbers, so
    /// `python3.13` comes before `python3.9`.
    private func children(of folder: String, where isWanted: (String) -> Bool) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root + folder)) ?? []
        return names.filter(isWanted)
            .sorted { $0.compare($1, options: .numeric) == .orderedDescending }
            .map { "\(folder)/\($0)" }
    }

    private func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root + path)
    }
}
