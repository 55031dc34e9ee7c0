//! Numbers with what they count.

use sayso_coding::{Quantity, Time};
use sayso_doc::Doc;
use sayso_lexicon::Lexicon;

/// In text order. Numbers that are part of a time expression are none.
pub fn find_quantities(_doc: &Doc, _lexicon: &Lexicon, _times: &[Time]) -> Vec<Quantity> {
    Vec::new()
}
