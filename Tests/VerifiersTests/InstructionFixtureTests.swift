import JSON
import TestSupport
import Testing
import Verifiers

@Suite(.enabled(if: Fixtures.has("verify/ifeval.jsonl"), "the fixtures are not here"))
struct `The published verdicts` {
    /// The three checkers that tell languages apart may differ on two rows of a hundred.
    static let tellLanguages: Set<InstructionKind> = [
        .responseLanguage, .englishCapital, .englishLowercase,
    ]

    @Test(arguments: InstructionKind.allCases)
    func `are the checkers' own, strict and loose`(kind: InstructionKind) throws {
        let rows = try Fixtures.jsonLines("verify/ifeval.jsonl").filter {
            $0["instruction_id"]?.string == kind.rawValue
        }
        #expect(!rows.isEmpty)
        var different: [String] = []
        for row in rows {
            let instruction = try Instruction(
                kind, arguments: row["kwargs"]?.object ?? JSONObject())
            let response = try #require(row["response"]?.string)
            for reading in Instruction.Reading.allCases
            where instruction.isFollowed(by: response, reading: reading)
                != row[reading.rawValue]?.bool
            {
                different.append("\(row["id"]?.string ?? "") \(reading)")
            }
        }
        let allowed = Self.tellLanguages.contains(kind) ? 2 * rows.count * 2 / 100 : 0
        #expect(different.count <= allowed, "\(different)")
    }

    @Test func `come with the table of conflicts that is here`() throws {
        let table = try #require(try Fixtures.json("verify/ifeval_conflicts.json")["conflicts"])
        for kind in InstructionKind.allCases {
            let others = try #require(table[kind.rawValue]?.array).compactMap(\.string)
            #expect(Set(others) == Set(kind.conflicts.map(\.rawValue)), "\(kind)")
        }
    }
}
