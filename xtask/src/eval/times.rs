//! Time expressions, held only against that part of a text in which people marked them: the gold marks the first
//! sentences of its articles, and expressions after those are right or wrong without anybody having said so.

use super::folded::{Folded, Run};
use super::gold::{Words, json_lines};
use super::scorer::Figures;
use anyhow::{Context, Result};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

#[derive(Deserialize)]
struct GoldText {
    id: String,
    times: Vec<GoldTime>,
}

#[derive(Deserialize)]
struct GoldTime {
    start: usize,
    text: String,
    value: String,
}

#[derive(Deserialize)]
struct Record {
    document: Document,
    times: Vec<CodedTime>,
}

#[derive(Deserialize)]
struct Document {
    id: String,
    text: String,
}

#[derive(Deserialize)]
struct CodedTime {
    #[serde(flatten)]
    words: Words,
    value: String,
}

#[derive(Default)]
struct Counts {
    gold: usize,
    coded: usize,
    relaxed: usize,
    strict: usize,
    value: usize,
}

pub(crate) fn within_the_marked(gold: &Path, codings: &Path) -> Result<Figures> {
    let records: Vec<Record> = json_lines(codings)?;
    let by_id: BTreeMap<&str, &Record> = records.iter().map(|r| (r.document.id.as_str(), r)).collect();
    let mut counts = Counts::default();
    for text in json_lines::<GoldText>(gold)? {
        let record = by_id.get(text.id.as_str()).with_context(|| format!("no coding of {}", text.id))?;
        count(&text, record, &mut counts);
    }
    let f1 = |hits: usize| 2.0 * hits as f64 / (counts.gold + counts.coded).max(1) as f64;
    let figures = [("relaxed", counts.relaxed), ("strict", counts.strict), ("value", counts.value)];
    println!("== times: up to the end of the last sentence in which people marked one");
    for (name, hits) in figures {
        println!("{name} f1 {:.4}", f1(hits));
    }
    Ok(figures.into_iter().map(|(name, hits)| (format!("times.marked.{name}.f1"), f1(hits))).collect())
}

fn count(gold: &GoldText, record: &Record, counts: &mut Counts) {
    let text = Folded::new(&record.document.text);
    let marked: Vec<(Run, &str)> =
        gold.times.iter().filter_map(|t| Some((text.find(&t.text, Some(t.start))?, t.value.as_str()))).collect();
    let end = marked.iter().map(|(run, _)| run.end).max().map_or(0, |last| sentence_end(&record.document.text, last));
    let coded: Vec<&CodedTime> = record.times.iter().filter(|t| t.words.start < end).collect();
    counts.gold += gold.times.len();
    counts.coded += coded.len();
    for (run, value) in marked {
        let Some(found) = coded.iter().find(|t| t.words.run().meets(run)) else { continue };
        counts.relaxed += 1;
        counts.strict += usize::from(found.words.run() == run);
        counts.value += usize::from(found.value == value);
    }
}

/// Where the sentence ends in which a character stands: at the next mark of its end before white space.
fn sentence_end(text: &str, from: usize) -> usize {
    let chars: Vec<char> = text.chars().collect();
    let ends = |i: &usize| {
        matches!(chars[*i], '.' | '!' | '?' | '\n') && chars.get(i + 1).is_none_or(|next| next.is_whitespace())
    };
    (from..chars.len()).find(ends).unwrap_or(chars.len())
}
