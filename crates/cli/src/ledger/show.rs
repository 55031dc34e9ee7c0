//! `sayso show`: a document of the ledger with its events, or one event with all that is known of it.

use super::answer::{Answer, AnswerArgs, AnswerFormat, Page};
use super::events::short;
use super::incidents;
use crate::args::Color;
use crate::explain::{INDENT, Mark, underlined};
use crate::flow::{Flow, Item};
use crate::grid::plain;
use crate::table::one_line;
use crate::{Done, style};
use anstyle::Style;
use anyhow::{Result, bail};
use clap::Args;
use sayso::Span;
use sayso::coding::record::{EventRecord, ParticipantRecord, Record, SpanRecord, StatementRecord, Words};
use sayso::coding::{EntityKind, EventType, QuantityRole, Status};
use sayso_ledger::{Filter, Found, Ledger, Order, Relations};
use std::ops::ControlFlow;

/// Where what is said of an event begins, under its paragraph.
const EVENT: usize = 8;

#[derive(Debug, Args)]
pub(crate) struct ShowArgs {
    /// A document's id, an event's (DOCUMENT/V1), the beginning of one as tables show it (9f2c1a7/V1), or an incident's: i:9f2c1a7d
    pub(crate) id: String,
    #[command(flatten)]
    pub(crate) answer: AnswerArgs,
}

pub(crate) fn run(args: &ShowArgs, color: Color) -> Result<Done> {
    let ledger = Ledger::open(&args.answer.ledger.ledger)?;
    if args.id.starts_with("i:") {
        return incidents::show(&ledger, args, color);
    }
    let (document, event) = parted(&args.id);
    let mut record = the_one(&ledger, args, document)?;
    if let Some(event) = event {
        let count = record.events.len();
        record.events.retain(|v| v.id == event);
        if record.events.is_empty() {
            bail!("{}: the document has {count} events, and no {event}", args.id);
        }
    }
    let mut page = Page::open(args.answer.format, color)?;
    match args.answer.format {
        AnswerFormat::Json => drop(page.line(&serde_json::to_string(&record)?)),
        AnswerFormat::Csv => rows(&ledger, &record, &mut page)?,
        AnswerFormat::Table => {
            let relations = ledger.relations(&record.document.id)?;
            let (words, width) = (Words::new(&record.document.text), page.width);
            let sheet = Sheet { words, record: &record, relations: &relations, width };
            let text = sheet.heading() + &if event.is_some() { sheet.event() } else { sheet.text() };
            let _ = page.text(&text);
        }
    }
    page.finish()
}

/// An event is named by its document and its own id: `9f2c1a7/V1`.
fn parted(id: &str) -> (&str, Option<&str>) {
    let is_event = |e: &str| e.len() > 1 && e.starts_with('V') && e[1..].bytes().all(|b| b.is_ascii_digit());
    match id.rsplit_once('/') {
        Some((document, event)) if is_event(event) => (document, Some(event)),
        _ => (id, None),
    }
}

fn the_one(ledger: &Ledger, args: &ShowArgs, id: &str) -> Result<Record<'static>> {
    // A hash is what an id has behind `b3:`.
    let mut found = ledger.documents(id, 2)?;
    if found.is_empty() {
        found = ledger.documents(&format!("b3:{id}"), 2)?;
    }
    match found.len() {
        0 => bail!("{id}: no such document in {}; `sayso events` names those there are", args.answer.ledger.ledger),
        1 => Ok(found.remove(0)),
        _ => bail!(
            "{id}: several documents begin so, {} and {}; give more of the id",
            found[0].document.id,
            found[1].document.id
        ),
    }
}

fn rows(ledger: &Ledger, record: &Record, page: &mut Page) -> Result<()> {
    page.head(Found::NAMES);
    let filter = Filter { document: Some(record.document.id.to_string()), ..Filter::default() };
    ledger.events(&filter, Order::Stored, None, &mut |found| {
        let is_wanted = record.events.iter().any(|v| v.id == found.id);
        if is_wanted { page.row(&found) } else { ControlFlow::Continue(()) }
    })?;
    Ok(())
}

struct Sheet<'a> {
    record: &'a Record<'a>,
    relations: &'a Relations,
    words: Words<'a>,
    width: usize,
}

impl Sheet<'_> {
    fn heading(&self) -> String {
        let document = &self.record.document;
        let mut title = Flow::new(0, self.width);
        title.words(&Item::new(style::TITLE, document.title.as_deref().unwrap_or(&document.source)));
        let mut about = Flow::new(0, self.width);
        let date = document.published.as_deref().unwrap_or("no date of publication").to_owned();
        let publisher = document.publisher.as_deref().unwrap_or_default().to_owned();
        let url = document.url.as_deref().unwrap_or(&document.source).to_owned();
        let mut facts = vec![date, publisher, document.authors.join(", "), url, document.id.to_string()];
        facts.push(match self.relations.earlier {
            0 => String::new(),
            1 => "1 earlier version".to_owned(),
            n => format!("{n} earlier versions"),
        });
        facts.extend(self.relations.copies.iter().map(|copy| {
            let what = if copy.is_same_text { "the same text" } else { "a copy" };
            let publisher = copy.publisher.as_deref().map(|p| format!(" ({p})")).unwrap_or_default();
            format!("{what}: {}{publisher}", short(&copy.document))
        }));
        for fact in facts.into_iter().filter(|f| !f.is_empty()) {
            about.item(style::FAINT, &Item::new(style::FAINT, fact));
        }
        title.finish() + &about.finish()
    }

    /// Paragraphs with the words that tell of events, and below each the events.
    fn text(&self) -> String {
        let text = self.record.document.text.as_ref();
        let mut out = String::new();
        let mut at = 0;
        for paragraph in text.split("\n\n") {
            let span = Span::new(at, at + paragraph.len());
            at += paragraph.len() + 2;
            let events: Vec<&EventRecord> =
                self.record.events.iter().filter(|v| span.contains(self.trigger(v))).collect();
            let mut flow = Flow::new(0, self.width);
            flow.words(&self.marked(text, span, &events));
            out += "\n";
            out += &flow.finish();
            out.extend(events.iter().map(|v| self.line(v)));
        }
        out
    }

    fn trigger(&self, event: &EventRecord) -> Span {
        self.words.bytes(SpanRecord { start: event.trigger.start, end: event.trigger.end })
    }

    /// The words of a paragraph, each trigger with the number of its event behind it.
    fn marked(&self, text: &str, paragraph: Span, events: &[&EventRecord]) -> Item {
        let mut triggers: Vec<(Span, &EventRecord)> = events.iter().map(|v| (self.trigger(v), *v)).collect();
        triggers.sort_by_key(|(span, _)| (span.start, span.end));
        let mut item = Item::default();
        let mut at = paragraph.start;
        for (span, event) in triggers {
            // Of triggers that share words, the words stand once.
            let start = span.start.max(at);
            item = item.then(Style::new(), spaced(Span { start: at, end: start }.of(text)));
            item = item.then(kind_style(event), spaced(Span { start, end: span.end.max(start) }.of(text)));
            item = item.then(style::ID, format!("[{}]", event.id));
            at = span.end.max(start);
        }
        item.then(Style::new(), spaced(Span { start: at, end: paragraph.end }.of(text)))
    }

    /// `V8  MOBILIZE troops · Turkish general staff (TUR MIL) · occurred · ~2023-03-14 · in Dalaman · says broadcaster`.
    fn line(&self, event: &EventRecord) -> String {
        let mut flow = Flow::new(EVENT, self.width);
        flow.margin(&Item::new(style::ID, format!("  {}", event.id)));
        let mut who = self.participants(kind(event).then(Style::new(), "  "), &event.actors);
        if !event.recipients.is_empty() {
            who = self.participants(who.then(style::FAINT, " → "), &event.recipients);
        }
        flow.item(Style::new(), &who);
        flow.item(style::FAINT, &status(event));
        for item in [self.date(event), self.place(event)].into_iter().flatten() {
            flow.item(style::FAINT, &item);
        }
        for (words, role) in self.quantities(event) {
            let role = if role_is_said(role) { String::new() } else { format!(" {role}") };
            flow.item(style::FAINT, &Item::new(style::NUMBER, words + &role));
        }
        flow.item(style::FAINT, &self.on_whose_word(event));
        if let Some(incident) = self.incident(event) {
            flow.item(style::FAINT, &incident);
        }
        flow.finish()
    }

    /// `i:3f2a9c01d4b7e865, 3 reports`; an incident that only this document reports by its name alone.
    fn incident(&self, event: &EventRecord) -> Option<Item> {
        let (name, reports) = self.relations.incidents.get(&event.id)?;
        let item = Item::new(style::ID, name.as_str());
        Some(if *reports > 1 { item.then(style::FAINT, format!(", {reports} reports")) } else { item })
    }

    fn participants(&self, mut item: Item, list: &[ParticipantRecord]) -> Item {
        if list.is_empty() {
            return item.then(style::FAINT, "someone");
        }
        for (i, participant) in list.iter().enumerate() {
            if i > 0 {
                item = item.then(Style::new(), ", ");
            }
            if let Some(entity) = self.record.entity(&participant.entity) {
                item = item.then(style::NAME, entity.name.as_ref());
                let codes = self.codes(&participant.entity);
                if !codes.is_empty() && entity.kind != EntityKind::Country.as_str() {
                    item = item.then(style::FAINT, format!(" ({codes})"));
                }
            }
        }
        item
    }

    fn codes(&self, entity: &str) -> String {
        let Some(entity) = self.record.entity(entity) else { return String::new() };
        entity.country.as_deref().into_iter().chain(entity.sectors.iter().copied()).collect::<Vec<_>>().join(" ")
    }

    fn date(&self, event: &EventRecord) -> Option<Item> {
        let date = event.date.as_ref()?;
        let value = date.value.replace('/', " to ");
        Some(if date.stated { plain(value) } else { Item::new(style::FAINT, format!("~{value}")) })
    }

    fn place(&self, event: &EventRecord) -> Option<Item> {
        let place = self.record.place(event.place.as_deref()?)?;
        Some(Item::new(style::PLACE, format!("in {}", place.name)))
    }

    fn quantities(&self, event: &EventRecord) -> Vec<(String, &'static str)> {
        let of = |q: &str| self.record.quantity(q).map(|q| one_line(&q.text));
        event.quantities.iter().filter_map(|q| Some((of(&q.quantity)?, q.role))).collect()
    }

    fn on_whose_word(&self, event: &EventRecord) -> Item {
        if event.sources.is_empty() {
            return Item::new(style::FAINT, "says the article");
        }
        let mut item = Item::new(style::FAINT, "says ");
        for (i, source) in event.sources.iter().enumerate() {
            let mark = if i > 0 { ", citing " } else { "" };
            item = item.then(style::FAINT, mark).then(style::SOURCE, one_line(self.record.source(source)));
        }
        item
    }

    /// One event: its sentence with what was found in it, and all that is said of it.
    fn event(&self) -> String {
        let Some(event) = self.record.events.first() else { return String::new() };
        let mut flow = Flow::new(0, self.width);
        flow.item(Style::new(), &Item::new(style::NAME, format!("{}  ", event.id)).append(kind(event)));
        for item in [
            status(event),
            Item::new(style::FAINT, format!("CAMEO {}", event.cameo)),
            Item::new(style::FAINT, format!("score {}", event.score)),
            Item::new(style::FAINT, format!("confidence {:.2}", event.confidence)),
        ] {
            flow.item(style::FAINT, &item);
        }
        let sentence = self.words.bytes(event.sentence);
        let mut out = format!("\n{}\n", flow.finish());
        out += &underlined(&self.record.document.text, sentence, &self.marks(event, sentence), self.width);
        out += "\n";
        for (name, value) in self.parts(event) {
            let mut flow = Flow::new(INDENT, self.width);
            flow.margin(&Item::new(style::FAINT, name));
            flow.words(&value);
            out += &flow.finish();
        }
        out
    }

    fn marks(&self, event: &EventRecord, sentence: Span) -> Vec<Mark> {
        let mut marks = Vec::new();
        let mut mark = |start, end, name: &str, sign, style| {
            let span = self.words.bytes(SpanRecord { start, end });
            if !span.is_empty() && sentence.contains(span) {
                marks.push(Mark { span, name: name.to_owned(), sign, style });
            }
        };
        mark(event.trigger.start, event.trigger.end, "trigger", '^', kind_style(event));
        event.actors.iter().for_each(|p| mark(p.start, p.end, "actor", '~', style::NAME));
        event.recipients.iter().for_each(|p| mark(p.start, p.end, "recipient", '~', style::NAME));
        for statement in self.chain(event) {
            statement.source_span.iter().for_each(|s| mark(s.start, s.end, "source", '=', style::SOURCE));
            statement.cue.iter().for_each(|s| mark(s.start, s.end, "cue", '=', style::SOURCE));
        }
        let time = event.date.as_ref().and_then(|d| d.time.as_ref());
        for time in self.record.times.iter().filter(|t| Some(&t.id) == time) {
            mark(time.start, time.end, "date", '-', style::NUMBER);
        }
        if let Some(place) = event.place.as_deref().and_then(|p| self.record.place(p)) {
            mark(place.start, place.end, "place", '-', style::PLACE);
        }
        for q in &event.quantities {
            if let Some(quantity) = self.record.quantity(&q.quantity) {
                mark(quantity.start, quantity.end, q.role, '-', style::NUMBER);
            }
        }
        marks.sort_by_key(|m| (m.span.start, m.span.end));
        marks.dedup_by(|a, b| a.span == b.span && a.name == b.name);
        marks
    }

    /// The statements an event stands in, innermost first.
    fn chain(&self, event: &EventRecord) -> Vec<&StatementRecord> {
        let statements = &self.record.statements;
        let find = |id: &String| statements.iter().find(|s| s.id == *id);
        let first = event.statement.as_ref().and_then(find);
        // A chain that is wrong has an end all the same.
        std::iter::successors(first, |s| s.parent.as_ref().and_then(find)).take(statements.len()).collect()
    }

    fn parts(&self, event: &EventRecord) -> Vec<(&'static str, Item)> {
        let mut parts = Vec::new();
        for (name, list) in [("actor", &event.actors), ("recipient", &event.recipients)] {
            parts.extend(list.iter().map(|p| (name, self.participant(p))));
        }
        if !event.contexts.is_empty() {
            parts.push(("about", plain(event.contexts.join(", "))));
        }
        for (words, role) in self.quantities(event) {
            parts.push(("number", Item::new(style::NUMBER, words).then(style::FAINT, format!(" ({role})"))));
        }
        parts.push(("frame", plain(event.rule.as_ref())));
        parts.push(("word of", self.on_whose_word(event)));
        parts.extend(self.chain(event).into_iter().map(|s| ("statement", self.told(s))));
        if !event.denied_by.is_empty() {
            let names: Vec<&str> = event.denied_by.iter().map(|id| self.record.source(id)).collect();
            parts.push(("denied by", Item::new(style::DENIED, names.join(", "))));
        }
        let unknown = || Item::new(style::FAINT, "not known");
        parts.extend(self.incident(event).map(|item| ("incident", item)));
        parts.push(("date", self.date(event).unwrap_or_else(unknown)));
        let place = event.place.as_deref().and_then(|p| self.record.place(p));
        let within = |p: &sayso::coding::record::PlaceRecord| {
            let within: Vec<&str> = p.admin1.iter().chain(&p.country).map(AsRef::as_ref).collect();
            let within = if within.is_empty() { String::new() } else { format!(" ({})", within.join(", ")) };
            Item::new(style::PLACE, p.name.as_ref()).then(style::FAINT, within)
        };
        parts.push(("place", place.map_or_else(unknown, within)));
        parts
    }

    fn participant(&self, participant: &ParticipantRecord) -> Item {
        let Some(entity) = self.record.entity(&participant.entity) else { return Item::default() };
        let words = one_line(self.words.of(SpanRecord { start: participant.start, end: participant.end }));
        let mut notes = vec![entity.kind.to_owned(), self.codes(&participant.entity)];
        notes.extend((words != entity.name.as_ref()).then(|| format!("“{words}”")));
        notes.retain(|n| !n.is_empty());
        Item::new(style::NAME, entity.name.as_ref()).then(style::FAINT, format!(" ({})", notes.join(", ")))
    }

    fn told(&self, statement: &StatementRecord) -> Item {
        let words = |span: Option<SpanRecord>| span.map_or_else(|| "?".to_owned(), |s| one_line(self.words.of(s)));
        let content: Vec<String> = statement.content.iter().map(|c| one_line(self.words.of(*c))).collect();
        Item::new(style::SOURCE, words(statement.source_span))
            .then(Style::new(), format!(" {}: ", words(statement.cue)))
            .then(style::WORDS, content.join(" … "))
            .then(style::FAINT, format!(" ({}, {})", statement.quote, statement.vouches))
    }
}

fn kind(event: &EventRecord) -> Item {
    let item = Item::new(kind_style(event).bold(), event.kind);
    match event.mode {
        Some(mode) => item.then(kind_style(event), format!(" {mode}")),
        None => item,
    }
}

fn kind_style(event: &EventRecord) -> Style {
    EventType::parse(event.kind).map_or(Style::new(), style::mode)
}

fn status(event: &EventRecord) -> Item {
    Item::new(Status::parse(event.status).map_or(Style::new(), style::status), event.status)
}

/// Whether a number's words say already what it counts: `1,400 marines`.
fn role_is_said(role: &str) -> bool {
    use QuantityRole::{Arrested, Dead, Displaced, Injured, Missing};
    let unsaid = [Dead, Injured, Arrested, Missing, Displaced];
    !QuantityRole::parse(role).is_some_and(|r| unsaid.contains(&r))
}

/// Line breaks inside a paragraph are spaces.
fn spaced(text: &str) -> String {
    text.replace('\n', " ")
}
