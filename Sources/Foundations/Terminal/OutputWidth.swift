#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The width for which standard output is laid out.
public enum OutputWidth {
    /// Columns of the terminal that standard output is connected to; elsewhere the number in
    /// `COLUMNS`, or 100.
    public static var columns: Int {
        if let columns = TerminalWindow.columns(of: STDOUT_FILENO) { return columns }
        let given = getenv("COLUMNS").flatMap { Int(String(cString: $0)) }
        return given.map { max(20, min($0, 1_000)) } ?? 100
    }
}
