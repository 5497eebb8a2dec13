import JSON

/// The results of `doctor --device`.
struct DoctorReport {
    let operations: DeviceTrialReport
    let speed: SpeedReport
    var models: [ModelTrialReport] = []

    /// Whether everything is right.
    var isRight: Bool { operations.isRight && models.allSatisfy(\.isRight) }

    /// The text on operations and their speed, complete before whole models run.
    var text: String { operations.text + "\n\n" + speed.text }

    var json: JSON {
        var object = operations.json.object ?? [:]
        object["right"] = .bool(isRight)
        object["speed"] = speed.json
        if !models.isEmpty { object["models"] = .array(models.map(\.json)) }
        return .object(object)
    }
}
