import ArgumentParser
import Foundation
import JSON
import Text

struct TokenizeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tokenize",
        abstract: "Turns texts into token ids: JSON lines {\"text\"} in, {\"ids\"} out.",
        usage: "synthgen tokenize --model <model> [<options>]",
        discussion: """
              synthgen tokenize --model smollm2-135m-instruct --input texts.jsonl
            """)

    @Option(help: "A name of `models list`, hf:owner/repo, a .gguf file or a Hugging Face folder.")
    var model: String

    @Option(help: ArgumentHelp("The file to read; - for standard input.", valueName: "file"))
    var input = "-"

    @Flag(help: "Add the tokenizer's begin and end tokens.")
    var addSpecialTokens = false

    @Flag(help: "Let texts spell control tokens such as <|im_end|>; else these are text.")
    var trustControlTokens = false

    func run() async throws {
        let loader = try ModelLoader(options: .standard)
        let tokenizer = try Tokenizer(modelAt: await loader.resolve(model).url)
        var lines = try LineInput(path: input)
        while let line = try lines.next() {
            guard let text = line["text"]?.string else {
                throw lines.fault("expected an object with \"text\", found \(line.text.prefix(80))")
            }
            let ids = tokenizer.encode(
                text, addSpecialTokens: addSpecialTokens, parseSpecialTokens: trustControlTokens)
            printLine(JSON.object(["ids": .array(ids.map { .integer(Int($0)) })]).encoded())
        }
    }
}
