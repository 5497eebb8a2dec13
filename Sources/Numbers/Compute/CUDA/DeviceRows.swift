import CUDA

/// Rows of numbers on a GPU, one for each row of a step.
struct DeviceRows {
    let memory: DeviceMemory
    /// Numbers of a row that count.
    let width: Int
    /// Numbers from one row to the next.
    let stride: Int
    /// Bytes of a number: 4 for floats, 2 for bfloat16.
    let size: Int

    /// The first number of a row.
    func row(_ index: Int) -> DevicePointer { DevicePointer(memory, at: index * stride * size) }
}

extension Int {
    /// The least multiple of `step` that is not below this.
    package func rounded(upTo step: Int) -> Int { (self + step - 1) / step * step }
}
