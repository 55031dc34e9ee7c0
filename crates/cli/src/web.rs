//! Pages of the web among the documents: how to fetch them, and what is known of them then.

use anyhow::{Context, Result, bail};
use clap::Args;
use jiff::SignedDuration;
use sayso::{Failure, Format, Known, Task};
use sayso_fetch::{Answer, Client, FetchError, Page, Private, Settings, Stop, Url, Validators, parse_address};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

#[derive(Debug, Args)]
#[command(next_help_heading = "Fetching")]
pub(crate) struct WebArgs {
    /// Wait so long between two requests to a host; longer where its robots.txt wants it
    #[arg(long, value_name = "TIME", default_value = "1s", value_parser = time)]
    pub(crate) delay: Duration,
    /// Give a page up that takes longer to begin, or from then to its end
    #[arg(long, value_name = "TIME", default_value = "30s", value_parser = time)]
    pub(crate) timeout: Duration,
    /// Fetch also from machines that the public cannot reach: all, or those at these addresses (=10.0.0.7,…)
    #[arg(long, value_name = "IP", num_args = 0.., require_equals = true, value_delimiter = ',')]
    pub(crate) allow_private: Option<Vec<IpAddr>>,
}

/// "90s", "15m", "1h 30m".
pub(crate) fn time(text: &str) -> Result<Duration> {
    let time: SignedDuration = text.parse().with_context(|| "write it as 30s, 15m or 2h")?;
    match Duration::try_from(time) {
        Ok(time) if time <= Duration::from_secs(366 * 24 * 3600) => Ok(time),
        _ => bail!("write it as 30s, 15m or 2h; no more than a year"),
    }
}

pub(crate) fn client(args: &WebArgs, max_bytes: usize, stop: &Stop) -> Client {
    let default = Settings::default();
    let settings = Settings {
        delay: args.delay,
        connect_timeout: default.connect_timeout.min(args.timeout),
        answer_timeout: args.timeout,
        body_timeout: args.timeout,
        max_bytes,
        private: match args.allow_private.as_deref() {
            None => Private::Refused,
            Some([]) => Private::Allowed,
            Some(some) => Private::Only(some.to_vec()),
        },
        ..default
    };
    Client::new(settings, Arc::new(stop.clone()))
}

/// A task that is an address with its page fetched; any other as it is.
pub(crate) fn fetched(client: &Client, task: Task) -> Task {
    let Task::Address { address, format } = task else { return task };
    let page = parse_address(&address)
        .map_err(|problem| FetchError { address: address.clone(), problem })
        .and_then(|url| client.get(&url, &Validators::default()).map(|answer| (url, answer)));
    match page {
        Ok((url, Answer::Page(page))) => document(&url, *page, format, Known::default()),
        Ok((_, Answer::Unchanged)) => {
            failed(&address, "the site says that the page has not changed, and sent none; try again later".to_owned())
        }
        Err(error) => failed(&error.address, error.problem.to_string()),
    }
}

fn failed(source: &str, message: String) -> Task {
    Task::Failed(Failure { source: source.to_owned(), message })
}

/// A page as a document. `known` is what was told of it beforehand.
pub(crate) fn document(asked: &Url, page: Page, format: Format, known: Known) -> Task {
    let format = if format == Format::Auto { by_media_type(page.media_type.as_deref()) } else { format };
    let known = Known { charset: page.charset, address: Some(page.address.into()), ..known };
    Task::Page { bytes: page.bytes, source: asked.to_string(), format, known }
}

fn by_media_type(media_type: Option<&str>) -> Format {
    match media_type {
        Some("text/html" | "application/xhtml+xml") => Format::Html,
        Some("text/markdown") => Format::Markdown,
        Some("application/x-ndjson" | "application/jsonl") => Format::JsonLines,
        // Much is sent as plain text; the name and the content tell better.
        _ => Format::Auto,
    }
}
