//! What a page says of its article: title, dates, authors, publisher, address, language, from JSON-LD, meta elements,
//! `<time>` and the page's heading.

use super::tree::{Content, Tree, decode};
use crate::dates::given_date;
use crate::draft::Found;
use crate::header::{self, same_words};
use crate::json_lines::unescape;
use crate::mapped::Mapped;
use crate::tidy::tidy;
use crate::words::{PageWords, ReaderWords};
use encoding_rs::Encoding;
use sayso_doc::Published;
use serde_json::Value;
use std::collections::HashMap;

/// The character set that a page declares in its first bytes.
pub(crate) fn declared_charset(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = &bytes[..bytes.len().min(4096)];
    let lower = start.to_ascii_lowercase();
    let at = memchr::memmem::find(&lower, b"charset")? + b"charset".len();
    let rest = lower[at..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
    let length = rest.iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':')).count();
    Encoding::for_label(&rest[..length])
}

/// What the page says of its article. The title is taken from where readers see it, if it stands there.
pub(crate) fn found(tree: &Tree<'_>, words: &ReaderWords, warnings: &mut Vec<String>) -> Found {
    let page = Page::read(tree, &words.pages);
    let publisher = page.publisher();
    let published = page.published(tree, words, warnings);
    Found {
        title: page.title(tree, publisher.as_deref()),
        authors: page.authors(tree, publisher.as_deref(), words),
        url: page.url(tree),
        published,
        language: None,
        language_hint: page.language(tree),
        publisher,
    }
}

struct Page<'w> {
    words: &'w PageWords,
    /// Meta elements by name in lower case, with the nodes in document order.
    metas: HashMap<String, Vec<(usize, String)>>,
    /// The JSON-LD object that is the article.
    article: Option<Value>,
}

impl<'w> Page<'w> {
    fn read(tree: &Tree<'_>, words: &'w PageWords) -> Self {
        let mut metas: HashMap<String, Vec<(usize, String)>> = HashMap::new();
        for node in tree.elements("meta") {
            let names = ["property", "name", "itemprop"].map(|a| tree.attribute(node, a));
            let Some(content) = tree.attribute(node, "content").filter(|c| !c.trim().is_empty()) else { continue };
            for name in names.into_iter().flatten() {
                metas.entry(name.trim().to_lowercase()).or_default().push((node, content.trim().to_owned()));
            }
        }
        Self { words, metas, article: json_ld(tree, words) }
    }

    fn meta(&self, names: &[String]) -> Option<&(usize, String)> {
        names.iter().find_map(|n| self.metas.get(n)?.first())
    }

    fn ld(&self, key: &str) -> Option<&Value> {
        self.article.as_ref()?.get(key)
    }

    fn publisher(&self) -> Option<String> {
        let from_meta = self.meta(&self.words.publisher).map(|(_, c)| c.clone());
        let from_ld = self.ld("publisher").and_then(|p| names_in(p).into_iter().next());
        from_ld.or(from_meta).map(|p| clean(p.trim_start_matches('@'))).filter(|p| !p.is_empty() && !p.contains("://"))
    }

    fn url(&self, tree: &Tree<'_>) -> Option<String> {
        let canonical = tree.elements("link").find_map(|node| {
            let rel = tree.attribute(node, "rel")?;
            if rel.eq_ignore_ascii_case("canonical") { tree.attribute(node, "href") } else { None }
        });
        let from_meta = self.meta(&self.words.url).map(|(_, c)| c.clone());
        let from_ld = ["mainEntityOfPage", "url", "@id"].iter().find_map(|key| match self.ld(key)? {
            Value::String(url) => Some(url.clone()),
            Value::Object(page) => page.get("@id").and_then(Value::as_str).map(str::to_owned),
            _ => None,
        });
        let candidates = [canonical.map(|c| c.into_owned()), from_meta, from_ld];
        candidates.into_iter().flatten().map(|u| u.trim().to_owned()).find(|u| u.starts_with("http"))
    }

    fn language(&self, tree: &Tree<'_>) -> Option<String> {
        let html =
            tree.elements("html").find_map(|n| tree.attribute(n, "lang").or_else(|| tree.attribute(n, "xml:lang")));
        let ld = self.ld("inLanguage").and_then(Value::as_str).map(str::to_owned);
        let language = html.map(|l| l.into_owned()).or(ld)?;
        Some(crate::assemble::short_code(&language)).filter(|l| (2..=3).contains(&l.len()))
    }

    /// JSON-LD, then meta elements, then `<time>` beside the heading, then the address; a day of change comes last.
    fn published(&self, tree: &Tree<'_>, words: &ReaderWords, warnings: &mut Vec<String>) -> Option<Published> {
        let parse = |text: &str| given_date(text, &words.dates);
        let text = |key: &str| self.ld(key).and_then(Value::as_str).and_then(parse);
        let meta = |names: &[String]| {
            names.iter().filter_map(|n| self.metas.get(n)).flatten().find_map(|(_, content)| parse(content))
        };
        let from_ld = text("datePublished").or_else(|| text("dateCreated"));
        let from_meta = meta(&self.words.published);
        if let (Some(a), Some(b)) = (&from_ld, &from_meta)
            && days_between(a, b) > 1
        {
            warnings.push(format!(
                "two dates of publication in the page's data, {} and {}; took the first",
                a.date, b.date
            ));
        }
        let given = from_ld.or(from_meta).or_else(|| time_element(tree, words));
        given.or_else(|| self.url(tree).and_then(|u| date_in_address(&u, words))).or_else(|| {
            let changed = text("dateModified").or_else(|| meta(&self.words.modified))?;
            // The page's own date line may still tell better: see `header`.
            warnings.push(CHANGED_ONLY.to_owned());
            Some(changed)
        })
    }

    fn authors(&self, tree: &Tree<'_>, publisher: Option<&str>, words: &ReaderWords) -> Vec<String> {
        let from_ld: Vec<String> =
            ["author", "creator"].iter().filter_map(|key| self.ld(key)).flat_map(names_in).collect();
        let from_meta = || {
            let all =
                self.words.authors.iter().filter_map(|n| self.metas.get(n)).find(|v| v.iter().any(|(_, c)| is_name(c)));
            all.into_iter().flatten().map(|(_, c)| c.clone()).collect()
        };
        let from_page = || {
            let marked = |n: &usize| {
                let is = |a: &str, v: &str| tree.attribute(*n, a).is_some_and(|x| x.split_whitespace().any(|w| w == v));
                tree.name(*n) != "meta" && (is("rel", "author") || is("itemprop", "author"))
            };
            (0..tree.nodes.len()).filter(marked).map(|n| tree.inner_text(n).text).take(4).collect()
        };
        let sources: [&dyn Fn() -> Vec<String>; 3] = [&|| from_ld.clone(), &from_meta, &from_page];
        sources.iter().map(|s| author_names(&s(), publisher, words)).find(|a| !a.is_empty()).unwrap_or_default()
    }

    /// The heading that says what the page's data call its title; else their words.
    fn title(&self, tree: &Tree<'_>, publisher: Option<&str>) -> Option<Mapped> {
        let from_ld = self.ld("headline").and_then(Value::as_str).map(|h| Mapped::unplaced(&decode(h, 0).text));
        let from_meta = self.meta(&self.words.titles).and_then(|(node, _)| {
            let range = tree.attribute_range(*node, "content")?;
            Some(decode(&tree.source[range.clone()], range.start))
        });
        let element = tree.elements("title").map(|n| tree.inner_text(n)).next();
        let stated: Vec<Mapped> = [from_meta, from_ld, element].into_iter().flatten().map(|t| tidy(&t)).collect();
        let shortened = stated.iter().map(|t| self.without_site(t, publisher)).filter(|t| !t.is_empty());
        let titles: Vec<Mapped> = shortened.collect();
        let headings: Vec<Mapped> =
            tree.elements("h1").chain(tree.elements("h2")).map(|n| tidy(&tree.inner_text(n))).collect();
        let told = |h: &&Mapped| titles.iter().chain(&stated).any(|t| same_words(&t.text, &h.text));
        let close = |h: &&Mapped| titles.iter().any(|t| shared_words(&t.text, &h.text) >= 0.6);
        let heading = headings.iter().find(told).or_else(|| headings.iter().find(close)).cloned();
        heading.or_else(|| self.title_line(tree, &stated)).or_else(|| titles.into_iter().next())
    }

    /// A line of the page that says what a title says before its site's name.
    fn title_line(&self, tree: &Tree<'_>, stated: &[Mapped]) -> Option<Mapped> {
        let beginnings = stated.iter().flat_map(|title| {
            let cuts =
                self.words.separators.iter().flat_map(|s| title.text.match_indices(s.as_str()).map(|(at, _)| at));
            cuts.chain([title.text.len()]).map(|at| title.text[..at].trim())
        });
        let beginnings: Vec<&str> = beginnings.filter(|b| b.split(' ').count() >= 3).collect();
        let body = tree.elements("body").next().unwrap_or(0);
        (body..tree.nodes.len()).filter_map(|n| tree.text(n)).find_map(|text| {
            let line = tidy(&text);
            beginnings
                .iter()
                .any(|b| b.len().abs_diff(line.text.len()) <= 4 && same_words(b, &line.text))
                .then_some(line)
        })
    }

    /// "Talks open | The Daily Example" without the name of the site.
    fn without_site(&self, title: &Mapped, publisher: Option<&str>) -> Mapped {
        let text = &title.text;
        let last = self.words.separators.iter().filter_map(|s| text.rfind(s.as_str()).map(|at| (at, s.len()))).max();
        let Some((at, length)) = last else { return title.clone() };
        let (head, tail) = (&text[..at], &text[at + length..]);
        let is_site = publisher.is_some_and(|p| shared_words(p, tail) >= 0.5);
        let is_short = tail.split(' ').count() <= 4 && head.split(' ').count() > tail.split(' ').count() + 1;
        if is_site || is_short { tidy(&title.slice(0..at)) } else { title.clone() }
    }
}

pub(crate) const CHANGED_ONLY: &str = "only the day of a change is given; taken for the day of publication";

fn days_between(a: &Published, b: &Published) -> i32 {
    a.date.until(b.date).map_or(0, |span| span.get_days().abs())
}

/// The `<time>` marked as the date of publication, or the first one near the top heading.
fn time_element(tree: &Tree<'_>, words: &ReaderWords) -> Option<Published> {
    let date = |n: usize| {
        let stated = tree.attribute(n, "datetime").or_else(|| tree.attribute(n, "content"));
        stated.and_then(|d| given_date(&d, &words.dates)).or_else(|| given_date(&tree.inner_text(n).text, &words.dates))
    };
    let marked = |n: &usize| {
        let names = ["itemprop", "class"].map(|a| tree.attribute(*n, a).unwrap_or_default().to_lowercase());
        names[0] == "datepublished"
            || tree.name(*n) == "time"
                && (tree.attribute_range(*n, "pubdate").is_some() || names[1].contains("publish"))
    };
    let all = || (0..tree.nodes.len()).filter(|n| tree.name(*n) != "meta" && !tree.name(*n).is_empty());
    if let Some(published) = all().filter(marked).find_map(date) {
        return Some(published);
    }
    let heading = tree.elements("h1").next()?;
    let body = tree.elements("p").find(|p| *p > heading && tree.inner_text(*p).text.trim().len() > 200);
    let near = body.map_or(heading + 400, |p| p + 1);
    let before = heading.saturating_sub(60);
    tree.elements("time").filter(|t| (before..near).contains(t)).find_map(date)
}

/// `/2021/03/04/` in an address.
pub(crate) fn date_in_address(url: &str, words: &ReaderWords) -> Option<Published> {
    let parts: Vec<&str> = url.split('/').collect();
    let is = |s: &str, n: usize| s.len() <= n && !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    parts.windows(3).find_map(|w| {
        let numeric = w[0].len() == 4 && is(w[0], 4) && is(w[2], 2);
        if !numeric {
            return None;
        }
        let separator = if is(w[1], 2) { "-" } else { " " };
        given_date(&[w[0], w[1], w[2]].join(separator), &words.dates)
    })
}

/// The article among a page's JSON-LD objects.
fn json_ld(tree: &Tree<'_>, words: &PageWords) -> Option<Value> {
    let mut best: Option<Value> = None;
    for script in tree.elements("script") {
        if !tree.attribute(script, "type").is_some_and(|t| t.to_ascii_lowercase().contains("ld+json")) {
            continue;
        }
        let Some(Content::Raw(range)) = tree.nodes.get(script + 1).map(|n| &n.content) else { continue };
        let mut found = Vec::new();
        collect(parse_json(&tree.source[range.clone()]), &mut found, 0);
        let references: Vec<(String, Value)> = found.iter().filter_map(|o| Some((id(o)?, o.clone()))).collect();
        for mut object in found {
            let rank = |o: &Value| {
                let is = |list: &std::collections::HashSet<String>| types(o).iter().any(|t| list.contains(t));
                if is(&words.article_types) { 2 } else { usize::from(is(&words.page_types)) }
            };
            if rank(&object) > best.as_ref().map_or(0, rank) {
                for key in ["author", "publisher"] {
                    if let Some(value) = object.get_mut(key) {
                        resolve(value, &references);
                    }
                }
                best = Some(object);
            }
        }
    }
    best
}

fn id(object: &Value) -> Option<String> {
    object.get("@id").and_then(Value::as_str).map(str::to_owned)
}

/// Puts the object that `{"@id": …}` names in its place.
fn resolve(value: &mut Value, references: &[(String, Value)]) {
    match value {
        Value::Array(list) => list.iter_mut().for_each(|v| resolve(v, references)),
        Value::Object(object) if !object.contains_key("name") => {
            let named = object.get("@id").and_then(Value::as_str);
            if let Some((_, target)) = references.iter().find(|(id, _)| Some(id.as_str()) == named) {
                *value = target.clone();
            }
        }
        _ => {}
    }
}

/// The text of the article as the page's JSON-LD has it, over the page: the longest one.
pub(crate) fn article_body(tree: &Tree<'_>) -> Option<Mapped> {
    const KEY: &str = "\"articleBody\"";
    let scripts =
        tree.nodes.iter().filter_map(|n| if let Content::Raw(range) = &n.content { Some(range) } else { None });
    let bodies = scripts.flat_map(|range| {
        let script = &tree.source[range.clone()];
        script.match_indices(KEY).filter_map(|(at, _)| {
            let rest = script[at + KEY.len()..].trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
            let start = range.end - rest.len();
            Some(start..start + json_string_length(rest)?)
        })
    });
    let longest = bodies.max_by_key(|r| r.len())?;
    Some(unescape(tree.source, longest))
}

/// How long the content of a JSON string is whose quotation mark has been read.
fn json_string_length(text: &str) -> Option<usize> {
    let mut escaped = false;
    text.bytes().position(|b| {
        let ends = b == b'"' && !escaped;
        escaped = b == b'\\' && !escaped;
        ends
    })
}

/// JSON as pages have it: with line breaks in strings, in comments.
fn parse_json(text: &str) -> Value {
    let text = text.trim().trim_start_matches("<!--").trim_end_matches("-->").trim();
    let text = text.trim_start_matches("//<![CDATA[").trim_end_matches("//]]>").trim().trim_end_matches(';');
    serde_json::from_str(text)
        .or_else(|_| serde_json::from_str(&text.replace(|c: char| c.is_control(), " ")))
        .unwrap_or(Value::Null)
}

fn collect(value: Value, out: &mut Vec<Value>, depth: usize) {
    match value {
        Value::Array(list) if depth < 4 => list.into_iter().for_each(|v| collect(v, out, depth + 1)),
        Value::Object(mut object) if depth < 4 => {
            if let Some(graph) = object.remove("@graph") {
                collect(graph, out, depth + 1);
            }
            out.push(Value::Object(object));
        }
        _ => {}
    }
}

fn types(object: &Value) -> Vec<String> {
    let name = |v: &Value| v.as_str().map(|t| t.rsplit(['/', ':']).next().unwrap_or(t).to_lowercase());
    match object.get("@type") {
        Some(Value::Array(list)) => list.iter().filter_map(name).collect(),
        Some(one) => name(one).into_iter().collect(),
        None => Vec::new(),
    }
}

/// The names in a JSON-LD person, organisation, or list of them.
fn names_in(value: &Value) -> Vec<String> {
    match value {
        Value::String(name) => vec![decode(name, 0).text],
        Value::Array(list) => list.iter().flat_map(names_in).collect(),
        Value::Object(object) => object.get("name").map(names_in).unwrap_or_default(),
        _ => Vec::new(),
    }
}

/// Names of writers from the strings that pages give for them.
fn author_names(given: &[String], publisher: Option<&str>, words: &ReaderWords) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for text in given.iter().map(|t| clean(t)).filter(|t| is_name(t)) {
        for name in header::author_names(&text, words) {
            let known = out.iter().any(|n| same_words(n, &name)) || publisher.is_some_and(|p| same_words(p, &name));
            if !known && is_name(&name) {
                out.push(name);
            }
        }
    }
    out
}

/// Neither an address nor a sentence.
fn is_name(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty()
        && text.len() <= 120
        && !text.contains("://")
        && !text.contains("www.")
        && !text.starts_with('@')
        && text.chars().any(char::is_alphabetic)
}

fn clean(text: &str) -> String {
    tidy(&Mapped::unplaced(text)).text
}

/// The share of the words of the shorter text that the longer one has too.
fn shared_words(a: &str, b: &str) -> f64 {
    let words = |s: &str| {
        let lower = s.to_lowercase();
        let list: std::collections::HashSet<String> =
            lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect();
        list
    };
    let (a, b) = (words(a), words(b));
    let least = a.len().min(b.len());
    if least == 0 { 0.0 } else { a.intersection(&b).count() as f64 / a.len().max(b.len()).min(least * 2) as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(source: &str) -> (Found, Vec<String>) {
        let mut warnings = Vec::new();
        let found = found(&Tree::parse(source), &ReaderWords::embedded(), &mut warnings);
        (found, warnings)
    }

    fn date(found: &Found) -> Option<&str> {
        found.published.as_ref().map(|p| p.iso.as_str())
    }

    #[test]
    fn json_ld_tells_all() {
        let (found, warnings) = page(
            r#"<html lang="en-GB"><title>Talks open | The Daily Example</title>
            <meta property="og:title" content="Talks open - The Daily Example"><meta property="og:site_name" content="Daily Ex">
            <script type="application/ld+json">{"@graph": [{"@type": "Organization", "@id": "org:1", "name": "The Daily Example"}, {"@type": ["NewsArticle"],
             "headline": "Talks &amp; more", "datePublished": "2021-03-04T10:15:00Z", "dateModified": "2021-03-06",
             "author": [{"@type": "Person", "name": "Ada Bell"}, {"name": "By Jo Orr"}],
             "publisher": {"@id": "org:1"}, "mainEntityOfPage": {"@id": "https://example.org/talks"}}]}</script>
            <h1>Talks <b>open</b></h1>"#,
        );
        assert_eq!(found.title.as_ref().unwrap().text, "Talks open");
        assert!(found.title.as_ref().unwrap().start().is_some());
        assert_eq!(found.authors, ["Ada Bell", "Jo Orr"]);
        assert_eq!(date(&found), Some("2021-03-04T10:15:00+00:00"));
        assert_eq!(found.publisher.as_deref(), Some("The Daily Example"));
        assert_eq!(found.url.as_deref(), Some("https://example.org/talks"));
        assert_eq!(found.language_hint.as_deref(), Some("en"));
        assert!(warnings.is_empty(), "{warnings:?}");
    }

    #[test]
    fn meta_elements_and_time_and_address() {
        let (found, _) = page(
            r#"<meta name="author" content="https://example.org/staff/1"><meta name="byl" content="By ADA BELL and JO ORR">
            <meta name="pubdate" content="20210304"><link rel="canonical" href="https://example.org/a">"#,
        );
        assert_eq!((date(&found), found.authors.len()), (Some("2021-03-04"), 2));
        let (found, _) = page(r#"<meta name="author" content="by Ada Bell | May 5, 2021 12:01 PM"><p>x</p>"#);
        assert_eq!(found.authors, ["Ada Bell"]);
        let (found, _) = page(r#"<meta name="author" content="By Example Press News Desk">"#);
        assert_eq!(found.authors, ["Example Press News Desk"]);
        let (found, _) = page(r#"<h1>Talks</h1><time datetime="2021-03-04T08:00">4 March</time><p>They met.</p>"#);
        assert_eq!(date(&found), Some("2021-03-04T08:00:00"));
        let (found, _) = page(r#"<meta property="og:url" content="https://example.org/2021/mar/04/talks">"#);
        assert_eq!(date(&found), Some("2021-03-04"));
        let (found, _) = page(r#"<meta property="og:url" content="https://example.org/2021/03/talks-4">"#);
        assert_eq!(date(&found), None);
    }

    #[test]
    fn a_day_of_change_is_only_the_last_resort_and_said() {
        let (found, warnings) = page(r#"<meta property="article:modified_time" content="2021-03-06T01:00:00+02:00">"#);
        assert_eq!(date(&found), Some("2021-03-06T01:00:00+02:00"));
        assert_eq!(warnings, [CHANGED_ONLY]);
    }

    #[test]
    fn dates_that_differ_are_said() {
        let (found, warnings) = page(
            r#"<meta property="article:published_time" content="2020-01-01">
            <script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2021-03-04"}</script>"#,
        );
        assert_eq!(date(&found), Some("2021-03-04"));
        assert_eq!(warnings.len(), 1);
    }

    #[test]
    fn the_character_set_a_page_declares() {
        let name = |s: &[u8]| declared_charset(s).map(Encoding::name);
        assert_eq!(name(b"<meta charset=\"ISO-8859-2\">"), Some("ISO-8859-2"));
        assert_eq!(
            name(b"<META http-equiv=Content-Type content='text/html; charset = windows-1251'>"),
            Some("windows-1251")
        );
        assert_eq!(name(b"<p>charset</p>"), None);
    }
}
