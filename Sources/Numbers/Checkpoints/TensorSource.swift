/// A tensor to be written, whose elements are made when they are asked for.
public struct TensorSource: Sendable {
    /// The name in the file.
    public let name: String
    /// Row-major, outermost first.
    public let shape: [Int]
    /// The elements, row by row; as many as ``shape`` says.
    public let floats: @Sendable () throws(TensorError) -> [Float]

    /// A tensor of this name and shape.
    public init(
        _ name: String, shape: [Int],
        floats: @escaping @Sendable () throws(TensorError) -> [Float]
    ) {
        (self.name, self.shape, self.floats) = (name, shape, floats)
    }

    /// The number of elements: the product of ``shape``.
    public var elementCount: Int { shape.reduce(1, *) }
}
