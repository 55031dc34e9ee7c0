//! Accounts in memory: what the tests of the grouping keep theirs in.

use super::account::{Account, Scene};
use super::cells::{Board, Key, Standing, left_by, settle, touched_by};
use super::likeness::{is_link, likeness};
use super::told::{Story, Told};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::sync::Arc;

/// An account by its document and its number in it.
type Name = (String, usize);

fn name(told: &Told) -> Name {
    let (document, number) = told.order();
    (document.to_owned(), number)
}

/// An account as it comes, with its scene.
type Telling = (Account, Scene);

#[derive(Debug, Default)]
struct Memory {
    told: BTreeMap<Key, Arc<Told>>,
    keys: BTreeMap<i64, BTreeSet<Key>>,
    links: BTreeMap<Key, BTreeMap<Key, i32>>,
    /// With the first account of the incident.
    standings: BTreeMap<Key, (Standing, Name)>,
    /// How many accounts were compared with how many.
    compared: usize,
}

impl Board for Memory {
    type Error = Infallible;

    fn expect(&mut self, _: &[Key]) -> Result<(), Infallible> {
        Ok(())
    }

    fn links(&mut self, key: Key) -> Result<Vec<(Key, i32)>, Infallible> {
        Ok(self.links.get(&key).into_iter().flatten().map(|(k, l)| (*k, *l)).collect())
    }

    fn standing(&mut self, key: Key) -> Result<Option<Standing>, Infallible> {
        Ok(self.standings.get(&key).map(|(s, _)| *s))
    }

    fn members(&mut self, cell: Key) -> Result<Vec<Key>, Infallible> {
        Ok(self.standings.iter().filter(|(_, (s, _))| s.cell == cell).map(|(k, _)| *k).collect())
    }

    fn told(&mut self, keys: &BTreeSet<Key>) -> Result<Vec<(Key, Arc<Told>)>, Infallible> {
        Ok(keys.iter().map(|key| (*key, self.told[key].clone())).collect())
    }

    fn place(&mut self, key: Key, standing: Standing, first: &Told) -> Result<(), Infallible> {
        self.standings.insert(key, (standing, name(first)));
        Ok(())
    }
}

impl Memory {
    fn link(&mut self, key: Key, (account, scene): &Telling) {
        let keys = account.keys(scene);
        let told = read(account, scene);
        let others: BTreeSet<Key> = keys.wanted.iter().filter_map(|k| self.keys.get(k)).flatten().copied().collect();
        let beside = self.told.iter().filter(|(_, t)| t.order().0 == told.order().0).map(|(k, _)| *k);
        let others: BTreeSet<Key> = others.into_iter().chain(beside).collect();
        self.compared += others.len();
        for other in others {
            let points = likeness(&told, &self.told[&other]);
            if is_link(points) {
                self.links.entry(key).or_default().insert(other, points);
                self.links.entry(other).or_default().insert(key, points);
            }
        }
        for k in keys.kept {
            self.keys.entry(k).or_default().insert(key);
        }
        self.told.insert(key, Arc::new(told));
    }

    /// Adds accounts as one batch.
    fn add(&mut self, batch: impl IntoIterator<Item = (Key, Telling)>) {
        let mut touched = BTreeSet::new();
        for (key, telling) in batch {
            self.link(key, &telling);
            let Ok(more) = touched_by(self, key);
            touched.extend(more);
        }
        let Ok(()) = settle(self, touched);
    }

    fn remove(&mut self, key: Key) {
        let Ok(left) = left_by(self, key);
        for links in self.links.values_mut() {
            links.remove(&key);
        }
        self.links.remove(&key);
        for keys in self.keys.values_mut() {
            keys.remove(&key);
        }
        self.standings.remove(&key);
        self.told.remove(&key);
        let Ok(()) = settle(self, left);
    }

    /// Each account with the first of its incident.
    fn incidents(&self) -> BTreeMap<Name, Name> {
        self.standings.iter().map(|(key, (_, first))| (name(&self.told[key]), first.clone())).collect()
    }
}

/// As it is kept and read.
fn read(account: &Account, scene: &Scene) -> Told {
    let json = |value: serde_json::Result<String>| value.expect("it can be written");
    let story = Story::read(&json(serde_json::to_string(scene))).expect("it can be read");
    Told::read(&json(serde_json::to_string(account)), &story).expect("it can be read")
}

fn set(words: &[&str]) -> BTreeSet<String> {
    words.iter().map(|w| (*w).to_owned()).collect()
}

/// An attack that is told of with these names, on a day, with so many dead.
fn told(document: &str, number: usize, rule: &str, names: &[&str], day: Option<i32>, dead: Option<u8>) -> Telling {
    let words = names.iter().map(|n| ((*n).to_owned(), 3)).chain([("wrote".to_owned(), 1)]).collect();
    let scene = Scene { words, bodies: set(names), ..Scene::default() };
    let account = Account {
        document: document.to_owned(),
        number,
        kind: "ASSAULT".to_owned(),
        mode: None,
        rule: rule.to_owned(),
        deed: "attack".to_owned(),
        trigger: set(&[&rule[..4]]),
        parties: set(&names[..names.len().min(1)]),
        named: BTreeSet::new(),
        actor_countries: BTreeSet::new(),
        recipient_countries: BTreeSet::new(),
        numbers: dead.map(|d| ("dead".to_owned(), set(&[&d.to_string()]))).into_iter().collect(),
        stated: day.map(|d| (d, d)),
        published: day.map(|d| d + 1),
        place: None,
        country: None,
        sentence: None,
    };
    (account, scene)
}

const NAMES: [&str; 8] = ["arica", "tacna", "lima", "cusco", "puno", "iquiq", "oruro", "potos"];
const RULES: [&str; 3] = ["raid", "shelled", "stormed"];

fn account() -> impl Strategy<Value = Telling> {
    let names = proptest::sample::subsequence(NAMES.to_vec(), 1..5);
    let rule = proptest::sample::select(RULES.to_vec());
    let day = proptest::option::of(0..4_i32);
    let dead = proptest::option::of(3..6_u8);
    (0..40_u8, 1..4_usize, rule, names, day, dead).prop_map(|(document, number, rule, names, day, dead)| {
        told(&format!("d{document:02}"), number, rule, &names, day, dead)
    })
}

fn named((account, _): &Telling) -> Name {
    (account.document.clone(), account.number)
}

/// No two of one document and number.
fn accounts() -> impl Strategy<Value = Vec<Telling>> {
    proptest::collection::vec(account(), 1..60).prop_map(|mut all| {
        all.sort_by_key(named);
        all.dedup_by_key(|telling| named(telling));
        all
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_order_and_the_batches_the_incidents_are_the_same(
        (all, mixed) in accounts().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
        size in 1..20_usize,
    ) {
        let mut at_once = Memory::default();
        at_once.add((1..).zip(all));
        let mut in_batches = Memory::default();
        for (i, batch) in mixed.chunks(size).enumerate() {
            in_batches.add((100 * i as Key..).zip(batch.iter().cloned()));
        }
        prop_assert_eq!(at_once.incidents(), in_batches.incidents());
    }

    #[test]
    fn what_came_and_went_leaves_no_trace(all in accounts(), gone in accounts()) {
        let mut without = Memory::default();
        without.add((1..).zip(all.iter().cloned()));
        let mut with = Memory::default();
        let known: BTreeSet<Name> = all.iter().map(named).collect();
        let gone = gone.into_iter().filter(|telling| !known.contains(&named(telling)));
        let gone: Vec<(Key, Telling)> = (1000..).zip(gone).collect();
        with.add(gone.iter().cloned().chain((1..).zip(all)));
        for (key, _) in gone {
            with.remove(key);
        }
        prop_assert_eq!(without.incidents(), with.incidents());
    }
}

#[test]
fn an_account_that_is_like_many_does_not_make_them_one() {
    let mut memory = Memory::default();
    let first = told("a", 1, "shelled", &["arica", "tacna", "lima"], Some(1), Some(3));
    let same = told("b", 1, "shelled", &["arica", "tacna", "lima"], Some(1), Some(3));
    let elsewhere = told("c", 1, "shelled", &["oruro", "potos", "puno"], Some(1), Some(4));
    memory.add((1..).zip([first, same, elsewhere]));
    let incidents: BTreeSet<_> = memory.incidents().into_values().collect();
    assert_eq!(incidents, BTreeSet::from([("a".to_owned(), 1), ("c".to_owned(), 1)]));
}

#[test]
fn a_late_account_costs_no_more_than_an_early_one() {
    let mut memory = Memory::default();
    let nth = |i: usize| {
        let names = [format!("n{i}"), format!("m{i}"), "capit".to_owned()];
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        told(&format!("d{i:04}"), 1, "shelled", &names, Some(30 * i as i32), Some(3))
    };
    let mut costs = Vec::new();
    for i in 0..1000 {
        memory.add([(i as Key, nth(i))]);
        costs.push(std::mem::take(&mut memory.compared));
    }
    assert!(costs[990..].iter().sum::<usize>() <= costs[..10].iter().sum::<usize>() + 10, "{costs:?}");
}

#[test]
fn more_reports_of_one_thing_than_a_cell_holds_are_still_one_incident() {
    let mut memory = Memory::default();
    let report = |i: usize| told(&format!("d{i:04}"), 1, "shelled", &["arica", "tacna", "lima"], Some(1), Some(3));
    memory.add((0..300).map(|i| (i as Key, report(i))));
    let incidents: BTreeSet<_> = memory.incidents().into_values().collect();
    assert_eq!(incidents.len(), 1);
}
