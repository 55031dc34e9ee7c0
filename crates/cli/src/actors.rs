//! `sayso actors`: shows who is known, and turns the dictionaries of other coders into tables.

use crate::args::{ActorsCommand, Color, ShowFormat};
use crate::code::open_file_or_stdout;
use crate::{Done, style};
use anyhow::{Context, Result, bail};
use sayso::Config;
use sayso::coding::Sector;
use sayso::lexicon::actors::{Actors, Entry, Imported, Role, RoleKind, Sense, Term, import};
use sayso::lexicon::{Files, Sources};
use serde::Serialize;
use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};

pub(crate) fn run(command: &ActorsCommand, color: Color) -> Result<Done> {
    match command {
        ActorsCommand::Show { name, format, data, actors } => {
            let config = Config { model: None, data: data.clone(), actors: actors.clone() };
            show(name, *format, &config, color)
        }
        ActorsCommand::Import { files, output, data } => {
            let config = Config { model: None, data: data.clone(), actors: Vec::new() };
            import_files(files, output.as_deref(), &config, color)
        }
    }
}

fn load(config: &Config) -> Result<(Files, Actors)> {
    let files = config.files()?;
    let actors = Actors::load(&files).map_err(|errors| config.data_errors(&errors))?;
    Ok((files, actors))
}

fn import_files(paths: &[PathBuf], output: Option<&Path>, config: &Config, color: Color) -> Result<Done> {
    let (files, actors) = load(config)?;
    let mut dictionaries = Vec::new();
    for path in paths {
        let name = path.display().to_string();
        let bytes = std::fs::read(path).with_context(|| format!("{name}: cannot be read"))?;
        // Old dictionaries are not UTF-8, and what is not ASCII in them is comment.
        dictionaries.push((name, String::from_utf8_lossy(&bytes).into_owned()));
    }
    let imported = import(&dictionaries, &files, &actors).map_err(|errors| config.data_errors(&errors))?;
    if imported.names + imported.nouns == 0 {
        tell(&imported);
        bail!("no actors or agents found; give dictionaries whose lines are made like `NAME_ [CODE]`");
    }
    let written = open_file_or_stdout(output, color).and_then(|mut to| {
        to.write_all(imported.table.as_bytes()).and_then(|()| to.flush()).or_else(ignore_closed_pipe)?;
        Ok(())
    });
    let to = output.unwrap_or(Path::new("standard output"));
    written.with_context(|| format!("{}: cannot be written", to.display()))?;
    Ok(tell(&imported))
}

/// Names what is not in the table as it is in the dictionaries.
fn tell(imported: &Imported) -> Done {
    let (error, warning) = (style::ERROR, style::WARNING);
    for remark in &imported.remarks {
        let style = if remark.lost { error } else { warning };
        anstream::eprintln!("{style}{}:{}:{style:#} {}", remark.file, remark.line, remark.message);
    }
    let lost = imported.remarks.iter().filter(|r| r.lost).count();
    let (names, nouns) = (imported.names, imported.nouns);
    anstream::eprintln!("{names} names and {nouns} nouns were read; {lost} lines were not");
    if lost > 0 { Done::NotAll } else { Done::Everything }
}

fn ignore_closed_pipe(error: io::Error) -> io::Result<()> {
    if error.kind() == io::ErrorKind::BrokenPipe { Ok(()) } else { Err(error) }
}

fn show(name: &str, format: ShowFormat, config: &Config, color: Color) -> Result<Done> {
    if name.trim().is_empty() {
        bail!("no name given");
    }
    let (files, actors) = load(config)?;
    let sources = Sources::load(&files).map_err(|errors| config.data_errors(&errors))?;
    // "President Orbán", "the Kremlin": what stands before a name is not in the tables.
    let tails =
        std::iter::successors(Some(name.trim()), |n| n.split_once(char::is_whitespace).map(|(_, tail)| tail.trim()));
    let all = tails.map(|n| Found::new(n, &actors, config, &sources));
    let found = all.into_iter().find(|f| !f.is_empty()).unwrap_or_else(|| Found::new(name, &actors, config, &sources));
    let nothing = found.is_empty();
    let text = match format {
        ShowFormat::Json => serde_json::to_string_pretty(&found)? + "\n",
        ShowFormat::Table if nothing => format!("nothing is known of “{name}”\n"),
        ShowFormat::Table => found.table()?,
    };
    let mut to = open_file_or_stdout(None, color)?;
    to.write_all(text.as_bytes()).and_then(|()| to.flush()).or_else(ignore_closed_pipe)?;
    Ok(if nothing { Done::NotAll } else { Done::Everything })
}

/// All that is known of a name.
#[derive(Serialize)]
struct Found<'a> {
    name: &'a str,
    actors: Vec<Actor<'a>>,
    nouns: Vec<Noun<'a>>,
}

#[derive(Serialize)]
struct Actor<'a> {
    name: &'a str,
    /// How the words mean it; null where they are only a part of its name.
    sense: Option<&'static str>,
    kind: &'static str,
    country: Option<&'a str>,
    sectors: Vec<&'static str>,
    terms: Vec<Office<'a>>,
    #[serde(flatten)]
    from: From<'a>,
}

#[derive(Serialize)]
struct Office<'a> {
    role: Option<&'a str>,
    country: Option<&'a str>,
    sectors: Vec<&'static str>,
    from: Option<String>,
    until: Option<String>,
}

#[derive(Serialize)]
struct Noun<'a> {
    noun: &'a str,
    kind: &'static str,
    country: Option<&'a str>,
    sectors: Vec<&'static str>,
    flags: Vec<&'static str>,
    #[serde(flatten)]
    from: From<'a>,
}

/// Where it stands, and who says so.
#[derive(Serialize)]
struct From<'a> {
    file: String,
    line: usize,
    origin: Option<&'a str>,
    version: Option<&'a str>,
    licence: Option<&'a str>,
}

impl<'a> Actor<'a> {
    fn new(entry: &'a Entry, sense: Option<Sense>, config: &Config, sources: &'a Sources) -> Self {
        let mut terms: Vec<&Term> = entry.terms.iter().collect();
        terms.sort_by_key(|t| t.from);
        Self {
            name: &entry.name,
            sense: sense.map(sense_name),
            kind: entry.kind.as_str(),
            country: entry.country.as_deref(),
            sectors: sectors(&entry.sectors),
            terms: terms.into_iter().map(office).collect(),
            from: From::new(&entry.origin, entry.own, config, sources),
        }
    }
}

impl<'a> Noun<'a> {
    fn new(role: &'a Role, config: &Config, sources: &'a Sources) -> Self {
        Self {
            noun: &role.noun,
            kind: role_kind(role.kind),
            country: role.country.as_deref(),
            sectors: sectors(&role.sectors),
            flags: role.flags(),
            from: From::new(&role.origin, role.own, config, sources),
        }
    }
}

impl<'a> From<'a> {
    fn new(place: &str, own: bool, config: &Config, sources: &'a Sources) -> Self {
        let (file, line) = place.rsplit_once(':').unwrap_or((place, "0"));
        let below = file.strip_prefix("data/").unwrap_or(file);
        let source = sources.of(below).filter(|_| !own);
        let file = match &config.data {
            Some(folder) if !own => folder.join(below).display().to_string(),
            _ => file.to_owned(),
        };
        Self {
            file,
            line: line.parse().unwrap_or(0),
            origin: source.map(|s| s.origin.as_str()),
            version: source.and_then(|s| s.version.as_deref()),
            licence: source.map(|s| s.licence.as_str()),
        }
    }
}

fn office(term: &Term) -> Office<'_> {
    Office {
        role: Some(term.role.as_str()).filter(|r| !r.is_empty()),
        country: term.country.as_deref(),
        sectors: sectors(&term.sectors),
        from: term.from.map(|d| d.to_string()),
        until: term.until.map(|d| d.to_string()),
    }
}

fn sectors(sectors: &[Sector]) -> Vec<&'static str> {
    sectors.iter().map(|s| s.as_str()).collect()
}

fn sense_name(sense: Sense) -> &'static str {
    match sense {
        Sense::Name => "name",
        Sense::Short => "short name",
        Sense::Adjective => "adjective",
        Sense::People => "people",
        Sense::Capital => "capital",
        Sense::Seat => "seat of government",
    }
}

fn role_kind(kind: RoleKind) -> &'static str {
    match kind {
        RoleKind::Person => "person",
        RoleKind::People => "people",
        RoleKind::Body => "body",
        RoleKind::Group => "group",
        RoleKind::Force => "force",
        RoleKind::Place => "place",
        RoleKind::Country => "country",
        RoleKind::Thing => "thing",
    }
}

impl<'a> Found<'a> {
    fn new(name: &'a str, actors: &'a Actors, config: &Config, sources: &'a Sources) -> Self {
        let entries = actors.entries_of(name).into_iter();
        Self {
            name,
            actors: entries.map(|(ix, sense)| Actor::new(actors.entry(ix), sense, config, sources)).collect(),
            nouns: actors.role(name).into_iter().map(|r| Noun::new(r, config, sources)).collect(),
        }
    }

    fn is_empty(&self) -> bool {
        self.actors.is_empty() && self.nouns.is_empty()
    }

    fn table(&self) -> Result<String> {
        let mut out = String::new();
        for actor in &self.actors {
            heading(&mut out, actor.name, actor.kind, actor.country, &actor.sectors)?;
            match actor.sense {
                Some("name") => {}
                Some(sense) => writeln!(out, "  “{}” as {sense}", self.name)?,
                None => writeln!(out, "  “{}” is a part of the name", self.name)?,
            }
            for office in &actor.terms {
                line_of(&mut out, office)?;
            }
            stands(&mut out, &actor.from)?;
        }
        for noun in &self.nouns {
            heading(&mut out, noun.noun, &format!("noun ({})", noun.kind), noun.country, &noun.sectors)?;
            if !noun.flags.is_empty() {
                writeln!(out, "  {}", noun.flags.join(", "))?;
            }
            stands(&mut out, &noun.from)?;
        }
        Ok(out)
    }
}

/// `Viktor Orbán  person, HUN`
fn heading(out: &mut String, name: &str, kind: &str, country: Option<&str>, sectors: &[&str]) -> Result<()> {
    if !out.is_empty() {
        out.push('\n');
    }
    let (bold, codes) = (style::NAME, country.into_iter().chain(sectors.iter().copied()).collect::<Vec<_>>().join(" "));
    let codes = if codes.is_empty() { String::new() } else { format!(", {codes}") };
    Ok(writeln!(out, "{bold}{name}{bold:#}  {kind}{codes}")?)
}

/// `2010-05-29 –             prime minister  HUN GOV`
fn line_of(out: &mut String, office: &Office<'_>) -> Result<()> {
    let day = |d: &Option<String>| d.clone().unwrap_or_default();
    let codes = office.country.into_iter().chain(office.sectors.iter().copied()).collect::<Vec<_>>().join(" ");
    let role = office.role.map(|r| format!("{r}  ")).unwrap_or_default();
    Ok(writeln!(out, "  {:10} – {:10}  {role}{codes}", day(&office.from), day(&office.until))?)
}

/// Where it stands, and its origin.
fn stands(out: &mut String, from: &From<'_>) -> Result<()> {
    let (cyan, faint) = (style::SOURCE, style::FAINT);
    write!(out, "  {cyan}{}:{}{cyan:#}", from.file, from.line)?;
    if let Some(origin) = from.origin {
        let licence = from.licence.map(|l| format!(" ({l})")).unwrap_or_default();
        write!(out, "  {faint}{origin}{licence}{faint:#}")?;
    }
    Ok(writeln!(out)?)
}
