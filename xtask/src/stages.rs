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
    let mut best = [f64::INFINITY; STAGES.len()];
    let mut docs = Vec::new();
    for _ in 0..args.passes.max(1) {
        let mut clock = Clock { best: &mut best, stage: 0 };
        docs = clock.stage(|| texts.iter().map(|text| model.analyze(text.clone())).collect());
        code(&docs, &lexicon, &mut clock);
    }
    print(&best, docs.iter().map(Doc::len).sum());
    Ok(())
}

const STAGES: [&str; 7] = ["nlp", "times", "quantities", "entities", "places", "statements", "events"];

/// The least processor time of each stage over all texts, in the order of [`STAGES`].
struct Clock<'a> {
    best: &'a mut [f64; STAGES.len()],
    stage: usize,
}

impl Clock<'_> {
    fn stage<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let (wall, cpu) = (Instant::now(), cpu_seconds());
        let made = work();
        let elapsed = wall.elapsed().as_secs_f64();
        let spent = cpu_seconds().zip(cpu).map_or(elapsed, |(now, then)| now - then);
        self.best[self.stage] = self.best[self.stage].min(spent);
        self.stage += 1;
        made
    }
}

/// The stages of `sayso_coder::code`, one by one, each over all texts: one text takes less than a processor's clock can tell.
fn code(docs: &[Doc], lexicon: &Lexicon, clock: &mut Clock) {
    let published = Some(date(2024, 5, 15));
    let times: Vec<_> = clock.stage(|| docs.iter().map(|doc| times::find_times(doc, lexicon, published)).collect());
    let with_times = || docs.iter().zip(&times);
    let quantities: Vec<_> =
        clock.stage(|| with_times().map(|(doc, times)| quantities::find_quantities(doc, lexicon, times)).collect());
    let mut casts: Vec<_> =
        clock.stage(|| docs.iter().map(|doc| entities::find_entities(doc, lexicon, published)).collect());
    let places: Vec<_> =
        clock.stage(|| docs.iter().zip(&casts).map(|(doc, cast)| places::find_places(doc, lexicon, cast)).collect());
    let statements: Vec<_> = clock.stage(|| {
        let told = docs.iter().zip(&casts).map(|(doc, cast)| statements::find_statements(doc, lexicon, cast, &[]));
        told.collect()
    });
    for ((doc, cast), statements) in docs.iter().zip(&mut casts).zip(&statements) {
        cast.add(doc, statements::first_person(doc, lexicon, cast, statements));
    }
    let found = |i: usize| events::Found {
        times: &times[i],
        quantities: &quantities[i],
        cast: &casts[i],
        places: &places[i],
        statements: &statements[i],
    };
    clock.stage(|| {
        for (i, doc) in docs.iter().enumerate() {
            std::hint::black_box(events::find_events(doc, lexicon, published, &found(i)));
        }
    });
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
