//! `sayso export`: the ledger, or a part of it, for other programs.

use super::LedgerArgs;
use super::filter::FilterArgs;
use crate::Done;
use crate::args::Color;
use crate::code::open_file_or_stdout;
use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use sayso::coding::record::{EventRecord, Record};
use sayso_export::{Encoder, Gdelt, GeoJson, GraphMl, JsonLines, PloverLines, Told, csv, parquet};
use sayso_ledger::Ledger;
use std::collections::HashSet;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(crate) struct ExportArgs {
    /// What to write
    #[arg(short, long, value_name = "FORMAT")]
    pub(crate) format: ExportFormat,
    /// The file to write, else standard output; with parquet and csv a folder, one file a table
    #[arg(short, long, value_name = "PATH")]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) filter: FilterArgs,
    #[command(flatten)]
    pub(crate) ledger: LedgerArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    /// Tables with Arrow's types; dates also as their first and last day
    Parquet,
    /// The same tables as text
    Csv,
    /// The whole record, one object a line, one line a document
    Jsonl,
    /// PLOVER JSON, one object a line, one line an event
    Plover,
    /// A point for each event whose place has coordinates
    Geojson,
    /// The 61 columns of GDELT 2.0's event table, tab-separated, without a heading, one row an incident; only what occurred, unless --status says otherwise
    Gdelt,
    /// Who acts on whom, by code: counts by quad class, mean score; only what occurred, unless --status says otherwise
    Graphml,
}

pub(crate) fn run(args: &ExportArgs, color: Color) -> Result<Done> {
    let filter = match args.format {
        ExportFormat::Gdelt | ExportFormat::Graphml => args.filter.occurred()?,
        _ => args.filter.filter()?,
    };
    let ledger = Ledger::open(&args.ledger.ledger)?;
    let mut encoder = encoder(args, color, &ledger)?;
    let mut broken = None;
    ledger.records(&filter, &mut |record| match encoder.write(&record) {
        Ok(()) => ControlFlow::Continue(()),
        Err(error) => {
            broken = Some(error);
            ControlFlow::Break(())
        }
    })?;
    match broken.map_or_else(|| encoder.finish(), Err) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            let to = args.output.as_deref().unwrap_or(Path::new("standard output"));
            Err(error).with_context(|| format!("{}: cannot be written", to.display()))
        }
        // The reader of the pipe has seen enough.
        _ => Ok(Done::Everything),
    }
}

fn encoder<'a>(args: &ExportArgs, color: Color, ledger: &'a Ledger) -> Result<Box<dyn Encoder + 'a>> {
    if let ExportFormat::Parquet | ExportFormat::Csv = args.format {
        let Some(folder) = &args.output else { bail!("tables need a folder to stand in: give --output FOLDER") };
        let made: io::Result<Box<dyn Encoder + 'a>> = match args.format {
            ExportFormat::Parquet => parquet::Folder::create(folder).map(|f| Box::new(f) as _),
            _ => csv::Folder::create(folder, |_| true).map(|f| Box::new(f) as _),
        };
        return made.with_context(|| format!("{}: cannot be written", folder.display()));
    }
    let to = open_file_or_stdout(args.output.as_deref(), color)?;
    Ok(match args.format {
        ExportFormat::Plover => Box::new(PloverLines(to)),
        ExportFormat::Geojson => Box::new(GeoJson::new(to)),
        ExportFormat::Gdelt => Box::new(Gdelt::new(to, reports(ledger))),
        ExportFormat::Graphml => Box::new(GraphMl::new(to)),
        ExportFormat::Jsonl | ExportFormat::Parquet | ExportFormat::Csv => Box::new(JsonLines(to)),
    })
}

/// What the ledger's documents tell of an event; none after the first event of its incident.
fn reports(ledger: &Ledger) -> impl FnMut(&Record, &EventRecord) -> io::Result<Option<Told>> {
    let mut seen = HashSet::new();
    move |record, event| {
        let (document, id) = (record.document.id.as_ref(), event.id.as_str());
        let name = ledger.incident_of(document, id).map_err(io::Error::other)?;
        // What a program that knew of no incidents has stored stands for itself.
        let name = name.unwrap_or_else(|| format!("{document}/{id}"));
        if !seen.insert(name.clone()) {
            return Ok(None);
        }
        let incident = ledger.incidents_named(&name, 1).map_err(io::Error::other)?.pop();
        Ok(Some(Told {
            mentions: incident.as_ref().map_or(1, |i| i.members.len()),
            outlets: incident.as_ref().map_or(1, |i| i.outlets),
            articles: incident.as_ref().map_or(1, |i| i.reports),
            first_reported: match incident {
                Some(incident) => incident.first_reported,
                None => record.document.published.as_ref().map(ToString::to_string),
            },
            incident: name,
        }))
    }
}
