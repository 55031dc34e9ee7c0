//! `sayso add` and `sayso recode`: documents into the ledger, each in one transaction.

use super::{AddArgs, RecodeArgs};
use crate::Done;
use crate::code::{input_format, options, paths, pipeline, tell};
use crate::progress::Progress;
use crate::web::{client, fetched};
use anyhow::Result;
use sayso::coding::Coding;
use sayso::{Article, Failure, Options, Pipeline, Task, documents, in_order};
use sayso_fetch::{Stop, parse_address, seen_as};
use sayso_ledger::{Added, Ledger};
use std::ops::ControlFlow;
use std::sync::Mutex;

/// A document that was read: coded, or in the ledger as it is.
pub(super) enum Read {
    Coded(Box<Coding>, String),
    Known,
}

/// What happened to how many documents.
#[derive(Default)]
pub(super) struct Counts {
    pub(super) new: usize,
    pub(super) versions: usize,
    pub(super) unchanged: usize,
}

impl Counts {
    pub(super) fn count(&mut self, added: Added) {
        match added {
            Added::New => self.new += 1,
            Added::Version => self.versions += 1,
            Added::Unchanged => self.unchanged += 1,
        }
    }
}

pub(super) fn run(args: &AddArgs) -> Result<Done> {
    let paths = paths(&args.paths)?;
    let options = options(&args.reading)?;
    let mut ledger = Ledger::create(&args.ledger.ledger)?;
    let reading = Mutex::new(Ledger::open(&args.ledger.ledger)?);
    let pipeline = pipeline(&args.pipeline)?;
    let client = client(&args.web, options.limits.raw, &Stop::default());
    let jobs = args.jobs.map(usize::from).or_else(|| std::thread::available_parallelism().ok().map(Into::into));
    let mut progress = Progress::new(false);
    let (mut counts, mut failures, mut broken) = (Counts::default(), Vec::new(), None);
    in_order(
        documents(&paths, input_format(args.reading.from), options.limits.raw),
        jobs.unwrap_or(1),
        |task| read(&pipeline, &reading, fetched(&client, task), &options),
        |result| {
            match result {
                Ok(Read::Known) => counts.count(Added::Unchanged),
                Ok(Read::Coded(coding, identity)) => match ledger.add(&coding, &identity) {
                    Ok(added) => {
                        progress.coded(coding.events.len());
                        counts.count(added);
                    }
                    Err(error) => {
                        broken = Some(error);
                        return ControlFlow::Break(());
                    }
                },
                Err(failure) => {
                    progress.failed();
                    failures.push(failure);
                }
            }
            ControlFlow::Continue(())
        },
    );
    drop(progress);
    let Counts { new, versions, unchanged } = counts;
    anstream::eprintln!("{}: {new} new, {versions} new versions, {unchanged} unchanged", args.ledger.ledger);
    broken.map_or_else(|| Ok(tell(&failures)), |error| Err(error.into()))
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
    if let Some(identity) = &identity {
        // A question that cannot be answered is asked again when the document is stored.
        let is_known = ledger.lock().is_ok_and(|l| l.has(&article, identity).unwrap_or(false));
        if is_known {
            return Ok(Read::Known);
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

pub(super) fn recode(args: &RecodeArgs) -> Result<Done> {
    let path = &args.ledger.ledger;
    Ledger::open(path)?;
    let mut ledger = Ledger::create(path)?;
    let pipeline = pipeline(&args.pipeline)?;
    let coder = pipeline.coder().clone();
    let (mut after, mut count, mut failures) = (0, 0, Vec::new());
    loop {
        let documents = ledger.coded_by_others(&coder, after)?;
        if documents.is_empty() {
            break;
        }
        for (doc, stored) in documents {
            after = doc;
            match code(&pipeline, stored.article) {
                Ok(coding) => {
                    ledger.recode(&coding, &stored.identity)?;
                    count += 1;
                }
                Err(failure) => failures.push(failure),
            }
        }
    }
    anstream::eprintln!("{}: {count} documents coded anew", path);
    Ok(tell(&failures))
}
