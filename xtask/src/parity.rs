//! `parity`: how far our analysis is spaCy's.

use crate::texts::{read_texts, run_script};
use anyhow::{Context, Result, bail};
use sayso_doc::Doc;
use sayso_nlp::Model;
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// A Python that has spaCy 3.8.
    #[arg(long, default_value = "python3")]
    python: PathBuf,
    /// The spaCy pipeline to compare with: a folder, or a name that spaCy knows.
    #[arg(long)]
    model: PathBuf,
    /// Our conversion of it; without it the embedded model.
    #[arg(long)]
    ours: Option<PathBuf>,
    /// Print each token that differs.
    #[arg(long)]
    show: bool,
    /// Files or folders with texts.
    #[arg(required = true)]
    texts: Vec<PathBuf>,
}

/// Code point offsets, tag, part of speech, label, head, lemma, whether a sentence starts.
type TheirToken = (usize, usize, String, String, String, usize, String, bool);

#[derive(Deserialize)]
struct Theirs {
    tokens: Vec<TheirToken>,
    ents: Vec<(usize, usize, String)>,
}

#[derive(Default)]
struct Counts {
    tokens: usize,
    same_tokens: usize,
    tags: usize,
    pos: usize,
    heads: usize,
    attached: usize,
    lemmas: usize,
    starts: usize,
    ents: (usize, usize, usize),
}

pub(crate) fn load_ours(folder: Option<&Path>) -> Result<Model> {
    match folder {
        None => Ok(Model::from_embedded()?),
        Some(folder) => {
            let read = |name: &str| {
                let path = folder.join(name);
                fs::read(&path).with_context(|| format!("reading {}", path.display()))
            };
            Ok(Model::from_parts(&read("model.json")?, &read("model.safetensors")?)?)
        }
    }
}

pub(crate) fn run(args: &Args) -> Result<()> {
    let ours = load_ours(args.ours.as_deref())?;
    let texts = read_texts(&args.texts)?;
    println!("{} on {} texts", ours.name(), texts.len());
    compare("whole texts", &ours, &texts, args, |text| ours.analyze_whole(text))?;
    let paragraphs: Vec<String> = texts
        .iter()
        .flat_map(|text| text.split("\n\n").map(|p| p.trim().to_owned()))
        .filter(|paragraph| !paragraph.is_empty())
        .collect();
    compare("paragraphs", &ours, &paragraphs, args, |text| ours.analyze(text))
}

fn compare(what: &str, ours: &Model, texts: &[String], args: &Args, analyze: impl Fn(String) -> Doc) -> Result<()> {
    let answers = run_script(&args.python, "spacy_answers.py", &args.model, texts)?;
    let mut counts = Counts::default();
    for (text, line) in texts.iter().zip(answers.lines()) {
        let theirs: Theirs = serde_json::from_str(line)?;
        counts.add(&analyze(text.clone()), &theirs, args.show);
    }
    if answers.lines().count() != texts.len() {
        bail!("spaCy answered {} of {} texts", answers.lines().count(), texts.len());
    }
    counts.print(what, ours.name());
    Ok(())
}

impl Counts {
    fn add(&mut self, doc: &Doc, theirs: &Theirs, show: bool) {
        let bytes: Vec<u32> =
            doc.text().char_indices().map(|(at, _)| at as u32).chain([doc.text().len() as u32]).collect();
        let place = |t: &TheirToken| (bytes[t.0], bytes[t.1]);
        let by_place: HashMap<(u32, u32), usize> =
            doc.tokens().iter().enumerate().map(|(i, t)| ((t.span.start, t.span.end), i)).collect();
        let ours_at = |theirs: &TheirToken| by_place.get(&place(theirs)).copied();
        let start_of: HashSet<usize> = doc.sentences().iter().map(|s| s.tokens.start).collect();
        self.tokens += theirs.tokens.len();
        for their in &theirs.tokens {
            let Some(t) = ours_at(their) else {
                if show {
                    let (from, to) = place(their);
                    println!("token {:?} is not ours", &doc.text()[from as usize..to as usize]);
                }
                continue;
            };
            let our = doc.token(t);
            let head = ours_at(&theirs.tokens[their.5]) == Some(our.head);
            let same = [
                our.tag.as_str() == their.2,
                our.pos.as_str() == their.3,
                head && our.dep.as_str() == their.4,
                our.lemma == their.6.as_str(),
                start_of.contains(&t) == their.7,
            ];
            if show && same.contains(&false) {
                let ours = (our.tag.as_str(), our.pos.as_str(), our.dep.as_str(), doc.word(our.head), &our.lemma);
                println!("{:?}: ours {ours:?}, theirs {their:?}", doc.word(t));
            }
            self.same_tokens += 1;
            self.tags += usize::from(same[0]);
            self.pos += usize::from(same[1]);
            self.heads += usize::from(head);
            self.attached += usize::from(same[2]);
            self.lemmas += usize::from(same[3]);
            self.starts += usize::from(same[4]);
        }
        let span = |start: usize, end: usize| (place(&theirs.tokens[start]).0, place(&theirs.tokens[end - 1]).1);
        let their_ents: HashSet<_> = theirs.ents.iter().map(|(s, e, label)| (span(*s, *e), label.as_str())).collect();
        let our_ents: HashSet<_> = doc
            .ents()
            .iter()
            .map(|e| doc.span(e.tokens.clone()))
            .zip(doc.ents().iter().map(|e| e.label.as_str()))
            .map(|(span, label)| ((span.start, span.end), label))
            .collect();
        let both = our_ents.intersection(&their_ents).count();
        self.ents = (self.ents.0 + both, self.ents.1 + our_ents.len(), self.ents.2 + their_ents.len());
    }

    fn print(&self, what: &str, name: &str) {
        let percent = |n: usize| 100.0 * n as f64 / self.tokens as f64;
        let (both, ours, theirs) = self.ents;
        println!("{name}, {what}: {} tokens of spaCy's", self.tokens);
        println!("  tokens the same   {:7.3} %", percent(self.same_tokens));
        println!("  tags              {:7.3} %", percent(self.tags));
        println!("  parts of speech   {:7.3} %", percent(self.pos));
        println!("  heads             {:7.3} %", percent(self.heads));
        println!("  head and label    {:7.3} %", percent(self.attached));
        println!("  lemmas            {:7.3} %", percent(self.lemmas));
        println!("  sentence starts   {:7.3} %", percent(self.starts));
        println!(
            "  entities F1       {:7.3} %  ({both} of {ours} and {theirs})",
            200.0 * both as f64 / (ours + theirs) as f64
        );
    }
}
