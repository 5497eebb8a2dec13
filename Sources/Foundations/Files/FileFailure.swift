package import Foundation

/// A system call on a file failed, or the file is of a kind that cannot be used.
package struct FileFailure: Error, Equatable {
    /// The system's error number; 0 if the kind is the problem.
    package let code: Int32
    /// The file or folder.
    package let path: String
    /// What could not be done, as it reads after "cannot": "be opened", "be replaced".
    package let operation: String
    /// What is there instead of a file, if that is the problem.
    package let kind: FileKind?

    /// The system's sentence for the number, or the kind: "it is a pipe".
    package var reason: String {
        kind.map { "it is \($0.name)" } ?? String(cString: strerror(code))
    }

    /// The failure of the call that has just set `errno`.
    package init(path: String, operation: String) {
        (code, kind) = (errno, nil)
        self.path = path
        self.operation = operation
    }

    init(path: String, operation: String, kind: FileKind) {
        (code, self.kind) = (0, kind)
        self.path = path
        self.operation = operation
    }
}

/// What a path leads to.
package enum FileKind: Equatable, Sendable {
    case regular, folder, pipe, device, socket

    package init(mode: mode_t) {
        self =
            switch mode & S_IFMT {
            case S_IFREG: .regular
            case S_IFDIR: .folder
            case S_IFIFO: .pipe
            case S_IFSOCK: .socket
            default: .device
            }
    }

    /// The kind in a sentence.
    package var name: String {
        switch self {
        case .regular: "a file"
        case .folder: "a folder"
        case .pipe: "a pipe"
        case .device: "a device"
        case .socket: "a socket"
        }
    }
}
