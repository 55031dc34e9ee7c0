//! The ledger's commands, from outside: in a file and, where there is a server, on it.

mod server;

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn folder(test: &str) -> PathBuf {
    let all = if is_on_server() { "ledger-on-server" } else { "ledger" };
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(all).join(test);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).expect("the folder can be made");
    if is_on_server() {
        let server = server::address().expect("it is on a server");
        fs::write(path.join("address"), server::database(&server, test)).expect("it can be written");
    }
    path
}

/// Whether [`all_of_it_on_a_server`] runs these tests.
fn is_on_server() -> bool {
    std::env::var_os("SAYSO_TEST_ON_SERVER").is_some()
}

/// The ledger of a test's folder.
fn ledger(folder: &Path) -> String {
    fs::read_to_string(folder.join("address")).unwrap_or_else(|_| folder.join("news.db").display().to_string())
}

#[test]
fn all_of_it_on_a_server() {
    if is_on_server() || server::address().is_none() {
        return;
    }
    let tests = std::env::current_exe().expect("it is a program");
    let tested = Command::new(tests).env("SAYSO_TEST_ON_SERVER", "1").output().expect("it runs");
    let told = String::from_utf8_lossy(&tested.stdout);
    assert!(tested.status.success(), "on a server:\n{told}");
    println!("on a server:\n{told}");
}

fn sayso(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sayso"));
    command.args(args).env("SAYSO_LEDGER", ledger(folder)).stdin(Stdio::null());
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
        (vec!["sql", "select 1 from nowhere"], "nowhere"),
        (vec!["events", "--near", "here"], "latitude"),
        (vec!["show", "b3:0"], "no such document"),
    ] {
        let output = run(&folder, &args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(errors(&output).contains(words), "{args:?}: {}", errors(&output));
    }
    if is_on_server() {
        return;
    }
    fs::write(folder.join("news.db"), "no database, only words ".repeat(100)).expect("it can be written");
    assert!(errors(&run(&folder, &["events"])).contains("no ledger"));
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
        let file = ledger(&folder);
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
