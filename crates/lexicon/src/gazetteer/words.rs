//! The words of `data/places/words.toml` that tell places from other names.

use super::Class;
use crate::{DataError, Files};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;
use smol_str::SmolStr;

#[derive(Debug, Default)]
pub struct PlaceWords {
    locating: FxHashSet<SmolStr>,
    placing: FxHashSet<SmolStr>,
    reaching: FxHashSet<SmolStr>,
    naming: FxHashSet<SmolStr>,
    roads: FxHashSet<SmolStr>,
    not_locating: FxHashSet<SmolStr>,
    institution: FxHashSet<SmolStr>,
    beside: FxHashSet<SmolStr>,
    part: FxHashSet<SmolStr>,
    person: FxHashSet<SmolStr>,
    states: FxHashSet<SmolStr>,
    addressed: FxHashSet<SmolStr>,
    dealings: FxHashSet<SmolStr>,
    kinds: FxHashMap<SmolStr, Vec<Class>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    locating: FxHashSet<SmolStr>,
    placing: FxHashSet<SmolStr>,
    reaching: FxHashSet<SmolStr>,
    naming: FxHashSet<SmolStr>,
    roads: FxHashSet<SmolStr>,
    not_locating: FxHashSet<SmolStr>,
    institution: FxHashSet<SmolStr>,
    beside: FxHashSet<SmolStr>,
    part: FxHashSet<SmolStr>,
    person: FxHashSet<SmolStr>,
    states: FxHashSet<SmolStr>,
    addressed: FxHashSet<SmolStr>,
    dealings: FxHashSet<SmolStr>,
    kinds: std::collections::BTreeMap<String, Vec<SmolStr>>,
}

impl PlaceWords {
    pub(super) fn load(files: &Files) -> Result<Self, Vec<DataError>> {
        let path = "places/words.toml";
        let written: Written = files.toml(path)?;
        let mut kinds: FxHashMap<SmolStr, Vec<Class>> = FxHashMap::default();
        for (class, words) in written.kinds {
            let Some(class) = Class::parse(&class) else {
                let message = format!("[kinds] has no class {class:?}; there are {}", Class::NAMES.join(", "));
                return Err(vec![DataError::new(path, None, message)]);
            };
            for word in words {
                kinds.entry(word).or_default().push(class);
            }
        }
        let Written {
            locating,
            placing,
            reaching,
            naming,
            roads,
            not_locating,
            institution,
            beside,
            part,
            person,
            states,
            addressed,
            dealings,
            ..
        } = written;
        Ok(Self {
            locating,
            placing,
            reaching,
            naming,
            roads,
            not_locating,
            institution,
            beside,
            part,
            person,
            states,
            addressed,
            dealings,
            kinds,
        })
    }

    /// A preposition behind which a place is spoken of ("in").
    pub fn is_locating(&self, lower: &str) -> bool {
        self.locating.contains(lower)
    }

    /// A preposition behind which nothing but a place stands ("near").
    pub fn is_placing(&self, lower: &str) -> bool {
        self.placing.contains(lower)
    }

    /// The lemma of a verb that has a place for its object ("visit").
    pub fn is_reaching(&self, lemma: &str) -> bool {
        self.reaching.contains(lemma)
    }

    /// What stands between a word for its kind and the name ("of").
    pub fn is_naming(&self, lower: &str) -> bool {
        self.naming.contains(lower)
    }

    /// The last word of a road's name ("Street").
    pub fn is_road(&self, lower: &str) -> bool {
        self.roads.contains(lower)
    }

    /// A word that makes of the preposition behind it no locating one ("according").
    pub fn is_not_locating(&self, lower: &str) -> bool {
        self.not_locating.contains(lower)
    }

    /// A word of the names that a place lends its own to without losing it ("Police").
    pub fn is_institution(&self, lower: &str) -> bool {
        self.institution.contains(lower)
    }

    /// A word that says one place lies by another ("outside", "km", "south").
    pub fn is_beside(&self, lower: &str) -> bool {
        self.beside.contains(lower)
    }

    /// A word for a part of what follows ("southern", "downtown").
    pub fn is_part(&self, lower: &str) -> bool {
        self.part.contains(lower)
    }

    /// A title behind which a person's name stands ("Mr", "president").
    pub fn is_person(&self, lower: &str) -> bool {
        self.person.contains(lower)
    }

    /// The lemma of a verb that may have a spot on the map for its subject ("lie"): any other has those who act in its name.
    pub fn is_state(&self, lemma: &str) -> bool {
        self.states.contains(lemma)
    }

    /// The lemma of a verb whose object is a state rather than a spot ("accuse").
    pub fn is_addressing(&self, lemma: &str) -> bool {
        self.addressed.contains(lemma)
    }

    /// A noun for what there is between states ("talks").
    pub fn is_dealing(&self, lemma: &str) -> bool {
        self.dealings.contains(lemma)
    }

    /// What a place is that is called so ("village").
    pub fn kinds(&self, lower: &str) -> &[Class] {
        self.kinds.get(lower).map_or(&[], Vec::as_slice)
    }
}
