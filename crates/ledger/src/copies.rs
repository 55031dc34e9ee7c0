//! Copies: documents that are one text, as an agency sends it and outlets print it, whole, shortened or with a line of their
//! own. Copies are no independent sources.
//!
//! A text is a set of shingles, five words each; a signature of minimal hashes finds the texts that may be like it, and their
//! shingles decide. Which texts are copies of one another does not depend on the order in which they came.

use crate::db::{Db, DbError, cells};
use crate::incidents::some;
use sayso_coding::tables::Cell;
use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// Words in a shingle.
const SHINGLE: usize = 5;
/// Minimal hashes in a signature, and how many of them have to agree in a band: texts that share half of their shingles are
/// found in 99.6 of 100 cases, a third in 79.
const HASHES: usize = 126;
const BAND: usize = 3;
/// Copies share so much of all that stands in either.
const RESEMBLANCE: f64 = 0.8;
/// A shortened text has so much of it from the longer one, if it is no mere line.
const CONTAINMENT: f64 = 0.9;
const SHORTEST: usize = 30;

/// How seldom, at most, a copy may go unfound because it agrees in fewer bands than copies do.
const RISK: f64 = 1e-6;

/// Each once, in order.
type Shingles = Vec<u64>;

/// Looks up what a text is a copy of, unless that is known.
pub(crate) fn add(db: &Db, text_id: i64, hash: &str, text: &str) -> Result<(), DbError> {
    if db.first("SELECT 1 FROM text_copies WHERE text_id = ?1", cells![text_id])?.is_some() {
        return Ok(());
    }
    let shingles = shingles(text);
    let bands: BTreeSet<i64> = bands(&shingles).into_iter().collect();
    let groups = copied(db, &shingles, &bands)?;
    let rows: Vec<Vec<Cell>> = bands.iter().map(|b| vec![Cell::Int(*b), Cell::Int(text_id)]).collect();
    db.insert("text_bands", &["band", "text_id"], &rows)?;
    let label = groups.iter().map(String::as_str).chain([hash]).min().unwrap_or(hash);
    for group in groups.iter().filter(|g| *g != label) {
        db.execute("UPDATE text_copies SET copy_of = ?1 WHERE copy_of = ?2", cells![label, group])?;
    }
    let sql = "INSERT INTO text_copies (text_id, copy_of, shingles) VALUES (?1, ?2, ?3)";
    db.execute(sql, cells![text_id, label, shingles.len() as i64])?;
    Ok(())
}

/// The groups of copies to which a text with these shingles belongs.
fn copied(db: &Db, shingles: &Shingles, bands: &BTreeSet<i64>) -> Result<Vec<String>, DbError> {
    let mut found = Vec::new();
    for (group, members) in candidates(db, shingles.len(), bands)? {
        for member in members {
            let row = db.first("SELECT text FROM texts WHERE id = ?1", cells![member])?;
            let Some(row) = row else { continue };
            if are_copies(shingles, &self::shingles(row.text(0)?)) {
                found.push(group);
                break;
            }
        }
    }
    Ok(found)
}

/// The texts that agree with a text of so many shingles in as many bands as copies do, by their groups.
fn candidates(db: &Db, shingles: usize, bands: &BTreeSet<i64>) -> Result<BTreeMap<String, Vec<i64>>, DbError> {
    let mut agreeing: BTreeMap<i64, usize> = BTreeMap::new();
    for row in some(db, "SELECT text_id FROM text_bands WHERE band IN", bands)? {
        *agreeing.entry(row.get(0)?).or_default() += 1;
    }
    let mut groups: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    let sql = "SELECT text_id, shingles, copy_of FROM text_copies WHERE text_id IN";
    for row in some(db, sql, &agreeing.keys().copied().collect())? {
        let id = row.get(0)?;
        let length = row.get::<Option<i64>>(1)?.and_then(|n| usize::try_from(n).ok());
        if length.is_none_or(|n| least_bands(shingles, n).is_some_and(|least| agreeing[&id] >= least)) {
            groups.entry(row.get(2)?).or_default().push(id);
        }
    }
    Ok(groups)
}

/// In how many bands texts of so many shingles agree at least if they are copies; `None` where they cannot be.
fn least_bands(a: usize, b: usize) -> Option<usize> {
    let (shorter, longer) = (as_f64(a.min(b)), as_f64(a.max(b)));
    let resembling = (shorter >= RESEMBLANCE * longer).then_some(RESEMBLANCE);
    let common = CONTAINMENT * shorter;
    let contained = (a.min(b) >= SHORTEST).then(|| common / (shorter + longer - common));
    let share = resembling.into_iter().chain(contained).reduce(f64::min)?;
    // How likely it is that so many bands agree: each does where all of its hashes do.
    let agrees = share.powi(as_i32(BAND));
    let all = HASHES / BAND;
    let (mut this_many, mut fewer) = ((1.0 - agrees).powi(as_i32(all)), 0.0);
    for bands in 0..all {
        fewer += this_many;
        if fewer > RISK {
            return Some(bands.max(1));
        }
        this_many *= as_f64(all - bands) / as_f64(bands + 1) * agrees / (1.0 - agrees);
    }
    Some(all)
}

fn are_copies(a: &Shingles, b: &Shingles) -> bool {
    let common = in_common(a, b);
    let all = as_f64(a.len() + b.len() - common);
    let (common, shorter) = (as_f64(common), a.len().min(b.len()));
    all > 0.0 && (common / all >= RESEMBLANCE || shorter >= SHORTEST && common / as_f64(shorter) >= CONTAINMENT)
}

fn in_common(a: &[u64], b: &[u64]) -> usize {
    let (mut left, mut right, mut count) = (a, b, 0);
    while let ([x, more @ ..], [y, others @ ..]) = (left, right) {
        match x.cmp(y) {
            Ordering::Less => left = more,
            Ordering::Greater => right = others,
            Ordering::Equal => {
                (left, right) = (more, others);
                count += 1;
            }
        }
    }
    count
}

#[expect(clippy::cast_precision_loss, reason = "a text has fewer than 2^53 words")]
fn as_f64(n: usize) -> f64 {
    n as f64
}

fn as_i32(n: usize) -> i32 {
    i32::try_from(n).expect("it is one of a few hashes")
}

/// Hashes of five words in a row; of all words where there are fewer.
fn shingles(text: &str) -> Shingles {
    let words: Vec<Cow<str>> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(small).collect();
    if words.is_empty() {
        return Shingles::new();
    }
    let mut shingles: Shingles = words.windows(SHINGLE.min(words.len())).map(hash).collect();
    shingles.sort_unstable();
    shingles.dedup();
    shingles
}

/// A word in small letters; most are so already.
fn small(word: &str) -> Cow<'_, str> {
    let is_small = word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    if is_small { Cow::Borrowed(word) } else { Cow::Owned(word.to_lowercase()) }
}

/// FNV-1a of the words with a space between them, the same on every machine.
fn hash(words: &[Cow<str>]) -> u64 {
    let bytes =
        words.iter().enumerate().flat_map(|(i, word)| [&b" "[usize::from(i == 0)..], word.as_bytes()]).flatten();
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Another hash of a hash, one for each seed (the finalizer of `SplitMix64`).
fn mixed(hash: u64, seed: u64) -> u64 {
    let mut x = hash ^ seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// The signature's bands, each as a hash of its place and its minimal hashes.
fn bands(shingles: &Shingles) -> Vec<i64> {
    if shingles.is_empty() {
        return Vec::new();
    }
    let least = |seed: u64| shingles.iter().map(|s| mixed(*s, seed)).min().unwrap_or_default();
    let signature: Vec<u64> = (1..=HASHES as u64).map(least).collect();
    let band = |(i, hashes): (usize, &[u64])| hashes.iter().fold(i as u64, |all, h| mixed(all ^ h, 1)).cast_signed();
    signature.chunks(BAND).enumerate().map(band).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const WIRE: &str = "Dock workers in the port of Callao stopped work on Monday after talks over pay broke down, their union said. \
        The strike keeps forty ships waiting outside the harbour, among them two with wheat for the south of the country. \
        The ministry of labour called both sides to a meeting on Thursday. Rosa Quispe, who leads the union, said that her \
        members would come but would not go back to work before. The owners of the terminal speak of a loss of two million \
        dollars a day and have asked a court to end the strike.";

    fn alike(a: &str, b: &str) -> bool {
        are_copies(&shingles(a), &shingles(b))
    }

    #[test]
    fn a_wire_text_shortened_or_with_a_line_of_the_outlets_own_is_a_copy() {
        let own_line = format!("{WIRE} Our correspondent in Lima contributed to this report.");
        let shortened = &WIRE[..WIRE.find("Rosa").expect("she is in it")];
        assert!(alike(WIRE, &own_line) && alike(WIRE, shortened) && alike(WIRE, &WIRE.to_uppercase()));
        let found = |text: &str| bands(&shingles(text)).iter().any(|b| bands(&shingles(WIRE)).contains(b));
        assert!(found(&own_line) && found(shortened));
    }

    #[test]
    fn texts_of_one_length_are_copies_only_where_many_bands_agree() {
        let least = |a, b| least_bands(a, b);
        // Of 42: eight tenths in common let half of them agree.
        assert!(least(700, 700).is_some_and(|n| (5..10).contains(&n)), "{:?}", least(700, 700));
        // A tenth of a text may be a copy of it, and little of its signature is that of the whole.
        assert_eq!(least(70, 700), Some(1));
        // A line of it is none.
        assert_eq!((least(20, 700), least(20, 22).is_some()), (None, true));
    }

    #[test]
    fn the_same_news_in_other_words_is_no_copy() {
        let other = "The harbour of Callao stands still since Monday. Its dockers want more pay, and talks with the terminal's \
            owners have failed. Ships that bring wheat cannot unload, and the ministry of labour wants to see both on Thursday.";
        assert!(!alike(WIRE, other));
        assert!(!alike("Ships wait outside the harbour.", "Ships wait outside the port."));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn as_many_hashes_agree_as_texts_resemble_each_other(kept in 10..90_usize) {
            let words: Vec<String> = (0..200).map(|i| format!("w{i}")).collect();
            let (a, b) = (words.join(" "), words[kept..].join(" "));
            let (a, b) = (shingles(&a), shingles(&b));
            let common = in_common(&a, &b);
            let true_share = as_f64(common) / as_f64(a.len() + b.len() - common);
            let least = |s: &Shingles, seed: u64| s.iter().map(|h| mixed(*h, seed)).min();
            let agree = (1..=1000).filter(|seed| least(&a, *seed) == least(&b, *seed)).count();
            prop_assert!((as_f64(agree) / 1000.0 - true_share).abs() < 0.08);
        }
    }
}
