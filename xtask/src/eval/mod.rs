//! `eval`: every set of gold data by the project's scorer, held against `eval/baseline.toml`; and what the scorer does
//! not tell: errors by cause, how far confidence can be trusted, and how well the actors of the gold are known.

mod baseline;
mod causes;
mod folded;
mod gold;
mod incidents;
mod scorer;
mod times;

use anyhow::{Context, Result, ensure};
use std::path::PathBuf;

pub(crate) use incidents::{StandIn, stand_in};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The folder with `score.py` and the gold data.
    #[arg(long, default_value = "../shared/eval")]
    gold: PathBuf,
    /// The program to score: built for release.
    #[arg(long, default_value = "target/release/sayso")]
    sayso: PathBuf,
    #[arg(long, default_value = "python3")]
    python: PathBuf,
    /// Figures that must not fall.
    #[arg(long, default_value = "eval/baseline.toml")]
    baseline: PathBuf,
    /// Only these sets.
    #[arg(long, value_delimiter = ',', value_name = "SETS", default_values = scorer::SETS, value_parser = scorer::SETS)]
    only: Vec<String>,
    /// Write the figures of this run as the new baseline.
    #[arg(long, conflicts_with = "only")]
    update: bool,
}

pub(crate) fn run(args: &Args) -> Result<()> {
    ensure!(
        args.gold.join("score.py").is_file(),
        "no score.py in {}; name the folder of the gold data with --gold",
        args.gold.display()
    );
    ensure!(
        args.sayso.is_file(),
        "{} is not there; build it with `cargo build --release -p sayso-cli` or name it with --sayso",
        args.sayso.display()
    );
    let folder = std::env::temp_dir().join(format!("sayso-eval-{}", std::process::id()));
    std::fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
    let outcome = all(args, &folder);
    std::fs::remove_dir_all(&folder).with_context(|| format!("removing {}", folder.display()))?;
    outcome
}

fn all(args: &Args, folder: &std::path::Path) -> Result<()> {
    let mut figures = scorer::score_all(args, folder)?;
    if args.only.iter().any(|set| set == "articles") {
        let articles = gold::read(&args.gold.join("articles"), &scorer::codings(folder, "articles"))?;
        figures.extend(causes::report(&articles));
    }
    if args.only.iter().any(|set| set == "times") {
        let gold = args.gold.join("times-dev.jsonl");
        figures.extend(times::within_the_marked(&gold, &scorer::codings(folder, "times"))?);
    }
    if args.only.iter().any(|set| set == "incidents") {
        incidents::beside_baselines(args, folder, &mut figures)?;
    }
    baseline::hold_against(args, &figures)
}
