//! Makes `data/times/movable.tsv` again from PyPI's `holidays`: the feasts that no rule of the Gregorian calendar gives.

use crate::gazetteer::fetch_wheel;
use anyhow::{Context, Result, ensure};
use std::path::PathBuf;
use std::process::Command;

/// The package with its version, as `data/SOURCES.toml` names it, and those that it needs.
const PACKAGES: [&str; 3] = ["holidays==0.109", "python-dateutil==2.9.0.post0", "six==1.17.0"];
const SCRIPT: &str = include_str!("feasts.py");

const HEAD: &str = "\
# Feasts that no rule of the Gregorian calendar gives, with their first and last day (by day, not from the evening before).
# Days that hang on the sighting of the moon are those of Umm al-Qura and may be off by one elsewhere.
feast\tfirst\tlast
";

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Folder for the packages; those that are there already are not fetched again.
    #[arg(long, default_value = "target/feasts")]
    sources: PathBuf,
    #[arg(long, default_value = "data/times/movable.tsv")]
    output: PathBuf,
}

pub(crate) fn run(args: &Args) -> Result<()> {
    let folders = PACKAGES.iter().map(|spec| fetch_wheel(spec, &args.sources)).collect::<Result<Vec<PathBuf>>>()?;
    let path = std::env::join_paths(folders)?;
    let done = Command::new("python3").args(["-c", SCRIPT]).env("PYTHONPATH", path).output().context("python3")?;
    ensure!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let table = HEAD.to_owned() + &String::from_utf8(done.stdout)?;
    std::fs::write(&args.output, table).with_context(|| args.output.display().to_string())
}
