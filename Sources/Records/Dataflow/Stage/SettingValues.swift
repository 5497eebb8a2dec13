import JSON

/// The values that a document gives to settings, read through the settings.
///
/// A stage is prepared only after its document has been checked, so required settings are present
/// and every value has its setting's type.
public struct SettingValues: Sendable {
    /// The values by the settings' present names.
    let json: JSONObject

    init(_ json: JSONObject) { self.json = json }

    /// No values, so that every setting has its default.
    public static let none = SettingValues([:])

    /// The value that the document gives, or the setting's default.
    public subscript<Value>(setting: Setting<Value>) -> Value {
        let given = json[setting.name].flatMap(setting.read)
        guard let value = given ?? setting.absent else {
            preconditionFailure("\"\(setting.name)\" is required, and the document was not checked")
        }
        return value
    }

    /// Whether the document gives the setting a value.
    public func gives(_ setting: any StageSetting) -> Bool { json[setting.name] != nil }

    /// Whether the document gives a value to the setting of a name.
    package func givesKey(_ name: String) -> Bool { json[name] != nil }
}
