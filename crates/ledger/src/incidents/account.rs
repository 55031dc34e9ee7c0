//! What a document tells of an event, in the form in which it can be compared with what others tell.
//!
//! An account is made once, when its document is added, and kept. It knows the event's own words and, by its scene, the
//! story that the event is told in: the words of the document's lead and of the event's sentence.

use super::common::is_common;
use super::deeds::deed;
use sayso_coding::{Coding, EntityKind, Event, How, Participant, QuantityRole};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// So many bytes at the beginning of a text tell what it is about.
const LEAD: usize = 500;
/// Words are compared by their first letters, which most forms of a word have in common.
const STEM: usize = 5;
/// Shorter words are mostly those of grammar.
pub(super) const SHORTEST: usize = 4;
/// What a word of the story weighs.
const NAME: u8 = 3;
const NUMBER: u8 = 2;
const WORD: u8 = 2;
/// Below it a place is too large to tell one happening from another: 3 is a district.
const LOCAL: u8 = 3;
/// Of a story's words so many are looked up to find others like it.
const SKETCH: usize = 8;
/// A stated time that is longer finds nothing by itself.
const SHORT_TIME: i32 = 7;

type Words = BTreeSet<String>;

/// The story around an event.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Scene {
    pub(super) words: BTreeMap<String, u8>,
    pub(super) persons: Words,
    /// Organisations, groups, outlets and places by name.
    pub(super) bodies: Words,
    /// How many of what: things counted with their numbers.
    pub(super) counted: BTreeMap<String, Words>,
    /// Days and short times that are named, first and last day.
    pub(super) days: BTreeSet<(i32, i32)>,
}

/// What is told of one event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Account {
    pub(super) document: String,
    /// The event's number in its document.
    pub(super) number: usize,
    pub(super) kind: String,
    pub(super) mode: Option<String>,
    pub(super) rule: String,
    pub(super) deed: String,
    pub(super) trigger: Words,
    /// Words of those taking part.
    pub(super) parties: Words,
    /// Persons taking part, by name.
    pub(super) named: Words,
    pub(super) actor_countries: Words,
    pub(super) recipient_countries: Words,
    /// Numbers by what they count: dead, arrested …
    pub(super) numbers: BTreeMap<String, Words>,
    /// First and last day that the text states, counted from the first day of the year 1.
    pub(super) stated: Option<(i32, i32)>,
    pub(super) published: Option<i32>,
    /// Latitude and longitude of a place that is no larger than a district.
    pub(super) place: Option<(f32, f32)>,
    /// The country in which it was, of places of any size.
    pub(super) country: Option<String>,
    /// What the sentence adds to the document's scene.
    pub(super) sentence: Option<Scene>,
}

/// The accounts of a document's events, and the scene they share.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Accounts {
    pub(crate) scene: Scene,
    /// In the order of the events.
    pub(crate) events: Vec<Account>,
}

impl Accounts {
    pub(crate) fn new(coding: &Coding) -> Self {
        let text = &coding.article.text;
        let lead = (0..=LEAD.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
        let scene = scene(coding, 0, lead);
        let account = |(i, event)| account(coding, i, event, lead);
        Self { events: coding.events.iter().enumerate().map(account).collect(), scene }
    }
}

/// Under what an account is kept, so that others like it find it, and under what those stand that may be like it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Keys {
    pub(crate) kept: BTreeSet<i64>,
    pub(crate) wanted: BTreeSet<i64>,
}

impl Account {
    pub(crate) fn keys(&self, scene: &Scene) -> Keys {
        let words: Vec<i64> = self.sketch(scene).into_iter().map(|word| self.in_its_deed(word)).collect();
        let of = |weeks: &BTreeSet<Option<i32>>| {
            weeks.iter().flat_map(|week| words.iter().map(|word| in_its_week(*week) | word)).collect()
        };
        let weeks = self.weeks();
        let around = weeks.iter().flat_map(|w| w.map_or(vec![None], |w| vec![Some(w - 1), Some(w), Some(w + 1)]));
        Keys { kept: of(&weeks), wanted: of(&around.collect()) }
    }

    /// A number for a word beside this deed: those of one deed are neighbours.
    fn in_its_deed(&self, word: &str) -> i64 {
        let (deed, word) = (hash(&[&self.deed]), hash(&[&self.deed, word]));
        deed & DEED_BITS | word & WORD_BITS
    }

    /// The weeks in which it may have been told; none where nothing says when.
    fn weeks(&self) -> BTreeSet<Option<i32>> {
        let week = |day: i32| Some(day.div_euclid(7));
        let stated = self.stated.filter(is_short);
        let stated = stated.into_iter().flat_map(|(first, last)| [week(first), week(last)]);
        stated.chain([self.published.and_then(week)]).collect()
    }

    /// A few of the story's words, the same ones in each story that has them: those that come first by their hashes.
    fn sketch<'a>(&'a self, scene: &'a Scene) -> Vec<&'a str> {
        let all = scene.words.keys().chain(self.sentence.iter().flat_map(|own| own.words.keys()));
        let words: BTreeSet<(i64, &str)> = all.map(|w| (hash(&[w]), w.as_str())).collect();
        words.into_iter().take(SKETCH).map(|(_, word)| word).collect()
    }
}

/// A key begins with the week, then comes the deed, then the word: what is looked up together stands together, and news that comes as it
/// happens is written to few places.
const WEEK_SHIFT: u32 = 44;
const DEED_BITS: i64 = 0x0FFF << 32;
const WORD_BITS: i64 = 0xFFFF_FFFF;
/// More weeks than lie before the first year in which anything can be dated.
const FIRST_WEEK: i64 = 1 << 19;

fn in_its_week(week: Option<i32>) -> i64 {
    week.map_or(0, |week| (i64::from(week) + FIRST_WEEK) << WEEK_SHIFT)
}

fn hash(parts: &[&str]) -> i64 {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(part.as_bytes()).update(&[0]);
    }
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
    i64::from_le_bytes(bytes)
}

pub(super) fn stem(word: &str) -> String {
    word.chars().take(STEM).flat_map(char::to_lowercase).collect()
}

/// Words with the bytes they begin at.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let pieces = text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|w| !w.is_empty());
    pieces.map(|w| (w.as_ptr() as usize - text.as_ptr() as usize, w))
}

fn is_short((first, last): &(i32, i32)) -> bool {
    last - first <= SHORT_TIME
}

fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

fn stems(text: &str) -> impl Iterator<Item = String> {
    words(text).filter(|(_, w)| is_number(w) || w.chars().count() >= SHORTEST).map(|(_, w)| stem(w))
}

/// The story that the bytes from `start` to `end` tell.
fn scene(coding: &Coding, start: usize, end: usize) -> Scene {
    let within = |at: u32| (start..end).contains(&(at as usize));
    let mut scene = Scene::default();
    let mut names = Vec::new();
    for entity in &coding.entities {
        let by_name = entity.mentions.iter().filter(|m| m.how == How::Name && within(m.span.start));
        let before = names.len();
        names.extend(by_name.map(|m| m.span));
        let is_there = names.len() > before;
        match entity.kind {
            EntityKind::Person if is_there => scene.persons.extend(stems(&entity.name)),
            EntityKind::Country | EntityKind::Other | EntityKind::Person => {}
            _ if is_there => scene.bodies.extend(stems(&entity.name)),
            _ => {}
        }
    }
    for (at, word) in words(&coding.article.text[start..end]) {
        let at = start + at;
        let letters = word.chars().count();
        let (word, weight) = match () {
            () if is_number(word) => (word.to_owned(), NUMBER),
            () if letters + 1 >= SHORTEST && names.iter().any(|n| n.range().contains(&at)) => (stem(word), NAME),
            () if letters >= SHORTEST && !is_common(&stem(word)) => (stem(word), WORD),
            () => continue,
        };
        let known = scene.words.entry(word).or_default();
        *known = (*known).max(weight);
    }
    let named = coding.times.iter().filter(|t| within(t.span.start)).filter_map(|t| t.range);
    scene.days = named.map(|(first, last)| (day(first), day(last))).filter(is_short).collect();
    // Ones and twos are in every text.
    for quantity in coding.quantities.iter().filter(|q| within(q.span.start) && q.unit.is_none() && q.value >= 3.0) {
        if let Some(thing) = quantity.of.as_deref().and_then(|of| words(of).last()) {
            scene.counted.entry(thing.1.to_lowercase()).or_default().insert(quantity.value.to_string());
        }
    }
    scene
}

fn account(coding: &Coding, index: usize, event: &Event, lead: usize) -> Account {
    let text = &coding.article.text;
    let (start, end) = (event.sentence.start as usize, event.sentence.end as usize);
    let sentence = (end > lead).then(|| scene(coding, start.max(lead).min(end), end));
    let entity = |p: &Participant| &coding.entities[p.entity.index()];
    let all = || event.actors.iter().chain(&event.recipients);
    let countries =
        |who: &[Participant]| who.iter().filter_map(|p| entity(p).country.as_ref().map(ToString::to_string)).collect();
    let is_named = |p: &&Participant| {
        let entity = entity(p);
        entity.kind == EntityKind::Person && entity.mentions.iter().any(|m| m.how == How::Name)
    };
    let mut numbers: BTreeMap<String, Words> = BTreeMap::new();
    for counted in event.quantities.iter().filter(|q| q.role != QuantityRole::Other) {
        let value = coding.quantities[counted.quantity.index()].value.to_string();
        numbers.entry(counted.role.to_string()).or_default().insert(value);
    }
    let time = event.date.as_ref().filter(|d| d.stated).and_then(|d| d.time);
    let place = event.place.map(|p| &coding.places[p.index()]).filter(|p| p.resolution >= LOCAL);
    Account {
        document: coding.article.id.clone().unwrap_or_default(),
        number: index + 1,
        kind: event.kind.to_string(),
        mode: event.mode.map(|m| m.to_string()),
        rule: event.rule.to_string(),
        deed: deed(&event.rule).to_owned(),
        trigger: words(event.trigger.of(text))
            .filter(|(_, w)| w.chars().count() >= SHORTEST)
            .map(|(_, w)| root(w))
            .collect(),
        parties: all().flat_map(|p| stems(&entity(p).name).chain(stems(p.span.of(text)))).collect(),
        named: all().filter(is_named).flat_map(|p| stems(&entity(p).name)).collect(),
        actor_countries: countries(&event.actors),
        recipient_countries: countries(&event.recipients),
        numbers,
        stated: time.and_then(|t| coding.times[t.index()].range).map(|(first, last)| (day(first), day(last))),
        published: coding.article.published.as_ref().map(|p| day(p.date)),
        place: place.and_then(|p| p.lat.zip(p.lon)),
        country: event.place.and_then(|p| coding.places[p.index()].country.as_ref()).map(ToString::to_string),
        sentence,
    }
}

/// Triggers are short, and so are the roots they share: "fire" and "firing".
fn root(word: &str) -> String {
    word.chars().take(STEM - 1).flat_map(char::to_lowercase).collect()
}

/// Days since the first of the year 1.
fn day(date: jiff::civil::Date) -> i32 {
    let first = jiff::civil::date(1, 1, 1);
    date.duration_since(first).as_hours().div_euclid(24).try_into().unwrap_or_default()
}
