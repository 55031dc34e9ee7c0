//! Copies of codings with other names, dates and figures: as many documents as a benchmark needs, no two alike.

use jiff::ToSpan;
use jiff::civil::date;
use sayso_coding::Coding;
use sayso_doc::Published;
use smol_str::SmolStr;

/// Copies lie between 2015 and 2024.
const YEARS: u64 = 10;
const PUBLISHERS: u64 = 40;
/// How many other words may stand for one.
const WORDS: u64 = 40;

/// The same numbers each time (splitmix64).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % end
    }

    pub(crate) fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[usize::try_from(self.below(items.len() as u64)).expect("it is an index")]
    }
}

/// A copy of a coding. Spans stay true: what is changed keeps its length.
pub(crate) fn copy(coding: &Coding, number: u64, countries: &[SmolStr]) -> Coding {
    let mut random = Random(number);
    let mut copy = coding.clone();
    let letters = Letters { seed: random.below(u64::MAX) };
    copy.article.text = letters.changed(&coding.article.text);
    copy.article.title = coding.article.title.as_deref().map(|t| letters.changed(t));
    copy.article.id = Some(format!("copy:{number}"));
    copy.article.url = None;
    copy.article.source = format!("copies/{number}.md");
    copy.article.publisher = Some(format!("Outlet {}", random.below(PUBLISHERS)));
    let day = date(2015, 1, 1) + i64::try_from(random.below(YEARS * 365)).expect("it is small").days();
    let first_published = coding.article.published.as_ref().map_or(date(2022, 2, 1), |p| p.date);
    let later = day - first_published;
    copy.article.published = Some(Published::from(day));
    for time in &mut copy.times {
        time.range = time.range.map(|(first, last)| (first.saturating_add(later), last.saturating_add(later)));
    }
    for entity in &mut copy.entities {
        entity.name = letters.changed(&entity.name).into();
        // Half of those with a country keep it, so that some countries are much in the news.
        if entity.country.is_some() && random.below(2) == 0 {
            entity.country = Some(random.pick(countries).clone());
        }
    }
    for event in &mut copy.events {
        if let Some(when) = &mut event.date {
            let before = i64::try_from(random.below(4)).expect("it is small");
            when.value = day.saturating_sub(before.days()).to_string().into();
        }
    }
    for quantity in &mut copy.quantities {
        quantity.value += f64::from(u32::try_from(random.below(50)).expect("it is small"));
    }
    copy
}

/// Puts other letters for those of capitalised words, but for the first, and other figures for figures: vowels for vowels. The same
/// for a word wherever it stands in the copy, and for each word its own.
struct Letters {
    seed: u64,
}

impl Letters {
    fn changed(&self, text: &str) -> String {
        let mut changed = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(start) = rest.find(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit()) {
            let word = &rest[start..];
            let word = &word[..word.find(|c: char| !c.is_alphanumeric()).unwrap_or(word.len())];
            let stands_alone = !rest[..start].ends_with(char::is_alphanumeric);
            changed += &rest[..start];
            changed += &if stands_alone { self.other_word(word) } else { word.to_owned() };
            rest = &rest[start + word.len()..];
        }
        changed + rest
    }

    fn other_word(&self, word: &str) -> String {
        let hash = word.bytes().fold(self.seed, |hash, b| hash.wrapping_mul(31).wrapping_add(b.into()));
        let by = Random(hash).below(WORDS) + 1;
        let change = |(i, c): (usize, char)| if i > 0 || c.is_ascii_digit() { other(c, by + i as u64) } else { c };
        word.chars().enumerate().map(change).collect()
    }
}

fn other(c: char, by: u64) -> char {
    const ROUNDS: [&str; 3] = ["aeiou", "bcdfghjklmnpqrstvwxz", "123456789"];
    let round = ROUNDS.iter().find_map(|round| Some((round, round.find(c)? as u64)));
    round.map_or(c, |(round, at)| {
        // Never by a whole round.
        let to = (at + 1 + by % (round.len() as u64 - 1)) % round.len() as u64;
        char::from(round.as_bytes()[usize::try_from(to).expect("it is small")])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_has_other_names_and_figures_of_the_same_length() {
        let text = "In Peru, the army lost 20 men. Ñuñoa said so, and Peru too.";
        let changed = Letters { seed: 1 }.changed(text);
        let words: Vec<&str> = changed.split([' ', ',', '.']).filter(|w| !w.is_empty()).collect();
        assert_eq!((changed.len(), words[2], words[7]), (text.len(), "the", "Ñuñoa"));
        assert!(words[1].starts_with('P') && words[1] != "Peru" && words[1] == words[11]);
        assert!(words[5].len() == 2 && words[5] != "20" && words[5].bytes().all(|b| b.is_ascii_digit()));
        assert_ne!(changed, Letters { seed: 2 }.changed(text));
    }
}
