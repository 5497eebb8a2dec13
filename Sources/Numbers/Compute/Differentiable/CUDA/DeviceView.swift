import CUDA

/// A rectangle of floats on a GPU, as kernels take it.
struct DeviceView {
    let start: DevicePointer
    /// Floats from one row to the next.
    let stride: Int
    let rows: Int
    let width: Int

    init(_ memory: DeviceMemory, offset: Int = 0, stride: Int, rows: Int, width: Int) {
        start = DevicePointer(memory, at: offset * MemoryLayout<Float>.stride)
        (self.stride, self.rows, self.width) = (stride, rows, width)
    }

    init(_ view: MatrixView) {
        self.init(
            view.matrix.memory,
            offset: view.rows.lowerBound * view.matrix.width + view.columns.lowerBound,
            stride: view.matrix.width, rows: view.rowCount, width: view.width)
    }

    /// Whether no gaps are between its rows.
    var isWhole: Bool { stride == width }
}
