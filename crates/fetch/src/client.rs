//! The client: whom to ask, when, and what to make of the answer.

use crate::address::{Private, check_host, check_scheme};
use crate::clock::Clock;
use crate::error::{FetchError, Problem};
use crate::exchange::{Refusal, Reply, agent, exchange};
use crate::robots::{MAX_BYTES, Robots};
use jiff::Timestamp;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use ureq::Agent;
use url::{Origin, Url};

/// The name by which a robots.txt speaks to us.
const NAME: &str = "sayso";
/// How long a robots.txt holds (RFC 9309 has a day at most).
const ROBOTS_HOLD: Duration = Duration::from_secs(24 * 3600);

/// How to fetch.
#[derive(Clone, Debug)]
pub struct Settings {
    pub user_agent: String,
    pub private: Private,
    /// Whether to go through the proxy that HTTPS_PROXY and its like name, past those that NO_PROXY names.
    pub proxy_from_environment: bool,
    pub connect_timeout: Duration,
    /// Until the answer begins.
    pub answer_timeout: Duration,
    /// From then until all of it is there.
    pub body_timeout: Duration,
    /// How long an answer may be, decompressed.
    pub max_bytes: usize,
    pub max_redirects: usize,
    /// Between two requests to a host.
    pub delay: Duration,
    /// The longest delay that a site's robots.txt may ask for.
    pub max_delay: Duration,
    /// How often a request is made at most whose answer is that the site is in trouble; the pauses in between double.
    pub tries: u32,
    /// The longest wait before a request; where a host wants a longer one, the request fails at once.
    pub patience: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        let repository = env!("CARGO_PKG_REPOSITORY");
        Self {
            user_agent: format!("{NAME}/{} (+{repository})", env!("CARGO_PKG_VERSION")),
            private: Private::Refused,
            proxy_from_environment: true,
            connect_timeout: Duration::from_secs(10),
            answer_timeout: Duration::from_secs(30),
            body_timeout: Duration::from_secs(30),
            max_bytes: 64 << 20,
            max_redirects: 8,
            delay: Duration::from_secs(1),
            max_delay: Duration::from_secs(60),
            tries: 3,
            patience: Duration::from_secs(90),
        }
    }
}

impl Settings {
    /// From the first step to the last byte.
    pub(crate) fn total(&self) -> Duration {
        self.connect_timeout + self.answer_timeout + self.body_timeout
    }
}

/// What a host said of a page by which it can tell later whether the page has changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validators {
    pub etag: Option<String>,
    pub last_modified: Option<String>,
}

/// A page as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Where it stood, after all redirects.
    pub address: Url,
    /// `text/html`.
    pub media_type: Option<String>,
    /// As the header names it.
    pub charset: Option<String>,
    pub validators: Validators,
    /// Decompressed.
    pub bytes: Vec<u8>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    Page(Box<Page>),
    /// It is as it was when its validators were given.
    Unchanged,
}

/// Fetches pages. Can be shared between threads: each host is asked one thing at a time.
pub struct Client {
    agent: Agent,
    settings: Settings,
    clock: Arc<dyn Clock>,
    hosts: Mutex<HashMap<String, Arc<Mutex<Host>>>>,
    robots: Mutex<HashMap<Origin, Arc<Mutex<Option<Known>>>>>,
}

/// When a host may be asked again.
#[derive(Debug, Default)]
struct Host {
    free_at: Option<Timestamp>,
}

/// A robots.txt that was had, or why it was not, and until when that holds.
struct Known {
    said: Result<Robots, Problem>,
    until: Timestamp,
}

/// What a request is for.
struct Errand<'a> {
    known: &'a Validators,
    max_bytes: usize,
    delay: Duration,
}

impl Client {
    pub fn new(settings: Settings, clock: Arc<dyn Clock>) -> Self {
        Self { agent: agent(&settings), settings, clock, hosts: Mutex::default(), robots: Mutex::default() }
    }

    /// Fetches a page, or learns that it is the one that has these validators.
    ///
    /// # Errors
    /// When it does not come: names the address and the remedy.
    pub fn get(&self, address: &Url, known: &Validators) -> Result<Answer, FetchError> {
        let named = |problem: Problem| problem.of(address.as_str());
        let mut url = address.clone();
        for _ in 0..=self.settings.max_redirects {
            let delay = self.allowed(&url).map_err(named)?.unwrap_or_default();
            let delay = delay.min(self.settings.max_delay).max(self.settings.delay);
            let errand = Errand { known, max_bytes: self.settings.max_bytes, delay };
            match self.ask(&url, &errand).map_err(named)? {
                Reply::Page(page) => return Ok(Answer::Page(page)),
                Reply::NotModified => return Ok(Answer::Unchanged),
                Reply::Moved(to) => url = moved(&url, &to).map_err(named)?,
            }
        }
        Err(named(Problem::Redirects(self.settings.max_redirects)))
    }

    /// Whether the site lets us fetch this, and the delay that it wants.
    fn allowed(&self, url: &Url) -> Result<Option<Duration>, Problem> {
        self.check(url)?;
        let slot = lock(&self.robots).entry(url.origin()).or_default().clone();
        // Whoever comes meanwhile waits for the answer and need not ask again.
        let mut slot = lock(&slot);
        if slot.as_ref().is_none_or(|k| k.until <= self.clock.now()) {
            let said = self.robots(url);
            if said == Err(Problem::Stopped) {
                return Err(Problem::Stopped);
            }
            // What could not be had is asked for again soon.
            let hold = if said.is_ok() { ROBOTS_HOLD } else { self.settings.patience };
            *slot = Some(Known { said, until: self.clock.now() + hold });
        }
        match &slot.as_ref().expect("it was just filled").said {
            Ok(robots) if robots.allows(url) => Ok(robots.delay),
            Ok(_) => Err(Problem::Robots),
            Err(problem) => Err(problem.clone()),
        }
    }

    fn check(&self, url: &Url) -> Result<(), Problem> {
        check_scheme(url)?;
        check_host(url, &self.settings.private)
    }

    /// Asks a site for its robots.txt. One that is not there allows everything, one that cannot be had nothing.
    fn robots(&self, site: &Url) -> Result<Robots, Problem> {
        let mut url = site.join("/robots.txt").map_err(|e| Problem::Address(e.to_string()))?;
        let nothing = Validators::default();
        // Nobody's pages are asked for yet, so nobody is waited for after it.
        let errand = Errand { known: &nothing, max_bytes: MAX_BYTES, delay: Duration::ZERO };
        for _ in 0..=self.settings.max_redirects {
            match self.ask(&url, &errand) {
                Ok(Reply::Page(page)) => return Ok(Robots::parse(&page.bytes, NAME)),
                Ok(Reply::Moved(to)) => {
                    url = moved(&url, &to)?;
                    self.check(&url)?;
                }
                Ok(Reply::NotModified) => break,
                Err(Problem::Status(code)) if code < 500 && code != 429 => break,
                // More than anybody reads is as good as none.
                Err(Problem::TooLarge { .. }) => break,
                Err(problem @ (Problem::Private(_) | Problem::NoHost | Problem::Stopped | Problem::Busy { .. })) => {
                    return Err(problem);
                }
                Err(problem) => return Err(Problem::RobotsMissing(problem.to_string())),
            }
        }
        Ok(Robots::default())
    }

    /// Asks a host, alone and at the time it wants, again where it is in trouble.
    fn ask(&self, url: &Url, errand: &Errand) -> Result<Reply, Problem> {
        let key = url.host_str().unwrap_or_default().to_owned();
        let host = lock(&self.hosts).entry(key).or_default().clone();
        let mut host = lock(&host);
        let mut tries = 1;
        loop {
            self.wait_for(&host)?;
            let now = self.clock.now();
            let answer = exchange(&self.agent, &self.settings, url, errand.known, errand.max_bytes, now);
            let is_moved = matches!(answer, Ok(Reply::Moved(_)));
            host.free_at = Some(self.clock.now() + if is_moved { Duration::ZERO } else { errand.delay });
            let Refusal { problem, wait } = match answer {
                Ok(reply) => return Ok(reply),
                Err(refusal) => refusal,
            };
            if let Some(wait) = wait {
                host.free_at = host.free_at.max(Some(self.clock.now() + wait));
            }
            if tries >= self.settings.tries || !is_worth_another_try(&problem) {
                return Err(problem);
            }
            if wait.is_none() {
                let pause = self.settings.delay * 2u32.saturating_pow(tries);
                host.free_at = host.free_at.max(Some(self.clock.now() + pause));
            }
            tries += 1;
        }
    }

    fn wait_for(&self, host: &Host) -> Result<(), Problem> {
        let now = self.clock.now();
        let until = host.free_at.filter(|until| *until > now).unwrap_or(now);
        let wait = Duration::try_from(until.duration_since(now)).unwrap_or_default();
        if wait > self.settings.patience {
            return Err(Problem::Busy { until });
        }
        self.clock.wait(wait).map_err(|_| Problem::Stopped)
    }
}

/// What a moment's pause may mend. What was slow once is slow again.
fn is_worth_another_try(problem: &Problem) -> bool {
    matches!(problem, Problem::Status(_) | Problem::Connection(_) | Problem::Broken(_)) && problem.is_passing()
}

fn moved(from: &Url, to: &str) -> Result<Url, Problem> {
    let wrong = |why: String| Problem::Redirect { to: to.to_owned(), why };
    let url = from.join(to).map_err(|e| wrong(e.to_string()))?;
    check_scheme(&url).map_err(|e| wrong(e.to_string()))?;
    Ok(url)
}

/// A thread that failed has left nothing half-done behind.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
