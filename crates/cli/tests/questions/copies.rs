//! Every question to a ledger of generated texts: copies of a few, with other names, dates and figures, some in two outlets.

use super::{errors, folder, json, run, table, text};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use unicode_width::UnicodeWidthStr;

const HAPPENINGS: usize = 24;
const COUNTRIES: [&str; 6] = ["Peru", "Chile", "Bolivia", "Brazil", "Ecuador", "Colombia"];
const TOWNS: [&str; 4] = ["Arica", "Tacna", "Cochabamba", "Guayaquil"];
const SPEAKERS: [&str; 5] = ["Ana Soto", "Luis Paredes", "Rosa Quispe", "Jorge Medina", "Elena Vargas"];

/// An attack, as an outlet tells of it; with the second, each third time of other figures, each fourth the first's own text.
fn document(happening: usize, outlet: usize) -> String {
    let (by, on) = (COUNTRIES[happening % 6], COUNTRIES[(happening + 1 + happening / 6) % 6]);
    let (town, speaker) = (TOWNS[happening % 4], SPEAKERS[happening % 5]);
    let dead = 11 + happening + if outlet == 1 && happening % 3 == 1 { 40 } else { 0 };
    let (month, day) = (1 + happening % 12, 2 + happening);
    let lead = format!(
        "{by} bombed {town} on {day} {name} 2021, killing {dead} soldiers of {on}, officials in {town} said.",
        name = month_name(month)
    );
    let body = format!(
        "{on}'s foreign minister, {speaker}, condemned the attack and threatened {by} with sanctions. The president of {by} \
         denied that his army had attacked {town}. Both governments agreed to meet in Geneva next week for talks on the border, {speaker} said."
    );
    let told = match outlet {
        1 if happening.is_multiple_of(4) => {
            format!("{lead}\n\n{body}\n\nOur correspondent in {town} contributed to this report.")
        }
        1 => format!(
            "{town}: {dead} soldiers of {on} were killed on {day} {} 2021 when {by} bombed {town}.",
            month_name(month)
        ),
        _ => format!("{lead}\n\n{body}"),
    };
    let publisher = ["The Coastal Courier", "Morning Gazette"][outlet];
    let line = serde_json::json!({
        "id": format!("outlet-{outlet}-happening-{happening}"),
        "date": format!("2021-{:02}-{:02}", 1 + (month % 10), day + 1),
        "publisher": publisher,
        "text": told,
    });
    format!("{line}\n")
}

fn month_name(month: usize) -> &'static str {
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October"][month % 10]
}

fn of_copies(test: &str) -> PathBuf {
    let folder = folder(test);
    let path = folder.join("documents.jsonl");
    let documents = (0..HAPPENINGS).flat_map(|h| [document(h, 0), document(h, 1)]);
    fs::write(&path, documents.collect::<String>()).expect("it can be written");
    let added = run(&folder, &["add", &path.display().to_string()]);
    assert!(errors(&added).contains(&format!("{} new", 2 * HAPPENINGS)), "{}", errors(&added));
    folder
}

fn texts<'a>(rows: &'a [Value], field: &str) -> Vec<&'a str> {
    rows.iter().map(|row| row[field].as_str().expect("it is text")).collect()
}

/// Each of these stands whole on a line, and no line is wider than the terminal.
fn has_whole(folder: &Path, args: &[&str], words: &[&str]) {
    let table = table(folder, args, 80);
    for word in words {
        assert!(table.lines().any(|line| line.split(' ').any(|w| w == *word)), "{args:?} has no {word}:\n{table}");
    }
    assert!(table.lines().all(|line| line.width() <= 80), "{args:?} is too wide:\n{table}");
}

#[test]
fn every_question_is_answered_on_many_texts() {
    let folder = of_copies("copies");
    let events = json(&folder, &["events"]);
    assert!(events.len() >= 4 * HAPPENINGS);
    let ids: Vec<String> =
        texts(&events, "document").iter().zip(texts(&events, "id")).map(|(d, id)| format!("{d}/{id}")).collect();
    has_whole(&folder, &["events"], &ids.iter().map(String::as_str).collect::<Vec<_>>());
    has_whole(&folder, &["timeline", "--type", "assault"], &["2021-02-02"]);

    let incidents = json(&folder, &["incidents"]);
    has_whole(&folder, &["incidents"], &texts(&incidents, "incident"));
    let twice =
        incidents.iter().find(|i| i["reports"] == 2 && i["type"] == "ASSAULT").expect("both outlets tell of it");
    let name = twice["incident"].as_str().expect("a name");
    has_whole(&folder, &["show", &name[..10]], &[name]);
    let disputed = json(&folder, &["conflicts"]);
    assert!(disputed.iter().any(|i| i["conflicts"].to_string().contains("whether")), "{disputed:?}");
    has_whole(&folder, &["conflicts"], &[disputed[0]["incident"].as_str().expect("a name")]);

    let shown = table(&folder, &["show", "outlet-0-happening-0"], 80);
    assert!(
        shown.contains("a copy: outlet-1-happening-0 (Morning Gazette)") && shown.contains(", 2 reports"),
        "{shown}"
    );
    assert!(table(&folder, &["show", "outlet-0-happening-1/V1"], 80).contains("incident"));
    let known = json(&folder, &["search", "correspondent"]);
    assert_eq!(known.len(), HAPPENINGS / 4);
    assert!(!json(&folder, &["dyads", "PER-CHL", "--by", "month"]).is_empty());
    assert!(json(&folder, &["sources"]).iter().any(|s| s.to_string().contains("Ana Soto")));
    let counted = json(&folder, &["sql", "select count(distinct copy_of) as n from text_copies"]);
    assert_eq!(counted[0]["n"], 2 * HAPPENINGS - HAPPENINGS / 4);
    assert_eq!(run(&folder, &["ledger", "check"]).status.code(), Some(0));
}

#[test]
fn many_texts_go_out_in_every_form() {
    let folder = of_copies("copies_out");
    let events = json(&folder, &["events"]).len();
    let lines = |format: &str| text(&run(&folder, &["export", "--format", format])).lines().count();
    assert_eq!((lines("jsonl"), lines("plover")), (2 * HAPPENINGS, events));
    let rows = text(&run(&folder, &["export", "--format", "gdelt"]));
    let articles: Vec<usize> =
        rows.lines().map(|row| row.split('\t').nth(33).expect("61 columns").parse().expect("a count")).collect();
    let occurred = json(&folder, &["events", "--status", "occurred"]);
    assert_eq!(articles.len(), texts(&occurred, "incident").into_iter().collect::<BTreeSet<_>>().len());
    assert!(articles.contains(&2) && !articles.contains(&0), "{articles:?}");
    assert!(text(&run(&folder, &["export", "--format", "graphml"])).contains("<node id=\"PER\">"));
    let points: Value = serde_json::from_str(&text(&run(&folder, &["export", "--format", "geojson"]))).expect("JSON");
    assert!(points["features"].as_array().expect("a list").len() >= HAPPENINGS);
    for format in ["parquet", "csv"] {
        let tables = folder.join(format);
        text(&run(&folder, &["export", "--format", format, "--output", &tables.display().to_string()]));
        assert_eq!(fs::read_dir(&tables).expect("a folder").count(), 11);
    }
}
