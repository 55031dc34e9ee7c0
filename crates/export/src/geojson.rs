//! GeoJSON (RFC 7946): a point for each event whose place has coordinates. The others are not in it.

use crate::Encoder;
use sayso_coding::record::{EventRecord, ParticipantRecord, PlaceRecord, Record};
use serde_json::{Value, json};
use std::io::{self, Write};

#[derive(Debug)]
pub struct GeoJson<W> {
    to: W,
    is_first: bool,
}

impl<W: Write> GeoJson<W> {
    pub fn new(to: W) -> Self {
        Self { to, is_first: true }
    }

    fn open(&mut self) -> io::Result<()> {
        let mark: &[u8] =
            if std::mem::take(&mut self.is_first) { b"{\"type\":\"FeatureCollection\",\"features\":[" } else { b"," };
        self.to.write_all(mark)
    }
}

impl<W: Write> Encoder for GeoJson<W> {
    fn write(&mut self, record: &Record) -> io::Result<()> {
        for event in &record.events {
            if let Some(feature) = feature(record, event) {
                self.open()?;
                self.to.write_all(b"\n")?;
                serde_json::to_writer(&mut self.to, &feature)?;
            }
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        if self.is_first {
            self.open()?;
        }
        self.to.write_all(b"\n]}\n")?;
        self.to.flush()
    }
}

fn feature(record: &Record, event: &EventRecord) -> Option<Value> {
    let place = record.place(event.place.as_deref()?)?;
    let (lat, lon) = (place.lat?, place.lon?);
    Some(json!({
        "type": "Feature",
        "id": format!("{}/{}", record.document.id, event.id),
        // Longitude stands first.
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
        "properties": properties(record, event, place),
    }))
}

fn properties(record: &Record, event: &EventRecord, place: &PlaceRecord) -> Value {
    let document = &record.document;
    let names = |list: &[ParticipantRecord]| -> Vec<String> {
        list.iter().filter_map(|p| record.entity(&p.entity)).map(|e| e.name.to_string()).collect()
    };
    json!({
        "type": event.kind,
        "mode": event.mode,
        "cameo": event.cameo,
        "quad": event.quad,
        "score": event.score,
        "status": event.status,
        "date": event.date.as_ref().map(|d| &d.value),
        "date_stated": event.date.as_ref().map(|d| d.stated),
        "actors": names(&event.actors),
        "recipients": names(&event.recipients),
        "trigger": event.trigger.text,
        "sources": event.sources.iter().map(|s| record.source(s)).collect::<Vec<_>>(),
        "place": place.name,
        "geonameid": place.geonameid,
        "country": place.country,
        "admin1": place.admin1,
        "resolution": place.resolution,
        "document": document.id,
        "title": document.title,
        "publisher": document.publisher,
        "published": document.published,
        "url": document.url,
    })
}
