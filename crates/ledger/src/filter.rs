//! Which events a question is about, as conditions of SQL.

use crate::db::Dialect;
use sayso_coding::tables::Cell;

/// Which events; what is empty does not narrow, and what is given must all hold. Of several values of one kind any may hold.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// `RUS`, `UKR:MIL`, `:MIL`, or part of a name.
    pub actors: Vec<String>,
    pub recipients: Vec<String>,
    /// `RUS-UKR`: who to whom.
    pub dyads: Vec<(String, String)>,
    pub types: Vec<String>,
    pub modes: Vec<String>,
    pub contexts: Vec<String>,
    pub statuses: Vec<String>,
    /// ISO day, month or year: an event's date reaches to it or beyond.
    pub since: Option<String>,
    /// The event's date begins on it or before.
    pub until: Option<String>,
    /// Name of a place, its words in the text, its area or the code of its country.
    pub place: Option<String>,
    /// Latitude, longitude, kilometres.
    pub near: Option<(f64, f64, f64)>,
    /// Part of the name, or of the words, of one on whose word it is told.
    pub source: Option<String>,
    pub publisher: Option<String>,
    /// Words in the document's text.
    pub text: Option<String>,
    /// The document's id.
    pub document: Option<String>,
    /// So many outlets or more report the event's incident, in words of their own and not as what did not happen.
    pub asserted_by: Option<usize>,
}

impl Filter {
    /// Whether it lets every event through.
    pub fn is_empty(&self) -> bool {
        let lists = [&self.actors, &self.recipients, &self.types, &self.modes, &self.contexts, &self.statuses];
        let words = [&self.since, &self.until, &self.place, &self.source, &self.publisher, &self.text, &self.document];
        lists.iter().all(|l| l.is_empty())
            && words.iter().all(|w| w.is_none())
            && self.dyads.is_empty()
            && self.near.is_none()
            && self.asserted_by.is_none()
    }

    /// Conditions on events `v` of documents `d`, each with `AND` before it, and their parameters.
    pub(crate) fn conditions(&self, dialect: Dialect) -> (String, Vec<Cell<'static>>) {
        let mut narrowing = Narrowing { sql: String::new(), values: Vec::new(), dialect, filter: self };
        narrowing.all();
        (narrowing.sql, narrowing.values)
    }
}

/// `RUS`, `UKR:MIL` or `:MIL`; anything else is a name.
fn is_code(party: &str) -> bool {
    let country = party.split(':').next().unwrap_or_default();
    party.starts_with(':') || country.len() == 3 && country.bytes().all(|b| b.is_ascii_uppercase())
}

struct Narrowing<'a> {
    sql: String,
    values: Vec<Cell<'static>>,
    dialect: Dialect,
    filter: &'a Filter,
}

impl Narrowing<'_> {
    fn all(&mut self) {
        let f = self.filter;
        self.taking_part("actor", &f.actors);
        self.taking_part("recipient", &f.recipients);
        self.dyads();
        self.one_of("v.type", &f.types);
        self.one_of("v.mode", &f.modes);
        self.one_of("v.status", &f.statuses);
        let contexts: Vec<String> = f.contexts.iter().map(|c| format!("%;{c};%")).collect();
        self.any("';' || v.contexts || ';' LIKE ?", &contexts);
        self.dated();
        self.at_place();
        self.on_word_of();
        self.with("d.document_id = ?", f.document.as_deref());
        self.with("lower(d.publisher) = lower(?)", f.publisher.as_deref());
        let words = f.text.as_deref().map(|words| self.dialect.words(words));
        self.with(self.dialect.has_words(), words.as_deref());
        if let Some(outlets) = f.asserted_by {
            self.sql += &crate::incidents::asserted_by(outlets);
        }
        if let Some((lat, lon, km)) = f.near {
            self.sql +=
                " AND EXISTS (SELECT 1 FROM places p WHERE p.doc = v.doc AND p.id = v.place AND p.lat IS NOT NULL
                AND distance_km(p.lat, p.lon, ?, ?) <= ?)";
            self.values.extend([lat, lon, km].map(Cell::from));
        }
    }

    fn with(&mut self, condition: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.sql += &format!(" AND {condition}");
            self.values.push(value.to_owned().into());
        }
    }

    fn any(&mut self, condition: &str, values: &[String]) {
        if !values.is_empty() {
            self.sql += &format!(" AND ({})", vec![condition; values.len()].join(" OR "));
            self.values.extend(values.iter().cloned().map(Cell::from));
        }
    }

    fn one_of(&mut self, column: &str, values: &[String]) {
        self.any(&format!("{column} = ?"), values);
    }

    fn taking_part(&mut self, role: &str, parties: &[String]) {
        if !parties.is_empty() {
            let ways: Vec<String> = parties.iter().map(|party| self.way(role, party)).collect();
            self.sql += &format!(" AND ({})", ways.join(" OR "));
        }
    }

    fn dyads(&mut self) {
        let mut ways = Vec::new();
        for (actor, recipient) in &self.filter.dyads {
            ways.push(if is_code(actor) && is_code(recipient) {
                // Of those of the one only few are of the other: what is in both is found before any event is looked at.
                let (by, on) = (self.coded("actor", actor), self.coded("recipient", recipient));
                format!("v.key IN (SELECT event FROM ({by}) AS by INTERSECT SELECT event FROM ({on}) AS on_whom)")
            } else {
                let (by, on) = (self.way("actor", actor), self.way("recipient", recipient));
                format!("{by} AND {on}")
            });
        }
        if !ways.is_empty() {
            self.sql += &format!(" AND ({})", ways.join(" OR "));
        }
    }

    /// That a party takes part, known by its code or by its name.
    fn way(&mut self, role: &str, party: &str) -> String {
        if is_code(party) {
            return format!("v.key IN ({})", self.coded(role, party));
        }
        self.values.push(party.to_owned().into());
        let found = self.dialect.position();
        format!(
            "EXISTS (SELECT 1 FROM event_actors a JOIN entities n ON n.doc = a.doc AND n.id = a.entity
               WHERE a.doc = v.doc AND a.event = v.id AND a.role = '{role}' AND {found}(lower(n.name), lower(?)) > 0)"
        )
    }

    /// The events in which somebody of this code takes part, at the time that is asked for.
    fn coded(&mut self, role: &str, code: &str) -> String {
        let (country, sector) = code.split_once(':').unwrap_or((code, ""));
        let (mut who, mut values) = (format!("SELECT event FROM event_codes WHERE role = '{role}'"), Vec::new());
        if !country.is_empty() {
            who += " AND country = ?";
            values.push(Cell::from(country.to_owned()));
        }
        if !sector.is_empty() {
            who += " AND ';' || sectors || ';' LIKE ?";
            values.push(format!("%;{sector};%").into());
        }
        // One question for each way in which dates reach into a time, for each of which there is an index.
        let mut questions = Vec::new();
        let (until, limit) = self.until("date");
        for (since, limits) in self.since("date") {
            questions.push(format!("{who}{since}{until}"));
            self.values.extend(values.iter().cloned().chain(limits).chain(limit.clone()));
        }
        questions.join(" UNION ALL ")
    }

    fn dated(&mut self) {
        let (ways, limits): (Vec<String>, Vec<_>) = self.since("v.date").into_iter().unzip();
        if ways.iter().any(|way| !way.is_empty()) {
            let ways: Vec<String> = ways.iter().map(|way| format!("TRUE{way}")).collect();
            self.sql += &format!(" AND ({})", ways.join(" OR "));
        }
        let (until, limit) = self.until("v.date");
        self.sql += &until;
        self.values.extend(limits.into_iter().flatten().chain(limit));
    }

    /// The ways in which a date, or a stretch of dates, reaches to the time that is asked for or beyond, each with `AND` before its
    /// conditions, and no two for one date.
    fn since(&self, column: &str) -> Vec<(String, Vec<Cell<'static>>)> {
        let Some(since) = &self.filter.since else { return vec![Default::default()] };
        let cell = |text: &str| Cell::from(text.to_owned());
        let found = self.dialect.position();
        let stretch = format!(
            " AND {column} LIKE '%/%' AND {column} < ? AND substr({column}, {found}({column}, '/') + 1) || '~' >= ?"
        );
        let mut ways =
            vec![(format!(" AND {column} >= ?"), vec![cell(since)]), (stretch, vec![cell(since), cell(since)])];
        // The month and the year of a day are what it begins with.
        let wider: Vec<Cell> = (1..since.len()).filter_map(|end| since.get(..end)).map(cell).collect();
        if !wider.is_empty() {
            ways.push((format!(" AND {column} IN ({})", vec!["?"; wider.len()].join(", ")), wider));
        }
        ways
    }

    /// That a date begins in the time that is asked for or before. A month and a year are all of their days: as text, `~` stands
    /// behind the last of them.
    fn until(&self, column: &str) -> (String, Option<Cell<'static>>) {
        let until = self.filter.until.clone().map(Cell::from);
        let sql = format!(" AND {column} <= ? || '~' AND {column} <> ''");
        (if until.is_some() { sql } else { String::new() }, until)
    }

    fn at_place(&mut self) {
        if let Some(place) = &self.filter.place {
            self.sql += " AND EXISTS (SELECT 1 FROM places p WHERE p.doc = v.doc AND p.id = v.place
                AND lower(?) IN (lower(p.name), lower(p.text), lower(p.country), lower(p.admin1)))";
            self.values.push(place.clone().into());
        }
    }

    fn on_word_of(&mut self) {
        if let Some(source) = &self.filter.source {
            let found = self.dialect.position();
            self.sql += &format!(
                " AND EXISTS (SELECT 1 FROM event_sources s LEFT JOIN entities n ON n.doc = s.doc AND n.id = s.entity
                   WHERE s.doc = v.doc AND s.event = v.id AND {found}(lower(coalesce(n.name, s.words)), lower(?)) > 0)"
            );
            self.values.push(source.clone().into());
        }
    }
}
