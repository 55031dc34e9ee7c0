//! The way of a text through a model: batches of paragraphs become token vectors, then tags, trees, entities,
//! and attributes and lemmas.

use crate::model::Model;
use crate::parser::Tree;
use crate::ruler::Seen;
use crate::tok2vec::{EmbedCache, Spaced};
use crate::tokenizer::chunks;
use crate::vocab::{Vocab, Word};
use rustc_hash::FxHashMap;
use sayso_doc::{Dep, Doc, Ent, Pos, Span, Tag, Token};
use smol_str::SmolStr;
use std::ops::Range;

/// What is kept from text to text: what is known of words met before, and memory to work in. Answers do not depend
/// on it.
#[derive(Default)]
pub(crate) struct Scratch {
    words: Words,
    embeddings: Vec<EmbedCache>,
    effects: FxHashMap<Key, Effect>,
    space: Space,
}

/// Words by number, and the words of each chunk with their lengths in bytes.
#[derive(Default)]
struct Words {
    list: Vec<Word>,
    numbers: FxHashMap<(SmolStr, Option<String>), u32>,
    chunks: FxHashMap<SmolStr, Vec<(u32, u32)>>,
}

/// Matrices of the batch in work.
#[derive(Default)]
struct Space {
    vectors: Vec<Vec<f32>>,
    tags: Vec<u16>,
    parser: Vec<f32>,
    ner: Vec<f32>,
    inner: Vec<f32>,
}

/// A word with its tag and dependency label, by number.
type Key = (u32, u16, u16);

/// What follows from a key alone.
struct Effect {
    rules: Vec<usize>,
    /// A longer pattern may begin here.
    begins: bool,
    set: Set,
}

#[derive(Clone)]
struct Set {
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

/// Words, or chunks, kept before all are forgotten: some 30 MB.
const MAX_KEPT: usize = 20_000;

impl Scratch {
    /// Analyses each piece of a text as a text of its own.
    pub(crate) fn analyze(&mut self, model: &Model, text: String, pieces: &[Range<usize>]) -> Doc {
        let mut out = Output::default();
        let mut batch = Batch::default();
        for (i, piece) in pieces.iter().enumerate() {
            self.words.tokenize(model, &text, piece.clone(), &mut batch);
            if batch.tokens.len() >= BATCH_TOKENS || i + 1 == pieces.len() {
                self.run(model, &batch, &mut out);
                batch.clear();
                self.forget();
            }
        }
        Doc::new(text, out.tokens, &out.starts, out.ents)
    }

    fn forget(&mut self) {
        if self.words.list.len() > MAX_KEPT || self.words.chunks.len() > MAX_KEPT || self.effects.len() > 2 * MAX_KEPT {
            *self = Self { space: std::mem::take(&mut self.space), ..Self::default() };
        }
    }

    fn run(&mut self, model: &Model, batch: &Batch, out: &mut Output) {
        if batch.tokens.is_empty() {
            return;
        }
        let Self { words, embeddings, effects, space } = self;
        embeddings.resize_with(model.tok2vecs.len(), EmbedCache::default);
        space.vectors.resize_with(model.tok2vecs.len(), Vec::new);
        for ((layers, cache), vectors) in model.tok2vecs.iter().zip(embeddings).zip(&mut space.vectors) {
            layers.forward(&batch.tokens, &batch.texts, &words.list, &model.statics(), cache, vectors);
        }
        let Space { vectors, tags, parser, ner, inner } = space;
        let length = batch.tokens.len();
        model.tagger.tag(&vectors[model.tagger.source], length, inner, tags);
        model.parser.features(&vectors[model.parser.source], length, inner, parser);
        if let Some(recogniser) = &model.ner {
            recogniser.features(&vectors[recogniser.source], length, inner, ner);
        }
        for text in &batch.texts {
            let is_space = |t: usize| words.list[batch.tokens[text.start + t].word as usize].is_space;
            let tree = model.parser.parse(parser, text.clone(), is_space);
            let base = out.tokens.len();
            if let Some(recogniser) = &model.ner {
                let starts = |t: usize| model.ner_sees_sentences && tree.starts[t];
                for ent in recogniser.recognise(ner, text.clone(), starts, is_space) {
                    out.ents.push(Ent { tokens: ent.tokens.start + base..ent.tokens.end + base, ..ent });
                }
            }
            let parsed = Parsed { batch, text: text.clone(), words: &words.list, tags: &tags[text.clone()], tree };
            parsed.finish(model, effects, out);
        }
    }
}

impl Words {
    fn tokenize(&mut self, model: &Model, text: &str, piece: Range<usize>, batch: &mut Batch) {
        let first = batch.tokens.len();
        chunks(&text[piece.clone()], |range, spaced| {
            let mut at = piece.start + range.start;
            let chunk = &text[at..piece.start + range.end];
            let mut add = |&(word, len): &(u32, u32)| {
                batch.tokens.push(Spaced { word, space: false });
                batch.spans.push(at..at + len as usize);
                at += len as usize;
            };
            match self.chunks.get(chunk) {
                Some(tokens) => tokens.iter().for_each(&mut add),
                None => self.add_chunk(model, chunk).iter().for_each(&mut add),
            }
            if let Some(last) = batch.tokens.last_mut() {
                last.space = spaced;
            }
        });
        if batch.tokens.len() > first {
            batch.texts.push(first..batch.tokens.len());
        }
    }

    fn add_chunk(&mut self, model: &Model, chunk: &str) -> &[(u32, u32)] {
        let mut tokens = Vec::new();
        let mut at = 0;
        for piece in model.tokenizer.tokens(chunk) {
            let text = &chunk[at..at + piece.len];
            at += piece.len;
            tokens.push((self.number(text, piece.norm, &model.vocab), piece.len as u32));
        }
        self.chunks.entry(SmolStr::new(chunk)).or_insert(tokens)
    }

    fn number(&mut self, text: &str, norm: Option<String>, vocab: &Vocab) -> u32 {
        let next = self.list.len() as u32;
        let word = Word::new(text, norm.as_deref(), vocab);
        let number = *self.numbers.entry((word.text.clone(), norm)).or_insert(next);
        if number == next {
            self.list.push(word);
        }
        number
    }
}

impl Batch {
    fn clear(&mut self) {
        self.tokens.clear();
        self.spans.clear();
        self.texts.clear();
    }
}

/// A text of a batch with its tags and tree.
struct Parsed<'a> {
    batch: &'a Batch,
    text: Range<usize>,
    words: &'a [Word],
    tags: &'a [u16],
    tree: Tree,
}

impl Parsed<'_> {
    /// Attributes and lemmas, and the tokens as they are published.
    fn finish(&self, model: &Model, effects: &mut FxHashMap<Key, Effect>, out: &mut Output) {
        let base = out.tokens.len();
        let mut longer = Vec::new();
        for t in 0..self.text.len() {
            let effect = effects.entry(self.key(t)).or_insert_with(|| {
                let rules = model.ruler.single(self.seen(model, t));
                let set = self.set(model, t, &rules);
                Effect { begins: model.ruler.begins(self.seen(model, t)), rules, set }
            });
            if effect.begins {
                model.ruler.longer(t, self.text.len(), |t| self.seen(model, t), &mut longer);
            }
            out.tokens.push(self.token(t, &effect.set, base));
            if self.tree.starts[t] || t == 0 {
                out.starts.push(base + t);
            }
        }
        longer.sort_unstable_by_key(|&(_, t)| t);
        for matched in longer.chunk_by(|a, b| a.1 == b.1) {
            let t = matched[0].1;
            let mut rules: Vec<usize> = matched.iter().map(|&(rule, _)| rule).collect();
            rules.extend_from_slice(&effects[&self.key(t)].rules);
            rules.sort_unstable();
            out.tokens[base + t] = self.token(t, &self.set(model, t, &rules), base);
        }
    }

    fn word(&self, t: usize) -> &Word {
        &self.words[self.batch.tokens[self.text.start + t].word as usize]
    }

    fn key(&self, t: usize) -> Key {
        (self.batch.tokens[self.text.start + t].word, self.tags[t], self.tree.labels[t])
    }

    fn seen<'a>(&'a self, model: &'a Model, t: usize) -> Seen<'a> {
        Seen {
            word: self.word(t),
            tag: &model.tagger.tags[self.tags[t] as usize].0,
            dep: &model.parser.labels[self.tree.labels[t] as usize].text,
        }
    }

    /// What `rules`, all that match, make of a token.
    fn set(&self, model: &Model, t: usize, rules: &[usize]) -> Set {
        let tag = model.tagger.tags[self.tags[t] as usize].1;
        let dep = model.parser.labels[self.tree.labels[t] as usize].dep;
        let set = model.ruler.apply(rules, tag, dep);
        let lemma = match set.lemma {
            Some(lemma) if !model.lemmatizer.overwrite => lemma,
            _ => model.lemmatizer.lemma(self.word(t), set.pos, set.morph, &model.tensors),
        };
        Set { tag: set.tag, pos: set.pos, dep: set.dep, lemma }
    }

    fn token(&self, t: usize, set: &Set, base: usize) -> Token {
        let span = &self.batch.spans[self.text.start + t];
        Token {
            span: Span::new(span.start, span.end),
            lower: self.word(t).lower.clone(),
            lemma: set.lemma.clone(),
            tag: set.tag,
            pos: set.pos,
            dep: set.dep,
            head: base + self.tree.heads[t],
        }
    }
}
