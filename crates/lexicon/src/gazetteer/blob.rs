//! The compact form of the GeoNames places that `xtask gazetteer` derives: one run of bytes, read where it lies.
//!
//! Little-endian. A header of the magic and the length of each section, then the sections: the country codes and the
//! feature codes (text, parted by spaces), the first-level areas (u24: the record of each), the records of 17 bytes sorted
//! by folded name, the names (a length byte, then UTF-8), the postings (a u16 length, then u24, most prominent first), and
//! the automaton that maps a folded name to a record or to a list of postings.

use super::fold::fold;
use fst::raw::Fst;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::ops::Range;

const MAGIC: &[u8; 8] = b"SAYSOGZ1";
const SECTIONS: usize = 7;
const HEADER: usize = MAGIC.len() + 4 * SECTIONS;
const RECORD: usize = 17;
/// In a posting: found by an alternate name.
const ALTERNATE: u32 = 1 << 23;
/// "No first-level area" in a record.
const NO_AREA: u16 = u16::MAX;

type Bytes = Cow<'static, [u8]>;

/// A place as it goes into the blob.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub geonameid: u32,
    pub name: String,
    pub lat: f32,
    pub lon: f32,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// GeoNames feature code.
    pub feature: String,
    /// GeoNames id of the first-level area it lies in.
    pub area: Option<u32>,
    pub population: u32,
    /// Further names it is found by.
    pub alternates: Vec<String>,
}

/// A place as it is read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Record<'a> {
    pub(super) geonameid: u32,
    pub(super) name: &'a str,
    pub(super) lat: f32,
    pub(super) lon: f32,
    pub(super) country: &'a str,
    pub(super) feature: &'a str,
    /// The record of the first-level area.
    pub(super) area: Option<u32>,
    pub(super) population: u32,
}

/// One reading of a name: a record, and whether the name is an alternate one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Posting {
    pub(super) record: u32,
    pub(super) alternate: bool,
}

/// The bytes, and where each section lies.
pub(super) struct Blob {
    bytes: Bytes,
    areas: Range<usize>,
    records: Range<usize>,
    names: Range<usize>,
    postings: Range<usize>,
    countries: Vec<String>,
    features: Vec<String>,
    automaton: Fst<Bytes>,
}

impl fmt::Debug for Blob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Blob({} places)", self.len())
    }
}

impl Blob {
    /// Reads the header and checks that all sections are there.
    pub(super) fn new(bytes: Bytes) -> Result<Self, String> {
        if bytes.len() < HEADER || &bytes[..MAGIC.len()] != MAGIC {
            return Err("not a gazetteer of this version".to_owned());
        }
        let mut at = HEADER;
        let sections: Vec<Range<usize>> = (0..SECTIONS)
            .map(|i| {
                let start = at;
                at += u32_at(&bytes, MAGIC.len() + 4 * i) as usize;
                start..at
            })
            .collect();
        if at != bytes.len() || !sections[3].len().is_multiple_of(RECORD) {
            return Err("cut off or damaged".to_owned());
        }
        let words = |r: &Range<usize>| -> Result<Vec<String>, String> {
            let text = std::str::from_utf8(&bytes[r.clone()]).map_err(|e| e.to_string())?;
            Ok(text.split(' ').map(str::to_owned).collect())
        };
        let (countries, features) = (words(&sections[0])?, words(&sections[1])?);
        let part = match &bytes {
            Cow::Borrowed(b) => Cow::Borrowed(&b[sections[6].clone()]),
            Cow::Owned(b) => Cow::Owned(b[sections[6].clone()].to_vec()),
        };
        let automaton = Fst::new(part).map_err(|e| e.to_string())?;
        let [_, _, areas, records, names, postings, _] =
            <[Range<usize>; SECTIONS]>::try_from(sections).expect("as many as there are");
        Ok(Self { bytes, areas, records, names, postings, countries, features, automaton })
    }

    pub(super) fn len(&self) -> usize {
        self.records.len() / RECORD
    }

    pub(super) fn automaton(&self) -> &Fst<Bytes> {
        &self.automaton
    }

    /// The records of a folded name, most prominent first.
    pub(super) fn named(&self, key: &str) -> Vec<u32> {
        let value = self.automaton.get(key).map(|o| o.value());
        value.into_iter().flat_map(|v| self.postings(v)).map(|p| p.record).collect()
    }

    pub(super) fn record(&self, ix: u32) -> Record<'_> {
        let r = &self.bytes[self.records.clone()][ix as usize * RECORD..][..RECORD];
        let names = &self.bytes[self.names.clone()];
        let name = u24_at(r, 9) as usize;
        let name = &names[name + 1..][..usize::from(names[name])];
        let area = u16::from_le_bytes([r[14], r[15]]);
        Record {
            geonameid: u24_at(r, 0),
            name: std::str::from_utf8(name).expect("written from a string"),
            lat: from_u24(u24_at(r, 3), 90.0),
            lon: from_u24(u24_at(r, 6), 180.0),
            country: &self.countries[usize::from(r[12])],
            feature: &self.features[usize::from(r[13])],
            area: (area != NO_AREA).then(|| u24_at(&self.bytes[self.areas.clone()], 3 * usize::from(area))),
            population: from_log(r[16]),
        }
    }

    /// The readings behind a value of the automaton, most prominent first.
    pub(super) fn postings(&self, value: u64) -> impl Iterator<Item = Posting> + '_ {
        let all = &self.bytes[self.postings.clone()];
        let (single, list) = if value & 1 == 0 {
            (Some((value >> 1) as u32), &all[..0])
        } else {
            let at = (value >> 1) as usize;
            let count = usize::from(u16::from_le_bytes([all[at], all[at + 1]]));
            (None, &all[at + 2..][..3 * count])
        };
        (single.into_iter().chain(list.chunks_exact(3).map(|c| u24_at(c, 0))))
            .map(|p| Posting { record: p & !ALTERNATE, alternate: p & ALTERNATE != 0 })
    }
}

/// Packs entries; `key_forms` gives the spellings under which a name is to be found besides its own.
///
/// # Panics
/// When a section outgrows the numbers that point into it (2^23 records, 2^24 bytes of names).
pub fn pack(mut entries: Vec<Entry>, key_forms: impl Fn(&str) -> Vec<String>) -> Vec<u8> {
    entries.sort_by_cached_key(|e| (fold(&e.name), std::cmp::Reverse(e.population), e.geonameid));
    let by_id: HashMap<u32, u32> = entries.iter().enumerate().map(|(i, e)| (e.geonameid, i as u32)).collect();
    let mut countries = Index::default();
    let mut features = Index::default();
    let mut areas = Index::default();
    let mut names = Names::default();
    let mut records = Vec::with_capacity(entries.len() * RECORD);
    for e in &entries {
        push_u24(&mut records, e.geonameid);
        push_u24(&mut records, to_u24(e.lat, 90.0));
        push_u24(&mut records, to_u24(e.lon, 180.0));
        push_u24(&mut records, names.add(&e.name));
        records.push(u8::try_from(countries.add(e.country.clone())).expect("under 256 countries"));
        records.push(u8::try_from(features.add(e.feature.clone())).expect("under 256 features"));
        let area = e.area.and_then(|id| by_id.get(&id)).map(|&r| areas.add(r));
        let area = area.map_or(NO_AREA, |a| u16::try_from(a).expect("under 65,535 areas"));
        records.extend(area.to_le_bytes());
        records.push(to_log(e.population));
    }
    let mut keys: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for (i, e) in entries.iter().enumerate() {
        let i = i as u32;
        assert!(i < ALTERNATE, "too many records");
        let own: Vec<String> = std::iter::once(fold(&e.name)).chain(key_forms(&e.name)).collect();
        for key in &own {
            keys.entry(key.clone()).or_default().push(i);
        }
        for key in e.alternates.iter().flat_map(|a| std::iter::once(fold(a)).chain(key_forms(a))) {
            if !own.contains(&key) {
                keys.entry(key).or_default().push(i | ALTERNATE);
            }
        }
    }
    keys.remove("");
    let (postings, automaton) = index(keys, &entries);
    let section = |words: &[String]| words.join(" ").into_bytes();
    let mut area_bytes = Vec::new();
    areas.list.iter().for_each(|&r| push_u24(&mut area_bytes, r));
    let sections =
        [section(&countries.list), section(&features.list), area_bytes, records, names.bytes, postings, automaton];
    let mut out = MAGIC.to_vec();
    for s in &sections {
        out.extend(u32::try_from(s.len()).expect("under 4 GiB").to_le_bytes());
    }
    out.extend(sections.concat());
    out
}

/// Postings and the automaton over the folded names. Lists that are the same are kept once.
fn index(keys: BTreeMap<String, Vec<u32>>, entries: &[Entry]) -> (Vec<u8>, Vec<u8>) {
    let mut postings = Vec::new();
    let mut known: HashMap<Vec<u32>, usize> = HashMap::new();
    let mut builder = fst::MapBuilder::memory();
    for (key, mut list) in keys {
        list.sort_unstable();
        list.dedup();
        list.sort_by_key(|&p| (std::cmp::Reverse(entries[(p & !ALTERNATE) as usize].population), p & !ALTERNATE));
        let value = if let [one] = list[..] {
            u64::from(one) << 1
        } else {
            let at = *known.entry(list).or_insert_with_key(|list| {
                let at = postings.len();
                postings.extend(u16::try_from(list.len()).expect("under 65,536 namesakes").to_le_bytes());
                list.iter().for_each(|&p| push_u24(&mut postings, p));
                at
            });
            (at as u64) << 1 | 1
        };
        builder.insert(key, value).expect("keys come sorted");
    }
    (postings, builder.into_inner().expect("memory takes all"))
}

/// A list without repeats, each with its place in it.
struct Index<T> {
    list: Vec<T>,
    at: HashMap<T, usize>,
}

impl<T> Default for Index<T> {
    fn default() -> Self {
        Self { list: Vec::new(), at: HashMap::new() }
    }
}

impl<T: Clone + Eq + std::hash::Hash> Index<T> {
    fn add(&mut self, item: T) -> usize {
        *self.at.entry(item).or_insert_with_key(|item| {
            self.list.push(item.clone());
            self.list.len() - 1
        })
    }
}

/// Names one after the other, each once.
#[derive(Default)]
struct Names {
    bytes: Vec<u8>,
    at: HashMap<String, u32>,
}

impl Names {
    fn add(&mut self, name: &str) -> u32 {
        *self.at.entry(name.to_owned()).or_insert_with(|| {
            let at = u32::try_from(self.bytes.len()).expect("under 2^24 bytes of names");
            self.bytes.push(u8::try_from(name.len()).expect("names are shorter than 256 bytes"));
            self.bytes.extend(name.as_bytes());
            at
        })
    }
}

fn u32_at(b: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([b[at], b[at + 1], b[at + 2], b[at + 3]])
}

fn u24_at(b: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([b[at], b[at + 1], b[at + 2], 0])
}

fn push_u24(out: &mut Vec<u8>, n: u32) {
    assert!(n < 1 << 24, "{n} does not fit 24 bits");
    out.extend(&n.to_le_bytes()[..3]);
}

/// Degrees within ±`limit` in 24 bits: a step is about two metres.
fn to_u24(degrees: f32, limit: f64) -> u32 {
    let part = (f64::from(degrees) + limit) / (2.0 * limit);
    (part.clamp(0.0, 1.0) * f64::from((1 << 24) - 1)).round() as u32
}

fn from_u24(n: u32, limit: f64) -> f32 {
    let degrees = f64::from(n) / f64::from((1 << 24) - 1) * 2.0 * limit - limit;
    ((degrees * 1e5).round() / 1e5) as f32
}

/// A population on a logarithmic scale, good to four per cent.
fn to_log(n: u32) -> u8 {
    (f64::from(n).ln_1p() * 13.0).round().min(255.0) as u8
}

fn from_log(n: u8) -> u32 {
    (f64::from(n) / 13.0).exp_m1().round() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn town(geonameid: u32, name: &str, population: u32, alternates: &[&str]) -> Entry {
        Entry {
            geonameid,
            name: name.to_owned(),
            lat: -33.86785,
            lon: 151.20732,
            country: "AU".to_owned(),
            feature: "PPL".to_owned(),
            area: Some(7),
            population,
            alternates: alternates.iter().map(|&a| a.to_owned()).collect(),
        }
    }

    #[test]
    fn what_is_packed_is_read_again() {
        let area = Entry { feature: "ADM1".to_owned(), area: None, ..town(7, "Blefuscu", 90_000, &[]) };
        let entries = vec![town(2, "Mildendo", 800, &[]), town(1, "Mildendo", 50_000, &["Old Port"]), area];
        let blob = Blob::new(Cow::Owned(pack(entries, |_| Vec::new()))).expect("it was just packed");
        let ids: Vec<u32> = blob.named("mildendo").into_iter().map(|r| blob.record(r).geonameid).collect();
        assert_eq!(ids, [1, 2], "the larger first");
        let record = blob.record(blob.named("old port")[0]);
        assert_eq!((record.name, record.country, record.feature), ("Mildendo", "AU", "PPL"));
        assert!((record.lat + 33.86785).abs() < 1e-4 && (record.lon - 151.20732).abs() < 1e-4);
        assert!(record.population.abs_diff(50_000) < 2_500, "{}", record.population);
        assert_eq!(record.area.map(|a| blob.record(a).geonameid), Some(7));
        let value = blob.automaton().get("old port").expect("a key").value();
        assert!(blob.postings(value).all(|p| p.alternate));
    }

    #[test]
    fn damaged_bytes_are_refused() {
        let bytes = pack(vec![town(1, "Mildendo", 10, &[])], |_| Vec::new());
        assert!(Blob::new(Cow::Owned(bytes[..bytes.len() - 1].to_vec())).is_err());
        assert!(Blob::new(Cow::Owned(b"GIF89a".to_vec())).is_err());
    }
}
