//! `sayso add` and `sayso recode`: documents into the ledger, each as a whole.

use super::{AddArgs, RecodeArgs};
use crate::Done;
use crate::code::{input_format, options, paths, pipeline, tell};
use crate::progress::Progress;
use crate::web::{client, fetched};
use anyhow::Result;
use sayso::coding::Coding;
use sayso::{Article, Batches, Failure, Options, Pipeline, Task, documents, in_batches};
use sayso_fetch::{Stop, parse_address, seen_as};
use sayso_ledger::{Added, Ledger, Stored};
use std::io::{Write, stdout};
use std::ops::ControlFlow;
use std::sync::Mutex;
use std::time::Duration;

/// Documents that are stored in one transaction: many where many come, and none waits long.
const TOGETHER: Batches = Batches { most: 32, patience: Duration::from_millis(100) };

/// A document that was read: coded, or in the ledger as it is.
pub(super) enum Read {
    Coded(Box<Coding>, String),
    /// With its identity.
    Known(String),
}

/// What happened to how many documents, and, where that is wanted, to which.
#[derive(Default)]
pub(super) struct Counts {
    pub(super) new: usize,
    pub(super) versions: usize,
    pub(super) unchanged: usize,
    is_listed: bool,
}

impl Counts {
    pub(super) fn count(&mut self, added: Added, document: &str) {
        let what = match added {
            Added::New => {
                self.new += 1;
                "new"
            }
            Added::Version => {
                self.versions += 1;
                "version"
            }
            Added::Unchanged => {
                self.unchanged += 1;
                "unchanged"
            }
        };
        if self.is_listed {
            // Who does not listen any more misses nothing: the ledger has it.
            let _ = writeln!(stdout(), "{what}\t{document}").and_then(|()| stdout().flush());
        }
    }
}

pub(crate) fn run(args: &AddArgs) -> Result<Done> {
    let paths = paths("add", &args.paths)?;
    let options = options(&args.reading)?;
    let mut ledger = Ledger::create(&args.ledger.ledger)?;
    let reading = Mutex::new(Ledger::open(&args.ledger.ledger)?);
    let pipeline = pipeline(&args.pipeline)?;
    let client = client(&args.web, options.limits.raw, &Stop::default());
    let mut progress = Progress::new(false);
    let (mut counts, mut failures, mut broken) =
        (Counts { is_listed: args.list, ..Counts::default() }, Vec::new(), None);
    in_batches(
        documents(&paths, input_format(args.reading.from), options.limits.raw),
        jobs(args.jobs),
        TOGETHER,
        |task| read(&pipeline, &reading, fetched(&client, task), &options),
        |batch| {
            let coded: Vec<(&Coding, &str)> = batch.iter().filter_map(|result| coded(result.as_ref().ok()?)).collect();
            let added = match ledger.add_all(&coded) {
                Ok(added) => added,
                Err(error) => {
                    broken = Some(error);
                    return ControlFlow::Break(());
                }
            };
            let mut added = added.into_iter();
            for result in batch {
                match result {
                    Ok(Read::Known(identity)) => counts.count(Added::Unchanged, &identity),
                    Ok(Read::Coded(coding, identity)) => {
                        progress.coded(coding.events.len());
                        counts.count(added.next().unwrap_or(Added::Unchanged), &identity);
                    }
                    Err(failure) => {
                        progress.failed();
                        failures.push(failure);
                    }
                }
            }
            ControlFlow::Continue(())
        },
    );
    drop(progress);
    let Counts { new, versions, unchanged, .. } = counts;
    anstream::eprintln!("{}: {new} new, {versions} new versions, {unchanged} unchanged", args.ledger.ledger);
    broken.map_or_else(|| Ok(tell(&failures)), |error| Err(error.into()))
}

/// What is to be stored, with its identity.
fn coded(read: &Read) -> Option<(&Coding, &str)> {
    match read {
        Read::Coded(coding, identity) => Some((coding, identity)),
        Read::Known(_) => None,
    }
}

pub(super) fn read(
    pipeline: &Pipeline,
    ledger: &Mutex<Ledger>,
    task: Task,
    options: &Options,
) -> Result<Read, Failure> {
    let place = match &task {
        Task::File { path, .. } => std::path::absolute(path).ok().map(|f| f.display().to_string()),
        Task::Page { source, .. } => parse_address(source).ok().map(|url| seen_as(&url)),
        _ => None,
    };
    let is_page = matches!(task, Task::Page { .. });
    let article = pipeline.article(task, options)?;
    // What tells that a later document is this one again; of a line, or of what is piped in, only what it says itself.
    // A page is where it was found; what it calls its own address is on many sites that of another page.
    let own = article.id.clone().or_else(|| article.url.clone().filter(|_| !is_page));
    let identity = own.or(place);
    if let Some(identity) = identity.clone() {
        // A question that cannot be answered is asked again when the document is stored.
        let is_known = ledger.lock().is_ok_and(|l| l.has(&article, &identity).unwrap_or(false));
        if is_known {
            return Ok(Read::Known(identity));
        }
    }
    let coding = code(pipeline, article)?;
    let identity = identity.unwrap_or_else(|| coding.article.id.clone().unwrap_or_default());
    Ok(Read::Coded(Box::new(coding), identity))
}

fn code(pipeline: &Pipeline, article: Article) -> Result<Coding, Failure> {
    let source = article.source.clone();
    let coded = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| pipeline.code(article)));
    coded.map_err(|_| Failure { source, message: "the program failed on it; please report the document".to_owned() })
}

pub(crate) fn recode(args: &RecodeArgs) -> Result<Done> {
    let location = &args.ledger.ledger;
    Ledger::open(location)?;
    let mut ledger = Ledger::create(location)?;
    let pipeline = pipeline(&args.pipeline)?;
    let mut counts = Counts { is_listed: args.list, ..Counts::default() };
    let (mut after, mut failures, mut broken) = (0, Vec::new(), None);
    while broken.is_none() {
        let documents = ledger.coded_by_others(pipeline.coder(), after)?;
        let Some((last, _)) = documents.last() else { break };
        after = *last;
        in_batches(
            documents.into_iter(),
            jobs(args.jobs),
            TOGETHER,
            |(_, Stored { identity, article })| code(&pipeline, article).map(|coding| (coding, identity)),
            |batch| {
                let mut coded = Vec::with_capacity(batch.len());
                for result in batch {
                    result.map_or_else(|failure| failures.push(failure), |document| coded.push(document));
                }
                let anew: Vec<(&Coding, &str)> = coded.iter().map(|(c, identity)| (c, identity.as_str())).collect();
                match ledger.recode_all(&anew) {
                    Ok(added) => {
                        added.into_iter().zip(&anew).for_each(|(added, (_, identity))| counts.count(added, identity));
                        ControlFlow::Continue(())
                    }
                    Err(error) => {
                        broken = Some(error);
                        ControlFlow::Break(())
                    }
                }
            },
        );
    }
    anstream::eprintln!("{location}: {} documents coded anew", counts.versions);
    broken.map_or_else(|| Ok(tell(&failures)), |error| Err(error.into()))
}

fn jobs(given: Option<u16>) -> usize {
    let given = given.map(usize::from);
    given.or_else(|| std::thread::available_parallelism().ok().map(Into::into)).unwrap_or(1)
}
