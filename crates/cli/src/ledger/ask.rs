//! Questions to the ledger, and their answers as a table, JSON Lines or CSV.

use super::{AnswerArgs, AnswerFormat, EventsArgs, LedgerArgs, SearchArgs, ShowArgs, SqlArgs};
use crate::Done;
use anyhow::{Context, Result, bail};
use sayso_ledger::{Filter, Ledger, Rows};
use serde_json::{Map, Value};
use std::io::{self, BufWriter, ErrorKind, Stdout, Write, stdout};

pub(crate) fn events(args: &EventsArgs) -> Result<Done> {
    let upper = |words: &[String]| words.iter().map(|w| w.to_uppercase()).collect();
    let filter = Filter {
        actors: args.actor.clone(),
        recipients: args.recipient.clone(),
        dyad: args.dyad.as_deref().map(dyad).transpose()?,
        types: upper(&args.types),
        modes: args.mode.clone(),
        contexts: args.context.clone(),
        statuses: args.status.clone(),
        since: args.since.clone(),
        until: args.until.clone(),
        place: args.place.clone(),
        near: args.near.as_deref().map(near).transpose()?,
        source: args.source.clone(),
        publisher: args.publisher.clone(),
        text: args.text.clone(),
        limit: args.limit,
    };
    answer(&args.answer, |ledger, page| Ok(ledger.events(&filter, page)?))
}

fn dyad(text: &str) -> Result<(String, String)> {
    let parts = text.split_once('-').map(|(a, b)| (a.to_owned(), b.to_owned()));
    parts.with_context(|| format!("--dyad {text}: write it as RUS-UKR"))
}

fn near(text: &str) -> Result<(f64, f64, f64)> {
    let figures: Vec<f64> = text.trim_end_matches("km").split(',').filter_map(|f| f.trim().parse().ok()).collect();
    match figures[..] {
        [lat, lon, km] => Ok((lat, lon, km)),
        _ => bail!("--near {text}: write it as latitude, longitude and distance: 50.45,30.52,100km"),
    }
}

pub(crate) fn search(args: &SearchArgs) -> Result<Done> {
    answer(&args.answer, |ledger, page| Ok(ledger.search(&args.words, Some(args.limit), page)?))
}

pub(crate) fn sql(args: &SqlArgs) -> Result<Done> {
    answer(&args.answer, |ledger, page| Ok(ledger.sql(&args.question, page)?))
}

pub(crate) fn show(args: &ShowArgs) -> Result<Done> {
    answer(&args.answer, |ledger, page| {
        if !ledger.show(&args.id, page)? {
            bail!(
                "{}: no such document in {}; `sayso events` names those there are",
                args.id,
                args.answer.ledger.ledger
            );
        }
        Ok(())
    })
}

pub(crate) fn check(args: &LedgerArgs) -> Result<Done> {
    let complaints = Ledger::open(&args.ledger)?.check()?;
    for complaint in &complaints {
        anstream::eprintln!("{}: {complaint}", args.ledger);
    }
    if complaints.is_empty() { crate::print(format!("{}: sound\n", args.ledger).as_bytes()) } else { Ok(Done::NotAll) }
}

fn answer(args: &AnswerArgs, ask: impl FnOnce(&Ledger, &mut Page) -> Result<()>) -> Result<Done> {
    let ledger = Ledger::open(&args.ledger.ledger)?;
    let mut page = Page { to: BufWriter::new(stdout()), format: args.format, names: Vec::new(), broken: None };
    ask(&ledger, &mut page)?;
    let Page { mut to, broken, .. } = page;
    match broken.map_or_else(|| to.flush(), Err) {
        // The reader of the pipe has seen enough.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error).context("standard output: cannot be written"),
        _ => Ok(Done::Everything),
    }
}

/// Writes rows as they come.
struct Page {
    to: BufWriter<Stdout>,
    format: AnswerFormat,
    names: Vec<String>,
    broken: Option<io::Error>,
}

impl Rows for Page {
    fn columns(&mut self, names: &[String]) {
        self.names = names.to_vec();
        if self.format == AnswerFormat::Csv {
            let line = names.iter().map(|n| quoted(n)).collect::<Vec<_>>().join(",");
            self.line(&line);
        }
    }

    fn row(&mut self, cells: Vec<Value>) -> bool {
        let line = match self.format {
            AnswerFormat::Json => {
                let object: Map<String, Value> = self.names.iter().cloned().zip(cells).collect();
                Value::Object(object).to_string()
            }
            AnswerFormat::Csv => cells.iter().map(|c| quoted(&plain(c))).collect::<Vec<_>>().join(","),
            AnswerFormat::Table => {
                let known = self.names.iter().zip(&cells).filter(|(_, c)| !c.is_null());
                known.map(|(n, c)| format!("{n:<12}  {}\n", plain(c))).collect()
            }
        };
        self.line(&line);
        self.broken.is_none()
    }
}

impl Page {
    fn line(&mut self, line: &str) {
        if let Err(error) = writeln!(self.to, "{line}") {
            self.broken = Some(error);
        }
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}
