//! The entity recogniser: begins, goes on, ends, one-word entities, or nothing, token by token.

use crate::error::ModelError;
use crate::spec::Component;
use crate::tok2vec::Source;
use crate::transitions::{NONE, Scorer, Step};
use sayso_doc::{Ent, EntLabel};
use sayso_nn::Tensors;
use std::ops::Range;

pub(crate) struct Recogniser {
    scorer: Scorer,
    pub(crate) source: usize,
    moves: Vec<Move>,
    labels: Vec<EntLabel>,
}

/// Labels by number. A label of 0 is none: spaCy has such a move for entities set beforehand.
#[derive(Clone, Copy)]
enum Move {
    Begin(u16),
    In(u16),
    Last(u16),
    Unit(u16),
    Out,
    Never,
}

/// Tokens in the state that the scorer looks at.
const PLACES: usize = 3;

impl Recogniser {
    pub(crate) fn load(component: &Component, source: Source, tensors: &Tensors) -> Result<Self, ModelError> {
        let scorer = Scorer::load(component, source, PLACES, tensors)?;
        let mut names: Vec<&str> = Vec::new();
        let mut moves = Vec::with_capacity(component.moves.len());
        for name in &component.moves {
            let (kind, label) = name.split_once('-').unwrap_or((name, ""));
            let number = names.iter().position(|&n| n == label).unwrap_or_else(|| {
                names.push(label);
                names.len() - 1
            }) as u16;
            moves.push(match kind {
                "B" | "I" | "L" | "U" if label.is_empty() => Move::Never,
                "B" => Move::Begin(number),
                "I" => Move::In(number),
                "L" => Move::Last(number),
                "U" => Move::Unit(number),
                "O" => Move::Out,
                _ => return Err(ModelError::unsupported(&component.name, format!("move {name:?}"))),
            });
        }
        let labels = names.iter().map(|name| EntLabel::parse(name)).collect();
        Ok(Self { scorer, source: source.index, moves, labels })
    }

    pub(crate) fn features(&self, vectors: &[f32], tokens: usize, space: &mut Vec<f32>, out: &mut Vec<f32>) {
        self.scorer.features(vectors, tokens, space, out);
    }

    /// The entities of a text, given the features of a batch that it is part of. None goes over the start of a sentence or begins with white space.
    pub(crate) fn recognise(
        &self,
        features: &[f32],
        text: Range<usize>,
        starts: impl Fn(usize) -> bool,
        is_space: impl Fn(usize) -> bool,
    ) -> Vec<Ent> {
        let features = self.scorer.of_text(features, &text);
        let length = text.len();
        let mut out = Vec::new();
        let mut open: Option<(usize, u16)> = None;
        let mut step = Step::default();
        for t in 0..length {
            let (first, before) = open.map_or((NONE, NONE), |(start, _)| (start, t.wrapping_sub(1)));
            self.scorer.score(features, &[t, first, before], &mut step);
            let can_go_on = t + 1 < length && !starts(t + 1);
            let space = is_space(t);
            let mut best: Option<(f32, Move)> = None;
            for (&chosen, &score) in self.moves.iter().zip(&step.scores) {
                let valid = match (chosen, open) {
                    (Move::Begin(_), None) => can_go_on && !space,
                    (Move::In(label), Some((_, open))) => label == open && can_go_on,
                    (Move::Last(label), Some((_, open))) => label == open,
                    (Move::Unit(_), None) => !space,
                    (Move::Out, None) => true,
                    _ => false,
                };
                if valid && best.is_none_or(|(best, _)| score > best) {
                    best = Some((score, chosen));
                }
            }
            let Some((_, chosen)) = best else { break };
            let ent = |start, label: u16| Ent { tokens: start..t + 1, label: self.labels[label as usize] };
            match chosen {
                Move::Begin(label) => open = Some((t, label)),
                Move::Last(label) => out.extend(open.take().map(|(start, _)| ent(start, label))),
                Move::Unit(label) => out.push(ent(t, label)),
                Move::In(_) | Move::Out | Move::Never => {}
            }
        }
        out
    }
}
