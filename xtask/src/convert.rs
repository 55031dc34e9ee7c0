//! `convert-model`: a spaCy pipeline folder becomes one JSON file and one safetensors file.

use anyhow::{Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The pipeline folder: the one with `config.cfg` in it.
    folder: PathBuf,
    /// Where model.json and model.safetensors go: models/NAME.
    #[arg(long)]
    out: PathBuf,
    /// A Python that has spaCy 3.8.
    #[arg(long, default_value = "python3")]
    python: PathBuf,
    /// What is stored in half precision: nothing, the tables that words are looked up in, or all weights.
    #[arg(long, default_value = "all", value_parser = ["none", "tables", "all"])]
    half: String,
    /// Where the pipeline was had from; kept in model.json.
    #[arg(long, default_value = "")]
    origin: String,
}

pub(crate) fn run(args: &Args) -> Result<()> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("python/convert_model.py");
    let status = Command::new(&args.python)
        .arg(script)
        .args([&args.folder, &args.out])
        .args(["--half", &args.half, "--origin", &args.origin])
        .status()?;
    if !status.success() {
        bail!("the conversion failed");
    }
    Ok(())
}
