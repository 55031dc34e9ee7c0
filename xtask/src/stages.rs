//! `stages`: what loading costs in time and memory, and what each stage of the coder costs beside the language
//! analysis, by processor time on one thread.

use crate::parity::load_ours;
use crate::speed::cpu_seconds;
use crate::texts::read_texts;
use anyhow::Result;
use jiff::civil::date;
use sayso_coder::{entities, events, places, quantities, statements, times};
use sayso_doc::Doc;
use sayso_lexicon::{Actors, Files, Gazetteer, Lexicon};
use std::path::PathBuf;
use std::time::Instant;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// How often all texts are gone through; the fastest counts for each stage.
    #[arg(long, default_value_t = 3)]
    passes: usize,
    /// Files or folders with texts.
    #[arg(required = true)]
    texts: Vec<PathBuf>,
}

pub(crate) fn run(args: &Args) -> Result<()> {
    let texts = read_texts(&args.texts)?;
    let model = load_ours(None)?;
    let start = Instant::now();
    let known = (Actors::load(&Files::embedded()), Gazetteer::load(&Files::embedded()));
    println!("actors and gazetteer ready in {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
    drop(known);
    let (memory, start) = (resident_mib(), Instant::now());
    let lexicon = Lexicon::load(&Files::embedded()).map_err(|errors| anyhow::anyhow!("{errors:?}"))?;
    let ready_ms = start.elapsed().as_secs_f64() * 1e3;
    println!("lexicon ready in {ready_ms:.1} ms");
    if let (Some(before), Some(after)) = (memory, resident_mib()) {
        println!("lexicon in {:.1} MiB of resident memory", after - before);
    }
    let mut tokens = 0;
    let mut best = [f64::INFINITY; STAGES.len()];
    for _ in 0..args.passes.max(1) {
        let mut spent = [0.0; STAGES.len()];
        tokens = 0;
        for text in &texts {
            let mut clock = Clock { spent: &mut spent, stage: 0 };
            let doc = clock.stage(|| model.analyze(text.clone()));
            tokens += doc.len();
            code(&doc, &lexicon, &mut clock);
        }
        for (best, spent) in best.iter_mut().zip(spent) {
            *best = best.min(spent);
        }
    }
    print(&best, tokens);
    Ok(())
}

const STAGES: [&str; 7] = ["nlp", "times", "quantities", "entities", "places", "statements", "events"];

/// Adds up processor time by stage, in the order of [`STAGES`].
struct Clock<'a> {
    spent: &'a mut [f64; STAGES.len()],
    stage: usize,
}

impl Clock<'_> {
    fn stage<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let (wall, cpu) = (Instant::now(), cpu_seconds());
        let made = work();
        let elapsed = wall.elapsed().as_secs_f64();
        self.spent[self.stage] += cpu_seconds().zip(cpu).map_or(elapsed, |(now, then)| now - then);
        self.stage += 1;
        made
    }
}

/// The stages of `sayso_coder::code`, one by one.
fn code(doc: &Doc, lexicon: &Lexicon, clock: &mut Clock) {
    let published = Some(date(2024, 5, 15));
    let times = clock.stage(|| times::find_times(doc, lexicon, published));
    let quantities = clock.stage(|| quantities::find_quantities(doc, lexicon, &times));
    let mut cast = clock.stage(|| entities::find_entities(doc, lexicon, published));
    let places = clock.stage(|| places::find_places(doc, lexicon, &cast));
    let statements = clock.stage(|| statements::find_statements(doc, lexicon, &cast, &[]));
    cast.add(doc, statements::first_person(doc, lexicon, &cast, &statements));
    let found =
        events::Found { times: &times, quantities: &quantities, cast: &cast, places: &places, statements: &statements };
    clock.stage(|| events::find_events(doc, lexicon, published, &found));
}

fn print(best: &[f64; STAGES.len()], tokens: usize) {
    let nlp = best[0];
    for (name, seconds) in STAGES.iter().zip(best) {
        println!("{name:11} {:8.1} ms  {:5.1} % of nlp", seconds * 1e3, 100.0 * seconds / nlp);
    }
    let all: f64 = best.iter().sum();
    println!(
        "{tokens} tokens: {:.0} a second by nlp alone, {:.0} by nlp and coder",
        tokens as f64 / nlp,
        tokens as f64 / all
    );
    println!("the coder alone: {:.0} tokens a second", tokens as f64 / (all - nlp));
}

/// What of this process is in memory, where the system tells (Linux).
fn resident_mib() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse::<f64>().ok().map(|kib| kib / 1024.0)
}
