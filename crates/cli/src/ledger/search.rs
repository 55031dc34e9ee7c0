//! `sayso search` and `sayso sql`: words in texts, and questions of one's own.

use super::answer::{AnswerArgs, Page, quoted};
use super::events::short;
use crate::args::Color;
use crate::flow::{Flow, Item, snippet};
use crate::grid::{Column, Grid, plain};
use crate::table::one_line;
use crate::{Done, style};
use anstyle::Style;
use anyhow::Result;
use clap::Args;
use sayso_ledger::{Ledger, Rows};
use serde_json::{Map, Value};

/// As much is shown of a cell in a table.
const CELL: usize = 200;
/// A column of a table is no narrower, if its cells are not.
const LEAST: usize = 8;

#[derive(Debug, Args)]
pub(crate) struct SearchArgs {
    /// What to look for; "two words" in quotation marks stand together, AND, OR and NOT are understood
    pub(crate) words: String,
    /// No more than so many
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(crate) limit: usize,
    #[command(flatten)]
    pub(crate) answer: AnswerArgs,
}

#[derive(Debug, Args)]
pub(crate) struct SqlArgs {
    /// A SELECT over the ledger's tables
    pub(crate) question: String,
    #[command(flatten)]
    pub(crate) answer: AnswerArgs,
}

pub(crate) fn search(args: &SearchArgs, color: Color) -> Result<Done> {
    let ledger = Ledger::open(&args.answer.ledger.ledger)?;
    let mut hits = Answers { page: Page::open(args.answer.format, color)?, names: Vec::new(), shown: Shown::Hits(0) };
    ledger.search(&args.words, Some(args.limit), &mut hits)?;
    if matches!(hits.shown, Shown::Hits(0)) && hits.page.is_table() {
        anstream::eprintln!("no documents found");
    }
    hits.page.finish()
}

pub(crate) fn sql(args: &SqlArgs, color: Color) -> Result<Done> {
    let ledger = Ledger::open(&args.answer.ledger.ledger)?;
    let mut rows =
        Answers { page: Page::open(args.answer.format, color)?, names: Vec::new(), shown: Shown::Table(None) };
    ledger.sql(&args.question, &mut rows)?;
    if let Shown::Table(Some(grid)) = &mut rows.shown {
        let _ = rows.page.text(&grid.finish());
    }
    rows.page.finish()
}

/// Rows with names that are known only when the answer comes.
struct Answers {
    page: Page,
    names: Vec<String>,
    shown: Shown,
}

/// How rows are set for people.
enum Shown {
    /// Documents with what was found in them; so many until now.
    Hits(usize),
    /// In columns, once there is a row.
    Table(Option<Grid>),
    /// A value a line: the columns do not fit.
    Values,
}

impl Rows for Answers {
    fn columns(&mut self, names: &[String]) {
        self.names = names.to_vec();
        self.page.head(names);
    }

    fn row(&mut self, cells: Vec<Value>) -> bool {
        let text = if self.page.is_table() { self.table(&cells) } else { self.page.form(&self.names, cells) };
        self.page.text(&text).is_continue()
    }
}

impl Answers {
    fn table(&mut self, cells: &[Value]) -> String {
        if let Shown::Table(None) = self.shown {
            let fits = self.names.len() * (LEAST + 1) <= self.page.width;
            let column = |(name, cell): (&String, &Value)| {
                if cell.is_number() { Column::number(name.as_str()) } else { Column::new(name.as_str(), LEAST) }
            };
            let grid = || Grid::new(self.names.iter().zip(cells).map(column).collect(), self.page.width);
            self.shown = if fits { Shown::Table(Some(grid())) } else { Shown::Values };
        }
        match &mut self.shown {
            Shown::Hits(count) => {
                *count += 1;
                hit(cells, *count, self.page.width)
            }
            Shown::Table(Some(grid)) => grid.row(cells.iter().map(|c| plain(snippet(&words(c), CELL))).collect()),
            Shown::Table(None) | Shown::Values => {
                let known = self.names.iter().zip(cells).filter(|(_, c)| !c.is_null());
                known.map(|(n, c)| format!("{n:<12}  {}\n", one_line(&words(c)))).collect::<String>() + "\n"
            }
        }
    }
}

impl Page {
    fn form(&self, names: &[String], cells: Vec<Value>) -> String {
        let line = if self.is_csv() {
            cells.iter().map(|c| quoted(&words(c))).collect::<Vec<_>>().join(",")
        } else {
            Value::Object(names.iter().cloned().zip(cells).collect::<Map<_, _>>()).to_string()
        };
        line + "\n"
    }
}

/// A document with the words around those that were looked for: document, title, publisher, published, found.
fn hit(cells: &[Value], number: usize, width: usize) -> String {
    let cell = |i: usize| cells.get(i).map(words).filter(|w| !w.is_empty());
    let id = short(&cell(0).unwrap_or_default()).to_owned();
    // A document without a title is called by its id, which then stands there once.
    let (name, id) = cell(1).map_or_else(|| (id.clone(), None), |title| (title, Some(id.clone())));
    let mut title = Flow::new(0, width);
    title.words(&Item::new(style::NAME, name));
    let mut about = Flow::new(2, width);
    about.margin(&Item::default());
    let facts: Vec<String> = [cell(3), cell(2), id].into_iter().flatten().collect();
    for fact in &facts {
        about.item(style::FAINT, &Item::new(style::FAINT, fact.as_str()));
    }
    let about = if facts.is_empty() { String::new() } else { about.finish() };
    let mut found = Flow::new(2, width);
    found.margin(&Item::default());
    found.words(&emphasised(&one_line(&cell(4).unwrap_or_default())));
    let gap = if number > 1 { "\n" } else { "" };
    format!("{gap}{}{about}{}", title.finish(), found.finish())
}

/// Words in brackets were looked for.
fn emphasised(text: &str) -> Item {
    let mut item = Item::default();
    let mut style = Style::new();
    for part in text.split_inclusive(['[', ']']) {
        let bare = part.trim_end_matches(['[', ']']);
        item = item.then(style, bare);
        style = if part.ends_with('[') { style::NAME } else { Style::new() };
        item = item.then(style::FAINT, &part[bare.len()..]);
    }
    item
}

fn words(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
