/// A tensor in a mapped weight file; its bytes are read in place and never copied whole.
///
/// The tensor keeps the file mapped. Its bytes are checked to be in the file and to fit the shape.
public struct StoredTensor: Sendable {
    /// The name in the file.
    public let name: String
    /// The encoding of the elements.
    public let type: ElementType
    /// Row-major, outermost first (GGUF's own order is the reverse); a scalar has no dimensions.
    public let shape: [Int]
    /// The size of the encoded elements.
    public let byteCount: Int
    /// Factor of each row's elements when they are read as floats; `nil` for none.
    public private(set) var rowScales: [Float]?

    private let file: MappedFile
    private let offset: Int

    /// The tensor described by `entry` in `file`, whose bounds the caller has checked.
    init(_ entry: TensorEntry, in file: MappedFile) {
        precondition(entry.offset >= 0 && entry.byteCount <= file.byteCount - entry.offset)
        name = entry.name
        type = entry.type
        shape = entry.shape
        byteCount = entry.byteCount
        offset = entry.offset
        self.file = file
    }

    /// The file that holds the tensor.
    public var path: String { file.path }

    /// The number of elements: the product of ``shape``.
    public var elementCount: Int { shape.reduce(1, *) }

    /// The length of a row: the last dimension, 1 for a scalar.
    public var rowLength: Int { shape.last ?? 1 }

    /// The number of rows: the product of all dimensions but the last, 1 for a vector.
    public var rowCount: Int { shape.dropLast().reduce(1, *) }

    /// Returns this tensor with a scale for each row, which the file stores in another tensor.
    ///
    /// - Precondition: `scales` has ``rowCount`` elements.
    public func scaled(byRow scales: [Float]) -> StoredTensor {
        precondition(scales.count == rowCount, "\(scales.count) scales of \(rowCount) rows")
        var scaled = self
        scaled.rowScales = scales
        return scaled
    }

    /// Calls `body` with the encoded elements, without scales. They have no particular alignment;
    /// the pointer is valid only inside.
    public func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try file.withBytes { (bytes) throws(Failure) -> Result in
            try body(UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + byteCount]))
        }
    }
}

/// A tensor's type, shape and range in a file, as a parser read and checked them.
struct TensorEntry {
    let name: String
    let type: ElementType
    let shape: [Int]
    /// Byte offset from the start of the file.
    let offset: Int
    let byteCount: Int

    var end: Int { offset + byteCount }
}
