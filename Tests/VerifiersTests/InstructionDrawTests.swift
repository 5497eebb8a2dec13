import Hashing
import JSON
import Testing
import Verifiers

/// A draw that depends on a seed alone.
func seededDraw(_ seed: UInt64, prompt: String = "How do owls find mice in the dark?")
    -> InstructionDraw
{
    let stream = Box(SeededStream(seed: seed))
    return InstructionDraw(prompt: prompt) { stream.value.integer(below: $0) }
}

/// A value that closures share.
final class Box<Value> {
    var value: Value
    init(_ value: Value) { self.value = value }
}

@Suite struct `Drawn instructions` {
    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func `can be followed together`(seed: UInt64) throws {
        var draw = seededDraw(seed)
        let drawn = try draw.instructions(4, weights: InstructionKind.allCases.map { ($0, 1) })
        #expect(!drawn.isEmpty)
        for (place, one) in drawn.enumerated() {
            for other in drawn[(place + 1)...] { #expect(one.kind.agrees(with: other.kind)) }
        }
    }

    @Test(arguments: InstructionKind.allCases)
    func `ask in several wordings for what their checker demands`(kind: InstructionKind) throws {
        for seed in 1...30 as ClosedRange<UInt64> {
            var draw = seededDraw(seed)
            let instruction = try draw.instructions(1, weights: [(kind, 1)])[0]
            #expect(instruction.kind == kind)
            #expect(instruction.wordings.count > 1)
            for value in instruction.arguments.values where kind != .repeatPrompt {
                let said = value.array?.compactMap(\.string) ?? [value.shown]
                for wording in instruction.wordings {
                    for part in said { #expect(wording.contains(part), "\(wording)") }
                }
            }
        }
    }

    @Test(arguments: InstructionKind.allCases)
    func `are followed by an answer made for them, and not by another`(
        kind: InstructionKind
    ) throws {
        for seed in 1...30 as ClosedRange<UInt64> {
            var draw = seededDraw(seed)
            let instruction = try draw.instructions(1, weights: [(kind, 1)])[0]
            let (good, bad) = answers(for: instruction)
            #expect(instruction.isFollowed(by: good), "\(instruction.json): \(good)")
            #expect(!instruction.isFollowed(by: bad), "\(instruction.json): \(bad)")
        }
    }

    @Test func `leave out kinds of no weight`() throws {
        var draw = seededDraw(1)
        let drawn = try draw.instructions(5, weights: [(.noComma, 1), (.quotation, 0)])
        #expect(drawn.map(\.kind) == [.noComma])
    }

    @Test func `are the same for the same seed`() throws {
        let weights = InstructionKind.allCases.map { ($0, 1.0) }
        var (one, other) = (seededDraw(7), seededDraw(7))
        let drawn = try one.instructions(3, weights: weights)
        #expect(try other.instructions(3, weights: weights).map(\.json) == drawn.map(\.json))
        #expect(one.wording(of: drawn[0]) == other.wording(of: drawn[0]))
    }

    @Test func `exclude each other or neither`() {
        for one in InstructionKind.allCases {
            #expect(one.conflicts.contains(one))
            for other in InstructionKind.allCases {
                #expect(one.agrees(with: other) == other.agrees(with: one))
            }
        }
    }
}

extension JSON {
    /// As a wording has it: bounds in words.
    fileprivate var shown: String {
        switch self {
        case .integer(let number): "\(number)"
        case .string("less than"): "fewer than"
        case .string(let text) where languages[text] != nil: languages[text] ?? ""
        case .string(let text): text
        default: ""
        }
    }

    private var languages: [String: String] {
        [
            "ar": "Arabic", "bg": "Bulgarian", "bn": "Bengali", "de": "German", "en": "English",
            "es": "Spanish", "fa": "Persian", "fi": "Finnish", "fr": "French", "gu": "Gujarati",
            "he": "Hebrew", "hi": "Hindi", "it": "Italian", "ja": "Japanese", "kn": "Kannada",
            "ko": "Korean", "ml": "Malayalam", "mr": "Marathi", "ne": "Nepali", "pa": "Punjabi",
            "pl": "Polish", "pt": "Portuguese", "ru": "Russian", "sw": "Swahili", "ta": "Tamil",
            "te": "Telugu", "th": "Thai", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese",
        ]
    }
}
