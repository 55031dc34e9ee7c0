//! `ledger-bench`: a ledger of many events made from real codings, how long questions to it take, what adding costs beside coding,
//! and what a document needs on the disk.

use crate::copies::copy;
use anyhow::{Context, Result, bail};
use sayso::coding::Coding;
use sayso::{Config, Format, Limits, Options, Pipeline, documents};
use sayso_ledger::{Filter, Ledger, Location, Order, Rows};
use serde_json::Value;
use smol_str::SmolStr;
use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// How many events the ledger is to have.
    #[arg(long, default_value_t = 1_000_000)]
    events: usize,
    /// The ledger; one that is there already, made by this, is asked as it is.
    #[arg(long, default_value = "target/ledger-bench.db")]
    ledger: Location,
    /// The program, to compare `add` with `code`; without it only the ledger is measured.
    #[arg(long)]
    sayso: Option<PathBuf>,
    /// Files or folders with articles to make copies of.
    #[arg(required = true)]
    articles: Vec<PathBuf>,
}

/// How many documents `add` and `code` are compared on, and how often a question is asked.
const COMPARED: u64 = 400;
const ASKED: usize = 7;
/// How many answers are read where there are many.
const SHOWN: usize = 20;
/// How many documents are stored in one transaction.
const TOGETHER: usize = 32;

pub(crate) fn run(args: &Args) -> Result<()> {
    let codings = codings(&args.articles)?;
    if let Some(sayso) = &args.sayso {
        compare(sayso, &codings)?;
    }
    if !matches!(&args.ledger, Location::File(path) if path.exists()) {
        fill(args, &codings)?;
    }
    ask(&Ledger::open(&args.ledger)?)?;
    sizes(&Ledger::open(&args.ledger)?)
}

fn codings(articles: &[PathBuf]) -> Result<Vec<Coding>> {
    let pipeline = Pipeline::new(&Config::default())?;
    let options = Options::default();
    let mut codings = Vec::new();
    for task in documents(articles, Format::Auto, Limits::default().raw) {
        match pipeline.run(task, &options) {
            Ok(coding) if coding.events.is_empty() => {}
            Ok(coding) => codings.push(coding),
            Err(failure) => eprintln!("left out: {}: {}", failure.source, failure.message),
        }
    }
    if codings.is_empty() {
        bail!("no events in these articles");
    }
    Ok(codings)
}

fn fill(args: &Args, codings: &[Coding]) -> Result<()> {
    let countries: Vec<SmolStr> = codings.iter().flat_map(|c| &c.entities).filter_map(|e| e.country.clone()).collect();
    let mut ledger = Ledger::create(&args.ledger)?;
    let (start, mut events, mut number) = (Instant::now(), 0, 0_u64);
    while events < args.events {
        let mut copies = Vec::new();
        for _ in 0..TOGETHER {
            let original = &codings[usize::try_from(number)? % codings.len()];
            copies.push((copy(original, number, &countries), format!("copies/{number}.md")));
            number += 1;
        }
        let copies: Vec<(&Coding, &str)> = copies.iter().map(|(copy, path)| (copy, path.as_str())).collect();
        ledger.add_all(&copies)?;
        events += copies.iter().map(|(copy, _)| copy.events.len()).sum::<usize>();
    }
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{number} documents with {events} events stored in {seconds:.0} s: {:.2} ms a document",
        seconds * 1e3 / number as f64
    );
    Ok(())
}

/// Counts rows, and keeps the first.
#[derive(Default)]
struct Answer {
    rows: usize,
    first: Vec<Value>,
}

impl Rows for Answer {
    fn columns(&mut self, _: &[String]) {}

    fn row(&mut self, cells: Vec<Value>) -> bool {
        if self.rows == 0 {
            self.first = cells;
        }
        self.rows += 1;
        true
    }
}

fn ask(ledger: &Ledger) -> Result<()> {
    let first = |sql: &str| -> Result<Vec<String>> {
        let mut answer = Answer::default();
        ledger.sql(sql, &mut answer)?;
        Ok(answer.first.iter().map(|v| v.as_str().map_or_else(|| v.to_string(), str::to_owned)).collect())
    };
    let counts = first(
        "SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM events), (SELECT count(*) FROM mentions)",
    )?;
    println!("documents, events, mentions: {}", counts.join(", "));
    // The worst that can be asked: who and what is most in the news.
    let dyad = first(
        "SELECT a.country, r.country FROM event_codes a JOIN event_codes r ON r.event = a.event
         WHERE a.role = 'actor' AND r.role = 'recipient' AND a.country <> '' AND r.country <> '' AND a.country <> r.country
         GROUP BY 1, 2 ORDER BY count(*) DESC LIMIT 1",
    )?;
    let [actor, recipient] = <[String; 2]>::try_from(dyad).ok().context("nobody does anything to anybody")?;
    let kind = first("SELECT type FROM events GROUP BY type ORDER BY count(*) DESC LIMIT 1")?.remove(0);
    let month = || Some("2022-03".to_owned());
    let by_month = Filter {
        actors: vec![actor.clone()],
        types: vec![kind.clone()],
        since: month(),
        until: month(),
        ..Filter::default()
    };
    let asserted = Filter { asserted_by: Some(2), ..by_month.clone() };
    for (filter, and) in [(&by_month, ""), (&asserted, " --asserted-by 2")] {
        time(&format!("events --actor {actor} --type {kind} of a month{and}"), || {
            let mut rows = 0;
            ledger.events(filter, Order::Date, None, &mut |_| {
                rows += 1;
                ControlFlow::Continue(())
            })?;
            Ok(rows)
        })?;
        time(&format!("incidents --actor {actor} --type {kind} of a month{and}"), || {
            let mut rows = 0;
            ledger.incidents(filter, &mut |_| {
                rows += 1;
                ControlFlow::Continue(())
            })?;
            Ok(rows)
        })?;
    }
    first_of_all(ledger)?;
    let dyad = Filter { dyads: vec![(actor.clone(), recipient.clone())], ..Filter::default() };
    time(&format!("dyads {actor}-{recipient} of ten years"), || Ok(ledger.dates(&dyad)?.len()))?;
    for words in ["sanctions", "\"prime minister\"", "troops AND border", "government"] {
        time(&format!("search {words}"), || {
            let mut answer = Answer::default();
            ledger.search(words, Some(20), &mut answer)?;
            Ok(answer.rows)
        })?;
    }
    Ok(())
}

/// Questions without a filter: the first answers, and who is heard of all.
fn first_of_all(ledger: &Ledger) -> Result<()> {
    let all = Filter::default();
    let some = |rows: &mut usize| {
        *rows += 1;
        if *rows < SHOWN { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    time(&format!("incidents --limit {SHOWN}"), || {
        let mut rows = 0;
        ledger.incidents(&all, &mut |_| some(&mut rows))?;
        Ok(rows)
    })?;
    time(&format!("conflicts --limit {SHOWN}"), || {
        let mut rows = 0;
        ledger.disputed(&all, &mut |_| some(&mut rows))?;
        Ok(rows)
    })?;
    time(&format!("timeline --limit {SHOWN}"), || {
        let mut rows = 0;
        ledger.events(&all, Order::Date, Some(SHOWN), &mut |_| some(&mut rows))?;
        Ok(rows)
    })?;
    time("sources", || Ok(ledger.sources(&all)?.len()))
}

/// The median of several times, after one to warm up.
fn time(what: &str, ask: impl Fn() -> Result<usize>) -> Result<()> {
    let rows = ask()?;
    let mut times = Vec::new();
    for _ in 0..ASKED {
        let start = Instant::now();
        ask()?;
        times.push(start.elapsed().as_secs_f64() * 1e3);
    }
    times.sort_by(f64::total_cmp);
    println!("{what}: {:.1} ms (at worst {:.1}), {rows} rows", times[ASKED / 2], times[ASKED - 1]);
    Ok(())
}

/// Bytes on the disk by table, its indexes with it.
fn sizes(ledger: &Ledger) -> Result<()> {
    let sql =
        "SELECT coalesce(m.tbl_name, s.name), sum(s.pgsize) FROM dbstat s LEFT JOIN sqlite_schema m ON m.name = s.name
        WHERE s.aggregate = TRUE GROUP BY 1 ORDER BY 2 DESC";
    let mut tables = Tables::default();
    if ledger.sql(sql, &mut tables).is_err() {
        println!("sizes: only SQLite tells them");
        return Ok(());
    }
    let mut counted = Answer::default();
    ledger.sql("SELECT count(*) FROM documents", &mut counted)?;
    let documents = counted.first[0].as_f64().context("a count is a number")?;
    let all: f64 = tables.0.iter().map(|(_, bytes)| bytes).sum();
    println!("on the disk: {:.1} KiB a document", all / documents / 1024.0);
    for (name, bytes) in tables.0.iter().filter(|(_, bytes)| *bytes > all / 500.0) {
        println!("  {name:20} {:6.2} KiB  {:4.1} %", bytes / documents / 1024.0, 100.0 * bytes / all);
    }
    Ok(())
}

#[derive(Default)]
struct Tables(Vec<(String, f64)>);

impl Rows for Tables {
    fn columns(&mut self, _: &[String]) {}

    fn row(&mut self, cells: Vec<Value>) -> bool {
        if let (Some(name), Some(bytes)) = (cells[0].as_str(), cells[1].as_f64()) {
            // The full text index has several tables of its own.
            let name = if name.starts_with("texts_search") { "texts_search" } else { name };
            match self.0.iter_mut().find(|(known, _)| known == name) {
                Some((_, sum)) => *sum += bytes,
                None => self.0.push((name.to_owned(), bytes)),
            }
        }
        true
    }
}

/// `add` beside `code`, on the same documents, each in turn.
fn compare(sayso: &Path, codings: &[Coding]) -> Result<()> {
    let folder = Path::new("target/ledger-bench");
    fs::create_dir_all(folder)?;
    let input = folder.join("documents.jsonl");
    let countries: Vec<SmolStr> = vec!["PER".into()];
    let lines = (0..COMPARED).map(|number| {
        let original = &codings[usize::try_from(number).unwrap_or_default() % codings.len()];
        let article = copy(original, number, &countries).article;
        let day = article.published.map(|p| p.iso).unwrap_or_default();
        let fields = [("id", article.id.unwrap_or_default()), ("text", article.text), ("date", day)];
        serde_json::to_string(&BTreeMap::from(fields)).map(|line| line + "\n")
    });
    fs::write(&input, lines.collect::<Result<String, _>>()?)?;
    let ledger = folder.join("added.db");
    let mut best = [f64::INFINITY; 2];
    for _ in 0..3 {
        for (best, args) in best.iter_mut().zip([&["code", "--format", "json"][..], &["add", "--ledger"]]) {
            for end in ["", "-wal", "-shm"] {
                let _ = fs::remove_file(format!("{}{end}", ledger.display()));
            }
            let mut command = Command::new(sayso);
            command.args(args).stdout(Stdio::null()).stderr(Stdio::null());
            if args[0] == "add" {
                command.arg(&ledger);
            }
            let start = Instant::now();
            if !command.args(["--from", "jsonl"]).arg(&input).status()?.success() {
                bail!("{} {} failed", sayso.display(), args[0]);
            }
            *best = best.min(start.elapsed().as_secs_f64());
        }
    }
    let [code, add] = best;
    println!("{COMPARED} documents: code {code:.2} s, add {add:.2} s: {:.0} % of its throughput", 100.0 * code / add);
    Ok(())
}
