import ArgumentParser
import Compute
import Foundation
import JSON
import Models

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Reports what this machine has, whether it computes correctly, and what is slow.",
        usage: "synthgen doctor [<options>]",
        discussion: """
            Without options, lists what was found, what is missing and how to get it.

            --device tries every operation of the device on random input of awkward sizes and \
            compares it with plain C in 32-bit floats, and a GPU's sampler with the CPU's; --seed \
            repeats a trial. It also measures operations at shapes of real models and marks those \
            that reach less than half of the usual share of what the device can do.

            --model also runs whole models on fixed prompts and compares their log-probabilities \
            with those of the same weights in 32-bit floats on the CPU, and with golden.json and \
            golden.safetensors where these lie beside the model. The table shows the mean and the \
            worst difference over the whole vocabulary, the difference at the text's own tokens, \
            and how often the most likely token is the same. --fp8 measures what \
            8-bit floats cost as well, with both kinds of scales: --fp8 and --fp8-per-tensor of \
            other commands.

            Exits with 1 if something is wrong.

              synthgen doctor
              synthgen doctor --device cuda --model smollm2-135m-instruct
            """)

    @Option(
        help: ArgumentHelp(
            "The device to compare with the reference; cuda:N is a GPU by its number.",
            valueName: "device"))
    var device: DeviceChoice?

    @Option(
        name: .customLong("model"),
        help: ArgumentHelp(
            "A name of `models list`, hf:owner/repo, a .gguf file, a Hugging Face folder, or a "
                + "folder with an index.json of several. May be given several times.",
            valueName: "model"))
    var models: [String] = []

    @Flag(
        help: """
            Run the models in 8-bit floats (E4M3) too, with either kind of scales, on a GPU that \
            has them.
            """)
    var fp8 = false

    @Option(
        help: ArgumentHelp(
            "The seed of the trial's numbers; a random one, if not given.", valueName: "number"))
    var seed: UInt64?

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        guard device == nil else {
            guard !fp8 || !models.isEmpty else {
                throw ValidationError("--fp8 is for whole models: name one with --model")
            }
            return
        }
        guard models.isEmpty, !fp8, seed == nil else {
            throw ValidationError(
                "--model, --fp8 and --seed are for a device: add --device cpu, cuda or auto")
        }
    }

    /// Arithmetics in which whole models run: native, and with `--fp8` all kinds of 8-bit floats.
    var arithmetics: [Arithmetic] {
        [.native] + (fp8 ? FP8Scales.allCases.map { Arithmetic($0) } : [])
    }

    func run() async throws {
        guard let device = try device?.open() else {
            let findings = MachineFindings.all() + GPUFindings.all()
            let lines = findings.flatMap(\.lines).joined(separator: "\n")
            print(json ? JSON.array(findings.map(\.json)).pretty() : lines)
            return
        }
        let tried = try await triedModels()
        if fp8, !device.hasFP8, let first = tried.first {
            throw ComputeError.noFP8(path: first.url.path, device: device.description)
        }
        var report = try DeviceTrial(device: device, seed: seed ?? .random(in: 0..<1 << 32)).run()
        // Printed before models run: an error of one must not lose these results.
        if !json { print(report.text) }
        let trial = ModelTrial(device: device, arithmetics: arithmetics)
        report.models = try tried.map(trial.run)
        if json {
            print(report.json.pretty())
        } else if !tried.isEmpty {
            print("\n" + ModelTrialReport.text(report.models))
        }
        if !report.isRight { throw ExitCode(1) }
    }

    /// Finds all models before anything is tried, so that a wrong name shows at once.
    private func triedModels() async throws -> [TriedModel] {
        let loader = ModelLoader(options: try .standard)
        var tried: [TriedModel] = []
        for source in models {
            tried += try await TriedModel.all(source, resolving: loader.resolve)
        }
        return tried
    }
}
