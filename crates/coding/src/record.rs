//! The published JSON, `sayso/1`: one object a document, offsets in Unicode code points, ids counted from 1.
//! These types are the public contract; they change only with the format's version.

use crate::{Coding, EntityId, Source};
use sayso_doc::Span;
use serde::Serialize;

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
    pub warnings: &'a [String],
}

#[derive(Clone, Copy, Debug, Serialize)]
pub struct CoderRecord<'a> {
    pub version: &'a str,
    pub model: &'a str,
    pub ontology: &'static str,
    pub knowledge: &'a str,
}

#[derive(Debug, Serialize)]
pub struct DocumentRecord<'a> {
    pub id: &'a str,
    pub title: Option<&'a str>,
    pub authors: &'a [String],
    pub publisher: Option<&'a str>,
    pub url: Option<&'a str>,
    pub published: Option<&'a str>,
    pub language: Option<&'a str>,
    pub text: &'a str,
    pub source: &'a str,
}

#[derive(Debug, Serialize)]
pub struct EntityRecord<'a> {
    pub id: String,
    pub name: &'a str,
    pub kind: &'static str,
    pub country: Option<&'a str>,
    pub sectors: Vec<&'static str>,
    pub role: Option<&'a str>,
    pub wikidata: Option<&'a str>,
    pub mentions: Vec<MentionRecord<'a>>,
}

#[derive(Debug, Serialize)]
pub struct MentionRecord<'a> {
    pub start: usize,
    pub end: usize,
    pub text: &'a str,
    pub how: &'static str,
}

#[derive(Debug, Serialize)]
pub struct PlaceRecord<'a> {
    pub id: String,
    pub start: usize,
    pub end: usize,
    pub text: &'a str,
    pub name: &'a str,
    pub geonameid: Option<u32>,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    pub country: Option<&'a str>,
    pub admin1: Option<&'a str>,
    pub feature: Option<&'a str>,
    pub resolution: u8,
    pub metonym: bool,
}

#[derive(Debug, Serialize)]
pub struct TimeRecord<'a> {
    pub id: String,
    pub start: usize,
    pub end: usize,
    pub text: &'a str,
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub value: &'a str,
}

#[derive(Debug, Serialize)]
pub struct QuantityRecord<'a> {
    pub id: String,
    pub start: usize,
    pub end: usize,
    pub text: &'a str,
    pub value: f64,
    pub high: Option<f64>,
    pub unit: Option<&'a str>,
    pub of: Option<&'a str>,
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
    pub cameo: &'a str,
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
    pub rule: &'a str,
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
    pub text: &'a str,
}

#[derive(Debug, Serialize)]
pub struct DateRecord<'a> {
    pub value: &'a str,
    pub time: Option<String>,
    pub stated: bool,
}

#[derive(Debug, Serialize)]
pub struct EventQuantityRecord {
    pub quantity: String,
    pub role: &'static str,
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
                version: &coding.coder.version,
                model: &coding.coder.model,
                ontology: ONTOLOGY,
                knowledge: &coding.coder.knowledge,
            },
            document: DocumentRecord {
                id: article.id.as_deref().unwrap_or_default(),
                title: article.title.as_deref(),
                authors: &article.authors,
                publisher: article.publisher.as_deref(),
                url: article.url.as_deref(),
                published: article.published.as_ref().map(|p| p.iso.as_str()),
                language: article.language.as_deref(),
                text,
                source: &article.source,
            },
            entities: (coding.entities.iter().enumerate())
                .map(|(i, e)| EntityRecord {
                    id: crate::EntityId::new(i).to_string(),
                    name: &e.name,
                    kind: e.kind.as_str(),
                    country: e.country.as_deref(),
                    sectors: e.sectors.iter().map(|s| s.as_str()).collect(),
                    role: e.role.as_deref(),
                    wikidata: e.wikidata.as_deref(),
                    mentions: (e.mentions.iter())
                        .map(|m| {
                            let SpanRecord { start, end } = points.span(m.span);
                            MentionRecord { start, end, text: m.span.of(text), how: m.how.as_str() }
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
                        text: p.span.of(text),
                        name: &p.name,
                        geonameid: p.geonameid,
                        lat: p.lat.map(short),
                        lon: p.lon.map(short),
                        country: p.country.as_deref(),
                        admin1: p.admin1.as_deref(),
                        feature: p.feature.as_deref(),
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
                        text: t.span.of(text),
                        kind: t.kind.as_str(),
                        value: &t.value,
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
                        text: q.span.of(text),
                        value: q.value,
                        high: q.high,
                        unit: q.unit.as_deref(),
                        of: q.of.as_deref(),
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
                        cameo: &v.cameo,
                        quad: v.kind.quad(),
                        score: short(v.kind.score(v.mode)),
                        actors: v.actors.iter().map(participant).collect(),
                        recipients: v.recipients.iter().map(participant).collect(),
                        trigger: TriggerRecord { start: trigger.start, end: trigger.end, text: v.trigger.of(text) },
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
                            value: &d.value,
                            time: d.time.map(|t| t.to_string()),
                            stated: d.stated,
                        }),
                        place: v.place.map(|p| p.to_string()),
                        quantities: (v.quantities.iter())
                            .map(|q| EventQuantityRecord { quantity: q.quantity.to_string(), role: q.role.as_str() })
                            .collect(),
                        confidence: short((v.confidence * 100.0).round() / 100.0),
                        rule: &v.rule,
                    }
                })
                .collect(),
            warnings: &coding.warnings,
        }
    }
}
