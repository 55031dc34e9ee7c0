//! The command line as people type it.

use crate::ledger;
use crate::web::WebArgs;
use clap::builder::styling::{AnsiColor, Styles};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

const EXIT_CODES: &str = "\
Exit status:
  0  everything was done; a document without events is a result, not an error
  1  some documents could not be read (they are named at the end, the others were coded), or a check found errors
  2  nothing was done: wrong usage, data files or model, or the output could not be written";

/// Codes political events in news text: who did what to whom, when, where, and on whose word.
#[derive(Debug, Parser)]
#[command(name = "sayso", version, styles = STYLES, after_help = EXIT_CODES, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
    /// When to use colour; NO_COLOR is obeyed
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", hide_possible_values = false)]
    pub(crate) color: Color,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Code documents: print the events in them, with statements, people, places, times and numbers
    #[command(after_long_help = EXAMPLES)]
    Code(CodeArgs),
    /// Show why an event was coded as it was: its sentence, frame, path through the tree, and rules
    Explain(ExplainArgs),
    /// Check or look up the data files that say what words mean
    Lexicon {
        #[command(subcommand)]
        command: LexiconCommand,
    },
    /// Look up who is known, or turn dictionaries of other coders into tables of actors
    Actors {
        #[command(subcommand)]
        command: ActorsCommand,
    },
    /// Code documents and keep them in the ledger; what stands there already is not coded again
    #[command(after_long_help = ledger::ADD)]
    Add(ledger::AddArgs),
    /// Watch feeds: fetch the articles they name, code them and keep them in the ledger
    #[command(after_long_help = ledger::WATCH)]
    Watch(ledger::WatchArgs),
    /// Code the ledger's documents anew that another version has coded; the old codings stay as superseded
    #[command(after_long_help = ledger::RECODE)]
    Recode(ledger::RecodeArgs),
    /// Find events in the ledger
    #[command(after_long_help = ledger::EVENTS)]
    Events(ledger::EventsArgs),
    /// Find incidents in the ledger: events of one document or many that report one happening
    #[command(after_long_help = ledger::INCIDENTS)]
    Incidents(ledger::EventsArgs),
    /// Find the incidents on which sources disagree, and about what: whether, who, where, how many
    #[command(after_long_help = ledger::CONFLICTS)]
    Conflicts(ledger::EventsArgs),
    /// List events day by day
    #[command(after_long_help = ledger::TIMELINE)]
    Timeline(ledger::EventsArgs),
    /// Count who acts on whom, by day, week, month or year
    #[command(after_long_help = ledger::DYADS)]
    Dyads(ledger::DyadsArgs),
    /// Count who is quoted: how often, on what, with what status
    #[command(after_long_help = ledger::SOURCES)]
    Sources(ledger::SourcesArgs),
    /// Find words in the ledger's texts, the best documents first
    #[command(after_long_help = ledger::SEARCH)]
    Search(ledger::SearchArgs),
    /// Show a document of the ledger with its events, one event with all that is known of it, or an incident
    #[command(after_long_help = ledger::SHOW)]
    Show(ledger::ShowArgs),
    /// Ask the ledger in SQL, reading only
    #[command(after_long_help = ledger::SQL)]
    Sql(ledger::SqlArgs),
    /// Write the ledger, or a part of it, for other programs
    #[command(after_long_help = ledger::EXPORT)]
    Export(ledger::ExportArgs),
    /// Look after the ledger
    Ledger {
        #[command(subcommand)]
        command: ledger::LedgerCommand,
    },
    /// Print a completion script for a shell
    Completions { shell: clap_complete::Shell },
    /// Print the manual page of the program or of one of its commands
    Man {
        #[arg(value_name = "COMMAND")]
        command: Vec<String>,
    },
}

const EXAMPLES: &str = "\
Examples:
  sayso code article.md                         a table for reading
  sayso code --format json news/ > codings.jsonl
  sayso code --format csv --output tables news/ one CSV file a table
  sayso code https://example.org/story          one page of the web
  curl -s https://example.org/story | sayso code --from html -";

#[derive(Debug, Args)]
pub(crate) struct CodeArgs {
    /// Files, folders (with all below them), quoted patterns like 'news/**/*.html', addresses of pages, or - for standard input
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// How to write what was found
    #[arg(short, long, value_name = "FORMAT", default_value = "table")]
    pub(crate) format: OutputFormat,
    /// Only these parts of the record (may be given several times or with commas)
    #[arg(long, value_name = "PART", value_delimiter = ',')]
    pub(crate) only: Vec<Part>,
    /// Write to this file instead of standard output; with `--format csv` to this folder, one file a table
    #[arg(short, long, value_name = "PATH")]
    pub(crate) output: Option<PathBuf>,
    /// How many documents to work on at once [default: as many as there are processors]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) jobs: Option<u16>,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    #[command(flatten)]
    pub(crate) web: WebArgs,
    #[command(flatten)]
    pub(crate) pipeline: PipelineArgs,
}

#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    /// The document, the address of a page, or - for standard input; of JSON Lines the first one, or FILE:LINE
    #[arg(value_name = "FILE")]
    pub(crate) path: PathBuf,
    /// Which event, by the number that `sayso code` shows: V7 [default: all of them]
    #[arg(short, long, value_name = "EVENT")]
    pub(crate) event: Vec<String>,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    #[command(flatten)]
    pub(crate) web: WebArgs,
    #[command(flatten)]
    pub(crate) pipeline: PipelineArgs,
}

#[derive(Debug, Subcommand)]
pub(crate) enum LexiconCommand {
    /// Load the data files and run the examples of all frames
    Check {
        /// A folder made like `data/` of the source [default: the data in the program]
        dir: Option<PathBuf>,
        #[arg(long, value_name = "DIR", env = "SAYSO_MODEL", help = MODEL_HELP)]
        model: Option<PathBuf>,
    },
    /// Show the entries in which a word or name occurs
    Show {
        #[arg(value_name = "WORD")]
        word: String,
        #[arg(long, value_name = "DIR", env = "SAYSO_DATA", help = DATA_HELP)]
        data: Option<PathBuf>,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum ActorsCommand {
    /// Say what is known of a name or a noun: codes, offices with their dates, and where that stands
    Show {
        #[arg(value_name = "NAME")]
        name: String,
        #[arg(short, long, value_name = "FORMAT", default_value = "table")]
        format: ShowFormat,
        #[arg(long, value_name = "DIR", env = "SAYSO_DATA", help = DATA_HELP)]
        data: Option<PathBuf>,
        /// A table of actors in a form of `data/actors/`, on top of those in the program (may be given several times)
        #[arg(long, value_name = "FILE")]
        actors: Vec<PathBuf>,
    },
    /// Read actor and agent dictionaries of PETRARCH and TABARI, and write them as a table for --actors
    #[command(after_long_help = IMPORT_HELP)]
    Import {
        /// Dictionaries, with the names of their codes as CAMEO has them
        #[arg(value_name = "FILE", required = true)]
        files: Vec<PathBuf>,
        /// Write to this file instead of standard output
        #[arg(short, long, value_name = "PATH")]
        output: Option<PathBuf>,
        #[arg(long, value_name = "DIR", env = "SAYSO_DATA", help = DATA_HELP)]
        data: Option<PathBuf>,
    },
}

const IMPORT_HELP: &str = "\
What could not be read, and what of a code has no counterpart, is named with file and line on standard error;
the exit status is then 1, and the rest is written. Read the table before you use it: dictionaries do not say
whether a name is a person or a body, so that column is a guess.

Example:
  sayso actors import Phoenix.Countries.actors.txt Phoenix.agents.txt --output mine.tsv
  sayso code --actors mine.tsv article.md";

const MODEL_HELP: &str = "A folder with a converted language model [default: the one in the program]";
const DATA_HELP: &str = "A folder made like `data/` of the source, in place of the data in the program";

/// How to read documents.
#[derive(Debug, Args)]
#[command(next_help_heading = "Reading")]
pub(crate) struct ReadingArgs {
    /// What the documents are; found out from name and content unless said
    #[arg(long, value_name = "FORMAT", default_value = "auto")]
    pub(crate) from: InputFormat,
    /// Publication date, YYYY-MM-DD: in place of what the documents say
    #[arg(long, value_name = "DATE")]
    pub(crate) date: Option<String>,
    /// Publisher: in place of what the documents say
    #[arg(long, value_name = "NAME")]
    pub(crate) publisher: Option<String>,
    /// Language code; `en` has a text coded that was taken for another language
    #[arg(long, value_name = "CODE")]
    pub(crate) language: Option<String>,
    /// Refuse files, and lines of JSON Lines, that are longer [default: 64 MiB]
    #[arg(long, value_name = "BYTES")]
    pub(crate) max_input: Option<usize>,
    /// Refuse articles whose text is longer [default: 4000000]
    #[arg(long, value_name = "BYTES")]
    pub(crate) max_text: Option<usize>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Knowledge")]
pub(crate) struct PipelineArgs {
    #[arg(long, value_name = "DIR", env = "SAYSO_MODEL", help = MODEL_HELP)]
    pub(crate) model: Option<PathBuf>,
    #[arg(long, value_name = "DIR", env = "SAYSO_DATA", help = DATA_HELP)]
    pub(crate) data: Option<PathBuf>,
    /// A table of actors in a form of `data/actors/`, on top of those in the program (may be given several times)
    #[arg(long, value_name = "FILE")]
    pub(crate) actors: Vec<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum OutputFormat {
    /// For reading
    Table,
    /// The whole record, one object a line, one line a document
    Json,
    /// Flat tables
    Csv,
    /// PLOVER JSON, one object a line, one line an event
    Plover,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ShowFormat {
    /// For reading
    Table,
    /// One object with all that was found
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum InputFormat {
    Auto,
    Markdown,
    Html,
    Text,
    /// One object a line: {"text", "title"?, "date"?, "publisher"?, …}
    Jsonl,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    Events,
    Statements,
    Entities,
    Places,
    Times,
    Quantities,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}
