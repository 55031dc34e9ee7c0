//! The model's description, as `xtask convert-model` writes it (`model.json`).

use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::collections::BTreeMap;

pub(crate) const FORMAT: &str = "sayso-model-1";

#[derive(Deserialize)]
pub(crate) struct Spec {
    pub(crate) format: String,
    pub(crate) name: String,
    pub(crate) version: String,
    #[serde(default)]
    pub(crate) vectors_mode: String,
    pub(crate) components: Vec<Component>,
    pub(crate) tokenizer: TokenizerSpec,
    pub(crate) norms: Norms,
    pub(crate) symbols: FxHashMap<String, u64>,
}

/// One component of the pipeline. What a component does not have is empty.
#[derive(Deserialize)]
pub(crate) struct Component {
    pub(crate) name: String,
    pub(crate) factory: String,
    #[serde(default)]
    pub(crate) architecture: String,
    pub(crate) tok2vec: Option<Tok2VecSpec>,
    #[serde(default)]
    pub(crate) labels: Vec<String>,
    #[serde(default)]
    pub(crate) moves: Vec<String>,
    #[serde(default)]
    pub(crate) unseen: Vec<usize>,
    #[serde(default)]
    pub(crate) features: usize,
    #[serde(default)]
    pub(crate) pieces: usize,
    #[serde(default)]
    pub(crate) upper: bool,
    #[serde(default)]
    pub(crate) beam_width: usize,
    #[serde(default)]
    pub(crate) patterns: Vec<RulerPattern>,
    #[serde(default)]
    pub(crate) mode: String,
    #[serde(default)]
    pub(crate) overwrite: bool,
    #[serde(default)]
    pub(crate) rules: FxHashMap<String, Vec<(String, String)>>,
    #[serde(default)]
    pub(crate) exceptions: FxHashMap<String, FxHashMap<String, Vec<String>>>,
    #[serde(default)]
    pub(crate) index: Vec<String>,
}

/// Where token vectors come from: `listens` to a shared layer, or layers of its own.
#[derive(Deserialize)]
pub(crate) struct Tok2VecSpec {
    pub(crate) listens: Option<String>,
    #[serde(default)]
    pub(crate) architecture: String,
    #[serde(default)]
    pub(crate) embed: String,
    #[serde(default)]
    pub(crate) encode: String,
    #[serde(default)]
    pub(crate) tables: Vec<TableSpec>,
    #[serde(default)]
    pub(crate) vectors: bool,
    #[serde(default)]
    pub(crate) width: usize,
    #[serde(default)]
    pub(crate) mix_pieces: usize,
    #[serde(default)]
    pub(crate) pieces: usize,
    #[serde(default)]
    pub(crate) depth: usize,
    #[serde(default)]
    pub(crate) window: usize,
}

#[derive(Deserialize)]
pub(crate) struct TableSpec {
    pub(crate) attr: String,
    pub(crate) seed: u32,
}

#[derive(Deserialize)]
pub(crate) struct TokenizerSpec {
    pub(crate) class: String,
    pub(crate) prefix: Option<String>,
    pub(crate) suffix: Option<String>,
    pub(crate) infix: Option<String>,
    pub(crate) token_match: Option<String>,
    pub(crate) url_match: Option<String>,
    pub(crate) faster_heuristics: bool,
    /// Each chunk with its tokens: the text, and the norm where it is not the usual one.
    pub(crate) rules: BTreeMap<String, Vec<Vec<String>>>,
}

#[derive(Deserialize)]
pub(crate) struct Norms {
    /// By the word's number, in hexadecimal; these come first.
    pub(crate) hashed: FxHashMap<String, String>,
    pub(crate) exact: FxHashMap<String, String>,
}

#[derive(Deserialize)]
pub(crate) struct RulerPattern {
    pub(crate) patterns: Vec<Vec<BTreeMap<String, serde_json::Value>>>,
    pub(crate) attrs: BTreeMap<String, serde_json::Value>,
    #[serde(default)]
    pub(crate) index: i64,
}
