//! Places spoken of and where they are.

use crate::Cast;
use sayso_coding::Place;
use sayso_doc::Doc;
use sayso_lexicon::Lexicon;

/// In text order.
pub fn find_places(_doc: &Doc, _lexicon: &Lexicon, _cast: &Cast) -> Vec<Place> {
    Vec::new()
}
