import JSON

/// Typed, checked reading of a configuration's values; every error names file and key.
struct ConfigurationReader {
    let path: String
    let values: JSON
    /// Put before each key ("llama." in GGUF metadata).
    var prefix = ""
    /// Which keys were asked for, whether they were there or not.
    var log = KeyLog()
    /// The keys that lead to the object that this reads, a dot after each.
    private(set) var keyPath = ""

    init(path: String, values: JSON, log: KeyLog = KeyLog()) {
        (self.path, self.values, self.log) = (path, values, log)
    }

    /// No dimension of a model that fits a machine is larger.
    static let greatest = 1 << 24
    /// No model has more layers, or more experts in one.
    static let mostLayers = 4096

    /// The value at `key`, if there is one; `null` counts as none.
    func value(_ key: String) -> JSON? {
        log.add(keyPath + prefix + key)
        guard let found = values[prefix + key], !found.isNull else { return nil }
        return found
    }

    func has(_ key: String) -> Bool { value(key) != nil }

    /// A count of at least one.
    func count(_ key: String, atMost greatest: Int = Self.greatest) throws -> Int {
        guard let value = value(key) else {
            throw ModelError.missingKey(path: path, key: prefix + key)
        }
        guard let count = value.integer, (1...greatest).contains(count) else {
            throw bad(key, value, "a whole number from 1 to \(greatest)")
        }
        return count
    }

    func count(_ key: String, or fallback: Int) throws -> Int {
        has(key) ? try count(key) : fallback
    }

    /// A finite number above zero.
    func positive(_ key: String) throws -> Double {
        guard let value = value(key) else {
            throw ModelError.missingKey(path: path, key: prefix + key)
        }
        guard let number = value.double, number > 0, number.isFinite else {
            throw bad(key, value, "a number above 0")
        }
        return number
    }

    func positive(_ key: String, or fallback: Double) throws -> Double {
        has(key) ? try positive(key) : fallback
    }

    /// The first of the keys that is there.
    func positive(_ keys: [String], or fallback: Double) throws -> Double {
        guard let key = keys.first(where: has) else { return fallback }
        return try positive(key)
    }

    /// A count, or `nil` if the key is absent or null.
    func optionalCount(_ key: String) throws -> Int? {
        has(key) ? try count(key) : nil
    }

    /// A number above zero, or `nil` if the key is absent or null.
    func optionalPositive(_ key: String) throws -> Double? {
        has(key) ? try positive(key) : nil
    }

    /// A number above zero; `fallback` if the key is absent, `nil` if it is null.
    func optionalPositive(_ key: String, ifAbsent fallback: Double?) throws -> Double? {
        values[prefix + key] == nil ? fallback : try optionalPositive(key)
    }

    /// A whole number of at least zero.
    func natural(_ key: String, or fallback: Int) throws -> Int {
        guard let value = value(key) else { return fallback }
        guard let number = value.integer, (0...Self.greatest).contains(number) else {
            throw bad(key, value, "a whole number from 0 to \(Self.greatest)")
        }
        return number
    }

    /// A list of `count` numbers above zero.
    func factors(_ key: String, count: Int) throws -> [Float] {
        guard let value = value(key) else {
            throw ModelError.missingKey(path: path, key: prefix + key)
        }
        let factors = (value.array ?? []).compactMap(\.double).map { Float($0) }
        guard factors.count == count, factors.allSatisfy({ $0 > 0 && $0.isFinite }) else {
            throw bad(key, value, "a list of \(count) numbers above 0")
        }
        return factors
    }

    func flag(_ key: String, or fallback: Bool) throws -> Bool {
        guard let value = value(key) else { return fallback }
        guard let flag = value.bool else { throw bad(key, value, "true or false") }
        return flag
    }

    func text(_ key: String) throws -> String? {
        guard let value = value(key) else { return nil }
        guard let text = value.string else { throw bad(key, value, "a string") }
        return text
    }

    /// The object at `key`, read with the same care.
    func object(_ key: String) throws(ModelError) -> ConfigurationReader? {
        guard let value = value(key) else { return nil }
        guard value.object != nil else { throw bad(key, value, "an object") }
        var reader = ConfigurationReader(path: path, values: value, log: log)
        reader.keyPath = keyPath + key + "."
        return reader
    }

    func bad(_ key: String, _ value: JSON, _ expected: String) -> ModelError {
        .badValue(
            path: path,
            key: prefix + key,
            found: String(value.text.prefix(60)),
            expected: expected
        )
    }

    func unsupported(_ key: String, _ found: String, _ supported: String) -> ModelError {
        .unsupportedOption(
            path: path,
            key: prefix + key,
            found: found,
            supported: supported,
            remedy: OptionRule.otherCheckpoint
        )
    }
}

/// The keys of a configuration that somebody asked for.
final class KeyLog {
    private(set) var keys: Set<String> = []

    func add(_ key: String) { keys.insert(key) }
}
