//! `sayso incidents` and `sayso conflicts`: what many reports tell of one happening, and where they disagree.

use super::answer::{Answer, AnswerFormat, Page, cell};
use super::events::{EventsArgs, codes, id, parties};
use super::show::ShowArgs;
use crate::args::Color;
use crate::flow::{Flow, Item};
use crate::grid::{Column, Grid, plain};
use crate::table::one_line;
use crate::{Done, style};
use anstyle::Style;
use anyhow::{Result, bail};
use sayso::coding::{EventType, Status};
use sayso_ledger::{Conflict, Error, Filter, Incident, Ledger, Party, Range, Says};
use serde::Serialize;
use std::ops::ControlFlow;

/// Where what is said of an incident begins.
const INDENT: usize = 16;

pub(crate) fn incidents(args: &EventsArgs, color: Color) -> Result<Done> {
    let mut page = Page::open(args.answer.format, color)?;
    let columns = vec![
        Column::new("date", 11).at_most(11),
        Column::new("type", 8),
        Column::new("actors", 12),
        Column::new("recipients", 10),
        Column::new("status", 8),
        Column::new("place", 6),
        Column::new("numbers", 8),
        Column::number("reports"),
        Column::number("outlets"),
        Column::new("disputed", 8),
        Column::new("id", 18),
    ];
    let mut grid = Grid::new(columns, page.width).folding();
    let mut any = false;
    page.head(Incident::NAMES);
    ask(args, Ledger::incidents, &mut |incident| {
        any = true;
        if page.is_table() { page.text(&grid.row(cells(&incident))) } else { page.row(&incident) }
    })?;
    let _ = page.text(&grid.finish());
    none_found(any, &page, "incidents");
    page.finish()
}

pub(crate) fn conflicts(args: &EventsArgs, color: Color) -> Result<Done> {
    let mut page = Page::open(args.answer.format, color)?;
    let mut any = false;
    page.head(Disputed::NAMES);
    ask(args, Ledger::disputed, &mut |incident| {
        let gap = if std::mem::replace(&mut any, true) { "\n" } else { "" };
        match args.answer.format {
            AnswerFormat::Table => {
                page.text(&format!("{gap}{}{}", heading(&incident, page.width), disputes(&incident, page.width)))
            }
            AnswerFormat::Json => {
                page.line(&serde_json::to_string(&incident).expect("an incident has nothing that JSON has not"))
            }
            AnswerFormat::Csv => Disputed::all(&incident).try_for_each(|row| page.row(&row)),
        }
    })?;
    none_found(any, &page, "conflicts");
    page.finish()
}

/// One incident with all that is known of it.
pub(crate) fn show(ledger: &Ledger, args: &ShowArgs, color: Color) -> Result<Done> {
    let mut found = ledger.incidents_named(&args.id, 2)?;
    let incident = match found.len() {
        0 => bail!(
            "{}: no such incident in {}; `sayso incidents` names those there are",
            args.id,
            args.answer.ledger.ledger
        ),
        1 => found.remove(0),
        _ => bail!(
            "{}: several incidents begin so, {} and {}; give more of the id",
            args.id,
            found[0].incident,
            found[1].incident
        ),
    };
    let mut page = Page::open(args.answer.format, color)?;
    page.head(Incident::NAMES);
    let _ = if page.is_table() {
        page.text(&(heading(&incident, page.width) + &sheet(&incident, page.width)))
    } else {
        page.row(&incident)
    };
    page.finish()
}

fn none_found(any: bool, page: &Page, what: &str) {
    if page.is_table() && !any {
        anstream::eprintln!("no {what} found");
    }
}

/// A question that incidents answer.
type Question = fn(&Ledger, &Filter, &mut dyn FnMut(Incident) -> ControlFlow<()>) -> Result<(), Error>;

/// The answers, until there are as many as were asked for.
fn ask(args: &EventsArgs, question: Question, take: &mut dyn FnMut(Incident) -> ControlFlow<()>) -> Result<()> {
    let filter = args.filter.filter()?;
    let ledger = Ledger::open(&args.answer.ledger.ledger)?;
    let mut left = args.limit.unwrap_or(usize::MAX);
    if left == 0 {
        return Ok(());
    }
    question(&ledger, &filter, &mut |incident| {
        left -= 1;
        take(incident)?;
        if left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    Ok(())
}

fn cells(incident: &Incident) -> Vec<Item> {
    vec![
        date(incident),
        kind(incident),
        parties(Item::default(), &incident.actors),
        parties(Item::default(), &incident.recipients),
        status(&incident.status),
        Item::new(style::PLACE, incident.place.as_ref().map(|p| p.name.as_str()).unwrap_or_default()),
        Item::new(style::NUMBER, incident.numbers.iter().map(number).collect::<Vec<_>>().join(", ")),
        plain(incident.reports.to_string()),
        plain(incident.outlets.to_string()),
        Item::new(style::DENIED, incident.conflicts.iter().map(about).collect::<Vec<_>>().join(", ")),
        Item::new(style::ID, incident.incident.as_str()),
    ]
}

fn date(incident: &Incident) -> Item {
    let Some(date) = &incident.date else { return Item::default() };
    let written = date.replace('/', " to ");
    if incident.date_stated { plain(written) } else { Item::new(style::FAINT, format!("~{written}")) }
}

fn kind(incident: &Incident) -> Item {
    let Some(kind) = EventType::parse(&incident.kind) else { return plain(incident.kind.as_str()) };
    let item = Item::new(style::event_type(kind), incident.kind.as_str());
    match &incident.mode {
        Some(mode) => item.then(style::mode(kind), format!(" {mode}")),
        None => item,
    }
}

fn status(status: &str) -> Item {
    Item::new(Status::parse(status).map_or(Style::new(), style::status), status)
}

/// `3–5 dead`.
fn number(range: &Range) -> String {
    let Range { role, low, high } = range;
    if low == high { format!("{low} {role}") } else { format!("{low}–{high} {role}") }
}

/// `how many dead`.
fn about(conflict: &Conflict) -> String {
    let role = conflict.role.as_ref().map(|r| format!(" {r}")).unwrap_or_default();
    format!("{}{role}", conflict.about.as_str())
}

/// `ASSAULT aerial · Peru → Chile · occurred · 2021-05-03 · in Arica · 5 reports, 3 outlets · i:9f2c1a7d00112233`.
fn heading(incident: &Incident, width: usize) -> String {
    let mut flow = Flow::new(0, width);
    let mut who = kind(incident).then(Style::new(), "  ");
    who = if incident.actors.is_empty() { who.then(style::FAINT, "someone") } else { parties(who, &incident.actors) };
    if !incident.recipients.is_empty() {
        who = parties(who.then(style::FAINT, " → "), &incident.recipients);
    }
    flow.item(Style::new(), &who);
    let place = incident.place.as_ref().map(|p| Item::new(style::PLACE, format!("in {}", p.name)));
    let numbers = incident.numbers.iter().map(|n| Item::new(style::NUMBER, number(n)));
    let counts = plain(format!("{}, {}", counted(incident.reports, "report"), counted(incident.outlets, "outlet")));
    let facts = [Some(status(&incident.status)), Some(date(incident)), place].into_iter().flatten();
    for item in facts.chain(numbers).chain([counts, Item::new(style::ID, incident.incident.as_str())]) {
        if item.width() > 0 {
            flow.item(style::FAINT, &item);
        }
    }
    flow.finish()
}

fn counted(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}

/// For each thing in dispute, what is said and by whom.
fn disputes(incident: &Incident, width: usize) -> String {
    incident.conflicts.iter().map(|c| line(&about(c), &accounts(&c.accounts), width)).collect()
}

fn accounts(all: &[Says]) -> Item {
    let mut item = Item::default();
    for (i, Says { says, sources }) in all.iter().enumerate() {
        item = item.then(style::FAINT, if i > 0 { " · " } else { "" }).then(style::NAME, one_line(says));
        let sources: Vec<String> = sources.iter().map(|s| one_line(s)).collect();
        item = item.then(style::FAINT, " says ").then(style::SOURCE, sources.join(", "));
    }
    item
}

fn line(name: &str, item: &Item, width: usize) -> String {
    let mut flow = Flow::new(INDENT, width);
    flow.margin(&Item::new(style::FAINT, format!("  {name}")));
    flow.words(item);
    flow.finish()
}

fn sheet(incident: &Incident, width: usize) -> String {
    let mut out = String::new();
    let mut part = |name: &str, item: Item| {
        if item.width() > 0 {
            out += &line(name, &item, width);
        }
    };
    part("told as", accounts(&incident.statuses));
    part("asserted by", Item::new(style::SOURCE, incident.asserted_by.join(", ")));
    part("denied by", Item::new(style::DENIED, incident.denied_by.join(", ")));
    let reported: Vec<&str> =
        incident.first_reported.iter().chain(&incident.last_reported).map(String::as_str).collect();
    part("reported", plain(reported.join(" to ")));
    out += &disputes(incident, width);
    for member in &incident.members {
        let mut item = Item::new(style::WORDS, format!("“{}”", one_line(&member.trigger)));
        for fact in [&member.publisher, &member.published].into_iter().flatten() {
            item = item.then(style::FAINT, format!(" · {fact}"));
        }
        out += &line(&id(&member.document, &member.id), &item, width);
    }
    out
}

impl Answer for Incident {
    const NAMES: &'static [&'static str] = &[
        "incident",
        "date",
        "date_stated",
        "type",
        "mode",
        "status",
        "actors",
        "actor_codes",
        "recipients",
        "recipient_codes",
        "place",
        "country",
        "lat",
        "lon",
        "numbers",
        "reports",
        "outlets",
        "asserted_by",
        "denied_by",
        "first_reported",
        "last_reported",
        "conflicts",
        "members",
    ];

    fn cells(&self) -> Vec<String> {
        let names = |list: &[Party]| list.iter().map(|p| p.name.as_str()).collect::<Vec<_>>().join(";");
        let codes = |list: &[Party]| list.iter().map(codes).collect::<Vec<_>>().join(";");
        let place = self.place.as_ref();
        let members = self.members.iter().map(|m| format!("{}/{}", m.document, m.id));
        vec![
            self.incident.clone(),
            cell(self.date.as_ref()),
            self.date_stated.to_string(),
            self.kind.clone(),
            cell(self.mode.as_ref()),
            self.status.clone(),
            names(&self.actors),
            codes(&self.actors),
            names(&self.recipients),
            codes(&self.recipients),
            cell(place.map(|p| &p.name)),
            cell(place.and_then(|p| p.country.as_ref())),
            cell(place.and_then(|p| p.lat)),
            cell(place.and_then(|p| p.lon)),
            self.numbers.iter().map(number).collect::<Vec<_>>().join(";"),
            self.reports.to_string(),
            self.outlets.to_string(),
            self.asserted_by.join(";"),
            self.denied_by.join(";"),
            cell(self.first_reported.as_ref()),
            cell(self.last_reported.as_ref()),
            self.conflicts.iter().map(about).collect::<Vec<_>>().join(";"),
            members.collect::<Vec<_>>().join(";"),
        ]
    }
}

/// What somebody says where others say otherwise.
#[derive(Serialize)]
struct Disputed<'a> {
    incident: &'a Incident,
    conflict: &'a Conflict,
    says: &'a Says,
}

impl Disputed<'_> {
    fn all(incident: &Incident) -> impl Iterator<Item = Disputed<'_>> {
        incident
            .conflicts
            .iter()
            .flat_map(move |conflict| conflict.accounts.iter().map(move |says| Disputed { incident, conflict, says }))
    }
}

impl Answer for Disputed<'_> {
    const NAMES: &'static [&'static str] = &["incident", "date", "type", "about", "says", "sources"];

    fn cells(&self) -> Vec<String> {
        vec![
            self.incident.incident.clone(),
            cell(self.incident.date.as_ref()),
            self.incident.kind.clone(),
            about(self.conflict),
            self.says.says.clone(),
            self.says.sources.join(";"),
        ]
    }
}
