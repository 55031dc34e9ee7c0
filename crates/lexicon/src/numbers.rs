//! Words for numbers, units, currencies, approximation: the tables under `data/numbers/`, in one table of phrases.

use crate::files::Row;
use crate::phrases::Phrases;
use crate::{DataError, Files};
use sayso_coding::Approx;
use smol_str::SmolStr;

/// What a word or phrase can mean in a number or beside one.
#[derive(Clone, Debug, PartialEq)]
pub enum NumberTerm {
    /// One to nineteen.
    Unit(f64),
    /// Twenty to ninety.
    Ten(f64),
    /// Multiplies what stands before it: hundred, million, dozen.
    Scale(f64),
    /// A scale written right after figures: bn.
    Suffix(f64),
    Ordinal(u32),
    /// The ending of an ordinal in figures: th.
    OrdinalEnding,
    Fraction(f64),
    /// A number only about known: dozens.
    Vague {
        value: f64,
        approx: Approx,
    },
    /// Words for how exactly a number is meant.
    Approx {
        approx: Approx,
        place: Beside,
    },
    Currency {
        code: SmolStr,
        /// What one of it is worth in the currency: a cent 0.01.
        part: f64,
        place: Beside,
    },
    Measure {
        unit: SmolStr,
        length: bool,
    },
    /// What it is per: a year, a barrel.
    Rate {
        per: SmolStr,
    },
    Grammar(NumberGrammar),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside {
    Before,
    After,
}

/// Small words, by what they do beside a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberGrammar {
    A,
    And,
    Of,
    In,
    To,
    Or,
    Between,
    From,
    /// 22-year-old
    Year,
    Old,
    /// aged 22
    Age,
    /// A number after it is a name: Resolution 242.
    Label,
    /// Words with a number in them that count nothing: one another.
    None,
    /// A noun that numbers stand before without counting things: three times.
    Uncounted,
}

/// All words of numbers.
#[derive(Debug, Default)]
pub struct NumberWords {
    pub phrases: Phrases<NumberTerm>,
}

impl NumberWords {
    pub fn load(files: &Files) -> Result<Self, Vec<DataError>> {
        let mut loader = Loader { files, words: Self::default(), errors: Vec::new() };
        loader.numbers();
        loader.surroundings();
        if loader.errors.is_empty() { Ok(loader.words) } else { Err(loader.errors) }
    }
}

struct Loader<'f> {
    files: &'f Files,
    words: NumberWords,
    errors: Vec<DataError>,
}

impl Loader<'_> {
    /// Reads a table; `means` gives a row's meaning, or what is wrong with it.
    fn table(&mut self, name: &str, columns: &[&str], means: impl Fn(&[&str]) -> Result<NumberTerm, String>) {
        let path = format!("numbers/{name}.tsv");
        match self.files.table(&path, columns) {
            Err(errors) => self.errors.extend(errors),
            Ok(rows) => {
                for Row { line, cells } in rows {
                    match means(&cells) {
                        Ok(term) => self.words.phrases.add(cells[0], term),
                        Err(message) => self.errors.push(DataError::new(&path, line, message)),
                    }
                }
            }
        }
    }

    fn numbers(&mut self) {
        self.table("cardinals", &["word", "value", "kind"], |c| {
            let value = number(c[1])?;
            match c[2] {
                "unit" => Ok(NumberTerm::Unit(value)),
                "ten" => Ok(NumberTerm::Ten(value)),
                "scale" => Ok(NumberTerm::Scale(value)),
                "suffix" => Ok(NumberTerm::Suffix(value)),
                other => Err(format!("`kind` is one of unit, ten, scale, suffix; not `{other}`")),
            }
        });
        self.table("ordinals", &["word", "value"], |c| match number(c[1])? as u32 {
            0 => Ok(NumberTerm::OrdinalEnding),
            n => Ok(NumberTerm::Ordinal(n)),
        });
        self.table("fractions", &["words", "value"], |c| Ok(NumberTerm::Fraction(number(c[1])?)));
        self.table("vague", &["words", "value", "approx"], |c| {
            Ok(NumberTerm::Vague { value: number(c[1])?, approx: approx(c[2])? })
        });
    }

    fn surroundings(&mut self) {
        self.table("approx", &["words", "approx", "place"], |c| {
            Ok(NumberTerm::Approx { approx: approx(c[1])?, place: beside(c[2])? })
        });
        self.table("currencies", &["words", "code", "place"], |c| {
            let (code, part) = c[1]
                .split_once('/')
                .map_or(Ok((c[1], 1.0)), |(code, parts)| number(parts).map(|parts| (code, 1.0 / parts)))?;
            Ok(NumberTerm::Currency { code: code.into(), part, place: beside(c[2])? })
        });
        self.table("measures", &["words", "unit", "kind"], |c| match c[2] {
            "" | "length" => Ok(NumberTerm::Measure { unit: c[1].into(), length: c[2] == "length" }),
            other => Err(format!("`kind` is length or empty; not `{other}`")),
        });
        self.table("rates", &["words", "per"], |c| Ok(NumberTerm::Rate { per: c[1].into() }));
        self.table("grammar", &["words", "is"], |c| grammar(c[1]).map(NumberTerm::Grammar));
    }
}

fn number(cell: &str) -> Result<f64, String> {
    cell.parse().map_err(|_| format!("`{cell}` is no number"))
}

fn approx(cell: &str) -> Result<Approx, String> {
    Approx::parse(cell).ok_or_else(|| format!("`approx` is one of exact, about, over, under; not `{cell}`"))
}

fn beside(cell: &str) -> Result<Beside, String> {
    match cell {
        "before" => Ok(Beside::Before),
        "after" => Ok(Beside::After),
        other => Err(format!("`place` is before or after; not `{other}`")),
    }
}

fn grammar(cell: &str) -> Result<NumberGrammar, String> {
    Ok(match cell {
        "a" => NumberGrammar::A,
        "and" => NumberGrammar::And,
        "of" => NumberGrammar::Of,
        "in" => NumberGrammar::In,
        "to" => NumberGrammar::To,
        "or" => NumberGrammar::Or,
        "between" => NumberGrammar::Between,
        "from" => NumberGrammar::From,
        "year" => NumberGrammar::Year,
        "old" => NumberGrammar::Old,
        "age" => NumberGrammar::Age,
        "label" => NumberGrammar::Label,
        "none" => NumberGrammar::None,
        "uncounted" => NumberGrammar::Uncounted,
        other => return Err(format!("no such part in the grammar of numbers: `{other}`")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_row_is_named_with_its_line() {
        let mut files = Files::embedded();
        files.insert("numbers/cardinals.tsv", b"word\tvalue\tkind\neleventy\t110\tunits\n".to_vec());
        let errors: Vec<_> = NumberWords::load(&files).unwrap_err().iter().map(ToString::to_string).collect();
        assert_eq!(errors, ["data/numbers/cardinals.tsv:2: `kind` is one of unit, ten, scale, suffix; not `units`"]);
    }
}
