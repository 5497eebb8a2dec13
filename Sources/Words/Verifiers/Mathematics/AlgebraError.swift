/// The reason why an expression has no exact form; the answer is then compared as text.
enum AlgebraError: Error {
    /// A number or a sum exceeds a size limit.
    case tooLarge
    /// A denominator is zero.
    case divisionByZero
    /// The text is no expression.
    case notAnExpression
}
