import JSON

/// A trainer's file format for preferences or conversations.
///
/// Rows for preferences are made in `ExportFormat+Rows.swift`, SFT rows in
/// `ExportFormat+Conversations.swift`.
public enum ExportFormat: String, CaseIterable, Sendable {
    /// TRL's preference rows with an explicit prompt, for its DPO and reward trainers.
    case trl
    /// TRL's conversations, for its SFT trainer.
    case trlSFT = "trl-sft"
    /// NeMo-Aligner's preference rows, the only ones with rewards for reward-aware optimization;
    /// its chat rows for SFT.
    case nemoAligner = "nemo-aligner"
    /// NeMo-RL's ranked completions; its messages for SFT.
    case nemoRL = "nemo-rl"
    /// axolotl's `chat_template` rows, for preferences or SFT.
    case axolotl
    /// LLaMA-Factory's ShareGPT rows, for ranking or SFT, with their entry in `dataset_info.json`.
    case llamaFactory = "llama-factory"
    /// OpenRLHF's preference rows; its `--multiturn` rows for SFT.
    case openRLHF = "openrlhf"
    /// The records unchanged, as JSON Lines.
    case jsonl
}
