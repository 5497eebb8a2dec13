"""Makes the tiny random models of models/ and gguf_models/ that stand for one architecture each.

    python -m venv venv && venv/bin/pip install torch transformers safetensors gguf numpy
    venv/bin/python Tests/Fixtures/architectures.py

Everything is drawn from fixed seeds; the numbers are transformers' own, in 32-bit floats, without a
key/value cache: every greedy token is that of one pass over all tokens before it.
"""

import copy
import json
import math
import shutil
import warnings
from pathlib import Path

import gguf
import numpy
import torch
from safetensors.numpy import save_file
from transformers import AutoConfig, AutoModelForCausalLM
from transformers.utils import logging

warnings.filterwarnings("ignore")
logging.set_verbosity_error()
logging.disable_progress_bar()
torch.set_num_threads(1)

HERE = Path(__file__).parent
VOCABULARY = 96
SHAPE = dict(
    vocab_size=VOCABULARY, hidden_size=32, num_hidden_layers=2, num_attention_heads=4,
    num_key_value_heads=2, intermediate_size=48, max_position_embeddings=256,
    bos_token_id=1, eos_token_id=2, pad_token_id=0,
)

#: Sets of 6 divisors of 12 rotary dimensions, as a long context checkpoint would learn them.
SHORT = [1.0, 1.02, 1.1, 1.3, 1.5, 1.9]
LONG = [1.1, 1.4, 2.0, 3.1, 4.5, 6.0]

MODELS = {
    "mistral_window": dict(model_type="mistral", head_dim=16, sliding_window=24),
    "mixtral_window": dict(
        model_type="mixtral", head_dim=16, intermediate_size=64, num_local_experts=4,
        num_experts_per_tok=2, sliding_window=20, tie_word_embeddings=False),
    "qwen3_tied": dict(model_type="qwen3", head_dim=16, tie_word_embeddings=True),
    "qwen3_window_yarn": dict(
        model_type="qwen3", head_dim=16, attention_bias=True, use_sliding_window=True,
        sliding_window=24, max_window_layers=1,
        rope_parameters=dict(
            rope_type="yarn", rope_theta=10000.0, factor=4.0,
            original_max_position_embeddings=64)),
    "gemma2": dict(
        model_type="gemma2", num_hidden_layers=3, head_dim=12, query_pre_attn_scalar=20,
        sliding_window=16, attn_logit_softcapping=4.0, final_logit_softcapping=8.0),
    "phi3_window": dict(model_type="phi3", sliding_window=40),
    "phi3_longrope": dict(
        model_type="phi3", num_attention_heads=2, num_key_value_heads=1, original_max_position_embeddings=64,
        rope_parameters=dict(
            rope_type="longrope", rope_theta=10000.0, partial_rotary_factor=0.75,
            short_factor=SHORT, long_factor=LONG)),
    "llama_yarn": dict(
        model_type="llama",
        rope_parameters=dict(
            rope_type="yarn", rope_theta=10000.0, factor=4.0, beta_fast=16.0, beta_slow=2.0,
            attention_factor=1.2, original_max_position_embeddings=64)),
    "llama_linear": dict(
        model_type="llama",
        rope_parameters=dict(rope_type="linear", rope_theta=10000.0, factor=4.0)),
    "gemma": dict(model_type="gemma", head_dim=16, num_key_value_heads=1),
    "qwen3_moe": dict(
        model_type="qwen3_moe", head_dim=12, moe_intermediate_size=24, num_experts=6,
        num_experts_per_tok=3, norm_topk_prob=True, decoder_sparse_step=1),
}
#: Written as GGUF as well: the prompt whose logits are kept, and the matrices' encodings.
GGUF = {
    "mistral_window": ("p50", ["BF16"]), "mixtral_window": ("p50", ["BF16", "Q8_0"]),
    "qwen3_tied": ("p37", ["BF16"]), "gemma2": ("p50", ["BF16"]), "phi3_window": ("p50", ["BF16"]),
    "phi3_longrope": ("p130", ["BF16"]), "gemma": ("p37", ["BF16"]), "qwen3_moe": ("p37", ["BF16"]),
}


def classic(config):
    """The same configuration in the spelling of transformers 4."""
    old = {k: v for k, v in config.items() if k not in ("rope_parameters", "dtype", "layer_types")}
    rope = dict(config["rope_parameters"])
    old["torch_dtype"] = config["dtype"]
    old["rope_theta"] = rope.pop("rope_theta")
    share = rope.pop("partial_rotary_factor", None)
    if share is not None and share != 1.0:
        old["partial_rotary_factor"] = share
    kind = rope.pop("rope_type")
    if config["model_type"] == "phi3" and kind == "longrope":
        rope.pop("original_max_position_embeddings", None)
        rope.pop("factor", None)
    old["rope_scaling"] = None if kind == "default" else {"type": kind, **rope}
    if config["model_type"] == "qwen3":
        old["sliding_window"] = config["sliding_window"] or 4096
    old["transformers_version"] = "4.46.0"
    return old


def randomise(model, seed):
    """Weights that make every part of the model matter."""
    generator = torch.Generator().manual_seed(seed)
    tied = model.config.tie_word_embeddings
    for name, tensor in model.state_dict().items():
        if name == "lm_head.weight" and tied:
            continue
        noise = torch.randn(tensor.shape, generator=generator)
        if "norm" in name:
            centre = 0.0 if model.config.model_type.startswith("gemma") else 1.0
            value = centre + 0.2 * noise
        elif name.endswith("bias"):
            value = 0.3 * noise
        elif "embed" in name:
            value = (0.4 if tied else 1.0) * noise
        else:
            gain = 2.5 if "lm_head" in name else 1.6 if "self_attn" in name else 1.2
            value = gain * noise / math.sqrt(tensor.shape[-1])
        tensor.copy_(value.to(torch.bfloat16).float())


def logits_of(model, ids):
    return model(torch.tensor([ids]), use_cache=False).logits[0]


def greedy(model, prompt):
    ids, margin = list(prompt), math.inf
    for _ in range(24):
        best = logits_of(model, ids)[-1].topk(2)
        margin = min(margin, float(best.values[0] - best.values[1]))
        ids.append(int(best.indices[0]))
    return ids[len(prompt):], margin


def make(name, options):
    """The model and its reference numbers, from the first seed whose greedy paths are clear."""
    config = AutoConfig.for_model(**{**SHAPE, **options})
    model = AutoModelForCausalLM.from_config(
        config, attn_implementation="eager", experts_implementation="eager").float().eval()
    for seed in range(1, 200):
        randomise(model, seed)
        random = torch.Generator().manual_seed(1000 + seed)
        prompts = {
            f"p{length}": [1] + torch.randint(3, VOCABULARY, (length - 1,), generator=random).tolist()
            for length in (5, 37, 50, 130)
        }
        found = {key: greedy(model, ids) for key, ids in prompts.items()}
        if min(margin for _, margin in found.values()) > 4e-3:
            return model, prompts, found
    raise SystemExit(f"{name}: no seed gives clear greedy paths")


def write_model(name, model, prompts, found):
    folder = HERE / "models" / name
    shutil.rmtree(folder, ignore_errors=True)
    copy.deepcopy(model).to(torch.bfloat16).save_pretrained(folder)
    (folder / "generation_config.json").unlink(missing_ok=True)
    config = json.loads((folder / "config.json").read_text())
    old = classic(config)
    (folder / "config.v4.json").write_text(json.dumps(old, indent=1) + "\n")
    golden = {
        "name": name, "architecture": config["architectures"][0], "weights_dtype": "bf16",
        "prompts": prompts, "golden": {},
    }
    tensors, greatest = {}, 0.0
    double = AutoModelForCausalLM.from_pretrained(
        folder, dtype=torch.float64, attn_implementation="eager",
        experts_implementation="eager").eval()
    again = AutoModelForCausalLM.from_config(
        AutoConfig.for_model(**old), dtype=torch.float32, attn_implementation="eager",
        experts_implementation="eager").eval()
    again.load_state_dict(model.state_dict())
    noise = 0.0
    for key, ids in prompts.items():
        out = model(torch.tensor([ids]), use_cache=False, output_hidden_states=True)
        logits = out.logits[0]
        if not torch.equal(logits, logits_of(again, ids)):
            raise SystemExit(f"{name}: config.v4.json is another model")
        noise = max(noise, float((logits - logits_of(double, ids)).abs().max()))
        greatest = max(greatest, float(logits.abs().max()))
        tensors[f"{key}.logits"] = logits.numpy()
        tensors[f"{key}.final_hidden_last"] = out.hidden_states[-1][0, -1].numpy()
        tokens, margin = found[key]
        golden["golden"][key] = {"greedy24": tokens, "greedy_min_margin": margin}
    golden["max_abs_diff_fp32_vs_fp64"] = noise
    (folder / "golden.json").write_text(json.dumps(golden) + "\n")
    save_file({k: numpy.ascontiguousarray(v) for k, v in tensors.items()}, folder / "golden.safetensors")
    return {
        "name": name, "architecture": golden["architecture"], "weights_dtype": "bf16",
        "max_abs_logit": greatest, "fp32_vs_fp64": noise,
        "min_greedy_margin": min(margin for _, margin in found.values()),
    }


ARCHITECTURES = {
    "mistral": gguf.MODEL_ARCH.LLAMA, "mixtral": gguf.MODEL_ARCH.LLAMA,
    "qwen3": gguf.MODEL_ARCH.QWEN3, "gemma2": gguf.MODEL_ARCH.GEMMA2,
    "phi3": gguf.MODEL_ARCH.PHI3, "gemma": gguf.MODEL_ARCH.GEMMA,
    "qwen3_moe": gguf.MODEL_ARCH.QWEN3MOE,
}


def interleaved(weight, heads):
    """Rows of a head's halves as neighbours, the order of llama.cpp's Llama files."""
    rows, columns = weight.shape
    halves = weight.reshape(heads, 2, rows // heads // 2, columns)
    return halves.swapaxes(1, 2).reshape(rows, columns)


def gguf_tensors(model, arch):
    """The tensors under GGUF's names, in GGUF's conventions."""
    config = model.config
    names = gguf.get_tensor_name_map(arch, config.num_hidden_layers)
    for name, tensor in model.state_dict().items():
        if name == "lm_head.weight" and config.tie_word_embeddings:
            continue
        value = tensor.float().numpy()
        if arch == gguf.MODEL_ARCH.LLAMA and "q_proj" in name:
            value = interleaved(value, config.num_attention_heads)
        if arch == gguf.MODEL_ARCH.LLAMA and "k_proj" in name:
            value = interleaved(value, config.num_key_value_heads)
        if config.model_type.startswith("gemma") and name.endswith("norm.weight"):
            value = value + 1
        if name.endswith("experts.gate_up_proj"):
            gate, up = numpy.split(value, 2, axis=1)
            block = name.split(".")[2]
            yield f"blk.{block}.ffn_gate_exps.weight", gate
            yield f"blk.{block}.ffn_up_exps.weight", up
            continue
        if name.endswith("experts.down_proj"):
            yield f"blk.{name.split('.')[2]}.ffn_down_exps.weight", value
            continue
        if name.endswith("mlp.gate.weight"):
            yield f"blk.{name.split('.')[2]}.ffn_gate_inp.weight", value
            continue
        found = names.get_name(name, try_suffixes=(".weight", ".bias"))
        if found is None:
            raise SystemExit(f"no GGUF name for {name}")
        yield found, value
    rope = config.rope_parameters
    if rope["rope_type"] == "longrope":
        yield "rope_factors_long.weight", numpy.array(rope["long_factor"], numpy.float32)
        yield "rope_factors_short.weight", numpy.array(rope["short_factor"], numpy.float32)


def is_encoded(name, value):
    """Whether a tensor is written in the file's encoding: vectors and routers are not."""
    return value.ndim > 1 and "ffn_gate_inp" not in name and "mlp.gate.weight" not in name


def decoded(model, encoding):
    """The model with the matrices that a reader of the file gets."""
    model = copy.deepcopy(model)
    for name, tensor in model.state_dict().items():
        if is_encoded(name, tensor):
            raw = gguf.quants.quantize(tensor.numpy(), encoding)
            tensor.copy_(torch.from_numpy(gguf.quants.dequantize(raw, encoding).copy()))
    return model


def write_gguf(name, model, prompts, key, kind):
    encoding = gguf.GGMLQuantizationType[kind]
    model = decoded(model, encoding)
    config = model.config
    arch = ARCHITECTURES[config.model_type]
    file = f"{name}.{kind}.gguf"
    path = HERE / "gguf_models" / file
    writer = gguf.GGUFWriter(path, gguf.MODEL_ARCH_NAMES[arch])
    head = getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads
    writer.add_context_length(config.max_position_embeddings)
    writer.add_embedding_length(config.hidden_size)
    writer.add_block_count(config.num_hidden_layers)
    writer.add_feed_forward_length(config.intermediate_size)
    writer.add_head_count(config.num_attention_heads)
    writer.add_head_count_kv(config.num_key_value_heads)
    writer.add_layer_norm_rms_eps(config.rms_norm_eps)
    writer.add_vocab_size(config.vocab_size)
    rope = config.rope_parameters
    writer.add_rope_freq_base(rope["rope_theta"])
    writer.add_rope_dimension_count(int(head * rope.get("partial_rotary_factor", 1.0)))
    if head != config.hidden_size // config.num_attention_heads:
        writer.add_key_length(head)
        writer.add_value_length(head)
    if getattr(config, "sliding_window", None):
        writer.add_sliding_window(config.sliding_window)
    if config.model_type == "mixtral":
        writer.add_expert_count(config.num_local_experts)
        writer.add_expert_used_count(config.num_experts_per_tok)
    if config.model_type == "qwen3_moe":
        writer.add_expert_count(config.num_experts)
        writer.add_expert_used_count(config.num_experts_per_tok)
        writer.add_expert_feed_forward_length(config.moe_intermediate_size)
    if config.model_type == "gemma2":
        writer.add_attn_logit_softcapping(config.attn_logit_softcapping)
        writer.add_final_logit_softcapping(config.final_logit_softcapping)
        writer.add_attention_scale(config.query_pre_attn_scalar ** -0.5)
    if rope["rope_type"] == "longrope":
        original = config.original_max_position_embeddings
        factor = config.max_position_embeddings / original
        writer.add_rope_scaling_orig_ctx_len(original)
        writer.add_rope_scaling_attn_factors(math.sqrt(1 + math.log(factor) / math.log(original)))
    for tensor, value in gguf_tensors(model, arch):
        if is_encoded(tensor, value):
            raw = gguf.quants.quantize(numpy.ascontiguousarray(value), encoding)
            writer.add_tensor(tensor, raw, raw_dtype=encoding)
        else:
            writer.add_tensor(tensor, value.astype(numpy.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    logits = logits_of(model, prompts[key]).numpy()
    save_file({"logits": logits}, path.with_suffix(".golden.safetensors"))
    tokens, margin = greedy(model, prompts[key])
    return {"file": file, "ids": prompts[key], "greedy24": tokens, "greedy_min_margin": margin}


def merge(path, key, entries):
    """Puts entries into a list in a file, in place of those of the same name."""
    old = json.loads(path.read_text()) if path.exists() else []
    new = {entry[key] for entry in entries}
    kept = [entry for entry in old if entry[key] not in new]
    path.write_text(json.dumps(kept + entries, indent=1) + "\n")


@torch.no_grad()
def main():
    index, files = [], []
    for name, options in MODELS.items():
        model, prompts, found = make(name, options)
        index.append(write_model(name, model, prompts, found))
        print(json.dumps(index[-1]))
        key, kinds = GGUF.get(name, (None, []))
        files += [write_gguf(name, model, prompts, key, kind) for kind in kinds]
    merge(HERE / "models" / "index.json", "name", index)
    merge(HERE / "gguf_models" / "golden.json", "file", files)


main()
