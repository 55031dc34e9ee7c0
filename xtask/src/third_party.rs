//! THIRD_PARTY.md: what of others is in the program, and under which licence.

use anyhow::{Context, Result, ensure};
use sayso_lexicon::Files;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::process::Command;

const FILE: &str = "THIRD_PARTY.md";
const SOURCES: &str = "data/SOURCES.toml";

const HEAD: &str = "\
# What of others is in sayso

Written by `cargo run -p xtask -- third-party`; the licence of sayso itself is in LICENSE.

## Ontology

Event types, modes, contexts, sectors and scores are those of PLOVER: *Political Language Ontology for Verifiable Event
Records*, Open Event Data Alliance, manual of 2023, CC BY-SA 4.0. CAMEO codes after *Conflict and Mediation Event Observations*,
Philip A. Schrodt.

## Language model

`models/en_core_web_md` is spaCy's `en_core_web_md` 3.8.0 by Explosion, MIT, converted; `models/README.md` says how and from what.

## GDELT's columns

The FIPS 10-4 codes and names of countries in `crates/export/data/countries.tsv` are those of GeoNames (geonames.org), CC-BY-4.0.
";

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Change nothing; fail when the file is not up to date.
    #[arg(long)]
    check: bool,
}

/// An entry of data/SOURCES.toml.
#[derive(Deserialize)]
struct Source {
    origin: String,
    version: Option<String>,
    licence: String,
}

pub(crate) fn run(args: &Args) -> Result<()> {
    let page = page()?;
    if args.check {
        let there = std::fs::read_to_string(FILE).context(FILE)?;
        ensure!(there == page, "{FILE} is not up to date; run `cargo run -p xtask -- third-party`");
        return Ok(());
    }
    std::fs::write(FILE, page).context(FILE)
}

fn page() -> Result<String> {
    let mut page = HEAD.to_owned();
    page += "\n## Data files\n\n| under `data/` | origin | licence |\n| --- | --- | --- |\n";
    for (path, Source { origin, version, licence }) in sources()? {
        let version = version.map(|v| format!(" ({v})")).unwrap_or_default();
        writeln!(page, "| `{path}` | {origin}{version} | {licence} |")?;
    }
    page += "\n## Rust crates\n\nIn the `sayso` program, on any system it can be built for.\n\n| crate | licence |\n| --- | --- |\n";
    for (name, licence) in crates()? {
        writeln!(page, "| {name} | {licence} |")?;
    }
    Ok(page)
}

/// Every file under `data/` has an origin there, its own or its folder's.
fn sources() -> Result<BTreeMap<String, Source>> {
    let text = std::fs::read_to_string(SOURCES).context(SOURCES)?;
    let sources: BTreeMap<String, Source> = toml::from_str(&text).context(SOURCES)?;
    for path in Files::embedded().under("", "").filter(|p| !SOURCES.ends_with(p)) {
        let is_named = sources.keys().any(|k| k == path || (k.ends_with('/') && path.starts_with(k.as_str())));
        ensure!(is_named, "{SOURCES}: no origin for data/{path}; add [\"{path}\"] or its folder");
    }
    Ok(sources)
}

/// Names with their licences, all versions of one as one.
fn crates() -> Result<BTreeSet<(String, String)>> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["tree", "--package", "sayso-cli", "--edges", "normal,no-proc-macro", "--target", "all"]);
    cargo.args(["--prefix", "none", "--format", "{p}|{l}"]);
    let output = cargo.output().context("cargo tree")?;
    ensure!(output.status.success(), "cargo tree: {}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).context("cargo tree")?;
    let named = text.lines().filter_map(|line| {
        let (package, licence) = line.split_once('|')?;
        let name = package.split(' ').next()?;
        let own = name == "sayso" || name.starts_with("sayso-");
        (!own).then(|| (name.to_owned(), licence.trim_end_matches(" (*)").to_owned()))
    });
    Ok(named.collect())
}
