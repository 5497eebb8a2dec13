public import JSON

/// Functions of the host that templates may call: `{{ pick(topics) }}`.
///
/// They take positional arguments only. A field of the context with the same name hides the
/// function.
public struct TemplateFunctions: Sendable {
    /// What a function does with its arguments; an error it throws stops the rendering, with the
    /// error's text and the template's line.
    public typealias Function = @Sendable ([JSON]) throws -> JSON

    /// No functions besides the built-in ones.
    public static let none = TemplateFunctions()

    private var table: [String: Function] = [:]

    /// The functions of `table`, by name.
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

    /// These functions and `strftime_now(format)`, which tells the time of `clock`.
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

/// A wrong call of a function that this module provides.
struct FunctionFault: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
