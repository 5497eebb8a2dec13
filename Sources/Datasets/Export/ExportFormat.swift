import JSON

/// The files that trainers read; the projections are in `ExportFormat+Rows.swift`.
public enum ExportFormat: String, CaseIterable, Sendable {
    /// TRL's preference rows with an explicit prompt, for its DPO and reward trainers.
    case trl
    /// TRL's conversations, for its SFT trainer.
    case trlSFT = "trl-sft"
    /// NeMo-Aligner's preference rows, the only ones with rewards for reward-aware optimization.
    case nemoAligner = "nemo-aligner"
    /// NeMo-RL's ranked completions.
    case nemoRL = "nemo-rl"
    /// axolotl's `chat_template` preference rows.
    case axolotl
    /// LLaMA-Factory's ranking rows, with their entry in `dataset_info.json`.
    case llamaFactory = "llama-factory"
    /// OpenRLHF's preference rows.
    case openRLHF = "openrlhf"
    /// The records as they are.
    case jsonl
}
