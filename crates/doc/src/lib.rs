//! The plain values that the reader and the language pipeline make and the coder reads: an
//! [`Article`] (text with where it came from) and a [`Doc`] (the text analysed: tokens, sentences,
//! dependency trees, entities). No IO, no language knowledge, no handles.

mod article;
mod doc;
mod labels;
mod span;

pub use article::{Article, Block, BlockKind, Origin, Published, Stretch};
pub use doc::{Doc, Ent, Sentence, Token, TokenIx};
pub use labels::{Dep, EntLabel, Pos, Tag};
pub use span::Span;
