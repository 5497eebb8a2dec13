import Checkpoints
import Compute
import Foundation
import JSON
import Models
import TestSupport
import Testing
import Training

/// A folder of `fixtures/losses`: a tiny model, losses, and the gradient of every parameter.
struct LossFixture: CustomTestStringConvertible, Sendable {
    let name: String
    var testDescription: String { name }

    static let all = Fixtures.folders(in: "losses").map(LossFixture.init)

    private var path: String { "losses/\(name)" }

    func facts() throws -> JSON { try Fixtures.json("\(path)/losses.json") }

    func has(_ file: String) -> Bool { Fixtures.has("\(path)/\(file)") }

    func tensors(_ file: String) throws -> SafetensorsFile {
        try SafetensorsFile(url: Fixtures.url("\(path)/\(file)"))
    }

    func url(_ file: String) -> URL { Fixtures.url("\(path)/\(file)") }

    /// The policy's model.
    func decoder() throws -> Decoder { try Decoder(url: url("model"), arithmetic: .float32) }
}

extension JSON {
    func ids() -> [Int32] { (array ?? []).compactMap { $0.integer.map(Int32.init) } }
    func doubles() -> [Double] { (array ?? []).compactMap(\.double) }
    func flags() -> [Bool] { (array ?? []).map { $0.integer == 1 } }

    /// The conversations of an object with sequences and loss masks.
    func conversations() throws -> [Conversation] {
        let sequences = try #require(self["sequences"]?.array)
        let masks = try #require(self["loss_mask"]?.array)
        return zip(sequences, masks).enumerated().map { index, pair in
            Conversation(
                name: "sequence \(index)", tokens: pair.0.ids(), isTarget: pair.1.flags())
        }
    }

    /// The pairs of a `preference` object.
    func pairs() throws -> [Preference] {
        let prompts = try #require(self["prompts"]?.array)
        let chosen = try #require(self["chosen"]?.array)
        let rejected = try #require(self["rejected"]?.array)
        return prompts.indices.map {
            Preference(
                name: "pair \($0)", prompt: prompts[$0].ids(), chosen: chosen[$0].ids(),
                rejected: rejected[$0].ids())
        }
    }
}

/// A tiny model in training, with room for all rows of a fixture.
struct TinyTraining {
    let backend: any DifferentiableBackend
    let parameters: DecoderParameters
    let gradient: DecoderGradient

    init(
        backend: any DifferentiableBackend, parameters: DecoderParameters,
        gradient: DecoderGradient
    ) {
        (self.backend, self.parameters, self.gradient) = (backend, parameters, gradient)
    }

    init(
        _ decoder: Decoder, threads: Int = 2, capacity: Int = 256, recomputing: Bool = false,
        thaws: Bool = true
    ) throws {
        backend = CPUDifferentiableBackend(threads: threads)
        parameters = try DecoderParameters(decoder, on: backend)
        if thaws { try parameters.thaw(on: backend) }
        gradient = try DecoderGradient(
            parameters, capacity: capacity, recomputing: recomputing, on: backend)
    }

    /// One pass of a task over examples, without an update.
    func pass(_ task: any TrainingTask, _ examples: [Int]) throws -> StepFigures {
        gradient.beginStep()
        task.begin(examples)
        try task.run(examples, learning: true)
        gradient.endStep()
        return task.end()
    }

    /// Every gradient by its tensor's name.
    func gradients(of given: [Parameter]? = nil) throws -> [String: [Float]] {
        try values(of: given) { $0.gradient }
    }

    func values(
        of given: [Parameter]? = nil, _ matrix: (Parameter) -> FloatMatrix?
    ) throws -> [String: [Float]] {
        var found: [String: [Float]] = [:]
        for parameter in given ?? parameters.all {
            guard let matrix = matrix(parameter) else { continue }
            for part in parameter.parts {
                found[part.name] = try parameter.floats(part, of: matrix, on: backend)
            }
        }
        return found
    }
}

/// The worst element of tensors by name against those of a file: how far it is beyond the larger of
/// an absolute and a relative tolerance.
func expectEqual(
    _ found: [String: [Float]], _ file: SafetensorsFile, prefix: String = "",
    absolute: Double = 1e-5, relative: Double = 1e-4,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let names = file.names.filter { $0.hasPrefix(prefix) }
    #expect(!names.isEmpty, sourceLocation: sourceLocation)
    for name in names {
        let expected = try #require(file.tensors[name]).floats()
        let values = try #require(
            found[String(name.dropFirst(prefix.count))], "no gradient \(name)",
            sourceLocation: sourceLocation)
        #expect(values.count == expected.count, sourceLocation: sourceLocation)
        var worst = (excess: 0.0, index: 0)
        for (index, (value, right)) in zip(values, expected).enumerated() {
            let allowed = max(absolute, relative * abs(Double(right)))
            let excess = abs(Double(value) - Double(right)) / allowed
            if !(excess <= worst.excess) { worst = (excess, index) }
        }
        #expect(
            worst.excess <= 1,
            "\(name)[\(worst.index)]: \(values[worst.index]), not \(expected[worst.index])",
            sourceLocation: sourceLocation)
    }
}

/// Whether two numbers agree to a relative tolerance.
func isClose(_ value: Double, _ right: Double, _ tolerance: Double = 1e-5) -> Bool {
    abs(value - right) <= tolerance * max(abs(right), 1e-3)
}
