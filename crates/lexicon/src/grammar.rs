//! The closed-class words and the governing words that the engine's grammar rests on: `data/grammar/`.

use crate::{DataError, Files};
use rustc_hash::{FxHashMap, FxHashSet};
use sayso_coding::{QuantityRole, Status};
use serde::Deserialize;
use smol_str::SmolStr;

/// What the engine knows of function words and of words that govern events.
#[derive(Debug, Default)]
pub struct Grammar {
    words: Words,
    sets: FxHashMap<Kind, FxHashSet<SmolStr>>,
    governors: FxHashMap<(SmolStr, GovernorPos), Governor>,
    numbers: FxHashMap<(SmolStr, bool), QuantityRole>,
    /// Forms of verbs whose lemma the rules get wrong.
    lemmas: FxHashMap<SmolStr, SmolStr>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    copula: String,
    that: String,
    to: String,
    by: String,
    of: String,
    endings: Vec<String>,
    perfect: String,
    with: Vec<SmolStr>,
    between: Vec<SmolStr>,
    prepositions: Vec<SmolStr>,
    negators: Vec<SmolStr>,
    barely: Vec<SmolStr>,
    none: Vec<SmolStr>,
    planned_auxiliaries: Vec<SmolStr>,
    possible_auxiliaries: Vec<SmolStr>,
    about: Vec<SmolStr>,
    some: Vec<SmolStr>,
    future: Vec<SmolStr>,
    future_in_past: Vec<SmolStr>,
    focus: Vec<SmolStr>,
    conditional_marks: Vec<SmolStr>,
    until: Vec<SmolStr>,
    relative_pronouns: Vec<SmolStr>,
    subject_pronouns: Vec<SmolStr>,
    locative: Vec<SmolStr>,
    strict_locative: Vec<SmolStr>,
    adjunct: Vec<SmolStr>,
    weak_adjunct: Vec<SmolStr>,
    purpose: Vec<SmolStr>,
    lasting: Vec<SmolStr>,
    meanwhile: Vec<SmolStr>,
    dying: Vec<SmolStr>,
    definite: Vec<SmolStr>,
    ends: Vec<SmolStr>,
    topic: Vec<SmolStr>,
    facing: Vec<SmolStr>,
    concerned: Vec<SmolStr>,
    far_reaching: Vec<SmolStr>,
    wish: Vec<SmolStr>,
    able: Vec<SmolStr>,
    impersonal: Vec<SmolStr>,
    first_person: Vec<SmolStr>,
    responsibility: Vec<SmolStr>,
    takes_part: Vec<SmolStr>,
    including: Vec<SmolStr>,
    among: Vec<SmolStr>,
    headline_verbs: Vec<SmolStr>,
    willing: Vec<SmolStr>,
    as_told: Vec<SmolStr>,
    yet: Vec<SmolStr>,
    summoning: Vec<SmolStr>,
    verb_prefixes: Vec<SmolStr>,
    needed: Vec<SmolStr>,
    conveying: Vec<SmolStr>,
    reaching: Vec<SmolStr>,
    struck: Vec<SmolStr>,
    owning: Vec<SmolStr>,
    answers: Vec<SmolStr>,
    partitives: Vec<SmolStr>,
    reciprocals: Vec<SmolStr>,
    alternatives: Vec<SmolStr>,
    prospective: Vec<SmolStr>,
    object_control: Vec<SmolStr>,
    documents: Vec<SmolStr>,
    ultimatum_marks: Vec<SmolStr>,
    continuing: Vec<SmolStr>,
    apart: Vec<SmolStr>,
    object_pronouns: Vec<SmolStr>,
    defining: Vec<SmolStr>,
    demanding: Vec<SmolStr>,
    coups: Vec<SmolStr>,
    issuing: Vec<SmolStr>,
    meetings: Vec<SmolStr>,
    discussing: Vec<SmolStr>,
    mutual: Vec<SmolStr>,
    neuter_pronouns: Vec<SmolStr>,
    joint_control: Vec<SmolStr>,
    held: Vec<SmolStr>,
    victims: Vec<SmolStr>,
    domains: Vec<SmolStr>,
    abbreviations: Vec<SmolStr>,
}

/// A closed class of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    With,
    Between,
    Preposition,
    Negator,
    /// "barely averted": it was so.
    Barely,
    None,
    PlannedAuxiliary,
    PossibleAuxiliary,
    About,
    /// "arrested some"
    Some,
    Future,
    FutureInPast,
    Focus,
    ConditionalMark,
    /// "until they withdraw": still to come.
    Until,
    RelativePronoun,
    SubjectPronoun,
    Locative,
    StrictLocative,
    Adjunct,
    WeakAdjunct,
    /// "for" of what a thing is meant for.
    Purpose,
    /// "since" of what still goes on.
    Lasting,
    /// "when" of a clause that tells of the same time.
    Meanwhile,
    Dying,
    Definite,
    Ends,
    Topic,
    Facing,
    Concerned,
    FarReaching,
    Wish,
    /// What only somebody can be: "it is ready to talk".
    Able,
    /// "it seems that": what nobody does.
    Impersonal,
    FirstPerson,
    Responsibility,
    TakesPart,
    Including,
    Among,
    /// A verb of headlines that looks like a noun ("Police arrest strikers").
    HeadlineVerb,
    /// What is refused where it is denied ("not ready to sign").
    Willing,
    AsTold,
    Yet,
    /// "summoned him to protest"
    Summoning,
    /// "to de-mine"
    VerbPrefix,
    Conveying,
    /// "It is vital that they pay"
    Needed,
    Reaching,
    Struck,
    Owning,
    Answer,
    Partitive,
    Reciprocal,
    Alternative,
    Prospective,
    ObjectControl,
    Document,
    UltimatumMark,
    Continuing,
    Apart,
    ObjectPronoun,
    /// Verbs that say what something is or would be.
    Defining,
    Demanding,
    /// Nouns for the seizing of power: "coup".
    Coup,
    /// Verbs by which a writing becomes somebody's: "signed".
    Issuing,
    /// Verbs and nouns for meetings, which may be held anywhere: "met", "summit".
    Meeting,
    Discussing,
    Mutual,
    NeuterPronoun,
    /// Verbs whose subject does with the object what the infinitive says.
    JointControl,
    /// What is said of land that others hold by force.
    Held,
    /// Nouns for those who suffered the deed named with them.
    Victims,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GovernorPos {
    Verb,
    Noun,
    Adjective,
    Adverb,
}

/// What a word makes of the event it governs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Governor {
    pub event: Effect,
    pub subject: GovernorSubject,
}

/// What a governing word does to the status of the event below.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It gives the status.
    Gives(Status),
    /// It carries the event: its own tense and modality are the event's ("will launch an attack").
    Carries,
    /// The event is real whatever is said of it ("vowed to end the war").
    Given,
}

/// What the subject of a governing word is for the event below.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GovernorSubject {
    Actor,
    Recipient,
    Neither,
}

impl Grammar {
    pub fn load(files: &Files) -> Result<Self, Vec<DataError>> {
        let words: Words = files.toml("grammar/words.toml")?;
        let sets = [
            (Kind::With, &words.with),
            (Kind::Between, &words.between),
            (Kind::Preposition, &words.prepositions),
            (Kind::Negator, &words.negators),
            (Kind::Barely, &words.barely),
            (Kind::None, &words.none),
            (Kind::PlannedAuxiliary, &words.planned_auxiliaries),
            (Kind::PossibleAuxiliary, &words.possible_auxiliaries),
            (Kind::About, &words.about),
            (Kind::Some, &words.some),
            (Kind::Future, &words.future),
            (Kind::FutureInPast, &words.future_in_past),
            (Kind::Focus, &words.focus),
            (Kind::ConditionalMark, &words.conditional_marks),
            (Kind::Until, &words.until),
            (Kind::RelativePronoun, &words.relative_pronouns),
            (Kind::SubjectPronoun, &words.subject_pronouns),
            (Kind::Locative, &words.locative),
            (Kind::StrictLocative, &words.strict_locative),
            (Kind::Adjunct, &words.adjunct),
            (Kind::WeakAdjunct, &words.weak_adjunct),
            (Kind::Purpose, &words.purpose),
            (Kind::Lasting, &words.lasting),
            (Kind::Meanwhile, &words.meanwhile),
            (Kind::Dying, &words.dying),
            (Kind::Definite, &words.definite),
            (Kind::Ends, &words.ends),
            (Kind::Topic, &words.topic),
            (Kind::Facing, &words.facing),
            (Kind::Concerned, &words.concerned),
            (Kind::FarReaching, &words.far_reaching),
            (Kind::Wish, &words.wish),
            (Kind::Able, &words.able),
            (Kind::Impersonal, &words.impersonal),
            (Kind::FirstPerson, &words.first_person),
            (Kind::Responsibility, &words.responsibility),
            (Kind::TakesPart, &words.takes_part),
            (Kind::Including, &words.including),
            (Kind::Among, &words.among),
            (Kind::HeadlineVerb, &words.headline_verbs),
            (Kind::Willing, &words.willing),
            (Kind::AsTold, &words.as_told),
            (Kind::Yet, &words.yet),
            (Kind::Summoning, &words.summoning),
            (Kind::VerbPrefix, &words.verb_prefixes),
            (Kind::Conveying, &words.conveying),
            (Kind::Needed, &words.needed),
            (Kind::Reaching, &words.reaching),
            (Kind::Struck, &words.struck),
            (Kind::Owning, &words.owning),
            (Kind::Answer, &words.answers),
            (Kind::Partitive, &words.partitives),
            (Kind::Reciprocal, &words.reciprocals),
            (Kind::Alternative, &words.alternatives),
            (Kind::Prospective, &words.prospective),
            (Kind::ObjectControl, &words.object_control),
            (Kind::Document, &words.documents),
            (Kind::UltimatumMark, &words.ultimatum_marks),
            (Kind::Continuing, &words.continuing),
            (Kind::Apart, &words.apart),
            (Kind::ObjectPronoun, &words.object_pronouns),
            (Kind::Defining, &words.defining),
            (Kind::Demanding, &words.demanding),
            (Kind::Coup, &words.coups),
            (Kind::Issuing, &words.issuing),
            (Kind::Meeting, &words.meetings),
            (Kind::Discussing, &words.discussing),
            (Kind::Mutual, &words.mutual),
            (Kind::NeuterPronoun, &words.neuter_pronouns),
            (Kind::JointControl, &words.joint_control),
            (Kind::Held, &words.held),
            (Kind::Victims, &words.victims),
        ]
        .map(|(kind, list)| (kind, list.iter().cloned().collect()));
        let governors = governors(files)?;
        let numbers = numbers(files)?;
        let lemmas = lemmas(files)?;
        Ok(Self { sets: sets.into_iter().collect(), words, governors, numbers, lemmas })
    }

    pub fn copula(&self) -> &str {
        &self.words.copula
    }

    pub fn that(&self) -> &str {
        &self.words.that
    }

    pub fn to(&self) -> &str {
        &self.words.to
    }

    pub fn by(&self) -> &str {
        &self.words.by
    }

    pub fn of(&self) -> &str {
        &self.words.of
    }

    /// A word without each of the endings that it may have been inflected with ("raided": "raide", "raid").
    pub fn stems<'a>(&'a self, lower: &'a str) -> impl Iterator<Item = &'a str> {
        self.words.endings.iter().filter_map(|ending| lower.strip_suffix(ending.as_str()))
    }

    /// The auxiliary of the perfect.
    pub fn perfect(&self) -> &str {
        &self.words.perfect
    }

    /// Ends of names of sites that are no words ("net").
    pub fn domains(&self) -> impl Iterator<Item = &str> {
        self.words.domains.iter().map(SmolStr::as_str)
    }

    /// Titles and ranks with a full stop that ends no sentence ("Capt.").
    pub fn abbreviations(&self) -> impl Iterator<Item = &str> {
        self.words.abbreviations.iter().map(SmolStr::as_str)
    }

    pub fn is(&self, kind: Kind, word: &str) -> bool {
        self.sets.get(&kind).is_some_and(|set| set.contains(word))
    }

    pub fn is_preposition(&self, word: &str) -> bool {
        self.is(Kind::Preposition, word)
    }

    /// The lemma of a verb's form where rules get it wrong ("staged": stage, not stag).
    pub fn verb_lemma(&self, form: &str) -> Option<&SmolStr> {
        self.lemmas.get(form)
    }

    pub fn governor(&self, lemma: &str, pos: GovernorPos) -> Option<Governor> {
        self.governors.get(&(SmolStr::new(lemma), pos)).copied()
    }

    /// What a number says by the trigger of its event ("killed 5": dead).
    pub fn number_by_trigger(&self, lemma: &str) -> Option<QuantityRole> {
        self.numbers.get(&(SmolStr::new(lemma), true)).copied()
    }

    /// What a number says by what it counts ("8,500 troops").
    pub fn number_by_counted(&self, lemma: &str) -> Option<QuantityRole> {
        self.numbers.get(&(SmolStr::new(lemma), false)).copied()
    }
}

const GOVERNORS: &str = "grammar/governors.tsv";
const NUMBERS: &str = "grammar/numbers.tsv";
const LEMMAS: &str = "grammar/lemmas.tsv";

fn governors(files: &Files) -> Result<FxHashMap<(SmolStr, GovernorPos), Governor>, Vec<DataError>> {
    let mut out = FxHashMap::default();
    let mut errors = Vec::new();
    for row in files.table(GOVERNORS, &["lemma", "pos", "event", "subject"])? {
        let pos = match row.cells[1] {
            "verb" => GovernorPos::Verb,
            "noun" => GovernorPos::Noun,
            "adjective" => GovernorPos::Adjective,
            "adverb" => GovernorPos::Adverb,
            other => {
                errors.push(DataError::new(
                    GOVERNORS,
                    row.line,
                    format!("pos {other:?}: verb, noun, adjective or adverb"),
                ));
                continue;
            }
        };
        let subject = match row.cells[3] {
            "actor" => GovernorSubject::Actor,
            "recipient" => GovernorSubject::Recipient,
            "none" => GovernorSubject::Neither,
            other => {
                errors.push(DataError::new(
                    GOVERNORS,
                    row.line,
                    format!("subject {other:?}: actor, recipient or none"),
                ));
                continue;
            }
        };
        let event = match (row.cells[2], Status::parse(row.cells[2])) {
            ("given", _) => Effect::Given,
            (_, Some(Status::Occurred)) => Effect::Carries,
            (_, Some(status)) => Effect::Gives(status),
            (other, None) => {
                let message = format!("event {other:?}: planned, possible, negated, occurred or given");
                errors.push(DataError::new(GOVERNORS, row.line, message));
                continue;
            }
        };
        if out.insert((SmolStr::new(row.cells[0]), pos), Governor { event, subject }).is_some() {
            errors.push(DataError::new(
                GOVERNORS,
                row.line,
                format!("{:?} stands here twice as {}", row.cells[0], row.cells[1]),
            ));
        }
    }
    if errors.is_empty() { Ok(out) } else { Err(errors) }
}

fn lemmas(files: &Files) -> Result<FxHashMap<SmolStr, SmolStr>, Vec<DataError>> {
    let rows = files.table(LEMMAS, &["form", "lemma"])?;
    Ok(rows.iter().map(|row| (SmolStr::new(row.cells[0]), SmolStr::new(row.cells[1]))).collect())
}

fn numbers(files: &Files) -> Result<FxHashMap<(SmolStr, bool), QuantityRole>, Vec<DataError>> {
    let mut out = FxHashMap::default();
    for row in files.table(NUMBERS, &["word", "by", "role"])? {
        let Some(role) = QuantityRole::parse(row.cells[2]) else {
            return Err(vec![DataError::new(NUMBERS, row.line, format!("no role {:?}", row.cells[2]))]);
        };
        out.insert((SmolStr::new(row.cells[0]), row.cells[1] == "trigger"), role);
    }
    Ok(out)
}
