import CKernels

/// Blocks of a gradient's sum in order, in groups whose operands stay in the cache together.
struct BlockGroups {
    let groups: [[ck_rows]]

    /// Rows up to which blocks form a group.
    private static let rowsPerGroup = 4 * PackedBatch.blockLength

    /// - Parameter rows: Of the matrix that the blocks are of.
    init(_ blocks: [Range<Int>], rows: Int) {
        var (groups, group, count) = ([[ck_rows]](), [ck_rows](), 0)
        for block in blocks {
            precondition(block.lowerBound >= 0 && block.upperBound <= rows, "block out of bounds")
            if count + block.count > Self.rowsPerGroup, !group.isEmpty {
                groups.append(group)
                (group, count) = ([], 0)
            }
            group.append(
                ck_rows(begin: Int64(block.lowerBound), end: Int64(block.upperBound)))
            count += block.count
        }
        if !group.isEmpty { groups.append(group) }
        self.groups = groups
    }
}
