//! Questions to a ledger of the documents in `examples/`, and of short ones written here.

mod copies;

use super::{errors, folder, lines, run, sayso};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

fn examples() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").display().to_string()
}

/// A ledger of the examples.
fn of_examples(test: &str) -> PathBuf {
    let folder = folder(test);
    let added = run(&folder, &["add", &examples()]);
    assert!(added.status.success(), "{}", errors(&added));
    folder
}

/// A ledger of documents, each with its day of publication.
fn of(test: &str, documents: &[(&str, &str)]) -> PathBuf {
    let folder = folder(test);
    let path = folder.join("documents.jsonl");
    let line = |(i, (date, text)): (usize, &(&str, &str))| {
        serde_json::json!({"id": format!("d{i}"), "date": date, "text": text, "publisher": "The Arica Post"})
            .to_string()
            + "\n"
    };
    fs::write(&path, documents.iter().enumerate().map(line).collect::<String>()).expect("it can be written");
    let added = run(&folder, &["add", &path.display().to_string()]);
    assert!(added.status.success(), "{}", errors(&added));
    folder
}

fn text(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}", errors(output));
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn json(folder: &Path, args: &[&str]) -> Vec<Value> {
    lines(&run(folder, &[args, &["--format", "json"]].concat()))
}

/// What a command prints for people, on a terminal that is so wide.
fn table(folder: &Path, args: &[&str], width: usize) -> String {
    text(&sayso(folder, args).env("COLUMNS", width.to_string()).output().expect("the program starts"))
}

#[test]
fn what_is_exported_is_what_was_coded() {
    let folder = of_examples("exported");
    let coded = text(&run(&folder, &["code", "--format", "json", "--jobs", "1", &examples()]));
    assert!(coded.contains("\"events\":[{"));
    assert_eq!(text(&run(&folder, &["export", "--format", "jsonl"])), coded);
    let plover = text(&run(&folder, &["code", "--format", "plover", "--jobs", "1", &examples()]));
    assert_eq!(text(&run(&folder, &["export", "--format", "plover"])), plover);
    let path = |name: &str| folder.join(name).display().to_string();
    text(&run(&folder, &["code", "--format", "csv", "--output", &path("coded"), "--jobs", "1", &examples()]));
    text(&run(&folder, &["export", "--format", "csv", "--output", &path("exported")]));
    let mut count = 0;
    for file in fs::read_dir(path("coded")).expect("a folder") {
        let file = file.expect("a file").path();
        let name = file.file_name().expect("a name");
        let same = fs::read(&file).expect("it can be read")
            == fs::read(folder.join("exported").join(name)).expect("it is there");
        assert!(same, "{}", file.display());
        count += 1;
    }
    assert_eq!(count, 11);
}

#[test]
fn an_export_has_the_events_that_are_asked_for_and_their_documents() {
    let folder = of_examples("part");
    let wanted: BTreeSet<String> = json(&folder, &["events", "--type", "mobilize"])
        .iter()
        .map(|v| format!("{}/{}", v["document"].as_str().expect("an id"), v["id"].as_str().expect("an id")))
        .collect();
    assert!(!wanted.is_empty());
    let records = lines(&run(&folder, &["export", "--format", "jsonl", "--type", "mobilize"]));
    let found: BTreeSet<String> = records
        .iter()
        .flat_map(|r| r["events"].as_array().expect("a list").iter().map(move |v| (r, v)))
        .map(|(r, v)| format!("{}/{}", r["document"]["id"].as_str().expect("an id"), v["id"].as_str().expect("an id")))
        .collect();
    assert_eq!(found, wanted);
    assert!(records.iter().all(|r| !r["events"].as_array().expect("a list").is_empty()));
    // What nothing marks as not having happened leaves it out.
    let rows = text(&run(&folder, &["export", "--format", "gdelt"]));
    let occurred = json(&folder, &["events", "--status", "occurred"]);
    let incidents: BTreeSet<&str> = occurred.iter().map(|v| v["incident"].as_str().expect("a name")).collect();
    assert_eq!(rows.lines().count(), incidents.len());
    assert!(rows.lines().all(|row| row.split('\t').count() == 61));
    let graph = text(&run(&folder, &["export", "--format", "graphml", "--status", "occurred,planned"]));
    assert!(graph.contains("<node id=\"GRC:GOV\">") && graph.ends_with("</graphml>\n"), "{graph}");
    let points = text(&run(&folder, &["export", "--format", "geojson"]));
    let points: Value = serde_json::from_str(&points).expect("it is JSON");
    let with_point = json(&folder, &["events"]).iter().filter(|v| v["place"]["lat"].is_number()).count();
    assert_eq!(points["features"].as_array().expect("a list").len(), with_point);
    assert!(with_point > 0);
}

#[test]
fn tables_need_a_folder() {
    let folder = of("no_folder", &[("2021-05-05", "Peru attacked Chile.")]);
    for format in ["parquet", "csv"] {
        let output = run(&folder, &["export", "--format", format]);
        assert_eq!(output.status.code(), Some(2));
        assert!(errors(&output).contains("--output FOLDER"), "{}", errors(&output));
    }
}

#[test]
fn an_event_is_found_when_its_date_reaches_into_the_time() {
    let folder = of(
        "dates",
        &[
            ("2021-05-05", "Peru attacked Chile on 3 May 2021."),
            ("2021-05-05", "Bolivia attacked Chile in April 2021."),
            ("2021-05-05", "Ecuador attacked Chile in 2020."),
            ("2021-02-02", "Cuba attacked Chile last weekend."),
        ],
    );
    let found = |args: &[&str]| -> Vec<String> {
        let events = json(&folder, &[&["events", "--type", "assault"], args].concat());
        events.iter().map(|v| v["actors"][0]["country"].as_str().expect("a code").to_owned()).collect()
    };
    assert_eq!(found(&[]), ["PER", "BOL", "ECU", "CUB"]);
    assert_eq!(found(&["--since", "2021-05-01"]), ["PER"]);
    // A month and a year are all of their days.
    assert_eq!(found(&["--since", "2021-04-20"]), ["PER", "BOL"]);
    assert_eq!(found(&["--since", "2020-06", "--until", "2020-07"]), ["ECU"]);
    assert_eq!(found(&["--until", "2021-04-02"]), ["BOL", "ECU", "CUB"]);
    assert_eq!(found(&["--since", "2021", "--until", "2021"]), ["PER", "BOL", "CUB"]);
    // A stretch of days reaches from its first to its last.
    assert_eq!(found(&["--since", "2021-01-31", "--until", "2021-02"]), ["CUB"]);
    assert_eq!(found(&["--since", "2021-02-01", "--until", "2021-02"]), Vec::<String>::new());
    assert_eq!(found(&["--since", "2021-01-29", "--until", "2021-01-30"]), ["CUB"]);
    assert_eq!(found(&["--actor", "CUB", "--since", "2021-01-31"]), ["CUB"]);
    assert_eq!(found(&["--recipient", "CHL", "--since", "2021-04-20"]), ["PER", "BOL"]);
    assert_eq!(found(&["--since", "2021-05-04"]), Vec::<String>::new());
}

#[test]
fn filters_narrow_and_several_values_of_one_widen() {
    let folder = of(
        "narrow",
        &[
            ("2021-05-05", "Peru's army attacked Chile near Arica on Monday, Bolivian officials said."),
            ("2021-05-06", "Chile's foreign minister met Peru's president in Lima on Tuesday."),
        ],
    );
    let count = |args: &[&str]| json(&folder, &[&["events"], args].concat()).len();
    let all = count(&[]);
    assert!(all >= 2);
    assert_eq!(count(&["--type", "ASSAULT,CONSULT"]), count(&["--type", "ASSAULT"]) + count(&["--type", "CONSULT"]));
    assert_eq!(count(&["--dyad", "PER-CHL", "--type", "ASSAULT"]), 1);
    assert_eq!(count(&["--dyad", "PER-CHL,CHL-PER"]), count(&["--dyad", "PER-CHL"]) + count(&["--dyad", "CHL-PER"]));
    assert_eq!(count(&["--actor", "PER:MIL"]), 1);
    assert_eq!(count(&["--actor", ":MIL"]), 1);
    assert_eq!(count(&["--source", "bolivian"]), 1);
    assert_eq!(count(&["--place", "arica"]), 1);
    assert_eq!(count(&["--place", "CHL"]), 1);
    assert_eq!(count(&["--publisher", "the arica post"]), all);
    assert_eq!(count(&["--publisher", "another"]), 0);
    assert_eq!(count(&["--text", "\"foreign minister\"", "--type", "assault"]), 0);
    assert_eq!(count(&["--limit", "1"]), 1);
}

#[test]
fn words_that_name_nothing_are_refused_with_those_that_do() {
    let folder = of("refused", &[("2021-05-05", "Peru attacked Chile.")]);
    for (args, words) in [
        (vec!["events", "--type", "ASAULT"], "ASSAULT"),
        (vec!["events", "--status", "done"], "occurred"),
        (vec!["events", "--since", "yesterday"], "YYYY-MM-DD"),
        (vec!["events", "--dyad", "PERU"], "RUS-UKR"),
        (vec!["dyads", "PERU"], "RUS-UKR"),
        (vec!["show", "d0/V99"], "no V99"),
        (vec!["show", "d"], "d0"),
    ] {
        let output = run(&folder, &args);
        assert!(args[1] == "d" || output.status.code() == Some(2), "{args:?}");
        let told = errors(&output) + &String::from_utf8_lossy(&output.stdout);
        assert!(told.contains(words), "{args:?}: {told}");
    }
}

#[test]
fn tables_fit_the_terminal_and_are_not_cut() {
    let folder = of_examples("fit");
    for args in [&["events"][..], &["timeline"], &["dyads"], &["dyads", "TUR-GRC"], &["sources"], &["search", "border"]]
    {
        for width in [80, 140] {
            let table = table(&folder, args, width);
            assert!(table.lines().count() > 2, "{args:?}: {table}");
            for line in table.lines() {
                assert!(line.chars().count() <= width, "{args:?} at {width}: {line}");
            }
        }
    }
    let events = table(&folder, &["events"], 140);
    for name in ["date", "type", "actors", "recipients", "status", "place", "source", "id"] {
        assert!(events.lines().next().is_some_and(|line| line.contains(name)), "{name}: {events}");
    }
    let count = json(&folder, &["events"]).len();
    let ids = events.lines().filter(|l| l.split_whitespace().last().is_some_and(|w| w.contains("/V"))).count();
    assert_eq!(ids, count);
}

#[test]
fn a_timeline_goes_with_time_and_has_all_events() {
    let folder = of_examples("timeline");
    let dates: Vec<Option<String>> =
        json(&folder, &["timeline"]).iter().map(|v| v["date"].as_str().map(str::to_owned)).collect();
    let mut sorted = dates.clone();
    sorted.sort_by_key(|d| (d.is_none(), d.clone()));
    assert_eq!(dates, sorted);
    assert_eq!(dates.len(), json(&folder, &["events"]).len());
    assert!(dates.len() > 30 && dates.iter().any(Option::is_some));
}

#[test]
fn dyads_are_counted_by_period_and_quad_class() {
    let folder = of(
        "dyads",
        &[
            ("2021-05-05", "Peru attacked Chile on 3 May 2021. Peru attacked Chile on 4 May 2021."),
            ("2021-06-05", "Peru's president telephoned Chile's president on 2 June 2021."),
            ("2021-06-05", "Peru did not attack Chile on 1 June 2021."),
        ],
    );
    let months = json(&folder, &["dyads", "PER-CHL"]);
    let shown: Vec<(&str, i64, i64)> = months
        .iter()
        .map(|m| {
            let number = |name: &str| m[name].as_i64().expect("a count");
            (m["period"].as_str().expect("a month"), number("verbal_cooperation"), number("material_conflict"))
        })
        .collect();
    assert_eq!(shown, [("2021-05", 0, 2), ("2021-06", 1, 0)]);
    assert_eq!(months[0]["mean_score"], -9.0);
    assert_eq!(json(&folder, &["dyads", "PER-CHL", "--by", "day"]).len(), 3);
    assert_eq!(json(&folder, &["dyads", "PER-CHL", "--by", "year"])[0]["events"], 3);
    assert_eq!(json(&folder, &["dyads", "CHL-PER"]).len(), 0);
    let all = json(&folder, &["dyads"]);
    assert_eq!(
        (all[0]["actor"].as_str(), all[0]["recipient"].as_str(), all[0]["events"].as_i64()),
        (Some("PER"), Some("CHL"), Some(3))
    );
    let chart = table(&folder, &["dyads", "PER-CHL"], 80);
    assert!(chart.lines().any(|l| l.starts_with("2021-05") && l.ends_with('█')), "{chart}");
    assert!(!chart.contains('\u{1b}'));
    let colour = table(&folder, &["dyads", "PER-CHL", "--color", "always"], 80);
    assert!(colour.contains('\u{1b}'));
}

#[test]
fn sources_are_counted_with_what_they_tell() {
    let folder = of(
        "sources",
        &[
            (
                "2021-05-05",
                "Peru attacked Chile, the mayor Ana Soto said. Peru arrested a Chilean judge, Ana Soto said.",
            ),
            ("2021-06-05", "Peru will withdraw its troops from Chile, Ana Soto said."),
        ],
    );
    let sources = json(&folder, &["sources"]);
    assert_eq!(sources[0]["source"], "Ana Soto");
    assert_eq!(sources[0]["documents"], 2);
    assert_eq!(sources[0]["types"]["ASSAULT"], 1);
    assert_eq!(sources[0]["statuses"]["planned"], 1);
    assert_eq!(json(&folder, &["sources", "--type", "assault"])[0]["events"], 1);
    let rows = text(&run(&folder, &["sources", "--format", "csv"]));
    assert_eq!(rows.lines().next(), Some("source,country,sectors,events,documents,types,statuses"));
}

#[test]
fn a_document_and_an_event_are_shown_by_the_beginning_of_their_id() {
    let folder = of_examples("shown");
    let events = table(&folder, &["events"], 140);
    let id = events.lines().nth(1).and_then(|l| l.split_whitespace().last()).expect("an id").to_owned();
    let (document, event) = id.split_once('/').expect("a document and an event");
    let shown = table(&folder, &["show", &id], 80);
    assert!(shown.contains("word of") && shown.contains("trigger"), "{shown}");
    let whole = table(&folder, &["show", document], 80);
    assert!(whole.contains(&format!("[{event}]")) && whole.contains("says "), "{whole}");
    assert!(whole.lines().all(|l| l.chars().count() <= 80), "{whole}");
    let record = json(&folder, &["show", &id]);
    assert_eq!(record[0]["format"], "sayso/1");
    assert_eq!(record[0]["events"].as_array().expect("a list").len(), 1);
    let row = text(&run(&folder, &["show", &id, "--format", "csv"]));
    assert_eq!(row.lines().count(), 2);
}

#[test]
fn words_are_found_with_what_stands_around_them_the_best_document_first() {
    let folder = of(
        "found",
        &[
            (
                "2021-05-05",
                "Peru attacked Chile. The harbour of Arica was closed, and nobody knew for how long it would be.",
            ),
            ("2021-05-06", "The harbour of Arica is the harbour that Peru wants. A harbour is a harbour."),
        ],
    );
    let hits = json(&folder, &["search", "harbour"]);
    let ids: Vec<&str> = hits.iter().map(|h| h["document"].as_str().expect("an id")).collect();
    assert_eq!(ids, ["d1", "d0"]);
    assert!(hits[0]["found"].as_str().expect("words").contains("[harbour]"));
    assert_eq!(json(&folder, &["search", "harbour", "--limit", "1"]).len(), 1);
    assert_eq!(json(&folder, &["search", "harbour NOT wants"]).len(), 1);
    // Without a title a document is called by its id, once.
    let shown = table(&folder, &["search", "harbour NOT wants"], 80);
    assert_eq!(shown.lines().take(2).collect::<Vec<_>>(), ["d0", "  2021-05-05 · The Arica Post"], "{shown}");
}

#[test]
fn answers_to_ones_own_questions_stand_in_columns() {
    let folder = of("columns", &[("2021-05-05", "Peru attacked Chile.")]);
    let table = table(&folder, &["sql", "select type, count(*) as n from events group by type"], 80);
    assert_eq!(table, "type     n\nASSAULT  1\n");
    let wide = sayso(&folder, &["sql", "select * from events"]).env("COLUMNS", "80").output().expect("it starts");
    assert!(text(&wide).lines().any(|l| l.starts_with("trigger ") && l.ends_with("attacked")), "{}", text(&wide));
}
