//! Events as PLOVER JSON, one object an event, in the form of the PLOVER manual with further fields of ours: `status`,
//! `historical`, `date_stated`, `sources`, `rule`. `coded_date` is null: a coding knows no clock.

use crate::record::{CodePoints, FORMAT, ONTOLOGY, SpanRecord, short};
use crate::{Coding, Entity, Event, EventId, Participant, Place, QuantityRole, Source};
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

/// The events of a coding, in its order.
pub fn plover(coding: &Coding) -> Vec<PloverEvent<'_>> {
    let points = CodePoints::new(&coding.article.text);
    (coding.events.iter().enumerate()).map(|(i, event)| plover_event(coding, i, event, &points)).collect()
}

fn plover_event<'a>(coding: &'a Coding, index: usize, event: &'a Event, points: &CodePoints) -> PloverEvent<'a> {
    let article = &coding.article;
    let document = article.id.as_deref().unwrap_or_default();
    let value = event.date.as_ref().map(|d| d.value.as_str());
    let (date, enddate) = match value.and_then(|v| v.split_once('/')) {
        Some((from, to)) => (Some(from), Some(to)),
        None => (value, None),
    };
    let SpanRecord { start, end } = points.span(event.sentence);
    PloverEvent {
        id: format!("{document}/{}", EventId::new(index)),
        date,
        enddate,
        actor: event.actors.iter().map(|p| plover_entity(coding, p)).collect(),
        recipient: event.recipients.iter().map(|p| plover_entity(coding, p)).collect(),
        event: [event.kind.as_str()],
        mode: event.mode.iter().map(|m| m.as_str()).collect(),
        context: event.contexts.iter().map(|c| c.as_str()).collect(),
        event_loc: event.place.map(|p| plover_place(coding, &coding.places[p.index()])),
        event_text: [event.trigger.of(&article.text)],
        quad_code: event.kind.quad(),
        event_scale: short(event.kind.score(event.mode)),
        size: PloverSize {
            dead: size(coding, event, QuantityRole::Dead),
            injured: size(coding, event, QuantityRole::Injured),
            arrested: size(coding, event, QuantityRole::Arrested),
        },
        text_info: PloverText { sequence: index + 1, start, end },
        cite_info: PloverCitation {
            corpus: None,
            citation: document,
            url: article.url.as_deref(),
            title: article.title.as_deref(),
            language: article.language.as_deref(),
            publication: article.publisher.as_deref(),
            license: None,
            coder: "sayso",
            codebook: ONTOLOGY,
            version: FORMAT,
        },
        coder: format!("sayso {}", coding.coder.version),
        coded_date: None,
        comment: None,
        status: event.status.as_str(),
        historical: event.historical,
        date_stated: event.date.as_ref().map(|d| d.stated),
        sources: event.sources.iter().map(|&s| source_words(coding, s)).collect(),
        rule: &event.rule,
    }
}

fn plover_entity<'a>(coding: &'a Coding, participant: &Participant) -> PloverEntity<'a> {
    let entity: &Entity = &coding.entities[participant.entity.index()];
    PloverEntity {
        code: entity.country.as_deref(),
        sector: entity.sectors.iter().map(|s| s.as_str()).collect(),
        entity_text: participant.span.of(&coding.article.text),
        identifier_id: entity.wikidata.as_deref(),
        identifier_text: &entity.name,
        office: entity.role.as_deref(),
    }
}

fn plover_place<'a>(coding: &'a Coding, place: &'a Place) -> PloverPlace<'a> {
    let resolved = place.geonameid.map(|_| place.name.as_str());
    let at = |resolution: u8| resolved.filter(|_| place.resolution == resolution);
    PloverPlace {
        extracted_place: place.span.of(&coding.article.text),
        resolved_place: resolved,
        geonameid: place.geonameid,
        lat: place.lat.map(short),
        lon: place.lon.map(short),
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
fn size(coding: &Coding, event: &Event, role: QuantityRole) -> Option<f64> {
    let mut of_role = event.quantities.iter().filter(|q| q.role == role);
    let first = of_role.next()?;
    of_role.next().is_none().then(|| coding.quantities[first.quantity.index()].value)
}

fn source_words(coding: &Coding, source: Source) -> &str {
    match source {
        Source::Entity(id) => &coding.entities[id.index()].name,
        Source::Words(span) => span.of(&coding.article.text),
    }
}
