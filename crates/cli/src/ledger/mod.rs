//! The commands on the ledger: what was coded, kept in one place and asked about.

mod add;
mod answer;
mod dyads;
mod events;
mod export;
mod filter;
mod incidents;
mod search;
mod show;
mod sources;
mod watch;

use crate::Done;
use crate::args::{PipelineArgs, ReadingArgs};
use crate::web::WebArgs;
use anyhow::Result;
use clap::{Args, Subcommand};
use sayso_ledger::{Ledger, Location};
use std::path::PathBuf;

pub(crate) use add::{recode, run as add};
pub(crate) use dyads::{DyadsArgs, run as dyads};
pub(crate) use events::{EventsArgs, events, timeline};
pub(crate) use export::{ExportArgs, run as export};
pub(crate) use incidents::{conflicts, incidents};
pub(crate) use search::{SearchArgs, SqlArgs, search, sql};
pub(crate) use show::{ShowArgs, run as show};
pub(crate) use sources::{SourcesArgs, run as sources};
pub(crate) use watch::{WatchArgs, run as watch};

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
pub(crate) const INCIDENTS: &str = "Example:\n  sayso incidents --ledger news.db --type ASSAULT --since 2023";
pub(crate) const CONFLICTS: &str = "Example:\n  sayso conflicts --ledger news.db --type ASSAULT";
pub(crate) const TIMELINE: &str = "Example:\n  sayso timeline --ledger news.db --actor TUR --since 2023-03";
pub(crate) const DYADS: &str = "Only what occurred is counted, unless --status says otherwise.\n
Example:\n  sayso dyads TUR-GRC --by week --ledger news.db";
pub(crate) const SOURCES: &str = "Example:\n  sayso sources --ledger news.db --type ASSAULT --limit 10";
pub(crate) const SEARCH: &str = "Example:\n  sayso search --ledger news.db border";
pub(crate) const SHOW: &str = "Example:\n  sayso show --ledger news.db --format json b3:0123456789abcdef/V1";
pub(crate) const SQL: &str = "Example:\n  sayso sql --ledger news.db 'select type, count(*) from events group by type'";
pub(crate) const EXPORT: &str =
    "Example:\n  sayso export --ledger news.db --format parquet --output tables --since 2022";

pub(crate) fn check(args: &LedgerArgs) -> Result<Done> {
    let complaints = Ledger::open(&args.ledger)?.check()?;
    for complaint in &complaints {
        anstream::eprintln!("{}: {complaint}", args.ledger);
    }
    if complaints.is_empty() { crate::print(format!("{}: sound\n", args.ledger).as_bytes()) } else { Ok(Done::NotAll) }
}
