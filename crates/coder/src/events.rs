//! What is said to have happened: frames found on dependency trees, with status, sources, dates, places and numbers.

use crate::Cast;
use jiff::civil::Date;
use sayso_coding::{Event, Place, Quantity, Statement, Time};
use sayso_doc::Doc;
use sayso_lexicon::Lexicon;

/// What the earlier stages found.
#[derive(Clone, Copy)]
pub struct Found<'a> {
    pub times: &'a [Time],
    pub quantities: &'a [Quantity],
    pub cast: &'a Cast,
    pub places: &'a [Place],
    pub statements: &'a [Statement],
}

/// In text order.
pub fn find_events(_doc: &Doc, _lexicon: &Lexicon, _published: Option<Date>, _found: &Found) -> Vec<Event> {
    Vec::new()
}
