import CProcess
import Foundation

extension ProgramStart {
    /// Calls `body` with this start as a C struct, valid only inside.
    func withFacts<Result>(_ body: (UnsafePointer<cprocess_start>) -> Result) -> Result {
        let limits = limits.map {
            cprocess_limit(resource: $0.code, soft: $0.soft, hard: $0.hard)
        }
        return withCStrings(arguments) { arguments in
            withCStrings(environment) { environment in
                keptFiles.withUnsafeBufferPointer { kept in
                    limits.withUnsafeBufferPointer { limits in
                        file.withCString { file in
                            folder.withCString { folder in
                                var facts = cprocess_start(
                                    path: file, arguments: arguments, environment: environment,
                                    directory: folder, kept: kept.baseAddress,
                                    kept_count: Int32(kept.count),
                                    limit_count: Int32(limits.count), limits: limits.baseAddress,
                                    user: user ?? 0)
                                return body(&facts)
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Calls `body` with a null-terminated array of C strings, valid only inside.
private func withCStrings<Result>(
    _ strings: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
    let copies = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(
        capacity: strings.count + 1)
    for (index, string) in strings.enumerated() {
        (copies + index).initialize(to: strdup(string))
    }
    (copies + strings.count).initialize(to: nil)
    defer {
        for index in strings.indices { free(copies[index]) }
        copies.deallocate()
    }
    return body(copies)
}
