import JSON

extension DocumentSource {
    /// Returns the document with the values of the command line set and with values in place of its
    /// parameters, and the problems met.
    func resolved(given: [GivenValue]) -> (source: DocumentSource, problems: [Problem]) {
        var (source, problems) = (self, [Problem]())
        let declared = value[Parameters.key]?.object?.keys ?? []
        var chosen: [(name: String, given: GivenValue)] = []
        for given in given {
            let name = given.parameterName
            if declared.contains(name) || name != given.path {
                chosen.append((name, given))
                continue
            }
            do throws(Problem) {
                source.value = try DocumentEditor(given, in: source).edited()
            } catch {
                problems.append(error)
            }
        }
        guard var parameters = Parameters(of: source) else {
            // With none declared, only `parameters.name` comes here.
            problems += chosen.map { name, given in
                given.problem(
                    "document.unknownParameter", in: source, at: "",
                    "the document declares no parameters",
                    help: "add \"parameters\": {\"\(name)\": …} with a default to it")
            }
            return (source, problems)
        }
        for (name, given) in chosen {
            parameters.set(name, to: given.value(like:)) { code, message, help in
                given.problem(
                    code, in: source, at: "/\(Parameters.key)/\(name)", message, help: help)
            }
        }
        source.value = parameters.substituted()
        return (source, problems + parameters.problems)
    }

    /// Returns an included document with the values that a `pipeline` stage gives its parameters,
    /// and the problems met.
    func resolved(
        by stage: StageDeclaration
    ) -> (source: DocumentSource, problems: [Problem]) {
        let given = stage.values[Parameters.key]?.object ?? [:]
        guard var parameters = Parameters(of: self) else {
            guard let name = given.keys.first else { return (self, []) }
            let problem = stage.problem(
                "document.unknownParameter", key: "\(Parameters.key)/\(name)",
                "'\(path)' declares no parameters",
                help: "add \"parameters\": {\"\(name)\": …} with a default to it")
            return (self, [problem])
        }
        for (name, value) in given.pairs {
            parameters.set(name, to: { _ in value }) { code, message, help in
                stage.problem(code, key: "\(Parameters.key)/\(name)", message, help: help)
            }
        }
        var source = self
        source.value = parameters.substituted()
        return (source, parameters.problems)
    }
}

extension GivenValue {
    /// The path without `parameters.` before it.
    fileprivate var parameterName: String {
        let prefix = Parameters.key + "."
        return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path
    }
}
