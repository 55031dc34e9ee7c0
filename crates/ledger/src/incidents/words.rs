//! Words as they are compared: numbers for them, in order, so that what two have in common is found in one walk.

use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::cmp::Ordering;
use std::fmt;
use std::marker::PhantomData;

/// A word by its hash (FNV-1a), the same on every machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Word(u64);

/// What words have, each word once.
#[derive(Clone, Debug)]
pub(super) struct ByWord<T>(Box<[(Word, T)]>);

/// Words, each once.
#[derive(Clone, Debug, Default)]
pub(super) struct Words(ByWord<()>);

impl Word {
    fn of(text: &str) -> Self {
        let hash = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        Self(text.bytes().fold(0xcbf2_9ce4_8422_2325, hash))
    }
}

impl<T> ByWord<T> {
    fn new(mut words: Vec<(Word, T)>, join: impl Fn(&mut T, &mut T)) -> Self {
        words.sort_by_key(|(word, _)| *word);
        words.dedup_by(|(word, more), (kept, known)| {
            let is_same = word == kept;
            if is_same {
                join(known, more);
            }
            is_same
        });
        Self(words.into())
    }

    pub(super) fn values(&self) -> impl Iterator<Item = &T> {
        self.0.iter().map(|(_, value)| value)
    }

    /// What the words have that stand in both.
    pub(super) fn in_both<'a, U>(&'a self, other: &'a ByWord<U>) -> impl Iterator<Item = (&'a T, &'a U)> {
        let (mut left, mut right) = (&*self.0, &*other.0);
        std::iter::from_fn(move || {
            while let ([(x, a), more @ ..], [(y, b), others @ ..]) = (left, right) {
                match x.cmp(y) {
                    Ordering::Less => left = more,
                    Ordering::Greater => right = others,
                    Ordering::Equal => {
                        (left, right) = (more, others);
                        return Some((a, b));
                    }
                }
            }
            None
        })
    }
}

impl<T: Clone> ByWord<T> {
    /// The words of both; `join` adds to what one has that stands in both.
    pub(super) fn with(&self, more: &Self, join: impl Fn(&mut T, &mut T)) -> Self {
        Self::new([&*self.0, &*more.0].concat(), join)
    }
}

impl<T> Default for ByWord<T> {
    fn default() -> Self {
        Self(Box::default())
    }
}

impl Words {
    pub(super) fn is_empty(&self) -> bool {
        self.0.0.is_empty()
    }

    pub(super) fn is_disjoint(&self, other: &Self) -> bool {
        self.0.in_both(&other.0).next().is_none()
    }

    pub(super) fn with(&self, more: &Self) -> Self {
        Self(self.0.with(&more.0, |(), ()| ()))
    }
}

/// Written as text.
impl<'de> Deserialize<'de> for Word {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl Visitor<'_> for Text {
            type Value = Word;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a word")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Word, E> {
                Ok(Word::of(text))
            }
        }
        deserializer.deserialize_str(Text)
    }
}

/// Written as a list.
impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let words = Vec::<Word>::deserialize(deserializer)?;
        Ok(Self(ByWord::new(words.into_iter().map(|word| (word, ())).collect(), |(), ()| ())))
    }
}

/// Written as an object.
impl<'de, T: Deserialize<'de>> Deserialize<'de> for ByWord<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Object<T> {
            type Value = ByWord<T>;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("words with what they have")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<ByWord<T>, M::Error> {
                let mut words = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    words.push(entry);
                }
                Ok(ByWord::new(words, |_, _| ()))
            }
        }
        deserializer.deserialize_map(Object(PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(list: &str) -> Words {
        serde_json::from_str(list).expect("a list of words")
    }

    #[test]
    fn what_two_have_in_common_is_found_wherever_it_stands() {
        let (ports, towns) = (words(r#"["arica", "callao", "paita"]"#), words(r#"["puno", "arica"]"#));
        assert!(!ports.is_disjoint(&towns) && ports.is_disjoint(&words(r#"["puno"]"#)));
        assert!(!ports.with(&towns).is_disjoint(&words(r#"["puno"]"#)));
        assert!(words("[]").is_empty() && words("[]").is_disjoint(&ports));
    }

    #[test]
    fn of_words_that_stand_in_both_the_values_are_joined() {
        let weights = |text: &str| serde_json::from_str::<ByWord<u8>>(text).expect("words with numbers");
        let (a, b) = (weights(r#"{"arica": 3, "dock": 2}"#), weights(r#"{"dock": 3, "strik": 2}"#));
        assert_eq!(a.in_both(&b).map(|(x, y)| (*x, *y)).collect::<Vec<_>>(), [(2, 3)]);
        let mut all: Vec<u8> = a.with(&b, |x, y| *x = (*x).max(*y)).values().copied().collect();
        all.sort_unstable();
        assert_eq!(all, [2, 3, 3]);
    }
}
