//! The skeletons as people write them, read into slots.

use super::{Fill, Link, Phrase, Role, Shape, Slot};
use smol_str::SmolStr;

/// A skeleton without its frame.
#[derive(Clone, Debug)]
pub(super) struct Parsed {
    pub(super) shape: Shape,
    pub(super) head: Vec<Phrase>,
    pub(super) slots: Vec<Slot>,
}

/// What the parser must know of words: which sets there are, and which words are prepositions or particles.
pub(super) struct Words<'a> {
    pub(super) set: &'a dyn Fn(&str) -> Option<Vec<Phrase>>,
    pub(super) preposition: &'a dyn Fn(&str) -> bool,
    pub(super) copula: &'a str,
    pub(super) that: &'a str,
    pub(super) to: &'a str,
}

#[derive(Clone, Debug)]
enum Item {
    Role { role: Role, possessive: bool },
    Words { phrases: Vec<Phrase>, prepositions: bool },
    That,
    To,
}

struct Placed {
    item: Item,
    bracket: u8,
}

/// Reads a skeleton, or says what is wrong with it.
pub(super) fn parse(text: &str, words: &Words) -> Result<Parsed, String> {
    let items = items(text, words)?;
    match items.first().map(|i| &i.item) {
        Some(Item::Role { possessive: false, .. }) => verb(&items, words),
        _ => noun(&items),
    }
}

fn items(text: &str, words: &Words) -> Result<Vec<Placed>, String> {
    let mut out = Vec::new();
    let mut bracket = 0;
    let mut open = false;
    for mut word in text.split_whitespace() {
        if let Some(rest) = word.strip_prefix('(') {
            if open {
                return Err("brackets do not nest".to_owned());
            }
            open = true;
            bracket += 1;
            word = rest;
        }
        let closes = word.ends_with(')');
        word = word.trim_end_matches(')');
        out.push(Placed { item: item(word, words)?, bracket: if open { bracket } else { 0 } });
        if closes {
            if !open {
                return Err("a bracket is closed that was not opened".to_owned());
            }
            open = false;
        }
    }
    if open {
        return Err("a bracket is not closed".to_owned());
    }
    Ok(out)
}

fn item(word: &str, words: &Words) -> Result<Item, String> {
    let name = word.strip_suffix("'s").unwrap_or(word);
    if name.chars().all(|c| c.is_ascii_uppercase()) && !name.is_empty() {
        let role = Role::parse(name).ok_or_else(|| format!("no role {name:?}; there are {}", roles()))?;
        return Ok(Item::Role { role, possessive: name != word });
    }
    if word == words.that {
        return Ok(Item::That);
    }
    if word == words.to {
        return Ok(Item::To);
    }
    if word.chars().any(char::is_uppercase) {
        return Err(format!("{word:?} is neither a role nor a lemma in lower case"));
    }
    let mut phrases = Vec::new();
    let mut prepositions = true;
    for alternative in word.split('|') {
        if let Some(set) = alternative.strip_prefix('@') {
            phrases.extend((words.set)(set).ok_or_else(|| format!("no set {set:?} in sets.toml"))?);
            prepositions = false;
        } else if alternative.is_empty() {
            return Err("an alternative is empty".to_owned());
        } else {
            prepositions &= (words.preposition)(alternative);
            phrases.extend(variants(alternative));
        }
    }
    Ok(Item::Words { phrases, prepositions })
}

/// A word as it may be written: "cease-fire" stands for "cease fire" and "ceasefire" too.
pub(super) fn variants(word: &str) -> Vec<Phrase> {
    if !word.contains('-') {
        return vec![Phrase(vec![SmolStr::new(word)])];
    }
    let parts: Vec<SmolStr> = word.split('-').map(SmolStr::new).collect();
    vec![Phrase(parts), Phrase(vec![SmolStr::new(word.replace('-', ""))]), Phrase(vec![SmolStr::new(word)])]
}

fn roles() -> String {
    Role::ALL.iter().map(|r| r.as_str()).collect::<Vec<_>>().join(", ")
}

fn verb(items: &[Placed], words: &Words) -> Result<Parsed, String> {
    let (mut rest, mut slots) = match items {
        [Placed { item: Item::Role { role, .. }, bracket }, rest @ ..] => {
            (rest, vec![Slot { link: Link::Subject, fill: Fill::Role(*role), bracket: *bracket }])
        }
        _ => return Err("a verb's skeleton begins with a role".to_owned()),
    };
    let mut shape = Shape::Verb;
    let mut head = match rest {
        [Placed { item: Item::Words { phrases, .. }, bracket: 0 }, more @ ..] => {
            rest = more;
            phrases.clone()
        }
        _ => return Err("the word after the first role must be the verb".to_owned()),
    };
    let copula = head.iter().all(|p| p.0.len() == 1 && p.0[0] == words.copula);
    if let (true, [Placed { item: Item::Words { phrases, prepositions: false }, bracket: 0 }, more @ ..]) =
        (copula, rest)
    {
        shape = Shape::Adjective;
        head = phrases.clone();
        rest = more;
    }
    slots.extend(after(rest)?);
    Ok(Parsed { shape, head, slots })
}

fn noun(items: &[Placed]) -> Result<Parsed, String> {
    let mut slots = Vec::new();
    let mut before: Vec<Vec<Phrase>> = Vec::new();
    let mut rest = items;
    while let [first, more @ ..] = rest {
        match &first.item {
            Item::Role { role, possessive: true } if before.is_empty() => {
                slots.push(Slot { link: Link::Possessor, fill: Fill::Role(*role), bracket: first.bracket });
            }
            Item::Words { phrases, prepositions: false } if first.bracket == 0 => before.push(phrases.clone()),
            _ => break,
        }
        rest = more;
    }
    let Some(nouns) = before.pop() else {
        return Err("a noun's skeleton needs its noun before any other role or preposition".to_owned());
    };
    let mut head = nouns;
    for modifiers in before.iter().rev() {
        head = (modifiers.iter())
            .flat_map(|m| head.iter().map(|h| Phrase(m.0.iter().chain(&h.0).cloned().collect())))
            .collect();
    }
    slots.extend(after(rest)?);
    Ok(Parsed { shape: Shape::Noun, head, slots })
}

/// What follows the trigger.
fn after(items: &[Placed]) -> Result<Vec<Slot>, String> {
    let mut slots: Vec<Slot> = Vec::new();
    let mut i = 0;
    while i < items.len() {
        let Placed { item, bracket } = &items[i];
        let next = items.get(i + 1).map(|p| &p.item);
        let filled = |next: Option<&Item>| match next {
            Some(Item::Role { role, .. }) => Some(Fill::Role(*role)),
            Some(Item::Words { phrases, prepositions: false }) => Some(Fill::Words(phrases.clone())),
            _ => None,
        };
        let mut push = |link, fill| slots.push(Slot { link, fill, bracket: *bracket });
        i += 1;
        match item {
            Item::Role { role, possessive: false } => push(Link::Object, Fill::Role(*role)),
            // "ACTOR accept RECIPIENT's demand": hangs off the fixed noun that follows.
            Item::Role { role, .. } => match filled(next) {
                Some(fill @ Fill::Words(_)) => {
                    push(Link::Object, fill);
                    push(Link::Possessor, Fill::Role(*role));
                    i += 1;
                }
                _ => return Err("a possessor stands before its noun".to_owned()),
            },
            Item::To | Item::That => {
                let link = if matches!(item, Item::To) { Link::To } else { Link::That };
                let fill = filled(next).ok_or("a role or a word must follow `to` and `that`")?;
                push(link, fill);
                i += 1;
            }
            Item::Words { phrases, prepositions: true } => {
                let lemmas: Vec<SmolStr> = phrases.iter().map(|p| p.0[0].clone()).collect();
                if let Some(fill) = filled(next) {
                    push(Link::Preposition(lemmas), fill);
                    i += 1;
                } else {
                    push(Link::Particle(lemmas), Fill::Nothing);
                }
            }
            Item::Words { phrases, .. } => push(Link::Object, Fill::Words(phrases.clone())),
        }
    }
    // Of two bare objects the first is the indirect one: "ACTOR give RECIPIENT THEME".
    let bare: Vec<usize> = (0..slots.len()).filter(|&s| slots[s].link == Link::Object).collect();
    if let [first, second] = bare[..]
        && slots[first].bracket == 0
        && second == first + 1
        && matches!(slots[first].fill, Fill::Role(_))
    {
        slots[first].link = Link::IndirectObject;
    }
    Ok(slots)
}
