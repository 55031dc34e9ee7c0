//! What a text is about that is no politics: matches, dishes and games, in which "attack" and "strike" are no events; crimes in
//! which nobody of politics has a part; disasters, whose harm nobody does.

use crate::cast::Cast;
use sayso_coding::{Event, EventType, Mode, Sector};
use sayso_doc::{Doc, Pos};
use sayso_lexicon::{Frames, Topic, TopicKind};
use std::collections::{BTreeMap, BTreeSet};

/// How many different words of one topic a text must have at least.
const DIFFERENT: usize = 4;
/// How many words of it in a hundred; of a crime fewer, as a report of a trial quotes those who grieve.
const IN_A_HUNDRED: usize = 4;
const OF_A_CRIME: usize = 3;
/// How often politicians, soldiers and rebels may be spoken of in a text about a crime of the street.
const BY_THE_WAY: usize = 2;

/// The kinds of topics with whose words a text is thick.
pub(super) struct Topics(Vec<TopicKind>);

impl Topics {
    pub(super) fn new(doc: &Doc, frames: &Frames, cast: &Cast) -> Self {
        let mut seen: BTreeMap<Topic, (usize, BTreeSet<&[_]>)> = BTreeMap::new();
        for t in 0..doc.len() {
            // "murdering" by its form, "stabbed" by its lemma.
            let (lemma, lower) = (doc.lemma(t), doc.lower(t));
            let by_form: &[_] = if lower == lemma { &[] } else { frames.topics(lower) };
            for (words, topic) in frames.topics(lemma).iter().chain(by_form) {
                let rest = words.iter().enumerate().skip(1);
                if rest.clone().all(|(i, w)| t + i < doc.len() && (doc.lemma(t + i) == w || doc.lower(t + i) == w)) {
                    let (hits, different) = seen.entry(*topic).or_default();
                    *hits += 1;
                    different.insert(words.as_slice());
                }
            }
        }
        let words = (0..doc.len()).filter(|&t| !matches!(doc.token(t).pos, Pos::Punct | Pos::Space)).count();
        let enough = |topic: &Topic| if topic.kind == TopicKind::Crime { OF_A_CRIME } else { IN_A_HUNDRED };
        seen.retain(|topic, (hits, different)| different.len() >= DIFFERENT && *hits * 100 >= words * enough(topic));
        let political = politicians(cast) > BY_THE_WAY;
        Self(seen.into_keys().map(|topic| topic.kind).filter(|k| *k != TopicKind::Crime || !political).collect())
    }

    /// Whether an event is told as politics. `of_state`: whether a government, court or police takes part.
    pub(super) fn keep(&self, of_state: bool) -> bool {
        !self.0.contains(&TopicKind::Crime) && (of_state || !self.0.contains(&TopicKind::Pastime))
    }

    /// Leaves out the harm that a disaster did, unless the same text tells of fighting.
    pub(super) fn leave_out_harm(&self, events: &mut Vec<Event>) {
        let fought = |e: &Event| e.kind == EventType::Assault && !is_mere_harm(e);
        if self.0.contains(&TopicKind::Disaster) && !events.iter().any(fought) {
            events.retain(|e| !is_mere_harm(e));
        }
    }
}

/// What a storm does as well: "six villages were destroyed", "thousands were displaced".
fn is_mere_harm(event: &Event) -> bool {
    let harm = matches!(event.kind, EventType::Assault | EventType::Coerce | EventType::Sanction);
    let how = matches!(event.mode, None | Some(Mode::Destroy | Mode::Expel | Mode::Withdraw));
    harm && how && event.actors.is_empty()
}

/// How often somebody of politics or at arms is spoken of.
fn politicians(cast: &Cast) -> usize {
    use Sector::*;
    const POLITICAL: [Sector; 10] = [Gov, Leg, Mil, Reb, Pty, Opp, Spy, Eli, Prm, Uaf];
    let is_political = |sectors: &[Sector]| sectors.iter().any(|s| POLITICAL.contains(s));
    cast.entities().iter().filter(|e| is_political(&e.sectors)).map(|e| e.mentions.len()).sum()
}
