//! Tokens, tags, lemmas, dependency trees, sentences and entities: spaCy's English pipelines run natively, with
//! their own weights. Text in, [`Doc`](sayso_doc::Doc) out; no IO.

mod analysis;
mod error;
mod lemmatizer;
mod model;
mod ner;
mod paragraphs;
mod parser;
mod pattern;
mod ruler;
mod spec;
mod tagger;
mod tok2vec;
mod tokenizer;
mod transitions;
mod unicode;
mod vocab;

pub use error::ModelError;
pub use model::Model;
