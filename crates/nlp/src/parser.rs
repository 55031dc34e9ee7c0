//! The dependency parser: arc-eager, non-monotonic, with sentence breaks, as spaCy runs it.

use crate::error::ModelError;
use crate::spec::Component;
use crate::tok2vec::Source;
use crate::transitions::{NONE, Scorer, Step};
use sayso_doc::Dep;
use sayso_nn::Tensors;
use std::ops::Range;

pub(crate) struct Parser {
    scorer: Scorer,
    pub(crate) source: usize,
    moves: Vec<Move>,
    pub(crate) labels: Vec<Label>,
    root: u16,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Move {
    Shift,
    Reduce,
    Left(u16),
    Right(u16),
    Break,
}

/// A dependency label. `pobj||prep` says that the token is a `pobj`, of a `prep` further down.
pub(crate) struct Label {
    pub(crate) text: String,
    pub(crate) dep: Dep,
    lifted: Option<(u16, u16)>,
}

/// The tree over a text. A root is its own head.
pub(crate) struct Tree {
    pub(crate) heads: Vec<usize>,
    pub(crate) labels: Vec<u16>,
    /// Whether a sentence starts at each token.
    pub(crate) starts: Vec<bool>,
}

/// Tokens in the state that the scorer looks at.
const PLACES: usize = 8;

impl Parser {
    pub(crate) fn load(component: &Component, source: Source, tensors: &Tensors) -> Result<Self, ModelError> {
        let scorer = Scorer::load(component, source, PLACES, tensors)?;
        let mut labels = Vec::new();
        let root = intern(&mut labels, "ROOT");
        let mut moves = Vec::with_capacity(component.moves.len());
        for name in &component.moves {
            let label = |labels: &mut Vec<Label>| intern(labels, &name[2..]);
            moves.push(match name.as_str() {
                "S" => Move::Shift,
                "D" => Move::Reduce,
                "B-ROOT" => Move::Break,
                _ if name.starts_with("L-") => Move::Left(label(&mut labels)),
                _ if name.starts_with("R-") => Move::Right(label(&mut labels)),
                _ => return Err(ModelError::unsupported(&component.name, format!("move {name:?}"))),
            });
        }
        Ok(Self { scorer, source: source.index, moves, labels, root })
    }

    pub(crate) fn features(&self, vectors: &[f32], tokens: usize, space: &mut Vec<f32>, out: &mut Vec<f32>) {
        self.scorer.features(vectors, tokens, space, out);
    }

    /// The tree over a text, given the features of a batch that it is part of.
    pub(crate) fn parse(&self, features: &[f32], text: Range<usize>, is_space: impl Fn(usize) -> bool) -> Tree {
        let features = self.scorer.of_text(features, &text);
        let mut state = State::new(text.len());
        let mut step = Step::default();
        while !state.is_final() {
            self.scorer.score(features, &state.places(), &mut step);
            match self.best(&state, &step.scores) {
                Some(chosen) => state.apply(chosen),
                None => break,
            }
        }
        let heads: Vec<usize> = state.heads.iter().enumerate().map(|(i, &h)| if h == NONE { i } else { h }).collect();
        let labels = state.labels.iter().zip(&state.heads);
        let labels = labels.map(|(&label, &head)| if head == NONE { self.root } else { label }).collect();
        let mut tree = Tree { heads, labels, starts: Vec::new() };
        self.lower_lifted(&mut tree, is_space);
        tree.starts = Edges::new(&tree.heads).starts;
        tree.keep_within_sentences(self.root);
        tree
    }

    /// The first of the best moves that are valid.
    fn best(&self, state: &State, scores: &[f32]) -> Option<Move> {
        let shift = state.can_shift();
        let reduce = !state.stack.is_empty();
        let attach = state.can_attach();
        let split = state.can_break();
        let mut best: Option<(f32, Move)> = None;
        for (&chosen, &score) in self.moves.iter().zip(scores) {
            let valid = match chosen {
                Move::Shift => shift,
                Move::Reduce => reduce,
                Move::Left(_) | Move::Right(_) => attach,
                Move::Break => split,
            };
            if valid && best.is_none_or(|(best, _)| score > best) {
                best = Some((score, chosen));
            }
        }
        best.map(|(_, chosen)| chosen)
    }

    /// Puts tokens that were lifted to keep the tree projective back under the head that their label names: the
    /// first such below the present head, breadth first.
    fn lower_lifted(&self, tree: &mut Tree, is_space: impl Fn(usize) -> bool) {
        if tree.labels.iter().all(|&l| self.labels[l as usize].lifted.is_none()) {
            return;
        }
        let edges = Edges::new(&tree.heads);
        for t in 0..tree.heads.len() {
            let Some((label, head_label)) = self.labels[tree.labels[t] as usize].lifted else { continue };
            let mut head = tree.heads[t];
            let mut queue = vec![head];
            let mut done = 0;
            'search: while done < queue.len() {
                let above = queue[done];
                done += 1;
                for child in edges.left[above]..=edges.right[above] {
                    if child == above || tree.heads[child] != above || child == t || is_space(child) {
                        continue;
                    }
                    if tree.labels[child] == head_label {
                        head = child;
                        break 'search;
                    }
                    queue.push(child);
                }
            }
            tree.heads[t] = head;
            tree.labels[t] = label;
        }
    }
}

impl Tree {
    /// A head outside its token's sentence, which spaCy's rounds of widening leave in rare tangles, is dropped.
    fn keep_within_sentences(&mut self, root: u16) {
        let mut start = 0;
        while start < self.heads.len() {
            let end = (start + 1..self.heads.len()).find(|&t| self.starts[t]).unwrap_or(self.heads.len());
            for t in start..end {
                if !(start..end).contains(&self.heads[t]) {
                    (self.heads[t], self.labels[t]) = (t, root);
                }
            }
            start = end;
        }
    }
}

fn intern(labels: &mut Vec<Label>, text: &str) -> u16 {
    if let Some(i) = labels.iter().position(|l| l.text == text) {
        return i as u16;
    }
    let lifted = text.split_once("||").map(|(label, head)| (intern(labels, label), intern(labels, head)));
    let dep = Dep::parse(lifted.map_or(text, |(label, _)| &labels[label as usize].text));
    labels.push(Label { text: text.to_owned(), dep, lifted });
    (labels.len() - 1) as u16
}

/// Stack, buffer and the arcs so far.
struct State {
    length: usize,
    /// First token that was never on the stack.
    next: usize,
    stack: Vec<usize>,
    /// Tokens put back from the stack, the next one last.
    put_back: Vec<usize>,
    heads: Vec<usize>,
    labels: Vec<u16>,
    /// The latest child on each side; an earlier right child, should the latest be taken away.
    left: Vec<usize>,
    right: Vec<usize>,
    before: Vec<usize>,
    was_put_back: Vec<bool>,
    starts: Vec<bool>,
}

impl State {
    fn new(length: usize) -> Self {
        Self {
            length,
            next: 0,
            stack: Vec::new(),
            put_back: Vec::new(),
            heads: vec![NONE; length],
            labels: vec![0; length],
            left: vec![NONE; length],
            right: vec![NONE; length],
            before: vec![NONE; length],
            was_put_back: vec![false; length],
            starts: vec![false; length],
        }
    }

    fn is_final(&self) -> bool {
        self.stack.is_empty() && self.buffer_length() == 0
    }

    fn buffer_length(&self) -> usize {
        self.length - self.next + self.put_back.len()
    }

    fn stacked(&self, i: usize) -> usize {
        if i < self.stack.len() { self.stack[self.stack.len() - 1 - i] } else { NONE }
    }

    fn buffered(&self, i: usize) -> usize {
        match self.put_back.len().checked_sub(i + 1) {
            Some(at) => self.put_back[at],
            None => {
                let token = self.next + i - self.put_back.len();
                if token < self.length { token } else { NONE }
            }
        }
    }

    fn places(&self) -> [usize; PLACES] {
        let (b0, s0) = (self.buffered(0), self.stacked(0));
        let child = |side: &[usize], token: usize| if token == NONE { NONE } else { side[token] };
        [
            b0,
            self.buffered(1),
            s0,
            self.stacked(1),
            self.stacked(2),
            child(&self.left, b0),
            child(&self.left, s0),
            child(&self.right, s0),
        ]
    }

    fn starts_sentence(&self, token: usize) -> bool {
        token != NONE && self.starts[token]
    }

    fn can_shift(&self) -> bool {
        let b0 = self.buffered(0);
        self.stack.is_empty() || self.buffer_length() >= 2 && !self.starts_sentence(b0) && !self.was_put_back[b0]
    }

    fn can_attach(&self) -> bool {
        !self.stack.is_empty() && self.buffer_length() > 0 && !self.starts_sentence(self.buffered(0))
    }

    fn can_break(&self) -> bool {
        self.buffer_length() >= 2 && self.buffered(1) == self.buffered(0) + 1 && !self.starts[self.buffered(1)]
    }

    fn apply(&mut self, chosen: Move) {
        match chosen {
            Move::Shift => self.push(),
            Move::Reduce => {
                let top = self.stack.pop().expect("reduce is valid with a stack only");
                // A token without a head goes back to the buffer, unless nothing is left that could be one.
                if self.heads[top] == NONE && !self.stack.is_empty() {
                    self.was_put_back[top] = true;
                    self.put_back.push(top);
                }
            }
            Move::Left(label) => {
                let head = self.buffered(0);
                let child = self.stack.pop().expect("arcs are valid with a stack only");
                self.attach(head, child, label);
                self.was_put_back[head] = false;
            }
            Move::Right(label) => {
                self.attach(self.stacked(0), self.buffered(0), label);
                self.push();
            }
            Move::Break => {
                let start = self.buffered(1);
                self.starts[start] = true;
            }
        }
    }

    fn push(&mut self) {
        let token = self.put_back.pop().unwrap_or_else(|| {
            self.next += 1;
            self.next - 1
        });
        self.stack.push(token);
    }

    fn attach(&mut self, head: usize, child: usize, label: u16) {
        let old = self.heads[child];
        if old != NONE && old < child && self.right[old] == child {
            self.right[old] = self.before[child];
        }
        if child < head {
            self.left[head] = child;
        } else {
            self.before[child] = self.right[head];
            self.right[head] = child;
        }
        self.heads[child] = head;
        self.labels[child] = label;
    }
}

/// The leftmost and rightmost token under each token and the sentence starts that follow, found in as many rounds
/// as spaCy takes.
struct Edges {
    left: Vec<usize>,
    right: Vec<usize>,
    starts: Vec<bool>,
}

impl Edges {
    fn new(heads: &[usize]) -> Self {
        let n = heads.len();
        let mut edges = Self { left: (0..n).collect(), right: (0..n).collect(), starts: vec![false; n] };
        // A tree that is not projective may need several rounds; spaCy gives up after as many.
        for _ in 0..=11 {
            if edges.widen(heads) {
                break;
            }
        }
        edges
    }

    /// One round. Whether all heads now lie in the sentence of their token.
    fn widen(&mut self, heads: &[usize]) -> bool {
        let n = heads.len();
        for i in (0..n).chain((0..n).rev()) {
            let head = heads[i];
            self.left[head] = self.left[head].min(self.left[i]);
            self.right[head] = self.right[head].max(self.right[i]);
        }
        self.starts.fill(false);
        for i in (0..n).filter(|&i| heads[i] == i) {
            self.starts[self.left[i]] = true;
        }
        let mut start = 0;
        for i in 0..n {
            if i > 0 && self.starts[i] || i + 1 == n {
                if (start..i).any(|j| heads[j] < start || heads[j] > i) {
                    return false;
                }
                start = i;
            }
        }
        true
    }
}
