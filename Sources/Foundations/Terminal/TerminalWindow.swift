#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The terminal that standard error is connected to.
enum TerminalWindow {
    /// Whether standard error is a terminal on which lines can be redrawn.
    static var isInteractive: Bool {
        guard isatty(STDERR_FILENO) == 1, let kind = getenv("TERM") else { return false }
        return String(cString: kind) != "dumb"
    }

    /// Width in columns; 80 if unknown.
    static var columns: Int { columns(of: STDERR_FILENO) ?? 80 }

    /// Width in columns of the terminal that a descriptor is connected to; nil if there is none.
    static func columns(of descriptor: Int32) -> Int? {
        var size = winsize()
        let isKnown = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        return isKnown ? Int(size.ws_col) : nil
    }

    /// Height in lines; 24 if unknown.
    static var rows: Int {
        var size = winsize()
        let isKnown = ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_row > 0
        return isKnown ? Int(size.ws_row) : 24
    }

    static func write(_ text: String) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let written = bytes.withUnsafeBytes {
                Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count)
            }
            guard written > 0 else { return }
            bytes = bytes.dropFirst(written)
        }
    }
}
