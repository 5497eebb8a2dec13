/// Why a remote model gave no reply.
///
/// Texts of the server are cut to a line and stripped of the key.
public enum RemoteError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The server will refuse every call: a key that it does not take, a model that it does not have.
    case refused(model: String, status: Int, message: String)
    /// It failed again and again.
    case gaveUp(model: String, tries: Int, problem: String)
    /// The server refuses this call, though it took others.
    case badRequest(model: String, status: Int, message: String)
    /// The server's filter holds the reply back.
    case filtered(model: String)
    /// A reply that is none of the choices.
    case noChoice(model: String, reply: String)
    /// A reply that is no JSON of the schema.
    case noFit(model: String, reply: String)
    /// What remote models are not asked for.
    case unsupported(model: String, what: String)

    /// What happened and what to do.
    public var description: String {
        switch self {
        case .refused(let model, let status, let message):
            "\(model) refuses calls (\(status)): \(message)\n  help: \(Self.help(for: status))"
        case .gaveUp(let model, let tries, let problem):
            "\(model) gave no answer in \(tries) tries: \(problem)\n"
                + "  help: when the server is well again, the same command goes on"
        case .badRequest(let model, let status, let message):
            "\(model) cannot use this call (\(status)): \(message)"
        case .filtered(let model): "the content filter of \(model) holds the reply back"
        case .noChoice(let model, let reply):
            "the reply of \(model) is none of the choices: \(reply)"
        case .noFit(let model, let reply):
            "the reply of \(model) is no JSON of the schema: \(reply)"
        case .unsupported(let model, let what):
            "\(model) cannot be asked for \(what)\n  help: give the stage a model that runs in this "
                + "process, such as 'smollm2-135m-instruct'"
        }
    }

    private static func help(for status: Int) -> String {
        switch status {
        case 401, 403: "give the model the right \"apiKey\", {\"env\": the name of a variable}"
        case 404: "check \"endpoint\" (it mostly ends in /v1) and \"model\""
        case 300..<400: "give the address that it leads to as \"endpoint\""
        default: "check \"endpoint\", \"model\" and the stage's \"sampling\""
        }
    }
}
