//! `sayso events` and `sayso timeline`: events that a filter lets through.

use super::answer::{Answer, AnswerArgs, Page, cell};
use super::filter::FilterArgs;
use crate::args::Color;
use crate::flow::Item;
use crate::grid::{Column, Grid, plain};
use crate::table::one_line;
use crate::{Done, style};
use anstyle::Style;
use anyhow::Result;
use clap::Args;
use sayso::coding::period::days;
use sayso::coding::{EntityKind, EventType, Status};
use sayso_ledger::{Found, Ledger, Order, Party};
use std::ops::ControlFlow;

#[derive(Debug, Args)]
pub(crate) struct EventsArgs {
    #[command(flatten)]
    pub(crate) filter: FilterArgs,
    /// No more than so many
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<usize>,
    #[command(flatten)]
    pub(crate) answer: AnswerArgs,
}

pub(crate) fn events(args: &EventsArgs, color: Color) -> Result<Done> {
    let mut page = Page::open(args.answer.format, color)?;
    let columns = vec![
        Column::new("date", 11).at_most(11),
        Column::new("type", 8),
        Column::new("actors", 10),
        Column::new("recipients", 10),
        Column::new("status", 8),
        Column::new("place", 6),
        Column::new("source", 8),
        Column::new("id", 11),
    ];
    let mut grid = Grid::new(columns, page.width).folding();
    let mut any = false;
    ask(args, Order::Stored, &mut page, |page, found| {
        any = true;
        let row = grid.row(cells(&found));
        page.text(&row)
    })?;
    let _ = page.text(&grid.finish());
    none_found(any, &page);
    page.finish()
}

/// Says so where a table is empty.
fn none_found(any: bool, page: &Page) {
    if page.is_table() && !any {
        anstream::eprintln!("no events found");
    }
}

/// Writes JSON and CSV; a table's rows go to `table`.
fn ask(
    args: &EventsArgs,
    order: Order,
    page: &mut Page,
    mut table: impl FnMut(&mut Page, Found) -> ControlFlow<()>,
) -> Result<()> {
    let filter = args.filter.filter()?;
    let ledger = Ledger::open(&args.answer.ledger.ledger)?;
    page.head(Found::NAMES);
    ledger.events(&filter, order, args.limit, &mut |found| {
        if page.is_table() { table(page, found) } else { page.row(&found) }
    })?;
    Ok(())
}

fn cells(found: &Found) -> Vec<Item> {
    vec![
        date(found),
        kind(found),
        parties(Item::default(), &found.actors),
        parties(Item::default(), &found.recipients),
        status(found),
        Item::new(style::PLACE, found.place.as_ref().map(|p| p.name.as_str()).unwrap_or_default()),
        Item::new(style::SOURCE, one_line(&found.sources.join(", citing "))),
        Item::new(style::ID, id(&found.document, &found.id)),
    ]
}

fn date(found: &Found) -> Item {
    let Some(date) = &found.date else { return Item::default() };
    let written = date.replace('/', " to ");
    if found.date_stated == Some(true) { plain(written) } else { Item::new(style::FAINT, format!("~{written}")) }
}

fn kind(found: &Found) -> Item {
    let Some(kind) = EventType::parse(&found.kind) else { return plain(found.kind.as_str()) };
    let item = Item::new(style::event_type(kind), found.kind.as_str());
    match &found.mode {
        Some(mode) => item.then(style::mode(kind), format!(" {mode}")),
        None => item,
    }
}

fn status(found: &Found) -> Item {
    let style = Status::parse(&found.status).map_or(Style::new(), style::status);
    let long_ago = if found.historical { ", long ago" } else { "" };
    Item::new(style, found.status.as_str()).then(style::FAINT, long_ago)
}

pub(crate) fn parties(mut item: Item, parties: &[Party]) -> Item {
    for (i, party) in parties.iter().enumerate() {
        if i > 0 {
            item = item.then(Style::new(), ", ");
        }
        item = item.then(style::NAME, party.name.as_str());
        let codes = codes(party);
        if !codes.is_empty() && party.kind != EntityKind::Country.as_str() {
            item = item.then(style::FAINT, format!(" ({codes})"));
        }
    }
    item
}

pub(crate) fn codes(party: &Party) -> String {
    party.country.iter().chain(&party.sectors).map(String::as_str).collect::<Vec<_>>().join(" ")
}

/// An event's name for people: enough of the document's hash to find it by.
pub(crate) fn id(document: &str, event: &str) -> String {
    format!("{}/{event}", short(document))
}

pub(crate) fn short(document: &str) -> &str {
    document.strip_prefix("b3:").and_then(|hash| hash.get(..7)).unwrap_or(document)
}

/// Below its date, each event has one line.
pub(crate) fn timeline(args: &EventsArgs, color: Color) -> Result<Done> {
    let mut page = Page::open(args.answer.format, color)?;
    let mut above: Option<Option<String>> = None;
    ask(args, Order::Date, &mut page, |page, found| {
        if above.as_ref() != Some(&found.date) {
            let gap = if above.is_some() { "\n" } else { "" };
            page.text(&format!("{gap}{0}{1}{0:#}\n", style::TITLE, heading(found.date.as_deref())))?;
            above = Some(found.date.clone());
        }
        let line = line(&found, page.width);
        page.line(&line)
    })?;
    none_found(above.is_some(), &page);
    page.finish()
}

/// `2022-02-01 Tuesday`.
fn heading(date: Option<&str>) -> String {
    let Some(date) = date else { return "no date".to_owned() };
    match days(date) {
        Some((first, last)) if first == last => format!("{first} {}", first.strftime("%A")),
        _ => date.replace('/', " to "),
    }
}

/// `THREATEN restrict  Russia → Ukraine · “has threatened” · says Gazeta.Ru      9f2c1a7/V3`.
fn line(found: &Found, width: usize) -> String {
    let id = Item::new(style::ID, id(&found.document, &found.id));
    let mut what = kind(found).then(Style::new(), "  ");
    what = if found.actors.is_empty() { what.then(style::FAINT, "someone") } else { parties(what, &found.actors) };
    if !found.recipients.is_empty() {
        what = parties(what.then(style::FAINT, " → "), &found.recipients);
    }
    let mut then = |style, text: String| what = std::mem::take(&mut what).then(style::FAINT, " · ").then(style, text);
    then(style::WORDS, format!("“{}”", one_line(&found.trigger.text)));
    match Status::parse(&found.status) {
        Some(Status::Occurred) | None => {}
        Some(status) => then(style::status(status), found.status.clone()),
    }
    if let Some(place) = &found.place {
        then(style::PLACE, format!("in {}", place.name));
    }
    if !found.sources.is_empty() {
        then(style::SOURCE, format!("says {}", one_line(&found.sources.join(", citing "))));
    }
    let room = width.saturating_sub(id.width() + 4).max(20);
    let what = what.cut(room);
    let gap = " ".repeat(room - what.width());
    format!("  {what}{gap}  {id}")
}

impl Answer for Found {
    const NAMES: &'static [&'static str] = &[
        "document",
        "id",
        "date",
        "date_stated",
        "type",
        "mode",
        "contexts",
        "cameo",
        "quad",
        "score",
        "status",
        "historical",
        "actors",
        "actor_codes",
        "recipients",
        "recipient_codes",
        "trigger",
        "place",
        "country",
        "lat",
        "lon",
        "sources",
        "confidence",
        "rule",
        "publisher",
        "published",
        "title",
        "url",
        "incident",
    ];

    fn cells(&self) -> Vec<String> {
        let names = |list: &[Party]| list.iter().map(|p| p.name.as_str()).collect::<Vec<_>>().join(";");
        let codes = |list: &[Party]| list.iter().map(codes).collect::<Vec<_>>().join(";");
        let place = self.place.as_ref();
        vec![
            self.document.clone(),
            self.id.clone(),
            cell(self.date.as_ref()),
            cell(self.date_stated),
            self.kind.clone(),
            cell(self.mode.as_ref()),
            self.contexts.join(";"),
            self.cameo.clone(),
            self.quad.to_string(),
            self.score.to_string(),
            self.status.clone(),
            self.historical.to_string(),
            names(&self.actors),
            codes(&self.actors),
            names(&self.recipients),
            codes(&self.recipients),
            self.trigger.text.clone(),
            cell(place.map(|p| &p.name)),
            cell(place.and_then(|p| p.country.as_ref())),
            cell(place.and_then(|p| p.lat)),
            cell(place.and_then(|p| p.lon)),
            self.sources.join(";"),
            self.confidence.to_string(),
            self.rule.clone(),
            cell(self.publisher.as_ref()),
            cell(self.published.as_ref()),
            cell(self.title.as_ref()),
            cell(self.url.as_ref()),
            cell(self.incident.as_ref()),
        ]
    }
}
