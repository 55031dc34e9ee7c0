//! The tables of places that people edit, under `data/places/`, and the names that lead to their rows.

use super::blob::Blob;
use super::fold::fold;
use super::{Class, Feature};
use crate::{DataError, Files};
use fst::raw::Fst;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// A row of one of the tables.
#[derive(Clone, Debug)]
pub(super) struct TableSite {
    pub(super) name: SmolStr,
    pub(super) geonameid: Option<u32>,
    pub(super) lat: f32,
    pub(super) lon: f32,
    /// ISO 3166-1 alpha-3, all it lies in.
    pub(super) countries: Vec<SmolStr>,
    /// The record of the first-level area it lies in.
    pub(super) area: Option<u32>,
    pub(super) feature: SmolStr,
    pub(super) population: u32,
}

/// In place of a row: the name is no place's, whatever it holds ("West Nile virus").
pub(super) const NO_PLACE: u32 = u32::MAX;

/// How a name of a row must be written to count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TableName {
    pub(super) site: u32,
    /// As the table has it.
    pub(super) written: SmolStr,
    pub(super) exact: bool,
    pub(super) behind_comma: bool,
    pub(super) alternate: bool,
}

#[derive(Debug, Default)]
pub(super) struct Tables {
    pub(super) sites: Vec<TableSite>,
    /// The names behind each value of the automaton.
    pub(super) names: Vec<Vec<TableName>>,
    /// Records of the blob whose place a row takes.
    pub(super) instead: FxHashMap<u32, u32>,
    pub(super) alpha3: FxHashMap<SmolStr, SmolStr>,
    pub(super) features: FxHashMap<SmolStr, Feature>,
}

const REGION_TABLES: [&str; 3] = ["places/regions.tsv", "places/nature.tsv", "places/landmarks.tsv"];
/// A row and a record of the same name in the same country are the same area or town when they lie this near.
const SAME_WITHIN_KM: f32 = 400.0;

impl Tables {
    /// Reads all tables; names come back as an automaton over their folded forms.
    pub(super) fn load(files: &Files, blob: &Blob) -> Result<(Self, Fst<Vec<u8>>), Vec<DataError>> {
        let mut tables = Self { features: read_features(files)?, ..Self::default() };
        let mut names = BTreeMap::new();
        let mut errors = Vec::new();
        let mut keep = |r: Result<(), Vec<DataError>>| errors.extend(r.err().unwrap_or_default());
        keep(tables.add_countries(files, &mut names));
        keep(tables.add_areas(files, blob, &mut names));
        for path in REGION_TABLES {
            keep(tables.add_regions(path, files, blob, &mut names));
        }
        keep(add_other_names(files, &mut names));
        if !errors.is_empty() {
            return Err(errors);
        }
        let mut builder = fst::raw::Builder::memory();
        for (key, list) in names {
            builder.insert(&key, tables.names.len() as u64).expect("keys come sorted");
            tables.names.push(list);
        }
        let automaton = Fst::new(builder.into_inner().expect("memory takes all")).expect("it was just built");
        Ok((tables, automaton))
    }

    fn add_countries(&mut self, files: &Files, names: &mut NameMap) -> Result<(), Vec<DataError>> {
        let path = "places/countries.tsv";
        let columns = ["alpha3", "alpha2", "name", "also", "lat", "lon", "geonameid", "population", "feature"];
        let mut errors = Vec::new();
        for row in files.table(path, &columns)? {
            let [alpha3, alpha2, name, also, lat, lon, id, population, feature] = row.cells[..] else {
                unreachable!("as many cells as columns")
            };
            let mut cells = Cells { path, line: row.line, errors: &mut errors };
            let site = TableSite {
                name: name.into(),
                geonameid: Some(cells.number(id)),
                lat: cells.degrees(lat, 90.0),
                lon: cells.degrees(lon, 180.0),
                countries: vec![alpha3.into()],
                area: None,
                feature: cells.feature(feature, &self.features),
                population: cells.number(population),
            };
            self.alpha3.insert(alpha2.into(), alpha3.into());
            self.add(site, also, names);
        }
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }

    /// Rows that put an area of the blob right and give it further names.
    fn add_areas(&mut self, files: &Files, blob: &Blob, names: &mut NameMap) -> Result<(), Vec<DataError>> {
        let path = "places/admin1.tsv";
        let mut errors = Vec::new();
        for row in files.table(path, &["country", "name", "also", "lat", "lon"])? {
            let [country, name, also, lat, lon] = row.cells[..] else { unreachable!("as many cells as columns") };
            let mut cells = Cells { path, line: row.line, errors: &mut errors };
            let (lat, lon) = (cells.degrees(lat, 90.0), cells.degrees(lon, 180.0));
            let found = blob.named(&fold(name)).into_iter().find(|&r| {
                let record = blob.record(r);
                record.feature == "ADM1" && self.alpha3.get(record.country).is_some_and(|c| c == country)
            });
            let Some(found) = found else {
                cells.wrong(format!("GeoNames has no first-level area {name:?} in {country}; write its name there"));
                continue;
            };
            let record = blob.record(found);
            let site = TableSite {
                name: name.into(),
                geonameid: Some(record.geonameid),
                lat,
                lon,
                countries: vec![country.into()],
                area: None,
                feature: "ADM1".into(),
                population: record.population,
            };
            self.instead.insert(found, self.sites.len() as u32);
            self.add(site, also, names);
        }
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }

    fn add_regions(
        &mut self,
        path: &str,
        files: &Files,
        blob: &Blob,
        names: &mut NameMap,
    ) -> Result<(), Vec<DataError>> {
        let mut errors = Vec::new();
        for row in files.table(path, &["name", "also", "lat", "lon", "country", "feature"])? {
            let [name, also, lat, lon, countries, feature] = row.cells[..] else {
                unreachable!("as many cells as columns")
            };
            let mut cells = Cells { path, line: row.line, errors: &mut errors };
            let mut site = TableSite {
                name: name.into(),
                geonameid: None,
                lat: cells.degrees(lat, 90.0),
                lon: cells.degrees(lon, 180.0),
                countries: countries.split_whitespace().map(SmolStr::from).collect(),
                area: None,
                feature: cells.feature(feature, &self.features),
                population: self.features.get(feature).map_or(0, |f| f.weight),
            };
            if let Some(c) = site.countries.iter().find(|&c| !self.alpha3.values().any(|a| a == c)) {
                cells.wrong(format!("no country {c:?}; write an alpha-3 code of places/countries.tsv"));
            }
            if let Some(found) = self.same_place(&site, also, blob) {
                let record = blob.record(found);
                site.geonameid = Some(record.geonameid);
                site.area = record.area;
                site.population = site.population.max(record.population);
                self.instead.insert(found, self.sites.len() as u32);
            }
            self.add(site, also, names);
        }
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }

    /// The record of the blob that a row speaks of: its name or another of its names, country and class, not far off.
    fn same_place(&self, site: &TableSite, also: &str, blob: &Blob) -> Option<u32> {
        let [country] = &site.countries[..] else { return None };
        let class = self.features.get(&site.feature)?.class;
        if !matches!(class, Class::Admin1 | Class::Admin2 | Class::City | Class::Spot) {
            return None;
        }
        let names = std::iter::once(&*site.name).chain(also.split('|'));
        names.flat_map(|n| blob.named(&fold(n))).find(|&r| {
            let record = blob.record(r);
            self.features.get(record.feature).is_some_and(|f| f.class == class)
                && self.alpha3.get(record.country) == Some(country)
                && super::distance_km((site.lat, site.lon), (record.lat, record.lon)) < SAME_WITHIN_KM
        })
    }

    fn add(&mut self, site: TableSite, also: &str, names: &mut NameMap) {
        let ix = self.sites.len() as u32;
        let others = also.split('|').filter(|a| !a.is_empty()).map(|a| (a, true));
        for (written, alternate) in std::iter::once((&*site.name, false)).chain(others) {
            let (exact, behind_comma) = (written.starts_with(['=', ',']), written.starts_with(','));
            let written = written.trim_start_matches(['=', ',']);
            let name = TableName { site: ix, written: written.into(), exact, behind_comma, alternate };
            names.entry(fold(written)).or_default().push(name);
        }
        self.sites.push(site);
    }
}

type NameMap = BTreeMap<String, Vec<TableName>>;

/// Names that are read over.
fn add_other_names(files: &Files, names: &mut NameMap) -> Result<(), Vec<DataError>> {
    for row in files.table("places/other_names.tsv", &["name", "what"])? {
        let exact = row.cells[0].starts_with('=');
        let written = row.cells[0].trim_start_matches('=');
        let name = TableName { site: NO_PLACE, written: written.into(), exact, behind_comma: false, alternate: false };
        names.entry(fold(written)).or_default().push(name);
    }
    Ok(())
}

fn read_features(files: &Files) -> Result<FxHashMap<SmolStr, Feature>, Vec<DataError>> {
    let path = "places/features.tsv";
    let mut errors = Vec::new();
    let mut features = FxHashMap::default();
    for row in files.table(path, &["code", "class", "resolution", "weight"])? {
        let [code, class, resolution, weight] = row.cells[..] else { unreachable!("as many cells as columns") };
        let mut cells = Cells { path, line: row.line, errors: &mut errors };
        let Some(class) = Class::parse(class) else {
            cells.wrong(format!("no class {class:?}; there are {}", Class::NAMES.join(", ")));
            continue;
        };
        let feature = Feature { class, resolution: cells.number(resolution), weight: cells.number(weight) };
        features.insert(code.into(), feature);
    }
    if errors.is_empty() { Ok(features) } else { Err(errors) }
}

/// Reads the cells of one row, noting what is wrong.
struct Cells<'a> {
    path: &'a str,
    line: usize,
    errors: &'a mut Vec<DataError>,
}

impl Cells<'_> {
    fn wrong(&mut self, message: String) {
        self.errors.push(DataError::new(self.path, self.line, message));
    }

    fn number<N: std::str::FromStr + Default>(&mut self, cell: &str) -> N {
        cell.parse().unwrap_or_else(|_| {
            self.wrong(format!("{cell:?} is no number that fits here"));
            N::default()
        })
    }

    fn degrees(&mut self, cell: &str, limit: f32) -> f32 {
        let degrees: f32 = self.number(cell);
        if !(-limit..=limit).contains(&degrees) {
            self.wrong(format!("{cell} is beyond {limit} degrees"));
        }
        degrees
    }

    fn feature(&mut self, cell: &str, features: &FxHashMap<SmolStr, Feature>) -> SmolStr {
        if !features.contains_key(cell) {
            self.wrong(format!("no feature {cell:?}; add it to places/features.tsv"));
        }
        cell.into()
    }
}
