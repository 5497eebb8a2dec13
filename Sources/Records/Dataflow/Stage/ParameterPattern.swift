/// JSON Schema patterns of a document's parameters.
enum ParameterPattern {
    /// A parameter's name.
    static let name = "^[A-Za-z_][A-Za-z0-9_-]*$"
    /// A string that is a parameter.
    static let reference = #"^\$\{[A-Za-z_][A-Za-z0-9_-]*\}$"#
}
