import Foundation
import Testing

@testable import Hub

@Suite struct RegistryTests {
    @Test func `every standard model can be fetched and says what it is`() throws {
        let registry = ModelRegistry.standard
        #expect(Set(registry.models.map(\.name)).count == registry.models.count)
        for model in registry.models {
            let (_, file) = try #require(registry.base(of: model))
            #expect(!model.license.isEmpty && !model.description.isEmpty)
            #expect(file.bytes > 0 && !file.sources.isEmpty)
            #expect(file.sha256.utf8.count == 64)
            #expect(file.sha256.allSatisfy { "0123456789abcdef".contains($0) })
        }
    }

    @Test func `a head that ships is a safetensors file`() throws {
        for model in ModelRegistry.standard.models {
            guard let head = RewardHeads.embedded[model.name] else { continue }
            let length = head.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
            try #require(length > 0 && length <= head.count - 8)
            #expect(head[8] == UInt8(ascii: "{"))
        }
    }
}
