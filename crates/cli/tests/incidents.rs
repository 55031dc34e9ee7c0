//! Incidents: what several documents report of one happening, from outside.

use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn folder(test: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("incidents").join(test);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).expect("the folder can be made");
    path
}

fn run(ledger: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sayso"));
    command.args(args).env("SAYSO_LEDGER", ledger).stdin(Stdio::null());
    command.env_remove("SAYSO_DATA").env_remove("SAYSO_MODEL");
    command.output().expect("the program starts")
}

fn text(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn lines(ledger: &Path, args: &[&str]) -> Vec<Value> {
    let output = run(ledger, &[args, &["--format", "json"]].concat());
    text(&output).lines().map(|l| serde_json::from_str(l).expect("a line is JSON")).collect()
}

/// Adds documents, so many with each call of the program.
fn add(ledger: &Path, documents: &[Value], at_once: usize) {
    for part in documents.chunks(at_once) {
        let path = ledger.with_extension("jsonl");
        let all: Vec<String> = part.iter().map(ToString::to_string).collect();
        fs::write(&path, all.join("\n")).expect("it can be written");
        text(&run(ledger, &["add", "--from", "jsonl", &path.display().to_string()]));
    }
}

fn document(id: &str, publisher: &str, date: &str, title: &str, text: &str) -> Value {
    json!({"id": id, "publisher": publisher, "date": date, "title": title, "text": text})
}

/// Two outlets with the text of an agency, one with its own, one with a denial, and one of something else.
fn raid() -> Vec<Value> {
    let wire = "Peruvian warplanes bombed the port of Arica on Monday, killing three soldiers, Chile's army said.";
    let own =
        "Peruvian warplanes bombed the port of Arica on Monday and killed five soldiers, Mayor Rosa Quiroga said.";
    let denial = "Defence Minister Juan Salas denied that Peruvian warplanes bombed the port of Arica on Monday.";
    let other = "Chilean troops shelled Tacna on Tuesday, killing three soldiers, Peru's army said.";
    vec![
        document("a", "Coast Wire", "2021-05-04", "Warplanes bomb Arica", wire),
        document("b", "Harbour Times", "2021-05-04", "Warplanes bomb Arica", wire),
        document("c", "Inland Post", "2021-05-05", "Peru bombs Arica", own),
        document("d", "Lima Gazette", "2021-05-05", "Peru denies raid", denial),
        document("e", "Inland Post", "2021-05-12", "Tacna shelled", other),
    ]
}

fn of_documents<'a>(incidents: &'a [Value], documents: &[&str]) -> Option<&'a Value> {
    incidents.iter().find(|i| {
        let members = i["members"].as_array().expect("a list");
        let of: BTreeSet<&str> = members.iter().filter_map(|m| m["document"].as_str()).collect();
        documents.iter().all(|d| of.contains(d))
    })
}

#[test]
fn reports_of_one_raid_are_one_incident_and_copies_are_one_outlet() {
    let ledger = folder("raid").join("news.db");
    add(&ledger, &raid(), 100);
    let incidents = lines(&ledger, &["incidents"]);
    let raid = of_documents(&incidents, &["a", "b", "c", "d"]).expect("there is one of all four");
    assert_eq!((raid["reports"].as_u64(), raid["outlets"].as_u64()), (Some(4), Some(3)));
    assert_eq!((&raid["date"], &raid["place"]["name"]), (&json!("2021-05-03"), &json!("Arica")));
    assert_eq!((&raid["first_reported"], &raid["last_reported"]), (&json!("2021-05-04"), &json!("2021-05-05")));
    assert!(raid["denied_by"].as_array().expect("a list").iter().any(|d| d == "Juan Salas"));
    let dead =
        raid["numbers"].as_array().expect("a list").iter().find(|n| n["role"] == "dead").expect("they are told of");
    assert_eq!((dead["low"].as_f64(), dead["high"].as_f64()), (Some(3.0), Some(5.0)));
    assert!(of_documents(&incidents, &["a", "e"]).is_none());
    // Every event says which incident it reports.
    let events = lines(&ledger, &["events"]);
    let named: BTreeSet<&str> = incidents.iter().filter_map(|i| i["incident"].as_str()).collect();
    assert!(events.iter().all(|e| e["incident"].as_str().is_some_and(|i| named.contains(i))));
}

#[test]
fn conflicts_say_about_what_and_who_says_what() {
    let ledger = folder("conflicts").join("news.db");
    add(&ledger, &raid(), 100);
    let conflicts = lines(&ledger, &["conflicts"]);
    assert_eq!(conflicts.len(), 1, "of the shelling nobody says otherwise");
    let about: BTreeMap<&str, &Value> = conflicts[0]["conflicts"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|c| (c["about"].as_str().expect("text"), c))
        .collect();
    let says = |what: &str| {
        let accounts = about[what]["accounts"].as_array().expect("a list").iter();
        accounts.map(|a| a["says"].as_str().expect("text")).collect::<Vec<_>>()
    };
    assert_eq!(says("whether"), ["no", "yes"]);
    assert_eq!(says("how many"), ["3", "5"]);
    let table = text(&run(&ledger, &["conflicts"]));
    assert!(table.contains("whether") && table.contains("how many dead"), "{table}");
    let csv = text(&run(&ledger, &["conflicts", "--format", "csv"]));
    assert_eq!(csv.lines().count(), 5, "{csv}");
}

#[test]
fn an_incident_is_shown_by_its_name_and_asked_for_by_how_many_assert_it() {
    let ledger = folder("shown").join("news.db");
    add(&ledger, &raid(), 100);
    let incidents = lines(&ledger, &["incidents"]);
    let raid = of_documents(&incidents, &["a", "c"]).expect("there is one");
    let name = raid["incident"].as_str().expect("text");
    assert_eq!(&lines(&ledger, &["show", name])[0], raid);
    let sheet = text(&run(&ledger, &["show", name]));
    assert!(sheet.contains("denied by") && sheet.contains("a/V1"), "{sheet}");
    let nowhere = run(&ledger, &["show", "i:0000000000000000"]);
    assert!(!nowhere.status.success() && String::from_utf8_lossy(&nowhere.stderr).contains("sayso incidents"));
    let count = |n: &str, what: &str| lines(&ledger, &[what, "--asserted-by", n]).len();
    assert_eq!((count("2", "incidents"), count("3", "incidents")), (1, 0));
    assert!(count("2", "events") > 2 && count("2", "events") < count("1", "events"));
}

#[test]
fn the_order_in_which_documents_come_makes_no_difference() {
    let folder = folder("order");
    let documents = raid();
    let reversed: Vec<Value> = documents.iter().rev().cloned().collect();
    let mut found = Vec::new();
    for (name, documents, at_once) in [("a.db", &documents, 100), ("b.db", &reversed, 2), ("c.db", &reversed, 1)] {
        let ledger = folder.join(name);
        add(&ledger, documents, at_once);
        found.push(lines(&ledger, &["incidents"]));
    }
    assert_eq!(found[0], found[1]);
    assert_eq!(found[0], found[2]);
}

#[test]
fn a_new_version_of_a_document_leaves_the_incident_that_it_no_longer_reports() {
    let ledger = folder("versions").join("news.db");
    let mut documents = raid();
    add(&ledger, &documents, 100);
    documents[3]["text"] = json!("Defence Minister Juan Salas visited Bolivia on Monday.");
    documents[3]["title"] = json!("Salas in Bolivia");
    add(&ledger, &documents, 100);
    let incidents = lines(&ledger, &["incidents"]);
    assert!(of_documents(&incidents, &["a", "c"]).is_some() && of_documents(&incidents, &["a", "d"]).is_none());
    let changed = folder("versions-anew").join("news.db");
    add(&changed, &documents, 100);
    assert_eq!(incidents, lines(&changed, &["incidents"]));
    assert!(text(&run(&ledger, &["ledger", "check"])).contains("sound"));
}

/// A number from a seed, the same on every machine.
struct Seeded(u64);

impl Seeded {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % n
    }
}

const PLACES: [&str; 20] = [
    "Sfax", "Odesa", "Cusco", "Zamfara", "Karachi", "Mosul", "Goma", "Aleppo", "Herat", "Manila", "Quito", "Kaduna",
    "Lahore", "Basra", "Cali", "Donetsk", "Mocha", "Sirte", "Bamako", "Tijuana",
];
const FAMILIES: [&str; 20] = [
    "Okonjo",
    "Hnatenko",
    "Ccori",
    "Gharsalli",
    "Echandia",
    "Quispe",
    "Haddad",
    "Mwangi",
    "Petrov",
    "Salazar",
    "Tanaka",
    "Bello",
    "Rahimi",
    "Castillo",
    "Nkosi",
    "Farouk",
    "Lindqvist",
    "Moreau",
    "Adeyemi",
    "Varga",
];

/// What happened the nth time, as two outlets tell it: place, day, name and figure are those of this time alone.
fn told(n: usize, seeded: &mut Seeded) -> [Value; 2] {
    let (place, family) = (PLACES[n % 20], FAMILIES[(n + n / 20) % 20]);
    // Twice a month at one place, never within the same days.
    let (dead, day) = (3 + seeded.below(60), 1 + 14 * (n / 20 % 2) + seeded.below(10));
    let month = 1 + n / 40 % 12;
    let year = 2010 + n / 480;
    let date = format!("{year}-{month:02}-{day:02}");
    let first =
        format!("Gunmen attacked a market in {place} on {date}, killing {dead} people, Governor {family} said.");
    let second =
        format!("A market in {place} was attacked by gunmen on {date} and {dead} people died, Governor {family} said.");
    [
        document(&format!("n{n:04}-a"), "Meridian Wire", &date, &format!("Attack in {place}"), &first),
        document(&format!("n{n:04}-b"), "Northern Star", &date, &format!("Market attacked in {place}"), &second),
    ]
}

#[test]
fn two_thousand_texts_with_changed_names_dates_and_figures_are_a_thousand_incidents() {
    let ledger = folder("many").join("news.db");
    let mut seeded = Seeded(7);
    let documents: Vec<Value> = (0..1000).flat_map(|n| told(n, &mut seeded)).collect();
    add(&ledger, &documents, 2000);
    let incidents = lines(&ledger, &["incidents", "--type", "ASSAULT"]);
    let (mut mixed, mut together) = (Vec::new(), BTreeSet::new());
    for incident in &incidents {
        let members = incident["members"].as_array().expect("a list").iter();
        let documents: BTreeSet<&str> = members.map(|m| m["document"].as_str().expect("text")).collect();
        let times: BTreeSet<&str> = documents.iter().map(|d| &d[..5]).collect();
        if times.len() > 1 {
            mixed.push(documents.clone());
        }
        together.extend(times.into_iter().filter(|_| documents.len() > 1).map(str::to_owned));
    }
    // Of a few, the same figure is told of the same place twice within a month, which is too much of a coincidence.
    assert!(mixed.len() <= 3, "{} incidents are of several times: {:?}", mixed.len(), &mixed[..3]);
    assert!(together.len() >= 950, "of 1000 only {} are told by both outlets", together.len());
}
