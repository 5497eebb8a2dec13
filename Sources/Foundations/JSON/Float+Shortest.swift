extension Float {
    /// The double with the fewest digits that is this float: short in JSON, and the same on every run.
    package var shortestDouble: Double { Double(description) ?? Double(self) }
}
