import Foundation
import Testing

/// The order of rooms and modules that `Package.swift` and every `import` under Sources keep.
struct LayoutTests {
    private static let rooms = ["Foundations", "Numbers", "Words", "Records", "Program"]

    @Test func readsAManifest() throws {
        let manifest = Manifest(
            parsing: """
                let low = room(
                    "Low",
                    [
                        module("A"),
                        .target(name: "CB", cSettings: optimised),
                        module("C", ["CB", .product(name: "Big", package: "Bigger")]),
                    ])
                let high = room(
                    "High",
                    [
                        .executableTarget(
                            name: "d", dependencies: ["A", "C"], swiftSettings: strict),
                    ])
                let other: [Target] = [.target(name: "E", dependencies: ["A"])]
                """)
        #expect(manifest.modules.map(\.name) == ["A", "CB", "C", "d"])
        #expect(manifest.modules.map(\.room) == ["Low", "Low", "Low", "High"])
        #expect(manifest.modules.map(\.dependencies) == [[], [], ["CB", "Big"], ["A", "C"]])
        #expect(manifest.modules.map(\.line) == [4, 5, 6, 11])
    }

    @Test func roomsStandInOrder() throws {
        var rooms: [String] = []
        for module in try Manifest().modules where rooms.last != module.room {
            rooms.append(module.room)
        }
        #expect(rooms == Self.rooms, "declare the rooms in this order in Package.swift")
    }

    @Test func noModuleDependsOnALaterOne() throws {
        let modules = try Manifest().modules
        let names = Set(modules.map(\.name))
        var declared: Set<String> = []
        for module in modules {
            for dependency in module.dependencies
            where names.contains(dependency) && !declared.contains(dependency) {
                Issue.record(
                    """
                    Package.swift:\(module.line): \(module.name) depends on \(dependency), which is \
                    declared later: move what \(module.name) needs into a module before it
                    """)
            }
            declared.insert(module.name)
        }
    }

    @Test func everyImportIsDeclared() throws {
        let manifest = try Manifest()
        let names = Set(manifest.modules.map(\.name))
        for module in manifest.modules {
            for found in try manifest.imports(of: module)
            where names.contains(found.module) && !module.dependencies.contains(found.module) {
                Issue.record(
                    """
                    \(found.location): \(module.name) imports \(found.module): add it to the \
                    dependencies at Package.swift:\(module.line), or do without it
                    """)
            }
        }
    }

    @Test func everyDependencyIsImported() throws {
        let manifest = try Manifest()
        for module in manifest.modules {
            let imported = Set(try manifest.imports(of: module).map(\.module))
            for dependency in module.dependencies where !imported.contains(dependency) {
                Issue.record(
                    """
                    Package.swift:\(module.line): no file of \(module.name) imports \
                    \(dependency): remove it from the dependencies
                    """)
            }
        }
    }

    @Test func foldersSayWhatTheyHold() {
        let sources = Manifest.folder.appending(path: "Sources").path
        let vague: Set = ["Common", "Helpers", "Utils"]
        let folders = FileManager.default.enumerator(atPath: sources)
        while let path = folders?.nextObject() as? String {
            if vague.contains((path as NSString).lastPathComponent) {
                Issue.record("Sources/\(path): name the folder after what it holds")
            }
        }
    }
}
