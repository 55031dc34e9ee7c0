//! A model: loaded from its two files, whole and checked, or not at all.

use crate::analysis::Scratch;
use crate::error::ModelError;
use crate::lemmatizer::Lemmatizer;
use crate::ner::Recogniser;
use crate::paragraphs::paragraphs;
use crate::parser::Parser;
use crate::ruler::Ruler;
use crate::spec::{Component, FORMAT, Spec};
use crate::tagger::Tagger;
use crate::tok2vec::{Source, Statics, Tok2Vec, VectorKeys};
use crate::tokenizer::Tokenizer;
use crate::vocab::Vocab;
use sayso_doc::Doc;
use sayso_nn::Tensors;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::{Mutex, OnceLock};

/// A pipeline with its weights. Shared between threads, each text is analysed on one.
pub struct Model {
    name: String,
    pub(crate) tensors: Tensors,
    pub(crate) vocab: Vocab,
    pub(crate) tokenizer: Tokenizer,
    keys: Option<VectorKeys>,
    pub(crate) tok2vecs: Vec<Tok2Vec>,
    pub(crate) tagger: Tagger,
    pub(crate) parser: Parser,
    pub(crate) ruler: Ruler,
    pub(crate) lemmatizer: Lemmatizer,
    pub(crate) ner: Option<Recogniser>,
    /// Whether the recogniser comes after the parser, and so keeps entities within sentences.
    pub(crate) ner_sees_sentences: bool,
    idle: Mutex<Vec<Scratch>>,
}

static EMBEDDED_JSON: &[u8] = include_bytes!("../../../models/en_core_web_md/model.json");
static EMBEDDED_WEIGHTS: &[u8] = include_bytes!("../../../models/en_core_web_md/model.safetensors");

impl Model {
    /// The model that comes with the program, loaded when first asked for.
    pub fn embedded() -> &'static Model {
        static MODEL: OnceLock<Model> = OnceLock::new();
        MODEL.get_or_init(|| Self::from_embedded().expect("the embedded model is a good one"))
    }

    /// The model that comes with the program, loaded anew.
    pub fn from_embedded() -> Result<Self, ModelError> {
        Self::load(EMBEDDED_JSON, Cow::Borrowed(EMBEDDED_WEIGHTS))
    }

    /// A model from the contents of its `model.json` and `model.safetensors`.
    pub fn from_parts(json: &[u8], weights: &[u8]) -> Result<Self, ModelError> {
        Self::load(json, Cow::Owned(weights.to_vec()))
    }

    fn load(json: &[u8], weights: Cow<'static, [u8]>) -> Result<Self, ModelError> {
        let spec: Spec = serde_json::from_slice(json)?;
        if spec.format != FORMAT {
            return Err(ModelError::Format(spec.format));
        }
        let tensors = Tensors::parse(weights)?;
        let mut loader =
            Loader { tensors: &tensors, mode: &spec.vectors_mode, tok2vecs: Vec::new(), shared: Vec::new() };
        let (mut tagger, mut parser, mut ner) = (None, None, None);
        let (mut ruler, mut lemmatizer) = (Ruler::default(), Lemmatizer::default());
        let mut ner_sees_sentences = false;
        for component in spec.components {
            match component.factory.as_str() {
                "tok2vec" => loader.share(&component)?,
                "tagger" => tagger = Some(Tagger::load(&component, loader.source(&component)?, &tensors)?),
                "parser" => parser = Some(Parser::load(&component, loader.source(&component)?, &tensors)?),
                "ner" => {
                    ner = Some(Recogniser::load(&component, loader.source(&component)?, &tensors)?);
                    ner_sees_sentences = parser.is_some();
                }
                "attribute_ruler" => ruler = Ruler::load(&component)?,
                "lemmatizer" => lemmatizer = Lemmatizer::load(component, &tensors)?,
                factory => return Err(ModelError::unsupported(&component.name, format!("factory {factory:?}"))),
            }
        }
        let tok2vecs = loader.tok2vecs;
        let keys = if tensors.has("vectors.keys") { Some(VectorKeys::load(&tensors)?) } else { None };
        Ok(Self {
            name: format!("{}-{}", spec.name, spec.version),
            vocab: Vocab::new(spec.symbols, spec.norms),
            tokenizer: Tokenizer::new(spec.tokenizer)?,
            keys,
            tok2vecs,
            tagger: tagger.ok_or(ModelError::Missing("tagger"))?,
            parser: parser.ok_or(ModelError::Missing("parser"))?,
            ruler,
            lemmatizer,
            ner,
            ner_sees_sentences,
            idle: Mutex::default(),
            tensors,
        })
    }

    /// With names of sites whose domain has a capital ("Gazette.Net") as one word, which spaCy takes apart at the dot.
    /// `domains`: "net", in lower case, and none that is a word, since a space may be missing after a full stop.
    #[must_use]
    pub fn keeping_domains<'a>(mut self, domains: impl IntoIterator<Item = &'a str>) -> Self {
        self.tokenizer.keep_domains(domains.into_iter().map(str::to_owned).collect());
        self
    }

    /// With abbreviations that spaCy's rules lack ("Capt.") as one word, so that no sentence ends with them.
    #[must_use]
    pub fn keeping_abbreviations<'a>(mut self, words: impl IntoIterator<Item = &'a str>) -> Self {
        words.into_iter().for_each(|word| self.tokenizer.keep_abbreviation(word));
        self
    }

    /// Name and version: `en_core_web_md-3.8.0`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Every paragraph (between blank lines) is analysed as a text of its own: no sentence goes over its end, and
    /// no token stands for the blank line.
    pub fn analyze(&self, text: String) -> Doc {
        let pieces = paragraphs(&text);
        self.run(text, &pieces)
    }

    /// The text as one, white space and all, as spaCy would: for comparing with it.
    pub fn analyze_whole(&self, text: String) -> Doc {
        let whole = 0..text.len();
        self.run(text, &[whole])
    }

    fn run(&self, text: String, pieces: &[Range<usize>]) -> Doc {
        let idle = || self.idle.lock().unwrap_or_else(|e| e.into_inner());
        let kept = idle().pop();
        let mut scratch = kept.unwrap_or_default();
        let doc = scratch.analyze(self, text, pieces);
        idle().push(scratch);
        doc
    }

    pub(crate) fn statics(&self) -> Statics<'_> {
        Statics { tensors: &self.tensors, keys: self.keys.as_ref() }
    }
}

/// Loads layers, each shared one once.
struct Loader<'a> {
    tensors: &'a Tensors,
    mode: &'a str,
    tok2vecs: Vec<Tok2Vec>,
    /// Names of shared layers, with their place in `tok2vecs`.
    shared: Vec<(String, usize)>,
}

impl Loader<'_> {
    fn share(&mut self, component: &Component) -> Result<(), ModelError> {
        let source = self.source(component)?;
        self.shared.push((component.name.clone(), source.index));
        Ok(())
    }

    /// The token vectors that a component reads.
    fn source(&mut self, component: &Component) -> Result<Source, ModelError> {
        let name = &component.name;
        let spec = component.tok2vec.as_ref();
        let spec = spec.ok_or_else(|| ModelError::unsupported(name, "a model without token vectors"))?;
        let at = match &spec.listens {
            Some(upstream) => {
                let found = self.shared.iter().find(|(shared, _)| shared == upstream);
                let missing = || ModelError::broken(name, format!("it listens to {upstream:?}, which is not there"));
                found.ok_or_else(missing)?.1
            }
            None => {
                self.tok2vecs.push(Tok2Vec::load(name, spec, self.mode, self.tensors)?);
                self.tok2vecs.len() - 1
            }
        };
        Ok(Source { index: at, width: self.tok2vecs[at].width() })
    }
}
