//! Accounts in the form in which they are compared. It is read from the form in which they are kept, even where that was only just
//! written: accounts that came and accounts that were there are compared alike.

use super::words::{ByWord, Word, Words};
use serde::Deserialize;
use std::sync::Arc;

/// What is told of one event: an [`Account`](super::account::Account).
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Deed {
    document: String,
    number: usize,
    pub(super) kind: Word,
    pub(super) mode: Option<Word>,
    pub(super) rule: Word,
    pub(super) deed: Word,
    pub(super) trigger: Words,
    pub(super) parties: Words,
    pub(super) named: Words,
    pub(super) actor_countries: Words,
    pub(super) recipient_countries: Words,
    pub(super) numbers: ByWord<Words>,
    pub(super) stated: Option<(i32, i32)>,
    pub(super) published: Option<i32>,
    pub(super) place: Option<(f32, f32)>,
    pub(super) country: Option<Word>,
    sentence: Option<Story>,
}

/// The story around an event: a [`Scene`](super::account::Scene).
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Story {
    pub(super) words: ByWord<u8>,
    pub(super) persons: Words,
    pub(super) bodies: Words,
    pub(super) counted: ByWord<Words>,
    pub(super) days: Vec<(i32, i32)>,
}

/// An account with its whole story.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    pub(super) account: Deed,
    pub(super) story: Arc<Story>,
    /// The length of the story's words as a vector.
    pub(super) length: f64,
}

impl Story {
    pub(crate) fn read(scene: &str) -> serde_json::Result<Arc<Self>> {
        serde_json::from_str(scene).map(Arc::new)
    }

    fn with(&self, more: &Self) -> Self {
        Self {
            words: self.words.with(&more.words, |weight, other| *weight = (*weight).max(*other)),
            persons: self.persons.with(&more.persons),
            bodies: self.bodies.with(&more.bodies),
            counted: self.counted.with(&more.counted, |numbers, others| *numbers = numbers.with(others)),
            days: [self.days.as_slice(), &more.days].concat(),
        }
    }
}

impl Told {
    /// From an account as it is kept, and the story of its document.
    pub(crate) fn read(account: &str, document: &Arc<Story>) -> serde_json::Result<Self> {
        let mut account: Deed = serde_json::from_str(account)?;
        let story = account.sentence.take().map_or_else(|| document.clone(), |own| Arc::new(document.with(&own)));
        let squares: f64 = story.words.values().map(|w| f64::from(*w) * f64::from(*w)).sum();
        Ok(Self { account, story, length: squares.sqrt() })
    }

    /// The order in which accounts are taken, whenever they came.
    pub(super) fn order(&self) -> (&str, usize) {
        (&self.account.document, self.account.number)
    }

    pub(super) fn is_of_one_document_with(&self, other: &Self) -> bool {
        self.account.document == other.account.document
    }
}
