import Hashing

/// The random numbers of stages and templates.
typealias SeededStream = Hashing.SeededStream
