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

#[derive(Deserialize)]
struct Theirs {
    tokens: usize,
    seconds: f64,
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
    print("sayso", before);
    if let Some(pipeline) = &args.model {
        let answer = run_script(&args.python, "spacy_speed.py", pipeline, &texts)?;
        let theirs: Theirs = serde_json::from_str(&answer)?;
        print("spaCy", (theirs.tokens, theirs.seconds));
        // Once more, lest the machine was busier then than now.
        let after = measure(&model, &texts);
        print("sayso", after);
        let rate = |(tokens, seconds): (usize, f64)| tokens as f64 / seconds;
        let ours = (rate(before) + rate(after)) / 2.0;
        println!("{:.2} times spaCy", ours / rate((theirs.tokens, theirs.seconds)));
    }
    Ok(())
}

/// Tokens and seconds of the fastest of three passes, after one to warm up.
fn measure(model: &sayso_nlp::Model, texts: &[String]) -> (usize, f64) {
    let mut best = (0, f64::INFINITY);
    for pass in 0..4 {
        let start = Instant::now();
        let tokens = texts.iter().map(|text| model.analyze(text.clone()).len()).sum();
        let seconds = start.elapsed().as_secs_f64();
        if pass > 0 && seconds < best.1 {
            best = (tokens, seconds);
        }
    }
    best
}

fn print(name: &str, (tokens, seconds): (usize, f64)) {
    println!("{name}: {tokens} tokens in {seconds:.3} s, {:.0} tokens a second", tokens as f64 / seconds);
}
