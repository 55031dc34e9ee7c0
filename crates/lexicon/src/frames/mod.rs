//! Event frames: skeletons of English with the event each means. Loading parses the skeletons, expands the sets,
//! indexes both by trigger word, and refuses what contradicts itself. The language is described in
//! `data/frames/README.md`.

mod load;
mod pattern;

use crate::{DataError, Files};
use rustc_hash::FxHashMap;
use sayso_coding::{Context, EventType, Mode, Status};
use smol_str::SmolStr;

/// All frames with the sets and tables that they refer to.
#[derive(Debug, Default)]
pub struct Frames {
    frames: Vec<Frame>,
    skeletons: Vec<Skeleton>,
    /// Skeletons by lemma of their trigger word.
    verbs: FxHashMap<SmolStr, Vec<u32>>,
    nouns: FxHashMap<SmolStr, Vec<u32>>,
    adjectives: FxHashMap<SmolStr, Vec<u32>>,
    sets: FxHashMap<SmolStr, Vec<Phrase>>,
    modes: FxHashMap<(EventType, SmolStr), Mode>,
    contexts: FxHashMap<SmolStr, Vec<(Vec<SmolStr>, Context)>>,
    topics: FxHashMap<SmolStr, Vec<(Vec<SmolStr>, Topic)>>,
    cameo: FxHashMap<(EventType, Option<Mode>), SmolStr>,
}

/// What a text may be about that is no politics, told by its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Topic {
    pub kind: TopicKind,
    pub number: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TopicKind {
    /// Matches, dishes, games, markets.
    Pastime,
    /// The crimes of the street.
    Crime,
    /// Earthquakes, storms, accidents, epidemics.
    Disaster,
}

/// One meaning.
#[derive(Clone, Debug)]
pub struct Frame {
    pub id: SmolStr,
    /// None: a known sense that is no political event.
    pub kind: Option<EventType>,
    pub mode: ModeRule,
    pub cameo: Option<SmolStr>,
    pub contexts: Vec<Context>,
    /// What the frame itself says of the event's status; else grammar decides.
    pub status: Option<Status>,
    /// The role that whoever speaks takes where the words name nobody ("Troops must withdraw", a minister said).
    pub speaker: Option<Role>,
    pub limits: Vec<(Role, Vec<Class>)>,
    pub patterns: Vec<String>,
    pub examples: Vec<Example>,
    /// Sentences in which the frame must not fire.
    pub not: Vec<String>,
    /// Where it stands, below the data folder.
    pub file: String,
    pub line: usize,
}

/// Where an event's mode comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ModeRule {
    None,
    Is(Mode),
    /// The head words of a role; the second where they say nothing.
    From(Role, Option<Mode>),
    Trigger(Option<Mode>),
}

/// A sentence with what must be coded in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Example {
    pub text: String,
    pub actor: Option<String>,
    pub recipient: Option<String>,
    pub mode: Option<Mode>,
    pub status: Option<Status>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    Actor,
    Recipient,
    Content,
    Theme,
    Place,
    Means,
}

impl Role {
    pub const ALL: &[Role] = &[Role::Actor, Role::Recipient, Role::Content, Role::Theme, Role::Place, Role::Means];

    pub fn as_str(self) -> &'static str {
        match self {
            Role::Actor => "ACTOR",
            Role::Recipient => "RECIPIENT",
            Role::Content => "CONTENT",
            Role::Theme => "THEME",
            Role::Place => "PLACE",
            Role::Means => "MEANS",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|r| r.as_str() == text)
    }
}

/// What a role may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Class {
    Agent,
    /// Somebody of government, parliament, party or opposition; no country and no ministry.
    Politician,
    State,
    Armed,
    /// People and bodies that are neither of the state nor armed: workers, unions, students, firms, churches.
    Civil,
    Person,
    Group,
    Place,
    Thing,
    /// "selling arms" in "insisted on selling arms": what the subject itself does.
    Gerund,
    Any,
    Set(SmolStr),
}

/// Words that stand together: a verb with its particle ("carry out"), a noun with its modifiers ("joint exercise").
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Phrase(pub Vec<SmolStr>);

/// One way of saying a frame.
#[derive(Clone, Debug)]
pub struct Skeleton {
    pub frame: u32,
    /// As it stands in the file.
    pub text: SmolStr,
    pub shape: Shape,
    /// Alternatives of the trigger: a verb with particles behind, or a noun or adjective with modifiers before.
    pub head: Vec<Phrase>,
    pub slots: Vec<Slot>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    Verb,
    Noun,
    /// Predicative: "be ready to".
    Adjective,
}

/// Something that hangs off the trigger, or off a fixed word before it in the skeleton.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    pub link: Link,
    pub fill: Fill,
    /// Slots of one bracket are there together or not at all; 0 is no bracket.
    pub bracket: u8,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    Subject,
    /// The possessor of a noun, or what stands for it.
    Possessor,
    IndirectObject,
    Object,
    Preposition(Vec<SmolStr>),
    Particle(Vec<SmolStr>),
    /// An infinitive, or the preposition `to` where a role follows.
    To,
    /// A clause, with or without `that`.
    That,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fill {
    Role(Role),
    Words(Vec<Phrase>),
    /// A link that is its own content: a particle.
    Nothing,
}

impl Frames {
    pub fn load(files: &Files) -> Result<Self, Vec<DataError>> {
        load::load(files)
    }

    pub fn all(&self) -> &[Frame] {
        &self.frames
    }

    pub fn frame(&self, skeleton: &Skeleton) -> &Frame {
        &self.frames[skeleton.frame as usize]
    }

    /// Skeletons whose trigger is a verb with this lemma.
    pub fn verb(&self, lemma: &str) -> impl Iterator<Item = &Skeleton> {
        self.listed(&self.verbs, lemma)
    }

    pub fn noun(&self, lemma: &str) -> impl Iterator<Item = &Skeleton> {
        self.listed(&self.nouns, lemma)
    }

    /// Whether a noun by itself tells of an event: "invasion", but not "week", which does in "week of protests".
    pub fn tells(&self, noun: &str) -> bool {
        let needs_words = |slot: &Slot| slot.bracket == 0 && matches!(slot.fill, Fill::Words(_));
        let alone = |s: &Skeleton| {
            s.head.iter().any(|phrase| phrase.0.len() == 1 && phrase.0[0] == noun) && !s.slots.iter().any(needs_words)
        };
        self.noun(noun).any(|s| alone(s) && self.frame(s).kind.is_some())
    }

    pub fn adjective(&self, lemma: &str) -> impl Iterator<Item = &Skeleton> {
        self.listed(&self.adjectives, lemma)
    }

    fn listed<'a>(
        &'a self,
        index: &'a FxHashMap<SmolStr, Vec<u32>>,
        lemma: &str,
    ) -> impl Iterator<Item = &'a Skeleton> {
        index.get(lemma).into_iter().flatten().map(|&s| &self.skeletons[s as usize])
    }

    /// The phrases of a set; empty for one that does not exist (which loading refuses).
    pub fn set(&self, name: &str) -> &[Phrase] {
        self.sets.get(name).map_or(&[], Vec::as_slice)
    }

    /// The mode that a word tells for a type ("sanction" for THREATEN: restrict).
    pub fn mode(&self, kind: EventType, word: &str) -> Option<Mode> {
        self.modes.get(&(kind, SmolStr::new(word))).copied()
    }

    /// Phrases that begin with this lemma and the context each tells.
    pub fn contexts(&self, lemma: &str) -> &[(Vec<SmolStr>, Context)] {
        self.contexts.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// Phrases that begin with this lemma and the topic each is of.
    pub fn topics(&self, lemma: &str) -> &[(Vec<SmolStr>, Topic)] {
        self.topics.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// The CAMEO code of a type and mode where the frame names none.
    pub fn cameo(&self, kind: EventType, mode: Option<Mode>) -> SmolStr {
        self.cameo.get(&(kind, mode)).or_else(|| self.cameo.get(&(kind, None))).cloned().unwrap_or_default()
    }

    /// What a role of a frame may be; the default where the frame does not say.
    pub fn classes<'a>(&'a self, frame: &'a Frame, role: Role) -> &'a [Class] {
        let own = frame.limits.iter().find(|(r, _)| *r == role).map(|(_, c)| c.as_slice());
        own.unwrap_or(match role {
            Role::Actor => &[Class::Agent],
            Role::Recipient => &[Class::Agent, Class::Place],
            _ => &[Class::Any],
        })
    }
}
