//! How much speaks for it that two accounts tell of one happening, in thousandths.
//!
//! The points were chosen on pairs of event mentions of news stories, coarsely: what is not named here was tried and made
//! no difference. Contradiction speaks against, it does not forbid: sources that disagree about an incident still tell of
//! one. Only stated days that differ forbid.

use super::told::{Deed, Told};
use super::words::{ByWord, Words};

/// With this much, two accounts are one incident.
pub(super) const SAME: i32 = 600;
/// Between accounts of different deeds and types.
const UNLIKE: i32 = -300;
const NEVER: i32 = -10_000;

const DEED: i32 = 200;
const FRAME: i32 = 300;
const TRIGGER: i32 = 150;
const OTHER_MODE: i32 = -50;
const PARTIES: i32 = 150;
const OTHER_RECIPIENTS: i32 = -200;
const OTHER_ACTORS: i32 = -100;
const NUMBERS: i32 = 150;
const OTHER_NUMBERS: i32 = -200;
const THERE: i32 = 150;
const ELSEWHERE: i32 = -500;
const ONE_DAY: i32 = 150;
const NEXT_DAY: i32 = -150;
const LONG_AFTER: i32 = -300;

const ONE_DOCUMENT: i32 = 200;
const OTHERS_NAMED: i32 = -200;
/// Who tells of others in one breath means another happening.
const OTHERS_ACT: i32 = -200;

/// For stories whose words are all the same.
const STORY: f64 = 450.0;
/// Stories with less in common are others.
const RELATED: f64 = 0.15;
const OTHER_STORY: i32 = -300;
const PERSONS: i32 = 200;
const OTHER_PERSONS: i32 = -200;
const OTHER_BODIES: i32 = -150;
const OTHER_COUNTS: i32 = -200;
const OTHER_DAYS: i32 = -500;

/// Places that are farther apart are different ones.
const NEAR_KM: f64 = 100.0;
/// What is told so many days later is mostly something else, unless it says when it was.
const SOON_DAYS: i32 = 14;

/// Whether two accounts of this likeness may be one incident by it alone.
pub(crate) fn is_link(likeness: i32) -> bool {
    likeness >= SAME
}

/// The same whichever of the two comes first.
pub(crate) fn likeness(a: &Told, b: &Told) -> i32 {
    let (x, y) = (&a.account, &b.account);
    if x.kind != y.kind && x.deed != y.deed {
        return UNLIKE;
    }
    deeds(x, y) + circumstances(x, y) + if a.is_of_one_document_with(b) { one_document(x, y) } else { stories(a, b) }
}

fn one_document(a: &Deed, b: &Deed) -> i32 {
    ONE_DOCUMENT + other(&a.named, &b.named, OTHERS_NAMED) + other(&a.actor_countries, &b.actor_countries, OTHERS_ACT)
}

fn when(is_so: bool, points: i32) -> i32 {
    if is_so { points } else { 0 }
}

/// Points where both are known and have nothing in common.
fn other(a: &Words, b: &Words, points: i32) -> i32 {
    when(!a.is_empty() && !b.is_empty() && a.is_disjoint(b), points)
}

fn deeds(a: &Deed, b: &Deed) -> i32 {
    when(a.deed == b.deed, DEED)
        + when(a.rule == b.rule, FRAME)
        + when(!a.trigger.is_disjoint(&b.trigger), TRIGGER)
        + when(a.mode != b.mode, OTHER_MODE)
}

fn circumstances(a: &Deed, b: &Deed) -> i32 {
    when(!a.parties.is_disjoint(&b.parties), PARTIES)
        + other(&a.recipient_countries, &b.recipient_countries, OTHER_RECIPIENTS)
        + other(&a.actor_countries, &b.actor_countries, OTHER_ACTORS)
        + when(agree(&a.numbers, &b.numbers), NUMBERS)
        + when(disagree(&a.numbers, &b.numbers), OTHER_NUMBERS)
        + places(a, b)
        + days(a, b)
}

fn agree(a: &ByWord<Words>, b: &ByWord<Words>) -> bool {
    a.in_both(b).any(|(numbers, others)| !numbers.is_disjoint(others))
}

fn disagree(a: &ByWord<Words>, b: &ByWord<Words>) -> bool {
    a.in_both(b).any(|(numbers, others)| numbers.is_disjoint(others))
}

fn places(a: &Deed, b: &Deed) -> i32 {
    match a.place.zip(b.place) {
        Some((p, q)) if kilometres(p, q) <= NEAR_KM => THERE,
        Some(_) => ELSEWHERE,
        None => when(a.country.is_some() && b.country.is_some() && a.country != b.country, ELSEWHERE),
    }
}

fn kilometres(a: (f32, f32), b: (f32, f32)) -> f64 {
    crate::db::distance_km([a.0, a.1, b.0, b.1].map(f64::from))
}

/// How many days lie between the end of one time and the beginning of another.
fn gap(x: (i32, i32), y: (i32, i32)) -> i32 {
    (x.0 - y.1).max(y.0 - x.1)
}

/// Whether both stories name days, and none of the one's is near one of the other's.
fn are_of_other_days(a: &[(i32, i32)], b: &[(i32, i32)]) -> bool {
    !a.is_empty() && !b.is_empty() && a.iter().all(|x| b.iter().all(|y| gap(*x, *y) > 1))
}

fn days(a: &Deed, b: &Deed) -> i32 {
    // Told of without a date: not long before it was published.
    let assumed = |account: &Deed| account.stated.or(account.published.map(|d| (d, d)));
    match (a.stated, b.stated) {
        (Some(x), Some(y)) => match gap(x, y) {
            ..=0 => when(x == y && x.0 == x.1, ONE_DAY),
            // Midnight, and time zones.
            1 => NEXT_DAY,
            _ => NEVER,
        },
        _ => assumed(a).zip(assumed(b)).map_or(0, |(x, y)| when(gap(x, y) > SOON_DAYS, LONG_AFTER)),
    }
}

fn stories(a: &Told, b: &Told) -> i32 {
    let (x, y) = (&a.story, &b.story);
    let common = cosine(a, b);
    #[expect(clippy::cast_possible_truncation, reason = "it is at most STORY")]
    let points = (STORY * common).round() as i32;
    points
        + when(common < RELATED, OTHER_STORY)
        + when(!x.persons.is_disjoint(&y.persons), PERSONS)
        + other(&x.persons, &y.persons, OTHER_PERSONS)
        + other(&x.bodies, &y.bodies, OTHER_BODIES)
        + when(disagree(&x.counted, &y.counted), OTHER_COUNTS)
        + when(are_of_other_days(&x.days, &y.days), OTHER_DAYS)
}

/// Of two stories' words as vectors.
fn cosine(a: &Told, b: &Told) -> f64 {
    let lengths = a.length * b.length;
    let product: u32 = a.story.words.in_both(&b.story.words).map(|(x, y)| u32::from(*x) * u32::from(*y)).sum();
    if lengths == 0.0 { 0.0 } else { f64::from(product) / lengths }
}
