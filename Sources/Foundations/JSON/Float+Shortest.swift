extension Float {
    /// The double of this float's shortest decimal form: short in JSON, and the same on every run.
    package var shortestDouble: Double { Double(description) ?? Double(self) }
}
