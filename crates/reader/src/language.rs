//! Which language a text is in: a gate for an English coder, so careful to call English English.

use crate::words::ReaderWords;

/// Fewer letters than this tell too little.
const LETTERS_MIN: usize = 80;
/// As much of a text as is looked at.
const LOOK_AT: usize = 6_000;

/// ISO 639-1, or ISO 639-3 where that has no code; `None` when the text does not tell.
pub(crate) fn detect(text: &str, words: &ReaderWords) -> Option<String> {
    let end = (LOOK_AT.min(text.len())..=text.len()).find(|i| text.is_char_boundary(*i))?;
    let text = &text[..end];
    if text.chars().filter(|c| c.is_alphabetic()).count() < LETTERS_MIN {
        return None;
    }
    let (mut all, mut english) = (0, 0);
    for word in text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’').filter(|w| !w.is_empty()) {
        all += 1;
        english += usize::from(words.english.contains(&word.to_lowercase()));
    }
    if english as f64 >= words.english_share * f64::from(all) {
        return Some("en".to_owned());
    }
    let info = whatlang::detect(text).filter(whatlang::Info::is_reliable)?;
    let code = info.lang().code();
    Some(words.languages.get(code).map_or(code, |l| l.code.as_str()).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_and_other_languages() {
        let words = ReaderWords::embedded();
        let detect = |text| detect(text, &words);
        assert_eq!(
            detect("The ministers of the two countries met in the capital on Monday and signed a treaty on water after a long night.").as_deref(),
            Some("en")
        );
        assert_eq!(
            detect("Les ministres des deux pays se sont réunis lundi dans la capitale et ont signé un traité sur l'eau après une longue nuit de discussions.").as_deref(),
            Some("fr")
        );
        assert_eq!(
            detect("Министры двух стран встретились в понедельник в столице и подписали договор о воде после долгой ночи переговоров.").as_deref(),
            Some("ru")
        );
        assert_eq!(detect("Rebels take Goma"), None);
    }
}
