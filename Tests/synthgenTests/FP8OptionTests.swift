import Models
import Testing

@testable import synthgen

@Suite struct `Options for 8-bit floats` {
    @Test func `name the scales, and are off by default`() throws {
        #expect(try ModelOptions.parse([]).fp8.arithmetic == .native)
        #expect(try ModelOptions.parse(["--fp8"]).fp8.arithmetic == .fp8)
        #expect(try BenchOptions.parse(["--fp8-per-tensor"]).arithmetic == .fp8Tensor)
        #expect(try BenchOptions.parse(["--float32"]).arithmetic == .float32)
    }

    private func message(_ arguments: [String]) -> String {
        do {
            _ = try BenchOptions.parse(arguments)
            return "no error"
        } catch {
            return BenchOptions.message(for: error)
        }
    }

    @Test func `exclude each other and 32-bit floats`() {
        #expect(
            message(["--fp8", "--fp8-per-tensor"])
                == "Value to be set with flag '--fp8-per-tensor' had already been set with flag '--fp8'"
        )
        for flag in ["--fp8", "--fp8-per-tensor"] {
            #expect(
                message(["--float32", flag])
                    == "--float32 and 8-bit floats exclude each other: leave one out")
        }
    }

    @Test func `are one question to doctor, which tries both kinds`() throws {
        func arithmetics(_ flags: String...) throws -> [Arithmetic] {
            try DoctorCommand.parse(["--device", "cuda", "--model", "x"] + flags).arithmetics
        }
        #expect(try arithmetics() == [.native])
        #expect(try arithmetics("--fp8") == [.native, .fp8, .fp8Tensor])
    }

    @Test func `are described in the help of whatever runs models`() {
        let help = RunCommand.helpMessage(columns: 120)
        for line in [
            "  --fp8                   Compute in 8-bit floats on a GPU that has them: less memory,",
            "  --fp8-per-tensor        Like --fp8, with a scale for each weight tensor, not for each",
        ] { #expect(help.contains(line)) }
        #expect(DoctorCommand.helpMessage(columns: 120).contains("--fp8-per-tensor"))
    }
}
