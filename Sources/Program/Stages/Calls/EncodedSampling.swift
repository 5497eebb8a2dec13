import Compute

/// Sampling options with their JSON, which a stage encodes once for the keys of all its calls.
struct EncodedSampling: Sendable {
    let options: SamplingOptions
    let bytes: [UInt8]

    init(_ options: SamplingOptions) {
        self.options = options
        bytes = options.json.encoded()
    }
}
