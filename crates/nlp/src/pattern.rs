//! Python's regular expressions, as far as spaCy's tokenizers use them: alternation in order, greedy and lazy
//! repetition, character classes, look-ahead and look-behind. Not for long texts: it backtracks.
//!
//! Why not a crate: the patterns look behind, must be ready within milliseconds of the program's start, and
//! have to break ties as Python does.

use crate::unicode;
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// A compiled pattern.
pub(crate) struct Pattern {
    alternatives: Vec<Alternative>,
    classes: Vec<Class>,
    /// Which alternatives can begin with each ASCII character, and with any other.
    by_first: Vec<Vec<u16>>,
    /// All begin with `^`.
    at_start: bool,
}

/// One side of a top-level `|`.
struct Alternative {
    code: Vec<Op>,
    /// Where it ends with `$`, how many characters it takes at most, that line break included.
    at_end: Option<usize>,
}

enum Op {
    Class(u32),
    /// Goes on at the first, and should that fail at the second.
    Split(usize, usize),
    Jump(usize),
    Start,
    End,
    /// Runs up to its end as a pattern of its own, from `back` characters before here.
    Look {
        back: usize,
        negative: bool,
        end: usize,
    },
    Match,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct Class {
    negative: bool,
    ranges: Vec<(char, char)>,
    kinds: Vec<(Kind, bool)>,
    /// The answer for each ASCII character.
    ascii: u128,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Kind {
    Digit,
    Word,
    Space,
    /// `.`: all but the line break.
    Any,
}

enum Node {
    Class(u32),
    Concat(Vec<Node>),
    Either(Vec<Node>),
    Repeat { node: Box<Node>, min: usize, max: Option<usize>, greedy: bool },
    Start,
    End,
    Look { node: Box<Node>, behind: bool, negative: bool },
}

/// Steps after which a match is given up. Some patterns take time exponential in the length of a word that
/// was made to make them do so.
const MAX_STEPS: usize = 200_000;

/// Where `by_first` keeps what can begin with other characters than ASCII.
const NOT_ASCII: usize = 128;

impl Pattern {
    /// The error says which part of the pattern cannot be run.
    pub(crate) fn new(source: &str) -> Result<Self, String> {
        let mut parser =
            Parser { chars: source.chars().collect(), at: 0, classes: Vec::new(), known: FxHashMap::default() };
        let node = parser.either()?;
        if parser.at < parser.chars.len() {
            return Err(format!("unmatched {:?}", parser.rest()));
        }
        let classes: Vec<Class> = parser.classes;
        let tops = match node {
            Node::Either(nodes) => nodes,
            node => vec![node],
        };
        let mut alternatives = Vec::with_capacity(tops.len());
        let mut by_first = vec![Vec::new(); NOT_ASCII + 1];
        for (i, top) in tops.iter().enumerate() {
            let mut code = Vec::new();
            compile(top, &mut code)?;
            code.push(Op::Match);
            let (ascii, others) = first(&code, &classes);
            let number = u16::try_from(i).map_err(|_| "too many alternatives")?;
            (0..NOT_ASCII).filter(|c| ascii >> c & 1 == 1).for_each(|c| by_first[c].push(number));
            if others {
                by_first[NOT_ASCII].push(number);
            }
            let at_end = if ends_text(top) { most(top).map(|most| most + 1) } else { None };
            alternatives.push(Alternative { code, at_end });
        }
        let at_start = alternatives.iter().all(|a| matches!(a.code[0], Op::Start));
        Ok(Self { alternatives, classes, by_first, at_start })
    }

    /// The end of the match that begins at `from`, as `re.match` finds it.
    pub(crate) fn match_at(&self, text: &[char], from: usize) -> Option<usize> {
        let mut steps = MAX_STEPS;
        let mut try_one = |alternative: &Alternative| {
            if alternative.at_end.is_some_and(|most| text.len() - from > most) {
                return None;
            }
            run(&alternative.code, 0, &self.classes, text, from, &mut steps)
        };
        match text.get(from) {
            Some(&c) => {
                let can_begin = &self.by_first[(c as usize).min(NOT_ASCII)];
                can_begin.iter().find_map(|&i| try_one(&self.alternatives[i as usize]))
            }
            None => self.alternatives.iter().find_map(try_one),
        }
    }

    /// Start and end of the leftmost match from `from` on, as `re.search` finds it.
    pub(crate) fn search(&self, text: &[char], from: usize) -> Option<(usize, usize)> {
        let last = if self.at_start { 0 } else { text.len() };
        (from..=last).find_map(|start| Some((start, self.match_at(text, start)?)))
    }

    /// All matches one after the other, as `re.finditer` finds them.
    pub(crate) fn find_all(&self, text: &[char], out: &mut Vec<(usize, usize)>) {
        let mut from = 0;
        while let Some((start, end)) = self.search(text, from) {
            out.push((start, end));
            from = if end == start { end + 1 } else { end };
            if from > text.len() {
                break;
            }
        }
    }

    /// `re.search` on a whole text.
    pub(crate) fn is_in(&self, text: &str) -> bool {
        let chars: Vec<char> = text.chars().collect();
        self.search(&chars, 0).is_some()
    }
}

impl Class {
    fn has(&self, c: char) -> bool {
        if c.is_ascii() { self.ascii >> (c as u32) & 1 == 1 } else { self.look_up(c) }
    }

    fn look_up(&self, c: char) -> bool {
        let after = self.ranges.partition_point(|&(from, _)| from <= c);
        let in_range = after > 0 && c <= self.ranges[after - 1].1;
        let hit = in_range || self.kinds.iter().any(|&(kind, positive)| kind.has(c) == positive);
        hit != self.negative
    }

    /// Sorted, overlaps joined.
    fn normalize(&mut self) {
        self.ranges.sort_unstable();
        let mut joined: Vec<(char, char)> = Vec::with_capacity(self.ranges.len());
        for &(from, to) in &self.ranges {
            match joined.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                _ => joined.push((from, to)),
            }
        }
        self.ranges = joined;
        let has = (0..128u8).filter(|&c| self.look_up(c as char));
        self.ascii = has.fold(0, |set, c| set | 1u128 << c);
    }
}

impl Kind {
    fn has(self, c: char) -> bool {
        match self {
            Kind::Digit => unicode::is_decimal(c),
            Kind::Word => unicode::is_word(c),
            Kind::Space => unicode::is_space(c),
            Kind::Any => c != '\n',
        }
    }
}

fn run(code: &[Op], start: usize, classes: &[Class], text: &[char], from: usize, steps: &mut usize) -> Option<usize> {
    let mut pending = Vec::new();
    let mut next = Some((start, from));
    while let Some((mut pc, mut at)) = next {
        loop {
            *steps = steps.checked_sub(1)?;
            match &code[pc] {
                Op::Class(class) => match text.get(at) {
                    Some(&c) if classes[*class as usize].has(c) => at += 1,
                    _ => break,
                },
                Op::Split(first, second) => {
                    pending.push((*second, at));
                    pc = *first;
                    continue;
                }
                Op::Jump(to) => {
                    pc = *to;
                    continue;
                }
                Op::Start if at > 0 => break,
                // Python's `$` also stands before a line break that ends the text.
                Op::End if at < text.len() && !(at + 1 == text.len() && text[at] == '\n') => break,
                Op::Start | Op::End => {}
                Op::Look { back, negative, end } => {
                    let found = at
                        .checked_sub(*back)
                        .and_then(|from| run(code, pc + 1, classes, text, from, steps))
                        .is_some_and(|to| *back == 0 || to == at);
                    if found == *negative {
                        break;
                    }
                    pc = *end;
                    continue;
                }
                Op::Match => return Some(at),
            }
            pc += 1;
        }
        next = pending.pop();
    }
    None
}

fn compile(node: &Node, code: &mut Vec<Op>) -> Result<(), String> {
    match node {
        Node::Class(class) => code.push(Op::Class(*class)),
        Node::Start => code.push(Op::Start),
        Node::End => code.push(Op::End),
        Node::Concat(nodes) => {
            for node in nodes {
                compile(node, code)?;
            }
        }
        Node::Either(nodes) => {
            let mut jumps = Vec::new();
            for (i, node) in nodes.iter().enumerate() {
                if i + 1 == nodes.len() {
                    compile(node, code)?;
                } else {
                    let split = code.len();
                    code.push(Op::Jump(0));
                    compile(node, code)?;
                    jumps.push(code.len());
                    code.push(Op::Jump(0));
                    code[split] = Op::Split(split + 1, code.len());
                }
            }
            for jump in jumps {
                code[jump] = Op::Jump(code.len());
            }
        }
        Node::Repeat { node, min, max, greedy } => {
            for _ in 0..*min {
                compile(node, code)?;
            }
            let branch = |first, second| if *greedy { Op::Split(first, second) } else { Op::Split(second, first) };
            match max {
                None => {
                    let split = code.len();
                    code.push(Op::Jump(0));
                    compile(node, code)?;
                    code.push(Op::Jump(split));
                    code[split] = branch(split + 1, code.len());
                }
                Some(max) => {
                    let mut splits = Vec::new();
                    for _ in *min..*max {
                        splits.push(code.len());
                        code.push(Op::Jump(0));
                        compile(node, code)?;
                    }
                    for split in splits {
                        code[split] = branch(split + 1, code.len());
                    }
                }
            }
        }
        Node::Look { node, behind, negative } => {
            let back = if *behind { width(node).ok_or("look-behind of varying width")? } else { 0 };
            let look = code.len();
            code.push(Op::Jump(0));
            compile(node, code)?;
            code.push(Op::Match);
            code[look] = Op::Look { back, negative: *negative, end: code.len() };
        }
    }
    Ok(())
}

/// Whether a node matches at the end of the text only.
fn ends_text(node: &Node) -> bool {
    match node {
        Node::End => true,
        Node::Concat(nodes) => nodes.last().is_some_and(ends_text),
        _ => false,
    }
}

/// How many characters a node can match, where that is bounded.
fn most(node: &Node) -> Option<usize> {
    match node {
        Node::Class(_) => Some(1),
        Node::Start | Node::End | Node::Look { .. } => Some(0),
        Node::Concat(nodes) => nodes.iter().map(most).sum(),
        Node::Either(nodes) => nodes.iter().map(most).try_fold(0, |most, n| Some(most.max(n?))),
        Node::Repeat { node, max, .. } => Some(most(node)? * (*max)?),
    }
}

/// How many characters a node matches, where that is always the same.
fn width(node: &Node) -> Option<usize> {
    match node {
        Node::Class(_) => Some(1),
        Node::Start | Node::End | Node::Look { .. } => Some(0),
        Node::Concat(nodes) => nodes.iter().map(width).sum(),
        Node::Either(nodes) => {
            let first = width(&nodes[0])?;
            nodes.iter().all(|n| width(n) == Some(first)).then_some(first)
        }
        Node::Repeat { node, min, max, .. } => (*max == Some(*min)).then_some(width(node)? * min),
    }
}

/// The characters that a match can begin with: ASCII ones by bit, and whether others.
fn first(code: &[Op], classes: &[Class]) -> (u128, bool) {
    let (mut ascii, mut others) = (0, false);
    let mut seen = vec![false; code.len()];
    let mut pending = vec![0];
    while let Some(pc) = pending.pop() {
        if std::mem::replace(&mut seen[pc], true) {
            continue;
        }
        match &code[pc] {
            Op::Class(class) => {
                let class = &classes[*class as usize];
                ascii |= class.ascii;
                others |= class.negative || !class.kinds.is_empty() || class.ranges.iter().any(|r| !r.1.is_ascii());
            }
            Op::Split(a, b) => pending.extend([*a, *b]),
            Op::Jump(to) => pending.push(*to),
            Op::Look { end, .. } => pending.push(*end),
            Op::Start => pending.push(pc + 1),
            // Nothing need follow: all characters can stand here.
            Op::End | Op::Match => return (u128::MAX, true),
        }
    }
    (ascii, others)
}

struct Parser {
    chars: Vec<char>,
    at: usize,
    classes: Vec<Class>,
    known: FxHashMap<Rc<Class>, u32>,
}

impl Parser {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn eat(&mut self, text: &str) -> bool {
        let hit = text.chars().enumerate().all(|(i, c)| self.chars.get(self.at + i) == Some(&c));
        if hit {
            self.at += text.chars().count();
        }
        hit
    }

    fn rest(&self) -> String {
        self.chars[self.at..].iter().take(20).collect()
    }

    fn class(&mut self, mut class: Class) -> Node {
        class.normalize();
        let class = Rc::new(class);
        let next = self.classes.len() as u32;
        let id = *self.known.entry(class.clone()).or_insert(next);
        if id == next {
            self.classes.push((*class).clone());
        }
        Node::Class(id)
    }

    fn literal(&mut self, c: char) -> Node {
        self.class(Class { ranges: vec![(c, c)], ..Class::default() })
    }

    fn either(&mut self) -> Result<Node, String> {
        let mut nodes = vec![self.concat()?];
        while self.eat("|") {
            nodes.push(self.concat()?);
        }
        Ok(if nodes.len() == 1 { nodes.remove(0) } else { Node::Either(nodes) })
    }

    fn concat(&mut self) -> Result<Node, String> {
        let mut nodes = Vec::new();
        while let Some(c) = self.peek() {
            if c == '|' || c == ')' {
                break;
            }
            if self.eat("(?u)") {
                continue;
            }
            let node = self.atom()?;
            nodes.push(self.repeated(node)?);
        }
        Ok(Node::Concat(nodes))
    }

    fn atom(&mut self) -> Result<Node, String> {
        let c = self.chars[self.at];
        self.at += 1;
        Ok(match c {
            '^' => Node::Start,
            '$' => Node::End,
            '.' => self.class(Class { kinds: vec![(Kind::Any, true)], ..Class::default() }),
            '[' => {
                let class = self.set()?;
                self.class(class)
            }
            '(' => return self.group(),
            '\\' => match self.escape()? {
                Escape::Char(c) => self.literal(c),
                Escape::Kind(kind, positive) => self.class(Class { kinds: vec![(kind, positive)], ..Class::default() }),
            },
            '*' | '+' | '?' => return Err(format!("nothing to repeat at {c:?}")),
            c => self.literal(c),
        })
    }

    fn group(&mut self) -> Result<Node, String> {
        let look = [("?=", false, false), ("?!", false, true), ("?<=", true, false), ("?<!", true, true)];
        let look = look.into_iter().find(|(start, ..)| self.eat(start));
        if look.is_none() && !self.eat("?:") && self.peek() == Some('?') {
            return Err(format!("group {:?}", self.rest()));
        }
        let node = self.either()?;
        if !self.eat(")") {
            return Err("a group that is not closed".to_owned());
        }
        Ok(match look {
            Some((_, behind, negative)) => Node::Look { node: Box::new(node), behind, negative },
            None => node,
        })
    }

    fn repeated(&mut self, node: Node) -> Result<Node, String> {
        let (min, max) = match self.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => {
                let Some((min, max, length)) = self.counts() else { return Ok(node) };
                self.at += length - 1;
                (min, max)
            }
            _ => return Ok(node),
        };
        self.at += 1;
        let greedy = !self.eat("?");
        if self.peek() == Some('+') {
            return Err("possessive repetition".to_owned());
        }
        Ok(Node::Repeat { node: Box::new(node), min, max, greedy })
    }

    /// `{2,63}`: least, most, and how many characters that is. `{` alone is a character.
    fn counts(&self) -> Option<(usize, Option<usize>, usize)> {
        let length = self.chars[self.at..].iter().position(|&c| c == '}')? + 1;
        let inner: String = self.chars[self.at + 1..self.at + length - 1].iter().collect();
        match inner.split_once(',') {
            None => inner.parse().ok().map(|n| (n, Some(n), length)),
            Some((min, max)) => {
                let min = if min.is_empty() { 0 } else { min.parse().ok()? };
                let max = if max.is_empty() { None } else { Some(max.parse().ok()?) };
                Some((min, max, length))
            }
        }
    }

    fn set(&mut self) -> Result<Class, String> {
        let mut class = Class { negative: self.eat("^"), ..Class::default() };
        let mut first = true;
        loop {
            let c = self.peek().ok_or("a set that is not closed")?;
            self.at += 1;
            let from = match c {
                ']' if !first => break,
                '\\' => match self.escape()? {
                    Escape::Char(c) => c,
                    Escape::Kind(kind, positive) => {
                        class.kinds.push((kind, positive));
                        first = false;
                        continue;
                    }
                },
                c => c,
            };
            first = false;
            let ranged = self.peek() == Some('-') && self.chars.get(self.at + 1).is_some_and(|&c| c != ']');
            let mut to = from;
            if ranged {
                self.at += 1;
                to = self.chars[self.at];
                self.at += 1;
                if to == '\\' {
                    let Escape::Char(c) = self.escape()? else { return Err("a range up to a class".to_owned()) };
                    to = c;
                }
                if to < from {
                    return Err(format!("range {from:?} to {to:?}"));
                }
            }
            class.ranges.push((from, to));
        }
        Ok(class)
    }

    fn escape(&mut self) -> Result<Escape, String> {
        let c = self.peek().ok_or("a lone backslash")?;
        self.at += 1;
        Ok(match c {
            'd' => Escape::Kind(Kind::Digit, true),
            'D' => Escape::Kind(Kind::Digit, false),
            'w' => Escape::Kind(Kind::Word, true),
            'W' => Escape::Kind(Kind::Word, false),
            's' => Escape::Kind(Kind::Space, true),
            'S' => Escape::Kind(Kind::Space, false),
            'n' => Escape::Char('\n'),
            't' => Escape::Char('\t'),
            'r' => Escape::Char('\r'),
            'x' => Escape::Char(self.code_point(2)?),
            'u' => Escape::Char(self.code_point(4)?),
            'U' => Escape::Char(self.code_point(8)?),
            c if c.is_ascii_alphanumeric() => return Err(format!("escape \\{c}")),
            c => Escape::Char(c),
        })
    }

    fn code_point(&mut self, digits: usize) -> Result<char, String> {
        let text: String = self.chars.iter().skip(self.at).take(digits).collect();
        self.at += digits;
        u32::from_str_radix(&text, 16).ok().and_then(char::from_u32).ok_or_else(|| format!("character {text:?}"))
    }
}

enum Escape {
    Char(char),
    Kind(Kind, bool),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn search(pattern: &str, text: &str) -> Option<(usize, usize)> {
        let chars: Vec<char> = text.chars().collect();
        Pattern::new(pattern).unwrap().search(&chars, 0)
    }

    #[test]
    fn the_first_alternative_that_matches_wins_as_in_python() {
        assert_eq!(search("a|ab", "ab"), Some((0, 1)));
        assert_eq!(search("(?:a|ab)$", "ab"), Some((0, 2)));
        assert_eq!(search("b|ab", "ab"), Some((0, 2)));
    }

    #[test]
    fn repetition_is_greedy_unless_told_otherwise() {
        assert_eq!(search(r"\.\.+", "a...b"), Some((1, 4)));
        assert_eq!(search("a{2,3}", "aaaa"), Some((0, 3)));
        assert_eq!(search("a{2,3}?", "aaaa"), Some((0, 2)));
        assert_eq!(search("x{", "x{"), Some((0, 2)));
    }

    #[test]
    fn looking_around_takes_no_characters() {
        assert_eq!(search(r"(?<=[0-9])(?:km|m)$", "10km"), Some((2, 4)));
        assert_eq!(search(r"(?<=[0-9])(?:km|m)$", "abkm"), None);
        assert_eq!(search(r"^\+(?![0-9])", "+5"), None);
        assert_eq!(search(r"^\+(?![0-9])", "+a"), Some((0, 1)));
        assert_eq!(search(r"(?<!b)a", "baca"), Some((3, 4)));
    }

    #[test]
    fn sets_hold_ranges_escapes_and_brackets() {
        assert_eq!(search(r"[\u00A6\]\-a-c]+", "x¦]-bd"), Some((1, 5)));
        assert_eq!(search("[]x]", "]"), Some((0, 1)));
        assert_eq!(search(r"[^\s\d]+", "1 ab 2"), Some((2, 4)));
    }

    #[test]
    fn all_matches_follow_one_another() {
        let chars: Vec<char> = "a-b--c".chars().collect();
        let mut found = Vec::new();
        Pattern::new("(?<=[a-z])(?:-|--)(?=[a-z])").unwrap().find_all(&chars, &mut found);
        assert_eq!(found, [(1, 2), (3, 5)]);
    }

    #[test]
    fn the_end_is_also_before_a_last_line_break() {
        assert_eq!(search("b$", "ab\n"), Some((1, 2)));
        assert_eq!(search("b$|c$", "ab\nc"), Some((3, 4)));
        assert_eq!(search("^b", "ab"), None);
    }

    #[test]
    fn what_cannot_be_run_is_said() {
        for pattern in ["(?P<name>a)", r"\bword", "(a", "(?<=a+)b", "a**", "[a"] {
            assert!(Pattern::new(pattern).is_err(), "{pattern}");
        }
    }

    #[test]
    fn a_word_made_to_take_forever_is_given_up() {
        let word = "a".repeat(200);
        assert_eq!(search("^(?:a+)+b$", &word), None);
    }
}
