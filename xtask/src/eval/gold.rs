//! Whole articles: what people coded in them beside what the program did.

use super::folded::{Folded, Run};
use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// An actor or recipient as people coded it.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Actor {
    pub(crate) text: String,
    pub(crate) country: String,
    pub(crate) sector: String,
}

/// Fields in which the two annotators differ: the other's answer is right too.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Other {
    pub(crate) actor: Option<Vec<Actor>>,
    pub(crate) recipient: Option<Vec<Actor>>,
    pub(crate) status: Option<String>,
    pub(crate) sources: Option<Vec<String>>,
}

/// An event as people coded it.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct GoldEvent {
    pub(crate) sentence: String,
    pub(crate) trigger: String,
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) actor: Vec<Actor>,
    pub(crate) recipient: Vec<Actor>,
    pub(crate) status: String,
    #[serde(default)]
    pub(crate) sources: Vec<String>,
    /// What only one of the two annotators coded: neither asked for nor held against the program.
    #[serde(default)]
    pub(crate) optional: bool,
    #[serde(default)]
    pub(crate) alt: Other,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Record {
    pub(crate) document: Document,
    pub(crate) entities: Vec<Entity>,
    pub(crate) events: Vec<CodedEvent>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Document {
    id: String,
    pub(crate) text: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Entity {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) country: Option<String>,
    pub(crate) sectors: Vec<String>,
    pub(crate) mentions: Vec<Words>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
pub(crate) struct Words {
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Words {
    pub(crate) fn run(self) -> Run {
        Run { start: self.start, end: self.end }
    }
}

#[derive(Debug, Deserialize)]
pub(crate) struct Participant {
    pub(crate) entity: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct CodedEvent {
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) actors: Vec<Participant>,
    pub(crate) recipients: Vec<Participant>,
    pub(crate) trigger: Words,
    pub(crate) sentence: Words,
    pub(crate) status: String,
    pub(crate) sources: Vec<String>,
    pub(crate) confidence: f64,
}

/// One article: the gold events with where they stand, and its coding.
pub(crate) struct Article {
    pub(crate) gold: Vec<(GoldEvent, Option<Run>)>,
    pub(crate) record: Record,
    pub(crate) text: Folded,
}

impl Article {
    pub(crate) fn entity(&self, id: &str) -> Option<&Entity> {
        self.record.entities.iter().find(|e| e.id == id)
    }

    pub(crate) fn countries(&self, participants: &[Participant]) -> BTreeSet<&str> {
        participants.iter().filter_map(|p| self.entity(&p.entity)?.country.as_deref()).collect()
    }

    /// The name of a source, which is an entity's id or its own words.
    pub(crate) fn source_name<'a>(&'a self, source: &'a str) -> &'a str {
        self.entity(source).map_or(source, |e| &e.name)
    }
}

/// The articles of a folder of gold, each with its coding.
pub(crate) fn read(folder: &Path, codings: &Path) -> Result<Vec<Article>> {
    let records: Vec<Record> = json_lines(codings)?;
    let mut by_id: BTreeMap<String, Record> = records.into_iter().map(|r| (r.document.id.clone(), r)).collect();
    let mut names: Vec<_> = std::fs::read_dir(folder)?.map(|e| e.map(|e| e.path())).collect::<Result<_, _>>()?;
    names.sort();
    let mut articles = Vec::new();
    for path in names.iter().filter(|p| p.to_string_lossy().ends_with(".events.jsonl")) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let id = name.trim_end_matches(".events.jsonl");
        let record = by_id.remove(id).with_context(|| format!("{}: no coding of {id}", codings.display()))?;
        let text = Folded::new(&record.document.text);
        let gold = json_lines(path)?.into_iter().map(|event| located(event, &text)).collect();
        articles.push(Article { gold, record, text });
    }
    ensure!(!articles.is_empty(), "{}: no *.events.jsonl", folder.display());
    Ok(articles)
}

/// How far from the beginning of its sentence a trigger may stand.
const FAR: usize = 600;

fn located(event: GoldEvent, text: &Folded) -> (GoldEvent, Option<Run>) {
    let sentence = text.find(&event.sentence, None);
    let trigger = sentence.and_then(|s| text.find(&event.trigger, Some(s.start)));
    let near = trigger.filter(|t| sentence.is_some_and(|s| t.start.abs_diff(s.start) <= FAR));
    (event, near.or(sentence))
}

pub(crate) fn json_lines<T: for<'de> Deserialize<'de>>(path: &Path) -> Result<Vec<T>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(i, line)| serde_json::from_str(line).with_context(|| format!("{}:{}", path.display(), i + 1))).collect()
}
