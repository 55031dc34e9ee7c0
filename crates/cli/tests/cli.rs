//! The program as people run it: bad documents in a batch, forms of output, exit status.

use serde_json::Value;
use std::collections::HashMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const ARTICLE: &str = "# Peru recalls its envoy\n\n3 May 2021\n\nPeru recalled its ambassador from Chile on Monday.\n";

/// A folder of a test's own, empty at its beginning.
fn folder(test: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).expect("the folder can be made");
    path
}

fn write(folder: &Path, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("the folder can be made");
    fs::write(&path, content).expect("the file can be written");
    path
}

fn sayso(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sayso"));
    command.args(args).stdin(Stdio::null());
    for name in ["SAYSO_DATA", "SAYSO_MODEL", "COLUMNS", "NO_COLOR", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    command
}

fn run(args: &[&str]) -> Output {
    sayso(args).output().expect("the program starts")
}

fn run_with_input(args: &[&str], input: &[u8]) -> Output {
    let mut child = sayso(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    child.stdin.take().expect("it has an input").write_all(input).expect("the input is read");
    child.wait_with_output().expect("the program ends")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("the output is UTF-8")
}

fn records(output: &Output) -> Vec<Value> {
    text(&output.stdout).lines().map(|l| serde_json::from_str(l).expect("a line is JSON")).collect()
}

fn examples() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").display().to_string()
}

/// Codes one bad document between two good ones: the good ones are coded, the bad one is named with these words.
fn bad_among_good(test: &str, name: &str, content: impl AsRef<[u8]>, words: &[&str]) {
    let folder = folder(test);
    let first = write(&folder, "a.md", ARTICLE).display().to_string();
    let bad = write(&folder, name, content).display().to_string();
    let last = write(&folder, "z.md", ARTICLE).display().to_string();
    let output = run(&["code", "--format", "json", &first, &bad, &last]);
    let sources: Vec<String> =
        records(&output).iter().map(|r| r["document"]["source"].as_str().expect("text").to_owned()).collect();
    assert_eq!(sources, [first, last]);
    let errors = text(&output.stderr);
    assert!(errors.contains(&bad), "{errors}");
    for word in words {
        assert!(errors.contains(word), "{word:?} is not in: {errors}");
    }
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn an_empty_file_is_named_and_the_rest_is_coded() {
    bad_among_good("empty", "empty.md", "", &["empty"]);
}

#[test]
fn a_file_of_white_space_is_named_and_the_rest_is_coded() {
    bad_among_good("blank", "blank.txt", "  \n\n\t\n", &["no text"]);
}

#[test]
fn a_binary_file_is_named_and_the_rest_is_coded() {
    let bytes: Vec<u8> =
        b"\x7fELF\x02\x01\x01\0".iter().copied().chain((0..4000).map(|i| (i * 7 % 256) as u8)).collect();
    bad_among_good("binary", "program.txt", bytes, &["binary"]);
}

#[test]
fn a_page_of_nothing_but_menus_is_named_and_the_rest_is_coded() {
    let item = |i| format!("<li><a href=\"/{i}\">Section {i}</a></li>");
    let menu: String = (0..40).map(item).collect();
    let page =
        format!("<!DOCTYPE html><html><head><title>Home</title></head><body><nav><ul>{menu}</ul></nav></body></html>");
    bad_among_good("menus", "menus.html", page, &["no article"]);
}

#[test]
fn fifty_megabytes_of_one_line_are_refused_and_the_rest_is_coded() {
    let line = "Peru recalled its ambassador from Chile. ".repeat(50_000_000 / 41);
    bad_among_good("long", "long.txt", line, &["limit"]);
}

#[test]
fn limits_can_be_raised() {
    let folder = folder("limits");
    let path = write(&folder, "a.md", ARTICLE).display().to_string();
    let with = |args: &[&str]| run(&[&["code", "--format", "json", &path], args].concat()).status.code();
    assert_eq!(with(&["--max-text", "20"]), Some(1));
    assert_eq!(with(&["--max-input", "20"]), Some(1));
    assert_eq!(with(&["--max-text", "200", "--max-input", "200"]), Some(0));
}

#[test]
fn a_missing_path_is_named_and_the_rest_is_coded() {
    let folder = folder("missing");
    let good = write(&folder, "a.md", ARTICLE).display().to_string();
    let missing = folder.join("nowhere.md").display().to_string();
    let output = run(&["code", "--format", "json", &missing, &good]);
    assert_eq!(records(&output).len(), 1);
    let errors = text(&output.stderr);
    assert!(errors.contains(&format!("{missing}: no such file or directory; check the path")), "{errors}");
    assert_eq!(output.status.code(), Some(1));
}

#[cfg(unix)]
#[test]
fn an_unreadable_file_in_a_folder_is_named_and_the_rest_is_coded() {
    let folder = folder("unreadable");
    write(&folder, "a.md", ARTICLE);
    write(&folder, "deep/er/z.md", ARTICLE);
    // Permissions do not keep out whoever runs tests as root; a link to nowhere keeps out everybody.
    std::os::unix::fs::symlink(folder.join("gone"), folder.join("lost.md")).expect("a link can be made");
    let output = run(&["code", "--format", "json", &folder.display().to_string()]);
    assert_eq!(records(&output).len(), 2);
    let errors = text(&output.stderr);
    assert!(errors.contains("lost.md: no such file or directory"), "{errors}");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn broken_utf8_is_read_with_a_warning() {
    let folder = folder("utf8");
    let mut bytes = ARTICLE.as_bytes().to_vec();
    bytes.extend(b"\nThe envoy, Jos\xc3\xa9 Pe\xc3\x28a, left \xff\xfe at once.\n");
    let path = write(&folder, "broken.md", bytes).display().to_string();
    let output = run(&["code", "--format", "json", &path]);
    let record = &records(&output)[0];
    assert!(record["document"]["text"].as_str().expect("text").contains("recalled its ambassador"));
    assert_ne!(record["warnings"], serde_json::json!([]));
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_broken_line_of_json_lines_is_named_by_its_number_and_the_rest_is_coded() {
    let lines = "{\"id\": \"1\", \"text\": \"Peru recalled its envoy.\"}\n\n{\"text\": \"Peru\n{\"id\": \"3\", \"text\": \"Chile protested.\"}\n";
    let folder = folder("jsonl");
    let path = write(&folder, "wire.jsonl", lines).display().to_string();
    let output = run(&["code", "--format", "json", &path]);
    let ids: Vec<Value> = records(&output).iter().map(|r| r["document"]["id"].clone()).collect();
    assert_eq!(ids, ["1", "3"]);
    let errors = text(&output.stderr);
    assert!(errors.contains("wire.jsonl:3: "), "{errors}");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn the_same_input_gives_the_same_bytes_with_any_number_of_jobs() {
    for format in ["json", "table", "csv", "plover"] {
        let coded = |jobs| run(&["code", "--format", format, "--jobs", jobs, &examples()]).stdout;
        let once = coded("1");
        assert!(!once.is_empty());
        assert_eq!(once, coded("1"), "{format}");
        assert_eq!(once, coded("2"), "{format}");
        assert_eq!(once, coded("5"), "{format}");
    }
}

#[test]
fn documents_come_in_the_order_in_which_they_are_given() {
    let folder = folder("order");
    let paths: Vec<String> = (0..30)
        .map(|i| write(&folder, &format!("{i}.md"), ARTICLE.repeat(1 + 30 / (i + 1))).display().to_string())
        .collect();
    let mut args = vec!["code", "--format", "json", "--jobs", "4"];
    args.extend(paths.iter().map(String::as_str));
    let sources: Vec<String> =
        records(&run(&args)).iter().map(|r| r["document"]["source"].as_str().expect("text").to_owned()).collect();
    assert_eq!(sources, paths);
}

/// Every object with a start, an end and a text: `text[start..end]`, in code points.
fn check_offsets(value: &Value, document: &[char], seen: &mut usize) {
    match value {
        Value::Array(list) => list.iter().for_each(|v| check_offsets(v, document, seen)),
        Value::Object(fields) => {
            if let (Some(start), Some(end)) = (fields.get("start"), fields.get("end")) {
                let (start, end) =
                    (start.as_u64().expect("a number") as usize, end.as_u64().expect("a number") as usize);
                assert!(start <= end && end <= document.len());
                if let Some(Value::String(words)) = fields.get("text") {
                    assert_eq!(document[start..end].iter().collect::<String>(), *words);
                    *seen += 1;
                }
            }
            fields.values().for_each(|v| check_offsets(v, document, seen));
        }
        _ => {}
    }
}

#[test]
fn offsets_count_code_points() {
    let line = serde_json::json!({
        "date": "2021-05-03",
        "text": "😀 – “Señor” 𝔓eru…\nPeru’s army attacked Chile’s troops near Arica on Monday, killing 12 soldiers 😀, Peruvian President José Peña said. “Chile threatened Peru,” he said."
    });
    let output = run_with_input(&["code", "--from", "jsonl", "--format", "json", "-"], line.to_string().as_bytes());
    let record = &records(&output)[0];
    let document: Vec<char> = record["document"]["text"].as_str().expect("text").chars().collect();
    let mut seen = 0;
    check_offsets(record, &document, &mut seen);
    assert!(seen > 5, "there is something to check: {record}");
}

#[test]
fn an_id_is_that_of_the_content_wherever_it_was_read() {
    let folder = folder("ids");
    let here = write(&folder, "a.md", ARTICLE).display().to_string();
    let there = write(&folder, "b.md", ARTICLE.replace('\n', "\r\n")).display().to_string();
    let other = write(&folder, "c.md", ARTICLE.replace("Monday", "Tuesday")).display().to_string();
    let output = run(&["code", "--format", "json", &here, &there, &other]);
    let ids: Vec<String> =
        records(&output).iter().map(|r| r["document"]["id"].as_str().expect("text").to_owned()).collect();
    assert!(ids[0].starts_with("b3:"));
    assert_eq!(ids[0], ids[1]);
    assert_ne!(ids[0], ids[2]);
}

#[test]
fn a_pipe_that_is_closed_early_is_no_error() {
    let mut child = sayso(&["code", "--format", "json", &examples()])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(text(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn csv_writes_a_file_for_each_table_with_full_rows() {
    let tables = folder("csv").join("tables");
    let output = run(&["code", "--format", "csv", "--output", &tables.display().to_string(), &examples()]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let names = [
        "documents",
        "entities",
        "mentions",
        "places",
        "times",
        "quantities",
        "statements",
        "events",
        "event_actors",
        "event_sources",
        "event_quantities",
    ];
    let mut rows = HashMap::new();
    for name in names {
        let content = fs::read_to_string(tables.join(name).with_extension("csv")).expect("the table is there");
        let parsed = parse_csv(&content);
        assert!(parsed.iter().all(|r| r.len() == parsed[0].len()), "{name}");
        assert_eq!(parsed[0][0], "document_id", "{name}");
        rows.insert(name, parsed.len() - 1);
    }
    // Three files and a digest of nine.
    assert_eq!(rows["documents"], 12);
    assert!(rows["statements"] > 12);
}

fn parse_csv(content: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut chars = content.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => cell.push(chars.next().expect("it was peeked")),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            c => cell.push(c),
        }
    }
    rows
}

#[test]
fn the_table_keeps_to_the_columns_there_are() {
    for columns in [60, 80, 120] {
        let output = sayso(&["code", &examples()]).env("COLUMNS", columns.to_string()).output().expect("it starts");
        for line in text(&output.stdout).lines() {
            assert!(line.chars().count() <= columns, "wider than {columns}: {line}");
        }
    }
}

#[test]
fn only_some_parts_of_the_record_when_asked() {
    let folder = folder("only");
    let path = write(&folder, "a.md", ARTICLE).display().to_string();
    let output = run(&["code", "--format", "json", "--only", "places,times", &path]);
    let record = &records(&output)[0];
    assert!(record["places"].is_array() && record["times"].is_array() && record["document"].is_object());
    assert!(record.get("events").is_none() && record.get("entities").is_none());
}

#[test]
fn colour_is_for_terminals_unless_asked_for() {
    let folder = folder("colour");
    let path = write(&folder, "a.md", ARTICLE).display().to_string();
    assert!(!text(&run(&["code", &path]).stdout).contains('\x1b'));
    assert!(text(&run(&["code", "--color", "always", &path]).stdout).contains('\x1b'));
    assert!(!text(&run(&["code", "--color", "never", &path]).stdout).contains('\x1b'));
}

#[test]
fn what_is_piped_in_is_coded() {
    let output = run_with_input(&["code", "--format", "json"], ARTICLE.as_bytes());
    let record = &records(&output)[0];
    assert_eq!(record["document"]["source"], "-");
    assert_eq!(record["document"]["published"], "2021-05-03");
}

#[test]
fn date_publisher_and_language_stand_in_place_of_what_the_document_says() {
    let args = ["code", "--format", "json", "--date", "2020-02-29", "--publisher", "The Post", "--language", "en", "-"];
    let document = &records(&run_with_input(&args, ARTICLE.as_bytes()))[0]["document"];
    assert_eq!(
        (&document["published"], &document["publisher"]),
        (&Value::from("2020-02-29"), &Value::from("The Post"))
    );
    assert_eq!(document["language"], "en");
}

#[test]
fn wrong_usage_changes_nothing_and_has_its_own_status() {
    let folder = folder("usage");
    let path = write(&folder, "a.md", ARTICLE).display().to_string();
    let cases: &[(&[&str], &str)] = &[
        (&["code", "--date", "2021-02-30", &path], "--date 2021-02-30: no such date"),
        (&["code", "--data", "no/such/folder", &path], "no/such/folder"),
        (&["code", "--model", "no/such/folder", &path], "no/such/folder"),
        (&["code", "--format", "xml", &path], "xml"),
        (&["code", "--jobs", "0", &path], "--jobs"),
        (&["explain", &path, "--event", "V999"], "V999"),
        (&["frobnicate"], "frobnicate"),
    ];
    for (args, words) in cases {
        let output = run(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(text(&output.stderr).contains(words), "{args:?}: {}", text(&output.stderr));
        assert!(output.stdout.is_empty(), "{args:?}");
    }
}

#[test]
fn explain_names_the_rules_of_an_event_and_marks_its_words() {
    let lines = "{\"text\": \"Chile is a country.\"}\n\n{\"text\": \"Peru attacked Chile, officials said.\", \"date\": \"2021-05-03\"}\n";
    let folder = folder("explain");
    let path = write(&folder, "wire.jsonl", lines).display().to_string();
    let output = run(&["explain", &format!("{path}:3"), "--event", "v1"]);
    let shown = text(&output.stdout);
    for words in
        ["ASSAULT", "  Peru attacked Chile, officials said.\n  ~~~~ ^^^^^^^^ ~~~~~", "actor", "frame", "officials"]
    {
        assert!(shown.contains(words), "{words:?} is not in: {shown}{}", text(&output.stderr));
    }
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(run(&["explain", &format!("{path}:2")]).status.code(), Some(2));
}

#[test]
fn patterns_and_folders_find_documents_in_order() {
    let folder = folder("walk");
    for name in ["b/2.txt", "a/1.md", "a/3.png", ".hidden/4.md", "c.html.bak"] {
        write(&folder, name, ARTICLE);
    }
    let names = |path: &str| -> Vec<String> {
        let name = |r: &Value| {
            let source = r["document"]["source"].as_str().expect("text");
            Path::new(source).strip_prefix(&folder).expect("it is below").display().to_string()
        };
        records(&run(&["code", "--format", "json", path])).iter().map(name).collect()
    };
    assert_eq!(names(&folder.display().to_string()), ["a/1.md", "b/2.txt"]);
    assert_eq!(names(&folder.join("*/?.md").display().to_string()), ["a/1.md"]);
}

#[test]
fn completions_and_the_manual_are_printed() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = run(&["completions", shell]);
        assert!(text(&output.stdout).contains("completions"), "{shell}");
    }
    let page = run(&["man"]);
    assert!(text(&page.stdout).contains(".TH sayso 1"));
    let page = run(&["man", "lexicon", "check"]);
    assert!(text(&page.stdout).contains(".TH sayso-lexicon-check 1"));
}
