//! Where a ledger is.

use std::convert::Infallible;
use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// A file, or a database on a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// An SQLite file.
    File(PathBuf),
    /// PostgreSQL's address: `postgres://user@host/database`.
    Server(String),
}

impl FromStr for Location {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        let is_address = text.starts_with("postgres://") || text.starts_with("postgresql://");
        Ok(if is_address { Self::Server(text.to_owned()) } else { Self::File(text.into()) })
    }
}

impl From<&Path> for Location {
    fn from(path: &Path) -> Self {
        Self::File(path.to_owned())
    }
}

/// A password is left out.
impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::File(path) => path.display().fmt(f),
            Self::Server(url) => f.write_str(&without_password(url)),
        }
    }
}

fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let (server, query) = rest.split_once('?').unwrap_or((rest, ""));
    let server = match server.rsplit_once('@') {
        Some((user, host)) => format!("{}@{host}", user.split(':').next().unwrap_or_default()),
        None => server.to_owned(),
    };
    let kept: Vec<&str> = query.split('&').filter(|p| !p.is_empty() && !p.starts_with("password=")).collect();
    let query = if kept.is_empty() { String::new() } else { format!("?{}", kept.join("&")) };
    format!("{scheme}://{server}{query}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_server_and_its_password_is_not_shown() {
        let shown = |text: &str| text.parse::<Location>().map(|l| l.to_string()).expect("every text is a location");
        assert_eq!(shown("postgres://ann:secret@db.example/news"), "postgres://ann@db.example/news");
        assert_eq!(shown("postgres:///news?host=/run/pg&password=secret"), "postgres:///news?host=/run/pg");
        assert_eq!(shown("news.db"), "news.db");
        assert_eq!("news.db".parse(), Ok(Location::File("news.db".into())));
    }
}
