//! The published JSON, `sayso/1`: one object a document, offsets in Unicode code points, ids counted from 1.
//! These types are the public contract; they change only with the format's version.

use crate::{Coding, EntityId, Source};
use sayso_doc::Span;
use serde::Serialize;
use std::borrow::Cow;

/// Words of a coding, or of a store, which owns them.
pub type Text<'a> = Cow<'a, str>;

pub const FORMAT: &str = "sayso/1";
pub const ONTOLOGY: &str = "PLOVER-2023";

#[derive(Debug, Serialize)]
pub struct Record<'a> {
    pub format: &'static str,
    pub coder: CoderRecord<'a>,
    pub document: DocumentRecord<'a>,
    pub entities: Vec<EntityRecord<'a>>,
    pub places: Vec<PlaceRecord<'a>>,
    pub times: Vec<TimeRecord<'a>>,
    pub quantities: Vec<QuantityRecord<'a>>,
    pub statements: Vec<StatementRecord>,
    pub events: Vec<EventRecord<'a>>,
    pub warnings: Cow<'a, [String]>,
}

#[derive(Clone, Debug, Serialize)]
pub struct CoderRecord<'a> {
    pub version: Text<'a>,
    pub model: Text<'a>,
    pub ontology: &'static str,
    pub knowledge: Text<'a>,
}

#[derive(Debug, Serialize)]
pub struct DocumentRecord<'a> {
    pub id: Text<'a>,
    pub title: Option<Text<'a>>,
    pub authors: Cow<'a, [String]>,
    pub publisher: Option<Text<'a>>,
    pub url: Option<Text<'a>>,
    pub published: Option<Text<'a>>,
    pub language: Option<Text<'a>>,
    pub text: Text<'a>,
    pub source: Text<'a>,
}

#[derive(Debug, Serialize)]
pub struct EntityRecord<'a> {
    pub id: String,
    pub name: Text<'a>,
    pub kind: &'static str,
    pub country: Option<Text<'a>>,
    pub sectors: Vec<&'static str>,
    pub role: Option<Text<'a>>,
    pub wikidata: Option<Text<'a>>,
    pub mentions: Vec<MentionRecord<'a>>,
}

#[derive(Debug, Serialize)]
pub struct MentionRecord<'a> {
    pub start: usize,
    pub end: usize,
    pub text: Text<'a>,
    pub how: &'static str,
}

#[derive(Debug, Serialize)]
pub struct PlaceRecord<'a> {
    pub id: String,
    pub start: usize,
    pub end: usize,
    pub text: Text<'a>,
    pub name: Text<'a>,
    pub geonameid: Option<u32>,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    pub country: Option<Text<'a>>,
    pub admin1: Option<Text<'a>>,
    pub feature: Option<Text<'a>>,
    pub resolution: u8,
    pub metonym: bool,
}

#[derive(Debug, Serialize)]
pub struct TimeRecord<'a> {
    pub id: String,
    pub start: usize,
    pub end: usize,
    pub text: Text<'a>,
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub value: Text<'a>,
}

#[derive(Debug, Serialize)]
pub struct QuantityRecord<'a> {
    pub id: String,
    pub start: usize,
    pub end: usize,
    pub text: Text<'a>,
    pub value: f64,
    pub high: Option<f64>,
    pub unit: Option<Text<'a>>,
    pub of: Option<Text<'a>>,
    pub approx: &'static str,
}

#[derive(Clone, Copy, Debug, Serialize)]
pub struct SpanRecord {
    pub start: usize,
    pub end: usize,
}

#[derive(Debug, Serialize)]
pub struct StatementRecord {
    pub id: String,
    pub source: Option<String>,
    pub source_span: Option<SpanRecord>,
    pub cue: Option<SpanRecord>,
    pub content: Vec<SpanRecord>,
    pub quote: &'static str,
    pub kind: &'static str,
    pub vouches: &'static str,
    pub via: Option<String>,
    pub parent: Option<String>,
    /// The entry of the cue in the lexicon.
    pub rule: String,
}

#[derive(Debug, Serialize)]
pub struct EventRecord<'a> {
    pub id: String,
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub mode: Option<&'static str>,
    pub contexts: Vec<&'static str>,
    pub cameo: Text<'a>,
    pub quad: u8,
    pub score: f64,
    pub actors: Vec<ParticipantRecord>,
    pub recipients: Vec<ParticipantRecord>,
    pub trigger: TriggerRecord<'a>,
    pub sentence: SpanRecord,
    pub status: &'static str,
    pub historical: bool,
    pub statement: Option<String>,
    pub sources: Vec<String>,
    pub denied_by: Vec<String>,
    pub date: Option<DateRecord<'a>>,
    pub place: Option<String>,
    pub quantities: Vec<EventQuantityRecord>,
    pub confidence: f64,
    pub rule: Text<'a>,
}

#[derive(Debug, Serialize)]
pub struct ParticipantRecord {
    pub entity: String,
    pub start: usize,
    pub end: usize,
}

#[derive(Debug, Serialize)]
pub struct TriggerRecord<'a> {
    pub start: usize,
    pub end: usize,
    pub text: Text<'a>,
}

#[derive(Debug, Serialize)]
pub struct DateRecord<'a> {
    pub value: Text<'a>,
    pub time: Option<String>,
    pub stated: bool,
}

#[derive(Debug, Serialize)]
pub struct EventQuantityRecord {
    pub quantity: String,
    pub role: &'static str,
}

impl<'a> Record<'a> {
    /// The entity of this id.
    pub fn entity(&self, id: &str) -> Option<&EntityRecord<'a>> {
        numbered(&self.entities, id, |e| &e.id)
    }

    /// The place of this id.
    pub fn place(&self, id: &str) -> Option<&PlaceRecord<'a>> {
        numbered(&self.places, id, |p| &p.id)
    }

    /// The quantity of this id.
    pub fn quantity(&self, id: &str) -> Option<&QuantityRecord<'a>> {
        numbered(&self.quantities, id, |q| &q.id)
    }

    /// The name of a source, or its words where it is no entity.
    pub fn source<'s>(&'s self, source: &'s str) -> &'s str {
        self.entity(source).map_or(source, |e| e.name.as_ref())
    }
}

/// `E12` is the twelfth of the list.
fn numbered<'l, T>(list: &'l [T], id: &str, id_of: impl Fn(&T) -> &String) -> Option<&'l T> {
    let number: usize = id.get(1..)?.parse().ok()?;
    list.get(number.checked_sub(1)?).filter(|item| id_of(item) == id)
}

/// Counts code points up to byte offsets.
pub(crate) struct CodePoints<'a> {
    text: &'a str,
    /// Code points before each 64th byte.
    marks: Vec<u32>,
}

const STRIDE: usize = 64;

impl<'a> CodePoints<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let mut marks = Vec::with_capacity(text.len() / STRIDE + 1);
        let mut count = 0;
        for (i, byte) in text.bytes().enumerate() {
            if i % STRIDE == 0 {
                marks.push(count);
            }
            count += u32::from(is_first_byte(byte));
        }
        marks.push(count);
        Self { text, marks }
    }

    fn at(&self, byte: u32) -> usize {
        let byte = byte as usize;
        if byte >= self.text.len() {
            return *self.marks.last().expect("there is always the end") as usize;
        }
        let mark = byte / STRIDE;
        let rest = &self.text.as_bytes()[mark * STRIDE..byte];
        self.marks[mark] as usize + rest.iter().filter(|&&b| is_first_byte(b)).count()
    }

    pub(crate) fn span(&self, span: Span) -> SpanRecord {
        SpanRecord { start: self.at(span.start), end: self.at(span.end) }
    }
}

/// Finds words by code points.
#[derive(Debug)]
pub struct Words<'a> {
    text: &'a str,
    /// Where each 64th code point begins.
    marks: Vec<usize>,
}

impl<'a> Words<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { text, marks: text.char_indices().step_by(STRIDE).map(|(at, _)| at).collect() }
    }

    /// The words from one code point to another, empty where the text has no such place.
    pub fn of(&self, span: SpanRecord) -> &'a str {
        self.bytes(span).of(self.text)
    }

    /// The same in bytes.
    pub fn bytes(&self, SpanRecord { start, end }: SpanRecord) -> Span {
        let start = self.at(start);
        Span::new(start, self.at(end).max(start))
    }

    fn at(&self, point: usize) -> usize {
        let Some(&mark) = self.marks.get(point / STRIDE) else { return self.text.len() };
        let rest = self.text[mark..].char_indices().nth(point % STRIDE);
        rest.map_or(self.text.len(), |(at, _)| mark + at)
    }
}

fn is_first_byte(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

/// A 32-bit figure as the shortest decimal that means it, so that 0.83 is not written 0.8299999.
pub(crate) fn short(value: f32) -> f64 {
    value.to_string().parse().expect("a float prints as a float")
}

impl<'a> From<&'a Coding> for Record<'a> {
    fn from(coding: &'a Coding) -> Self {
        let article = &coding.article;
        let text = article.text.as_str();
        let points = CodePoints::new(text);
        let entity = |id: EntityId| id.to_string();
        Record {
            format: FORMAT,
            coder: CoderRecord {
                version: coding.coder.version.as_str().into(),
                model: coding.coder.model.as_str().into(),
                ontology: ONTOLOGY,
                knowledge: coding.coder.knowledge.as_str().into(),
            },
            document: DocumentRecord {
                id: article.id.as_deref().unwrap_or_default().into(),
                title: article.title.as_deref().map(Cow::from),
                authors: Cow::from(&article.authors),
                publisher: article.publisher.as_deref().map(Cow::from),
                url: article.url.as_deref().map(Cow::from),
                published: article.published.as_ref().map(|p| p.iso.as_str().into()),
                language: article.language.as_deref().map(Cow::from),
                text: text.into(),
                source: article.source.as_str().into(),
            },
            entities: (coding.entities.iter().enumerate())
                .map(|(i, e)| EntityRecord {
                    id: crate::EntityId::new(i).to_string(),
                    name: e.name.as_str().into(),
                    kind: e.kind.as_str(),
                    country: e.country.as_deref().map(Cow::from),
                    sectors: e.sectors.iter().map(|s| s.as_str()).collect(),
                    role: e.role.as_deref().map(Cow::from),
                    wikidata: e.wikidata.as_deref().map(Cow::from),
                    mentions: (e.mentions.iter())
                        .map(|m| {
                            let SpanRecord { start, end } = points.span(m.span);
                            MentionRecord { start, end, text: m.span.of(text).into(), how: m.how.as_str() }
                        })
                        .collect(),
                })
                .collect(),
            places: (coding.places.iter().enumerate())
                .map(|(i, p)| {
                    let SpanRecord { start, end } = points.span(p.span);
                    PlaceRecord {
                        id: crate::PlaceId::new(i).to_string(),
                        start,
                        end,
                        text: p.span.of(text).into(),
                        name: p.name.as_str().into(),
                        geonameid: p.geonameid,
                        lat: p.lat.map(short),
                        lon: p.lon.map(short),
                        country: p.country.as_deref().map(Cow::from),
                        admin1: p.admin1.as_deref().map(Cow::from),
                        feature: p.feature.as_deref().map(Cow::from),
                        resolution: p.resolution,
                        metonym: p.metonym,
                    }
                })
                .collect(),
            times: (coding.times.iter().enumerate())
                .map(|(i, t)| {
                    let SpanRecord { start, end } = points.span(t.span);
                    TimeRecord {
                        id: crate::TimeId::new(i).to_string(),
                        start,
                        end,
                        text: t.span.of(text).into(),
                        kind: t.kind.as_str(),
                        value: t.value.as_str().into(),
                    }
                })
                .collect(),
            quantities: (coding.quantities.iter().enumerate())
                .map(|(i, q)| {
                    let SpanRecord { start, end } = points.span(q.span);
                    QuantityRecord {
                        id: crate::QuantityId::new(i).to_string(),
                        start,
                        end,
                        text: q.span.of(text).into(),
                        value: q.value,
                        high: q.high,
                        unit: q.unit.as_deref().map(Cow::from),
                        of: q.of.as_deref().map(Cow::from),
                        approx: q.approx.as_str(),
                    }
                })
                .collect(),
            statements: (coding.statements.iter().enumerate())
                .map(|(i, s)| StatementRecord {
                    id: crate::StatementId::new(i).to_string(),
                    source: s.source.map(entity),
                    source_span: s.source_span.map(|x| points.span(x)),
                    cue: s.cue.map(|x| points.span(x)),
                    content: s.content.iter().map(|&x| points.span(x)).collect(),
                    quote: s.quote.as_str(),
                    kind: s.kind.as_str(),
                    vouches: s.vouches.as_str(),
                    via: s.via.map(entity),
                    parent: s.parent.map(|p| p.to_string()),
                    rule: s.rule.to_string(),
                })
                .collect(),
            events: (coding.events.iter().enumerate())
                .map(|(i, v)| {
                    let participant = |p: &crate::Participant| {
                        let SpanRecord { start, end } = points.span(p.span);
                        ParticipantRecord { entity: entity(p.entity), start, end }
                    };
                    let trigger = points.span(v.trigger);
                    EventRecord {
                        id: crate::EventId::new(i).to_string(),
                        kind: v.kind.as_str(),
                        mode: v.mode.map(|m| m.as_str()),
                        contexts: v.contexts.iter().map(|c| c.as_str()).collect(),
                        cameo: v.cameo.as_str().into(),
                        quad: v.kind.quad(),
                        score: short(v.kind.score(v.mode)),
                        actors: v.actors.iter().map(participant).collect(),
                        recipients: v.recipients.iter().map(participant).collect(),
                        trigger: TriggerRecord {
                            start: trigger.start,
                            end: trigger.end,
                            text: v.trigger.of(text).into(),
                        },
                        sentence: points.span(v.sentence),
                        status: v.status.as_str(),
                        historical: v.historical,
                        statement: v.statement.map(|s| s.to_string()),
                        sources: (v.sources.iter())
                            .map(|s| match s {
                                Source::Entity(id) => entity(*id),
                                Source::Words(span) => span.of(text).to_owned(),
                            })
                            .collect(),
                        denied_by: v.denied_by.iter().map(|&e| entity(e)).collect(),
                        date: v.date.as_ref().map(|d| DateRecord {
                            value: d.value.as_str().into(),
                            time: d.time.map(|t| t.to_string()),
                            stated: d.stated,
                        }),
                        place: v.place.map(|p| p.to_string()),
                        quantities: (v.quantities.iter())
                            .map(|q| EventQuantityRecord { quantity: q.quantity.to_string(), role: q.role.as_str() })
                            .collect(),
                        confidence: short((v.confidence * 100.0).round() / 100.0),
                        rule: v.rule.as_str().into(),
                    }
                })
                .collect(),
            warnings: Cow::from(&coding.warnings),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_by_code_points_and_bytes_alike() {
        let text = "Élan, “łódź” — 平和. ".repeat(40);
        let (points, words) = (CodePoints::new(&text), Words::new(&text));
        let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        for (n, &start) in starts.iter().enumerate() {
            for &end in &starts[n..] {
                assert_eq!(words.of(points.span(Span::new(start, end))), &text[start..end]);
            }
        }
    }
}
