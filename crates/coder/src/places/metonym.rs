//! Whether a place's name stands for those who act in its name: "Moscow said", "talks with Tehran".

use super::names::Name;
use sayso_doc::{Dep, Doc, Pos};
use sayso_lexicon::gazetteer::{Class, Gazetteer, SiteId};

/// The words stand for a government, team or market rather than for where something is.
pub(super) fn is_metonym(doc: &Doc, gazetteer: &Gazetteer, name: &Name, site: Option<SiteId>) -> bool {
    let words = &gazetteer.words;
    let Some(site) = site.map(|s| gazetteer.site(s)) else { return false };
    if !matches!(site.class, Class::Country | Class::City | Class::Spot | Class::Admin1) {
        return false;
    }
    // "Moscow and Tehran warned": the first of those named together tells.
    let mut head = name.head;
    while let (Dep::Conj, Some(above)) = (doc.dep(head), doc.head(head)) {
        head = above;
    }
    let Some(above) = doc.head(head) else { return false };
    let verb = |t: usize| matches!(doc.token(t).pos, Pos::Verb | Pos::Aux);
    match doc.dep(head) {
        Dep::Nsubj => verb(above) && !words.is_state(doc.lemma(above)),
        Dep::Pobj if doc.dep(above) == Dep::Agent => true,
        // "talks with Tehran", "sanctions against Moscow"
        Dep::Pobj => {
            let noun = doc.head(above);
            noun.is_some_and(|n| words.is_dealing(doc.lemma(n))) && !words.is_placing(doc.lower(above))
        }
        // "accused Damascus of", "Washington was told"
        Dep::Dobj | Dep::Dative | Dep::Nsubjpass => words.is_addressing(doc.lemma(above)),
        _ => false,
    }
}
