//! Why something could not be fetched, and what to do about it.

use jiff::Timestamp;
use std::net::IpAddr;
use std::time::Duration;
use thiserror::Error;

/// An address that could not be fetched.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{address}: {problem}")]
pub struct FetchError {
    pub address: String,
    pub problem: Problem,
}

#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Problem {
    #[error("not an address: {0}; write it as https://news.example/story")]
    Address(String),
    #[error("{0}: is not fetched; only http and https are")]
    Scheme(String),
    #[error("leads to {0}, which is no public machine; --allow-private fetches it all the same")]
    Private(IpAddr),
    #[error("the site's robots.txt does not let programs fetch it; save the page in a browser and give the file")]
    Robots,
    #[error("the site's robots.txt could not be had ({0}), which has to be taken for a no; try again later")]
    RobotsMissing(String),
    #[error("{}", status(*.0))]
    Status(u16),
    #[error("the site wants no requests before {until:.0}; try again then")]
    Busy { until: Timestamp },
    #[error("longer than the limit of {limit} bytes; --max-input raises it")]
    TooLarge { limit: usize },
    #[error("no answer within {}; try again later, or give more time with --timeout", plain(*.0))]
    TimedOut(Duration),
    #[error("redirected more than {0} times; give the address at which a browser ends up")]
    Redirects(usize),
    #[error("redirected to {to:?}, which is no address to fetch ({why}); give the address at which a browser ends up")]
    Redirect { to: String, why: String },
    #[error("no host of this name was found; check the address and the network")]
    NoHost,
    #[error("the connection failed: {0}; check the address and the network")]
    Connection(String),
    #[error("the answer broke off or was damaged: {0}; try again later")]
    Broken(String),
    #[error("stopped before it was fetched")]
    Stopped,
}

impl Problem {
    /// Whether it may be gone the next time.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Status(code) => matches!(code, 408 | 425 | 429 | 500..=599),
            Self::Busy { .. }
            | Self::RobotsMissing(_)
            | Self::TimedOut(_)
            | Self::NoHost
            | Self::Connection(_)
            | Self::Broken(_)
            | Self::Stopped => true,
            Self::Address(_)
            | Self::Scheme(_)
            | Self::Private(_)
            | Self::Robots
            | Self::TooLarge { .. }
            | Self::Redirects(_)
            | Self::Redirect { .. } => false,
        }
    }

    pub(crate) fn of(self, address: impl Into<String>) -> FetchError {
        FetchError { address: address.into(), problem: self }
    }
}

fn status(code: u16) -> String {
    let what = match code {
        401 | 407 => "the site wants a name and a password; save the page in a browser and give the file",
        402 => "the site wants to be paid; save the page in a browser and give the file",
        403 | 451 => "the site does not give it out; save the page in a browser and give the file",
        404 => "there is no such page; check the address",
        410 => "the page is gone for good",
        429 => "the site wants fewer requests; try again later, with a longer --delay",
        500..=599 => "the site is in trouble; try again later",
        _ => "the site did not send the page; check the address",
    };
    format!("HTTP {code}: {what}")
}

fn plain(time: Duration) -> String {
    format!("{} seconds", time.as_secs_f64())
}
