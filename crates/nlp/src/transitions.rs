//! What spaCy's transition-based parser and entity recogniser share: token features computed beforehand for each
//! place in the state where a token can stand, summed per step and scored.

use crate::error::ModelError;
use crate::spec::Component;
use sayso_nn::{Linear, Tensors};

/// No token stands in a place.
pub(crate) const NONE: usize = usize::MAX;

/// The layers that choose the next move.
pub(crate) struct Scorer {
    hidden: Linear,
    lower: Linear,
    /// What a place adds in which no token stands; the bias of the sum.
    pad: Vec<f32>,
    bias: Vec<f32>,
    upper: Option<Linear>,
    unseen: Vec<usize>,
    places: usize,
    pieces: usize,
    /// Width after the pieces are reduced to their largest.
    width: usize,
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
        width: usize,
        places: usize,
        tensors: &Tensors,
    ) -> Result<Self, ModelError> {
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
        Ok(Self {
            hidden,
            lower: Linear::new(hidden_width, places * wide, &lower, &vec![0.0; places * wide]),
            pad: by_piece(&tensors.floats(&tensor("lower.pad"), &[places * wide])?, pieces, state, 1),
            bias: by_piece(&tensors.floats(&tensor("lower.b"), &[wide])?, pieces, state, 1),
            upper,
            unseen: component.unseen.clone(),
            places,
            pieces,
            width: state,
            moves,
        })
    }

    /// What each token adds in each place.
    pub(crate) fn features(&self, vectors: &[f32], width: usize) -> Vec<f32> {
        let tokens = vectors.len() / width;
        let mut hidden = vec![0.0; tokens * self.hidden.outputs()];
        self.hidden.forward(vectors, width, &mut hidden);
        let mut out = vec![0.0; tokens * self.lower.outputs()];
        self.lower.forward(&hidden, self.hidden.outputs(), &mut out);
        out
    }

    /// Scores all moves for the tokens that stand in the places.
    pub(crate) fn score(&self, features: &[f32], tokens: &[usize], step: &mut Step) {
        let wide = self.width * self.pieces;
        step.sum.clear();
        step.sum.resize(wide, 0.0);
        for (place, &token) in tokens.iter().enumerate() {
            let row = if token == NONE { &self.pad[..] } else { &features[token * self.places * wide..] };
            for (sum, x) in step.sum.iter_mut().zip(&row[place * wide..(place + 1) * wide]) {
                *sum += x;
            }
        }
        for (sum, b) in step.sum.iter_mut().zip(&self.bias) {
            *sum += b;
        }
        step.state.clear();
        step.state.extend_from_slice(&step.sum[..self.width]);
        if self.pieces == 1 {
            step.state.iter_mut().for_each(|x| *x = x.max(0.0));
        }
        for piece in step.sum[self.width..].chunks_exact(self.width) {
            for (x, p) in step.state.iter_mut().zip(piece) {
                *x = x.max(*p);
            }
        }
        step.scores.clear();
        match &self.upper {
            Some(upper) => {
                step.scores.resize(self.moves, 0.0);
                upper.forward(&step.state, self.width, &mut step.scores);
            }
            None => step.scores.extend_from_slice(&step.state),
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
