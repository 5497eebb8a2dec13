public import JSON

/// Functions of the host that templates may call: `{{ pick(topics) }}`.
///
/// A host function takes positional arguments only. A field of the context with the same name
/// hides the function.
public struct TemplateFunctions: Sendable {
    /// Computes a function's result; a thrown error stops the rendering and is reported with the
    /// template's line.
    public typealias Function = @Sendable ([JSON]) throws -> JSON

    /// No functions besides the built-in ones.
    public static let none = TemplateFunctions()

    private var table: [String: Function] = [:]

    /// Creates the set of functions from a table by name.
    public init(_ table: [String: Function] = [:]) {
        self.table = table
    }

    /// The names that a template may call.
    public var names: Set<String> { Set(table.keys) }

    /// The function called `name`.
    public subscript(name: String) -> Function? {
        get { table[name] }
        set { table[name] = newValue }
    }

    /// Returns these functions plus `strftime_now(format)`, which formats the time of `clock`.
    public func withClock(_ clock: @escaping @Sendable () -> CalendarTime) -> TemplateFunctions {
        var extended = self
        extended["strftime_now"] = { arguments in
            guard case .string(let format)? = arguments.first, arguments.count == 1 else {
                throw FunctionFault("strftime_now needs one argument, a format such as '%d %b %Y'")
            }
            return .string(clock().formatted(format))
        }
        return extended
    }
}

/// An error inside a function of this module, which the interpreter reports with the line.
struct FunctionFault: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
