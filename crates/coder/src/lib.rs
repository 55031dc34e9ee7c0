//! From an analysed text to what it claims: [`code`] runs the stages one after the other and assembles their
//! results. Every stage is a module of functions that return values; none does IO, and none fails on text.

pub mod cast;
pub mod entities;
pub mod events;
pub mod places;
pub mod quantities;
pub mod statements;
pub mod times;

mod mend;
mod numerals;
mod pieces;

pub use cast::{Cast, Mention};

use sayso_coding::{Coder, Coding};
use sayso_doc::{Article, Doc, Pos};
use sayso_lexicon::Lexicon;

/// Codes one document. `doc` is the analysis of `article.text`.
pub fn code(article: Article, doc: &Doc, lexicon: &Lexicon, coder: Coder) -> Coding {
    let published = article.published.as_ref().map(|p| p.date);
    let doc = &*doc.with_lemmas(|token| {
        let verb = matches!(token.pos, Pos::Verb | Pos::Aux);
        if verb { lexicon.grammar.verb_lemma(&token.lower).cloned() } else { None }
    });
    let doc = &*mend::mend(doc, &lexicon.grammar);
    let times = times::find_times(doc, lexicon, published);
    let quantities = quantities::find_quantities(doc, lexicon, &times);
    let mut cast = entities::find_entities(doc, lexicon, published);
    let ours = entities::own_voice(doc, lexicon, &mut cast, article.publisher.as_deref());
    cast.add(doc, ours);
    let places = places::find_places(doc, lexicon, &cast);
    cast.locate(doc, &places, |name| lexicon.gazetteer.country_of(name));
    let statements = statements::find_statements(doc, lexicon, &cast, &article.blocks);
    cast.add(doc, statements::first_person(doc, lexicon, &cast, &statements));
    let found =
        events::Found { times: &times, quantities: &quantities, cast: &cast, places: &places, statements: &statements };
    let events = events::find_events(doc, lexicon, published, &found);
    let warnings = article.warnings.clone();
    Coding { coder, article, entities: cast.into_entities(), places, times, quantities, statements, events, warnings }
}
