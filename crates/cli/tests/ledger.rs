//! The ledger's commands, from outside.

use serde_json::Value;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn folder(test: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("ledger").join(test);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).expect("the folder can be made");
    path
}

fn sayso(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sayso"));
    command.args(args).env("SAYSO_LEDGER", folder.join("news.db")).stdin(Stdio::null());
    command.env_remove("SAYSO_DATA").env_remove("SAYSO_MODEL");
    command
}

fn run(folder: &Path, args: &[&str]) -> Output {
    sayso(folder, args).output().expect("the program starts")
}

fn lines(output: &Output) -> Vec<Value> {
    assert_eq!(output.status.code(), Some(0), "{}", errors(output));
    let text = String::from_utf8_lossy(&output.stdout);
    text.lines().map(|l| serde_json::from_str(l).expect("a line is JSON")).collect()
}

fn errors(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn article(folder: &Path, day: &str) -> String {
    let path = folder.join("a.txt");
    fs::write(&path, format!("Peru attacked Chile near Arica on {day}, officials said.\n")).expect("it can be written");
    path.display().to_string()
}

fn add(folder: &Path, paths: &[&str]) -> String {
    errors(&run(folder, &[&["add", "--date", "2021-05-05"], paths].concat()))
}

#[test]
fn the_same_document_changes_nothing_and_a_changed_one_is_a_new_version() {
    let folder = folder("versions");
    assert!(add(&folder, &[&article(&folder, "Monday")]).contains("1 new, 0 new versions, 0 unchanged"));
    assert!(add(&folder, &[&article(&folder, "Monday")]).contains("0 new, 0 new versions, 1 unchanged"));
    assert!(add(&folder, &[&article(&folder, "Tuesday")]).contains("0 new, 1 new versions, 0 unchanged"));
    let events = lines(&run(&folder, &["events", "--format", "json"]));
    assert_eq!(events.len(), 1);
    assert_eq!(events[0]["date"], "2021-05-04");
    let all = lines(&run(&folder, &["sql", "--format", "json", "select count(*) as n from events"]));
    assert_eq!(all[0]["n"], 2);
    assert_eq!(run(&folder, &["ledger", "check"]).status.code(), Some(0));
    assert!(errors(&run(&folder, &["recode"])).contains("0 documents coded anew"));
}

#[test]
fn filters_combine() {
    let folder = folder("filters");
    add(&folder, &[&article(&folder, "Monday")]);
    let count = |args: &[&str]| lines(&run(&folder, &[&["events", "--format", "json"], args].concat())).len();
    let all = ["--actor", "PER", "--recipient", "CHL", "--type", "assault", "--since", "2021-05", "--until", "2021-05"];
    assert_eq!(count(&all), 1);
    assert_eq!(count(&["--dyad", "PER-CHL", "--status", "occurred", "--text", "arica", "--source", "officials"]), 1);
    assert_eq!(count(&["--actor", "Peru"]), 1);
    assert_eq!(count(&["--actor", "CHL"]), 0);
    assert_eq!(count(&["--actor", "PER", "--since", "2021-06"]), 0);
    assert_eq!(count(&["--near", "-18.5,-70.3,50km"]), 1);
    assert_eq!(count(&["--near", "50,30,50km"]), 0);
    assert_eq!(lines(&run(&folder, &["search", "--format", "json", "attack"])).len(), 1);
    assert_eq!(lines(&run(&folder, &["search", "--format", "json", "parliament"])).len(), 0);
}

#[test]
fn one_bad_document_does_not_keep_others_out() {
    let folder = folder("bad");
    let good = article(&folder, "Monday");
    let missing = folder.join("nowhere.md").display().to_string();
    let output = run(&folder, &["add", &missing, &good]);
    assert_eq!(output.status.code(), Some(1));
    assert!(errors(&output).contains("nowhere.md: no such file") && errors(&output).contains("1 new"));
}

#[test]
fn wrong_questions_and_files_are_named_with_a_remedy() {
    let folder = folder("wrong");
    assert!(errors(&run(&folder, &["events"])).contains("sayso add"));
    add(&folder, &[&article(&folder, "Monday")]);
    for (args, words) in [
        (vec!["sql", "delete from events"], "change nothing"),
        (vec!["sql", "select 1 from nowhere"], "no such table"),
        (vec!["events", "--near", "here"], "latitude"),
        (vec!["show", "b3:0"], "no such document"),
    ] {
        let output = run(&folder, &args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(errors(&output).contains(words), "{args:?}: {}", errors(&output));
    }
    fs::write(folder.join("news.db"), "no database, only words ".repeat(100)).expect("it can be written");
    assert!(errors(&run(&folder, &["events"])).contains("no ledger"));
}

#[test]
fn a_killed_process_leaves_a_sound_ledger() {
    let folder = folder("killed");
    let line = |i: usize| {
        format!("{{\"id\": \"{i}\", \"text\": \"Peru attacked Chile near Arica, killing {i} soldiers.\"}}\n")
    };
    let input: String = (2..400).map(line).collect();
    for wait in [400, 700, 1000] {
        let mut child = sayso(&folder, &["add", "--date", "2021-05-05", "--from", "jsonl", "-"])
            .stdin(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let mut to = child.stdin.take().expect("it has an input");
        let bytes = input.clone();
        // The reader may be killed before it has read all of it.
        let writer = std::thread::spawn(move || to.write_all(bytes.as_bytes()).is_ok());
        std::thread::sleep(std::time::Duration::from_millis(wait));
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
        writer.join().expect("the writer ends");
        if folder.join("news.db").exists() {
            let check = errors(&run(&folder, &["ledger", "check"]));
            assert!(check.is_empty() || check.contains("there is no ledger"), "{check}");
        }
    }
    let path = folder.join("all.jsonl");
    fs::write(&path, input).expect("it can be written");
    add(&folder, &[&path.display().to_string()]);
    let documents = lines(&run(&folder, &["sql", "--format", "json", "select count(*) as n from documents"]));
    assert_eq!(documents[0]["n"].as_u64(), Some(398));
}

#[test]
fn the_example_in_the_help_of_each_command_runs() {
    let folder = folder("help");
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let examples = examples.display().to_string();
    assert!(run(&folder, &["add", &examples]).status.success());
    let id =
        &lines(&run(&folder, &["sql", "--format", "json", "select document_id as id from documents limit 1"]))[0]["id"];
    let id = id.as_str().expect("text").to_owned();
    for command in [&["add"][..], &["recode"], &["events"], &["search"], &["show"], &["sql"], &["ledger", "check"]] {
        let help = run(&folder, &[command, &["--help"]].concat());
        let help = String::from_utf8_lossy(&help.stdout).into_owned();
        let example = help.lines().filter_map(|l| l.trim().strip_prefix("sayso ")).next_back().expect("there is one");
        let file = folder.join("news.db").display().to_string();
        let mut quoted = false;
        let args: Vec<String> = example
            .split(|c: char| {
                quoted ^= c == '\'';
                c == ' ' && !quoted
            })
            .map(|a| a.trim_matches('\'').replace("news.db", &file).replace("b3:0123456789abcdef", &id))
            .map(|a| if a == "examples" { examples.clone() } else { a })
            .collect();
        let output = run(&folder, &args.iter().map(String::as_str).collect::<Vec<_>>());
        assert!(output.status.success(), "{example}: {}", errors(&output));
    }
}
