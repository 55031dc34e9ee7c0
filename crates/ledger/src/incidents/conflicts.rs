//! What the reports of an incident disagree about: whether it is so, who did it, where, and how many.
//!
//! A report that says less than another does not disagree with it: "at least three" and "five" can both be so.

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

pub(super) fn conflicts(reports: &[Report]) -> Vec<Conflict> {
    let found = [whether(reports), who(reports), place(reports)].into_iter().flatten();
    found.chain(how_many(reports)).collect()
}

fn whether(reports: &[Report]) -> Option<Conflict> {
    let (no, yes): (Vec<&Report>, Vec<&Report>) = reports.iter().partition(|r| r.is_negated());
    let denied = yes.iter().flat_map(|r| r.denied_by.iter().cloned());
    let denied = denied.chain(no.iter().map(|r| r.voice())).map(|voice| ("no".to_owned(), voice));
    let told = yes.iter().filter(|r| r.status == "occurred").map(|r| ("yes".to_owned(), r.voice()));
    conflict(About::Whether, None, said(told.chain(denied)))
}

/// Of two accounts or more; one is no conflict.
fn conflict(about: About, role: Option<&str>, accounts: Vec<Says>) -> Option<Conflict> {
    (accounts.len() > 1).then(|| Conflict { about, role: role.map(str::to_owned), accounts })
}

/// Whether each of some accounts can be so together with some other; those that cannot are what the conflict is about.
fn disagreeing<T>(told: &[(T, String, String)], can_both_be: impl Fn(&T, &T) -> bool) -> Vec<Says> {
    let disagrees = |(a, ..): &&(T, String, String)| told.iter().any(|(b, ..)| !can_both_be(a, b));
    said(told.iter().filter(disagrees).map(|(_, says, voice)| (says.clone(), voice.clone())))
}

fn who(reports: &[Report]) -> Option<Conflict> {
    let told = |r: &Report| {
        let countries: BTreeSet<String> = r.actors.iter().filter_map(|a| a.country.clone()).collect();
        let names = r.actors.iter().map(|a| a.name.as_str()).collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>();
        (!countries.is_empty()).then(|| (countries, names.join(", "), r.voice()))
    };
    let told: Vec<_> = reports.iter().filter_map(told).collect();
    conflict(About::Who, None, disagreeing(&told, |a, b| !a.is_disjoint(b)))
}

fn place(reports: &[Report]) -> Option<Conflict> {
    let told = |r: &Report| {
        let place = r.place.as_ref().filter(|_| r.resolution >= LOCAL)?;
        Some((place.lat.zip(place.lon)?, place.name.clone(), r.voice()))
    };
    let told: Vec<_> = reports.iter().filter_map(told).collect();
    conflict(About::Where, None, disagreeing(&told, |a, b| distance_km([a.0, a.1, b.0, b.1]) <= NEAR_KM))
}

fn how_many(reports: &[Report]) -> Vec<Conflict> {
    let mut by_role: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    for report in reports {
        for number in report.numbers.iter().filter(|n| n.role != "other") {
            by_role.entry(&number.role).or_default().push((bounds(number), written(number), report.voice()));
        }
    }
    let can_both_be = |a: &(f64, f64), b: &(f64, f64)| a.0 <= b.1 && b.0 <= a.1;
    let found =
        by_role.iter().filter_map(|(role, told)| conflict(About::HowMany, Some(role), disagreeing(told, can_both_be)));
    found.collect()
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
