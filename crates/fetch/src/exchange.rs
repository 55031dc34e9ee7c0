//! One request and its answer, over `ureq`: time-outs, sizes, and the check of what a host's name leads to.

use crate::address::Private;
use crate::client::{Page, Settings, Validators};
use crate::error::Problem;
use flate2::read::MultiGzDecoder;
use jiff::Timestamp;
use jiff::fmt::rfc2822;
use std::fmt;
use std::io::{self, Read};
use std::net::IpAddr;
use std::time::Duration;
use ureq::config::Config;
use ureq::http::{HeaderMap, StatusCode, Uri};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Body, Error, Proxy};
use url::Url;

const ACCEPT: &str = "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/feed+json, \
                      application/xml;q=0.9, */*;q=0.5";

/// The longest that a host may put us off.
const MAX_WAIT: Duration = Duration::from_secs(30 * 24 * 3600);

/// What came back.
#[derive(Debug)]
pub(crate) enum Reply {
    Page(Box<Page>),
    NotModified,
    Moved(String),
}

/// What kept it from coming, and how long the host wants us to wait.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) problem: Problem,
    pub(crate) wait: Option<Duration>,
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self { problem, wait: None }
    }
}

pub(crate) fn agent(settings: &Settings) -> Agent {
    let proxy = if settings.proxy_from_environment { Proxy::try_from_env() } else { None };
    let through = proxy.as_ref().map(|p| (p.host().to_owned(), p.port()));
    let config = Config::builder()
        .user_agent(settings.user_agent.clone())
        .accept(ACCEPT)
        .http_status_as_error(false)
        // Each step of a redirect is checked like an address that was given.
        .max_redirects(0)
        .max_redirects_will_error(false)
        .timeout_resolve(Some(settings.connect_timeout))
        .timeout_connect(Some(settings.connect_timeout))
        .timeout_recv_response(Some(settings.answer_timeout))
        .timeout_recv_body(Some(settings.body_timeout))
        .timeout_global(Some(settings.total()))
        .proxy(proxy)
        .build();
    let private = settings.private.clone();
    let resolver = PublicOnly { private, through, system: Box::new(DefaultResolver::default()) };
    Agent::with_parts(config, DefaultConnector::default(), resolver)
}

/// Asks once.
pub(crate) fn exchange(
    agent: &Agent,
    settings: &Settings,
    url: &Url,
    known: &Validators,
    max_bytes: usize,
    now: Timestamp,
) -> Result<Reply, Refusal> {
    let mut request = agent.get(url.as_str());
    for (name, value) in [("If-None-Match", &known.etag), ("If-Modified-Since", &known.last_modified)] {
        if let Some(value) = value {
            request = request.header(name, value);
        }
    }
    let response = request.call().map_err(|e| problem(e, settings))?;
    let (head, body) = response.into_parts();
    if head.status == StatusCode::NOT_MODIFIED {
        return Ok(Reply::NotModified);
    }
    if head.status.is_redirection() {
        let to =
            header(&head.headers, "Location").ok_or_else(|| Problem::Broken("a redirect to nowhere".to_owned()))?;
        return Ok(Reply::Moved(to));
    }
    if head.status != StatusCode::OK {
        return Err(Refusal { problem: Problem::Status(head.status.as_u16()), wait: retry_after(&head.headers, now) });
    }
    let media_type = header(&head.headers, "Content-Type");
    let bytes = bytes(body, max_bytes, settings)?;
    Ok(Reply::Page(Box::new(Page {
        address: url.clone(),
        charset: media_type.as_deref().and_then(charset),
        media_type: media_type.map(|t| t.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()),
        validators: Validators {
            etag: header(&head.headers, "ETag"),
            last_modified: header(&head.headers, "Last-Modified"),
        },
        bytes,
    })))
}

fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    let value = headers.get(name)?.as_bytes();
    // A header in Latin letters of the old kind is read as what it mostly is.
    Some(String::from_utf8_lossy(value).trim().to_owned()).filter(|v| !v.is_empty())
}

/// `windows-1251` of `text/html; charset="windows-1251"`.
fn charset(media_type: &str) -> Option<String> {
    media_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']);
        (name.trim().eq_ignore_ascii_case("charset") && !value.is_empty()).then(|| value.to_owned())
    })
}

/// How long the host wants us to wait: seconds, or until a time.
fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let text = header(headers, "Retry-After")?;
    let wait = text.parse().map(Duration::from_secs).ok().or_else(|| {
        let until = rfc2822::DateTimeParser::new().parse_timestamp(&text).ok()?;
        Some(Duration::try_from(until.duration_since(now)).unwrap_or_default())
    })?;
    Some(wait.min(MAX_WAIT))
}

fn bytes(mut body: Body, limit: usize, settings: &Settings) -> Result<Vec<u8>, Problem> {
    if body.content_length().is_some_and(|n| n > limit as u64) {
        return Err(Problem::TooLarge { limit });
    }
    let bytes = read_up_to(body.as_reader(), limit, settings)?;
    // A file that is compressed itself, as sitemaps are: not only for the way.
    if bytes.starts_with(b"\x1f\x8b") {
        read_up_to(MultiGzDecoder::new(&bytes[..]), limit, settings)
    } else {
        Ok(bytes)
    }
}

/// Counts what comes out of the decompression, so that a few bytes cannot become more than fits.
fn read_up_to(from: impl Read, limit: usize, settings: &Settings) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    let one_more = (limit as u64).saturating_add(1);
    from.take(one_more).read_to_end(&mut bytes).map_err(|e| problem(e.into(), settings))?;
    if bytes.len() > limit { Err(Problem::TooLarge { limit }) } else { Ok(bytes) }
}

fn problem(error: Error, settings: &Settings) -> Problem {
    match error {
        Error::Timeout(which) => Problem::TimedOut(match which {
            ureq::Timeout::Resolve | ureq::Timeout::Connect => settings.connect_timeout,
            ureq::Timeout::RecvResponse => settings.answer_timeout,
            ureq::Timeout::RecvBody => settings.body_timeout,
            _ => settings.total(),
        }),
        Error::HostNotFound => Problem::NoHost,
        Error::BadUri(why) => Problem::Address(why),
        Error::Other(why) => match why.downcast::<Refused>() {
            Ok(refused) => Problem::Private(refused.0),
            Err(other) => Problem::Connection(other.to_string()),
        },
        Error::Io(error) => of_system(&error),
        Error::ConnectionFailed => Problem::Connection("nobody answered".to_owned()),
        Error::Rustls(why) => Problem::Connection(why.to_string()),
        Error::Tls(why) => Problem::Connection(why.to_owned()),
        other => Problem::Broken(other.to_string()),
    }
}

fn of_system(error: &io::Error) -> Problem {
    match error.kind() {
        io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => {
            Problem::Broken(error.to_string())
        }
        _ => Problem::Connection(error.to_string()),
    }
}

/// Looks names up and leaves out machines that the public cannot reach. It is asked for every connection, so that a name
/// that led elsewhere a moment ago is of no use.
struct PublicOnly {
    private: Private,
    /// The proxy, which often stands in a private network.
    through: Option<(String, u16)>,
    system: Box<dyn Resolver>,
}

/// All that a name led to was private.
#[derive(Debug)]
struct Refused(IpAddr);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "leads to {}", self.0)
    }
}

impl std::error::Error for Refused {}

impl fmt::Debug for PublicOnly {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PublicOnly").field("private", &self.private).finish_non_exhaustive()
    }
}

impl Resolver for PublicOnly {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let all = self.system.resolve(uri, config, timeout).map_err(|error| match error {
            // What the system says of a name that nobody knows.
            Error::Io(_) => Error::HostNotFound,
            other => other,
        })?;
        let is_proxy =
            self.through.as_ref().is_some_and(|(host, port)| uri.host() == Some(host) && uri.port_u16() == Some(*port));
        let mut kept = self.empty();
        for address in all.iter().filter(|a| is_proxy || self.private.lets(a.ip())) {
            kept.push(*address);
        }
        match all.first() {
            Some(first) if kept.is_empty() => Err(Error::Other(Box::new(Refused(first.ip())))),
            _ => Ok(kept),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_says_in_which_letters() {
        assert_eq!(charset("text/html; charset=\"windows-1251\"").as_deref(), Some("windows-1251"));
        assert_eq!(charset("text/html;a=b; Charset=koi8-r ").as_deref(), Some("koi8-r"));
        assert_eq!(charset("text/html"), None);
    }

    #[test]
    fn a_host_says_how_long_to_wait_in_seconds_or_by_a_date() {
        let now: Timestamp = "2021-05-03T12:00:00Z".parse().unwrap();
        let wait = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert("Retry-After", value.parse().unwrap());
            retry_after(&headers, now)
        };
        assert_eq!(wait("120"), Some(Duration::from_secs(120)));
        assert_eq!(wait("Mon, 03 May 2021 12:01:00 GMT"), Some(Duration::from_secs(60)));
        assert_eq!(wait("Mon, 03 May 2021 11:00:00 GMT"), Some(Duration::ZERO));
        assert_eq!(wait("99999999999999999"), Some(MAX_WAIT));
        assert_eq!(wait("soon"), None);
    }

    /// Knows every name by the same machines.
    #[derive(Debug)]
    struct Always(&'static [&'static str]);

    impl Resolver for Always {
        fn resolve(&self, _: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
            let mut found = self.empty();
            self.0.iter().for_each(|ip| found.push((ip.parse::<IpAddr>().unwrap(), 80).into()));
            Ok(found)
        }
    }

    #[test]
    fn a_name_that_leads_to_a_private_machine_is_refused_when_it_is_looked_up() {
        let found = |ips, private: &Private| {
            let resolver = PublicOnly { private: private.clone(), through: None, system: Box::new(Always(ips)) };
            let uri = Uri::from_static("http://news.example/");
            let found = resolver.resolve(&uri, &Config::default(), NextTimeout::default());
            found
                .map(|f| f.iter().map(|a| a.ip().to_string()).collect::<Vec<_>>())
                .map_err(|e| problem(e, &Settings::default()))
        };
        let inside = "10.0.0.1".parse().unwrap();
        assert_eq!(found(&["10.0.0.1", "8.8.8.8"], &Private::Refused), Ok(vec!["8.8.8.8".to_owned()]));
        assert_eq!(found(&["10.0.0.1"], &Private::Refused), Err(Problem::Private(inside)));
        assert_eq!(found(&["10.0.0.1"], &Private::Allowed), Ok(vec!["10.0.0.1".to_owned()]));
        assert_eq!(found(&["10.0.0.2", "10.0.0.1"], &Private::Only(vec![inside])), Ok(vec!["10.0.0.1".to_owned()]));
    }
}
