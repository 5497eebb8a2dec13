import CCUDA
import CUDA
import Checkpoints
import EmulatedGPU
import Foundation
import JSON
import TestSupport
import Testing

@testable import Compute
@testable import Models

private let llama = ModelFixture.first("LlamaForCausalLM", weights: "f32")

/// Checkpoints whose matrices are stored in 8-bit floats, scales beside them.
@Suite(.enabled(if: llama != nil, "no Llama in 32-bit floats in the fixtures"))
struct StoredFP8Tests {
    private static func fixture() throws -> ModelFixture {
        try #require(llama)
    }

    /// What an E4M3 stands for.
    private static func number(_ code: UInt8) -> Float {
        let (exponent, mantissa) = (Int(code >> 3 & 15), Float(code & 7))
        let size = exponent == 0 ? mantissa / 512 : (1 + mantissa / 8) * exp2(Float(exponent - 7))
        return code & 0x80 == 0 ? size : -size
    }

    /// How scales are stored.
    enum Form: CaseIterable {
        case scalar, one, channel

        func shape(_ rows: Int) -> [Int] {
            switch self {
            case .scalar: []
            case .one: [1]
            case .channel: [rows, 1]
            }
        }

        var type: ElementType { self == .channel ? .f32 : .bf16 }
        /// The kind that packs the same codes again.
        var kind: FP8Scales { self == .channel ? .channel : .tensor }
    }

    /// The fixture in 8-bit floats, and the same numbers in 32-bit floats.
    private static func made(
        _ form: Form
    ) throws -> (stored: HandMadeCheckpoint, plain: HandMadeCheckpoint) {
        var plain = try HandMadeCheckpoint(fixture())
        var stored = plain
        stored.config["quantization_config"] = [
            "quant_method": "compressed-tensors", "format": "float-quantized",
            "config_groups": [
                "group_0": [
                    "weights": [
                        "type": "float", "num_bits": 8, "symmetric": true,
                        "strategy": form == .channel ? "channel" : "tensor",
                    ], "targets": ["Linear"],
                ]
            ], "ignore": ["lm_head"], "kv_cache_scheme": nil,
        ]
        let original = try Checkpoint(url: fixture().url)
        for name in plain.matrices {
            let tensor = try original.tensor(name)
            let (floats, width) = (try tensor.floats(), tensor.rowLength)
            let groups = form == .channel ? tensor.rowCount : 1
            let size = floats.count / groups
            let greatest = (0..<groups).map { group in
                floats[group * size..<(group + 1) * size].reduce(0) { max($0, abs($1)) }
            }
            // As they are stored: rounded.
            let bytes = form.type.encode(greatest.map { $0 / 448 })
            let scales: [Float] =
                form.type == .f32
                ? greatest.map { $0 / 448 }
                : stride(from: 0, to: bytes.count, by: 2).map {
                    Float(bitPattern: UInt32(bytes[$0]) << 16 | UInt32(bytes[$0 + 1]) << 24)
                }
            let codes = floats.enumerated().map { index, value in
                cc_to_e4m3(min(448, max(-448, value / scales[index / size])))
            }
            stored.tensors[name] = .init("F8_E4M3", tensor.shape, codes)
            stored.tensors[name + "_scale"] = .init(
                form.type.name, form.shape(tensor.rowCount), bytes)
            stored.tensors[name.replacing(".weight", with: ".input_scale")] = .init(
                .f32, [1], [0.25])
            let widened = codes.enumerated().map { Self.number($1) * scales[$0 / size] }
            plain.tensors[name] = .init(.f32, [tensor.rowCount, width], widened)
        }
        return (stored, plain)
    }

    private static func logits(
        _ checkpoint: HandMadeCheckpoint, _ arithmetic: Arithmetic, on device: ComputeDevice
    ) throws -> [[UInt32]] {
        try checkpoint.write { folder in
            let decoder = try Decoder(url: folder, arithmetic: arithmetic)
            let found = try SingleSequence(decoder, on: device).run([1, 5, 9, 20, 3, 60, 2])
            return found.logits.map { $0.map(\.bitPattern) }
        }
    }

    @Test(arguments: Form.allCases)
    func `a model in 8-bit floats has the bits of the same numbers in 32-bit floats`(
        form: Form
    ) throws {
        let (stored, plain) = try Self.made(form)
        for arithmetic in [Arithmetic.float32, .native] {
            #expect(
                try Self.logits(stored, arithmetic, on: .cpu)
                    == Self.logits(plain, arithmetic, on: .cpu))
        }
        let gpu = try EmulatedGPU.computeDevice()
        for arithmetic in [Arithmetic.native, .fp8, .fp8Tensor] {
            #expect(
                try Self.logits(stored, arithmetic, on: gpu)
                    == Self.logits(plain, arithmetic, on: gpu))
        }
    }

    @Test(arguments: Form.allCases)
    func `on a GPU a matrix gets the scales again with which it was stored`(form: Form) throws {
        let (stored, _) = try Self.made(form)
        let context = try CUDAContext(EmulatedGPU.device())
        let (budget, stream) = (MemoryBudget(of: context, owner: "test"), try context.makeStream())
        try stored.write { folder in
            for layer in try Decoder(url: folder).weights.layers {
                let expected = layer.queryKeyValue.flatMap { $0.stored.rowScales ?? [] }
                let matrix = try DeviceMatrix(layer.queryKeyValue, fp8: form.kind, budget, stream)
                let found = try matrix.scales?.read(expected.count, of: Float.self, on: stream)
                #expect(expected.count == matrix.outputs)
                for (found, expected) in zip(found ?? [], expected) {
                    #expect(abs(found / expected - 1) < 1e-6)
                }
                #expect(found?.count == expected.count)
            }
        }
    }

    private static func error(_ checkpoint: HandMadeCheckpoint) throws -> String {
        try checkpoint.write { folder in
            do {
                _ = try Decoder(url: folder)
                return "no error"
            } catch {
                return "\(error)".replacing(folder.path, with: "MODEL")
            }
        }
    }

    private static let name = "model.layers.0.self_attn.k_proj.weight"
    /// The rows of that matrix.
    private static let rows: Int = {
        let checkpoint = llama.flatMap { try? Checkpoint(url: $0.url) }
        return (try? checkpoint?.tensor(name).rowCount) ?? 1
    }()

    static let badScales: [(HandMadeCheckpoint.Tensor?, String)] = [
        (nil, "has no scale: there is no '\(name)_scale'"),
        (
            .init(.f32, [rows + 1], .init(repeating: 1, count: rows + 1)),
            "has a scale of shape [\(rows + 1)]"
        ),
        (.init(.f32, [0], []), "has a scale of shape [0]"),
        (
            .init(.f32, [1, rows], .init(repeating: 1, count: rows)),
            "has a scale of shape [1, \(rows)]"
        ),
        (.init("I32", [1], [1, 0, 0, 0]), "has a scale of type I32"),
        (.init("F8_E4M3", [1], [0x38]), "has a scale of type F8_E4M3"),
        (.init(.bf16, [], [-1]), "has the scale -1.0 in row 0"),
        (.init(.f32, [1], [.infinity]), "has the scale inf in row 0"),
        (
            .init(.f32, [rows, 1], (0..<rows).map { $0 == rows / 2 ? .nan : 1 }),
            "has the scale nan in row \(rows / 2)"
        ),
    ]

    @Test(arguments: badScales)
    func `a scale that is none is an error that names tensor, file and remedy`(
        scale: HandMadeCheckpoint.Tensor?, problem: String
    ) throws {
        var checkpoint = try Self.made(.one).stored
        checkpoint.tensors[Self.name + "_scale"] = scale
        let text = try Self.error(checkpoint)
        #expect(
            text == """
                MODEL/model.safetensors: tensor '\(Self.name)' is stored in 8-bit floats and \(problem)
                  Expected: '\(Self.name)_scale' of F32, BF16 or F16, one number of at least 0 or \(Self.rows).
                  help: download the checkpoint again, or use the one in BF16 that it was made of
                """)
    }

    @Test func `8-bit floats without a word of their scales are refused, and scales of others too`()
        throws
    {
        var bare = try Self.made(.one).stored
        bare.config["quantization_config"] = nil
        for name in bare.matrices where name.hasSuffix(".weight") {
            bare.tensors[name + "_scale"] = nil
        }
        #expect(try Self.error(bare).contains("is stored in 8-bit floats and has no scale"))
        var beside = try HandMadeCheckpoint(Self.fixture())
        beside.tensors[Self.name + "_scale"] = .init(.f32, [1], [2])
        #expect(try Self.error(beside).contains("no place for a tensor\n  Found: '\(Self.name)_s"))
    }

    static let refused: [(JSON, String)] =
        ["gptq", "awq", "bitsandbytes", "mxfp4", "modelopt", "compressed_tensors"].map {
            (["quant_method": .string($0), "bits": 4], "quant_method\" is \"\($0)\"")
        } + [
            (["load_in_8bit": true], "quant_method\" is missing"),
            (
                ["quant_method": "fp8", "weight_block_size": [128, 128]],
                "weight_block_size\" is [128,128]"
            ),
            (
                ["quant_method": "compressed-tensors", "format": "pack-quantized"],
                "format\" is \"pack-quantized\""
            ),
            (
                ["quant_method": "compressed-tensors", "transform_config": ["R1": [:]]],
                "transform_config\" is {\"R1\":{}}"
            ),
        ]
        + [("type", "int"), ("num_bits", 4), ("strategy", "block"), ("symmetric", false)].map {
            (key: String, value: JSON) in
            (
                [
                    "quant_method": "compressed-tensors", "format": "float-quantized",
                    "config_groups": ["g": ["weights": .object(JSONObject([(key, value)]))]],
                ], "config_groups.g.weights.\(key)\" is \(value.text)"
            )
        }

    @Test(arguments: refused)
    func `another way to store weights is refused by its name`(
        quantization: JSON, problem: String
    ) throws {
        var checkpoint = try Self.made(.one).stored
        checkpoint.config["quantization_config"] = quantization
        let text = try Self.error(checkpoint)
        #expect(
            text.hasPrefix("MODEL: \"quantization_config.\(problem), which is not supported\n"))
        #expect(
            text.hasSuffix(
                "help: use the checkpoint in BF16 that was quantised, or a GGUF file of it"))
    }

    @Test(arguments: ["fbgemm_fp8", "fp8"])
    func `other programs' names for the same are understood`(method: String) throws {
        var checkpoint = try Self.made(.channel).stored
        checkpoint.config["quantization_config"] = [
            "quant_method": .string(method), "activation_scheme": "dynamic",
        ]
        #expect(try Self.error(checkpoint) == "no error")
    }

    @Test(arguments: [JSON.string("fp8"), [], ["quant_method": 3], ["quant_method": nil]])
    func `a description that is none is refused`(quantization: JSON) throws {
        var checkpoint = try Self.made(.one).stored
        checkpoint.config["quantization_config"] = quantization
        #expect(try Self.error(checkpoint).hasPrefix("MODEL: \"quantization_config"))
    }

    /// In the values: only attention's own output is wrong then, which is rounded again.
    @Test(arguments: [Arithmetic.native, .fp8, .fp8Tensor])
    func `a weight that is no number is not hidden by 8-bit floats`(arithmetic: Arithmetic) throws {
        var checkpoint = try HandMadeCheckpoint(Self.fixture())
        let name = "model.layers.0.self_attn.v_proj.weight"
        checkpoint.tensors[name]?.bytes.replaceSubrange(0..<4, with: [0, 0, 0xC0, 0x7F])
        let logits = try Self.logits(checkpoint, arithmetic, on: EmulatedGPU.computeDevice())
        #expect(logits.joined().contains { !Float(bitPattern: $0).isFinite })
    }
}
