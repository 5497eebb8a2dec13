extension StoredTensor {
    /// All elements as floats, row by row.
    ///
    /// - Throws: ``TensorError/unreadableType(path:tensor:type:)`` if ``type`` has no decoder.
    public func floats() throws(TensorError) -> [Float] {
        try floats(rows: 0..<rowCount)
    }

    /// The elements of some rows as floats.
    ///
    /// - Precondition: `rows` are within ``rowCount``.
    /// - Throws: ``TensorError/unreadableType(path:tensor:type:)`` if ``type`` has no decoder.
    public func floats(rows: Range<Int>) throws(TensorError) -> [Float] {
        let decode = try rowDecoder()
        check(rows)
        let count = rows.count * rowLength
        return Array(unsafeUninitializedCapacity: count) { buffer, initialized in
            write(rows, to: UnsafeMutableBufferPointer(rebasing: buffer[..<count]), decode)
            initialized = count
        }
    }

    /// Writes the elements of some rows as floats into memory that the caller owns.
    ///
    /// - Precondition: `rows` are within ``rowCount`` and `destination` has room for exactly them.
    /// - Throws: ``TensorError/unreadableType(path:tensor:type:)`` if ``type`` has no decoder.
    public func copyFloats(
        rows: Range<Int>,
        to destination: UnsafeMutableBufferPointer<Float>
    ) throws(TensorError) {
        check(rows)
        precondition(destination.count == rows.count * rowLength, "the destination's size is wrong")
        write(rows, to: destination, try rowDecoder())
    }

    private func rowDecoder() throws(TensorError) -> RowDecoder {
        guard let decoder = type.decoder else {
            throw .unreadableType(path: path, tensor: name, type: type)
        }
        return decoder
    }

    private func check(_ rows: Range<Int>) {
        precondition(
            rows.lowerBound >= 0 && rows.upperBound <= rowCount,
            "rows \(rows) of '\(name.clipped)', which has \(rowCount)"
        )
    }

    private func write(
        _ rows: Range<Int>,
        to destination: UnsafeMutableBufferPointer<Float>,
        _ decode: RowDecoder
    ) {
        guard let out = destination.baseAddress, !destination.isEmpty else { return }
        let rowBytes = rowLength / type.blockSize * type.blockBytes
        withBytes { bytes in
            guard let start = bytes.baseAddress else { return }
            decode(out, start + rows.lowerBound * rowBytes, Int64(destination.count))
        }
        guard let rowScales else { return }
        for (line, row) in rows.enumerated() {
            for index in line * rowLength..<(line + 1) * rowLength {
                destination[index] *= rowScales[row]
            }
        }
    }
}
