//! What spaCy's transition-based parser and entity recogniser share: token features computed beforehand for each
//! place in the state where a token can stand, summed per step and scored.

use crate::error::ModelError;
use crate::spec::Component;
use crate::tok2vec::Source;
use sayso_nn::{Linear, StateLayer, Tensors, room};
use std::ops::Range;

/// No token stands in a place.
pub(crate) const NONE: usize = usize::MAX;

/// The layers that choose the next move.
pub(crate) struct Scorer {
    hidden: Linear,
    lower: Linear,
    state: StateLayer,
    upper: Option<Linear>,
    unseen: Vec<usize>,
    /// One maxout piece means a rectifier instead.
    rectify: bool,
    moves: usize,
}

/// Space for one step.
#[derive(Default)]
pub(crate) struct Step {
    sum: Vec<f32>,
    state: Vec<f32>,
    pub(crate) scores: Vec<f32>,
}

impl Scorer {
    pub(crate) fn load(
        component: &Component,
        source: Source,
        places: usize,
        tensors: &Tensors,
    ) -> Result<Self, ModelError> {
        let width = source.width;
        let name = &component.name;
        if component.architecture != "spacy.TransitionBasedParser.v2" {
            return Err(ModelError::unsupported(name, format!("architecture {:?}", component.architecture)));
        }
        if component.features != places {
            return Err(ModelError::unsupported(name, format!("{} state tokens", component.features)));
        }
        if component.beam_width > 1 {
            return Err(ModelError::unsupported(name, "beam search"));
        }
        if component.pieces < 2 && !component.upper {
            return Err(ModelError::unsupported(name, "a lower layer without maxout or upper layer"));
        }
        if component.pieces * component.features == 0 || component.moves.is_empty() {
            return Err(ModelError::broken(name, "no moves, or no state"));
        }
        let tensor = |part: &str| format!("{name}.{part}");
        let hidden_width = tensors.get(&tensor("hidden.W"))?.shape[0];
        let moves = component.moves.len();
        let pieces = component.pieces;
        let upper = if component.upper { Some(tensors.get(&tensor("upper.W"))?.shape[1]) } else { None };
        let state = upper.unwrap_or(moves);
        let wide = state * pieces;
        let hidden = Linear::new(
            width,
            hidden_width,
            &tensors.floats(&tensor("hidden.W"), &[hidden_width, width])?,
            &tensors.floats(&tensor("hidden.b"), &[hidden_width])?,
        );
        let lower = tensors.floats(&tensor("lower.W"), &[places * wide, hidden_width])?;
        let lower = by_piece(&lower, pieces, state, hidden_width);
        let upper = match upper {
            Some(state) => Some(Linear::new(
                state,
                moves,
                &tensors.floats(&tensor("upper.W"), &[moves, state])?,
                &tensors.floats(&tensor("upper.b"), &[moves])?,
            )),
            None => None,
        };
        let pad = by_piece(&tensors.floats(&tensor("lower.pad"), &[places * wide])?, pieces, state, 1);
        let bias = by_piece(&tensors.floats(&tensor("lower.b"), &[wide])?, pieces, state, 1);
        Ok(Self {
            hidden,
            lower: Linear::new(hidden_width, places * wide, &lower, &vec![0.0; places * wide]),
            state: StateLayer::new(state, bias, pad),
            upper,
            unseen: component.unseen.clone(),
            rectify: pieces == 1,
            moves,
        })
    }

    /// What each token adds in each place.
    pub(crate) fn features(&self, vectors: &[f32], tokens: usize, space: &mut Vec<f32>, out: &mut Vec<f32>) {
        let hidden = room(space, tokens * self.hidden.columns());
        self.hidden.forward(vectors, self.hidden.inputs(), hidden);
        let (columns, wanted) = (self.lower.columns(), self.lower.outputs());
        self.lower.forward(hidden, self.hidden.columns(), room(out, tokens * columns));
        if columns > wanted {
            for t in 0..tokens {
                out.copy_within(t * columns..t * columns + wanted, t * wanted);
            }
        }
    }

    /// The features of a text's tokens.
    pub(crate) fn of_text<'a>(&self, features: &'a [f32], text: &Range<usize>) -> &'a [f32] {
        let wanted = self.lower.outputs();
        &features[text.start * wanted..text.end * wanted]
    }

    /// Scores all moves for the tokens that stand in the places.
    pub(crate) fn score(&self, features: &[f32], tokens: &[usize], step: &mut Step) {
        step.state.resize(self.state.width(), 0.0);
        self.state.forward(features, tokens, &mut step.sum, &mut step.state);
        if self.rectify {
            step.state.iter_mut().for_each(|x| *x = x.max(0.0));
        }
        match &self.upper {
            Some(upper) => {
                step.scores.resize(upper.columns(), 0.0);
                upper.forward(&step.state, self.state.width(), &mut step.scores);
                step.scores.truncate(self.moves);
            }
            None => step.scores.clone_from(&step.state),
        }
        if !self.unseen.is_empty() {
            let least = step.scores.iter().copied().fold(f32::INFINITY, f32::min);
            for &i in &self.unseen {
                step.scores[i] = least;
            }
        }
    }
}

/// From the pieces of an output next to each other to all outputs' first pieces, then all second.
fn by_piece(values: &[f32], pieces: usize, outputs: usize, inputs: usize) -> Vec<f32> {
    let mut out = vec![0.0; values.len()];
    for (from, to) in
        values.chunks_exact(pieces * outputs * inputs).zip(out.chunks_exact_mut(pieces * outputs * inputs))
    {
        for o in 0..outputs {
            for p in 0..pieces {
                let row = &from[(o * pieces + p) * inputs..][..inputs];
                to[(p * outputs + o) * inputs..][..inputs].copy_from_slice(row);
            }
        }
    }
    out
}
