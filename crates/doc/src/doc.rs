//! Analysed text: tokens with tags, lemmas and a dependency tree, sentences, named entities; and the
//! questions that the coder asks of the tree.

use crate::{Dep, EntLabel, Pos, Span, Tag};
use smol_str::SmolStr;
use std::borrow::Cow;
use std::ops::Range;

/// Index of a token in its document.
pub type TokenIx = usize;

/// One token. `head` is the token itself at the root of a sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    pub span: Span,
    /// The words in lower case.
    pub lower: SmolStr,
    pub lemma: SmolStr,
    pub tag: Tag,
    pub pos: Pos,
    pub dep: Dep,
    pub head: TokenIx,
}

/// A sentence: its tokens, where it stands, and the paragraph it belongs to.
#[derive(Clone, Debug, PartialEq)]
pub struct Sentence {
    pub tokens: Range<TokenIx>,
    pub span: Span,
    /// Counted from 0; the title is the first.
    pub paragraph: usize,
    pub root: TokenIx,
}

/// A named entity as the recogniser found it: a hint, not a fact.
#[derive(Clone, Debug, PartialEq)]
pub struct Ent {
    pub tokens: Range<TokenIx>,
    pub label: EntLabel,
}

/// A text with its analysis. Complete when constructed and never changed.
#[derive(Clone, Debug, Default)]
pub struct Doc {
    text: String,
    tokens: Vec<Token>,
    sentences: Vec<Sentence>,
    ents: Vec<Ent>,
    sentence_of: Vec<u32>,
    ent_of: Vec<Option<u32>>,
    child_starts: Vec<u32>,
    children: Vec<u32>,
    edges: Vec<(u32, u32)>,
}

impl Doc {
    /// `starts` are the first tokens of the sentences, in order; the first must be token 0 where there are tokens.
    /// A head must lie in its token's sentence. Paragraphs are told by blank lines in the text.
    pub fn new(text: String, tokens: Vec<Token>, starts: &[TokenIx], ents: Vec<Ent>) -> Self {
        let mut sentences = Vec::with_capacity(starts.len());
        let mut sentence_of = vec![0; tokens.len()];
        let mut paragraph = 0;
        let mut seen = 0;
        for (i, &start) in starts.iter().enumerate() {
            let end = starts.get(i + 1).copied().unwrap_or(tokens.len());
            sentence_of[start..end].fill(i as u32);
            let words = start..end;
            let first = words.clone().find(|&t| tokens[t].pos != Pos::Space).unwrap_or(start);
            let last = words.clone().rfind(|&t| tokens[t].pos != Pos::Space).unwrap_or(start);
            let span = tokens[first].span.cover(tokens[last].span);
            let at = span.start as usize;
            paragraph += text[seen..at.max(seen)].matches("\n\n").count();
            seen = at.max(seen);
            let root = words.clone().find(|&t| tokens[t].head == t && tokens[t].pos != Pos::Space).unwrap_or(first);
            sentences.push(Sentence { tokens: words, span, paragraph, root });
        }
        let mut ent_of = vec![None; tokens.len()];
        for (i, ent) in ents.iter().enumerate() {
            ent_of[ent.tokens.clone()].fill(Some(i as u32));
        }
        let (child_starts, children) = children(&tokens);
        let edges = edges(&tokens, &child_starts, &children);
        Self { text, tokens, sentences, ents, sentence_of, ent_of, child_starts, children, edges }
    }

    /// The same with other lemmas where `lemma` gives one.
    pub fn with_lemmas(&self, lemma: impl Fn(&Token) -> Option<SmolStr>) -> Cow<'_, Self> {
        let mut doc = Cow::Borrowed(self);
        for (t, token) in self.tokens.iter().enumerate() {
            if let Some(lemma) = lemma(token) {
                doc.to_mut().tokens[t].lemma = lemma;
            }
        }
        doc
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    pub fn token(&self, t: TokenIx) -> &Token {
        &self.tokens[t]
    }

    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    pub fn sentences(&self) -> &[Sentence] {
        &self.sentences
    }

    /// Which sentence a token stands in.
    pub fn sentence_ix(&self, t: TokenIx) -> usize {
        self.sentence_of[t] as usize
    }

    pub fn sentence(&self, t: TokenIx) -> &Sentence {
        &self.sentences[self.sentence_ix(t)]
    }

    pub fn ents(&self) -> &[Ent] {
        &self.ents
    }

    /// The named entity that a token is part of.
    pub fn ent(&self, t: TokenIx) -> Option<&Ent> {
        self.ent_of[t].map(|e| &self.ents[e as usize])
    }

    /// The words of a token as written.
    pub fn word(&self, t: TokenIx) -> &str {
        self.tokens[t].span.of(&self.text)
    }

    pub fn dep(&self, t: TokenIx) -> Dep {
        self.tokens[t].dep
    }

    pub fn lemma(&self, t: TokenIx) -> &str {
        &self.tokens[t].lemma
    }

    pub fn lower(&self, t: TokenIx) -> &str {
        &self.tokens[t].lower
    }

    /// The token above; `None` at the root.
    pub fn head(&self, t: TokenIx) -> Option<TokenIx> {
        let head = self.tokens[t].head;
        (head != t).then_some(head)
    }

    /// Direct dependents, in text order.
    pub fn children(&self, t: TokenIx) -> impl DoubleEndedIterator<Item = TokenIx> + '_ {
        let range = self.child_starts[t] as usize..self.child_starts[t + 1] as usize;
        self.children[range].iter().map(|&c| c as usize)
    }

    /// Direct dependents with one of these labels, in text order.
    pub fn children_by<'a>(&'a self, t: TokenIx, deps: &'a [Dep]) -> impl DoubleEndedIterator<Item = TokenIx> + 'a {
        self.children(t).filter(move |&c| deps.contains(&self.tokens[c].dep))
    }

    /// The first direct dependent with this label.
    pub fn child(&self, t: TokenIx, dep: Dep) -> Option<TokenIx> {
        self.children(t).find(|&c| self.tokens[c].dep == dep)
    }

    /// The tokens above, nearest first, up to the root.
    pub fn ancestors(&self, t: TokenIx) -> impl Iterator<Item = TokenIx> + '_ {
        std::iter::successors(self.head(t), |&h| self.head(h))
    }

    /// Whether `t` is `above` or stands below it.
    pub fn is_under(&self, t: TokenIx, above: TokenIx) -> bool {
        t == above || self.ancestors(t).any(|a| a == above)
    }

    /// First and last+1 token of the subtree under `t` (a non-projective tree may have foreign tokens inside).
    pub fn subtree(&self, t: TokenIx) -> Range<TokenIx> {
        let (left, right) = self.edges[t];
        left as usize..right as usize + 1
    }

    /// `t` and its conjuncts, in text order ("Xi and Putin": asked at `Xi`, both).
    pub fn conjuncts(&self, t: TokenIx) -> Vec<TokenIx> {
        let mut out = vec![t];
        let mut i = 0;
        while i < out.len() {
            out.extend(self.children_by(out[i], &[Dep::Conj]));
            i += 1;
        }
        out.sort_unstable();
        out
    }

    /// From the start of the first token to the end of the last.
    pub fn span(&self, tokens: Range<TokenIx>) -> Span {
        if tokens.is_empty() {
            let at = self.tokens.get(tokens.start).map_or(self.text.len(), |t| t.span.start as usize);
            return Span::new(at, at);
        }
        self.tokens[tokens.start].span.cover(self.tokens[tokens.end - 1].span)
    }

    pub fn words(&self, tokens: Range<TokenIx>) -> &str {
        self.span(tokens).of(&self.text)
    }

    /// The tokens that overlap a span of the text.
    pub fn tokens_in(&self, span: Span) -> Range<TokenIx> {
        let start = self.tokens.partition_point(|t| t.span.end <= span.start);
        let end = self.tokens.partition_point(|t| t.span.start < span.end);
        start..end.max(start)
    }
}

/// Dependents of all tokens in one list, with where each token's begin.
fn children(tokens: &[Token]) -> (Vec<u32>, Vec<u32>) {
    let mut starts = vec![0u32; tokens.len() + 1];
    for (i, token) in tokens.iter().enumerate() {
        if token.head != i {
            starts[token.head + 1] += 1;
        }
    }
    for i in 0..tokens.len() {
        starts[i + 1] += starts[i];
    }
    let mut next = starts.clone();
    let mut children = vec![0u32; starts[tokens.len()] as usize];
    for (i, token) in tokens.iter().enumerate() {
        if token.head != i {
            children[next[token.head] as usize] = i as u32;
            next[token.head] += 1;
        }
    }
    (starts, children)
}

/// Leftmost and rightmost token under each token, itself included.
fn edges(tokens: &[Token], starts: &[u32], children: &[u32]) -> Vec<(u32, u32)> {
    let mut edges: Vec<(u32, u32)> = (0..tokens.len() as u32).map(|i| (i, i)).collect();
    // Post-order from every root, without recursion: sentences can be long and deep.
    let mut order = Vec::with_capacity(tokens.len());
    for (i, token) in tokens.iter().enumerate() {
        if token.head == i {
            order.push(i as u32);
        }
    }
    let mut done = 0;
    while done < order.len() {
        let t = order[done] as usize;
        order.extend(&children[starts[t] as usize..starts[t + 1] as usize]);
        done += 1;
    }
    for &t in order.iter().rev() {
        let head = tokens[t as usize].head;
        let (left, right) = edges[t as usize];
        edges[head].0 = edges[head].0.min(left);
        edges[head].1 = edges[head].1.max(right);
    }
    edges
}
