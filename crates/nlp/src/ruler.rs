//! The attribute ruler: patterns over tags, words and dependency labels that set part of speech, morphology and
//! lemma. Later patterns go before earlier ones.

use crate::error::ModelError;
use crate::pattern::Pattern;
use crate::spec::{Component, RulerPattern};
use crate::vocab::Word;
use sayso_doc::{Dep, Pos, Tag};
use serde_json::Value;
use smol_str::SmolStr;

#[derive(Default)]
pub(crate) struct Ruler {
    rules: Vec<Rule>,
}

struct Rule {
    /// Any of these sequences.
    sequences: Vec<Vec<TokenTest>>,
    /// Which token of the sequence is changed; counted from the end where negative.
    index: i64,
    effect: Effect,
}

/// All tests must hold.
type TokenTest = Vec<(Attr, Test)>;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Attr {
    Tag,
    Dep,
    Lower,
    Text,
    IsSpace,
}

enum Test {
    In(Vec<String>),
    NotIn(Vec<String>),
    Matches(Pattern),
    Is(bool),
}

/// What a rule sets.
#[derive(Clone, Debug, Default)]
struct Effect {
    tag: Option<Tag>,
    pos: Option<Pos>,
    dep: Option<Dep>,
    morph: Option<Morph>,
    lemma: Option<SmolStr>,
}

/// The features that the lemmatizer asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Morph {
    pub(crate) has_number: bool,
    pub(crate) singular: bool,
    pub(crate) infinitive: bool,
    pub(crate) finite: bool,
    pub(crate) no_form: bool,
    pub(crate) present: bool,
    pub(crate) positive: bool,
}

/// A token as the patterns see it.
#[derive(Clone, Copy)]
pub(crate) struct Seen<'a> {
    pub(crate) word: &'a Word,
    pub(crate) tag: &'a str,
    pub(crate) dep: &'a str,
}

/// What is set on a token by all rules that match it.
#[derive(Clone, Debug)]
pub(crate) struct Attributes {
    pub(crate) tag: Tag,
    pub(crate) pos: Pos,
    pub(crate) dep: Dep,
    pub(crate) morph: Morph,
    pub(crate) lemma: Option<SmolStr>,
}

impl Ruler {
    pub(crate) fn load(component: &Component) -> Result<Self, ModelError> {
        let rule = |pattern: &RulerPattern| {
            let compiled = Rule::new(pattern);
            compiled.map_err(|what| ModelError::unsupported(&component.name, what))
        };
        let rules = component.patterns.iter().map(rule).collect::<Result<_, _>>()?;
        Ok(Self { rules })
    }

    /// The rules of one token that match this one.
    pub(crate) fn single(&self, seen: Seen) -> Vec<usize> {
        let hit = |rule: &Rule| rule.sequences.iter().any(|s| s.len() == 1 && holds(&s[0], seen));
        (0..self.rules.len()).filter(|&i| hit(&self.rules[i])).collect()
    }

    /// Whether a longer sequence can begin with this token.
    pub(crate) fn begins(&self, seen: Seen) -> bool {
        self.rules.iter().flat_map(|r| &r.sequences).any(|s| s.len() > 1 && holds(&s[0], seen))
    }

    /// Longer sequences that match from `start` on: rule and the token that it changes.
    pub(crate) fn longer<'a>(
        &self,
        start: usize,
        length: usize,
        seen: impl Fn(usize) -> Seen<'a>,
        found: &mut Vec<(usize, usize)>,
    ) {
        for (i, rule) in self.rules.iter().enumerate() {
            for sequence in rule.sequences.iter().filter(|s| s.len() > 1 && start + s.len() <= length) {
                if sequence.iter().enumerate().all(|(j, test)| holds(test, seen(start + j))) {
                    let offset = if rule.index < 0 { sequence.len() as i64 + rule.index } else { rule.index };
                    found.push((i, start + offset as usize));
                }
            }
        }
    }

    /// The effect of `rules`, which are in order, on a token.
    pub(crate) fn apply(&self, rules: &[usize], tag: Tag, dep: Dep) -> Attributes {
        let mut out = Attributes { tag, pos: Pos::Other, dep, morph: Morph::default(), lemma: None };
        for &i in rules {
            let effect = &self.rules[i].effect;
            out.tag = effect.tag.unwrap_or(out.tag);
            out.pos = effect.pos.unwrap_or(out.pos);
            out.dep = effect.dep.unwrap_or(out.dep);
            out.morph = effect.morph.unwrap_or(out.morph);
            out.lemma = effect.lemma.clone().or(out.lemma);
        }
        out
    }
}

impl Rule {
    fn new(pattern: &RulerPattern) -> Result<Self, String> {
        let mut sequences = Vec::with_capacity(pattern.patterns.len());
        for sequence in &pattern.patterns {
            let tests = sequence.iter().map(|token| token.iter().map(|(k, v)| test(k, v)).collect());
            let tests: Vec<TokenTest> = tests.collect::<Result<_, _>>()?;
            let length = tests.len() as i64;
            if !(-length..length).contains(&pattern.index) {
                return Err(format!("index {} in a pattern of {length} tokens", pattern.index));
            }
            sequences.push(tests);
        }
        let mut effect = Effect::default();
        for (attr, value) in &pattern.attrs {
            let value = value.as_str().ok_or_else(|| format!("{attr} set to {value}"))?;
            match attr.as_str() {
                "TAG" => effect.tag = Some(Tag::parse(value)),
                "POS" => effect.pos = Some(Pos::parse(value)),
                "DEP" => effect.dep = Some(Dep::parse(value)),
                "LEMMA" => effect.lemma = Some(value.into()),
                "MORPH" => effect.morph = Some(Morph::parse(value)),
                _ => return Err(format!("setting {attr}")),
            }
        }
        Ok(Self { sequences, index: pattern.index, effect })
    }
}

impl Morph {
    fn parse(text: &str) -> Self {
        let mut out = Self::default();
        for feature in text.split('|') {
            match feature {
                "VerbForm=Inf" => out.infinitive = true,
                "VerbForm=Fin" => out.finite = true,
                "VerbForm=None" => out.no_form = true,
                "Tense=Pres" => out.present = true,
                "Degree=Pos" => out.positive = true,
                "Number=Sing" => (out.has_number, out.singular) = (true, true),
                _ => out.has_number |= feature.starts_with("Number="),
            }
        }
        out
    }
}

fn test(attr: &str, value: &Value) -> Result<(Attr, Test), String> {
    let kind = match attr {
        "TAG" => Attr::Tag,
        "DEP" => Attr::Dep,
        "LOWER" => Attr::Lower,
        "TEXT" | "ORTH" => Attr::Text,
        "IS_SPACE" => Attr::IsSpace,
        _ => return Err(format!("a pattern on {attr}")),
    };
    let strings = |value: &Value| -> Result<Vec<String>, String> {
        serde_json::from_value(value.clone()).map_err(|_| format!("a pattern on {attr} {value}"))
    };
    let test = match value {
        Value::Bool(is) if kind == Attr::IsSpace => Test::Is(*is),
        Value::String(text) if kind != Attr::IsSpace => Test::In(vec![text.clone()]),
        Value::Object(map) if map.len() == 1 && kind != Attr::IsSpace => {
            let (predicate, value) = map.iter().next().expect("one entry");
            match (predicate.as_str(), value) {
                ("IN", list) => Test::In(strings(list)?),
                ("NOT_IN", list) => Test::NotIn(strings(list)?),
                ("REGEX", Value::String(source)) => Test::Matches(Pattern::new(source)?),
                _ => return Err(format!("a pattern with {predicate}")),
            }
        }
        _ => return Err(format!("a pattern on {attr} {value}")),
    };
    Ok((kind, test))
}

fn holds(tests: &TokenTest, seen: Seen) -> bool {
    tests.iter().all(|(attr, test)| {
        let text = match attr {
            Attr::Tag => seen.tag,
            Attr::Dep => seen.dep,
            Attr::Lower => &seen.word.lower,
            Attr::Text => &seen.word.text,
            Attr::IsSpace => "",
        };
        match test {
            Test::In(list) => list.iter().any(|x| x == text),
            Test::NotIn(list) => list.iter().all(|x| x != text),
            Test::Matches(pattern) => pattern.is_in(text),
            Test::Is(is) => *is == seen.word.is_space,
        }
    })
}
