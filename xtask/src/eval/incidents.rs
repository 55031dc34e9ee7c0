//! What simpler ways of joining events give on the same pairs: the scorer is run with this program in the place of
//! `sayso`, which stores codings and calls events one incident that have the same lemma, or the same day, type and parties.

use super::Args;
use super::scorer::{Figures, score_with};
use crate::parity::load_ours;
use anyhow::{Context, Result, bail};
use sayso_doc::{Doc, Span};
use serde_json::{Value, json};
use std::io::{Write, stdout};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What has to be the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Same {
    /// The lemma of the trigger's head.
    Lemma,
    /// Day, countries of actors and recipients, and type; what is not known counts as a value of its own.
    Dyad,
}

impl Same {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Lemma => "lemma",
            Self::Dyad => "dyad",
        }
    }
}

/// `xtask baseline lemma target/release/sayso add …`: what the scorer calls.
#[derive(clap::Args)]
pub(crate) struct StandIn {
    same: Same,
    sayso: PathBuf,
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    args: Vec<String>,
}

/// Adds the figures of the two ways to those of the program, and how far it is above the better one.
pub(crate) fn beside_baselines(args: &Args, folder: &Path, figures: &mut Figures) -> Result<()> {
    let us = std::env::current_exe().context("finding this program")?;
    let mut best: f64 = 0.0;
    for same in [Same::Lemma, Same::Dyad] {
        println!("== incidents: same {}", same.as_str());
        let stand_in = format!("{} baseline {} {}", us.display(), same.as_str(), args.sayso.display());
        for (name, value) in score_with(args, &stand_in, folder, "incidents")? {
            if let Some(figure) = name.strip_prefix("incidents.pair.") {
                best = if figure == "f1" { best.max(value) } else { best };
                figures.insert(format!("incidents.baseline_{}.{figure}", same.as_str()), value);
            }
        }
    }
    let ours = figures.get("incidents.pair.f1").copied().unwrap_or_default();
    figures.insert("incidents.above_baselines".to_owned(), ours - best);
    println!("{:.3} above the better of them", ours - best);
    Ok(())
}

pub(crate) fn stand_in(args: &StandIn) -> Result<()> {
    let after = |option: &str| args.args.iter().skip_while(|a| *a != option).nth(1);
    let ledger = after("--ledger").context("--ledger FILE is missing")?;
    match args.args.first().map(String::as_str) {
        Some("add") => {
            let code = ["code", "--from", "jsonl", "--format", "json", "-"];
            let file = std::fs::File::create(ledger).with_context(|| format!("writing {ledger}"))?;
            let status = Command::new(&args.sayso).args(code).stdin(Stdio::inherit()).stdout(file).status()?;
            if status.success() { Ok(()) } else { bail!("{} failed", args.sayso.display()) }
        }
        Some("events") => events(args.same, Path::new(ledger)),
        _ => bail!("only add and events are stood in for"),
    }
}

fn events(same: Same, codings: &Path) -> Result<()> {
    let model = load_ours(None)?;
    let mut out = stdout().lock();
    for coding in super::gold::json_lines::<Value>(codings)? {
        let text = coding["document"]["text"].as_str().unwrap_or_default();
        let doc = model.analyze(text.to_owned());
        for event in coding["events"].as_array().into_iter().flatten() {
            let incident = match same {
                Same::Lemma => lemma(&doc, &event["trigger"]),
                Same::Dyad => dyad(&coding, event),
            };
            let line = json!({"document": coding["document"]["id"], "trigger": event["trigger"], "incident": incident});
            writeln!(out, "{line}")?;
        }
    }
    Ok(())
}

/// Of a trigger's words, that of the one on which the others depend.
fn lemma(doc: &Doc, trigger: &Value) -> String {
    let byte = |name: &str| {
        let point = trigger[name].as_u64().unwrap_or_default() as usize;
        doc.text().char_indices().nth(point).map_or(doc.text().len(), |(at, _)| at)
    };
    let tokens = doc.tokens_in(Span::new(byte("start"), byte("end")));
    let is_head = |t: &usize| doc.head(*t).is_none_or(|h| !tokens.contains(&h));
    tokens.clone().find(is_head).map(|t| doc.lemma(t).to_lowercase()).unwrap_or_default()
}

fn dyad(coding: &Value, event: &Value) -> String {
    let country = |p: &Value| {
        let entity = coding["entities"].as_array().into_iter().flatten().find(|e| e["id"] == p["entity"]);
        entity.map(|e| e["country"].to_string()).unwrap_or_default()
    };
    let countries = |role: &str| {
        let mut all: Vec<String> = event[role].as_array().into_iter().flatten().map(country).collect();
        all.sort();
        all.dedup();
        all.join("+")
    };
    format!("{}|{}|{}|{}", event["type"], event["date"]["value"], countries("actors"), countries("recipients"))
}
