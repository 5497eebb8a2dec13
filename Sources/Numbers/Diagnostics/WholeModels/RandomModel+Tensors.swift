/// The names and shapes of a random model's tensors, in Hugging Face's layout.
extension RandomModel {
    var tensors: [(name: String, shape: [Int])] {
        var all = [("model.embed_tokens.weight", [vocabulary, hidden])]
        if !traits.contains(.tied) { all.append(("lm_head.weight", [vocabulary, hidden])) }
        all += norm("model.norm", hidden)
        for layer in 0..<layers {
            let inside = attention + (traits.contains(.experts) ? experts : feedForward) + norms
            all += inside.map { ("model.layers.\(layer).\($0.0)", $0.1) }
        }
        return all
    }

    private var attention: [(String, [Int])] {
        let (queries, keys) = (heads * headDimension, keyHeads * headDimension)
        var all: [(String, [Int])] = []
        for (name, width) in [("q", queries), ("k", keys), ("v", keys)] {
            all.append(("self_attn.\(name)_proj.weight", [width, hidden]))
            guard traits.contains(.queryKeyValueBias) else { continue }
            all.append(("self_attn.\(name)_proj.bias", [width]))
        }
        all.append(("self_attn.o_proj.weight", [hidden, queries]))
        guard traits.contains(.headNorms) else { return all }
        return all + ["q", "k"].map { ("self_attn.\($0)_norm.weight", [headDimension]) }
    }

    private var feedForward: [(String, [Int])] {
        let gate = traits.contains(.ungated) ? [] : [("mlp.gate_proj.weight", [inner, hidden])]
        return gate + [
            ("mlp.up_proj.weight", [inner, hidden]), ("mlp.down_proj.weight", [hidden, inner]),
        ]
    }

    private var experts: [(String, [Int])] {
        let each = (0..<Self.expertCount).flatMap { expert in
            [("w1", [inner, hidden]), ("w2", [hidden, inner]), ("w3", [inner, hidden])].map {
                ("block_sparse_moe.experts.\(expert).\($0.0).weight", $0.1)
            }
        }
        return [("block_sparse_moe.gate.weight", [Self.expertCount, hidden])] + each
    }

    private var norms: [(String, [Int])] {
        let branches = ["pre_feedforward_layernorm", "post_feedforward_layernorm"]
        let names =
            ["input_layernorm", "post_attention_layernorm"]
            + (traits.contains(.branchNorms) ? branches : [])
        return names.flatMap { norm($0, hidden) }
    }

    private func norm(_ name: String, _ width: Int) -> [(String, [Int])] {
        let bias = traits.contains(.layerNorm) ? [("\(name).bias", [width])] : []
        return [("\(name).weight", [width])] + bias
    }
}
