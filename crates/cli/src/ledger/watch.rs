//! `sayso watch`: articles into the ledger as feeds name them. Each round visits the feeds, keeps what they name in the
//! ledger, and then fetches, codes and stores what waits there; so that it can end at any moment and go on later.

use super::LedgerArgs;
use super::add::{Counts, Read, read};
use crate::args::{PipelineArgs, ReadingArgs};
use crate::code::{options, pipeline};
use crate::web::{self, WebArgs, time};
use crate::{Done, style};
use anyhow::{Context, Result};
use clap::Args;
use jiff::Timestamp;
use jiff::civil::Date;
use sayso::{Format, Known, Options, Pipeline, Published, in_order, is_address};
use sayso_fetch::feeds::{Item, Listing, parse, parse_list};
use sayso_fetch::{Answer, Client, Clock, Problem, Stop, Url, Validators, parse_address, seen_as};
use sayso_ledger::{Added, Error, Fate, FeedItem, FeedState, Ledger, Waiting};
use std::collections::HashSet;
use std::io::{ErrorKind, Write, stdout};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How many hosts are asked, and how many articles coded, at once.
const JOBS: usize = 2;
/// A list of lists of feeds may name lists in turn, so often.
const MAX_DEPTH: usize = 4;
/// What a program that was interrupted twice leaves behind.
const INTERRUPTED: i32 = 130;

const REPORT: &str = "the program failed on it; please report it";

#[derive(Debug, Args)]
pub(crate) struct WatchArgs {
    /// Addresses of feeds (RSS, Atom, JSON Feed), sitemaps or OPML; files of OPML, or with an address a line
    #[arg(value_name = "FEED", required = true)]
    pub(crate) feeds: Vec<String>,
    /// Visit each feed once, fetch what waits, and end
    #[arg(long)]
    pub(crate) once: bool,
    /// Wait so long between two rounds
    #[arg(long, value_name = "TIME", default_value = "15m", value_parser = time, conflicts_with = "once")]
    pub(crate) every: Duration,
    /// Pass over what its feed dates earlier, YYYY-MM-DD
    #[arg(long, value_name = "DATE")]
    pub(crate) since: Option<Date>,
    /// Give up an article that could not be fetched in so many rounds
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(i64).range(1..))]
    pub(crate) tries: i64,
    #[command(flatten)]
    pub(crate) ledger: LedgerArgs,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    #[command(flatten)]
    pub(crate) web: WebArgs,
    #[command(flatten)]
    pub(crate) pipeline: PipelineArgs,
}

pub(crate) fn run(args: &WatchArgs) -> Result<Done> {
    let given = given(&args.feeds)?;
    let options = options(&args.reading)?;
    let stop = stop_when_asked()?;
    let mut watch = Watch {
        args,
        client: web::client(&args.web, options.limits.raw, &stop),
        ledger: Ledger::create(&args.ledger.ledger)?,
        reading: Mutex::new(Ledger::open(&args.ledger.ledger)?),
        pipeline: pipeline(&args.pipeline)?,
        options,
        stop: stop.clone(),
        told: HashSet::new(),
        tally: Tally::default(),
    };
    loop {
        let feeds = watch.visit_all(&given)?;
        watch.take_in(&feeds)?;
        watch.tell_round();
        if args.once || stop.wait(args.every).is_err() {
            break;
        }
    }
    // Who watches on has seen each failure; who looked once is told by the exit status.
    Ok(if args.once && watch.tally.failed > 0 { Done::NotAll } else { Done::Everything })
}

/// The first wish to end lets end what is under way; the second does not.
fn stop_when_asked() -> Result<Stop> {
    let stop = Stop::default();
    let asked = stop.clone();
    ctrlc::set_handler(move || {
        if asked.is_asked() {
            std::process::exit(INTERRUPTED);
        }
        asked.ask();
    })
    .context("signals cannot be caught")?;
    Ok(stop)
}

/// The feeds that people name, each once.
fn given(named: &[String]) -> Result<Vec<Url>> {
    let mut feeds = Vec::new();
    for name in named {
        if is_address(Path::new(name)) {
            feeds.push(parse_address(name).map_err(|problem| anyhow::anyhow!("{name}: {problem}"))?);
            continue;
        }
        let bytes = std::fs::read(name).with_context(|| {
            format!("{name}: cannot be read; give the address of a feed, a file of OPML, or one with an address a line")
        })?;
        let list = parse_list(&bytes, name).map_err(anyhow::Error::msg)?;
        for bad in &list.bad {
            complain(name, bad);
        }
        feeds.extend(list.addresses);
    }
    let mut seen = HashSet::new();
    feeds.retain(|f| seen.insert(f.clone()));
    Ok(feeds)
}

fn complain(about: &str, what: &str) {
    let warning = style::WARNING;
    anstream::eprintln!("{warning}{about}:{warning:#} {what}");
}

struct Watch<'a> {
    args: &'a WatchArgs,
    client: Client,
    ledger: Ledger,
    /// For those who look things up while the ledger is written.
    reading: Mutex<Ledger>,
    pipeline: Pipeline,
    options: Options,
    stop: Stop,
    /// Complaints about feeds that were made already.
    told: HashSet<String>,
    tally: Tally,
}

/// What a round has come to.
#[derive(Default)]
struct Tally {
    counts: Counts,
    again: usize,
    given_up: usize,
    /// All that went wrong, in all rounds.
    failed: usize,
}

/// What a visit to a feed has come to.
enum Visit {
    Read(Listing, Validators),
    /// It has not changed, or is not to be visited yet.
    AsBefore(FeedState),
    Failed {
        why: String,
        state: FeedState,
    },
    Stopped,
}

/// What came of fetching and coding an article.
enum Outcome {
    Read(Read),
    NotFetched(Problem),
    NotRead(String),
}

impl Watch<'_> {
    /// Visits feeds and what they list; returns those that name articles, in order.
    fn visit_all(&mut self, given: &[Url]) -> Result<Vec<Url>> {
        let mut seen: HashSet<Url> = given.iter().cloned().collect();
        let (mut level, mut feeds) = (given.to_vec(), Vec::new());
        for _ in 0..MAX_DEPTH {
            let mut visits = Vec::with_capacity(level.len());
            let work = |url: Url| {
                let failed = || Ok(Visit::Failed { why: REPORT.to_owned(), state: FeedState::default() });
                (guarded(|| visit(&self.client, &self.reading, &url)).unwrap_or_else(failed), url)
            };
            in_order(level.into_iter(), JOBS, work, |visited| {
                visits.push(visited);
                ControlFlow::Continue(())
            });
            level = Vec::new();
            for (visit, url) in visits {
                let lists = self.take_visit(&url, visit?)?;
                if lists.is_empty() {
                    feeds.push(url);
                }
                level.extend(lists.iter().filter_map(|l| parse_address(l).ok()).filter(|l| seen.insert(l.clone())));
            }
        }
        Ok(feeds)
    }

    /// Keeps what a feed said; returns the feeds that it lists.
    fn take_visit(&mut self, url: &Url, visit: Visit) -> Result<Vec<String>> {
        match visit {
            Visit::Stopped => Ok(Vec::new()),
            Visit::AsBefore(state) => Ok(state.lists),
            Visit::Failed { why, state } => {
                self.complain(url, &why);
                self.ledger.visited(url.as_str(), &state, &[])?;
                Ok(state.lists)
            }
            Visit::Read(listing, validators) => {
                let Validators { etag, last_modified } = validators;
                let (items, lists, bad) = match listing {
                    Listing::Articles(feed) => (feed.items, Vec::new(), feed.bad),
                    Listing::Feeds(feeds) => (Vec::new(), feeds.addresses, feeds.bad),
                };
                for what in bad {
                    self.complain(url, &what);
                }
                let lists: Vec<String> = lists.into_iter().map(String::from).collect();
                let state = FeedState { etag, last_modified, not_before: 0, lists };
                let items: Vec<FeedItem> =
                    items.into_iter().filter(|i| self.args.since.is_none_or(|s| is_since(i, s))).map(kept).collect();
                self.ledger.visited(url.as_str(), &state, &items)?;
                Ok(state.lists)
            }
        }
    }

    /// Says once what is wrong with a feed.
    fn complain(&mut self, url: &Url, what: &str) {
        self.tally.failed += 1;
        if self.told.insert(format!("{url}: {what}")) {
            complain(url.as_str(), what);
        }
    }

    /// Fetches, codes and stores the articles that wait.
    fn take_in(&mut self, feeds: &[Url]) -> Result<()> {
        let Self { args, client, ledger, reading, pipeline, options, stop, tally, .. } = self;
        let now = stop.now().as_second();
        let waiting = feeds.iter().flat_map(|feed| Queue::new(reading, feed.as_str(), now));
        let work = |waiting: Result<Waiting, Error>| {
            waiting.map(|w| {
                let outcome = guarded(|| article(client, pipeline, reading, &w.item, options));
                (w, outcome.unwrap_or_else(|| Outcome::NotRead(REPORT.to_owned())))
            })
        };
        let mut broken = None;
        in_order(waiting, JOBS, work, |worked| {
            let kept = worked.map_err(Into::into).and_then(|(w, outcome)| match outcome {
                Outcome::NotFetched(Problem::Stopped) => Ok(()),
                outcome => tally.settle(ledger, &w, outcome, args.tries),
            });
            match kept {
                Err(error) => {
                    broken = Some(error);
                    ControlFlow::Break(())
                }
                Ok(()) if stop.is_asked() => ControlFlow::Break(()),
                Ok(()) => ControlFlow::Continue(()),
            }
        });
        broken.map_or(Ok(()), Err)
    }

    fn tell_round(&mut self) {
        let Tally { counts, again, given_up, failed } = std::mem::take(&mut self.tally);
        self.tally.failed = failed;
        let Counts { new, versions, unchanged, .. } = counts;
        if self.args.once || self.stop.is_asked() || new + versions + again + given_up > 0 {
            let ledger = &self.args.ledger.ledger;
            anstream::eprintln!(
                "{ledger}: {new} new, {versions} new versions, {unchanged} unchanged; {again} to be tried again, {given_up} given up"
            );
        }
    }
}

impl Tally {
    /// Stores what came of an article, then that it is done: whoever is killed in between finds it stored the next time.
    fn settle(&mut self, ledger: &mut Ledger, waiting: &Waiting, outcome: Outcome, max_tries: i64) -> Result<()> {
        let address = &waiting.item.address;
        let fate = match outcome {
            Outcome::Read(Read::Known(identity)) => {
                self.counts.count(Added::Unchanged, &identity);
                Fate::Done
            }
            Outcome::Read(Read::Coded(coding, identity)) => {
                let added = ledger.add(&coding, &identity)?;
                self.counts.count(added, &identity);
                say(added, coding.events.len(), coding.article.title.as_deref(), address)?;
                Fate::Done
            }
            Outcome::NotRead(why) => Fate::GivenUp { why },
            Outcome::NotFetched(Problem::Busy { until }) => Fate::Again {
                tries: waiting.tries,
                not_before: until.as_second(),
                why: Problem::Busy { until }.to_string(),
            },
            Outcome::NotFetched(problem) if problem.is_passing() && waiting.tries + 1 < max_tries => {
                Fate::Again { tries: waiting.tries + 1, not_before: 0, why: problem.to_string() }
            }
            Outcome::NotFetched(problem) => Fate::GivenUp { why: problem.to_string() },
        };
        match &fate {
            Fate::Done => {}
            Fate::Again { why, .. } => {
                (self.again, self.failed) = (self.again + 1, self.failed + 1);
                complain(address, why);
            }
            Fate::GivenUp { why } => {
                (self.given_up, self.failed) = (self.given_up + 1, self.failed + 1);
                complain(address, &format!("{why} (given up)"));
            }
        }
        Ok(ledger.settle(waiting.place, &fate)?)
    }
}

/// One line for an article that was stored.
fn say(added: Added, events: usize, title: Option<&str>, address: &str) -> Result<()> {
    let what = match added {
        Added::New => "new",
        Added::Version => "new version",
        Added::Unchanged => return Ok(()),
    };
    let events = if events == 1 { "1 event".to_owned() } else { format!("{events} events") };
    let line = format!("{what} · {events} · {} · {address}\n", title.unwrap_or("no title"));
    match stdout().lock().write_all(line.as_bytes()) {
        // Nobody reads on; the ledger is written all the same.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error).context("standard output: cannot be written"),
        _ => Ok(()),
    }
}

/// A panic is an error of the program. It must not take the other feeds and articles with it.
fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).ok()
}

fn visit(client: &Client, reading: &Mutex<Ledger>, url: &Url) -> Result<Visit> {
    let state = lock(reading).feed(url.as_str())?;
    if state.not_before > Timestamp::now().as_second() {
        return Ok(Visit::AsBefore(state));
    }
    let known = Validators { etag: state.etag.clone(), last_modified: state.last_modified.clone() };
    Ok(match client.get(url, &known) {
        Ok(Answer::Unchanged) => Visit::AsBefore(state),
        Ok(Answer::Page(page)) => match parse(&page.bytes, &page.address, page.charset.as_deref()) {
            Ok(listing) => Visit::Read(listing, page.validators),
            Err(why) => Visit::Failed { why, state },
        },
        Err(error) => match error.problem {
            Problem::Stopped => Visit::Stopped,
            problem => {
                let not_before = if let Problem::Busy { until } = problem { until.as_second() } else { 0 };
                Visit::Failed { why: problem.to_string(), state: FeedState { not_before, ..state } }
            }
        },
    })
}

fn article(
    client: &Client,
    pipeline: &Pipeline,
    reading: &Mutex<Ledger>,
    item: &FeedItem,
    options: &Options,
) -> Outcome {
    let url = match parse_address(&item.address) {
        Ok(url) => url,
        Err(problem) => return Outcome::NotFetched(problem),
    };
    match client.get(&url, &Validators::default()) {
        Err(error) => Outcome::NotFetched(error.problem),
        // Nothing was said by which it could know.
        Ok(Answer::Unchanged) => Outcome::NotFetched(Problem::Status(304)),
        Ok(Answer::Page(page)) => {
            let date = item.published.as_deref().and_then(|d| d.parse::<Date>().ok()).map(Published::from);
            let known =
                Known { title: item.title.clone(), publisher: item.publisher.clone(), date, ..Known::default() };
            let task = web::document(&url, *page, Format::Auto, known);
            read(pipeline, reading, task, options).map_or_else(|f| Outcome::NotRead(f.message), Outcome::Read)
        }
    }
}

fn kept(item: Item) -> FeedItem {
    FeedItem {
        seen_as: seen_as(&item.address),
        address: item.address.into(),
        title: item.title,
        published: item.published.map(|d| d.to_string()),
        publisher: item.publisher,
        version: item.version,
    }
}

/// By the day of publication, or else of the last change. What has no date is not passed over.
fn is_since(item: &Item, since: Date) -> bool {
    let changed = || item.version.as_deref()?.get(..10)?.parse().ok();
    item.published.or_else(changed).is_none_or(|day: Date| day >= since)
}

fn lock(ledger: &Mutex<Ledger>) -> MutexGuard<'_, Ledger> {
    ledger.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The articles of a feed that wait, looked up as they are needed. Each comes once, though it may wait again meanwhile.
struct Queue<'a> {
    reading: &'a Mutex<Ledger>,
    feed: &'a str,
    now: i64,
    after: i64,
    batch: std::vec::IntoIter<Waiting>,
    is_over: bool,
}

impl<'a> Queue<'a> {
    fn new(reading: &'a Mutex<Ledger>, feed: &'a str, now: i64) -> Self {
        Self { reading, feed, now, after: 0, batch: Vec::new().into_iter(), is_over: false }
    }
}

impl Iterator for Queue<'_> {
    type Item = Result<Waiting, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.batch.len() == 0 && !self.is_over {
            match lock(self.reading).waiting(self.feed, self.after, self.now) {
                Ok(batch) => self.batch = batch.into_iter(),
                Err(error) => {
                    self.is_over = true;
                    return Some(Err(error));
                }
            }
        }
        let next = self.batch.next();
        self.is_over |= next.is_none();
        self.after = next.as_ref().map_or(self.after, |w| w.place);
        next.map(Ok)
    }
}
