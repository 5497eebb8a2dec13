package import Compute

extension DecoderParameters {
    /// Every tensor of the checkpoint with its trained values, in Hugging Face's form, read from the
    /// device when its floats are asked for; adapters are not among them.
    package func tensors(on backend: any DifferentiableBackend) -> [NamedFloats] {
        let own = Set(adapters.map(ObjectIdentifier.init))
        return all.filter { !own.contains(ObjectIdentifier($0)) }
            .flatMap { $0.tensors(on: backend) }
    }

    /// The adapters' tensors, named as ``addAdapters(_:seed:given:on:)`` says.
    package func adapterTensors(on backend: any DifferentiableBackend) -> [NamedFloats] {
        adapters.flatMap { $0.tensors(on: backend) }
    }
}

extension Parameter {
    /// The tensors of the checkpoint that the value holds.
    package func tensors(on backend: any DifferentiableBackend) -> [NamedFloats] {
        parts.map { part in
            NamedFloats(name: part.name, shape: part.shape) {
                try self.floats(part, of: self.value, on: backend)
            }
        }
    }
}
