//! `sayso export`: the ledger, or a part of it, for other programs.

use super::LedgerArgs;
use super::filter::FilterArgs;
use crate::Done;
use crate::args::Color;
use crate::code::open_file_or_stdout;
use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use sayso_export::{Encoder, Gdelt, GeoJson, GraphMl, JsonLines, PloverLines, csv, parquet};
use sayso_ledger::Ledger;
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
    /// The 61 columns of GDELT 2.0's event table, tab-separated, without a heading; only what occurred, unless --status says otherwise
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
    let mut encoder = encoder(args, color)?;
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

fn encoder(args: &ExportArgs, color: Color) -> Result<Box<dyn Encoder>> {
    if let ExportFormat::Parquet | ExportFormat::Csv = args.format {
        let Some(folder) = &args.output else { bail!("tables need a folder to stand in: give --output FOLDER") };
        let made: io::Result<Box<dyn Encoder>> = match args.format {
            ExportFormat::Parquet => parquet::Folder::create(folder).map(|f| Box::new(f) as _),
            _ => csv::Folder::create(folder, |_| true).map(|f| Box::new(f) as _),
        };
        return made.with_context(|| format!("{}: cannot be written", folder.display()));
    }
    let to = open_file_or_stdout(args.output.as_deref(), color)?;
    Ok(match args.format {
        ExportFormat::Plover => Box::new(PloverLines(to)),
        ExportFormat::Geojson => Box::new(GeoJson::new(to)),
        ExportFormat::Gdelt => Box::new(Gdelt::new(to)),
        ExportFormat::Graphml => Box::new(GraphMl::new(to)),
        ExportFormat::Jsonl | ExportFormat::Parquet | ExportFormat::Csv => Box::new(JsonLines(to)),
    })
}
