//! Feeds watched, on a server of the test's own that does not always behave.

mod command;

#[path = "server/mod.rs"]
mod postgres_server;
#[allow(dead_code, reason = "each test needs some of it")]
#[path = "../../fetch/tests/server/mod.rs"]
mod server;

use command::{errors, run, sayso};
use serde_json::Value;
use server::{Answer, Server};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn folder(test: &str) -> PathBuf {
    command::folder("watch", test)
}

/// A round over these feeds.
fn once(folder: &Path, args: &[&str]) -> Output {
    run(folder, &[&["watch", "--once", "--allow-private", "--delay", "0s"], args].concat())
}

fn printed(output: &Output) -> Vec<String> {
    String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect()
}

fn ask(folder: &Path, question: &str) -> Vec<Value> {
    let output = run(folder, &["sql", "--format", "json", question]);
    assert!(output.status.success(), "{}", errors(&output));
    printed(&output).iter().map(|l| serde_json::from_str(l).expect("a line is JSON")).collect()
}

fn documents(folder: &Path) -> usize {
    ask(folder, "select document_id from documents where is_current").len()
}

/// An article about a town, with no date or publisher of its own.
fn article(town: &str) -> Answer {
    Answer::page(format!(
        "<html><head><title>Attack near {town}</title></head><body><article><h1>Attack near {town}</h1>
         <p>Peru attacked Chile near {town} on Monday, officials said.</p></article></body></html>"
    ))
}

fn rss(items: &[(&str, &str)]) -> Answer {
    let item =
        |(link, more): &(&str, &str)| format!("<item><title>In the feed</title><link>{link}</link>{more}</item>");
    let items: String = items.iter().map(item).collect();
    Answer::new(200, format!("<rss version='2.0'><channel><title>The Post</title>{items}</channel></rss>"))
}

#[test]
fn articles_of_a_feed_are_stored_once_and_a_bad_item_is_named() {
    let (server, folder) = (Server::start(), folder("rss"));
    let date = "<pubDate>Tue, 04 May 2021 08:00:00 +0200</pubDate>";
    let feed = rss(&[("/a", date), ("javascript:void(0)", ""), ("/b?utm_source=rss", date)]).with("ETag", "\"1\"");
    server.answers("/feed", &[feed, Answer::new(304, "")]);
    server.answers("/a", &[article("Arica")]);
    server.answers("/b?utm_source=rss", &[article("Tacna")]);
    let first = once(&folder, &[&server.url("/feed")]);
    assert_eq!(printed(&first).len(), 2, "{}", errors(&first));
    assert!(printed(&first)[0].starts_with("new · ") && printed(&first)[0].ends_with(&server.url("/a")));
    assert!(
        errors(&first).contains("item 2 (“In the feed”)")
            && errors(&first).contains("2 new, 0 new versions, 0 unchanged")
    );
    assert_eq!(first.status.code(), Some(1));
    let stored = ask(&folder, "select published, publisher, title, url from documents order by doc");
    assert_eq!(
        stored[0],
        serde_json::json!({"published": "2021-05-04", "publisher": "The Post", "title": "Attack near Arica", "url": server.url("/a")})
    );
    let second = once(&folder, &[&server.url("/feed")]);
    assert_eq!((second.status.code(), printed(&second).len()), (Some(0), 0), "{}", errors(&second));
    let mut paths = server.paths();
    paths[1..3].sort();
    assert_eq!(paths, ["/feed", "/a", "/b?utm_source=rss", "/feed"]);
    assert_eq!(server.asked().last().expect("it was asked").headers["if-none-match"], "\"1\"");
    assert_eq!(run(&folder, &["ledger", "check"]).status.code(), Some(0));
}

#[test]
fn a_ledger_on_a_server_keeps_feeds_alike() {
    let Some(database) = postgres_server::address().map(|a| postgres_server::database(&a, "watch")) else { return };
    let (server, folder) = (Server::start(), folder("postgres"));
    let feed = rss(&[("/a", ""), ("/gone", ""), ("/busy", "")]).with("ETag", "\"1\"");
    server.answers("/feed", &[feed, Answer::new(304, "")]);
    server.answers("/a", &[article("Arica")]);
    server.answers("/busy", &[Answer::new(500, ""), Answer::new(500, ""), Answer::new(500, ""), article("Tacna")]);
    let round = || errors(&once(&folder, &["--ledger", &database, &server.url("/feed")]));
    let (first, second) = (round(), round());
    assert!(first.contains("1 new, 0 new versions, 0 unchanged; 1 to be tried again, 1 given up"), "{first}");
    assert!(second.contains("1 new, 0 new versions, 0 unchanged; 0 to be tried again, 0 given up"), "{second}");
    assert_eq!(server.asked().iter().filter(|a| a.headers.contains_key("if-none-match")).count(), 1);
}

#[test]
fn every_kind_of_feed_is_watched_and_told_in_the_order_of_feeds() {
    let (server, folder) = (Server::start(), folder("kinds"));
    let at = |path: &str| server.url(path);
    for town in ["Arica", "Tacna", "Iquique", "Puno", "Cusco"] {
        server.answers(&format!("/{town}"), &[article(town)]);
    }
    server.answers("/rss", &[rss(&[("/Arica", "")])]);
    server.answers("/atom", &[Answer::new(200, "<feed xmlns='http://www.w3.org/2005/Atom'><title>Wire</title><entry><title>x</title><link href='/Tacna'/></entry></feed>")]);
    server.answers("/json", &[Answer::new(200, "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"J\", \"items\": [{\"id\": \"1\", \"url\": \"/Iquique\"}, {\"id\": \"2\", \"url\": \"/Arica\"}]}")]);
    server.answers(
        "/index.xml",
        &[
            Answer::new(200, "<sitemapindex><sitemap><loc>/map.xml</loc></sitemap></sitemapindex>")
                .with("ETag", "\"7\""),
            Answer::new(304, ""),
        ],
    );
    server.answers(
        "/map.xml",
        &[
            Answer::new(200, "<urlset><url><loc>/Puno</loc></url></urlset>"),
            Answer::new(200, "<urlset><url><loc>/Puno</loc></url><url><loc>/Cusco</loc></url></urlset>"),
        ],
    );
    let opml = folder.join("feeds.opml");
    fs::write(
        &opml,
        format!("<opml version='2.0'><body><outline text='Wire' xmlUrl='{}'/></body></opml>", at("/atom")),
    )
    .expect("it can be written");
    let list = folder.join("feeds.txt");
    fs::write(&list, format!("# mine\n{}\n{}\n", at("/json"), at("/rss"))).expect("it can be written");
    let (opml, list) = (opml.display().to_string(), list.display().to_string());
    let args = [at("/rss"), opml, list, at("/index.xml")];
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let output = once(&folder, &args);
    let order: Vec<String> =
        printed(&output).iter().map(|l| l.rsplit('/').next().unwrap_or_default().to_owned()).collect();
    assert_eq!(order, ["Arica", "Tacna", "Iquique", "Puno"], "{}", errors(&output));
    assert_eq!(output.status.code(), Some(0));
    // The index has not changed; what it lists has.
    let order: Vec<String> =
        printed(&once(&folder, &args)).iter().map(|l| l.rsplit('/').next().unwrap_or_default().to_owned()).collect();
    assert_eq!(order, ["Cusco"]);
}

#[test]
fn an_article_that_fails_is_tried_again_in_later_rounds_but_not_for_ever() {
    let (server, folder) = (Server::start(), folder("retries"));
    server.answers("/feed", &[rss(&[("/a", ""), ("/b", ""), ("/gone", ""), ("/c", "")])]);
    let trouble = Answer::new(500, "");
    server.answers("/a", &[trouble.clone(), trouble.clone(), trouble.clone(), article("Arica")]);
    server.answers("/b", &[trouble]);
    server.answers("/c", &[article("Tacna")]);
    let round = || once(&folder, &["--tries", "2", &server.url("/feed")]);
    let first = round();
    assert!(
        errors(&first).contains("1 new, 0 new versions, 0 unchanged; 2 to be tried again, 1 given up"),
        "{}",
        errors(&first)
    );
    assert_eq!(first.status.code(), Some(1));
    let second = errors(&round());
    assert!(second.contains("1 new, 0 new versions, 0 unchanged; 0 to be tried again, 1 given up"), "{second}");
    let asked = server.paths().len();
    assert_eq!(round().status.code(), Some(0));
    assert_eq!(server.paths().len(), asked + 1);
    let given_up = ask(&folder, "select address, why from feed_items where state = 'given up' order by place");
    assert_eq!(given_up.len(), 2);
    assert!(given_up[0]["why"].as_str().expect("text").starts_with("HTTP 500"), "{given_up:?}");
    assert!(given_up[1]["why"].as_str().expect("text").starts_with("HTTP 404"), "{given_up:?}");
}

#[test]
fn a_host_that_wants_a_long_wait_is_left_alone_so_long() {
    let (server, folder) = (Server::start(), folder("busy"));
    server.answers("/feed", &[rss(&[("/a", "")])]);
    server.answers("/a", &[Answer::new(429, "").with("Retry-After", "7200"), article("Arica")]);
    let output = once(&folder, &["--tries", "1", &server.url("/feed")]);
    assert!(errors(&output).contains("no requests before"), "{}", errors(&output));
    assert!(errors(&output).contains("1 to be tried again, 0 given up"), "{}", errors(&output));
    assert_eq!(once(&folder, &["--tries", "1", &server.url("/feed")]).status.code(), Some(0));
    assert_eq!(server.paths(), ["/feed", "/a", "/feed"]);
    let feed = server.url("/busy");
    server.answers("/busy", &[Answer::new(503, "").with("Retry-After", "7200")]);
    assert!(errors(&once(&folder, &[&feed])).contains("no requests before"));
    assert_eq!(once(&folder, &[&feed]).status.code(), Some(0));
    assert_eq!(server.paths().iter().filter(|p| *p == "/busy").count(), 1);
}

#[test]
fn an_article_that_its_feed_calls_changed_becomes_a_new_version() {
    let (server, folder) = (Server::start(), folder("changed"));
    let atom = |updated: &str| {
        Answer::new(
            200,
            format!(
                "<feed xmlns='http://www.w3.org/2005/Atom'><title>Wire</title><entry><title>x</title><link href='/a'/>
            <published>2021-05-04T08:00:00Z</published><updated>{updated}</updated></entry></feed>"
            ),
        )
    };
    server
        .answers("/feed", &[atom("2021-05-04T08:00:00Z"), atom("2021-05-04T08:00:00Z"), atom("2021-05-05T08:00:00Z")]);
    server.answers("/a", &[article("Arica"), article("Tacna")]);
    for words in ["1 new, 0 new versions", "0 new, 0 new versions", "0 new, 1 new versions"] {
        let output = once(&folder, &[&server.url("/feed")]);
        assert!(errors(&output).contains(words), "{words}: {}", errors(&output));
    }
    assert_eq!(documents(&folder), 1);
}

#[test]
fn what_its_feed_dates_earlier_is_passed_over() {
    let (server, folder) = (Server::start(), folder("since"));
    server.answers(
        "/feed",
        &[rss(&[
            ("/old", "<pubDate>Mon, 03 May 2021 08:00:00 GMT</pubDate>"),
            ("/new", "<pubDate>Tue, 04 May 2021 08:00:00 GMT</pubDate>"),
            ("/undated", ""),
        ])],
    );
    server.answers("/new", &[article("Arica")]);
    server.answers("/undated", &[article("Tacna")]);
    assert_eq!(once(&folder, &["--since", "2021-05-04", &server.url("/feed")]).status.code(), Some(0));
    let mut paths = server.paths();
    paths.sort();
    assert_eq!(paths, ["/feed", "/new", "/undated"]);
}

#[test]
fn feeds_that_are_none_are_named_and_the_rest_is_watched() {
    let (server, folder) = (Server::start(), folder("wrong"));
    server.answers("/page", &[Answer::page("<!DOCTYPE html><html><body>News</body></html>")]);
    server.answers("/robots.txt", &[Answer::new(200, "User-agent: sayso\nDisallow: /closed\n")]);
    server.answers("/feed", &[rss(&[("/a", ""), ("/closed/b", "")])]);
    server.answers("/a", &[article("Arica")]);
    let feeds = [server.url("/page"), server.url("/closed/feed"), server.url("/gone"), server.url("/feed")];
    let output = once(&folder, &feeds.iter().map(String::as_str).collect::<Vec<_>>());
    let errors = errors(&output);
    for (what, words) in [
        ("/page", "give the address of its feed"),
        ("/closed/feed", "robots.txt"),
        ("/gone", "HTTP 404"),
        ("/closed/b", "robots.txt"),
    ] {
        let line = errors
            .lines()
            .find(|l| l.starts_with(&format!("{}:", server.url(what))))
            .unwrap_or_else(|| panic!("{what}: {errors}"));
        assert!(line.contains(words), "{line}");
    }
    assert_eq!((printed(&output).len(), output.status.code()), (1, Some(1)));
    let missing = run(&folder, &["watch", "--once", "no/such/list"]);
    assert!(self::errors(&missing).contains("no/such/list: cannot be read; give the address of a feed"));
    assert_eq!(missing.status.code(), Some(2));
}

#[test]
fn articles_at_private_addresses_are_refused_unless_allowed() {
    let (server, folder) = (Server::start(), folder("private"));
    let inside = server.url("/a").replace("127.0.0.1", "127.0.0.2");
    server.answers("/feed", &[rss(&[(&inside, "")])]);
    server.answers("/a", &[article("Arica")]);
    let output = run(&folder, &["watch", "--once", "--delay", "0s", "--allow-private=127.0.0.1", &server.url("/feed")]);
    assert!(errors(&output).contains("leads to 127.0.0.2, which is no public machine"), "{}", errors(&output));
    assert_eq!(server.paths(), ["/feed"]);
    let output = run(&folder, &["watch", "--once", &server.url("/feed")]);
    assert!(errors(&output).contains("leads to 127.0.0.1"), "{}", errors(&output));
}

#[cfg(unix)]
#[test]
fn it_ends_when_asked_and_goes_on_where_it_was() {
    let (server, folder) = (Server::start(), folder("signal"));
    let towns: Vec<String> = (0..12).map(|i| format!("/town{i}")).collect();
    let items: Vec<(&str, &str)> = towns.iter().map(|t| (t.as_str(), "")).collect();
    server.answers("/feed", &[rss(&items)]);
    for town in &towns {
        server.answers(town, &[article(&town[1..])]);
    }
    let args = ["watch", "--every", "1h", "--allow-private", "--delay", "0s", &server.url("/feed")];
    let mut child =
        sayso(&folder, &args).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the program starts");
    let mut lines = BufReader::new(child.stdout.take().expect("it has an output")).lines();
    assert!(lines.next().expect("something is stored").expect("it is text").starts_with("new · "));
    let signalled = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().expect("kill runs");
    assert!(signalled.success());
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
    let output = once(&folder, &[&server.url("/feed")]);
    assert_eq!(output.status.code(), Some(0), "{}", errors(&output));
    assert_eq!(documents(&folder), 12);
    assert_eq!(ask(&folder, "select doc from documents").len(), 12);
    assert_eq!(ask(&folder, "select place from feed_items where state = 'done'").len(), 12);
}

#[test]
fn killed_at_any_moment_it_loses_nothing_and_repeats_nothing() {
    let (server, folder) = (Server::start(), folder("killed"));
    let towns: Vec<String> = (0..30).map(|i| format!("/town{i}")).collect();
    let items: Vec<(&str, &str)> = towns.iter().map(|t| (t.as_str(), "")).collect();
    server.answers("/feed", &[rss(&items)]);
    for town in &towns {
        server.answers(town, &[article(&town[1..])]);
    }
    // Killed when it has stored so many more, wherever it is by then; a ledger that is full makes room for another.
    let kills = std::env::var("SAYSO_KILLS").map_or(4, |n| n.parse().expect("SAYSO_KILLS is a number"));
    let mut reported = 0;
    for more in [1, 4, 2, 7].into_iter().cycle().take(kills) {
        let args = ["watch", "--once", "--allow-private", "--delay", "0s", &server.url("/feed")];
        let mut child =
            sayso(&folder, &args).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the program starts");
        let out = BufReader::new(child.stdout.take().expect("it has an output"));
        reported += out.lines().take(more).filter(Result::is_ok).count();
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
        assert_eq!(run(&folder, &["ledger", "check"]).status.code(), Some(0));
        let stored = documents(&folder);
        assert!(stored >= reported);
        assert_eq!(stored, ask(&folder, "select doc from documents").len());
        if stored == towns.len() {
            make_room(&folder);
            reported = 0;
        }
    }
    assert_eq!(once(&folder, &[&server.url("/feed")]).status.code(), Some(0));
    assert_eq!(ask(&folder, "select doc from documents").len(), 30);
}

/// Takes a ledger away.
fn make_room(folder: &Path) {
    for end in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(folder.join(format!("news.db{end}")));
    }
}

#[test]
fn the_example_in_the_help_runs() {
    let (server, folder) = (Server::start(), folder("help"));
    server.answers("/feed.xml", &[rss(&[("/a", "")])]);
    server.answers("/a", &[article("Arica")]);
    let help = run(&folder, &["watch", "--help"]);
    let help = String::from_utf8_lossy(&help.stdout).into_owned();
    let example = help
        .lines()
        .find_map(|l| l.trim().strip_prefix("sayso ").filter(|l| l.contains("--once")))
        .expect("there is one");
    let file = folder.join("news.db").display().to_string();
    let args: Vec<String> = example
        .split(' ')
        .map(|a| a.replace("news.db", &file).replace("https://example.org/feed.xml", &server.url("/feed.xml")))
        .collect();
    let mut args: Vec<&str> = args.iter().map(String::as_str).collect();
    args.push("--allow-private");
    let output = run(&folder, &args);
    assert!(output.status.success(), "{example}: {}", errors(&output));
    assert_eq!(documents(&folder), 1);
}
