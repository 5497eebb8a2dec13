import CKernels
import Models

/// The numbers of a model's attention and of its cache that every row needs.
struct AttentionShape {
    let heads: Int
    let keyHeads: Int
    /// Width of a head.
    let dimension: Int
    /// Dimensions of a head that are rotated.
    let rotary: Int
    let isInterleaved: Bool
    let scale: Float
    let softCap: Float?
    /// Numbers of one block of one layer of the cache.
    let blockStride: Int
    let blockBytes: Int
    /// Bytes of one head in one block.
    let headBytes: Int
    /// Whether the cache holds fp16, as the kernels ask it.
    let isFP16: Int32

    init(_ shape: ModelConfiguration, _ cache: KVCache) {
        heads = shape.headCount
        keyHeads = shape.keyValueHeadCount
        dimension = shape.headDimension
        rotary = shape.rotary.dimensions
        isInterleaved = shape.rotary.isInterleaved
        scale = shape.attention.scale
        softCap = shape.attention.softCap
        blockStride = cache.blockStride
        blockBytes = cache.offset(cache.blockStride)
        headBytes = cache.offset(cache.tile)
        isFP16 = cache.isFP16 ? 1 : 0
    }

    /// Query heads that share a key/value head.
    var group: Int { heads / keyHeads }

    /// Rotates heads that lie side by side to a position.
    func rotate(
        _ vectors: UnsafeMutablePointer<Float>,
        count: Int,
        by angles: (cosines: UnsafePointer<Float>, sines: UnsafePointer<Float>),
        _ isa: ck_isa
    ) {
        ck_rope_f32(
            vectors, Int64(count), Int64(dimension), Int64(rotary), angles.cosines, angles.sines,
            isInterleaved ? 1 : 0, isa)
    }

    /// One row's queries of one group of heads, over the positions that the layer lets it see.
    ///
    /// Which kernel it is depends on the position alone.
    func attend(
        _ queries: UnsafePointer<Float>,
        _ cached: UnsafeRawPointer,
        _ table: UnsafePointer<Int32>,
        position: Int,
        window: Int?,
        into y: UnsafeMutablePointer<Float>,
        scratch: UnsafeMutablePointer<Float>,
        _ isa: ck_isa
    ) {
        let (stride, end) = (Int64(blockStride), Int64(position + 1))
        let (group, size) = (Int64(group), Int64(dimension))
        let first = window.map { max(0, position + 1 - $0) } ?? 0
        guard first > 0 || softCap != nil else {
            ck_attention_f32(
                y, queries, cached, table, stride, end, group, size, scale, scratch, isFP16, isa)
            return
        }
        ck_bounded_attention_f32(
            y, queries, cached, table, stride, Int64(first), end, group, size, scale, softCap ?? 0,
            scratch, isFP16, isa)
    }
}
