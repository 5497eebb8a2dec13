import ArgumentParser
import Checkpoints
import Compute
import Formatting
import Foundation
import Hub
import JSON
import Models
import Terminal
import Text

struct ModelsInfoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info",
        abstract: "Says what a model is and whether this program can run it.",
        discussion: """
            Exits with 1 if the model cannot run, and lists the reasons.

              synthgen models info smollm2-135m-instruct
            """)

    @Argument(
        help: "A name of `models list`, hf:owner/repo, a .gguf file or a Hugging Face folder.")
    var source: String

    @Flag(help: "Read all files and compare their digests with the expected ones.")
    var verify = false

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let store = ModelStore(cache: ModelStore.defaultCache())
        let resolved = try store.resolve(source)
        if verify, try !store.verify(source) {
            printError("note: no digest of '\(source)' is known, so nothing was compared")
        }
        let report = ModelReport(try Checkpoint(url: resolved.url))
        let (tokenizer, problem) = tokenizer(at: resolved.url)
        let problems = report.problems + [problem].compactMap(\.self)
        if json {
            var facts = facts(of: resolved, rated: report.rated)
            for (key, value) in report.facts.pairs { facts[key] = value }
            facts["chat_template"] = .bool(tokenizer?.chatTemplate != nil)
            facts["problems"] = .array(problems.map(JSON.string))
            facts["supported"] = .bool(problems.isEmpty)
            print(JSON.object(facts).pretty())
        } else {
            let license = resolved.license.map { [("license", $0)] } ?? []
            let template = [("chat template", tokenizer?.chatTemplate == nil ? "none" : "yes")]
            let commit = resolved.commit.map { [("commit", $0)] } ?? []
            let rated = resolved.headBytes == nil ? report.rated : RewardHead.helpSteer
            let head = rated.map { [("rewards", $0.joined(separator: ", "))] } ?? []
            for (name, value) in license + commit + report.lines + template + head {
                print(name.padding(toLength: 18, withPad: " ", startingAt: 0) + value)
            }
            print("")
            print(problems.isEmpty ? "This program can run it." : "This program cannot run it:")
            for problem in problems { print("\n" + problem) }
        }
        if !problems.isEmpty { throw ExitCode.failure }
    }

    private func facts(of model: ResolvedModel, rated: [String]?) -> JSONObject {
        [
            "name": .string(model.name),
            "license": model.license.map(JSON.string) ?? .null,
            "commit": model.commit.map(JSON.string) ?? .null,
            "reward_head": .bool(model.headBytes != nil || rated != nil),
        ]
    }

    private func tokenizer(at url: URL) -> (Tokenizer?, problem: String?) {
        do {
            return (try Tokenizer(modelAt: url), nil)
        } catch {
            return (nil, "\(error)")
        }
    }
}

extension ModelReport {
    /// Bytes of the KV cache for one token on a CPU; nil if the checkpoint cannot be run, since no
    /// tensor then confirms the configured shape, which may be of any size.
    private var cacheBytesPerToken: Int? {
        isSupported ? configuration.map { KVCache.bytesPerToken($0) } : nil
    }

    /// The report for programs.
    fileprivate var facts: JSONObject {
        var facts: JSONObject = [
            "path": .string(path), "format": .string(format),
            "architecture": .string(architecture),
            "parameters": .integer(parameterCount),
            "tensor_types": .object(
                JSONObject(tensorKinds.map { ($0.type.name, .integer($0.count)) })),
            "weight_bytes": .integer(weightBytes),
            "unread_keys": .array(unreadKeys.map(JSON.string)),
            "fingerprint": fingerprint.map(JSON.string) ?? .null,
        ]
        guard let shape = configuration else { return facts }
        let counts: JSONObject = [
            "layers": .integer(shape.layerCount), "hidden_size": .integer(shape.hiddenSize),
            "heads": .integer(shape.headCount),
            "key_value_heads": .integer(shape.keyValueHeadCount),
            "head_dimension": .integer(shape.headDimension),
            "feed_forward_size": .integer(shape.feedForwardSize),
            "vocabulary": .integer(shape.vocabularySize),
            "context_length": .integer(shape.contextLength),
            "cache_bytes_per_token": cacheBytesPerToken.map(JSON.integer) ?? .null,
            "options": .object(
                JSONObject(shape.options.map { (Self.words($0.name, "_"), .string($0.value)) })),
        ]
        for (key, value) in counts.pairs { facts[key] = value }
        return facts
    }

    /// The report for people: names and values.
    fileprivate var lines: [(String, String)] {
        var lines = [
            ("path", path),
            ("format", format),
            ("architecture", architecture.isEmpty ? "not said" : architecture),
            ("parameters", Format.count(parameterCount)),
            ("weights", Format.bytes(weightBytes)),
        ]
        lines += tensorKinds.map { kind in
            let state = kind.isReadable ? "" : ", cannot be read"
            let tensors = kind.count == 1 ? "tensor" : "tensors"
            return ("  \(kind.type.name)", "\(Format.count(kind.count)) \(tensors)\(state)")
        }
        if let shape = configuration {
            lines += [
                (
                    "shape",
                    "\(shape.layerCount) layers, \(shape.hiddenSize) wide, feed-forward "
                        + "\(shape.feedForwardSize), vocabulary \(Format.count(shape.vocabularySize))"
                ),
                (
                    "heads",
                    "\(shape.headCount), \(shape.keyValueHeadCount) for keys and values, "
                        + "\(shape.headDimension) wide"
                ),
                ("context", "\(Format.count(shape.contextLength)) tokens"),
            ]
            if let bytes = cacheBytesPerToken {
                let whole = Format.bytes(bytes * shape.contextLength)
                let each = Format.bytes(bytes)
                lines.append(("cache", "\(each) a token, \(whole) for the whole context"))
            }
            lines += shape.options.map { (Self.words($0.name, " "), $0.value) }
        }
        if !unreadKeys.isEmpty {
            lines.append(("not read", unreadKeys.joined(separator: ", ")))
        }
        if let fingerprint { lines.append(("fingerprint", fingerprint)) }
        return lines
    }

    /// "logitSoftCap" as "logit soft cap", or with another separator.
    private static func words(_ name: String, _ separator: String) -> String {
        name.reduce(into: "") { $0 += $1.isUppercase ? separator + $1.lowercased() : String($1) }
    }
}
