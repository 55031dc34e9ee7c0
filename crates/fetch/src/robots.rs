//! robots.txt, after RFC 9309: which paths of a site programs may fetch, and how long they are to wait in between.

use std::time::Duration;
use url::Url;

/// How much of a robots.txt is read. RFC 9309 asks for half a mebibyte at least.
pub(crate) const MAX_BYTES: usize = 512 << 10;

/// What a site lets us do.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Robots {
    rules: Vec<Rule>,
    pub(crate) delay: Option<Duration>,
}

#[derive(Clone, Debug, PartialEq)]
struct Rule {
    allows: bool,
    path: Vec<u8>,
}

impl Robots {
    /// What a robots.txt says to the program of this name; where it does not name it, what it says to all.
    pub(crate) fn parse(bytes: &[u8], name: &str) -> Self {
        let (mut own, mut others, mut is_named) = (Self::default(), Self::default(), false);
        // Whom the lines that follow speak to; whether the line before named somebody too.
        let (mut to_us, mut to_all, mut naming) = (false, false, false);
        let text = String::from_utf8_lossy(bytes);
        for line in text.trim_start_matches('\u{feff}').lines() {
            let Some((key, value)) = line.split('#').next().and_then(|l| l.split_once(':')) else { continue };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            if key == "user-agent" {
                if !naming {
                    (to_us, to_all) = (false, false);
                }
                naming = true;
                to_all |= value == "*";
                to_us |= token(value).eq_ignore_ascii_case(name);
                is_named |= to_us;
                continue;
            }
            let is_rule = matches!(key.as_str(), "allow" | "disallow" | "crawl-delay");
            naming &= !is_rule;
            for (to, robots) in [(to_us, &mut own), (to_all, &mut others)] {
                if to && is_rule {
                    robots.take(&key, value);
                }
            }
        }
        if is_named { own } else { others }
    }

    fn take(&mut self, key: &str, value: &str) {
        if key == "crawl-delay" {
            let seconds = value.parse().ok().and_then(|s| Duration::try_from_secs_f64(s).ok());
            self.delay = seconds.or(self.delay);
        } else if !value.is_empty() {
            self.rules.push(Rule { allows: key == "allow", path: normal(value.as_bytes()) });
        }
    }

    /// The longest rule that fits decides; of two as long as each other, the one that allows.
    pub(crate) fn allows(&self, url: &Url) -> bool {
        let mut path = url.path().to_owned();
        if let Some(query) = url.query() {
            path = format!("{path}?{query}");
        }
        let path = normal(path.as_bytes());
        if path == b"/robots.txt" {
            return true;
        }
        let fitting = self.rules.iter().filter(|r| fits(&r.path, &path));
        fitting.max_by_key(|r| (r.path.len(), r.allows)).is_none_or(|r| r.allows)
    }
}

/// The name that a line speaks to: "examplebot" of "ExampleBot/2.1 (news)".
fn token(value: &str) -> &str {
    let end = value.find(|c: char| !(c.is_ascii_alphabetic() || c == '_' || c == '-'));
    &value[..end.unwrap_or(value.len())]
}

/// A path with its letters plain where they need no escape and escaped where they do, so that two ways of writing it are one.
fn normal(path: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(path.len());
    let mut at = 0;
    while let Some(&byte) = path.get(at) {
        let digits = path.get(at + 1..at + 3).and_then(|d| std::str::from_utf8(d).ok());
        let escaped = digits.filter(|_| byte == b'%').and_then(|d| u8::from_str_radix(d, 16).ok());
        match escaped {
            Some(b) if b.is_ascii_alphanumeric() || b"-._~".contains(&b) => out.push(b),
            Some(b) => out.extend(format!("%{b:02X}").bytes()),
            None if byte.is_ascii_graphic() => out.push(byte),
            None => out.extend(format!("%{byte:02X}").bytes()),
        }
        at += if escaped.is_some() { 3 } else { 1 };
    }
    out
}

/// Whether a rule's path, with `*` for anything and `$` for the end, is the beginning of a path.
fn fits(rule: &[u8], path: &[u8]) -> bool {
    let (rule, to_end) = rule.strip_suffix(b"$").map_or((rule, false), |r| (r, true));
    let pieces: Vec<&[u8]> = rule.split(|b| *b == b'*').collect();
    let (first, more) = pieces.split_first().expect("a split has a piece");
    let Some(mut rest) = path.strip_prefix(*first) else { return false };
    let Some((last, middle)) = more.split_last() else { return !to_end || rest.is_empty() };
    for piece in middle {
        // The leftmost place leaves the most for the pieces after it.
        let Some(at) = find(rest, piece) else { return false };
        rest = &rest[at + piece.len()..];
    }
    if to_end { rest.ends_with(last) } else { find(rest, last).is_some() }
}

fn find(text: &[u8], piece: &[u8]) -> Option<usize> {
    if piece.is_empty() { Some(0) } else { text.windows(piece.len()).position(|w| w == piece) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(robots: &str, path: &str) -> bool {
        let url = Url::parse("https://news.example").unwrap().join(path).unwrap();
        Robots::parse(robots.as_bytes(), "sayso").allows(&url)
    }

    #[test]
    fn the_group_that_names_us_goes_before_the_one_for_all() {
        let robots = "User-agent: *\nDisallow: /\n\nUser-agent: other\nuser-agent: SaySo/1.0\nDisallow: /private # not this\nCrawl-delay: 2.5\n";
        assert!(allowed(robots, "/story"));
        assert!(!allowed(robots, "/private/story"));
        assert_eq!(Robots::parse(robots.as_bytes(), "sayso").delay, Some(Duration::from_millis(2500)));
        assert!(!allowed("User-agent: *\nDisallow: /\nUser-agent: other\nAllow: /\n", "/story"));
        // A group that names us and says nothing lets us do everything.
        assert!(allowed("User-agent: *\nDisallow: /\nUser-agent: sayso\n", "/story"));
    }

    #[test]
    fn groups_of_one_name_are_one_and_unknown_lines_part_nothing() {
        let robots = "User-agent: sayso\nSitemap: https://news.example/map.xml\nDisallow: /a\n\nUser-agent: x\nDisallow: /\n\nUser-agent: sayso\nDisallow: /b\n";
        assert!(!allowed(robots, "/a") && !allowed(robots, "/b") && allowed(robots, "/c"));
    }

    #[test]
    fn the_longest_rule_decides_and_allows_where_two_are_as_long() {
        let robots = "User-agent: *\nDisallow: /news\nAllow: /news/open\nDisallow: /x\nAllow: /x\n";
        assert!(!allowed(robots, "/news/closed"));
        assert!(allowed(robots, "/news/open/1"));
        assert!(allowed(robots, "/x"));
        assert!(allowed("User-agent: *\nDisallow:\n", "/anything"));
    }

    #[test]
    fn stars_and_ends_are_understood() {
        let robots = "User-agent: *\nDisallow: /*.pdf$\nDisallow: /*?print=\nDisallow: /a*b*c$\nDisallow: /z*oo$\n";
        for closed in ["/x/y.pdf", "/story?print=1", "/a-b-c", "/abcbc", "/x.pdf.pdf", "/zooo"] {
            assert!(!allowed(robots, closed), "{closed}");
        }
        for open in ["/x/y.pdf?download=1", "/story?id=1", "/a-c", "/abcd"] {
            assert!(allowed(robots, open), "{open}");
        }
    }

    #[test]
    fn ways_of_writing_a_path_are_one() {
        assert!(!allowed("User-agent: *\nDisallow: /%7Eann/caf%c3%a9\n", "/~ann/café"));
        assert!(!allowed("User-agent: *\nDisallow: /~ann/café\n", "/%7eann/caf%C3%A9"));
        assert!(allowed("User-agent: *\nDisallow: /a%2Fb\n", "/a/b"));
        assert!(allowed("\u{feff}<html>no robots here</html>", "/"));
    }
}
