/// How the rows of queries and keys lie in a file.
package enum RowOrder: Hashable, Sendable {
    /// As in Hugging Face's files.
    case asStored
    /// Of the first `rotated` rows of each head of `head` rows, pairs of rotation are neighbours, as
    /// llama.cpp wants them: row `2i + j` is Hugging Face's row `j · rotated/2 + i`.
    case neighbours(head: Int, rotated: Int)

    /// Rows in Hugging Face's order, of rows as they lie in the file.
    package func restored(_ floats: [Float], rowCount: Int) -> [Float] {
        moved(floats, rowCount) { row, half in 2 * (row % half) + row / half }
    }

    /// Rows as they lie in the file, of rows in Hugging Face's order.
    package func stored(_ floats: [Float], rowCount: Int) -> [Float] {
        moved(floats, rowCount) { row, half in row % 2 * half + row / 2 }
    }

    /// - Parameter source: The row of a head that comes to a row, by half of the rotated ones.
    private func moved(
        _ floats: [Float], _ rowCount: Int, _ source: (Int, Int) -> Int
    ) -> [Float] {
        guard case .neighbours(let head, let rotated) = self else { return floats }
        let width = floats.count / max(1, rowCount)
        var result = floats
        for start in stride(from: 0, to: rowCount, by: head) {
            for row in 0..<rotated {
                let (from, to) = (start + source(row, rotated / 2), start + row)
                result.replaceSubrange(
                    to * width..<(to + 1) * width, with: floats[from * width..<(from + 1) * width])
            }
        }
        return result
    }
}

extension ModelConfiguration {
    /// The order of query and key rows in the model's file.
    package var rotatedRows: RowOrder {
        rotary.isInterleaved
            ? .neighbours(head: headDimension, rotated: rotary.dimensions) : .asStored
    }
}
