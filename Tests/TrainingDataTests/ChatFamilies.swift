import Chat
import JSON
import Jinja
import TestSupport
import Text

/// A chat template in the manner of a published one, over a small tokenizer with its marks.
struct ChatFamily: Sendable, CustomStringConvertible {
    let name: String
    /// The folder of the tokenizer.
    let tokenizer: String
    /// The control tokens that the template writes.
    let marks: [String]
    let template: String
    /// What the template writes after an answer, up to the end-of-turn token.
    let end: String
    /// What it keeps of an answer.
    var keeps: @Sendable (String) -> String = { $0 }
    var bos: String?
    var eos: String

    var description: String { name }

    /// The encoder, as a loaded model has it.
    func encoder() throws -> ChatEncoder {
        var json = try Fixtures.json("tokenizers/\(tokenizer)/tokenizer.json").object ?? [:]
        let added = json["added_tokens"]?.array ?? []
        let known = Set(added.compactMap { $0["content"]?.string })
        let new = marks.filter { !known.contains($0) }.enumerated().map { index, mark in
            JSON.object([
                "id": .integer(5_000 + index), "content": .string(mark), "special": true,
                "lstrip": false, "rstrip": false, "normalized": false, "single_word": false,
            ])
        }
        json["added_tokens"] = .array(added + new)
        let template = try ChatTemplate(template, bosToken: bos, eosToken: eos)
        let tokenizer = try Tokenizer(tokenizerJSON: .object(json)).knowingTurnEnds(of: template)
        return ChatEncoder(tokenizer: tokenizer, template: template)
    }

    private static func trimmed(_ text: String) -> String {
        String(
            text.trimmingPrefix { $0.isWhitespace }.reversed().trimmingPrefix { $0.isWhitespace }
                .reversed())
    }

    static let chatML = ChatFamily(
        name: "ChatML", tokenizer: "bytebpe_qwen2", marks: ["<|im_start|>", "<|im_end|>"],
        template:
            "{% for m in messages %}{{ '<|im_start|>' + m.role + '\n' + m.content + '<|im_end|>\n' }}"
            + "{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}",
        end: "<|im_end|>", eos: "<|im_end|>")

    static let defaultSystem = ChatFamily(
        name: "a default system message", tokenizer: "bytebpe_llama3",
        marks: ["<|im_start|>", "<|im_end|>"],
        template: "{% for m in messages %}{% if loop.first and m.role != 'system' %}"
            + "<|im_start|>system\nYou help.<|im_end|>\n{% endif %}"
            + "{{ '<|im_start|>' + m.role + '\n' + m.content + '<|im_end|>' + '\n' }}{% endfor %}"
            + "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}",
        end: "<|im_end|>", eos: "<|im_end|>")

    static let llama3 = ChatFamily(
        name: "Llama 3", tokenizer: "bytebpe_llama3",
        marks: ["<|begin_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"],
        template: "{% for m in messages %}{% set c = '<|start_header_id|>' + m.role + "
            + "'<|end_header_id|>\n\n' + m.content | trim + '<|eot_id|>' %}"
            + "{% if loop.first %}{% set c = bos_token + c %}{% endif %}{{ c }}{% endfor %}"
            + "{% if add_generation_prompt %}<|start_header_id|>assistant<|end_header_id|>\n\n{% endif %}",
        end: "<|eot_id|>", keeps: trimmed, bos: "<|begin_of_text|>", eos: "<|end_of_text|>")

    static let gemma = ChatFamily(
        name: "Gemma", tokenizer: "bytebpe_llama3",
        marks: ["<bos>", "<start_of_turn>", "<end_of_turn>"],
        template: "{{ bos_token }}{% if messages[0].role == 'system' %}"
            + "{{ raise_exception('System role not supported') }}{% endif %}"
            + "{% for m in messages %}{% set role = 'model' if m.role == 'assistant' else m.role %}"
            + "{{ '<start_of_turn>' + role + '\n' + m.content | trim + '<end_of_turn>\n' }}{% endfor %}"
            + "{% if add_generation_prompt %}<start_of_turn>model\n{% endif %}",
        end: "<end_of_turn>", keeps: trimmed, bos: "<bos>", eos: "<|end_of_text|>")

    static let mistral = ChatFamily(
        name: "Mistral", tokenizer: "spm_bpe_bytefallback", marks: [],
        template: "{{ bos_token }}{% for m in messages %}{% if m.role == 'user' %}"
            + "{{ '[INST] ' + m.content + ' [/INST]' }}{% elif m.role == 'assistant' %}"
            + "{{ ' ' + m.content + eos_token }}{% endif %}{% endfor %}",
        end: "</s>", bos: "<s>", eos: "</s>")

    static let llama2 = ChatFamily(
        name: "a space before the end", tokenizer: "spm_bpe_bytefallback", marks: [],
        template: "{% for m in messages %}{% if m.role == 'user' %}"
            + "{{ bos_token + '[INST] ' + m.content.strip() + ' [/INST]' }}{% else %}"
            + "{{ ' ' + m.content.strip() + ' ' + eos_token }}{% endif %}{% endfor %}",
        end: " </s>", keeps: trimmed, bos: "<s>", eos: "</s>")

    static let phi3 = ChatFamily(
        name: "Phi-3", tokenizer: "spm_bpe_bytefallback",
        marks: ["<|system|>", "<|user|>", "<|assistant|>", "<|end|>"],
        template: "{% for m in messages %}{{ '<|' + m.role + '|>\n' + m.content + '<|end|>\n' }}"
            + "{% endfor %}{% if add_generation_prompt %}<|assistant|>\n{% endif %}",
        end: "<|end|>", eos: "</s>")

    static let thinking = ChatFamily(
        name: "thinking that is dropped", tokenizer: "bytebpe_qwen2",
        marks: ["<|im_start|>", "<|im_end|>"],
        template: "{% for m in messages %}{% set c = m.content %}"
            + "{% if m.role == 'assistant' and '</think>' in c and not loop.last %}"
            + "{% set c = c.split('</think>')[-1].lstrip('\n') %}{% endif %}"
            + "{{ '<|im_start|>' + m.role + '\n' + c + '<|im_end|>\n' }}{% endfor %}"
            + "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}",
        end: "<|im_end|>", eos: "<|im_end|>")

    static let all = [
        chatML, defaultSystem, llama3, gemma, mistral, llama2, phi3, thinking,
    ]
}
