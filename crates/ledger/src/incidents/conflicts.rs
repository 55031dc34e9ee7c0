//! What the reports of an incident disagree about: whether it is so, who did it, where, and how many.
//!
//! A report that says less than another does not disagree with it: "at least three" and "five" can both be so, and "nine
//! soldiers" among "twelve dead". Nobody disagrees with himself: who says two things sees no contradiction in them.

use super::record::{About, Conflict, Says, said};
use super::reports::{Number, Report};
use crate::db::distance_km;
use std::collections::{BTreeMap, BTreeSet};

/// Places that are farther apart are different ones.
const NEAR_KM: f64 = 50.0;
/// Below it a place is too large to be a different one: 3 is a district.
const LOCAL: i64 = 3;
/// "About 100" may be so much more or less.
const ABOUT: f64 = 0.2;
/// Material conflict: who did it can be in dispute. What is said or agreed is done by whoever says or agrees.
const DEEDS: i64 = 4;

/// What somebody says, for comparison and in words.
struct Told<T> {
    what: T,
    says: String,
    voice: String,
}

pub(super) fn conflicts(reports: &[Report]) -> Vec<Conflict> {
    let found = [whether(reports), who(reports), place(reports)].into_iter().flatten();
    found.chain(how_many(reports)).collect()
}

fn whether(reports: &[Report]) -> Option<Conflict> {
    let (no, yes): (Vec<&Report>, Vec<&Report>) = reports.iter().partition(|r| r.is_negated());
    let denied = yes.iter().flat_map(|r| r.denied_by.iter().cloned());
    let denied: BTreeSet<String> = denied.chain(no.iter().map(|r| r.voice())).collect();
    let told: BTreeSet<String> = yes.iter().filter(|r| r.status == "occurred").map(|r| r.voice()).collect();
    let no = denied.difference(&told).map(|voice| ("no".to_owned(), voice.clone()));
    let yes = told.difference(&denied).map(|voice| ("yes".to_owned(), voice.clone()));
    conflict(About::Whether, None, said(no.chain(yes)))
}

/// Of two accounts or more; one is no conflict.
fn conflict(about: About, role: Option<&str>, accounts: Vec<Says>) -> Option<Conflict> {
    (accounts.len() > 1).then(|| Conflict { about, role: role.map(str::to_owned), accounts })
}

/// What cannot be so together with what another says.
fn disagreeing<T>(told: &[Told<T>], can_both_be: impl Fn(&T, &T) -> bool) -> Vec<Says> {
    let mut by_voice: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for one in told {
        by_voice.entry(&one.voice).or_default().insert(&one.says);
    }
    let one_says_both =
        |a: &Told<T>, b: &Told<T>| by_voice.values().any(|s| s.contains(&*a.says) && s.contains(&*b.says));
    let disagrees = |a: &&Told<T>| told.iter().any(|b| !can_both_be(&a.what, &b.what) && !one_says_both(a, b));
    said(told.iter().filter(disagrees).map(|one| (one.says.clone(), one.voice.clone())))
}

/// Words in lower case.
fn words(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
}

fn who(reports: &[Report]) -> Option<Conflict> {
    let told = |r: &Report| {
        let countries: BTreeSet<String> = r.actors.iter().filter_map(|a| a.country.clone()).collect();
        let names = r.actors.iter().map(|a| a.name.as_str()).collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>();
        let says = names.join(", ");
        (!countries.is_empty()).then(|| Told { what: (countries, words(&says)), says, voice: r.voice() })
    };
    let told: Vec<_> = reports.iter().filter(|r| r.quad == DEEDS).filter_map(told).collect();
    // "The judge" may be "the judge of Lima".
    let is_less = |a: &BTreeSet<String>, b: &BTreeSet<String>| a.is_subset(b) || b.is_subset(a);
    conflict(About::Who, None, disagreeing(&told, |(a, x), (b, y)| !a.is_disjoint(b) || is_less(x, y)))
}

fn place(reports: &[Report]) -> Option<Conflict> {
    let told = |r: &Report| {
        let place = r.place.as_ref().filter(|_| r.resolution >= LOCAL)?;
        Some(Told { what: place.lat.zip(place.lon)?, says: place.name.clone(), voice: r.voice() })
    };
    let told: Vec<_> = reports.iter().filter_map(told).collect();
    conflict(About::Where, None, disagreeing(&told, |a, b| distance_km([a.0, a.1, b.0, b.1]) <= NEAR_KM))
}

fn how_many(reports: &[Report]) -> Vec<Conflict> {
    let mut by_role: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    for report in reports {
        for number in report.numbers.iter().filter(|n| n.role != "other") {
            let what = Count { of: words(number.of.as_deref().unwrap_or_default()), bounds: bounds(number) };
            let told = Told { what, says: written(number), voice: report.voice() };
            by_role.entry(&number.role).or_default().push(told);
        }
    }
    let found = by_role
        .iter()
        .filter_map(|(role, told)| conflict(About::HowMany, Some(role), disagreeing(told, Count::can_both_be)));
    found.collect()
}

/// How many of what; of no words where only the number is given.
struct Count {
    of: BTreeSet<String>,
    bounds: (f64, f64),
}

impl Count {
    /// The same things are as many; of "soldiers" there are no fewer than of "border soldiers", and of what is merely
    /// counted no fewer than of any; jets and soldiers have nothing to do with one another.
    fn can_both_be(&self, other: &Self) -> bool {
        let ((low, high), (other_low, other_high)) = (self.bounds, other.bounds);
        match (self.of.is_subset(&other.of), other.of.is_subset(&self.of)) {
            (true, true) => low <= other_high && other_low <= high,
            (true, false) => high >= other_low,
            (false, true) => other_high >= low,
            (false, false) => true,
        }
    }
}

/// What a number leaves open.
fn bounds(number: &Number) -> (f64, f64) {
    let value = number.value;
    match number.approx.as_str() {
        "over" => (value, f64::INFINITY),
        "under" => (0.0, value),
        "about" => (value * (1.0 - ABOUT), value * (1.0 + ABOUT)),
        _ => (value, number.high.unwrap_or(value)),
    }
}

fn written(number: &Number) -> String {
    let (value, high) = (number.value, number.high.filter(|h| *h > number.value));
    match (number.approx.as_str(), high) {
        (_, Some(high)) => format!("{value}–{high}"),
        ("exact" | "range", None) => value.to_string(),
        (approx, None) => format!("{approx} {value}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(of: &str, low: f64, high: f64) -> Count {
        Count { of: words(of), bounds: (low, high) }
    }

    #[test]
    fn numbers_of_other_things_and_parts_of_a_whole_do_not_contradict() {
        let both = |a: &Count, b: &Count| {
            assert_eq!(a.can_both_be(b), b.can_both_be(a));
            a.can_both_be(b)
        };
        let jets = count("F-16 fighters", 6.0, 6.0);
        let soldiers = count("soldiers", 200.0, 200.0);
        assert!(both(&jets, &soldiers));
        assert!(!both(&soldiers, &count("soldiers", 300.0, 300.0)));
        assert!(both(&soldiers, &count("soldiers", 150.0, f64::INFINITY)));
        assert!(both(&soldiers, &count("border soldiers", 40.0, 40.0)));
        assert!(!both(&soldiers, &count("border soldiers", 400.0, 400.0)));
        assert!(both(&soldiers, &count("", 250.0, 250.0)));
        assert!(!both(&soldiers, &count("", 100.0, 100.0)));
    }

    #[test]
    fn who_says_two_things_contradicts_nobody_with_them() {
        let told = |what: i32, voice: &str| Told { what, says: what.to_string(), voice: voice.to_owned() };
        let says =
            |told: &[Told<i32>]| disagreeing(told, |a, b| a == b).into_iter().map(|s| s.says).collect::<Vec<_>>();
        assert!(says(&[told(2, "army"), told(9, "army")]).is_empty());
        assert!(says(&[told(2, "army"), told(9, "army"), told(9, "rebels")]).is_empty());
        assert_eq!(says(&[told(2, "army"), told(9, "rebels")]), ["2", "9"]);
        assert_eq!(says(&[told(2, "army"), told(9, "army"), told(5, "rebels")]), ["2", "5", "9"]);
    }
}
