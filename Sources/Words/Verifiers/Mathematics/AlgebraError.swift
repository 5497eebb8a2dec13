/// Why an expression has no exact value here; it is then compared as it is written.
enum AlgebraError: Error {
    /// A number or a sum grew past what a short answer needs.
    case tooLarge
    /// Something is divided by zero.
    case divisionByZero
    /// The text is no expression.
    case notAnExpression
}
