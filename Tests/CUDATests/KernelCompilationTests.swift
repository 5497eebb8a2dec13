import CUDA
import Testing

/// Every kernel is compiled for three generations: NVRTC needs no GPU.
@Suite(.enabled(if: Compiler.found != nil, "\(Compiler.absence)"))
struct KernelCompilationTests {
    static let architectures = [
        Architecture(8, 0), Architecture(9, 0, suffix: "a"), Architecture(12, 0),
    ]

    @Test(arguments: architectures, KernelProgram.all.map(\.name))
    func `a program compiles without a warning, a spill or a stack`(
        architecture: Architecture, name: String
    ) throws {
        let program = try #require(KernelProgram.all.first { $0.name == name })
        let nvrtc = try #require(Compiler.found)
        let compiler = KernelCompiler(
            nvrtc, for: architecture, further: ["--ptxas-options=-v"])
        let compiled = try compiler.compile(program)
        #expect(compiled.image.starts(with: [0x7f, 0x45, 0x4c, 0x46]), "a cubin is an ELF file")
        #expect(!compiled.log.contains("warning"), "\(compiled.log)")
        // What the compiler calls warpgroup products that it makes wait for each other.
        #expect(!compiled.log.contains("Potential Performance Loss"), "\(compiled.log)")

        let reports = ResourceReport.all(in: compiled.log)
        #expect(Set(reports.map(\.kernel)) == Set(program.kernels))
        for report in reports {
            #expect(report.spillBytes == 0, "\(report.kernel) spills")
            #expect(report.stackBytes == 0, "\(report.kernel) has a stack")
            #expect((1...255).contains(report.registers), "\(report.kernel)")
            #expect(report.sharedBytes <= 48 << 10, "\(report.kernel)")
            print(
                "\(architecture) \(report.kernel): \(report.registers) registers, "
                    + "\(report.sharedBytes) bytes of static shared memory")
        }
    }

    @Test func `a spill is seen`() throws {
        let nvrtc = try #require(Compiler.found)
        let compiler = KernelCompiler(
            nvrtc, for: Architecture(8, 0),
            further: ["--ptxas-options=-v", "--maxrregcount=24"])
        let compiled = try compiler.compile(Self.greedy)
        let reports = ResourceReport.all(in: compiled.log)
        #expect(reports.map(\.kernel) == ["greedy"])
        #expect((reports.first?.spillBytes ?? 0) > 0, "\(compiled.log)")
    }

    /// A kernel that keeps more values than it may have registers.
    private static let greedy = KernelProgram(
        name: "greedy.cu",
        text: """
            extern "C" __global__ void greedy(float *y, const float *x, int n) {
                float kept[48];
            #pragma unroll
                for (int i = 0; i < 48; i++) kept[i] = x[threadIdx.x * 48 + i];
                for (int k = 0; k < n; k++)
            #pragma unroll
                    for (int i = 0; i < 48; i++) kept[i] = kept[i] * kept[(i + 1) % 48] + kept[(i + 7) % 48];
            #pragma unroll
                for (int i = 0; i < 48; i++) y[threadIdx.x * 48 + i] = kept[i];
            }
            """)

    @Test func `a mistake is reported with file and line`() throws {
        let nvrtc = try #require(Compiler.found)
        let compiler = KernelCompiler(nvrtc, for: Architecture(9, 0))
        let program = KernelProgram(
            name: "wrong.cu", text: "#include \"part.cuh\"\n",
            headers: [("part.cuh", "\n\nint x = nothing;\n")])
        let found = message { _ = try compiler.compile(program) }
        #expect(found.hasPrefix("wrong.cu does not compile for sm_90\n"))
        #expect(found.contains("part.cuh(3)"), "\(found)")
    }

    @Test func `code is made for a GPU's generation, or the nearest older one of its family`()
        throws
    {
        let nvrtc = try #require(Compiler.found)
        #expect(try nvrtc.target(for: Architecture(9, 0)) == Architecture(9, 0, suffix: "a"))
        #expect(try nvrtc.target(for: Architecture(9, 7)) == Architecture(9, 0))
        #expect(message { _ = try nvrtc.target(for: Architecture(99, 0)) }.contains("sm_990"))
    }
}
