import Foundation

/// The package's modules as `Package.swift` declares them, and what the sources import.
struct Manifest {
    /// A module under Sources.
    struct Module {
        let name: String
        let room: String
        let dependencies: [String]
        /// The line of `Package.swift` that declares the module.
        let line: Int
    }

    /// An import in a Swift file.
    struct Import {
        let module: String
        /// The file and line, from the package's folder.
        let location: String
    }

    /// The package's folder.
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// The modules, in the order of their declarations.
    let modules: [Module]

    init() throws {
        let text = try String(
            contentsOf: Self.folder.appending(path: "Package.swift"), encoding: .utf8)
        self.init(parsing: text)
    }

    /// Reads a manifest's text: `room("Numbers", [module("CUDA", ["CCUDA"]), .target(...)])`.
    init(parsing text: String) {
        let rooms = text.matches(of: /= room\(\s*"(\w+)"/)
        let targets = text.matches(
            of: /(module|\.target|\.executableTarget|\.systemLibrary)\(\s*(?:name:\s*)?"(\w+)"/)
        modules = targets.compactMap { target in
            let start = target.range.lowerBound
            guard let room = rooms.last(where: { $0.range.lowerBound < start }),
                let roomEnd = text[room.range.upperBound...].range(of: "\n    ])")?.lowerBound,
                start < roomEnd
            else { return nil }
            let next = targets.first { $0.range.lowerBound > start }?.range.lowerBound
            let end = min(next ?? roomEnd, roomEnd)
            return Module(
                name: String(target.2), room: String(room.1),
                dependencies: Self.dependencies(
                    in: text[target.range.upperBound..<end], labelled: target.1 != "module"),
                line: text[..<start].count { $0.isNewline } + 1)
        }
    }

    /// The names in a declaration's list of dependencies; empty if the declaration has none.
    private static func dependencies(in rest: Substring, labelled: Bool) -> [String] {
        let list =
            labelled
            ? rest.firstMatch(of: /dependencies:\s*\[([^\]]*)\]/)?.1
            : rest.prefixMatch(of: /,\s*\[([^\]]*)\]/)?.1
        guard let list else { return [] }
        return list.replacing(/,\s*package: "[^"]*"/, with: "").matches(of: /"(\w+)"/)
            .map { String($0.1) }
    }

    /// The imports of a module's Swift files.
    func imports(of module: Module) throws -> [Import] {
        let path = "Sources/\(module.room)/\(module.name)"
        let files = FileManager.default.enumerator(atPath: Self.folder.appending(path: path).path)
        var found: [Import] = []
        while let file = files?.nextObject() as? String {
            guard file.hasSuffix(".swift") else { continue }
            let text = try String(
                contentsOf: Self.folder.appending(path: "\(path)/\(file)"), encoding: .utf8)
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            for (index, line) in lines.enumerated() {
                guard
                    let match = line.prefixMatch(
                        of: /(?:@\w+ )*(?:\w+ )?import (?:(?:struct|class|enum|func) )?(\w+)/)
                else { continue }
                found.append(
                    Import(
                        module: String(match.1), location: "\(path)/\(file):\(index + 1)"))
            }
        }
        return found
    }
}
