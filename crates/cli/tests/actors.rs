//! `--actors` and `sayso actors` as people run them.

use serde_json::Value;
use std::fs;
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
    fs::write(&path, content).expect("the file can be written");
    path
}

fn run(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sayso"));
    command.args(args).stdin(Stdio::null());
    for name in ["SAYSO_DATA", "SAYSO_MODEL", "COLUMNS", "NO_COLOR", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    command.output().expect("the program starts")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("the output is UTF-8")
}

/// Who the entities of a record are: name and codes.
fn codes(output: &Output) -> Vec<String> {
    let record: Value = serde_json::from_slice(&output.stdout).expect("the output is a record");
    let entities = record["entities"].as_array().expect("there are entities").clone();
    let text = |v: &Value| v.as_str().unwrap_or("-").to_owned();
    let sectors = |e: &Value| e["sectors"].as_array().expect("a list").iter().map(text).collect::<Vec<_>>().join(" ");
    entities.iter().map(|e| format!("{} {} {}", text(&e["name"]), text(&e["country"]), sectors(e))).collect()
}

#[test]
fn actors_that_people_bring_go_on_top_of_those_in_the_program() {
    let folder = folder("own_actors");
    let mine = "name\talso\tshort\tkind\tcountry\tsectors\tfrom\tuntil\n\
                Lamplighters of Arica\tLamplighters\t\torganization\tCHL\tREB\n\
                Reuters\t\t\torganization\tPER\tBUS\n\n\
                noun\tkind\tsectors\tflags\tcountry\n\
                toll keeper\tpeople\tCOP\n";
    let mine = write(&folder, "mine.tsv", mine).display().to_string();
    let text = "The Lamplighters attacked Peruvian toll keepers on Monday, Reuters said.\n";
    let article = write(&folder, "a.txt", text).display().to_string();
    let output = run(&["code", "--format", "json", "--date", "2021-05-03", "--actors", &mine, &article]);
    let found = codes(&output);
    for wanted in ["Lamplighters of Arica CHL REB", "Peruvian toll keepers PER COP", "Reuters PER BUS"] {
        assert!(found.iter().any(|f| f == wanted), "{wanted:?} is not in {found:?}");
    }
}

#[test]
fn a_wrong_table_of_actors_is_named_with_line_and_remedy() {
    let folder = folder("wrong_actors");
    let head = "name\talso\tshort\tkind\tcountry\tsectors\tfrom\tuntil\n";
    for (name, rows, words) in [
        (
            "sector.tsv",
            format!("{head}Guard\t\t\torganization\tPER\tXYZ\n"),
            "sector.tsv:2: no sector \"XYZ\"; the sectors are GOV",
        ),
        (
            "country.tsv",
            format!("{head}Guard\t\t\torganization\tPERU\n"),
            "country.tsv:2: no country with the code \"PERU\"",
        ),
        (
            "date.tsv",
            format!("{head}Guard\t\t\torganization\tPER\tMIL\tMay\n"),
            "date.tsv:2: \"May\" is no date; write 2014",
        ),
        (
            "order.tsv",
            format!("{head}Guard\t\t\torganization\tPER\tMIL\t2014\t2010\n"),
            "order.tsv:2: 2014-01-01 to 2010-12-31",
        ),
        ("head.tsv", "Guard\tPER\n".to_owned(), "head.tsv:1: the first line must name the columns of a table"),
    ] {
        let path = write(&folder, name, rows).display().to_string();
        let article = write(&folder, "a.md", ARTICLE).display().to_string();
        let output = run(&["code", "--actors", &path, &article]);
        let errors = text(&output.stderr);
        assert!(errors.contains(words), "{words:?} is not in: {errors}");
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
    }
    let output = run(&["actors", "show", "Guard", "--actors", "no-such-file.tsv"]);
    assert!(text(&output.stderr).contains("no-such-file.tsv: "), "{}", text(&output.stderr));
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn what_is_known_of_a_name_is_shown_with_its_origin() {
    let output = run(&["actors", "show", "President Orbán"]);
    let shown = text(&output.stdout);
    for words in
        ["Viktor Orbán", "1998-07-06 – 2002-05-27  prime minister  HUN GOV", "data/actors/leaders.tsv:", "Apache-2.0"]
    {
        assert!(shown.contains(words), "{words:?} is not in: {shown}");
    }
    assert_eq!(output.status.code(), Some(0));

    let output = run(&["actors", "show", "protesters", "--format", "json"]);
    let found: Value = serde_json::from_slice(&output.stdout).expect("the output is JSON");
    assert_eq!(found["nouns"][0]["sectors"], serde_json::json!(["CVL"]));
    assert_eq!(found["nouns"][0]["file"], "data/actors/roles.tsv");

    let output = run(&["actors", "show", "Zzyzxx"]);
    assert_eq!((text(&output.stdout), output.status.code()), ("nothing is known of “Zzyzxx”\n", Some(1)));
}

#[test]
fn dictionaries_of_other_coders_are_imported_and_used() {
    let folder = folder("import_actors");
    let actors = "# Ruritania\nLAMPLIGHTERS_OF_ARICA_ [CHLREB]\n+LAMPLIGHTERS_\n\nRUDOLF_ELPHBERG_ ; king\n\t[HUNGOV <981231]\n\t[HUNELI >981231]\n";
    let actors = write(&folder, "actors.txt", actors).display().to_string();
    let agents = write(&folder, "agents.txt", "TOLL_KEEPER {TOLL_KEEPERS} [~COP]\n").display().to_string();
    let mine = folder.join("mine.tsv").display().to_string();
    let output = run(&["actors", "import", &actors, &agents, "--output", &mine]);
    assert_eq!(text(&output.stderr), "2 names and 1 nouns were read; 0 lines were not\n");
    assert_eq!((output.status.code(), output.stdout.len()), (Some(0), 0));
    let table = fs::read_to_string(&mine).expect("the table was written");
    for row in [
        "Lamplighters of Arica\tLamplighters\t\torganization\tCHL\tREB\n",
        "Rudolf Elphberg\t\t\tperson\tHUN\tGOV\t\t1998-12-30\n",
        "Rudolf Elphberg\t\t\tperson\tHUN\tELI\t1998-12-31\n",
        "toll keeper\tperson\tCOP\n",
    ] {
        assert!(table.contains(row), "{row:?} is not in: {table}");
    }
    let output = run(&["actors", "show", "Lamplighters", "--actors", &mine]);
    assert!(text(&output.stdout).contains("Lamplighters of Arica  organization, CHL REB"), "{}", text(&output.stdout));
}

#[test]
fn lines_that_no_dictionary_has_are_named_and_the_rest_is_imported() {
    let folder = folder("import_lost");
    let path =
        write(&folder, "actors.txt", "GOOD_NAME_ [PERGOV]\n<date>2010</date>\nBAD_NAME_ [QQQ]\n").display().to_string();
    let output = run(&["actors", "import", &path]);
    assert!(text(&output.stdout).contains("Good Name\t\t\torganization\tPER\tGOV\n"), "{}", text(&output.stdout));
    let errors = text(&output.stderr);
    for words in [format!("{path}:2: not understood"), format!("{path}:3: no counterpart to the code QQQ")] {
        assert!(errors.contains(&words), "{words:?} is not in: {errors}");
    }
    assert_eq!(output.status.code(), Some(1));

    let path = write(&folder, "prose.txt", "<p>nothing</p>\n").display().to_string();
    let output = run(&["actors", "import", &path]);
    assert!(text(&output.stderr).contains("no actors or agents found; give dictionaries"), "{}", text(&output.stderr));
    assert_eq!(output.status.code(), Some(2));
}
