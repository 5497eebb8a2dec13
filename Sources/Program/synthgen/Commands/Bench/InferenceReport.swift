import Diagnostics
import Formatting
import Inference
import JSON
import Terminal

/// The figures of `bench inference`, as a table and as JSON.
struct InferenceReport {
    let model: String
    let threads: Int
    let multiplyAddsPerToken: Int
    let fileBytes: Int
    let promptTokens: Int
    let generated: Int
    let isGreedy: Bool
    let rounds: Int
    var prefills: [(tokens: Int, speed: Double)] = []
    var batches: [BatchFigures] = []
    var ceilings = MachineCeilings(threads: 0)
    /// Peak rates of the GPU, if the model runs on one.
    var gpu: GPUCeilings?
    /// Bytes of the KV cache for a token, used for a GPU's figures.
    var cacheBytesPerToken = 0
    /// Difference of log-probabilities from those in float32, in nats.
    var difference = (mean: 0.0, greatest: 0.0)

    /// Returns multiply-adds with weights in `seconds` as a share of the machine's int8 rate.
    private func share(_ sequences: Int, _ seconds: Double) -> Double {
        guard seconds > 0, ceilings.int8 > 0 else { return 0 }
        return Double(sequences * multiplyAddsPerToken) / seconds / ceilings.int8
    }

    /// Returns the bytes that a GPU must read in a full step, and the multiply-adds of all rows, as
    /// shares of its peak rates. Weights are two bytes each; half of the reply is in the cache on
    /// average.
    private func gpuShares(_ batch: BatchFigures) -> (memory: Double, products: Double)? {
        guard let gpu, batch.step > 0 else { return nil }
        let tokens = batch.sequences * (promptTokens + generated / 2)
        let bytes = Double(2 * multiplyAddsPerToken + tokens * cacheBytesPerToken)
        let products = Double(batch.sequences * multiplyAddsPerToken)
        return (
            bytes / batch.step / gpu.bytesPerSecond,
            products / batch.step / gpu.multiplyAddsPerSecond
        )
    }

    /// Seconds of the model in a full step.
    private func modelTime(_ batch: BatchFigures) -> Double { batch.layers + batch.head }

    var json: JSON {
        .object([
            "model": .string(model), "threads": .integer(threads),
            "instruction_set": .string(MachineCeilings.instructionSet),
            "prompt_tokens": .integer(promptTokens), "generated_tokens": .integer(generated),
            "sampling": .string(isGreedy ? "greedy" : "temperature 1, top-p 0.95"),
            "rounds": .integer(rounds), "multiply_adds_per_token": .integer(multiplyAddsPerToken),
            "file_bytes": .integer(fileBytes),
            "ceilings": .object([
                "int8_multiply_adds_per_second": .double(ceilings.int8.rounded()),
                "bf16_multiply_adds_per_second": .double(ceilings.bf16.rounded()),
                "float32_multiply_adds_per_second": .double(ceilings.float32.rounded()),
                "read_bytes_per_second": .double(ceilings.readSmallPages.rounded()),
                "read_bytes_per_second_huge_pages": .double(ceilings.readHugePages.rounded()),
            ]),
            "prefill": .array(
                prefills.map { length, speed in
                    .object([
                        "tokens": .integer(length), "tokens_per_second": .double(tenths(speed)),
                    ])
                }),
            "decode": .array(batches.map(json)),
            "log_probability_difference": .object([
                "mean": .double(micros(difference.mean)),
                "greatest": .double(micros(difference.greatest)),
            ]),
        ])
    }

    private func json(_ batch: BatchFigures) -> JSON {
        .object([
            "sequences": .integer(batch.sequences),
            "prefill_tokens_per_second": .double(tenths(batch.prefill)),
            "decode_tokens_per_second": .double(tenths(batch.decode)),
            "end_to_end_tokens_per_second": .double(tenths(batch.endToEnd)),
            "first_token_seconds": .object([
                "mean": .double(micros(batch.firstTokenMean)),
                "last": .double(micros(batch.firstTokenLast)),
            ]),
            "step": .object([
                "count": .integer(batch.fullSteps), "seconds": .double(micros(batch.step)),
                "layers": .double(micros(batch.layers)), "head": .double(micros(batch.head)),
                "sampling": .double(micros(batch.sampling)),
                "scheduling": .double(micros(batch.scheduling)),
            ]),
            "share_of_int8_ceiling": .object([
                "model": .double(share4(share(batch.sequences, modelTime(batch)))),
                "step": .double(share4(share(batch.sequences, batch.step))),
            ]),
            "peak_memory_bytes": .integer(batch.peakMemoryInBytes),
            "gpu": gpuShares(batch).map {
                .object([
                    "share_of_memory_rate": .double(share4($0.memory)),
                    "share_of_matrix_rate": .double(share4($0.products)),
                    "host_seconds_per_step": .double(micros(hostTime(batch))),
                ])
            } ?? .null,
        ])
    }

    /// Seconds of the CPU for a step on a GPU: planning it and launching it.
    private func hostTime(_ batch: BatchFigures) -> Double { batch.scheduling + batch.layers }

    private func tenths(_ value: Double) -> Double { (value * 10).rounded() / 10 }
    private func micros(_ value: Double) -> Double { (value * 1e6).rounded() / 1e6 }
    private func share4(_ value: Double) -> Double { (value * 1e4).rounded() / 1e4 }

    var text: String {
        let sampling = isGreedy ? "greedy" : "temperature 1, top-p 0.95"
        var lines = [
            "\(model), \(threads) threads, \(MachineCeilings.instructionSet); prompts of "
                + "\(promptTokens) tokens, \(generated) written, \(sampling); medians of \(rounds)",
            "",
        ]
        for (length, speed) in prefills {
            lines.append(
                "prefill, one prompt of \(length) tokens: \(Int(speed.rounded())) tokens/s")
        }
        lines += [
            "",
            "           tokens/s                     first token, ms  full step, ms"
                + "                       share of",
            "sequences  prefill  decode  end to end  mean      last    step   layers  head  "
                + " sampler  int8 ceiling  peak memory",
        ]
        lines += batches.map(row)
        lines += gpu.map(gpuLines) ?? ["", "ceilings of \(threads) threads:"] + ceilingLines
        lines += [
            "\((Double(multiplyAddsPerToken) / 1e6).fixed(1)) M multiply-adds a token, "
                + "\(Format.bytes(fileBytes)) of weights",
            "log-probabilities differ from those in 32-bit floats by \(difference.mean.fixed(4)) "
                + "nats on average, \(difference.greatest.fixed(2)) at most",
        ]
        return lines.joined(separator: "\n")
    }

    private func row(_ batch: BatchFigures) -> String {
        func milliseconds(_ seconds: Double) -> String { (seconds * 1e3).fixed(1) }
        let none = batch.fullSteps == 0
        let cells: [(String, Int)] = [
            ("\(batch.sequences)", 9), (batch.prefill.fixed(0), 9),
            (none ? "-" : batch.decode.fixed(0), 8), (batch.endToEnd.fixed(0), 12),
            (milliseconds(batch.firstTokenMean), 10), (milliseconds(batch.firstTokenLast), 10),
            (none ? "-" : milliseconds(batch.step), 8),
            (none ? "-" : milliseconds(batch.layers), 8),
            (none ? "-" : milliseconds(batch.head), 7),
            (none ? "-" : milliseconds(batch.sampling), 9),
            (none ? "-" : (100 * share(batch.sequences, modelTime(batch))).fixed(1) + " %", 14),
            (Format.bytes(batch.peakMemoryInBytes), 13),
        ]
        return cells.map { text, width in
            String(repeating: " ", count: max(1, width - text.count)) + text
        }.joined()
    }

    private var ceilingLines: [String] {
        func giga(_ value: Double) -> String { (value / 1e9).fixed(1) }
        return [
            "  int8 dot products  \(giga(ceilings.int8)) G multiply-adds/s",
            ceilings.bf16 > 0
                ? "  bf16 dot products  \(giga(ceilings.bf16)) G multiply-adds/s"
                : "  bf16 dot products  none on this CPU",
            "  fp32               \(giga(ceilings.float32)) G multiply-adds/s",
            "  memory read        \(giga(ceilings.readSmallPages)) GB/s on small pages, "
                + (ceilings.readHugePages > 0
                    ? "\(giga(ceilings.readHugePages)) GB/s on huge pages" : "no huge pages here"),
        ]
    }

    /// Lines with the GPU's peak rates, and the shares that each prefill and batch reaches.
    private func gpuLines(_ gpu: GPUCeilings) -> [String] {
        func percent(_ share: Double) -> String { (100 * share).fixed(1) + " %" }
        let rate = gpu.multiplyAddsPerSecond
        return [
            "", "\(gpu.device):",
            "  copies    \((gpu.bytesPerSecond / 1e9).fixed(0)) GB/s, read and written",
            "  products  \((rate / 1e12).fixed(1)) T multiply-adds/s of bfloat16 (\(gpu.product))",
        ]
            + prefills.map { length, speed in
                let share = speed * Double(multiplyAddsPerToken) / rate
                return "  prefill of \(length): \(percent(share)) of the products' rate"
            }
            + batches.compactMap { batch in
                gpuShares(batch).map {
                    "  \(batch.sequences) sequences: \(percent($0.memory)) of the copies' rate, "
                        + "\(percent($0.products)) of the products', "
                        + "\((hostTime(batch) * 1e3).fixed(2)) ms of this machine a step"
                }
            }
    }
}
