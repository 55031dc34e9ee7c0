//! Pages of the web, from a server of the test's own.

mod command;

#[allow(dead_code, reason = "each test needs some of it")]
#[path = "../../fetch/tests/server/mod.rs"]
mod server;

use command::{errors, run};
use serde_json::Value;
use server::{Answer, Server};
use std::path::PathBuf;
use std::process::Output;

fn folder(test: &str) -> PathBuf {
    command::folder("web", test)
}

fn records(output: &Output) -> Vec<Value> {
    let text = String::from_utf8_lossy(&output.stdout);
    text.lines().map(|l| serde_json::from_str(l).expect("a line is JSON")).collect()
}

fn page(title: &str, text: &str) -> Answer {
    Answer::page(format!(
        "<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{text}</p></article></body></html>"
    ))
}

const STORY: &str = "Peru recalled its ambassador from Chile on Monday, officials said.";

#[test]
fn a_page_is_fetched_and_coded() {
    let (server, folder) = (Server::start(), folder("code"));
    server.answers("/2021/05/04/envoy", &[page("Peru recalls its envoy", STORY)]);
    let address = server.url("/2021/05/04/envoy");
    let output = run(&folder, &["code", "--allow-private", "--format", "json", &address]);
    let record = &records(&output)[0];
    assert_eq!(
        (&record["document"]["url"], &record["document"]["source"]),
        (&Value::from(address.as_str()), &Value::from(address.as_str()))
    );
    assert_eq!(record["document"]["published"], "2021-05-04");
    let dates: Vec<&Value> = record["events"].as_array().expect("a list").iter().map(|e| &e["date"]["value"]).collect();
    assert!(dates.contains(&&Value::from("2021-05-03")), "{dates:?}");
    let explained = run(&folder, &["explain", "--allow-private=127.0.0.1,10.0.0.1", &address, "--event", "V2"]);
    assert!(String::from_utf8_lossy(&explained.stdout).contains("recalled"), "{}", errors(&explained));
}

#[test]
fn the_letters_are_those_that_the_header_names() {
    let (server, folder) = (Server::start(), folder("charset"));
    let body = b"<html><body><article><h1>Envoy recalled</h1><p>Peru recalled its ambassador from Chile, Jos\xe9 Pe\xf1a said on Monday.</p></article></body></html>";
    server.answers("/right", &[Answer::new(200, *body).with("Content-Type", "text/html; charset=iso-8859-1")]);
    let text = "<html><body><article><p>Peru recalled its ambassador from Chile, José Peña said on Monday.</p></article></body></html>";
    server.answers("/wrong", &[Answer::new(200, text).with("Content-Type", "text/html; charset=iso-8859-1")]);
    let output = run(
        &folder,
        &["code", "--allow-private", "--delay", "0s", "--format", "json", &server.url("/right"), &server.url("/wrong")],
    );
    let records = records(&output);
    assert_eq!(records.len(), 2, "{}", errors(&output));
    for record in records {
        assert!(record["document"]["text"].as_str().expect("text").contains("José Peña"), "{record}");
    }
}

#[test]
fn pages_that_do_not_come_are_named_with_a_remedy_and_the_rest_is_coded() {
    let (server, folder) = (Server::start(), folder("bad"));
    server.answers("/robots.txt", &[Answer::new(200, "User-agent: *\nDisallow: /closed\n")]);
    server.answers("/good", &[page("Peru recalls its envoy", STORY)]);
    server.answers("/closed", &[page("Secret", STORY)]);
    server.answers("/slow", &[page("Slow", STORY).hanging()]);
    server.answers("/long", &[page("Long", &STORY.repeat(1000))]);
    server.answers("/round", &[Answer::new(302, "").with("Location", "/round")]);
    server.answers("/menu", &[Answer::page("<html><body><nav><a href='/'>Home</a></nav></body></html>")]);
    let cases = [
        ("/gone", "there is no such page; check the address"),
        ("/closed", "robots.txt"),
        ("/slow", "--timeout"),
        ("/long", "--max-input"),
        ("/round", "redirected more than"),
        ("/menu", "no article"),
    ];
    let mut paths: Vec<String> = cases.iter().map(|(path, _)| server.url(path)).collect();
    paths.push(server.url("/good"));
    let mut args =
        vec!["code", "--allow-private", "--delay", "0s", "--timeout", "2s", "--max-input", "20000", "--format", "json"];
    args.extend(paths.iter().map(String::as_str));
    let output = run(&folder, &args);
    assert_eq!((records(&output).len(), output.status.code()), (1, Some(1)));
    let errors = errors(&output);
    for (path, words) in cases {
        let line = errors
            .lines()
            .find(|l| l.contains(&format!("{}: ", server.url(path))))
            .unwrap_or_else(|| panic!("{path}: {errors}"));
        assert!(line.contains(words), "{line}");
    }
}

#[test]
fn machines_that_the_public_cannot_reach_are_not_asked_unless_allowed() {
    let (server, folder) = (Server::start(), folder("private"));
    server.answers("/a", &[page("Peru recalls its envoy", STORY)]);
    for args in [&["code"][..], &["code", "--allow-private=10.0.0.1"]] {
        let output = run(&folder, &[args, &[&server.url("/a")]].concat());
        assert!(
            errors(&output).contains("127.0.0.1, which is no public machine; --allow-private"),
            "{}",
            errors(&output)
        );
        assert_eq!(output.status.code(), Some(1));
    }
    assert!(server.asked().is_empty());
}

#[test]
fn a_page_is_added_once_and_a_changed_one_is_a_new_version() {
    let (server, folder) = (Server::start(), folder("add"));
    let canonical = "<link rel='canonical' href='https://news.example/'>";
    let body = |text: &str| {
        Answer::page(format!(
            "<html><head>{canonical}</head><body><article><h1>Envoy</h1><p>{text}</p></article></body></html>"
        ))
    };
    server.answers(
        "/a?id=1",
        &[body(STORY), body(STORY), body("Peru expelled the ambassador of Chile on Monday, officials said.")],
    );
    server.answers("/b", &[body("Brazil and Bolivia signed a trade agreement on Monday, officials said.")]);
    let add = |path: &str| errors(&run(&folder, &["add", "--allow-private", "--delay", "0s", &server.url(path)]));
    assert!(add("/a?id=1").contains("1 new, 0 new versions, 0 unchanged"));
    assert!(add("/a?id=1#top").contains("0 new, 0 new versions, 1 unchanged"));
    assert!(add("/a?id=1").contains("0 new, 1 new versions, 0 unchanged"));
    // What a page calls its own address may be that of another.
    assert!(add("/b").contains("1 new, 0 new versions, 0 unchanged"));
}

#[test]
fn times_that_are_none_are_refused() {
    let folder = folder("times");
    for wrong in ["soon", "-5s", "9999999h"] {
        let output = run(&folder, &["code", &format!("--delay={wrong}"), "https://news.example/"]);
        assert_eq!(output.status.code(), Some(2));
        assert!(errors(&output).contains("write it as 30s"), "{}", errors(&output));
    }
}

#[test]
fn the_examples_with_addresses_in_the_help_run() {
    let (server, folder) = (Server::start(), folder("help"));
    server.answers("/story", &[page("Peru recalls its envoy", STORY)]);
    for command in ["code", "add"] {
        let help = run(&folder, &[command, "--help"]);
        let help = String::from_utf8_lossy(&help.stdout).into_owned();
        let example = help
            .lines()
            .find_map(|l| l.trim().strip_prefix("sayso ").filter(|l| l.contains("https://")))
            .expect("there is one");
        let file = folder.join("news.db").display().to_string();
        let args: Vec<String> = example
            .split("  ")
            .next()
            .unwrap_or_default()
            .split(' ')
            .map(|a| a.replace("news.db", &file).replace("https://example.org/story", &server.url("/story")))
            .collect();
        let mut args: Vec<&str> = args.iter().map(String::as_str).collect();
        args.push("--allow-private");
        let output = run(&folder, &args);
        assert!(output.status.success(), "{example}: {}", errors(&output));
    }
}
