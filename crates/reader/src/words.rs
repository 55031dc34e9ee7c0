//! The words the reader goes by, from the files under `data/reader/`: months, byline words, what is left out, languages.

use crate::error::WordsError;
use crate::furniture::LeaveOut;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::{HashMap, HashSet};

const WORDS: &str = "reader/words.toml";
const LEAVE_OUT: &str = "reader/leave_out.toml";
const PAGES: &str = "reader/pages.toml";
const LANGUAGES: &str = "reader/languages.tsv";

/// What the reader knows of English and of how news is laid out.
#[derive(Clone, Debug)]
pub struct ReaderWords {
    pub(crate) dates: DateWords,
    pub(crate) bylines: BylineWords,
    pub(crate) cannot_end: HashSet<String>,
    pub(crate) abbreviations: HashSet<String>,
    pub(crate) hyphen_stays: HashSet<String>,
    pub(crate) front_matter: FrontMatterKeys,
    pub(crate) english: HashSet<String>,
    pub(crate) english_share: f64,
    pub(crate) languages: HashMap<String, Language>,
    pub(crate) leave_out: Vec<LeaveOut>,
    pub(crate) pages: PageWords,
}

/// Names in web pages.
#[derive(Clone, Debug)]
pub(crate) struct PageWords {
    pub(crate) box_elements: HashSet<String>,
    /// Words with one space before, between and after them.
    box_names: HashSet<String>,
    box_name_words_max: usize,
    box_whole_names: HashSet<String>,
    pub(crate) titles: Vec<String>,
    pub(crate) published: Vec<String>,
    pub(crate) modified: Vec<String>,
    pub(crate) authors: Vec<String>,
    pub(crate) publisher: Vec<String>,
    pub(crate) url: Vec<String>,
    pub(crate) article_types: HashSet<String>,
    pub(crate) page_types: HashSet<String>,
    pub(crate) separators: Vec<String>,
}

impl PageWords {
    fn new(file: PagesFile) -> Self {
        let names = file.boxes.names;
        Self {
            box_elements: set(file.boxes.elements),
            box_name_words_max: names.iter().map(|n| n.split(' ').count()).max().unwrap_or(0),
            box_names: set(names),
            box_whole_names: set(file.boxes.whole_names),
            titles: file.meta.title,
            published: file.meta.published,
            modified: file.meta.modified,
            authors: file.meta.authors,
            publisher: file.meta.publisher,
            url: file.meta.url,
            article_types: set(file.json_ld.types),
            page_types: set(file.json_ld.pages),
            separators: file.titles.separators,
        }
    }

    /// The name in a value of `class` or `id` that tells a box that is no part of an article.
    pub(crate) fn box_name(&self, value: &str) -> Option<&str> {
        value.split_whitespace().find_map(|name| {
            if let Some(whole) = self.box_whole_names.get(name) {
                return Some(whole.as_str());
            }
            let words = name_words(name);
            (0..words.len()).find_map(|i| {
                let longest = self.box_name_words_max.min(words.len() - i);
                (1..=longest).find_map(|n| self.box_names.get(&words[i..i + n].join(" "))).map(String::as_str)
            })
        })
    }
}

/// The words in a class name: `RelatedStories__box-3` is "related", "stories", "box", "3".
fn name_words(name: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut last = ' ';
    for c in name.chars() {
        if c.is_alphanumeric() {
            let new_word = !last.is_alphanumeric() || c.is_uppercase() && last.is_lowercase();
            if new_word || out.is_empty() {
                out.push(String::new());
            }
            if let Some(word) = out.last_mut() {
                word.extend(c.to_lowercase());
            }
        }
        last = c;
    }
    out
}

#[derive(Clone, Debug)]
pub(crate) struct DateWords {
    /// 1 to 12.
    pub(crate) months: HashMap<String, i8>,
    /// 1 (Monday) to 7.
    pub(crate) weekdays: HashMap<String, i8>,
    pub(crate) ordinals: HashSet<String>,
    pub(crate) before_noon: HashSet<String>,
    pub(crate) after_noon: HashSet<String>,
    pub(crate) fillers: HashSet<String>,
    pub(crate) changed: HashSet<String>,
    /// With the offset, empty where it is not fixed.
    pub(crate) zones: HashMap<String, String>,
}

#[derive(Clone, Debug)]
pub(crate) struct BylineWords {
    /// Longest first.
    pub(crate) begins: Vec<String>,
    pub(crate) ends: HashSet<String>,
    pub(crate) joins: HashSet<String>,
    pub(crate) particles: HashSet<String>,
    pub(crate) roles: HashSet<String>,
}

/// Which keys of a Markdown file's front matter say what.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FrontMatterKeys {
    pub(crate) title: Vec<String>,
    pub(crate) date: Vec<String>,
    pub(crate) authors: Vec<String>,
    pub(crate) publisher: Vec<String>,
    pub(crate) url: Vec<String>,
    pub(crate) language: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Language {
    pub(crate) code: String,
    pub(crate) name: String,
}

impl ReaderWords {
    /// The files read, by their path below the data folder.
    pub const FILES: [&str; 4] = [WORDS, LEAVE_OUT, PAGES, LANGUAGES];

    /// From the texts of the [files](Self::FILES), asked for by name.
    ///
    /// # Errors
    /// When a file is missing or wrong: names the file, the line and the remedy.
    pub fn from_files<'a>(text_of: impl Fn(&str) -> Option<&'a str>) -> Result<Self, WordsError> {
        let text = |file: &str| {
            text_of(file).ok_or_else(|| WordsError {
                file: format!("data/{file}"),
                message: "missing; copy it from the data folder of the source".to_owned(),
            })
        };
        let words: WordsFile = toml_file(WORDS, text(WORDS)?)?;
        let leave_out: LeaveOutFile = toml_file(LEAVE_OUT, text(LEAVE_OUT)?)?;
        let mut begins = words.bylines.begins;
        begins.sort_by_key(|b| std::cmp::Reverse(b.len()));
        Ok(Self {
            dates: DateWords {
                months: numbered(words.dates.months),
                weekdays: numbered(words.dates.weekdays),
                ordinals: set(words.dates.ordinals),
                before_noon: set(words.dates.before_noon),
                after_noon: set(words.dates.after_noon),
                fillers: set(words.dates.fillers),
                changed: set(words.dates.changed),
                zones: words.dates.zones,
            },
            bylines: BylineWords {
                begins,
                ends: set(words.bylines.ends),
                joins: set(words.bylines.joins),
                particles: set(words.bylines.particles),
                roles: set(words.bylines.roles),
            },
            cannot_end: set(words.sentences.cannot_end),
            abbreviations: set(words.sentences.abbreviations),
            hyphen_stays: set(words.sentences.hyphen_stays),
            front_matter: words.front_matter,
            english: set(words.language.english),
            english_share: words.language.english_share,
            languages: languages(text(LANGUAGES)?)?,
            leave_out: leave_out.leave_out,
            pages: PageWords::new(toml_file(PAGES, text(PAGES)?)?),
        })
    }

    /// The files this crate was built with.
    ///
    /// # Panics
    /// Never: the test suite loads them.
    pub fn embedded() -> Self {
        let file = |name: &str| match name {
            WORDS => Some(include_str!("../../../data/reader/words.toml")),
            LEAVE_OUT => Some(include_str!("../../../data/reader/leave_out.toml")),
            PAGES => Some(include_str!("../../../data/reader/pages.toml")),
            LANGUAGES => Some(include_str!("../../../data/reader/languages.tsv")),
            _ => None,
        };
        Self::from_files(file).expect("the embedded data files are right")
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordsFile {
    dates: DatesTable,
    bylines: BylinesTable,
    sentences: SentencesTable,
    front_matter: FrontMatterKeys,
    language: LanguageTable,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DatesTable {
    months: Vec<Vec<String>>,
    weekdays: Vec<Vec<String>>,
    ordinals: Vec<String>,
    before_noon: Vec<String>,
    after_noon: Vec<String>,
    fillers: Vec<String>,
    changed: Vec<String>,
    zones: HashMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BylinesTable {
    begins: Vec<String>,
    ends: Vec<String>,
    joins: Vec<String>,
    particles: Vec<String>,
    roles: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SentencesTable {
    cannot_end: Vec<String>,
    abbreviations: Vec<String>,
    hyphen_stays: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LanguageTable {
    english_share: f64,
    english: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LeaveOutFile {
    leave_out: Vec<LeaveOut>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PagesFile {
    boxes: BoxesTable,
    meta: MetaTable,
    json_ld: JsonLdTable,
    titles: TitlesTable,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BoxesTable {
    elements: Vec<String>,
    names: Vec<String>,
    whole_names: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MetaTable {
    title: Vec<String>,
    published: Vec<String>,
    modified: Vec<String>,
    authors: Vec<String>,
    publisher: Vec<String>,
    url: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct JsonLdTable {
    types: Vec<String>,
    pages: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TitlesTable {
    separators: Vec<String>,
}

fn toml_file<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, WordsError> {
    toml::from_str(text).map_err(|e| {
        let line = e.span().map(|s| format!(":{}", 1 + text[..s.start].matches('\n').count()));
        WordsError {
            file: format!("data/{file}{}", line.unwrap_or_default()),
            message: format!("{}; correct that line", e.message()),
        }
    })
}

fn languages(text: &str) -> Result<HashMap<String, Language>, WordsError> {
    let mut out = HashMap::new();
    let rows = text.lines().enumerate().filter(|(_, l)| !l.is_empty() && !l.starts_with('#'));
    for (i, row) in rows.skip(1) {
        let mut cells = row.split('\t').map(str::trim);
        match (cells.next(), cells.next(), cells.next(), cells.next()) {
            (Some(code3), Some(code), Some(name), None) => {
                out.insert(code3.to_owned(), Language { code: code.to_owned(), name: name.to_owned() });
            }
            _ => {
                return Err(WordsError {
                    file: format!("data/{LANGUAGES}:{}", i + 1),
                    message: "a row has three cells: code3<tab>code1<tab>name".to_owned(),
                });
            }
        }
    }
    Ok(out)
}

fn numbered(names: Vec<Vec<String>>) -> HashMap<String, i8> {
    names.into_iter().zip(1..).flat_map(|(forms, n)| forms.into_iter().map(move |f| (f, n))).collect()
}

fn set(words: Vec<String>) -> HashSet<String> {
    words.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_files_load() {
        let words = ReaderWords::embedded();
        assert_eq!(words.dates.months["sept"], 9);
        assert_eq!(words.dates.weekdays["sunday"], 7);
        assert_eq!(words.languages["fra"].code, "fr");
    }

    #[test]
    fn class_names_are_read_word_by_word() {
        let pages = ReaderWords::embedded().pages;
        for name in ["related-stories", "x RelatedStories__box", "c-newsletter_3", "sr-only", "hidden"] {
            assert!(pages.box_name(name).is_some(), "{name}");
        }
        for name in ["article-body", "header", "hidden-xs", "unrelated", "story", "shareholder", "adjacent"] {
            assert!(pages.box_name(name).is_none(), "{name}");
        }
    }

    #[test]
    fn a_wrong_file_is_named_with_its_line() {
        let error = ReaderWords::from_files(|f| if f == WORDS { Some("[dates]\nmonths = 3\n") } else { None });
        let message = error.unwrap_err().to_string();
        assert!(message.starts_with("data/reader/words.toml:2: "), "{message}");
    }
}
