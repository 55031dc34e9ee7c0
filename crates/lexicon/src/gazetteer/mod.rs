//! Places of the world with where they are: GeoNames' places in a compact blob, and the tables that people edit.
//!
//! A name leads to sites; which of them a text means is for the coder to choose.

mod blob;
mod fold;
mod tables;
mod words;

use crate::{DataError, Files};
use blob::Blob;
pub use blob::{Entry, pack};
pub use fold::fold;
use fold::fold_into;
use fst::raw::{Fst, Node, Output};
use smol_str::SmolStr;
use std::fmt;
use tables::{NO_PLACE, Tables};
pub use words::PlaceWords;

const BLOB: &str = "places/gazetteer.bin";
/// A name is its biggest site's alone, whatever the text, where that one is so many times as big as the next.
const CLEARLY: u32 = 8;

pub struct Gazetteer {
    blob: Blob,
    tables: Tables,
    table_names: Fst<Vec<u8>>,
    pub words: PlaceWords,
}

/// A place of the gazetteer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SiteId(u32);

/// What is known of a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Site<'a> {
    pub name: &'a str,
    pub geonameid: Option<u32>,
    pub lat: f32,
    pub lon: f32,
    /// ISO 3166-1 alpha-3; several for what lies in several, none for what lies in none.
    pub countries: Countries<'a>,
    /// First-level area it lies in.
    pub area: Option<SiteId>,
    /// GeoNames feature code.
    pub feature: &'a str,
    pub class: Class,
    /// 5 sub-city, 4 city, 3 district, 2 province, 1 country, 0 larger.
    pub resolution: u8,
    /// People, or for what has none how much the name is taken to mean it.
    pub population: u32,
}

/// One country or a list of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Countries<'a>(&'a [SmolStr]);

impl<'a> Countries<'a> {
    pub fn contains(&self, alpha3: &str) -> bool {
        self.0.iter().any(|c| c == alpha3)
    }

    /// The country where there is but one.
    pub fn only(&self) -> Option<&'a str> {
        if let [one] = self.0 { Some(one) } else { None }
    }

    pub fn iter(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.0.iter().map(SmolStr::as_str)
    }
}

/// A reading of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sense {
    pub site: SiteId,
    /// By a name that is not its first one.
    pub alternate: bool,
    /// The spelling itself was asked for by a table ("US", "Calif.").
    pub exact: bool,
}

/// What a place is, coarsely: the words of `words.toml` tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    Larger,
    Country,
    Admin1,
    Admin2,
    City,
    Spot,
    /// A building that stands for who sits in it.
    Seat,
    Region,
    Island,
    Water,
    Land,
}

impl Class {
    const ALL: [Class; 11] = [
        Class::Larger,
        Class::Country,
        Class::Admin1,
        Class::Admin2,
        Class::City,
        Class::Spot,
        Class::Seat,
        Class::Region,
        Class::Island,
        Class::Water,
        Class::Land,
    ];
    pub(crate) const NAMES: [&str; 11] =
        ["larger", "country", "admin1", "admin2", "city", "spot", "seat", "region", "island", "water", "land"];

    fn parse(text: &str) -> Option<Self> {
        Self::NAMES.iter().position(|&n| n == text).map(|i| Self::ALL[i])
    }
}

/// A row of `features.tsv`.
#[derive(Clone, Copy, Debug)]
struct Feature {
    class: Class,
    resolution: u8,
    weight: u32,
}

impl fmt::Debug for Gazetteer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Gazetteer({} rows, {:?})", self.tables.sites.len(), self.blob)
    }
}

impl Gazetteer {
    pub fn load(files: &Files) -> Result<Self, Vec<DataError>> {
        let blob = Blob::new(files.shared(BLOB)?).map_err(|e| {
            vec![DataError::new(BLOB, None, format!("{e}; make it again with `cargo run -p xtask -- gazetteer`"))]
        })?;
        let (tables, table_names) = Tables::load(files, &blob)?;
        Ok(Self { blob, tables, table_names, words: PlaceWords::load(files)? })
    }

    pub fn site(&self, id: SiteId) -> Site<'_> {
        let tables = self.tables.sites.len() as u32;
        if id.0 < tables {
            let s = &self.tables.sites[id.0 as usize];
            let feature = self.feature(&s.feature);
            let alone = s.countries.len() == 1;
            return Site {
                name: &s.name,
                geonameid: s.geonameid,
                lat: s.lat,
                lon: s.lon,
                countries: Countries(&s.countries),
                area: s.area.map(|r| self.site_of_record(r)),
                feature: &s.feature,
                class: feature.class,
                resolution: if alone && feature.class == Class::Region { 2 } else { feature.resolution },
                population: s.population,
            };
        }
        let r = self.blob.record(id.0 - tables);
        let feature = self.feature(r.feature);
        let country = self.tables.alpha3.get(r.country);
        Site {
            name: r.name,
            geonameid: Some(r.geonameid),
            lat: r.lat,
            lon: r.lon,
            countries: Countries(country.map_or(&[], std::slice::from_ref)),
            area: r.area.map(|a| self.site_of_record(a)),
            feature: r.feature,
            class: feature.class,
            resolution: feature.resolution,
            population: r.population,
        }
    }

    /// A code that features.tsv does not have is some kind of town.
    fn feature(&self, code: &str) -> Feature {
        let town = Feature { class: Class::City, resolution: 4, weight: 0 };
        self.tables.features.get(code).copied().unwrap_or(town)
    }

    fn site_of_record(&self, record: u32) -> SiteId {
        SiteId(self.tables.instead.get(&record).copied().unwrap_or(record + self.tables.sites.len() as u32))
    }

    /// The readings of a name, tables first, then by size.
    pub fn senses(&self, name: &str) -> Vec<Sense> {
        let mut walk = self.walk();
        walk.push(name, false);
        walk.senses(name, false)
    }

    /// Alpha-3 of the country of a name that means one place clearly, whatever the text: "Kharkiv", not "Tripoli".
    pub fn country_of(&self, name: &str) -> Option<&str> {
        // A place is less likely meant by a name that is not its first one: "Bethlehem" is no port of Brazil.
        let weight = |s: &Sense, site: &Site| site.population / if s.alternate { CLEARLY } else { 1 };
        let sites: Vec<(u32, Site)> = (self.senses(name).iter())
            .map(|s| (s, self.site(s.site)))
            .map(|(s, site)| (weight(s, &site), site))
            .collect();
        let (most, biggest) = sites.iter().max_by_key(|(w, _)| *w)?;
        let country = biggest.countries.only()?;
        let rival = sites.iter().filter(|(_, s)| !s.countries.contains(country)).map(|(w, _)| *w).max();
        rival.is_none_or(|r| r < most / CLEARLY).then_some(country)
    }

    /// Whether a town of a country has this name.
    pub fn is_town_of(&self, name: &str, country: &str) -> bool {
        let town = |site: Site| site.class == Class::City && site.countries.contains(country);
        self.senses(name).iter().any(|s| town(self.site(s.site)))
    }

    /// The people of the largest town of this name.
    pub fn largest_town(&self, name: &str) -> u32 {
        let sites = self.senses(name).into_iter().map(|s| self.site(s.site));
        sites.filter(|s| s.class == Class::City).map(|s| s.population).max().unwrap_or(0)
    }

    /// Starts to look names up word by word.
    pub fn walk(&self) -> Walk<'_> {
        Walk {
            gazetteer: self,
            gap: false,
            begun: false,
            table: Some(Step::start(&self.table_names)),
            blob: Some(Step::start(self.blob.automaton())),
        }
    }
}

/// A name being looked up word by word, so that the longest is found in one pass.
#[derive(Clone)]
pub struct Walk<'a> {
    gazetteer: &'a Gazetteer,
    gap: bool,
    begun: bool,
    table: Option<Step<'a>>,
    blob: Option<Step<'a>>,
}

/// Where a walk stands in an automaton.
#[derive(Clone, Copy)]
struct Step<'a> {
    node: Node<'a>,
    output: Output,
}

impl<'a> Step<'a> {
    fn start<D: AsRef<[u8]>>(automaton: &'a Fst<D>) -> Self {
        Self { node: automaton.root(), output: Output::zero() }
    }

    fn next<D: AsRef<[u8]>>(self, automaton: &'a Fst<D>, byte: u8) -> Option<Self> {
        let transition = self.node.transition(self.node.find_input(byte)?);
        Some(Self { node: automaton.node(transition.addr), output: self.output.cat(transition.out) })
    }

    fn value(self) -> Option<u64> {
        self.node.is_final().then(|| self.output.cat(self.node.final_output()).value())
    }
}

impl Walk<'_> {
    /// Goes on by a token; `spaced` says that white space stands before it. False when no name goes on so.
    pub fn push(&mut self, text: &str, spaced: bool) -> bool {
        self.gap |= spaced;
        if !self.begun {
            self.gap = false;
        }
        let (mut table, mut blob, mut begun) = (self.table, self.blob, self.begun);
        let gazetteer = self.gazetteer;
        let mut gap = self.gap;
        let alive = fold_into(text, &mut gap, |byte| {
            begun = true;
            table = table.and_then(|s| s.next(&gazetteer.table_names, byte));
            blob = blob.and_then(|s| s.next(gazetteer.blob.automaton(), byte));
            table.is_some() || blob.is_some()
        });
        (self.table, self.blob, self.begun, self.gap) = (table, blob, begun, gap);
        alive
    }

    /// What was pushed is another name that holds a place's: "West Nile virus".
    pub fn is_other_name(&self, written: &str) -> bool {
        let value = self.table.and_then(Step::value);
        value.is_some_and(|v| {
            let mut names = self.gazetteer.tables.names[v as usize].iter();
            names.any(|n| n.site == NO_PLACE && (!n.exact || is_spelled(written, &n.written)))
        })
    }

    /// The readings of what was pushed, tables first, then by size. `written` is the name as the text has it.
    pub fn senses(&self, written: &str, behind_comma: bool) -> Vec<Sense> {
        let mut senses: Vec<Sense> = Vec::new();
        let tables = &self.gazetteer.tables;
        if let Some(value) = self.table.and_then(Step::value) {
            for name in &tables.names[value as usize] {
                let fits = name.site != NO_PLACE && (!name.exact || is_spelled(written, &name.written));
                if fits && (behind_comma || !name.behind_comma) && !senses.iter().any(|s| s.site.0 == name.site) {
                    let exact = name.exact || is_lower_start(&name.written) && name.written == written;
                    senses.push(Sense { site: SiteId(name.site), alternate: name.alternate, exact });
                }
            }
        }
        if let Some(value) = self.blob.and_then(Step::value) {
            for posting in self.gazetteer.blob.postings(value) {
                let site = self.gazetteer.site_of_record(posting.record);
                if !senses.iter().any(|s| s.site == site) {
                    senses.push(Sense { site, alternate: posting.alternate, exact: false });
                }
            }
        }
        senses
    }
}

/// Spelled as asked for, a final dot of either aside: a sentence's end takes it or lends it.
fn is_spelled(written: &str, asked: &str) -> bool {
    written.trim_end_matches('.') == asked.trim_end_matches('.')
}

fn is_lower_start(name: &str) -> bool {
    name.starts_with(char::is_lowercase)
}

/// Great-circle distance between two points given as (lat, lon).
pub fn distance_km(a: (f32, f32), b: (f32, f32)) -> f32 {
    const EARTH_RADIUS_KM: f32 = 6371.0;
    let (lat_a, lat_b) = (a.0.to_radians(), b.0.to_radians());
    let half_lat = ((lat_b - lat_a) / 2.0).sin();
    let half_lon = ((b.1 - a.1).to_radians() / 2.0).sin();
    let h = half_lat * half_lat + lat_a.cos() * lat_b.cos() * half_lon * half_lon;
    2.0 * EARTH_RADIUS_KM * h.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gazetteer() -> Gazetteer {
        Gazetteer::load(&Files::embedded()).expect("the embedded gazetteer is right")
    }

    #[test]
    fn a_name_leads_to_its_site() {
        let g = gazetteer();
        let romania = g.site(g.senses("Romania")[0].site);
        assert_eq!((romania.geonameid, romania.feature, romania.resolution), (Some(798_549), "PCLI", 1));
        let sites = g.senses("KHARKIV").into_iter().map(|s| g.site(s.site));
        let kharkiv = sites.filter(|s| s.class == Class::City).max_by_key(|s| s.population).expect("a city");
        assert_eq!((kharkiv.countries.only(), kharkiv.feature), (Some("UKR"), "PPLA"));
        assert!(distance_km((kharkiv.lat, kharkiv.lon), (49.99, 36.23)) < 5.0);
    }

    #[test]
    fn areas_are_named_and_put_right_by_the_table() {
        let g = gazetteer();
        let austin =
            g.senses("Austin").into_iter().map(|s| g.site(s.site)).max_by_key(|s| s.population).expect("a site");
        let texas = g.site(austin.area.expect("Austin lies in an area"));
        assert_eq!((texas.name, texas.lat), ("Texas", 31.25));
    }

    #[test]
    fn abbreviations_count_only_as_written_and_postal_codes_only_behind_a_comma() {
        let g = gazetteer();
        let read = |written: &str, behind_comma| {
            let mut walk = g.walk();
            walk.push(written, false);
            walk.senses(written, behind_comma).iter().any(|s| s.exact)
        };
        assert!(read("US", false) && read("U.S.", false) && read("Calif.", false) && read("Calif", true));
        assert!(!read("us", false) && !read("Us", false));
        assert!(read("OR", true) && !read("OR", false) && !read("or", true));
    }

    #[test]
    fn a_walk_over_words_finds_the_longest_name() {
        let g = gazetteer();
        let mut walk = g.walk();
        assert!(walk.push("Port", false) && walk.push("-", false) && walk.push("au", false) && walk.push("-", false));
        assert!(walk.push("Prince", false));
        assert_eq!(g.site(walk.senses("Port-au-Prince", false)[0].site).countries.only(), Some("HTI"));
        assert!(!walk.push("Xyz", true));
    }

    #[test]
    fn the_country_of_a_name_is_told_only_where_it_is_clear() {
        let g = gazetteer();
        assert_eq!(g.country_of("Kharkiv"), Some("UKR"));
        assert_eq!(g.country_of("Baghdad"), Some("IRQ"));
        assert_eq!(g.country_of("Tripoli"), None);
        assert_eq!(g.country_of("Qwertyuiop"), None);
    }

    #[test]
    fn a_wrong_row_is_named_with_its_line() {
        let mut files = Files::embedded();
        let head = "name\talso\tlat\tlon\tcountry\tfeature\n";
        files.insert("places/nature.tsv", format!("{head}Blue Lake\t\t91\t10\tFRA\tLK\n").into_bytes());
        let errors = Gazetteer::load(&files).expect_err("91 degrees north is nowhere");
        assert_eq!(errors[0].to_string(), "data/places/nature.tsv:2: 91 is beyond 90 degrees");
    }
}
