//! The client against a server that behaves, and one that does not.

mod server;

use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::Timestamp;
use sayso_fetch::{Answer as Got, Client, Clock, Page, Private, Problem, Settings, Stop, Stopped, Url, Validators};
use server::{Answer, Server};
use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Time that passes only where somebody waits.
struct Still(Mutex<(Timestamp, Vec<Duration>)>);

impl Still {
    fn new() -> Arc<Self> {
        let noon = "2021-05-03T12:00:00Z".parse().expect("a time");
        Arc::new(Self(Mutex::new((noon, Vec::new()))))
    }

    /// How long was waited each time, where it was waited at all.
    fn waits(&self) -> Vec<u64> {
        self.0.lock().unwrap().1.iter().map(Duration::as_secs).filter(|s| *s > 0).collect()
    }
}

impl Clock for Still {
    fn now(&self) -> Timestamp {
        self.0.lock().unwrap().0
    }

    fn wait(&self, how_long: Duration) -> Result<(), Stopped> {
        let mut time = self.0.lock().unwrap();
        time.0 += how_long;
        time.1.push(how_long);
        Ok(())
    }
}

fn settings() -> Settings {
    Settings { private: Private::Allowed, proxy_from_environment: false, max_bytes: 100_000, ..Settings::default() }
}

fn url(text: &str) -> Url {
    Url::parse(text).expect("an address")
}

fn fetch_with(settings: Settings, address: &str) -> Result<Got, Problem> {
    Client::new(settings, Still::new()).get(&url(address), &Validators::default()).map_err(|e| e.problem)
}

fn fetch(address: &str) -> Result<Got, Problem> {
    fetch_with(settings(), address)
}

fn page(answer: Result<Got, Problem>) -> Page {
    match answer {
        Ok(Got::Page(page)) => *page,
        other => panic!("{other:?}"),
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn a_page_comes_with_its_letters_and_validators() {
    let server = Server::start();
    let answer = Answer::new(200, "Hello").with("Content-Type", "Text/HTML; charset=koi8-r");
    server.answers("/a", &[answer.with("ETag", "\"1\"").with("Last-Modified", "Mon, 03 May 2021 12:00:00 GMT")]);
    let page = page(fetch(&server.url("/a")));
    assert_eq!((page.bytes.as_slice(), page.media_type.as_deref()), (&b"Hello"[..], Some("text/html")));
    assert_eq!(page.charset.as_deref(), Some("koi8-r"));
    assert_eq!(page.validators.etag.as_deref(), Some("\"1\""));
    assert_eq!(page.validators.last_modified.as_deref(), Some("Mon, 03 May 2021 12:00:00 GMT"));
    let agent = &server.asked()[1].headers["user-agent"];
    assert!(agent.starts_with(concat!("sayso/", env!("CARGO_PKG_VERSION"), " (+https://")), "{agent}");
}

#[test]
fn a_page_that_has_not_changed_is_not_sent_again() {
    let server = Server::start();
    server.answers("/a", &[Answer::new(304, "")]);
    let known =
        Validators { etag: Some("\"1\"".to_owned()), last_modified: Some("Mon, 03 May 2021 12:00:00 GMT".to_owned()) };
    let answer = Client::new(settings(), Still::new()).get(&url(&server.url("/a")), &known);
    assert_eq!(answer, Ok(Got::Unchanged));
    let headers = &server.asked()[1].headers;
    assert_eq!(
        (headers["if-none-match"].as_str(), headers["if-modified-since"].as_str()),
        ("\"1\"", "Mon, 03 May 2021 12:00:00 GMT")
    );
}

#[test]
fn a_site_in_trouble_is_asked_again_after_growing_pauses() {
    let server = Server::start();
    server.answers("/a", &[Answer::new(500, ""), Answer::new(503, ""), Answer::page("Hello")]);
    let clock = Still::new();
    let client = Client::new(settings(), clock.clone());
    let got = client.get(&url(&server.url("/a")), &Validators::default()).map_err(|e| e.problem);
    assert_eq!(page(got).bytes, b"Hello");
    assert_eq!(clock.waits(), [2, 4]);
}

#[test]
fn a_site_that_stays_in_trouble_is_left_alone() {
    let server = Server::start();
    server.answers("/a", &[Answer::new(500, "")]);
    let problem = fetch(&server.url("/a")).unwrap_err();
    assert_eq!(problem, Problem::Status(500));
    assert!(problem.is_passing());
    assert_eq!(server.paths().len(), 3);
    // What is not there stays away.
    let gone = fetch(&server.url("/gone")).unwrap_err();
    assert_eq!(gone, Problem::Status(404));
    assert!(!gone.is_passing());
    assert_eq!(server.paths().len(), 4);
}

#[test]
fn a_host_is_waited_for_as_long_as_it_wants() {
    let server = Server::start();
    server.answers("/a", &[Answer::new(429, "").with("Retry-After", "7"), Answer::page("Hello")]);
    let clock = Still::new();
    let client = Client::new(settings(), clock.clone());
    assert!(client.get(&url(&server.url("/a")), &Validators::default()).is_ok());
    assert_eq!(clock.waits(), [7]);
}

#[test]
fn a_host_that_wants_too_long_a_wait_is_not_asked_before() {
    let server = Server::start();
    server.answers("/a", &[Answer::new(503, "").with("Retry-After", "Mon, 03 May 2021 13:00:00 GMT")]);
    let clock = Still::new();
    let client = Client::new(settings(), clock.clone());
    for path in ["/a", "/b"] {
        let problem = client.get(&url(&server.url(path)), &Validators::default()).unwrap_err().problem;
        assert_eq!(problem, Problem::Busy { until: "2021-05-03T13:00:00Z".parse().unwrap() });
    }
    assert_eq!(server.paths(), ["/a"]);
    assert!(clock.waits().is_empty());
}

#[test]
fn a_host_is_given_a_rest_between_requests_as_long_as_it_wants() {
    let server = Server::start();
    server.answers("/robots.txt", &[Answer::new(200, "User-agent: *\nCrawl-delay: 9\n")]);
    server.answers("/a", &[Answer::page("Hello")]);
    let clock = Still::new();
    let client = Client::new(settings(), clock.clone());
    for _ in 0..3 {
        assert!(client.get(&url(&server.url("/a")), &Validators::default()).is_ok());
    }
    assert_eq!(clock.waits(), [9, 9]);
    assert_eq!(server.asked().iter().filter(|a| a.path == "/robots.txt").count(), 1);
}

#[test]
fn what_robots_txt_forbids_is_not_asked_for() {
    let server = Server::start();
    server.answers("/robots.txt", &[Answer::new(200, "User-agent: sayso\nDisallow: /closed\n")]);
    server.answers("/open", &[Answer::new(302, "").with("Location", "/closed/1")]);
    assert_eq!(fetch(&server.url("/closed/1")), Err(Problem::Robots));
    assert_eq!(fetch(&server.url("/open")), Err(Problem::Robots));
    assert_eq!(server.paths(), ["/open"]);
}

#[test]
fn robots_txt_that_is_not_there_allows_and_one_that_cannot_be_had_forbids() {
    let server = Server::start();
    server.answers("/a", &[Answer::page("Hello")]);
    assert!(fetch(&server.url("/a")).is_ok());
    server.answers("/robots.txt", &[Answer::new(503, "")]);
    let problem = fetch(&server.url("/a")).unwrap_err();
    assert!(matches!(problem, Problem::RobotsMissing(_)) && problem.is_passing(), "{problem}");
    server.answers("/robots.txt", &[Answer::new(301, "").with("Location", "/rules")]);
    server.answers("/rules", &[Answer::new(200, "User-agent: *\nDisallow: /\n")]);
    assert_eq!(fetch(&server.url("/a")), Err(Problem::Robots));
}

#[test]
fn a_body_that_does_not_end_is_given_up() {
    let server = Server::start();
    server.answers("/a", &[Answer::page("The beginning").hanging()]);
    let body_timeout = Duration::from_millis(300);
    let problem = fetch_with(Settings { body_timeout, ..settings() }, &server.url("/a")).unwrap_err();
    assert_eq!(problem, Problem::TimedOut(body_timeout));
    assert!(problem.is_passing());
    assert_eq!(server.paths(), ["/a"]);
}

#[test]
fn an_answer_that_breaks_off_is_told_from_a_whole_one() {
    let server = Server::start();
    server.answers("/plain", &[Answer::page("The beginning").cut_off(50)]);
    let whole = gzip("news ".repeat(1000).as_bytes());
    server.answers("/gzip", &[Answer::page(&whole[..whole.len() / 2]).with("Content-Encoding", "gzip")]);
    server.answers("/damaged", &[Answer::page("no gzip at all").with("Content-Encoding", "gzip")]);
    for path in ["/plain", "/gzip", "/damaged"] {
        let problem = fetch(&server.url(path)).unwrap_err();
        assert!(matches!(problem, Problem::Broken(_)), "{path}: {problem:?}");
    }
    server.answers(
        "/gzip",
        &[
            Answer::page(&whole[..whole.len() / 2]).with("Content-Encoding", "gzip"),
            Answer::page(whole).with("Content-Encoding", "gzip"),
        ],
    );
    assert_eq!(page(fetch(&server.url("/gzip"))).bytes.len(), 5000);
}

#[test]
fn what_is_too_long_is_refused_also_when_it_is_only_so_unpacked() {
    let server = Server::start();
    let bomb = gzip(&vec![b' '; 10_000_000]);
    assert!(bomb.len() < 20_000);
    server.answers("/long", &[Answer::page(vec![b' '; 100_001])]);
    server.answers("/bomb", &[Answer::page(bomb.clone()).with("Content-Encoding", "gzip")]);
    server.answers("/map.xml.gz", &[Answer::new(200, bomb).with("Content-Type", "application/gzip")]);
    for path in ["/long", "/bomb", "/map.xml.gz"] {
        assert_eq!(fetch(&server.url(path)), Err(Problem::TooLarge { limit: 100_000 }), "{path}");
    }
    server.answers("/long", &[Answer::page(vec![b' '; 100_000])]);
    assert_eq!(page(fetch(&server.url("/long"))).bytes.len(), 100_000);
    server.answers("/map.xml.gz", &[Answer::new(200, gzip(b"<urlset/>"))]);
    assert_eq!(page(fetch(&server.url("/map.xml.gz"))).bytes, b"<urlset/>");
}

#[test]
fn redirects_are_followed_to_an_end_but_not_for_ever() {
    let server = Server::start();
    server.answers("/a", &[Answer::new(301, "").with("Location", "b?x=1")]);
    server.answers("/b?x=1", &[Answer::new(307, "").with("Location", server.url("/c"))]);
    server.answers("/c", &[Answer::page("Hello")]);
    assert_eq!(page(fetch(&server.url("/a"))).address.as_str(), server.url("/c"));
    server.answers("/round", &[Answer::new(302, "").with("Location", "/round")]);
    assert_eq!(fetch(&server.url("/round")), Err(Problem::Redirects(8)));
    server.answers("/out", &[Answer::new(302, "").with("Location", "file:///etc/hosts")]);
    assert!(matches!(fetch(&server.url("/out")), Err(Problem::Redirect { .. })));
    server.answers("/nowhere", &[Answer::new(302, "")]);
    assert!(matches!(fetch(&server.url("/nowhere")), Err(Problem::Broken(_))));
}

#[test]
fn private_addresses_are_refused_unless_allowed() {
    let server = Server::start();
    let shut = Settings { private: Private::Refused, ..settings() };
    let port = url(&server.url("/")).port().unwrap();
    for host in ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433", "10.255.255.1"] {
        let problem = fetch_with(shut.clone(), &format!("http://{host}:{port}/a")).unwrap_err();
        assert!(matches!(problem, Problem::Private(_)) && !problem.is_passing(), "{host}: {problem:?}");
        assert!(problem.to_string().contains("--allow-private"));
    }
    assert!(server.asked().is_empty());
}

#[test]
fn a_redirect_to_a_private_address_is_refused() {
    let server = Server::start();
    let only = Settings { private: Private::Only(vec!["127.0.0.1".parse().unwrap()]), ..settings() };
    server.answers("/a", &[Answer::new(302, "").with("Location", server.url("/b").replace("127.0.0.1", "127.0.0.2"))]);
    server.answers("/b", &[Answer::page("Hello")]);
    assert_eq!(fetch_with(only.clone(), &server.url("/a")), Err(Problem::Private("127.0.0.2".parse().unwrap())));
    assert_eq!(server.paths(), ["/a"]);
    assert!(fetch_with(only, &server.url("/b")).is_ok());
}

#[test]
fn nothing_is_asked_once_somebody_asked_to_stop() {
    let server = Server::start();
    let stop = Stop::default();
    stop.ask();
    let client = Client::new(settings(), Arc::new(stop));
    let problem = client.get(&url(&server.url("/a")), &Validators::default()).unwrap_err().problem;
    assert_eq!(problem, Problem::Stopped);
    assert!(server.asked().is_empty());
}

#[test]
fn a_host_that_nobody_answers_at_is_told() {
    let address = Server::start().url("/a");
    let problem = fetch(&address).unwrap_err();
    assert!(matches!(problem, Problem::RobotsMissing(_)) && problem.is_passing(), "{problem:?}");
}
