/// What is wrong with a Parquet file, and in which column.
struct ParquetFault: Error, Equatable {
    var problem: String
    var column: String?
    var help: String?

    init(_ problem: String, column: String? = nil, help: String? = nil) {
        self.problem = problem
        self.column = column
        self.help = help
    }

    /// Returns the fault with `name` as its column, unless a column is already set.
    func inColumn(_ name: String) -> ParquetFault {
        ParquetFault(problem, column: column ?? name, help: help)
    }
}
