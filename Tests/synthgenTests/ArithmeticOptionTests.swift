import Models
import Testing

@testable import synthgen

@Suite struct `Options for a model's arithmetic` {
    @Test func `name the scales, and are off by default`() throws {
        #expect(try ModelOptions.parse([]).arithmetic == .native)
        #expect(try ModelOptions.parse(["--fp8"]).arithmetic == .fp8)
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

    @Test func `exclude each other`() {
        for (first, second) in [
            ("--fp8", "--fp8-per-tensor"), ("--float32", "--fp8"),
            ("--float32", "--fp8-per-tensor"),
        ] {
            #expect(
                message([first, second])
                    == "Value to be set with flag '\(second)' had already been set with flag "
                    + "'\(first)'")
        }
    }

    @Test func `take the CPU for 32-bit floats, and refuse a GPU`() throws {
        for flags in [["--float32"], ["--float32", "--device", "cpu"]] {
            #expect(try ModelOptions.parse(flags).device.description == "cpu")
            #expect(try BenchOptions.parse(flags).device.description == "cpu")
        }
        #expect(
            message(["--float32", "--device", "cuda:1"])
                == "--float32 is for the CPU: leave out --device cuda:1")
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
