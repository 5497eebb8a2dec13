import Jinja

/// Who speaks in a turn, by the names that datasets use.
package enum TurnRole {
    private static let roles = [
        "human": "user", "user": "user", "prompter": "user", "gpt": "assistant",
        "chatgpt": "assistant", "assistant": "assistant", "bard": "assistant", "bing": "assistant",
        "model": "assistant", "system": "system", "developer": "system",
    ]

    /// Returns `system`, `user` or `assistant` for the name of a role in any known dataset; nil for
    /// other names.
    package static func named(_ name: String) -> String? { roles[name.lowercased()] }

    /// Returns the role that a chat template is given: one of its own roles as it is, a dataset's
    /// name for one translated (`human`, `gpt`); nil for other names.
    package static func inChat(_ name: String) -> String? {
        ChatTemplate.knows(role: name) ? name : named(name)
    }
}
