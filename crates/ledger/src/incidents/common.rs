//! Words that tell nothing of a story: `data/incidents/common.txt`.

use super::account::stem;
use std::collections::HashSet;
use std::sync::LazyLock;

const WORDS: &str = include_str!("../../../../data/incidents/common.txt");

static COMMON: LazyLock<HashSet<String>> = LazyLock::new(|| words().map(stem).collect());

/// Whether a word, as words are compared, stands in news of any kind.
pub(super) fn is_common(stem: &str) -> bool {
    COMMON.contains(stem)
}

/// The lines that begin with `#` are for readers.
fn words() -> impl Iterator<Item = &'static str> {
    let lines = WORDS.lines().filter(|l| !l.starts_with('#'));
    lines.flat_map(str::split_whitespace)
}

#[cfg(test)]
mod tests {
    use super::super::account::SHORTEST;
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn each_word_stands_once_and_is_long_enough_to_be_compared() {
        let mut seen = BTreeSet::new();
        for word in words() {
            assert!(word.chars().count() >= SHORTEST, "{word} is never compared");
            assert!(seen.insert(stem(word)), "{word} stands there in another form");
        }
        assert!(is_common(&stem("Ministers")) && !is_common(&stem("Volcano")));
    }
}
