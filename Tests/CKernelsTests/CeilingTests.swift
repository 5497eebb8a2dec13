import CKernels
import Testing

@Suite struct CeilingTests {
    @Test func `a ceiling's loop counts the multiply-adds of every round`() {
        for loop in [ck_ceiling_int8_dot, ck_ceiling_bf16_dot, ck_ceiling_f32_fma] {
            let one = loop(1)
            #expect(one >= 0)
            #expect(loop(7) == 7 * one)
        }
        // Every CPU has these.
        #expect(ck_ceiling_f32_fma(1) > 0)
    }

    @Test(arguments: [0, 512, 4_096, 12_800])
    func `reading passes over every word once`(bytes: Int) {
        let memory = UnsafeMutableRawPointer.allocate(byteCount: max(1, bytes), alignment: 64)
        defer { memory.deallocate() }
        let words = memory.bindMemory(to: UInt64.self, capacity: bytes / 8)
        var expected: UInt64 = 0
        for index in 0..<bytes / 8 {
            words[index] = UInt64(index) &* 0x9e37_79b9_7f4a_7c15
            expected ^= words[index]
        }
        #expect(ck_ceiling_read(memory, Int64(bytes)) == expected)
    }
}
