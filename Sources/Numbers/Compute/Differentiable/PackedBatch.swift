/// Documents one after another, without padding and without seeing each other.
///
/// A document is a shared beginning and any number of branches: every token of a branch sees the
/// beginning and its own branch up to itself. A conversation is a beginning without branches; a
/// prompt with a chosen and a rejected answer is a beginning with two.
package struct PackedBatch: Sendable {
    /// Consecutive rows that see one part of an earlier range and themselves, causally.
    package struct Span: Sendable, Equatable {
        /// Rows of the batch.
        package let rows: Range<Int>
        /// Rows before them that each of them sees; empty for the beginning of a document.
        package let prefix: Range<Int>

        package init(rows: Range<Int>, prefix: Range<Int>) {
            (self.rows, self.prefix) = (rows, prefix)
        }
    }

    package private(set) var tokens: [Int32] = []
    /// Each row's position in its sequence, from 0; branches go on where the beginning ends.
    package private(set) var positions: [Int] = []
    /// Length of each row's longest sequence, which decides between short and long rotations.
    package private(set) var lengths: [Int] = []
    /// In the order of their rows.
    package private(set) var spans: [Span] = []
    /// Indices in ``spans`` of each document.
    package private(set) var documents: [Range<Int>] = []
    /// Rows whose contributions to a gradient are summed before they are added to it: at most
    /// ``blockLength`` consecutive rows of one document.
    ///
    /// Gradients are sums over the blocks of a step in order, so their bits don't depend on which
    /// documents are computed together.
    package private(set) var blocks: [Range<Int>] = []

    /// Most rows of a block.
    package static let blockLength = 256

    package init() {}

    package var rowCount: Int { tokens.count }

    /// Adds a document; returns its first row.
    @discardableResult
    package mutating func add(_ beginning: [Int32], branches: [[Int32]] = []) -> Int {
        let first = tokens.count
        let firstSpan = spans.count
        let longest = beginning.count + (branches.map(\.count).max() ?? 0)
        append(beginning, from: 0, prefix: first..<first, length: longest)
        let prefix = first..<first + beginning.count
        for branch in branches {
            append(branch, from: beginning.count, prefix: prefix, length: longest)
        }
        documents.append(firstSpan..<spans.count)
        for start in stride(from: first, to: tokens.count, by: Self.blockLength) {
            blocks.append(start..<min(start + Self.blockLength, tokens.count))
        }
        return first
    }

    private mutating func append(
        _ ids: [Int32], from position: Int, prefix: Range<Int>, length: Int
    ) {
        guard !ids.isEmpty else { return }
        spans.append(Span(rows: tokens.count..<tokens.count + ids.count, prefix: prefix))
        tokens += ids
        positions += position..<position + ids.count
        lengths += Array(repeating: length, count: ids.count)
    }
}
