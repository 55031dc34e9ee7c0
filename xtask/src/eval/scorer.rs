//! Runs `score.py`, one set at a time, and keeps its figures and the codings it was given.

use super::Args;
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What the scorer knows to score.
pub(crate) const SETS: [&str; 7] = ["articles", "plover", "polnear", "places", "times", "pages", "incidents"];

/// Those that are scored from the codings of `sayso code`, which can be kept.
const FROM_CODINGS: [&str; 5] = ["articles", "plover", "polnear", "places", "times"];

/// Figures by name: `articles.events.type.f1`.
pub(crate) type Figures = BTreeMap<String, f64>;

/// Where the codings of a set are kept for the rest of the run.
pub(crate) fn codings(folder: &Path, set: &str) -> PathBuf {
    folder.join(format!("{set}.jsonl"))
}

pub(crate) fn score_all(args: &Args, folder: &Path) -> Result<Figures> {
    let mut figures = Figures::new();
    for set in &args.only {
        println!("== {set}");
        figures.extend(score_with(args, &args.sayso.display().to_string(), folder, set)?);
    }
    Ok(figures)
}

/// What the scorer says of a program on a set.
pub(crate) fn score_with(args: &Args, sayso: &str, folder: &Path, set: &str) -> Result<Figures> {
    let json = folder.join(format!("{set}.json"));
    score(args, sayso, folder, set, &json)?;
    let text = std::fs::read_to_string(&json).with_context(|| format!("reading {}", json.display()))?;
    let figures: BTreeMap<String, f64> = serde_json::from_str(&text)?;
    Ok(figures.into_iter().map(|(name, value)| (named(set, &name), value)).collect())
}

/// `events.type.f1` of the articles is `articles.events.type.f1`; `plover.silent` is that already.
fn named(set: &str, figure: &str) -> String {
    if figure.starts_with(set) { figure.to_owned() } else { format!("{set}.{figure}") }
}

fn score(args: &Args, sayso: &str, folder: &Path, set: &str, json: &Path) -> Result<()> {
    let mut command = Command::new(&args.python);
    command.arg(args.gold.join("score.py")).arg(set).arg("--sayso").arg(sayso).arg("--json").arg(json);
    if FROM_CODINGS.contains(&set) {
        command.arg("--codings").arg(codings(folder, set));
    }
    let output = command.stderr(Stdio::inherit()).output().context("running the scorer")?;
    print!("{}", String::from_utf8_lossy(&output.stdout));
    if !output.status.success() {
        bail!("the scorer failed on {set}");
    }
    Ok(())
}
