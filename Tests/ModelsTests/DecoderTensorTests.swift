import Checkpoints
import Foundation
import JSON
import Models
import TestSupport
import Testing

@Suite struct DecoderTensorTests {
    @Test(arguments: ModelFixture.all)
    func `tensors of a Hugging Face folder are those of its files`(model: ModelFixture) throws {
        let checkpoint = try Checkpoint(url: model.url)
        let decoder = try Decoder(checkpoint)
        let tensors = try decoder.tensors()
        #expect(Set(tensors.map(\.name)) == Set(checkpoint.names))
        #expect(tensors.count == checkpoint.names.count)
        for tensor in tensors {
            let stored = try checkpoint.tensor(tensor.name)
            #expect(tensor.shape == stored.shape)
            #expect(try tensor.floats() == stored.floats(), "\(tensor.name)")
            #expect(tensor.isBias == tensor.name.hasSuffix(".bias"))
        }
        #expect(tensors.first?.role == .embedding)
        #expect(tensors.last?.role == (decoder.configuration.tiesEmbeddings ? .finalNorm : .head))
    }

    @Test func `rows of queries are put back as they were stored`() {
        let order = RowOrder.neighbours(head: 6, rotated: 4)
        let rows = (0..<12).flatMap { [Float($0), Float($0) + 0.5] }
        let stored = order.stored(rows, rowCount: 12)
        #expect(
            stored.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
                == [0, 2, 1, 3, 4, 5, 6, 8, 7, 9, 10, 11])
        #expect(order.restored(stored, rowCount: 12) == rows)
    }
}
