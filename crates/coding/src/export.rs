//! Events as PLOVER JSON, one object an event, in the form of the PLOVER manual with further fields of ours: `status`,
//! `historical`, `date_stated`, `sources`, `rule`. `coded_date` is null: a record knows no clock.

use crate::QuantityRole;
use crate::record::{EventRecord, FORMAT, ONTOLOGY, ParticipantRecord, PlaceRecord, Record, SpanRecord, Words};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct PloverEvent<'a> {
    pub id: String,
    pub date: Option<&'a str>,
    pub enddate: Option<&'a str>,
    pub actor: Vec<PloverEntity<'a>>,
    pub recipient: Vec<PloverEntity<'a>>,
    pub event: [&'static str; 1],
    pub mode: Vec<&'static str>,
    pub context: Vec<&'static str>,
    pub event_loc: Option<PloverPlace<'a>>,
    pub event_text: [&'a str; 1],
    pub quad_code: u8,
    pub event_scale: f64,
    pub size: PloverSize,
    pub text_info: PloverText,
    pub cite_info: PloverCitation<'a>,
    pub coder: String,
    pub coded_date: Option<&'a str>,
    pub comment: Option<&'a str>,
    pub status: &'static str,
    pub historical: bool,
    /// False where the date is what tense and publication suggest; null where there is none.
    pub date_stated: Option<bool>,
    pub sources: Vec<&'a str>,
    pub rule: &'a str,
}

#[derive(Debug, Serialize)]
pub struct PloverEntity<'a> {
    pub code: Option<&'a str>,
    pub sector: Vec<&'static str>,
    pub entity_text: &'a str,
    pub identifier_id: Option<&'a str>,
    pub identifier_text: &'a str,
    pub office: Option<&'a str>,
}

#[derive(Debug, Serialize)]
pub struct PloverPlace<'a> {
    pub extracted_place: &'a str,
    pub resolved_place: Option<&'a str>,
    pub geonameid: Option<u32>,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    pub city: Option<&'a str>,
    pub district: Option<&'a str>,
    pub province: Option<&'a str>,
    pub country: Option<&'a str>,
    pub country_code: Option<&'a str>,
    pub feature_class: Option<&'static str>,
    pub feature_code: Option<&'a str>,
    pub resolution: u8,
}

#[derive(Debug, Serialize)]
pub struct PloverSize {
    pub dead: Option<f64>,
    pub injured: Option<f64>,
    pub arrested: Option<f64>,
}

/// Which event of the document, and where its sentence stands in `document.text`, in code points.
#[derive(Debug, Serialize)]
pub struct PloverText {
    pub sequence: usize,
    pub start: usize,
    pub end: usize,
}

#[derive(Debug, Serialize)]
pub struct PloverCitation<'a> {
    pub corpus: Option<&'a str>,
    pub citation: &'a str,
    pub url: Option<&'a str>,
    pub title: Option<&'a str>,
    pub language: Option<&'a str>,
    pub publication: Option<&'a str>,
    pub license: Option<&'a str>,
    pub coder: &'static str,
    pub codebook: &'static str,
    pub version: &'static str,
}

/// The events of a record, in its order.
pub fn plover<'a>(record: &'a Record<'a>) -> Vec<PloverEvent<'a>> {
    let words = Words::new(&record.document.text);
    record.events.iter().map(|event| plover_event(record, event, &words)).collect()
}

fn plover_event<'a>(record: &'a Record<'a>, event: &'a EventRecord<'a>, words: &Words<'a>) -> PloverEvent<'a> {
    let document = &record.document;
    let value = event.date.as_ref().map(|d| d.value.as_ref());
    let (date, enddate) = match value.and_then(|v| v.split_once('/')) {
        Some((from, to)) => (Some(from), Some(to)),
        None => (value, None),
    };
    let SpanRecord { start, end } = event.sentence;
    let participants = |list: &'a [ParticipantRecord]| list.iter().filter_map(|p| entity(record, p, words)).collect();
    PloverEvent {
        id: format!("{}/{}", document.id, event.id),
        date,
        enddate,
        actor: participants(&event.actors),
        recipient: participants(&event.recipients),
        event: [event.kind],
        mode: event.mode.into_iter().collect(),
        context: event.contexts.clone(),
        event_loc: event.place.as_deref().and_then(|p| record.place(p)).map(place),
        event_text: [&event.trigger.text],
        quad_code: event.quad,
        event_scale: event.score,
        size: PloverSize {
            dead: size(record, event, QuantityRole::Dead),
            injured: size(record, event, QuantityRole::Injured),
            arrested: size(record, event, QuantityRole::Arrested),
        },
        text_info: PloverText { sequence: event.id[1..].parse().unwrap_or_default(), start, end },
        cite_info: PloverCitation {
            corpus: None,
            citation: &document.id,
            url: document.url.as_deref(),
            title: document.title.as_deref(),
            language: document.language.as_deref(),
            publication: document.publisher.as_deref(),
            license: None,
            coder: "sayso",
            codebook: ONTOLOGY,
            version: FORMAT,
        },
        coder: format!("sayso {}", record.coder.version),
        coded_date: None,
        comment: None,
        status: event.status,
        historical: event.historical,
        date_stated: event.date.as_ref().map(|d| d.stated),
        sources: event.sources.iter().map(|s| record.source(s)).collect(),
        rule: &event.rule,
    }
}

fn entity<'a>(record: &'a Record<'a>, participant: &ParticipantRecord, words: &Words<'a>) -> Option<PloverEntity<'a>> {
    let &ParticipantRecord { ref entity, start, end } = participant;
    record.entity(entity).map(|entity| PloverEntity {
        code: entity.country.as_deref(),
        sector: entity.sectors.clone(),
        entity_text: words.of(SpanRecord { start, end }),
        identifier_id: entity.wikidata.as_deref(),
        identifier_text: &entity.name,
        office: entity.role.as_deref(),
    })
}

fn place<'a>(place: &'a PlaceRecord<'a>) -> PloverPlace<'a> {
    let resolved = place.geonameid.map(|_| place.name.as_ref());
    let at = |resolution: u8| resolved.filter(|_| place.resolution == resolution);
    PloverPlace {
        extracted_place: &place.text,
        resolved_place: resolved,
        geonameid: place.geonameid,
        lat: place.lat,
        lon: place.lon,
        city: at(4),
        district: at(3),
        province: at(2).or(place.admin1.as_deref()),
        country: at(1),
        country_code: place.country.as_deref(),
        feature_class: place.feature.as_deref().and_then(feature_class),
        feature_code: place.feature.as_deref(),
        resolution: place.resolution,
    }
}

/// GeoNames' class of a feature code, where the code itself tells it.
fn feature_class(code: &str) -> Option<&'static str> {
    match code.get(..3)? {
        "PPL" => Some("P"),
        "ADM" | "PCL" => Some("A"),
        _ => None,
    }
}

/// How many, where the text gives one figure for this role.
fn size(record: &Record, event: &EventRecord, role: QuantityRole) -> Option<f64> {
    let mut of_role = event.quantities.iter().filter(|q| q.role == role.as_str());
    let first = of_role.next()?;
    of_role.next().is_none().then(|| record.quantity(&first.quantity).map(|q| q.value))?
}
