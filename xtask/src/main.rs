//! Chores of the repository that are not part of the program: `cargo run --release -p xtask -- --help`.

mod actors;
mod convert;
mod copies;
mod eval;
mod feasts;
mod gazetteer;
mod ledger_bench;
mod parity;
mod speed;
mod stages;
mod texts;
mod third_party;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(about = "Chores of the sayso repository")]
struct Args {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Make data/actors/factbook_leaders.tsv again from the package that holds the World Factbook.
    Actors(actors::Args),
    /// Turn a spaCy pipeline folder into model.json and model.safetensors.
    ConvertModel(convert::Args),
    /// Score the program on the gold data, and fail where a figure fell below the baseline.
    Eval(eval::Args),
    /// Make data/times/movable.tsv again from the package that holds the calendars.
    Feasts(feasts::Args),
    /// Make data/places/gazetteer.bin again from the packages that hold GeoNames' tables.
    Gazetteer(gazetteer::Args),
    /// How fast a ledger of many events answers, what adding costs beside coding, and what a document needs on the disk.
    LedgerBench(ledger_bench::Args),
    /// Compare the analysis with spaCy's, token by token.
    Parity(parity::Args),
    /// Write THIRD_PARTY.md again, or check that it is up to date.
    ThirdParty(third_party::Args),
    /// Compare the speed with spaCy's, each on one thread.
    Speed(speed::Args),
    /// What loading and each stage of the coder cost, beside the language analysis.
    Stages(stages::Args),
}

fn main() -> anyhow::Result<()> {
    match Args::parse().task {
        Task::Actors(args) => actors::run(&args),
        Task::ConvertModel(args) => convert::run(&args),
        Task::Eval(args) => eval::run(&args),
        Task::Feasts(args) => feasts::run(&args),
        Task::Gazetteer(args) => gazetteer::run(&args),
        Task::LedgerBench(args) => ledger_bench::run(&args),
        Task::Parity(args) => parity::run(&args),
        Task::ThirdParty(args) => third_party::run(&args),
        Task::Speed(args) => speed::run(&args),
        Task::Stages(args) => stages::run(&args),
    }
}
