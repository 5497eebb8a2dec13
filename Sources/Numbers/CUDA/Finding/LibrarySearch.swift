import Foundation

/// Where CUDA's libraries may lie on this machine.
///
/// In this order: `SYNTHGEN_CUDA` (folders, colons between them), `CUDA_HOME` and `CUDA_PATH`,
/// where the loader looks, `/usr/local/cuda*`, and what pip installed for any Python.
package struct LibrarySearch: Sendable {
    private let environment: [String: String]
    /// A folder that stands for `/`: tests make their own.
    private let root: String

    /// A search by this environment's variables.
    package init(environment: [String: String], root: String = "") {
        (self.environment, self.root) = (environment, root)
    }

    /// A search by this process's environment.
    package init() { self.init(environment: ProcessInfo.processInfo.environment) }

    /// A name or path to try, and why.
    package struct Location: Sendable, Equatable {
        /// What led here: a variable's name, "the loader", a folder.
        package let origin: String
        /// What is opened: a path, or a file's name for the loader to find.
        package let path: String
    }

    /// Every location for `library`, the first to try first.
    package func locations(for library: CUDALibrary) -> [Location] {
        named(library) + toolkits(library) + loader(library) + installed(library)
            + packages(library)
    }

    // MARK: The sources

    /// Folders that the user names: of the library itself, of a toolkit, or filled by pip.
    private func named(_ library: CUDALibrary) -> [Location] {
        paths("SYNTHGEN_CUDA").flatMap { folder in
            let inside = [""] + ["lib64", "lib"] + library.packageFolders
            return inside.flatMap { part in
                files(library, in: part.isEmpty ? folder : "\(folder)/\(part)", "SYNTHGEN_CUDA")
            }
        }
    }

    private func toolkits(_ library: CUDALibrary) -> [Location] {
        guard library != .driver else { return [] }
        return ["CUDA_HOME", "CUDA_PATH"].flatMap { name in
            paths(name).flatMap { files(library, in: "\($0)/lib64", name) }
        }
    }

    private func loader(_ library: CUDALibrary) -> [Location] {
        library.fileNames.map { Location(origin: "the loader", path: $0) }
    }

    /// Folders that drivers and toolkits are installed to outside the loader's own.
    private func installed(_ library: CUDALibrary) -> [Location] {
        let folders =
            library == .driver
            ? ["/usr/local/nvidia/lib64", "/usr/lib64-nvidia", "/usr/lib/wsl/lib"]
            : ["/usr/local/nvidia/lib64"]
                + children(of: "/usr/local", where: { $0.hasPrefix("cuda") }).map { "\($0)/lib64" }
        return folders.flatMap { files(library, in: root + $0, $0) }
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

    /// Paths of a folder's entries, the greatest name first, so that newer versions go first.
    private func children(of folder: String, where isWanted: (String) -> Bool) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root + folder)) ?? []
        return names.filter(isWanted).sorted(by: >).map { "\(folder)/\($0)" }
    }

    private func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root + path)
    }
}
