//! A model, and the way of a text through it.

use crate::error::ModelError;
use crate::lemmatizer::Lemmatizer;
use crate::ner::Recogniser;
use crate::parser::{Parser, Tree};
use crate::ruler::{Ruler, Seen};
use crate::spec::{Component, FORMAT, Spec};
use crate::tok2vec::{EmbedCache, Spaced, Tok2Vec, VectorKeys};
use crate::tokenizer::{Tokenizer, chunks};
use crate::unicode;
use crate::vocab::{Vocab, Word};
use rustc_hash::FxHashMap;
use sayso_doc::{Dep, Doc, Ent, Pos, Span, Tag, Token};
use sayso_nn::{Linear, Tensors, argmax};
use smol_str::SmolStr;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::{Mutex, OnceLock};

/// A pipeline with its weights. Shared between threads, each text is analysed on one.
pub struct Model {
    name: String,
    tensors: Tensors,
    vocab: Vocab,
    tokenizer: Tokenizer,
    keys: Option<VectorKeys>,
    tok2vecs: Vec<Tok2Vec>,
    tagger: Tagger,
    parser: (Parser, usize),
    ruler: Ruler,
    lemmatizer: Lemmatizer,
    ner: Option<(Recogniser, usize)>,
    /// Whether the recogniser comes after the parser, and so keeps entities within sentences.
    ner_sees_sentences: bool,
    idle: Mutex<Vec<Box<Scratch>>>,
}

struct Tagger {
    layer: Linear,
    tags: Vec<(String, Tag)>,
    /// Which token vectors it reads.
    source: usize,
}

/// What is kept from text to text: words met before, and their embeddings.
#[derive(Default)]
struct Scratch {
    words: Vec<Word>,
    numbers: FxHashMap<(SmolStr, Option<String>), u32>,
    chunks: FxHashMap<SmolStr, Vec<(u32, u32)>>,
    embeddings: Vec<EmbedCache>,
    analyses: FxHashMap<(u32, u16, u16), Analysis>,
}

/// What follows from a word with its tag and dependency label alone.
#[derive(Clone)]
struct Analysis {
    rules: Vec<usize>,
    /// A longer pattern may begin here.
    begins: bool,
    tag: Tag,
    pos: Pos,
    dep: Dep,
    lemma: SmolStr,
}

/// Paragraphs that are analysed together.
#[derive(Default)]
struct Batch {
    tokens: Vec<Spaced>,
    spans: Vec<Range<usize>>,
    texts: Vec<Range<usize>>,
}

/// What is made of a text, batch by batch.
#[derive(Default)]
struct Output {
    tokens: Vec<Token>,
    starts: Vec<usize>,
    ents: Vec<Ent>,
}

/// Tokens per batch: enough for one matrix product to be worth its while, few enough to stay in the cache.
const BATCH_TOKENS: usize = 256;

/// A paragraph longer than this is no paragraph; it is cut where a line or a word ends.
const MAX_PARAGRAPH: usize = 16 * 1024;

/// Words kept before all are forgotten, to bound memory.
const MAX_WORDS: usize = 20_000;

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
        for component in &spec.components {
            match component.factory.as_str() {
                "tok2vec" => loader.share(component)?,
                "tagger" => tagger = Some(loader.tagger(component)?),
                "parser" => {
                    let (source, width) = loader.source(component)?;
                    parser = Some((Parser::load(component, width, &tensors)?, source));
                }
                "ner" => {
                    let (source, width) = loader.source(component)?;
                    ner = Some((Recogniser::load(component, width, &tensors)?, source));
                    ner_sees_sentences = parser.is_some();
                }
                "attribute_ruler" => ruler = Ruler::load(component)?,
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
        let idle = self.idle.lock().unwrap_or_else(|e| e.into_inner()).pop();
        let mut scratch = idle.unwrap_or_default();
        let mut out = Output::default();
        let mut batch = Batch::default();
        for piece in pieces {
            if batch.tokens.is_empty() && scratch.words.len() > MAX_WORDS {
                *scratch = Scratch::default();
            }
            self.tokenize(&text, piece.clone(), &mut scratch, &mut batch);
            if batch.tokens.len() >= BATCH_TOKENS {
                self.run_batch(&batch, &mut scratch, &mut out);
                batch = Batch::default();
            }
        }
        if !batch.tokens.is_empty() {
            self.run_batch(&batch, &mut scratch, &mut out);
        }
        self.idle.lock().unwrap_or_else(|e| e.into_inner()).push(scratch);
        Doc::new(text, out.tokens, &out.starts, out.ents)
    }

    fn tokenize(&self, text: &str, piece: Range<usize>, scratch: &mut Scratch, batch: &mut Batch) {
        let first = batch.tokens.len();
        chunks(&text[piece.clone()], |range, spaced| {
            let chunk = &text[piece.clone()][range.clone()];
            if !scratch.chunks.contains_key(chunk) {
                let tokens = self.tokenize_chunk(chunk, scratch);
                scratch.chunks.insert(SmolStr::new(chunk), tokens);
            }
            let mut at = piece.start + range.start;
            for &(word, len) in &scratch.chunks[chunk] {
                batch.tokens.push(Spaced { word, space: false });
                batch.spans.push(at..at + len as usize);
                at += len as usize;
            }
            if let Some(last) = batch.tokens.last_mut() {
                last.space = spaced;
            }
        });
        if batch.tokens.len() > first {
            batch.texts.push(first..batch.tokens.len());
        }
    }

    fn tokenize_chunk(&self, chunk: &str, scratch: &mut Scratch) -> Vec<(u32, u32)> {
        let mut at = 0;
        let mut out = Vec::new();
        for piece in self.tokenizer.tokens(chunk) {
            let text = &chunk[at..at + piece.len];
            at += piece.len;
            let next = scratch.words.len() as u32;
            let number = *scratch.numbers.entry((SmolStr::new(text), piece.norm.clone())).or_insert(next);
            if number == next {
                scratch.words.push(Word::new(text, piece.norm.as_deref(), &self.vocab));
            }
            out.push((number, piece.len as u32));
        }
        out
    }

    fn run_batch(&self, batch: &Batch, scratch: &mut Scratch, out: &mut Output) {
        scratch.embeddings.resize_with(self.tok2vecs.len(), EmbedCache::default);
        let mut vectors = Vec::with_capacity(self.tok2vecs.len());
        for (layers, cache) in self.tok2vecs.iter().zip(&mut scratch.embeddings) {
            let keys = self.keys.as_ref();
            vectors.push(layers.forward(&batch.tokens, &batch.texts, &scratch.words, &self.tensors, keys, cache));
        }
        let width = |source: usize| self.tok2vecs[source].width();
        let tags = self.tagger.tag(&vectors[self.tagger.source], width(self.tagger.source));
        let (parser, source) = &self.parser;
        let parser_features = parser.features(&vectors[*source], width(*source));
        let ner_features = self.ner.as_ref().map(|(ner, source)| ner.features(&vectors[*source], width(*source)));
        for text in &batch.texts {
            let words = &scratch.words;
            let is_space = |t: usize| words[batch.tokens[text.start + t].word as usize].is_space;
            let wide = parser_features.len() / batch.tokens.len();
            let features = &parser_features[text.start * wide..text.end * wide];
            let tree = parser.parse(features, text.len(), is_space);
            if let (Some((ner, _)), Some(features)) = (&self.ner, &ner_features) {
                let wide = features.len() / batch.tokens.len();
                let features = &features[text.start * wide..text.end * wide];
                let starts = |t: usize| self.ner_sees_sentences && tree.starts[t];
                let base = out.tokens.len();
                let ents = ner.recognise(features, text.len(), starts, is_space);
                let moved = ents.into_iter().map(|e| Ent { tokens: e.tokens.start + base..e.tokens.end + base, ..e });
                out.ents.extend(moved);
            }
            self.finish(batch, text.clone(), &tags[text.clone()], &tree, scratch, out);
        }
    }

    /// Attributes and lemmas, and the tokens as they are published.
    fn finish(
        &self,
        batch: &Batch,
        text: Range<usize>,
        tags: &[u16],
        tree: &Tree,
        scratch: &mut Scratch,
        out: &mut Output,
    ) {
        let labels = &self.parser.0.labels;
        let length = text.len();
        let base = out.tokens.len();
        let Scratch { words, analyses, .. } = scratch;
        let seen = |t: usize| Seen {
            word: &words[batch.tokens[text.start + t].word as usize],
            tag: &self.tagger.tags[tags[t] as usize].0,
            dep: &labels[tree.labels[t] as usize].text,
        };
        let mut longer = Vec::new();
        for t in 0..length {
            let word = batch.tokens[text.start + t].word;
            let key = (word, tags[t], tree.labels[t]);
            let analysis = analyses.entry(key).or_insert_with(|| self.analysis(seen(t), &[], key));
            if analysis.begins {
                self.ruler.longer(t, length, seen, &mut longer);
            }
            out.tokens.push(token(&words[word as usize], &batch.spans[text.start + t], analysis, base + tree.heads[t]));
            if tree.starts[t] || t == 0 {
                out.starts.push(base + t);
            }
        }
        longer.sort_unstable_by_key(|&(_, t)| t);
        for matched in longer.chunk_by(|a, b| a.1 == b.1) {
            let t = matched[0].1;
            let word = batch.tokens[text.start + t].word;
            let key = (word, tags[t], tree.labels[t]);
            let mut rules: Vec<usize> = matched.iter().map(|&(rule, _)| rule).collect();
            rules.extend_from_slice(&analyses[&key].rules);
            rules.sort_unstable();
            let analysis = self.analysis(seen(t), &rules, key);
            let published = &mut out.tokens[base + t];
            *published = token(&words[word as usize], &batch.spans[text.start + t], &analysis, published.head);
        }
    }

    /// `rules` are those that match; where there are none given, those of a single token.
    fn analysis(&self, seen: Seen, rules: &[usize], key: (u32, u16, u16)) -> Analysis {
        let rules = if rules.is_empty() { self.ruler.single(seen) } else { rules.to_vec() };
        let tag = self.tagger.tags[key.1 as usize].1;
        let dep = self.parser.0.labels[key.2 as usize].dep;
        let set = self.ruler.apply(&rules, tag, dep);
        let lemma = match set.lemma {
            Some(lemma) if !self.lemmatizer.overwrite => lemma,
            _ => self.lemmatizer.lemma(seen.word, set.pos, set.morph, &self.tensors),
        };
        Analysis { begins: self.ruler.begins(seen), rules, tag: set.tag, pos: set.pos, dep: set.dep, lemma }
    }
}

fn token(word: &Word, span: &Range<usize>, analysis: &Analysis, head: usize) -> Token {
    Token {
        span: Span::new(span.start, span.end),
        lower: word.lower.clone(),
        lemma: analysis.lemma.clone(),
        tag: analysis.tag,
        pos: analysis.pos,
        dep: analysis.dep,
        head,
    }
}

impl Tagger {
    fn tag(&self, vectors: &[f32], width: usize) -> Vec<u16> {
        let columns = self.layer.columns();
        let mut scores = vec![0.0; vectors.len() / width * columns];
        self.layer.forward(vectors, width, &mut scores);
        scores.chunks_exact(columns).map(|scores| argmax(&scores[..self.tags.len()]) as u16).collect()
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
        let (at, _) = self.source(component)?;
        self.shared.push((component.name.clone(), at));
        Ok(())
    }

    /// The token vectors that a component reads, and their width.
    fn source(&mut self, component: &Component) -> Result<(usize, usize), ModelError> {
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
        Ok((at, self.tok2vecs[at].width()))
    }

    fn tagger(&mut self, component: &Component) -> Result<Tagger, ModelError> {
        let name = &component.name;
        if component.architecture != "spacy.Tagger.v2" {
            return Err(ModelError::unsupported(name, format!("architecture {:?}", component.architecture)));
        }
        let (source, width) = self.source(component)?;
        let tags: Vec<_> = component.labels.iter().map(|l| (l.clone(), Tag::parse(l))).collect();
        let weights = self.tensors.floats(&format!("{name}.W"), &[tags.len(), width])?;
        let bias = self.tensors.floats(&format!("{name}.b"), &[tags.len()])?;
        Ok(Tagger { layer: Linear::new(width, tags.len(), &weights, &bias), tags, source })
    }
}

/// The stretches between blank lines, without white space around them.
fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut at = 0;
    for part in text.split("\n\n") {
        let inner = part.trim_matches(unicode::is_space);
        if !inner.is_empty() {
            let start = at + (part.len() - part.trim_start_matches(unicode::is_space).len());
            cut(text, start..start + inner.len(), &mut out);
        }
        at += part.len() + 2;
    }
    out
}

/// Stretches that are too long are cut after a line, else after a word, else anywhere.
fn cut(text: &str, range: Range<usize>, out: &mut Vec<Range<usize>>) {
    let mut start = range.start;
    while range.end - start > MAX_PARAGRAPH {
        let end = text.floor_char_boundary(start + MAX_PARAGRAPH);
        let window = &text[start..end];
        let line = window.rfind('\n').filter(|&at| at > MAX_PARAGRAPH / 2);
        let end = line.or_else(|| window.rfind(unicode::is_space)).filter(|&at| at > 0).map_or(end, |at| start + at);
        out.push(start..end);
        let rest = &text[end..range.end];
        start = range.end - rest.trim_start_matches(unicode::is_space).len();
    }
    if start < range.end {
        out.push(start..range.end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_what_stands_between_blank_lines() {
        let text = "One.\n\n\n Two\nlines. \n\n\n\nThree.";
        let found: Vec<_> = paragraphs(text).into_iter().map(|r| &text[r]).collect();
        assert_eq!(found, ["One.", "Two\nlines.", "Three."]);
        assert!(paragraphs(" \n\n ").is_empty());
    }

    #[test]
    fn endless_paragraphs_are_cut_between_words() {
        let text = "word ".repeat(10_000);
        let found = paragraphs(&text);
        assert!(found.len() > 2);
        assert!(found.iter().all(|r| r.len() <= MAX_PARAGRAPH && text[r.clone()].ends_with("word")));
        let glued = "é".repeat(20_000);
        assert_eq!(paragraphs(&glued).iter().map(Range::len).sum::<usize>(), glued.len());
    }
}
