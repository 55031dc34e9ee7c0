//! The claims themselves. Spans are bytes of `Coding::article.text`; ids count from 0 here and from 1 in the record.

use crate::{Context, EventType, Mode, Sector, Status};
use sayso_doc::{Article, Span};
use smol_str::SmolStr;
use std::fmt;

/// An index into one of the lists of a [`Coding`], written with its letter: `E1` is the first entity.
macro_rules! ids {
    ($($name:ident $letter:literal),*) => {$(
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub u32);

        impl $name {
            pub fn new(index: usize) -> Self {
                Self(u32::try_from(index).expect("a document has fewer than 2^32 of anything"))
            }

            pub fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($letter, "{}"), self.0 + 1)
            }
        }
    )*};
}

ids!(EntityId "E", PlaceId "P", TimeId "T", QuantityId "Q", StatementId "S", EventId "V");

/// What was coded, by what, from what. In each list the order is that of first appearance in the text.
#[derive(Clone, Debug)]
pub struct Coding {
    pub coder: Coder,
    pub article: Article,
    pub entities: Vec<Entity>,
    pub places: Vec<Place>,
    pub times: Vec<Time>,
    pub quantities: Vec<Quantity>,
    pub statements: Vec<Statement>,
    pub events: Vec<Event>,
    pub warnings: Vec<String>,
}

/// Which program, model and knowledge made a coding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coder {
    pub version: SmolStr,
    /// Name and version of the language model: `en_core_web_md-3.8.0`.
    pub model: SmolStr,
    /// Hash of the lexicon and the gazetteer.
    pub knowledge: SmolStr,
}

/// Somebody or something the document speaks of.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// The resolved name ("Vladimir Putin"); for one that has none, its fullest description.
    pub name: SmolStr,
    pub kind: EntityKind,
    /// ISO 3166-1 alpha-3, or `IGO`, `UNO`, `EUR`, `NGO`, `IMG`, `ISM`, `MNC`; none where it cannot be known.
    pub country: Option<SmolStr>,
    pub sectors: Vec<Sector>,
    /// Office or function ("President", "spokesman").
    pub role: Option<SmolStr>,
    pub wikidata: Option<SmolStr>,
    /// In text order.
    pub mentions: Vec<EntityMention>,
    /// Where the codes come from: a data file's entry, or the words that introduced it.
    pub evidence: SmolStr,
}

names! {
    EntityKind {
        Person = "person", Organization = "organization", Country = "country", Place = "place", Group = "group",
        Outlet = "outlet", Other = "other",
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EntityMention {
    pub span: Span,
    pub how: How,
}

names! {
    /// How a mention refers.
    How { Name = "name", Nominal = "nominal", Pronoun = "pronoun" }
}

/// A place spoken of. Unresolved where the gazetteer has no candidate that fits: `geonameid`, `lat`, `lon` are none.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    pub span: Span,
    /// The gazetteer's name; the words of the text where unresolved.
    pub name: SmolStr,
    pub geonameid: Option<u32>,
    pub lat: Option<f32>,
    pub lon: Option<f32>,
    /// ISO 3166-1 alpha-3.
    pub country: Option<SmolStr>,
    /// First-level administrative area, its name.
    pub admin1: Option<SmolStr>,
    /// GeoNames feature code (`PPLC`, `ADM1`, `PCLI`, `RGN` …).
    pub feature: Option<SmolStr>,
    /// 5 sub-city, 4 city, 3 district, 2 province, 1 country, 0 larger or unresolved.
    pub resolution: u8,
    /// The words stand for a government, team or market rather than for where something is ("Moscow said").
    pub metonym: bool,
}

/// A time expression with its TIMEX3 value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Time {
    pub span: Span,
    pub kind: TimeKind,
    /// TIMEX3 `value`: `2022-02-01`, `2022-W05`, `P8Y`, `PRESENT_REF` …
    pub value: SmolStr,
    /// The days it covers, first and last, where that can be told; ISO dates.
    pub range: Option<(jiff::civil::Date, jiff::civil::Date)>,
}

names! {
    TimeKind { Date = "DATE", Time = "TIME", Duration = "DURATION", Set = "SET" }
}

/// A number with what it counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    pub span: Span,
    pub value: f64,
    /// The upper end of a range.
    pub high: Option<f64>,
    /// `km`, `m3/year`, `USD`, `percent` …; none for a plain count.
    pub unit: Option<SmolStr>,
    /// The thing counted: `troops`, `gas`.
    pub of: Option<SmolStr>,
    pub approx: Approx,
    /// The token that is the head of what is counted, or of the number where nothing is.
    pub head: usize,
}

names! {
    Approx { Exact = "exact", About = "about", Over = "over", Under = "under", Range = "range" }
}

/// An attribution: a source says, thinks or knows a content.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    pub source: Option<EntityId>,
    pub source_span: Option<Span>,
    pub cue: Option<Span>,
    /// Several when the cue breaks the content.
    pub content: Vec<Span>,
    pub quote: Quote,
    pub kind: SourceKind,
    pub vouches: Vouches,
    /// The outlet or person through whom it was said ("told Gazeta.Ru").
    pub via: Option<EntityId>,
    /// The statement that this one stands inside of.
    pub parent: Option<StatementId>,
    /// The content is what the source is for or against ("opposes the tax"): nothing in it is told on its word.
    pub stance: bool,
    /// The entry of the cue in the lexicon.
    pub rule: SmolStr,
}

names! {
    Quote { Direct = "direct", Indirect = "indirect", Mixed = "mixed" }
}

names! {
    /// What kind of source speaks.
    SourceKind {
        Person = "person", Office = "office", Organization = "organization", Outlet = "outlet",
        Document = "document", Anonymous = "anonymous", Unnamed = "unnamed",
    }
}

names! {
    /// What a cue commits its source to.
    Vouches {
        Asserts = "asserts", Knows = "knows", Doubts = "doubts", Denies = "denies", Believes = "believes",
        Expects = "expects", Wants = "wants", Fears = "fears", Asks = "asks", Orders = "orders",
    }
}

/// One actor doing one thing to zero or more recipients.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    pub kind: EventType,
    pub mode: Option<Mode>,
    pub contexts: Vec<Context>,
    pub cameo: SmolStr,
    pub actors: Vec<Participant>,
    pub recipients: Vec<Participant>,
    pub trigger: Span,
    /// The token that is the head of the trigger.
    pub head: usize,
    pub sentence: Span,
    pub status: Status,
    /// Background more than a year before publication.
    pub historical: bool,
    /// The innermost statement it is reported in.
    pub statement: Option<StatementId>,
    /// On whose word, outermost first, the author left out.
    pub sources: Vec<Source>,
    pub denied_by: Vec<EntityId>,
    pub date: Option<EventDate>,
    pub place: Option<PlaceId>,
    pub quantities: Vec<EventQuantity>,
    /// 0 … 1.
    pub confidence: f32,
    /// The lexicon entry that fired.
    pub rule: SmolStr,
    pub why: Why,
}

/// An entity taking part, and the words that say so; no entity where the words name none that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Participant {
    pub entity: EntityId,
    pub span: Span,
}

/// One link of a source chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    Entity(EntityId),
    /// A source that is no entity has its words.
    Words(Span),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventDate {
    /// ISO day, month, year, or `start/end`.
    pub value: SmolStr,
    pub time: Option<TimeId>,
    /// An expression in the text gives it; else it is assumed from tense and publication date.
    pub stated: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventQuantity {
    pub quantity: QuantityId,
    pub role: QuantityRole,
}

names! {
    QuantityRole {
        Dead = "dead", Injured = "injured", Arrested = "arrested", Missing = "missing", Displaced = "displaced",
        Troops = "troops", Weapons = "weapons", Money = "money", Volume = "volume", Crowd = "crowd", Other = "other",
    }
}

/// Why an event was coded as it was, for people: each a rule with the words it rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Why {
    /// The skeleton that matched, with what filled it.
    pub frame: String,
    /// The path through the tree from the trigger to each participant.
    pub paths: Vec<String>,
    pub status: String,
    pub sources: String,
    pub date: String,
    pub place: String,
}
