import ArgumentParser
import Chat
import Checkpoints
import Formatting
import Foundation
import JSON
import Models
import Terminal
import Text

struct ModelsExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Writes a model as a GGUF file or as a Hugging Face folder.",
        usage: "synthgen models export <model> --folder <folder> | --gguf <file>",
        discussion: """
            The folder has configuration, weights, tokenizer, chat template and generation settings; \
            transformers, vLLM and synthgen load it. The GGUF file is for llama.cpp and synthgen. An \
            adapter is merged in double precision and rounded once.

              synthgen models export smollm2-135m-instruct --folder Models/smollm2
              synthgen models export Models/mine --gguf mine.gguf --type q8_0
              synthgen models export smollm2-135m-instruct+Models/adapter --gguf mine.gguf
            """)

    @Argument(
        help: """
            A name of `models list`, hf:owner/repo, a .gguf file or a Hugging Face folder; \
            +FOLDER behind it is an adapter.
            """)
    var model: String

    @Option(
        help: ArgumentHelp("The GGUF file to write.", valueName: "file"), completion: .file())
    var gguf: String?

    @Option(help: "The Hugging Face folder to write.", completion: .directory)
    var folder: String?

    @Option(
        help: """
            How matrices are stored: bf16, f16 or f32; in GGUF files also q8_0 or q4_1. bf16, if \
            not given.
            """)
    var type: WrittenType = .bf16

    func validate() throws {
        guard (gguf == nil) != (folder == nil) else {
            throw ValidationError("name either --gguf FILE or --folder FOLDER")
        }
        guard folder == nil || !type.isQuantised else {
            throw ValidationError(
                "a Hugging Face folder has bf16, f16 or f32, found --type \(type.rawValue)")
        }
    }

    func run() async throws {
        let written = try await WrittenModel(model)
        if let folder {
            try written.write(folder: URL(filePath: folder), as: type.elementType)
        } else if let gguf {
            if type == .q4_1 {
                printError(
                    "warning: half a step of q4_1 is larger than what a short training moves a "
                        + "weight\n  help: for a trained model use --type q8_0 or bf16")
            }
            try written.write(gguf: gguf, as: type.elementType)
        }
    }
}

struct ModelsMergeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Writes a model with a LoRA adapter's changes added to its weights.",
        discussion: """
            Added in double precision and rounded once, to a Hugging Face folder. The adapter is a folder in \
            PEFT's form. `run` serves it without merging as BASE+ADAPTER.

              synthgen models merge smollm2-135m-instruct Models/adapter --output Models/merged
            """)

    @Argument(
        help: "A name of `models list`, hf:owner/repo, a .gguf file or a Hugging Face folder.")
    var base: String

    @Argument(help: "The adapter's folder.", completion: .directory)
    var adapter: String

    @Option(help: "The folder to write.", completion: .directory)
    var output: String

    @Option(help: "How weights are stored: bf16, f16 or f32. bf16, if not given.")
    var type: WrittenType = .bf16

    func validate() throws {
        guard !type.isQuantised else {
            throw ValidationError(
                "a Hugging Face folder has bf16, f16 or f32, found --type \(type.rawValue)")
        }
    }

    func run() async throws {
        let written = try await WrittenModel(base, adapter: URL(filePath: adapter))
        try written.write(folder: URL(filePath: output), as: type.elementType)
    }
}

/// How a written model's matrices are stored, as a command line names it.
enum WrittenType: String, ExpressibleByArgument, CaseIterable {
    case bf16, f16, f32
    case q8_0, q4_1

    var isQuantised: Bool { self == .q8_0 || self == .q4_1 }

    var elementType: ElementType {
        switch self {
        case .bf16: .bf16
        case .f16: .f16
        case .f32: .f32
        case .q8_0: .q8_0
        case .q4_1: .q4_1
        }
    }
}

/// A model that a command writes in another layout, with its adapter merged.
private struct WrittenModel {
    private let url: URL
    private let name: String
    private let decoder: Decoder
    private let tensors: [TensorSource]

    init(_ source: String, adapter: URL? = nil) async throws {
        let resolved = try await ModelLoader(options: .standard).resolve(source)
        (url, name) = (resolved.url, resolved.name)
        decoder = try Decoder(url: url)
        let own = try decoder.tensors()
        guard let folder = adapter ?? resolved.adapter else {
            tensors = own.map(\.source)
            return
        }
        tensors = try LoRAAdapter(folder: folder).merged(into: own)
    }

    func write(folder: URL, as type: ElementType) throws {
        let writing = Activity("writing \(folder.path)")
        defer { writing.end() }
        try ModelFolder(decoder, at: url, tensors: tensors, as: type).write(to: folder)
        print(folder.path)
    }

    func write(gguf path: String, as type: ElementType) throws {
        let writing = Activity("writing \(path)")
        defer { writing.end() }
        var keys: JSONObject = [:]
        if decoder.checkpoint.ggufMetadata == nil {
            let size = decoder.configuration.vocabularySize
            keys = try GGUFTokenizerKeys(folder: url, vocabularySize: size).keys
        }
        try GGUFModel(decoder, tensors: tensors, tokenizer: keys, name: name, as: type)
            .write(to: path)
        print(path)
    }
}
