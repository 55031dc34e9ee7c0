//! Whether a place's name stands for those who act in its name: "Moscow said", "talks with Tehran".

use super::names::Name;
use sayso_doc::{Dep, Doc};
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
    match doc.dep(head) {
        Dep::Nsubj | Dep::Agent => words.is_act(doc.lemma(above)),
        Dep::Pobj if doc.dep(above) == Dep::Agent => doc.head(above).is_some_and(|v| words.is_act(doc.lemma(v))),
        // "talks with Tehran", "sanctions against Moscow"
        Dep::Pobj => {
            doc.head(above).is_some_and(|n| words.is_dealing(doc.lemma(n))) && !words.is_locating(doc.lower(above))
        }
        // "accused Damascus of", "told Washington"
        Dep::Dobj | Dep::Dative | Dep::Nsubjpass => words.is_act(doc.lemma(above)) && site.class != Class::Admin1,
        _ => false,
    }
}
