/// How an activity is shown. The closures are called often, from any thread, and must not print.
public struct ActivityView: Sendable {
    /// The lines to draw in a terminal of so many columns and rows; nil if nothing is drawn.
    let picture: (@Sendable (_ width: Int, _ height: Int) -> [String])?
    /// Tells how far the activity is, where nothing is drawn; nil to say nothing.
    let tell: Telling?
    /// Whether its last state is shown at its end and stays in view.
    let isKept: Bool

    /// How an activity is told where nothing is drawn.
    enum Telling: Sendable {
        /// A line on standard error.
        case line(@Sendable () -> String)
        /// In a way of its own, such as a line of JSON on standard output.
        case report(@Sendable () -> Void)
    }

    /// A picture on a terminal, and a line elsewhere.
    ///
    /// - Parameters:
    ///   - isKept: Whether the last picture is drawn at the activity's end and stays in view.
    ///   - picture: The lines for a window of so many columns and rows.
    ///   - line: The line, without a line feed.
    public init(
        isKept: Bool = false,
        picture: @escaping @Sendable (_ width: Int, _ height: Int) -> [String],
        line: @escaping @Sendable () -> String
    ) {
        self.picture = picture
        tell = .line(line)
        self.isKept = isKept
    }

    /// An activity that another program follows: nothing is drawn.
    /// - Parameter report: Called every ten seconds and at the end; writes without
    ///   ``Activity/withoutDrawing(isErrorLine:_:)``.
    public init(report: @escaping @Sendable () -> Void) {
        picture = nil
        tell = .report(report)
        isKept = true
    }

    private init() {
        picture = nil
        tell = nil
        isKept = false
    }

    /// Shows nothing, for example while a person types.
    public static let nothing = ActivityView()
}
