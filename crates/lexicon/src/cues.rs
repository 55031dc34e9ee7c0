//! Reporting verbs, nouns, adjectives and phrases: the grammar of each and what it vouches for; and the common nouns
//! that can be a source. What is a cue in a text is for the coder to say: here stands only what words can do.

use crate::{DataError, Files};
use rustc_hash::{FxHashMap, FxHashSet};
use sayso_coding::{SourceKind, Vouches};
use smol_str::{SmolStr, format_smolstr};

/// How a cue takes its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Complement {
    /// "said (that) it rained"
    Clause,
    /// "saw that it rained": only with the conjunction.
    ThatClause,
    /// "asked whether it rained"
    Question,
    /// "vowed to stay"
    Infinitive,
    /// "urged them to stay"
    ObjectInfinitive,
    /// "denied having stayed"
    Gerund,
    /// "denied the report"
    Noun,
    /// A noun phrase that quotes or that itself reports: "rejected US claims".
    ReportedNoun,
    /// Something that the subject is for or against: "opposes the tax". Nothing in it is told on the subject's word.
    Stance,
    /// "called the vote a farce", "described it as a farce"
    Predicate,
    /// "'It rains,' she said"
    Quotation,
    /// "warned of rain"
    Preposition(SmolStr),
    /// "accused them of lying"
    ObjectPreposition(SmolStr),
    /// "is said to be ill"
    Raised,
    /// "were told that": the subject of the passive is the source.
    Told,
}

/// One way of taking content, and what the source is committed to then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sense {
    pub grammar: Complement,
    pub vouches: Vouches,
}

/// An entry: a word or several ("point out"), with its senses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cue {
    /// The entry as written in the data.
    pub words: SmolStr,
    /// The words after the first.
    pub rest: Vec<SmolStr>,
    pub senses: Vec<Sense>,
    /// Reports only with a subject that can speak ("the report suggests", not "the road suggests").
    pub needs_speaker: bool,
    /// Nouns with which the entry reports nothing ("claimed three lives").
    pub not: Vec<SmolStr>,
    /// Prepositions that give a noun the subject of their clause ("left on the grounds that").
    pub held: Vec<SmolStr>,
    /// It tells what its subject is for, against, intent on, moved by or turned to: nothing in its content is told on the
    /// subject's word.
    pub attitude: bool,
}

impl Cue {
    /// The commitment with which the entry takes content in this way.
    pub fn takes(&self, grammar: &Complement) -> Option<Vouches> {
        self.senses.iter().find(|s| s.grammar == *grammar).map(|s| s.vouches)
    }

    /// The commitment with which the entry takes content after this preposition.
    pub fn takes_preposition(&self, word: &str) -> Option<Vouches> {
        let found = self.senses.iter().find(|s| matches!(&s.grammar, Complement::Preposition(p) if p == word));
        found.map(|s| s.vouches)
    }
}

/// How a verb lends its subject to a reporting noun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Light {
    /// "issued an order": the subject's own word.
    Own,
    /// "received information": another's word.
    Got,
    /// "came under fire": another's word, of the subject.
    Met,
}

/// What a verb over the infinitive or gerund of another does to the saying.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aspect {
    /// "began calling for": tells how it goes on.
    Leads,
    /// "refused to say": it does not take place.
    Bars,
}

/// Words around a source that attribute without a verb: "according to SOURCE", "in SOURCE's view".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourcePhrase {
    pub words: SmolStr,
    pub before: Vec<SmolStr>,
    /// Words after the source; the possessive mark is not among them.
    pub after: Vec<SmolStr>,
    pub possessive: bool,
    /// An adverb ("allegedly") names no source.
    pub sourceless: bool,
    pub vouches: Vouches,
    /// The nouns that can be the source; empty for any.
    pub only: Vec<SmolStr>,
}

impl SourcePhrase {
    /// Whether this noun can be the source.
    pub fn speaks_for(&self, noun: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|w| w == noun)
    }
}

#[derive(Debug, Default)]
pub struct Cues {
    verbs: FxHashMap<SmolStr, Vec<Cue>>,
    nouns: FxHashMap<SmolStr, Vec<Cue>>,
    adjectives: FxHashMap<SmolStr, Vec<Cue>>,
    phrases: FxHashMap<SmolStr, Vec<SourcePhrase>>,
    light: FxHashMap<SmolStr, Light>,
    aspects: FxHashMap<SmolStr, Aspect>,
    speakers: FxHashMap<SmolStr, SourceKind>,
    labels: FxHashMap<SmolStr, Vouches>,
    interviews: FxHashMap<SmolStr, Vec<SmolStr>>,
}

impl Cues {
    pub fn load(files: &Files) -> Result<Self, Vec<DataError>> {
        let mut errors = Vec::new();
        let mut cues = Self::default();
        for path in ["cues/verbs.tsv", "cues/attitudes/verbs.tsv"] {
            for cue in read_cues(files, path, &VERB_COLUMNS, &mut errors) {
                let first = SmolStr::new(cue.words.split(' ').next().unwrap_or_default());
                cues.verbs.entry(first).or_default().push(cue);
            }
        }
        for list in cues.verbs.values_mut() {
            // "point out" before "point": the entry with more words says more.
            list.sort_by_key(|c| std::cmp::Reverse(c.rest.len()));
        }
        let lemmas =
            read_words(files, "cues/lemmas.tsv", ["written", "verb"], "a verb", &mut errors, |w| Some(SmolStr::new(w)));
        for (written, verb) in lemmas {
            match cues.verbs.get(&verb).cloned() {
                Some(list) => cues.verbs.entry(written).or_default().extend(list),
                None => errors.push(DataError::new("cues/lemmas.tsv", None, format!("\"{verb}\" is not in verbs.tsv"))),
            }
        }
        for path in ["cues/nouns.tsv", "cues/attitudes/nouns.tsv"] {
            for cue in read_cues(files, path, &["noun", "grammar", "vouches", "held"], &mut errors) {
                cues.nouns.entry(cue.words.clone()).or_default().push(cue);
            }
        }
        for path in ["cues/adjectives.tsv", "cues/attitudes/adjectives.tsv"] {
            for cue in read_cues(files, path, &["adjective", "grammar", "vouches"], &mut errors) {
                cues.adjectives.entry(cue.words.clone()).or_default().push(cue);
            }
        }
        for phrase in read_phrases(files, &mut errors) {
            let key = phrase.before.first().cloned().unwrap_or_else(|| phrase.words.clone());
            cues.phrases.entry(key).or_default().push(phrase);
        }
        for list in cues.phrases.values_mut() {
            list.sort_by_key(|p| std::cmp::Reverse((p.before.len() + p.after.len(), p.possessive)));
        }
        cues.light =
            read_words(files, "cues/light.tsv", ["verb", "way"], "own, got or met", &mut errors, |w| match w {
                "own" => Some(Light::Own),
                "got" => Some(Light::Got),
                "met" => Some(Light::Met),
                _ => None,
            });
        let ways = "leads or bars";
        cues.aspects = read_words(files, "cues/aspects.tsv", ["verb", "way"], ways, &mut errors, |w| match w {
            "leads" => Some(Aspect::Leads),
            "bars" => Some(Aspect::Bars),
            _ => None,
        });
        let kinds = "person, office, organization, outlet, document or anonymous";
        cues.speakers = read_words(files, "cues/speakers.tsv", ["noun", "kind"], kinds, &mut errors, SourceKind::parse);
        let kinds = "a commitment (asserts, asks …)";
        cues.labels = read_words(files, "cues/labels.tsv", ["label", "vouches"], kinds, &mut errors, Vouches::parse);
        let of_words = "words, separated by blanks";
        let path = "cues/interviews.tsv";
        cues.interviews = read_words(files, path, ["preposition", "words"], of_words, &mut errors, |w| {
            let words: Vec<_> = w.split_whitespace().map(SmolStr::new).collect();
            (!words.is_empty()).then_some(words)
        });
        if errors.is_empty() { Ok(cues) } else { Err(errors) }
    }

    /// Entries that begin with this lemma, those of more words first, what reports before what tells of an attitude.
    pub fn verbs(&self, lemma: &str) -> &[Cue] {
        self.verbs.get(lemma).map_or(&[], Vec::as_slice)
    }

    pub fn nouns(&self, lemma: &str) -> &[Cue] {
        self.nouns.get(lemma).map_or(&[], Vec::as_slice)
    }

    pub fn adjectives(&self, word: &str) -> &[Cue] {
        self.adjectives.get(word).map_or(&[], Vec::as_slice)
    }

    /// Whether this noun means something said, thought or feared ("the claim"), rather than an attitude ("the support").
    pub fn is_report(&self, lemma: &str) -> bool {
        self.nouns(lemma).iter().any(|c| !c.attitude)
    }

    /// Phrases whose first word this is, in lower case.
    pub fn phrases(&self, word: &str) -> &[SourcePhrase] {
        self.phrases.get(word).map_or(&[], Vec::as_slice)
    }

    /// How this verb, or verb with its preposition ("come under"), lends its subject to a reporting noun.
    pub fn light(&self, lemma: &str) -> Option<Light> {
        self.light.get(lemma).copied()
    }

    /// What a verb over the infinitive of another does to the saying; `particle` is the word after it ("went on to say").
    pub fn aspect(&self, lemma: &str, particle: &str) -> Option<Aspect> {
        let one = self.aspects.get(lemma);
        one.or_else(|| self.aspects.get(format_smolstr!("{lemma} {particle}").as_str())).copied()
    }

    /// What kind of source this common noun is, if it can be one.
    pub fn speaker(&self, lemma: &str) -> Option<SourceKind> {
        self.speakers.get(lemma).copied()
    }

    /// What a turn of a transcript vouches for that begins with this label ("Q:").
    pub fn label(&self, word: &str) -> Option<Vouches> {
        self.labels.get(word).copied()
    }

    /// Whether a name after this preposition is that of somebody interviewed, going by a word before it ("interview with").
    pub fn interviews(&self, preposition: &str, word: &str) -> bool {
        self.interviews.get(preposition).is_some_and(|words| words.iter().any(|w| w == word))
    }

    /// Number of reporting entries, for `sayso lexicon check`.
    pub fn len(&self) -> usize {
        let verbs: FxHashSet<_> = self.verbs.values().flatten().map(|c| (&c.words, c.attitude)).collect();
        let others = self.nouns.values().chain(self.adjectives.values()).map(Vec::len);
        verbs.len() + others.chain(self.phrases.values().map(Vec::len)).sum::<usize>()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The folder of cues that tell of attitudes.
const ATTITUDES: &str = "cues/attitudes/";

const VERB_COLUMNS: [&str; 5] = ["verb", "grammar", "vouches", "subject", "not"];

/// Entries of a table whose first three columns are the words, the grammar and what they vouch for; verbs have two more,
/// nouns one.
fn read_cues(files: &Files, path: &str, columns: &[&str], errors: &mut Vec<DataError>) -> Vec<Cue> {
    let rows = files.table(path, columns).unwrap_or_else(|e| {
        errors.extend(e);
        Vec::new()
    });
    let mut seen = FxHashMap::default();
    let mut cues = Vec::with_capacity(rows.len());
    for row in rows {
        let mut wrong = |message: String| errors.push(DataError::new(path, row.line, message));
        let words = SmolStr::new(row.cells[0]);
        if let Some(line) = seen.insert(words.clone(), row.line) {
            wrong(format!("\"{words}\" stands in line {line} already; join the two"));
        }
        let Some(vouches) = Vouches::parse(row.cells[2]) else {
            wrong(not_vouches(row.cells[2]));
            continue;
        };
        let mut senses = Vec::new();
        for code in row.cells[1].split_whitespace() {
            match sense(code, vouches, columns.len() == VERB_COLUMNS.len()) {
                Ok(sense) => senses.push(sense),
                Err(message) => wrong(message),
            }
        }
        if senses.is_empty() {
            wrong(format!("\"{words}\" has no grammar; say how it takes its content"));
        }
        let verb = columns.len() == VERB_COLUMNS.len();
        let list = |i: usize| row.cells.get(i).map_or(Vec::new(), |c| c.split_whitespace().map(SmolStr::new).collect());
        let subject = if verb { row.cells[3] } else { "" };
        if !matches!(subject, "" | "speaker") {
            wrong(format!("subject is `speaker` or empty, not `{subject}`"));
        }
        cues.push(Cue {
            rest: words.split(' ').skip(1).map(SmolStr::new).collect(),
            words,
            senses,
            needs_speaker: subject == "speaker",
            not: list(4),
            held: if verb { Vec::new() } else { list(3) },
            attitude: path.starts_with(ATTITUDES),
        });
    }
    cues
}

fn not_vouches(text: &str) -> String {
    let all: Vec<_> = Vouches::ALL.iter().map(|v| v.as_str()).collect();
    format!("`{text}` is nothing that a cue can vouch; write one of {}", all.join(", "))
}

/// "inf=wants": how content is taken, and the commitment where it is another than the entry's.
fn sense(code: &str, vouches: Vouches, verb: bool) -> Result<Sense, String> {
    let (code, vouches) = match code.split_once('=') {
        Some((code, word)) => (code, Vouches::parse(word).ok_or_else(|| not_vouches(word))?),
        None => (code, vouches),
    };
    let grammar = match code {
        "that" => Complement::Clause,
        "that!" => Complement::ThatClause,
        "wh" => Complement::Question,
        "inf" => Complement::Infinitive,
        "oinf" => Complement::ObjectInfinitive,
        "ger" => Complement::Gerund,
        "np" => Complement::Noun,
        "np~" => Complement::ReportedNoun,
        "stance" => Complement::Stance,
        "as" if verb => Complement::Predicate,
        "quote" => Complement::Quotation,
        "raised" => Complement::Raised,
        "told" => Complement::Told,
        _ if code.starts_with('+') => Complement::Preposition(SmolStr::new(&code[1..])),
        _ if code.starts_with("obj+") => Complement::ObjectPreposition(SmolStr::new(&code[4..])),
        // Nouns and adjectives write their prepositions bare.
        _ if !verb && code.chars().all(char::is_lowercase) => Complement::Preposition(SmolStr::new(code)),
        _ => return Err(format!("no grammar `{code}`; the head of data/cues/verbs.tsv lists what there is")),
    };
    Ok(Sense { grammar, vouches })
}

fn read_phrases(files: &Files, errors: &mut Vec<DataError>) -> Vec<SourcePhrase> {
    let path = "cues/phrases.tsv";
    let rows = files.table(path, &["phrase", "vouches", "only"]).unwrap_or_else(|e| {
        errors.extend(e);
        Vec::new()
    });
    let mut phrases = Vec::with_capacity(rows.len());
    for row in rows {
        let Some(vouches) = Vouches::parse(row.cells[1]) else {
            errors.push(DataError::new(path, row.line, not_vouches(row.cells[1])));
            continue;
        };
        let words = SmolStr::new(row.cells[0]);
        let list = |t: &str| t.split_whitespace().map(SmolStr::new).collect::<Vec<_>>();
        let only = list(row.cells[2]);
        let phrase = match words.split_once("SOURCE") {
            None => SourcePhrase {
                before: list(&words),
                after: Vec::new(),
                possessive: false,
                sourceless: true,
                vouches,
                words: words.clone(),
                only,
            },
            Some((before, after)) => {
                let possessive = after.starts_with("'s");
                let after = list(after.trim_start_matches("'s"));
                SourcePhrase {
                    before: list(before),
                    after,
                    possessive,
                    sourceless: false,
                    vouches,
                    words: words.clone(),
                    only,
                }
            }
        };
        if phrase.before.is_empty() {
            errors.push(DataError::new(path, row.line, "a phrase begins with a word of its own, not with SOURCE"));
        }
        phrases.push(phrase);
    }
    phrases
}

/// A table of words with one property each.
fn read_words<T>(
    files: &Files,
    path: &str,
    columns: [&str; 2],
    choices: &str,
    errors: &mut Vec<DataError>,
    parse: impl Fn(&str) -> Option<T>,
) -> FxHashMap<SmolStr, T> {
    let rows = files.table(path, &columns).unwrap_or_else(|e| {
        errors.extend(e);
        Vec::new()
    });
    let mut words = FxHashMap::default();
    for row in rows {
        let [word, text] = [row.cells[0], row.cells[1]];
        match parse(text) {
            Some(value) => {
                if words.insert(SmolStr::new(word), value).is_some() {
                    errors.push(DataError::new(path, row.line, format!("\"{word}\" stands here twice; remove one")));
                }
            }
            None => {
                let message = format_smolstr!("{} is {choices}, not `{text}`", columns[1]);
                errors.push(DataError::new(path, row.line, message));
            }
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(path: &str, text: &str) -> Files {
        let mut files = Files::embedded();
        files.insert(path, text.as_bytes().to_vec());
        files
    }

    #[test]
    fn an_entry_has_its_senses_with_their_own_commitments() {
        let cues = Cues::load(&Files::embedded()).expect("the embedded cues load");
        let warn = &cues.verbs("warn")[0];
        assert_eq!(warn.takes(&Complement::Clause), Some(Vouches::Asserts));
        assert_eq!(warn.takes_preposition("of"), Some(Vouches::Fears));
        assert_eq!(cues.verbs("point")[0].rest, ["out"]);
        assert_eq!(cues.nouns("denial")[0].senses[0].vouches, Vouches::Denies);
        assert_eq!(cues.speaker("poll"), Some(SourceKind::Document));
        assert!(cues.len() >= 300, "{} entries", cues.len());
    }

    #[test]
    fn a_wrong_commitment_is_an_error_with_its_line() {
        let files = files("cues/nouns.tsv", "noun\tgrammar\tvouches\theld\nclaim\tthat\tsays\n");
        let errors = Cues::load(&files).expect_err("`says` is no commitment");
        assert_eq!((errors[0].file.as_str(), errors[0].line), ("cues/nouns.tsv", Some(2)));
        assert!(errors[0].message.contains("asserts"), "{}", errors[0].message);
    }

    #[test]
    fn an_unknown_grammar_is_an_error() {
        let text = "verb\tgrammar\tvouches\tsubject\tnot\nsay\tthat clause\tasserts\n";
        let errors = Cues::load(&files("cues/verbs.tsv", text)).expect_err("no grammar is called so");
        assert!(errors[0].message.contains("`clause`"), "{}", errors[0].message);
    }

    #[test]
    fn an_entry_twice_is_an_error() {
        let text = "verb\tgrammar\tvouches\tsubject\tnot\nsay\tthat\tasserts\nsay\tquote\tasserts\n";
        let errors = Cues::load(&files("cues/verbs.tsv", text)).expect_err("said twice");
        assert_eq!(errors[0].line, Some(3));
    }
}
