//! Who says, thinks, knows, fears, denies what: statements with source, cue and content, nested.
//!
//! Cues are found in the tree (`verbs`, `nouns`, `phrases`), quotations in the text (`quotes`); `speech` brings the two
//! together, and here they become statements. What words report stands in `data/cues`.

// Content is a list of stretches, often of one.
#![allow(clippy::single_range_in_vec_init)]

mod blocks;
mod complements;
mod continuation;
mod first_person;
mod nouns;
mod phrases;
pub(crate) mod quotes;
mod source;
mod speech;
mod transcript;
mod verbs;

pub use first_person::first_person;

use crate::Cast;
use quotes::Quotations;
use sayso_coding::{EntityId, Quote, Statement, StatementId, Vouches};
use sayso_doc::{Block, Dep, Doc, Pos, Span, Tag, TokenIx};
use sayso_lexicon::{Actors, Cues, Frames, Grammar, Lexicon};
use smol_str::SmolStr;
use std::ops::Range;

/// What all parts of the stage look at.
struct Context<'a> {
    doc: &'a Doc,
    cues: &'a Cues,
    actors: &'a Actors,
    frames: &'a Frames,
    grammar: &'a Grammar,
    cast: &'a Cast,
    quotes: Quotations,
    /// The paragraphs that the page sets apart as quoted.
    blocks: Vec<blocks::Quoted>,
}

/// The noun phrase that a statement is attributed to.
#[derive(Clone, Debug, PartialEq)]
struct Speaker {
    /// The token that stands for who it is: for "who" the noun it refers to.
    head: TokenIx,
    tokens: Range<TokenIx>,
}

/// A statement before its parts are settled. One without content is a cue that may still find its quotation.
#[derive(Clone, Debug)]
struct Found {
    cue: Range<TokenIx>,
    /// The verb, noun or adjective that reports.
    head: TokenIx,
    source: Option<Speaker>,
    /// In text order, not overlapping.
    content: Vec<Range<TokenIx>>,
    vouches: Vouches,
    rule: SmolStr,
    via: Option<TokenIx>,
    /// The cue may introduce a quotation.
    quotes: bool,
    /// The head of the cue of the statement that this one stands inside of, where that is not told by position.
    inside: Option<TokenIx>,
    /// The content is what the source is for or against.
    stance: bool,
}

/// In order of first appearance (the first of source, cue and content). `blocks` say which paragraphs the page quotes.
pub fn find_statements(doc: &Doc, lexicon: &Lexicon, cast: &Cast, blocks: &[Block]) -> Vec<Statement> {
    let blocks = blocks::quoted(doc, blocks);
    let context = Context {
        doc,
        cues: &lexicon.cues,
        actors: &lexicon.actors,
        frames: &lexicon.frames,
        grammar: &lexicon.grammar,
        cast,
        quotes: Quotations::find(doc).with_blocks(doc, blocks.iter().map(|b| b.words.clone())),
        blocks,
    };
    let mut found = Vec::new();
    for t in 0..doc.len() {
        match doc.token(t).pos {
            Pos::Verb | Pos::Aux => found.extend(verbs::read_verb(&context, t)),
            Pos::Noun | Pos::Propn => found.extend(nouns::read_noun(&context, t)),
            _ => {}
        }
        found.extend(nouns::read_adjective(&context, t));
        found.extend(phrases::read_phrase(&context, t));
    }
    found.extend(phrases::read_labels(&context));
    found.extend(transcript::read_turns(&context));
    found.extend(blocks::read_signatures(&context));
    found.sort_by_key(|f: &Found| (f.cue.start, std::cmp::Reverse(f.cue.end)));
    found.dedup_by(|b, a| {
        // "in the view of": the noun is a word of the phrase.
        let phrase = a.rule.starts_with(phrases::FILE) && b.cue.end <= a.cue.end;
        b.head == a.head || (b.cue.start < a.cue.end && (phrase || a.content == b.content))
    });
    keep_inside_quotations(&context, &mut found);
    lift_participles(&context, &mut found);
    drop_echoes(&context, &mut found);
    speech::attribute(&context, &mut found);
    phrases::read_relays(&context, &mut found);
    continuation::continue_reports(&context, &mut found);
    found.retain(|f| !f.content.is_empty());
    drop_hedges(&context, &mut found);
    drop_volitions(&context, &mut found);
    drop_inner_attitudes(&mut found);
    assemble(&context, found)
}

/// Who speaks inside a quotation does so for its length only, and is named there.
fn keep_inside_quotations(context: &Context, found: &mut Vec<Found>) {
    found.retain_mut(|f| {
        let Some(quotation) = context.quotes.at(f.head).filter(|q| q.words >= 4) else { return true };
        let range = quotation.tokens.clone();
        if f.source.as_ref().is_some_and(|s| !range.contains(&s.tokens.start)) {
            return false;
        }
        for part in &mut f.content {
            *part = part.start.max(range.start)..part.end.min(range.end);
        }
        f.content.retain(|part| !part.is_empty());
        !f.content.is_empty()
    });
}

/// "The paper wrote that the plan was old, suggesting that …": a reporting participle after a comma belongs to the one who
/// reports, though the tree hangs it on what is reported.
fn lift_participles(context: &Context, found: &mut [Found]) {
    let doc = context.doc;
    for i in 0..found.len() {
        let f = &found[i];
        let Some(before) = f.cue.start.checked_sub(1) else { continue };
        let participle = doc.token(f.head).tag == Tag::Vbg && doc.dep(f.head) == Dep::Advcl;
        let participle = participle && f.vouches == Vouches::Asserts && doc.word(before) == ",";
        // Its speaker is that of the verb above, not the subject of the clause it is joined to.
        let joined = doc.dep(f.head) == Dep::Conj && doc.dep(before) == Dep::Cc;
        if !participle && !joined {
            continue;
        }
        // "gave assurances that his ministry treats it as urgent and pledged to act": in the tense of the outer verb, not
        // of the one it is joined to.
        let past = |t: TokenIx| doc.token(t).tag == Tag::Vbd;
        let present = |t: TokenIx| matches!(doc.token(t).tag, Tag::Vbz | Tag::Vbp);
        let shifted = joined && past(f.head) && doc.head(f.head).is_some_and(present);
        let speaks = |g: &Found| match (joined, shifted) {
            (false, _) => true,
            (true, true) => g.cue.clone().any(past),
            (true, false) => g.source == f.source,
        };
        let outer = |g: &Found| {
            // "demanded that it be lifted, warning that …"
            (g.vouches == Vouches::Asserts || matches!(g.vouches, Vouches::Asks | Vouches::Denies if participle))
                && !g.stance
                && speaks(g)
                && context.quotes.same(g.head, f.head)
                && g.head < f.head
                && doc.is_under(f.head, g.head)
                && g.content.iter().any(|c| c.contains(&f.head))
        };
        let Some(j) = found.iter().rposition(outer) else { continue };
        let cut = if joined { before } else { f.cue.start };
        let source = found[j].source.clone();
        for part in &mut found[j].content {
            part.end = part.end.min(cut).max(part.start);
        }
        found[j].content.retain(|part| !part.is_empty());
        found[i].source = source;
    }
}

/// "I think", "we hope" inside one's own speech: the speaker's manner of speaking, no statement of its own.
fn drop_hedges(context: &Context, found: &mut Vec<Found>) {
    let doc = context.doc;
    let paragraph = |t: TokenIx| doc.sentence(t).paragraph;
    let turns: Vec<TokenIx> = found.iter().filter(|f| f.rule == transcript::RULE).map(|f| f.head).collect();
    let speech = spoken(found);
    let own_words = |f: &Found, head: TokenIx| {
        !context.quotes.same(f.head, head) || paragraph(f.head) > paragraph(head) || turns.contains(&head)
    };
    found.retain(|f| {
        let Some(source) = &f.source else { return true };
        let token = doc.token(source.head);
        // "Can you imagine …?"
        if is_asked(doc, f, source.head) {
            return false;
        }
        let first = matches!(token.lower.as_str(), "i" | "we" | "my" | "our");
        let past = doc.token(f.head).tag == Tag::Vbd;
        !first || past || !speech.iter().any(|(head, c)| *head != f.head && c.contains(&f.head) && own_words(f, *head))
    });
}

/// What is told on somebody's word, by the head of the cue.
fn spoken(found: &[Found]) -> Vec<(TokenIx, Range<TokenIx>)> {
    let told = found.iter().filter(|f| !f.stance);
    told.flat_map(|f| f.content.iter().map(|c| (f.head, c.clone()))).collect()
}

/// "Are you prepared to …?", "Do you believe …?": an auxiliary before "you".
fn is_asked(doc: &Doc, f: &Found, source: TokenIx) -> bool {
    let verb = if doc.token(f.head).pos == Pos::Adj { doc.head(f.head).unwrap_or(f.head) } else { f.head };
    let before = |t: TokenIx| t < source && matches!(doc.token(t).pos, Pos::Aux);
    doc.lower(source) == "you" && (before(verb) || doc.children_by(verb, &[Dep::Aux]).any(before))
}

/// Wanting, asking and ordering something done is what a statement tells of rather than another statement, where it
/// stands inside one ("she said they want to leave") or is itself only an aim ("arrived to demand a refund"); with a
/// clause of its own or in quotation marks it is somebody's word.
fn drop_volitions(context: &Context, found: &mut Vec<Found>) {
    let doc = context.doc;
    let speech = spoken(found);
    found.retain(|f| {
        // "did not mean to" denies a wish.
        let unwanted = f.vouches == Vouches::Denies && doc.child(f.head, Dep::Neg).is_some();
        if !(unwanted || matches!(f.vouches, Vouches::Wants | Vouches::Asks | Vouches::Orders))
            || quote(context, f) != Quote::Indirect
        {
            return true;
        }
        let finite = |t: TokenIx| matches!(doc.token(t).tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md);
        let clause = f.content.iter().cloned().flatten().any(finite) && doc.lower(f.content[0].start) == "that";
        let aim = doc.token(f.head).tag == Tag::Vb && matches!(doc.dep(f.head), Dep::Advcl | Dep::Acl | Dep::Xcomp);
        let inside = speech.iter().any(|(head, c)| *head != f.head && c.contains(&f.head));
        clause || !(aim || inside)
    });
}

/// How the rules begin of cues that tell of attitudes.
const ATTITUDES: &str = "attitudes/";

/// What people are for or against is what a statement tells of, where it stands inside one ("she said they back him").
fn drop_inner_attitudes(found: &mut Vec<Found>) {
    let speech = spoken(found);
    found.retain(|f| {
        !f.rule.starts_with(ATTITUDES) || !speech.iter().any(|(head, c)| *head != f.head && c.contains(&f.head))
    });
}

/// A cue that is the infinitive of another by the same speaker repeats it ("declined to say", "wants to ask").
fn drop_echoes(context: &Context, found: &mut Vec<Found>) {
    let outer: Vec<(TokenIx, Option<TokenIx>)> =
        found.iter().filter(|f| !f.content.is_empty()).map(|f| (f.head, f.source.as_ref().map(|s| s.head))).collect();
    found.retain(|f| {
        let doc = context.doc;
        doc.dep(f.head) != Dep::Xcomp
            || doc.head(f.head).is_none_or(|h| {
                !outer.iter().any(|&(head, speaker)| head == h && speaker == f.source.as_ref().map(|s| s.head))
            })
    });
}

fn assemble(context: &Context, mut found: Vec<Found>) -> Vec<Statement> {
    let doc = context.doc;
    for f in &mut found {
        for part in &mut f.content {
            let sentence = doc.sentence(part.start).tokens.clone();
            if part.start == sentence.start {
                part.start = text_start(doc, sentence).min(part.end);
            }
            *part = trim(doc, part.clone());
            // "as a betrayal by | the guild": the preposition before the source is the source's.
            let source = f.source.as_ref().map_or(0, |s| s.tokens.start);
            if part.len() > 1 && part.end == source && doc.token(part.end - 1).pos == Pos::Adp {
                part.end -= 1;
            }
        }
        if let Some(source) = &mut f.source {
            if source.tokens.is_empty() {
                source.tokens = source.head..source.head + 1;
            }
            let sentence = doc.sentence(source.tokens.start).tokens.clone();
            if source.tokens.start == sentence.start {
                source.tokens.start = text_start(doc, sentence).min(source.tokens.end - 1);
            }
        }
        f.content.retain(|part| !part.is_empty());
    }
    found.retain(|f| !f.content.is_empty());
    found.sort_by_key(|f| {
        let first = f.content[0].start.min(f.cue.start).min(f.source.as_ref().map_or(TokenIx::MAX, |s| s.tokens.start));
        (first, f.cue.start)
    });
    let parents: Vec<Option<StatementId>> = (0..found.len()).map(|i| parent(&found, i)).collect();
    let sources = source::resolve(context, &found, &parents);
    let parts = found.iter().zip(sources).zip(parents);
    parts.map(|((f, source), parent)| statement(context, f, source, parent)).collect()
}

/// The narrowest statement whose content holds this one's cue.
fn parent(found: &[Found], i: usize) -> Option<StatementId> {
    let f = &found[i];
    if let Some(head) = f.inside {
        return found.iter().position(|g| g.head == head).map(StatementId::new);
    }
    let holds = |g: &Found| g.content.iter().any(|c| c.contains(&f.head));
    let size = |g: &Found| g.content.iter().map(Range::len).sum::<usize>();
    let candidates = found.iter().enumerate().filter(|(j, g)| *j != i && holds(g));
    candidates.min_by_key(|(j, g)| (size(g), *j)).map(|(j, _)| StatementId::new(j))
}

fn statement(context: &Context, f: &Found, source: Option<EntityId>, parent: Option<StatementId>) -> Statement {
    let doc = context.doc;
    let content: Vec<Span> = f.content.iter().map(|part| doc.span(part.clone())).collect();
    Statement {
        source,
        source_span: f.source.as_ref().map(|s| doc.span(s.tokens.clone())),
        cue: (!f.cue.is_empty()).then(|| doc.span(f.cue.clone())),
        quote: quote(context, f),
        content,
        kind: source::kind(context, f.source.as_ref(), source),
        vouches: f.vouches,
        via: f.via.and_then(|t| context.cast.covering(t)).map(|m| m.entity),
        parent,
        stance: f.stance,
        rule: f.rule.clone(),
    }
}

fn quote(context: &Context, f: &Found) -> Quote {
    match shares(context, f) {
        (0, _) => Quote::Indirect,
        (_, 0) => Quote::Direct,
        _ => Quote::Mixed,
    }
}

/// How many words of the content stand inside quotation marks that the cue is not itself within, and how many do not.
fn shares(context: &Context, f: &Found) -> (usize, usize) {
    let own = context.quotes.index_at(f.head);
    let mut inside = 0;
    let mut outside = 0;
    for t in f.content.iter().cloned().flatten() {
        if matches!(context.doc.token(t).pos, Pos::Punct | Pos::Space) {
            continue;
        }
        match context.quotes.index_at(t) {
            quotation if quotation.is_some() && quotation != own => inside += 1,
            _ => outside += 1,
        }
    }
    (inside, outside)
}

/// Without the punctuation around it; quotation marks that enclose something, brackets and the end of a quoted sentence
/// stay.
fn trim(doc: &Doc, range: Range<TokenIx>) -> Range<TokenIx> {
    let loose = |t: TokenIx| {
        matches!(doc.token(t).pos, Pos::Space) || matches!(doc.word(t), "," | ";" | ":" | "-" | "–" | "—" | "--" | ".")
    };
    let mut range = range;
    while range.start < range.end && loose(range.start) {
        range.start += 1;
    }
    // An opening mark at the end encloses nothing that is meant.
    let opens = |t: TokenIx| doc.token(t).tag == Tag::OpenQuote;
    while range.start < range.end && (loose(range.end - 1) || opens(range.end - 1)) {
        range.end -= 1;
    }
    range
}

/// Where the text of a sentence begins: after a date line ("LIMA (Agency) – …") where it opens a paragraph with one.
fn text_start(doc: &Doc, sentence: Range<TokenIx>) -> TokenIx {
    let start = sentence.start;
    let opens = start == 0 || doc.sentence(start - 1).paragraph != doc.sentence(start).paragraph;
    let dash = (start..sentence.end.min(start + 14)).find(|&t| matches!(doc.word(t), "-" | "–" | "—" | "--"));
    let place = |t: TokenIx| {
        matches!(doc.token(t).pos, Pos::Propn | Pos::Punct | Pos::Num | Pos::Space | Pos::Sym)
            || !doc.word(t).contains(char::is_lowercase)
    };
    match dash {
        Some(dash) if opens && dash > start && (start..dash).all(place) && spaced(doc, dash) => dash + 1,
        _ => start,
    }
}

/// Whether a dash stands between spaces, unlike a hyphen.
fn spaced(doc: &Doc, dash: TokenIx) -> bool {
    doc.token(dash - 1).span.end < doc.token(dash).span.start
}

/// Sorts and joins ranges that touch or overlap.
fn join(mut ranges: Vec<Range<TokenIx>>) -> Vec<Range<TokenIx>> {
    ranges.retain(|r| !r.is_empty());
    ranges.sort_by_key(|r| (r.start, r.end));
    let mut out: Vec<Range<TokenIx>> = Vec::new();
    for range in ranges {
        match out.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => out.push(range),
        }
    }
    out
}

/// What is left of a range without another.
fn without(range: Range<TokenIx>, hole: &Range<TokenIx>) -> Vec<Range<TokenIx>> {
    if hole.is_empty() || hole.end <= range.start || range.end <= hole.start {
        return vec![range];
    }
    let mut out = Vec::new();
    if range.start < hole.start {
        out.push(range.start..hole.start);
    }
    if hole.end < range.end {
        out.push(hole.end..range.end);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use sayso_doc::{Ent, EntLabel, Token};
    use sayso_lexicon::Lexicon;

    /// A source of numbers that is the same each time.
    struct Numbers(u64);

    impl Numbers {
        fn below(&mut self, n: usize) -> usize {
            self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (self.0 >> 33) as usize % n
        }

        fn of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
            &list[self.below(list.len())]
        }
    }

    const WORDS: [(&str, Tag, Pos); 30] = [
        ("say", Tag::Vbz, Pos::Verb),
        ("tell", Tag::Vbn, Pos::Verb),
        ("call", Tag::Vbd, Pos::Verb),
        ("accuse", Tag::Vbn, Pos::Verb),
        ("add", Tag::Vbg, Pos::Verb),
        ("quoting", Tag::Vbg, Pos::Verb),
        ("issue", Tag::Vbd, Pos::Verb),
        ("refuse", Tag::Vbd, Pos::Verb),
        ("leave", Tag::Vb, Pos::Verb),
        ("claim", Tag::Nns, Pos::Noun),
        ("statement", Tag::Nn, Pos::Noun),
        ("convinced", Tag::Jj, Pos::Adj),
        ("be", Tag::Vbd, Pos::Aux),
        ("ministry", Tag::Nn, Pos::Noun),
        ("Oslo", Tag::Nnp, Pos::Propn),
        ("it", Tag::Prp, Pos::Pron),
        ("who", Tag::Wp, Pos::Pron),
        ("that", Tag::In, Pos::Sconj),
        ("to", Tag::To, Pos::Part),
        ("of", Tag::In, Pos::Adp),
        ("according", Tag::Vbg, Pos::Verb),
        ("to", Tag::In, Pos::Adp),
        ("in", Tag::In, Pos::Adp),
        ("view", Tag::Nn, Pos::Noun),
        ("\"", Tag::OpenQuote, Pos::Punct),
        ("”", Tag::CloseQuote, Pos::Punct),
        (",", Tag::Comma, Pos::Punct),
        (";", Tag::Colon, Pos::Punct),
        (":", Tag::Colon, Pos::Punct),
        (".", Tag::Stop, Pos::Punct),
    ];

    const DEPS: [Dep; 24] = [
        Dep::Nsubj,
        Dep::Nsubj,
        Dep::Nsubjpass,
        Dep::Ccomp,
        Dep::Ccomp,
        Dep::Xcomp,
        Dep::Dobj,
        Dep::Prep,
        Dep::Pobj,
        Dep::Agent,
        Dep::Acl,
        Dep::Advcl,
        Dep::Relcl,
        Dep::Parataxis,
        Dep::Conj,
        Dep::Cc,
        Dep::Mark,
        Dep::Aux,
        Dep::Auxpass,
        Dep::Appos,
        Dep::Oprd,
        Dep::Poss,
        Dep::Acomp,
        Dep::Punct,
    ];

    /// A text that means nothing, with a tree that is none of English.
    fn nonsense(numbers: &mut Numbers) -> Doc {
        let mut text = String::new();
        let mut tokens = Vec::new();
        let mut starts = Vec::new();
        for _ in 0..1 + numbers.below(6) {
            if !text.is_empty() {
                text.push_str(["\n\n", " ", ""][numbers.below(3)]);
            }
            let first = tokens.len();
            starts.push(first);
            for i in 0..1 + numbers.below(24) {
                if i > 0 && numbers.below(5) > 0 {
                    text.push(' ');
                }
                let &(word, tag, pos) = numbers.of(&WORDS);
                let start = text.len();
                text.push_str(word);
                let dep = *numbers.of(&DEPS);
                tokens.push(Token {
                    span: Span::new(start, text.len()),
                    lower: word.to_lowercase().into(),
                    lemma: word.to_lowercase().into(),
                    tag,
                    pos,
                    dep,
                    head: first + i,
                });
            }
            // Each token hangs off the one before or after it in a random order, so that there are no circles.
            let mut order: Vec<usize> = (first..tokens.len()).collect();
            for i in (1..order.len()).rev() {
                order.swap(i, numbers.below(i + 1));
            }
            for i in 1..order.len() {
                tokens[order[i]].head = order[numbers.below(i)];
            }
        }
        let mut ents = Vec::new();
        let mut at = 0;
        while at + 3 < tokens.len() {
            let start = at + numbers.below(3);
            ents.push(Ent { tokens: start..start + 1, label: *numbers.of(&[EntLabel::Person, EntLabel::Org]) });
            at = start + 4;
        }
        Doc::new(text, tokens, &starts, ents)
    }

    #[test]
    fn text_that_is_no_english_gives_spans_that_hold() {
        let lexicon = Lexicon::embedded();
        let mut numbers = Numbers(7);
        let mut all = 0;
        for _ in 0..15_000 {
            let doc = nonsense(&mut numbers);
            let cast = crate::entities::find_entities(&doc, &lexicon, None);
            let statements = find_statements(&doc, &lexicon, &cast, &[]);
            for (i, s) in statements.iter().enumerate() {
                assert!(!s.content.is_empty(), "{:?}", doc.text());
                assert!(s.content.is_sorted_by(|a, b| a.end <= b.start), "{:?} {s:?}", doc.text());
                let spans = s.content.iter().chain(&s.source_span).chain(&s.cue);
                assert!(spans.into_iter().all(|c| !c.is_empty()), "{:?} {s:?}", doc.text());
                assert!(s.parent.is_none_or(|p| p.index() < statements.len() && p.index() != i), "{s:?}");
            }
            first_person(&doc, &lexicon, &cast, &statements);
            all += statements.len();
        }
        assert!(all > 1000, "only {all} statements: the words no longer make any");
    }
}
