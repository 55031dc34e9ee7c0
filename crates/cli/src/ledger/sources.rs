//! `sayso sources`: on whose word events are told.

use super::answer::{Answer, AnswerArgs, Page};
use super::filter::FilterArgs;
use crate::args::Color;
use crate::flow::Item;
use crate::grid::{Column, Grid, plain};
use crate::table::one_line;
use crate::{Done, style};
use anstyle::Style;
use anyhow::Result;
use clap::Args;
use sayso::coding::{EventType, Status};
use sayso_ledger::{Ledger, SourceCount};

/// So many types are shown of each.
const TYPES: usize = 4;

#[derive(Debug, Args)]
pub(crate) struct SourcesArgs {
    /// No more than so many
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<usize>,
    #[command(flatten)]
    pub(crate) filter: FilterArgs,
    #[command(flatten)]
    pub(crate) answer: AnswerArgs,
}

pub(crate) fn run(args: &SourcesArgs, color: Color) -> Result<Done> {
    let ledger = Ledger::open(&args.answer.ledger.ledger)?;
    let mut page = Page::open(args.answer.format, color)?;
    let found = ledger.sources(&args.filter.filter()?)?;
    let sources = &found[..found.len().min(args.limit.unwrap_or(usize::MAX))];
    page.head(SourceCount::NAMES);
    if page.is_table() {
        let columns = vec![
            Column::new("source", 16),
            Column::new("codes", 7),
            Column::number("events"),
            Column::number("documents"),
            Column::new("of", 14),
            Column::new("told as", 12),
        ];
        let mut grid = Grid::new(columns, page.width);
        let _ = sources.iter().try_for_each(|source| page.text(&grid.row(cells(source))));
        let _ = page.text(&grid.finish());
        if sources.is_empty() {
            anstream::eprintln!("no sources found");
        }
    } else {
        let _ = sources.iter().try_for_each(|source| page.row(source));
    }
    page.finish()
}

fn cells(source: &SourceCount) -> Vec<Item> {
    let mut types = source.types.iter().take(TYPES).fold(Item::default(), |item, (kind, n)| {
        let style = EventType::parse(kind).map_or(Style::new(), style::mode);
        next(item).then(style, kind.as_str()).then(style::FAINT, format!(" {n}"))
    });
    if source.types.len() > TYPES {
        types = types.then(style::FAINT, " …");
    }
    let statuses = source.statuses.iter().fold(Item::default(), |item, (status, n)| {
        let style = Status::parse(status).map_or(Style::new(), style::status);
        next(item).then(style, status.as_str()).then(style::FAINT, format!(" {n}"))
    });
    vec![
        Item::new(style::SOURCE, one_line(&source.source)),
        Item::new(style::FAINT, codes(source)),
        plain(source.events.to_string()),
        plain(source.documents.to_string()),
        types,
        statuses,
    ]
}

/// Room for one more.
fn next(item: Item) -> Item {
    if item.width() == 0 { item } else { item.then(Style::new(), ", ") }
}

fn codes(source: &SourceCount) -> String {
    source.country.iter().chain(&source.sectors).map(String::as_str).collect::<Vec<_>>().join(" ")
}

impl Answer for SourceCount {
    const NAMES: &'static [&'static str] =
        &["source", "country", "sectors", "events", "documents", "types", "statuses"];

    fn cells(&self) -> Vec<String> {
        let counts =
            |list: &[(String, i64)]| list.iter().map(|(name, n)| format!("{name}:{n}")).collect::<Vec<_>>().join(";");
        vec![
            self.source.clone(),
            self.country.clone().unwrap_or_default(),
            self.sectors.join(";"),
            self.events.to_string(),
            self.documents.to_string(),
            counts(&self.types),
            counts(&self.statuses),
        ]
    }
}
