//! The commands on the ledger: what was coded, kept in one file and asked about.

mod add;
mod ask;
mod watch;

use crate::Done;
use crate::args::{PipelineArgs, ReadingArgs};
use crate::web::WebArgs;
use anyhow::Result;
use clap::{Args, Subcommand, ValueEnum};
use sayso_ledger::Location;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct LedgerArgs {
    /// The ledger: a file, or postgres://user@host/database
    #[arg(long, value_name = "LEDGER", env = "SAYSO_LEDGER", default_value = "sayso.db")]
    pub(crate) ledger: Location,
}

#[derive(Debug, Args)]
pub(crate) struct AddArgs {
    /// Files, folders (with all below them), quoted patterns like 'news/**/*.html', addresses of pages, or - for standard input
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// How many documents to work on at once [default: as many as there are processors]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) jobs: Option<u16>,
    /// Name each document as soon as it is stored: new, version or unchanged, a tab, and what tells it from others (its id, address or file)
    #[arg(long)]
    pub(crate) list: bool,
    #[command(flatten)]
    pub(crate) ledger: LedgerArgs,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    #[command(flatten)]
    pub(crate) web: WebArgs,
    #[command(flatten)]
    pub(crate) pipeline: PipelineArgs,
}

#[derive(Debug, Args)]
pub(crate) struct RecodeArgs {
    /// How many documents to work on at once [default: as many as there are processors]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) jobs: Option<u16>,
    /// Name each document as soon as it is stored
    #[arg(long)]
    pub(crate) list: bool,
    #[command(flatten)]
    pub(crate) ledger: LedgerArgs,
    #[command(flatten)]
    pub(crate) pipeline: PipelineArgs,
}

/// Where an answer comes from and how it is written.
#[derive(Debug, Args)]
pub(crate) struct AnswerArgs {
    #[command(flatten)]
    pub(crate) ledger: LedgerArgs,
    /// How to write the answer; json is one object a line
    #[arg(short, long, value_name = "FORMAT", default_value = "table")]
    pub(crate) format: AnswerFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum AnswerFormat {
    Table,
    Json,
    Csv,
}

#[derive(Debug, Args)]
pub(crate) struct EventsArgs {
    /// Who did it: RUS, UKR:MIL, :MIL, or part of a name; several with commas
    #[arg(long, value_name = "WHO", value_delimiter = ',')]
    pub(crate) actor: Vec<String>,
    /// To whom it was done
    #[arg(long, value_name = "WHO", value_delimiter = ',')]
    pub(crate) recipient: Vec<String>,
    /// Who to whom: RUS-UKR
    #[arg(long, value_name = "WHO-WHO")]
    pub(crate) dyad: Option<String>,
    #[arg(long = "type", value_name = "TYPE", value_delimiter = ',')]
    pub(crate) types: Vec<String>,
    #[arg(long, value_name = "MODE", value_delimiter = ',')]
    pub(crate) mode: Vec<String>,
    #[arg(long, value_name = "CONTEXT", value_delimiter = ',')]
    pub(crate) context: Vec<String>,
    /// occurred, planned, possible or negated
    #[arg(long, value_name = "STATUS", value_delimiter = ',')]
    pub(crate) status: Vec<String>,
    /// On this day or later: YYYY, YYYY-MM or YYYY-MM-DD
    #[arg(long, value_name = "DATE")]
    pub(crate) since: Option<String>,
    /// On this day or before, the whole month or year
    #[arg(long, value_name = "DATE")]
    pub(crate) until: Option<String>,
    /// A place's name, its country's code or its area
    #[arg(long, value_name = "PLACE")]
    pub(crate) place: Option<String>,
    /// Within a distance: 50.45,30.52,100km
    #[arg(long, value_name = "LAT,LON,KM", allow_hyphen_values = true)]
    pub(crate) near: Option<String>,
    /// On whose word
    #[arg(long, value_name = "NAME")]
    pub(crate) source: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub(crate) publisher: Option<String>,
    /// In documents with these words
    #[arg(long, value_name = "WORDS")]
    pub(crate) text: Option<String>,
    /// No more than so many
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<usize>,
    #[command(flatten)]
    pub(crate) answer: AnswerArgs,
}

#[derive(Debug, Args)]
pub(crate) struct SearchArgs {
    /// What to look for; "two words" in quotation marks stand together, AND, OR and NOT are understood
    pub(crate) words: String,
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(crate) limit: usize,
    #[command(flatten)]
    pub(crate) answer: AnswerArgs,
}

#[derive(Debug, Args)]
pub(crate) struct ShowArgs {
    /// A document's id, or an event's: DOCUMENT/V1
    pub(crate) id: String,
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

#[derive(Debug, Subcommand)]
pub(crate) enum LedgerCommand {
    /// Check that the ledger is sound: references, hashes, and spans within texts
    #[command(after_long_help = "Example:\n  sayso ledger check --ledger news.db")]
    Check(LedgerArgs),
}

pub(crate) const ADD: &str =
    "Examples:\n  sayso add --ledger news.db https://example.org/story\n  sayso add --ledger news.db examples";
pub(crate) const WATCH: &str = "\
It ends on Ctrl-C or SIGTERM, after what is under way, and goes on the next time where it was. What was given up stands
in the ledger's table feed_items, with the reason.

Example:
  sayso watch --ledger news.db https://example.org/feed.xml feeds.opml
  sayso watch --ledger news.db --once https://example.org/feed.xml";
pub(crate) const RECODE: &str = "Example:\n  sayso recode --ledger news.db";
pub(crate) const EVENTS: &str = "Example:\n  sayso events --ledger news.db --type ASSAULT,THREATEN --status occurred";
pub(crate) const SEARCH: &str = "Example:\n  sayso search --ledger news.db border";
pub(crate) const SHOW: &str = "Example:\n  sayso show --ledger news.db --format json b3:0123456789abcdef/V1";
pub(crate) const SQL: &str = "Example:\n  sayso sql --ledger news.db 'select type, count(*) from events group by type'";

pub(crate) fn add(args: &AddArgs) -> Result<Done> {
    add::run(args)
}

pub(crate) fn watch(args: &WatchArgs) -> Result<Done> {
    watch::run(args)
}

pub(crate) fn recode(args: &RecodeArgs) -> Result<Done> {
    add::recode(args)
}

pub(crate) use ask::{check, events, search, show, sql};
pub(crate) use watch::WatchArgs;
