//! The tagger: the best-scored tag of each token.

use crate::error::ModelError;
use crate::spec::Component;
use crate::tok2vec::Source;
use sayso_doc::Tag;
use sayso_nn::{Linear, Tensors, argmax, room};

pub(crate) struct Tagger {
    layer: Linear,
    /// As the model has them, and as we do.
    pub(crate) tags: Vec<(String, Tag)>,
    pub(crate) source: usize,
}

impl Tagger {
    pub(crate) fn load(component: &Component, source: Source, tensors: &Tensors) -> Result<Self, ModelError> {
        let name = &component.name;
        if component.architecture != "spacy.Tagger.v2" {
            return Err(ModelError::unsupported(name, format!("architecture {:?}", component.architecture)));
        }
        let tags: Vec<_> = component.labels.iter().map(|l| (l.clone(), Tag::parse(l))).collect();
        if tags.is_empty() {
            return Err(ModelError::broken(name, "no tags"));
        }
        let weights = tensors.floats(&format!("{name}.W"), &[tags.len(), source.width])?;
        let bias = tensors.floats(&format!("{name}.b"), &[tags.len()])?;
        Ok(Self { layer: Linear::new(source.width, tags.len(), &weights, &bias), tags, source: source.index })
    }

    /// The tags of tokens, by number.
    pub(crate) fn tag(&self, vectors: &[f32], tokens: usize, space: &mut Vec<f32>, out: &mut Vec<u16>) {
        let columns = self.layer.columns();
        let scores = room(space, tokens * columns);
        self.layer.forward(vectors, self.layer.inputs(), scores);
        out.clear();
        out.extend(scores.chunks_exact(columns).map(|scores| argmax(&scores[..self.tags.len()]) as u16));
    }
}
