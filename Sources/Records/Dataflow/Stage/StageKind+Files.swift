import Datasets
import Foundation
import JSON

extension StageKind {
    /// The files and folders that a declaration names for reading, each with the key that names it;
    /// file patterns are expanded.
    func files(in declaration: StageDeclaration) -> [(key: String, url: URL)] {
        Self.files(in: declaration.values, settings: allSettings, path: "", of: declaration)
    }

    private static func files(
        in values: JSONObject, settings: [any StageSetting], path: String,
        of declaration: StageDeclaration
    ) -> [(key: String, url: URL)] {
        values.pairs.flatMap { name, value in
            settings.named(name).map {
                files(in: value, of: $0.type, path: path + name, declaration)
            } ?? []
        }
    }

    private static func files(
        in value: JSON, of type: SettingType, path: String, _ declaration: StageDeclaration
    ) -> [(key: String, url: URL)] {
        switch (type, value) {
        case (.file, .string(let name)), (.files, .string(let name)):
            let url = declaration.resolve(name, in: path)
            return ((try? RecordPaths.matching(url)) ?? [url]).map { (path, $0) }
        case (.files, .array(let values)):
            return values.enumerated().flatMap {
                files(in: $0.element, of: .files, path: "\(path)/\($0.offset)", declaration)
            }
        case (.list(let element), .array(let values)):
            return values.enumerated().flatMap {
                files(in: $0.element, of: element, path: "\(path)/\($0.offset)", declaration)
            }
        case (.named(let element), .object(let object)):
            return object.pairs.flatMap {
                files(in: $0.1, of: element, path: "\(path)/\($0.0)", declaration)
            }
        case (.object(let settings), .object(let object)):
            return files(in: object, settings: settings, path: path + "/", of: declaration)
        case (.either(let types), _):
            return types.first { $0.accepts(value) }
                .map { files(in: value, of: $0, path: path, declaration) } ?? []
        default: return []
        }
    }
}
