//! Reading `data/frames/`: every frame checked, every error with its file and line.

use super::pattern::{self, Words};
use super::{Class, Example, Frame, Frames, ModeRule, Phrase, Role, Shape, Skeleton, Topic, TopicKind};
use crate::grammar::Grammar;
use crate::{DataError, Files};
use rustc_hash::{FxHashMap, FxHashSet};
use sayso_coding::{Context, EventType, Mode, Status};
use serde::Deserialize;
use smol_str::SmolStr;
use std::collections::BTreeMap;
use toml::Spanned;

const SETS: &str = "frames/sets.toml";
const MODES: &str = "frames/modes.toml";
const CONTEXTS: &str = "frames/contexts.toml";
const PASTIMES: &str = "frames/pastimes.toml";
const CRIMES: &str = "frames/crimes.toml";
const DISASTERS: &str = "frames/disasters.toml";
const CAMEO: &str = "frames/cameo.toml";
/// The type of a frame that is no event.
const NO_EVENT: &str = "NONE";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FrameFile {
    #[serde(default)]
    frame: Vec<Spanned<RawFrame>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFrame {
    id: SmolStr,
    #[serde(rename = "type")]
    kind: String,
    mode: Option<RawMode>,
    cameo: Option<SmolStr>,
    #[serde(default)]
    contexts: Vec<String>,
    status: Option<String>,
    speaker: Option<String>,
    #[serde(default, rename = "where")]
    limits: BTreeMap<String, String>,
    patterns: Vec<String>,
    #[serde(default)]
    examples: Vec<RawExample>,
    #[serde(default)]
    not: Vec<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum RawMode {
    Is(String),
    From { from: String, or: Option<String> },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawExample {
    text: String,
    actor: Option<String>,
    recipient: Option<String>,
    mode: Option<String>,
    status: Option<String>,
}

/// One file being read: says where an error stands.
struct Place<'a> {
    file: &'a str,
    line: usize,
}

impl Place<'_> {
    fn error(&self, message: impl Into<String>) -> DataError {
        DataError::new(self.file, self.line, message)
    }

    fn name<T>(
        &self,
        what: &str,
        text: &str,
        all: &[T],
        found: Option<T>,
        show: fn(&T) -> &'static str,
    ) -> Result<T, DataError> {
        found.ok_or_else(|| {
            let nearest = all.iter().map(show).min_by_key(|name| distance(name, text));
            let hint = nearest.map(|n| format!(" (did you mean {n:?}?)")).unwrap_or_default();
            self.error(format!("no {what} {text:?}{hint}"))
        })
    }
}

pub(super) fn load(files: &Files) -> Result<Frames, Vec<DataError>> {
    let grammar = Grammar::load(files)?;
    let mut frames = Frames { sets: sets(files)?, ..Frames::default() };
    let mut errors = Vec::new();
    let paths: Vec<&str> = files
        .under("frames/", ".toml")
        .filter(|p| ![SETS, MODES, CONTEXTS, PASTIMES, CRIMES, DISASTERS, CAMEO].contains(p))
        .collect();
    let mut ids = FxHashMap::default();
    let mut seen = FxHashMap::default();
    for path in paths {
        let text = files.text(path)?;
        let file: FrameFile = match files.toml(path) {
            Ok(file) => file,
            Err(more) => {
                errors.extend(more);
                continue;
            }
        };
        let lines = Lines::new(text);
        for raw in file.frame {
            let place = Place { file: path, line: lines.at(raw.span().start) };
            match frame(raw.into_inner(), &place) {
                Ok(frame) => {
                    if let Some(other) = ids.insert(frame.id.clone(), place.line) {
                        errors.push(place.error(format!("frame {:?} is there already (line {other})", frame.id)));
                    }
                    errors.extend(add(&mut frames, frame, &grammar, &place, &mut seen));
                }
                Err(e) => errors.push(e),
            }
        }
    }
    errors.extend(modes(files, &mut frames)?);
    errors.extend(contexts(files, &mut frames)?);
    topics(files, PASTIMES, TopicKind::Pastime, &mut frames)?;
    topics(files, CRIMES, TopicKind::Crime, &mut frames)?;
    topics(files, DISASTERS, TopicKind::Disaster, &mut frames)?;
    errors.extend(cameo(files, &mut frames)?);
    if errors.is_empty() { Ok(frames) } else { Err(errors) }
}

/// Line numbers of byte offsets.
struct Lines(Vec<usize>);

impl Lines {
    fn new(text: &str) -> Self {
        Self(text.match_indices('\n').map(|(i, _)| i).collect())
    }

    fn at(&self, offset: usize) -> usize {
        1 + self.0.partition_point(|&newline| newline < offset)
    }
}

fn sets(files: &Files) -> Result<FxHashMap<SmolStr, Vec<Phrase>>, Vec<DataError>> {
    let raw: BTreeMap<SmolStr, Vec<String>> = files.toml(SETS)?;
    Ok(raw.into_iter().map(|(name, items)| (name, items.iter().flat_map(|i| phrases(i)).collect())).collect())
}

/// "carry out", "joint exercise", "cease-fire".
fn phrases(text: &str) -> Vec<Phrase> {
    let mut words = text.split_whitespace();
    let (Some(only), None) = (words.next(), words.next()) else {
        return vec![Phrase(text.split_whitespace().map(SmolStr::new).collect())];
    };
    pattern::variants(only)
}

fn frame(raw: RawFrame, place: &Place) -> Result<Frame, DataError> {
    let kind = if raw.kind == NO_EVENT { None } else { Some(kind(&raw.kind, place)?) };
    let mode_rule = match raw.mode {
        None => ModeRule::None,
        Some(RawMode::Is(name)) => ModeRule::Is(mode(&name, kind, place)?),
        Some(RawMode::From { from, or }) => {
            let or = or.map(|name| mode(&name, kind, place)).transpose()?;
            if from == "trigger" {
                ModeRule::Trigger(or)
            } else {
                let role = Role::parse(&from)
                    .ok_or_else(|| place.error(format!("mode from {from:?}: no such role; or \"trigger\"")))?;
                ModeRule::From(role, or)
            }
        }
    };
    let contexts = raw.contexts.iter().map(|c| context(c, place)).collect::<Result<_, _>>()?;
    let status = raw.status.as_deref().map(|s| status(s, place)).transpose()?;
    let speaker = (raw.speaker.as_deref())
        .map(|r| Role::parse(r).ok_or_else(|| place.error(format!("`speaker` names no role {r:?}"))))
        .transpose()?;
    let mut limits = Vec::new();
    for (role, classes) in &raw.limits {
        let role = Role::parse(role).ok_or_else(|| place.error(format!("`where` names no role {role:?}")))?;
        limits.push((role, classes.split('|').map(|c| class(c, place)).collect::<Result<_, _>>()?));
    }
    if raw.patterns.is_empty() {
        return Err(place.error(format!("frame {:?} has no pattern", raw.id)));
    }
    let examples = (raw.examples.into_iter())
        .map(|e| {
            Ok(Example {
                mode: e.mode.as_deref().map(|m| mode(m, kind, place)).transpose()?,
                status: e.status.as_deref().map(|s| self::status(s, place)).transpose()?,
                text: e.text,
                actor: e.actor,
                recipient: e.recipient,
            })
        })
        .collect::<Result<_, DataError>>()?;
    Ok(Frame {
        id: raw.id,
        kind,
        mode: mode_rule,
        cameo: raw.cameo,
        contexts,
        status,
        speaker,
        limits,
        patterns: raw.patterns,
        examples,
        not: raw.not,
        file: place.file.to_owned(),
        line: place.line,
    })
}

fn kind(name: &str, place: &Place) -> Result<EventType, DataError> {
    place.name("type", name, EventType::ALL, EventType::parse(name), |t| t.as_str())
}

fn mode(name: &str, kind: Option<EventType>, place: &Place) -> Result<Mode, DataError> {
    let all = kind.map_or(Mode::ALL, EventType::modes);
    place.name("mode of this type", name, all, Mode::parse(name).filter(|m| all.contains(m)), |m| m.as_str())
}

fn context(name: &str, place: &Place) -> Result<Context, DataError> {
    place.name("context", name, Context::ALL, Context::parse(name), |c| c.as_str())
}

fn status(name: &str, place: &Place) -> Result<Status, DataError> {
    place.name("status", name, Status::ALL, Status::parse(name), |s| s.as_str())
}

fn class(name: &str, place: &Place) -> Result<Class, DataError> {
    Ok(match name.trim() {
        "agent" => Class::Agent,
        "politician" => Class::Politician,
        "state" => Class::State,
        "armed" => Class::Armed,
        "civil" => Class::Civil,
        "person" => Class::Person,
        "group" => Class::Group,
        "place" => Class::Place,
        "thing" => Class::Thing,
        "gerund" => Class::Gerund,
        "any" => Class::Any,
        other => match other.strip_prefix('@') {
            Some(set) => Class::Set(SmolStr::new(set)),
            None => {
                return Err(place.error(format!(
                    "no class {other:?}: agent, politician, state, armed, civil, person, group, place, thing, any or @set"
                )));
            }
        },
    })
}

/// Parses the skeletons of a frame and indexes them.
fn add(
    frames: &mut Frames,
    frame: Frame,
    grammar: &Grammar,
    place: &Place,
    seen: &mut FxHashMap<String, SmolStr>,
) -> Vec<DataError> {
    let mut errors = Vec::new();
    for (_, classes) in &frame.limits {
        for class in classes {
            if let Class::Set(set) = class
                && !frames.sets.contains_key(set)
            {
                errors.push(place.error(format!("no set {set:?} in sets.toml")));
            }
        }
    }
    let number = frames.frames.len() as u32;
    for text in &frame.patterns {
        let parsed = {
            let set = |name: &str| frames.sets.get(name).cloned();
            let preposition = |word: &str| grammar.is_preposition(word);
            pattern::parse(
                text,
                &Words {
                    set: &set,
                    preposition: &preposition,
                    copula: grammar.copula(),
                    that: grammar.that(),
                    to: grammar.to(),
                },
            )
        };
        let parsed = match parsed {
            Ok(parsed) => parsed,
            Err(message) => {
                errors.push(place.error(format!("frame {:?}: {text:?}: {message}", frame.id)));
                continue;
            }
        };
        let key = format!("{text} {:?}", frame.limits);
        if let Some(other) = seen.insert(key, frame.id.clone()) {
            errors.push(place.error(format!(
                "frame {:?}: {text:?} is a pattern of frame {other:?} too; tell the two apart with `where`",
                frame.id
            )));
        }
        let index = match parsed.shape {
            Shape::Verb => &mut frames.verbs,
            Shape::Noun => &mut frames.nouns,
            Shape::Adjective => &mut frames.adjectives,
        };
        let skeleton = frames.skeletons.len() as u32;
        let mut lemmas: FxHashSet<&SmolStr> = FxHashSet::default();
        for phrase in &parsed.head {
            let lemma = if parsed.shape == Shape::Verb { phrase.0.first() } else { phrase.0.last() };
            lemmas.extend(lemma);
        }
        let mut lemmas: Vec<_> = lemmas.into_iter().collect();
        lemmas.sort_unstable();
        for lemma in lemmas {
            index.entry(lemma.clone()).or_default().push(skeleton);
        }
        frames.skeletons.push(Skeleton {
            frame: number,
            text: SmolStr::new(text),
            shape: parsed.shape,
            head: parsed.head,
            slots: parsed.slots,
        });
    }
    frames.frames.push(frame);
    errors
}

/// `[THREATEN] restrict = ["sanction", …]`.
fn modes(files: &Files, frames: &mut Frames) -> Result<Vec<DataError>, Vec<DataError>> {
    let raw: BTreeMap<String, BTreeMap<String, Vec<SmolStr>>> = files.toml(MODES)?;
    let mut errors = Vec::new();
    for (kind_name, by_mode) in raw {
        let place = Place { file: MODES, line: 1 };
        let kind = match kind(&kind_name, &place) {
            Ok(kind) => kind,
            Err(e) => {
                errors.push(e);
                continue;
            }
        };
        for (mode_name, words) in by_mode {
            match mode(&mode_name, Some(kind), &place) {
                Ok(mode) => frames.modes.extend(words.into_iter().map(|w| ((kind, w), mode))),
                Err(e) => errors.push(e),
            }
        }
    }
    Ok(errors)
}

/// `economic = ["trade", "gas price", …]`.
fn contexts(files: &Files, frames: &mut Frames) -> Result<Vec<DataError>, Vec<DataError>> {
    let raw: BTreeMap<String, Vec<String>> = files.toml(CONTEXTS)?;
    let mut errors = Vec::new();
    for (name, phrases) in raw {
        match context(&name, &Place { file: CONTEXTS, line: 1 }) {
            Ok(context) => {
                for phrase in phrases {
                    let words: Vec<SmolStr> = phrase.split_whitespace().map(SmolStr::new).collect();
                    if let Some(first) = words.first().cloned() {
                        frames.contexts.entry(first).or_default().push((words, context));
                    }
                }
            }
            Err(e) => errors.push(e),
        }
    }
    Ok(errors)
}

/// `sport = ["match", "penalty area", …]`.
fn topics(files: &Files, path: &str, kind: TopicKind, frames: &mut Frames) -> Result<(), Vec<DataError>> {
    let raw: BTreeMap<String, Vec<String>> = files.toml(path)?;
    for (number, phrases) in raw.into_values().enumerate() {
        let topic = Topic { kind, number };
        for phrase in phrases {
            // The tokens of "kick-off" are three.
            let words: Vec<SmolStr> = phrase.replace('-', " - ").split_whitespace().map(SmolStr::new).collect();
            if let Some(first) = words.first().cloned() {
                frames.topics.entry(first).or_default().push((words, topic));
            }
        }
    }
    Ok(())
}

/// `[THREATEN] default = "130"`, `restrict = "132"`.
fn cameo(files: &Files, frames: &mut Frames) -> Result<Vec<DataError>, Vec<DataError>> {
    let raw: BTreeMap<String, BTreeMap<String, SmolStr>> = files.toml(CAMEO)?;
    let mut errors = Vec::new();
    let place = Place { file: CAMEO, line: 1 };
    for (kind_name, codes) in raw {
        for (mode_name, code) in codes {
            let key = kind(&kind_name, &place).and_then(|k| {
                let mode = if mode_name == "default" { None } else { Some(mode(&mode_name, Some(k), &place)?) };
                Ok((k, mode))
            });
            match key {
                Ok(key) => drop(frames.cameo.insert(key, code)),
                Err(e) => errors.push(e),
            }
        }
    }
    for &kind in EventType::ALL {
        if !frames.cameo.contains_key(&(kind, None)) {
            errors.push(place.error(format!("{kind} has no `default` code")));
        }
    }
    Ok(errors)
}

/// Edit distance, for "did you mean".
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let substituted = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
