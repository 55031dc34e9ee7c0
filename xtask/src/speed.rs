//! `speed`: tokens a second on one thread, next to spaCy's on the same texts in the same run.

use crate::parity::load_ours;
use crate::texts::{read_texts, run_script};
use anyhow::Result;
use serde::Deserialize;
use std::path::PathBuf;
use std::time::Instant;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// A Python that has spaCy 3.8.
    #[arg(long, default_value = "python3")]
    python: PathBuf,
    /// The spaCy pipeline to compare with; without it only ours is measured.
    #[arg(long)]
    model: Option<PathBuf>,
    /// Our conversion of it; without it the embedded model.
    #[arg(long)]
    ours: Option<PathBuf>,
    /// Files or folders with texts.
    #[arg(required = true)]
    texts: Vec<PathBuf>,
}

/// One pass over all texts. Processor time leaves out what other programs took away meanwhile.
#[derive(Clone, Copy, Deserialize)]
struct Pass {
    tokens: usize,
    seconds: f64,
    cpu_seconds: f64,
}

pub(crate) fn run(args: &Args) -> Result<()> {
    let texts = read_texts(&args.texts)?;
    let start = Instant::now();
    let model = load_ours(args.ours.as_deref())?;
    println!("loaded {} in {:.1} ms", model.name(), start.elapsed().as_secs_f64() * 1e3);
    let start = Instant::now();
    model.analyze(texts[0].clone());
    println!("first text in {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
    let before = measure(&model, &texts);
    before.print("sayso");
    if let Some(pipeline) = &args.model {
        let answer = run_script(&args.python, "spacy_speed.py", pipeline, &texts)?;
        let theirs: Pass = serde_json::from_str(&answer)?;
        theirs.print("spaCy");
        // Once more, lest the machine was busier then than now.
        let after = measure(&model, &texts);
        after.print("sayso");
        let times = |rate: fn(&Pass) -> f64| (rate(&before) + rate(&after)) / 2.0 / rate(&theirs);
        println!("{:.2} times spaCy by the clock, {:.2} by processor time", times(Pass::rate), times(Pass::cpu_rate));
    }
    Ok(())
}

/// The fastest of three passes, after one to warm up.
fn measure(model: &sayso_nlp::Model, texts: &[String]) -> Pass {
    let pass = |_| {
        let (start, cpu) = (Instant::now(), cpu_seconds());
        let tokens = texts.iter().map(|text| model.analyze(text.clone()).len()).sum();
        let seconds = start.elapsed().as_secs_f64();
        let cpu_seconds = cpu_seconds().zip(cpu).map_or(seconds, |(now, then)| now - then);
        Pass { tokens, seconds, cpu_seconds }
    };
    let passes = (0..4).map(pass).skip(1);
    passes.min_by(|a, b| a.cpu_seconds.total_cmp(&b.cpu_seconds)).expect("three passes")
}

/// How long this thread ran, where the system tells (Linux).
pub(crate) fn cpu_seconds() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split(' ').next()?.parse::<f64>().ok().map(|ns| ns * 1e-9)
}

impl Pass {
    fn rate(&self) -> f64 {
        self.tokens as f64 / self.seconds
    }

    fn cpu_rate(&self) -> f64 {
        self.tokens as f64 / self.cpu_seconds
    }

    fn print(&self, name: &str) {
        let (rate, cpu_rate) = (self.rate(), self.cpu_rate());
        let Pass { tokens, seconds, cpu_seconds } = self;
        println!("{name}: {tokens} tokens in {seconds:.3} s ({cpu_seconds:.3} s of processor time)");
        println!("{:1$} {rate:.0} tokens a second ({cpu_rate:.0} by processor time)", "", name.len());
    }
}
