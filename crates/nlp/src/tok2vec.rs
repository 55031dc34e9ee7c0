//! Token vectors: hash embeddings of a word's features and its static vector, mixed, then read in windows over
//! the neighbouring tokens (spaCy's MultiHashEmbed and MaxoutWindowEncoder).

use crate::error::ModelError;
use crate::spec::Tok2VecSpec;
use crate::vocab::Word;
use sayso_nn::{Dtype, Maxout, Tensors, add, murmur3_rows, room};
use std::ops::Range;

/// The layers.
pub(crate) struct Tok2Vec {
    tables: Vec<Table>,
    /// Tensor with a row per static vector, already projected.
    vectors: Option<String>,
    mix: Maxout,
    encode: Vec<Maxout>,
    width: usize,
    /// Whether a space after the word makes a difference.
    sees_space: bool,
}

struct Table {
    attr: Attr,
    seed: u32,
    rows: usize,
    tensor: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Attr {
    Norm,
    Prefix,
    Suffix,
    Shape,
    Lower,
    Orth,
    Spacy,
    IsSpace,
}

/// Which row of the static vectors each word has: buckets by 16 bits of the word's number, 32 more bits compared.
pub(crate) struct VectorKeys {
    starts: Range<usize>,
    keys: Range<usize>,
    rows: Range<usize>,
    wide: bool,
}

/// Where embeddings are looked up.
#[derive(Clone, Copy)]
pub(crate) struct Statics<'a> {
    pub(crate) tensors: &'a Tensors,
    pub(crate) keys: Option<&'a VectorKeys>,
}

/// Embeddings of words met before, and memory to work in.
#[derive(Default)]
pub(crate) struct EmbedCache {
    /// By word and by whether a space follows: its row, counted from 1.
    slots: Vec<u32>,
    rows: Vec<f32>,
    x: Vec<f32>,
    space: Vec<f32>,
}

/// Which token vectors a component reads, and how wide they are.
#[derive(Clone, Copy)]
pub(crate) struct Source {
    pub(crate) index: usize,
    pub(crate) width: usize,
}

/// A token for the embedding: the number of its word, and whether a space follows.
#[derive(Clone, Copy)]
pub(crate) struct Spaced {
    pub(crate) word: u32,
    pub(crate) space: bool,
}

impl Tok2Vec {
    pub(crate) fn load(
        name: &str,
        spec: &Tok2VecSpec,
        vectors_mode: &str,
        tensors: &Tensors,
    ) -> Result<Self, ModelError> {
        check_architectures(name, spec)?;
        let width = spec.width;
        let mut tables = Vec::with_capacity(spec.tables.len());
        for table in &spec.tables {
            let attr = Attr::parse(&table.attr)
                .ok_or_else(|| ModelError::unsupported(name, format!("embedding of {}", table.attr)))?;
            let tensor = format!("{name}.embed.{}", table.attr);
            let shape = tensors.get(&tensor)?.shape;
            if shape.len() != 2 || shape[1] != width || shape[0] == 0 {
                return Err(ModelError::broken(name, format!("{tensor} is no table of width {width}")));
            }
            tables.push(Table { attr, seed: table.seed, rows: shape[0], tensor });
        }
        let vectors = spec.vectors.then(|| format!("{name}.embed.vectors"));
        if let Some(tensor) = &vectors {
            if vectors_mode != "default" {
                return Err(ModelError::unsupported(name, format!("static vectors in mode {vectors_mode:?}")));
            }
            if tensors.get(tensor)?.shape.get(1) != Some(&width) {
                return Err(ModelError::broken(name, format!("{tensor} is no table of width {width}")));
            }
        }
        let mixed = width * (tables.len() + usize::from(spec.vectors));
        let mix = load_layer(&format!("{name}.mix"), mixed, width, spec.mix_pieces, tensors)?;
        let window = width * (2 * spec.window + 1);
        let encode = (0..spec.depth)
            .map(|i| load_layer(&format!("{name}.encode.{i}"), window, width, spec.pieces, tensors))
            .collect::<Result<_, _>>()?;
        let sees_space = tables.iter().any(|t| t.attr == Attr::Spacy);
        Ok(Self { tables, vectors, mix, encode, width, sees_space })
    }

    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// One row per token of each text. `texts` are ranges of `tokens`, together all of them.
    pub(crate) fn forward(
        &self,
        tokens: &[Spaced],
        texts: &[Range<usize>],
        words: &[Word],
        statics: &Statics,
        cache: &mut EmbedCache,
        out: &mut Vec<f32>,
    ) {
        self.embed_new(tokens, words, statics, cache);
        let width = self.width;
        // Between texts stand rows of zeros, as many as there are layers, so that no text sees another; one more
        // at both ends for the window to reach into.
        let pad = self.encode.len() * width;
        let EmbedCache { slots, rows, x, space } = cache;
        let x = room(x, 2 * width + tokens.len() * width + pad * (texts.len() + 1));
        let (mut at, mut zeros) = (0, width + pad);
        for text in texts {
            x[at..at + zeros].fill(0.0);
            at += zeros;
            zeros = pad;
            for &token in &tokens[text.clone()] {
                let row = (slots[self.slot(token)] as usize - 1) * width;
                x[at..at + width].copy_from_slice(&rows[row..row + width]);
                at += width;
            }
        }
        x[at..].fill(0.0);
        for layer in &self.encode {
            layer.add_windows(x, space);
        }
        out.clear();
        let mut at = width;
        for text in texts {
            at += pad;
            out.extend_from_slice(&x[at..at + text.len() * width]);
            at += text.len() * width;
        }
    }

    fn slot(&self, token: Spaced) -> usize {
        token.word as usize * 2 + usize::from(token.space && self.sees_space)
    }

    /// Embeds the words that the cache does not have yet.
    fn embed_new(&self, tokens: &[Spaced], words: &[Word], statics: &Statics, cache: &mut EmbedCache) {
        let width = self.width;
        let known = cache.rows.len() / width;
        cache.slots.resize(words.len() * 2, 0);
        let mixed = width * (self.tables.len() + usize::from(self.vectors.is_some()));
        let mut x = Vec::new();
        let mut added = 0;
        for &token in tokens {
            let slot = self.slot(token);
            if cache.slots[slot] != 0 {
                continue;
            }
            added += 1;
            cache.slots[slot] = (known + added) as u32;
            let at = x.len();
            x.resize(at + mixed, 0.0);
            self.features(&words[token.word as usize], token.space, statics, &mut x[at..]);
        }
        cache.rows.resize((known + added) * width, 0.0);
        self.mix.add(&x, mixed, &mut cache.rows[known * width..], &mut cache.space);
    }

    /// The embeddings of a word's features next to each other, its static vector last.
    fn features(&self, word: &Word, space: bool, statics: &Statics, out: &mut [f32]) {
        let width = self.width;
        let mut row = vec![0.0; width];
        let tensor = |name: &str| statics.tensors.get(name).expect("checked when loaded");
        for (table, part) in self.tables.iter().zip(out.chunks_exact_mut(width)) {
            let tensor = tensor(&table.tensor);
            for r in murmur3_rows(table.attr.of(word, space), table.seed, table.rows) {
                tensor.copy_floats(r * width, &mut row).expect("checked when loaded");
                add(&row, part);
            }
        }
        let found = statics.keys.and_then(|keys| keys.find(word.orth, statics.tensors));
        if let (Some(name), Some(r)) = (&self.vectors, found) {
            let part = &mut out[self.tables.len() * width..];
            tensor(name).copy_floats(r * width, part).expect("checked when loaded");
        }
    }
}

fn check_architectures(name: &str, spec: &Tok2VecSpec) -> Result<(), ModelError> {
    let known = [
        (&spec.architecture, &["spacy.Tok2Vec.v2", "spacy.HashEmbedCNN.v2"][..]),
        (&spec.embed, &["spacy.MultiHashEmbed.v2"]),
        (&spec.encode, &["spacy.MaxoutWindowEncoder.v2"]),
    ];
    for (found, known) in known {
        if !known.contains(&found.as_str()) {
            return Err(ModelError::unsupported(name, format!("architecture {found:?}")));
        }
    }
    if spec.window != 1 {
        return Err(ModelError::unsupported(name, format!("a window of {} tokens", spec.window)));
    }
    Ok(())
}

impl Attr {
    fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "NORM" => Attr::Norm,
            "PREFIX" => Attr::Prefix,
            "SUFFIX" => Attr::Suffix,
            "SHAPE" => Attr::Shape,
            "LOWER" => Attr::Lower,
            "ORTH" => Attr::Orth,
            "SPACY" => Attr::Spacy,
            "IS_SPACE" => Attr::IsSpace,
            _ => return None,
        })
    }

    fn of(self, word: &Word, space: bool) -> u64 {
        match self {
            Attr::Norm => word.norm,
            Attr::Prefix => word.prefix,
            Attr::Suffix => word.suffix,
            Attr::Shape => word.shape,
            Attr::Lower => word.lower_id,
            Attr::Orth => word.orth,
            Attr::Spacy => u64::from(space),
            Attr::IsSpace => u64::from(word.is_space),
        }
    }
}

fn load_layer(
    name: &str,
    inputs: usize,
    outputs: usize,
    pieces: usize,
    tensors: &Tensors,
) -> Result<Maxout, ModelError> {
    if !(1..=Maxout::MAX_PIECES).contains(&pieces) {
        return Err(ModelError::unsupported(name, format!("{pieces} maxout pieces")));
    }
    let weights = tensors.floats(&format!("{name}.W"), &[outputs * pieces, inputs])?;
    let bias = tensors.floats(&format!("{name}.b"), &[outputs * pieces])?;
    let gain = tensors.floats(&format!("{name}.G"), &[outputs])?;
    let shift = tensors.floats(&format!("{name}.beta"), &[outputs])?;
    Ok(Maxout::new(inputs, pieces, &weights, &bias, gain, shift))
}

impl VectorKeys {
    pub(crate) fn load(tensors: &Tensors) -> Result<Self, ModelError> {
        let wide = tensors.get("vectors.rows")?.dtype == Dtype::U32;
        Ok(Self {
            starts: tensors.range("vectors.starts", Dtype::U32)?,
            keys: tensors.range("vectors.keys", Dtype::U32)?,
            rows: tensors.range("vectors.rows", if wide { Dtype::U32 } else { Dtype::U16 })?,
            wide,
        })
    }

    fn find(&self, id: u64, tensors: &Tensors) -> Option<usize> {
        let starts = tensors.bytes(self.starts.clone());
        let keys = tensors.bytes(self.keys.clone());
        let rows = tensors.bytes(self.rows.clone());
        let bucket = (id >> 32 & 0xffff) as usize;
        let key = id as u32;
        let (mut from, mut to) = (read_u32(starts, bucket) as usize, read_u32(starts, bucket + 1) as usize);
        while from < to {
            let middle = (from + to) / 2;
            match read_u32(keys, middle).cmp(&key) {
                std::cmp::Ordering::Less => from = middle + 1,
                std::cmp::Ordering::Greater => to = middle,
                std::cmp::Ordering::Equal if self.wide => return Some(read_u32(rows, middle) as usize),
                std::cmp::Ordering::Equal => {
                    return Some(usize::from(u16::from_le_bytes([rows[middle * 2], rows[middle * 2 + 1]])));
                }
            }
        }
        None
    }
}

fn read_u32(bytes: &[u8], i: usize) -> u32 {
    u32::from_le_bytes([bytes[i * 4], bytes[i * 4 + 1], bytes[i * 4 + 2], bytes[i * 4 + 3]])
}
