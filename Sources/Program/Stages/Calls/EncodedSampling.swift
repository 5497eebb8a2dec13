package import Compute

/// Sampling options with their JSON, which a stage encodes once for the keys of all its calls.
package struct EncodedSampling: Sendable {
    package let options: SamplingOptions
    let bytes: [UInt8]

    package init(_ options: SamplingOptions) {
        self.options = options
        bytes = options.json.encoded()
    }
}
