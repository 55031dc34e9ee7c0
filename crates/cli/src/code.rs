//! `sayso code`: documents in, codings out, in the order of the documents.

use crate::args::{CodeArgs, Color, InputFormat, OutputFormat, Part, PipelineArgs, ReadingArgs};
use crate::csv::{self, Folder};
use crate::progress::Progress;
use crate::table::table;
use crate::web::{client, fetched};
use crate::{Done, style};
use anstream::{AutoStream, ColorChoice};
use anyhow::{Context, Result, bail};
use sayso::coding::Coding;
use sayso::coding::export::plover;
use sayso::coding::record::Record;
use sayso::coding::tables::Table;
use sayso::{Config, Failure, Format, Known, Limits, Options, Pipeline, STDIN, documents, in_order};
use sayso_fetch::Stop;
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write, stdin, stdout};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// Where a table goes that is not printed on a terminal.
const WIDTH_ELSEWHERE: usize = 100;

pub(crate) fn run(args: &CodeArgs, color: Color) -> Result<Done> {
    let paths = paths("code", &args.paths)?;
    let options = options(&args.reading)?;
    let pipeline = pipeline(&args.pipeline)?;
    let client = client(&args.web, options.limits.raw, &Stop::default());
    let mut output = Output::open(args, color)?;
    let jobs = args.jobs.map(usize::from).or_else(|| std::thread::available_parallelism().ok().map(Into::into));
    let mut progress = Progress::new(args.output.is_none() && stdout().is_terminal());
    let mut failures: Vec<Failure> = Vec::new();
    let mut broken = None;
    in_order(
        documents(&paths, input_format(args.reading.from), options.limits.raw),
        jobs.unwrap_or(1),
        |task| pipeline.run(fetched(&client, task), &options),
        |result| match result {
            Ok(coding) => {
                progress.coded(coding.events.len());
                match output.write(&coding) {
                    Ok(()) => ControlFlow::Continue(()),
                    Err(error) => {
                        broken = Some(error);
                        ControlFlow::Break(())
                    }
                }
            }
            Err(failure) => {
                progress.failed();
                failures.push(failure);
                ControlFlow::Continue(())
            }
        },
    );
    drop(progress);
    if let Err(error) = broken.map_or_else(|| output.finish(), Err) {
        // The reader of the pipe has seen enough.
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Ok(Done::Everything);
        }
        let to = args.output.as_deref().unwrap_or(Path::new("standard output"));
        return Err(error).with_context(|| format!("{}: cannot be written", to.display()));
    }
    Ok(tell(&failures))
}

/// Names the documents that could not be coded.
pub(crate) fn tell(failures: &[Failure]) -> Done {
    if failures.is_empty() {
        return Done::Everything;
    }
    let error = style::ERROR;
    let (count, documents) = (failures.len(), if failures.len() == 1 { "document" } else { "documents" });
    anstream::eprintln!("{error}{count} {documents} could not be read:{error:#}");
    for Failure { source, message } in failures {
        anstream::eprintln!("  {source}: {message}");
    }
    Done::NotAll
}

/// Standard input where no paths are given and something is piped in.
pub(crate) fn paths(command: &str, given: &[PathBuf]) -> Result<Vec<PathBuf>> {
    if !given.is_empty() {
        return Ok(given.to_vec());
    }
    if stdin().is_terminal() {
        bail!("no documents; give files or folders (`sayso {command} article.md`), or `-` to type one in");
    }
    Ok(vec![PathBuf::from(STDIN)])
}

pub(crate) fn pipeline(args: &PipelineArgs) -> Result<Pipeline> {
    let PipelineArgs { model, data, actors } = args;
    Ok(Pipeline::new(&Config { model: model.clone(), data: data.clone(), actors: actors.clone() })?)
}

pub(crate) fn options(args: &ReadingArgs) -> Result<Options> {
    let date = match args.date.as_deref() {
        Some(text) => {
            let date = sayso::parse_published(text);
            Some(date.with_context(|| format!("--date {text}: no such date; write it as YYYY-MM-DD"))?)
        }
        None => None,
    };
    let (publisher, language) = (args.publisher.clone(), args.language.clone());
    let default = Limits::default();
    let limits = Limits { raw: args.max_input.unwrap_or(default.raw), text: args.max_text.unwrap_or(default.text) };
    Ok(Options { date, publisher, language, limits, known: Known::default() })
}

pub(crate) fn input_format(from: InputFormat) -> Format {
    match from {
        InputFormat::Auto => Format::Auto,
        InputFormat::Markdown => Format::Markdown,
        InputFormat::Html => Format::Html,
        InputFormat::Text => Format::Text,
        InputFormat::Jsonl => Format::JsonLines,
    }
}

pub(crate) fn color_choice(color: Color, out: &impl anstream::stream::RawStream) -> ColorChoice {
    match color {
        Color::Auto => AutoStream::choice(out),
        Color::Always => ColorChoice::Always,
        Color::Never => ColorChoice::Never,
    }
}

/// Columns to write for.
pub(crate) fn width() -> usize {
    let set = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok()).filter(|&c: &usize| c > 0);
    let seen = || terminal_size::terminal_size_of(stdout()).map(|(width, _)| usize::from(width.0));
    set.or_else(seen).unwrap_or(WIDTH_ELSEWHERE).max(20)
}

/// Where codings go, and in which form.
enum Output {
    Table { to: Box<dyn Write>, only: Vec<Part>, width: usize, is_first: bool },
    Json { to: Box<dyn Write>, only: Vec<Part> },
    Plover { to: Box<dyn Write> },
    Csv { to: Box<dyn Write>, table: &'static Table },
    CsvFolder(Folder),
}

impl Output {
    fn open(args: &CodeArgs, color: Color) -> Result<Self> {
        let only = args.only.clone();
        if let (OutputFormat::Csv, Some(folder)) = (args.format, &args.output) {
            let made =
                Folder::create(folder, |table| only.is_empty() || only.iter().any(|p| p.tables().contains(&table)));
            return made.map(Self::CsvFolder).with_context(|| format!("{}: cannot be written", folder.display()));
        }
        let to = open_file_or_stdout(args.output.as_deref(), color)?;
        Ok(match args.format {
            OutputFormat::Table => Self::Table { to, only, width: width(), is_first: true },
            OutputFormat::Json => Self::Json { to, only },
            OutputFormat::Plover => Self::Plover { to },
            OutputFormat::Csv => {
                let name = match only[..] {
                    [] => Part::Events.tables()[0],
                    [part] => part.tables()[0],
                    _ => bail!("one CSV table at a time on standard output; give --output FOLDER for several"),
                };
                let table = Table::by_name(name).expect("every part has a table");
                let mut to = to;
                csv::write_header(&mut to, table)?;
                Self::Csv { to, table }
            }
        })
    }

    fn write(&mut self, coding: &Coding) -> io::Result<()> {
        match self {
            Self::Table { to, only, width, is_first } => {
                if !std::mem::take(is_first) {
                    to.write_all(b"\n\n")?;
                }
                to.write_all(table(coding, only, *width).as_bytes())?;
                to.flush()
            }
            Self::Json { to, only } => {
                let record = Record::from(coding);
                if only.is_empty() {
                    serde_json::to_writer(&mut *to, &record)?;
                } else {
                    serde_json::to_writer(&mut *to, &Chosen { record: &record, only })?;
                }
                to.write_all(b"\n")?;
                to.flush()
            }
            Self::Plover { to } => {
                for event in plover(coding) {
                    serde_json::to_writer(&mut *to, &event)?;
                    to.write_all(b"\n")?;
                }
                to.flush()
            }
            Self::Csv { to, table } => {
                csv::write_rows(to, table, &Record::from(coding))?;
                to.flush()
            }
            Self::CsvFolder(folder) => folder.write(&Record::from(coding)),
        }
    }

    fn finish(self) -> io::Result<()> {
        match self {
            Self::Table { mut to, .. }
            | Self::Json { mut to, .. }
            | Self::Plover { mut to }
            | Self::Csv { mut to, .. } => to.flush(),
            Self::CsvFolder(folder) => folder.finish(),
        }
    }
}

pub(crate) fn open_file_or_stdout(path: Option<&Path>, color: Color) -> Result<Box<dyn Write>> {
    let Some(path) = path else {
        let stdout = stdout();
        let choice = color_choice(color, &stdout);
        return Ok(Box::new(BufWriter::new(AutoStream::new(stdout, choice))));
    };
    let file = File::create(path).with_context(|| format!("{}: cannot be written", path.display()))?;
    let choice = color_choice(color, &file);
    Ok(Box::new(BufWriter::new(AutoStream::new(file, choice))))
}

impl Part {
    /// Tables with this part of the record, its own first.
    fn tables(self) -> &'static [&'static str] {
        match self {
            Self::Events => &["events", "event_actors", "event_sources", "event_quantities"],
            Self::Statements => &["statements"],
            Self::Entities => &["entities", "mentions"],
            Self::Places => &["places"],
            Self::Times => &["times"],
            Self::Quantities => &["quantities"],
        }
    }
}

/// The record with only some of its lists.
struct Chosen<'a> {
    record: &'a Record<'a>,
    only: &'a [Part],
}

impl Serialize for Chosen<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Record { format, coder, document, entities, places, times, quantities, statements, events, warnings } =
            self.record;
        let has = |part| self.only.contains(&part);
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("format", format)?;
        map.serialize_entry("coder", coder)?;
        map.serialize_entry("document", document)?;
        if has(Part::Entities) {
            map.serialize_entry("entities", entities)?;
        }
        if has(Part::Places) {
            map.serialize_entry("places", places)?;
        }
        if has(Part::Times) {
            map.serialize_entry("times", times)?;
        }
        if has(Part::Quantities) {
            map.serialize_entry("quantities", quantities)?;
        }
        if has(Part::Statements) {
            map.serialize_entry("statements", statements)?;
        }
        if has(Part::Events) {
            map.serialize_entry("events", events)?;
        }
        map.serialize_entry("warnings", warnings)?;
        map.end()
    }
}
