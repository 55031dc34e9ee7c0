//! Who says, thinks, knows, fears, denies what: statements with source, cue and content, nested.

use crate::{Cast, Mention};
use sayso_coding::Statement;
use sayso_doc::Doc;
use sayso_lexicon::Lexicon;

/// In order of first appearance (the first of source, cue and content).
pub fn find_statements(_doc: &Doc, _lexicon: &Lexicon, _cast: &Cast) -> Vec<Statement> {
    Vec::new()
}

/// First persons inside quotations, as mentions of whoever speaks ("drag us into a war", said by a president: his country).
pub fn first_person(_doc: &Doc, _lexicon: &Lexicon, _cast: &Cast, _statements: &[Statement]) -> Vec<Mention> {
    Vec::new()
}
