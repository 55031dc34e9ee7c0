//! Reporting nouns ("the ministry's claim that", "issued an order that") and adjectives ("is convinced that").

use super::complements::{Clause, clause_kind, has_that};
use super::source::{can_speak, is_verbal, speaker, subject};
use super::verbs::{cue_start, is_passive, may_hold, negate, rule, settle};
use super::{Context, Found, Speaker};
use sayso_coding::Vouches;
use sayso_doc::{Dep, Doc, EntLabel, Pos, Tag, TokenIx};
use sayso_lexicon::{Complement, Cue, Light};
use smol_str::format_smolstr;
use std::ops::Range;

/// How an entry says that the noun may be told of a subject ("is a critic of").
const SUBJECT: &str = "subject";

/// How an entry says that the noun may be what a subject meets with ("came under fire from").
const MET: &str = "met";

/// The same for a noun that means something else where it is not said what it is over ("came under fire over the road").
const MET_OVER: &str = "met!";

/// What a noun reports, where the text says on whose word.
pub(super) fn read_noun(context: &Context, n: TokenIx) -> Option<Found> {
    let entries = context.cues.nouns(context.doc.lemma(n));
    let met = || entries.iter().find_map(|entry| met(context, n, entry));
    met().or_else(|| entries.iter().find_map(|entry| read_noun_entry(context, n, entry)))
}

fn read_noun_entry(context: &Context, n: TokenIx, entry: &Cue) -> Option<Found> {
    let doc = context.doc;
    let taken = content(doc, n, entry).or_else(|| detached(doc, n, entry));
    let Some((content, vouches, preposition)) = taken else { return introducing(context, n, entry) };
    let sourced = light_verb(context, n).or_else(|| said_of(context, n, entry)).or_else(|| {
        // "fear of the army": the army is feared.
        let source = owner(context, n).filter(|s| !content.contains(&s.head))?;
        Some((with_modifiers(doc, n, &source.tokens), source))
    });
    let (cue, source) = match sourced {
        Some((cue, source)) => (cue, Some(source)),
        // "Rumours that the king had died", "fears of a storm": nobody says whose.
        None if entry.held.iter().any(|h| h == "nobody") && (preposition.is_none() || entry.attitude) => {
            (with_modifiers(doc, n, &(n..n)), None)
        }
        None => return None,
    };
    if !may_hold(context, entry, source.as_ref()) {
        return None;
    }
    let mut cue = cue;
    if preposition == Some(cue.end) {
        cue.end += 1;
    }
    let content = settle(vec![content], &cue, source.as_ref());
    Some(Found {
        head: n,
        source,
        cue,
        content,
        vouches,
        rule: rule("nouns.tsv", entry),
        via: None,
        quotes: false,
        inside: None,
        stance: entry.attitude,
    })
}

/// The noun with the article and the adjectives before it, short of the source: "a bitter denunciation of".
fn with_modifiers(doc: &Doc, n: TokenIx, source: &Range<TokenIx>) -> Range<TokenIx> {
    let modifies = |&t: &TokenIx| {
        let own = matches!(doc.dep(t), Dep::Det | Dep::Amod | Dep::Compound | Dep::Nummod);
        let dep = own || (doc.dep(t) == Dep::Advmod && doc.head(t) != Some(n));
        dep && doc.is_under(t, n) && !source.contains(&t)
    };
    let start = doc.subtree(n).start;
    let first = (start..n).rev().take_while(modifies).last().unwrap_or(n);
    first..n + 1
}

/// "The mayor faced harsh criticism from farmers over the road": what they say is of the subject, and of what it is over.
fn met(context: &Context, n: TokenIx, entry: &Cue) -> Option<Found> {
    let doc = context.doc;
    let over_something = entry.held.iter().any(|h| h == MET_OVER);
    let held = over_something || entry.held.iter().any(|h| h == MET);
    let above = doc.head(n).filter(|_| held)?;
    // "came under fire"
    let (v, words) = match doc.dep(n) {
        Dep::Dobj => (above, doc.lemma(above).into()),
        Dep::Pobj => {
            let v = doc.head(above)?;
            (v, format_smolstr!("{} {}", doc.lemma(v), doc.lower(above)))
        }
        _ => return None,
    };
    if context.cues.light(&words) != Some(Light::Met) || n < v || is_passive(doc, v) {
        return None;
    }
    let told = subject(doc, v).map(|s| s.0).filter(|&s| s < v)?;
    let mut cue = cue_start(doc, v)..n + 1;
    let beside = doc.children_by(n, &[Dep::Prep, Dep::Agent]).chain(doc.children_by(v, &[Dep::Prep]));
    let beside: Vec<TokenIx> = beside.filter(|&p| p > n).collect();
    let by = beside.iter().copied().filter(|&p| matches!(doc.lower(p), "by" | "from"));
    let by = by.filter_map(|p| doc.child(p, Dep::Pobj)).find(|&o| can_speak(context, o));
    // "from parents over the sale": the tree may hang the second on the first.
    let hung = by.into_iter().flat_map(|o| doc.children_by(o, &[Dep::Prep]));
    let mut about = beside.iter().copied().chain(hung);
    let about = about.find(|&p| entry.takes_preposition(doc.lower(p)).is_some());
    if over_something && about.is_none() {
        return None;
    }
    if about == Some(cue.end) || by.and_then(|o| doc.head(o)) == Some(cue.end) {
        cue.end += 1;
    }
    let source = by.map(|o| {
        let Speaker { head, tokens } = speaker(context, o, &cue);
        let end = about.filter(|p| tokens.contains(p)).unwrap_or(tokens.end);
        Speaker { head, tokens: tokens.start..end }
    });
    if !may_hold(context, entry, source.as_ref()) {
        return None;
    }
    let mut content = vec![referred(doc, told, v)];
    content.extend(about.map(|p| p + 1..doc.subtree(p).end).filter(|r| !r.is_empty()));
    Some(Found {
        head: n,
        content: settle(content, &cue, source.as_ref()),
        source,
        cue,
        vouches: entry.senses.first()?.vouches,
        rule: rule("nouns.tsv", entry),
        via: None,
        quotes: false,
        inside: None,
        stance: true,
    })
}

/// The words of a subject, short of the verb where that stands in a relative clause of it.
fn referred(doc: &Doc, head: TokenIx, verb: TokenIx) -> Range<TokenIx> {
    let range = doc.subtree(head);
    if range.contains(&verb) { range.start..head + 1 } else { range }
}

/// 'Her answer was short: "…"', 'with a warning: "…"': a noun with an owner whose sentence goes on with a colon and what was
/// said.
fn introducing(context: &Context, n: TokenIx, entry: &Cue) -> Option<Found> {
    let doc = context.doc;
    let vouches = entry.takes(&Complement::Quotation)?;
    let sentence = doc.sentence(n).tokens.end;
    let colon = (n + 1..sentence.min(n + 12)).find(|&t| doc.word(t) == ":")?;
    let quoted = context.quotes.at(colon + 1).is_some_and(|q| q.tokens.start == colon + 1);
    let subject = doc.dep(n) == Dep::Nsubj && (n + 1..colon).any(|t| doc.token(t).pos == Pos::Aux);
    if !quoted || context.quotes.at(n).is_some() || !(subject || colon == n + 1) {
        return None;
    }
    let source = owner(context, n)?;
    Some(Found {
        head: n,
        source: Some(source),
        cue: n..n + 1,
        content: vec![context.quotes.at(colon + 1)?.tokens.clone()],
        vouches,
        rule: rule("nouns.tsv", entry),
        via: None,
        quotes: true,
        inside: None,
        stance: false,
    })
}

/// The content of a noun or an adjective, with the preposition before it.
fn content(doc: &Doc, n: TokenIx, entry: &Cue) -> Option<(Range<TokenIx>, Vouches, Option<TokenIx>)> {
    let clauses = [Dep::Acl, Dep::Ccomp, Dep::Relcl, Dep::Xcomp, Dep::Advcl];
    for c in doc.children_by(n, &clauses).filter(|&c| c > n) {
        let adjective = doc.token(n).pos != Pos::Noun;
        let vouches = match clause_kind(doc, c) {
            // "the claim that it rained", not "the claim that it made": there `that` is the object.
            Clause::Finite if lacks_object(doc, c) => None,
            Clause::Finite if has_that(doc, c) || (adjective && doc.dep(c) == Dep::Ccomp) => {
                entry.takes(&Complement::Clause)
            }
            Clause::Question if matches!(doc.dep(c), Dep::Ccomp | Dep::Acl) => entry.takes(&Complement::Question),
            Clause::Infinitive if doc.dep(c) != Dep::Advcl => entry.takes(&Complement::Infinitive),
            _ => None,
        };
        if let Some(vouches) = vouches {
            return Some((doc.subtree(c), vouches, None));
        }
    }
    // "voiced frustration over the delay": the tree may hang the preposition on the verb.
    let verb = doc.head(n).filter(|&v| doc.dep(n) == Dep::Dobj && v < n);
    let end = doc.subtree(n).end;
    let beside = verb.into_iter().flat_map(|v| doc.children_by(v, &[Dep::Prep])).filter(|&p| p == end);
    for p in doc.children_by(n, &[Dep::Prep]).filter(|&p| p > n).chain(beside) {
        if let Some(vouches) = entry.takes_preposition(doc.lower(p)) {
            let range = doc.subtree(p);
            if range.end > p + 1 {
                return Some((p + 1..range.end, vouches, Some(p)));
            }
        }
    }
    None
}

/// "a claim that the leaders called absurd": what they called so is the claim.
fn lacks_object(doc: &Doc, clause: TokenIx) -> bool {
    doc.child(clause, Dep::Oprd).is_some() && doc.child(clause, Dep::Dobj).is_none()
}

/// "gave an order to the guard that …", "on the grounds that …": the clause where the tree hangs it elsewhere.
fn detached(doc: &Doc, n: TokenIx, entry: &Cue) -> Option<(Range<TokenIx>, Vouches, Option<TokenIx>)> {
    let vouches = entry.takes(&Complement::Clause)?;
    let next = Some(n + 1).filter(|&t| t < doc.len() && doc.dep(t) == Dep::Mark && doc.lower(t) == "that");
    let marked = next.and_then(|t| doc.head(t));
    let hung = || {
        let v = doc.head(n).filter(|&v| doc.dep(n) == Dep::Dobj && is_verbal(doc, v))?;
        doc.children_by(v, &[Dep::Ccomp, Dep::Advcl]).find(|&c| c > n && has_that(doc, c))
    };
    let clause = marked.or_else(hung).filter(|&c| !lacks_object(doc, c))?;
    let range = doc.subtree(clause);
    Some((range.start.max(n + 1)..range.end, vouches, None))
}

/// Whose word the noun is: "Moscow's claim", "US claims", "a claim by Moscow", "the contention of the court that".
fn owner(context: &Context, n: TokenIx) -> Option<Speaker> {
    let doc = context.doc;
    let cue = n..n + 1;
    if let Some(p) = doc.child(n, Dep::Poss) {
        let mut source = speaker(context, p, &cue);
        if doc.token(source.tokens.end - 1).tag == Tag::Possessive {
            source.tokens.end -= 1;
        }
        return Some(source);
    }
    let modifier = doc.children_by(n, &[Dep::Compound, Dep::Amod, Dep::Nmod]).find(|&m| {
        matches!(doc.ent(m).map(|e| e.label), Some(EntLabel::Gpe | EntLabel::Norp | EntLabel::Org | EntLabel::Person))
            || context.cast.headed_by(m).is_some()
    });
    if let Some(m) = modifier {
        return Some(speaker(context, m, &cue));
    }
    let by = doc.children_by(n, &[Dep::Prep, Dep::Agent]).filter(|&p| matches!(doc.lower(p), "by" | "from"));
    let of = doc.children_by(n, &[Dep::Prep]).filter(|&p| doc.lower(p) == "of");
    by.chain(of).filter_map(|p| doc.child(p, Dep::Pobj)).find(|&o| can_speak(context, o)).map(|o| {
        let mut source = speaker(context, o, &cue);
        // "the contention of the court that …": the clause may hang off the court.
        if let Some(c) = doc.children_by(o, &[Dep::Acl, Dep::Relcl, Dep::Ccomp]).find(|&c| has_that(doc, c)) {
            source.tokens.end = source.tokens.end.min(doc.subtree(c).start).max(o + 1);
        }
        source
    })
}

/// The cue and source of nouns whose entry lets them be said of the subject.
fn said_of(context: &Context, n: TokenIx, entry: &Cue) -> Option<(Range<TokenIx>, Speaker)> {
    held(context, n, entry).or_else(|| {
        let doc = context.doc;
        let copula = doc.head(n).filter(|_| doc.dep(n) == Dep::Attr && entry.held.iter().any(|h| h == SUBJECT))?;
        // "has been a pointed critic of"
        let (head, _) = subject(doc, copula).filter(|&(s, _)| s < copula && can_speak(context, s))?;
        let cue = cue_start(doc, copula)..n + 1;
        (n > copula && cue.len() < 9).then(|| (cue.clone(), speaker(context, head, &cue)))
    })
}

/// The cue and source of "left on the grounds that": who does what the clause tells.
fn held(context: &Context, n: TokenIx, entry: &Cue) -> Option<(Range<TokenIx>, Speaker)> {
    let doc = context.doc;
    let p = doc.head(n).filter(|&p| doc.dep(n) == Dep::Pobj && entry.held.iter().any(|w| w == doc.lower(p)))?;
    let v = std::iter::once(p).chain(doc.ancestors(p)).find(|&a| is_verbal(doc, a))?;
    let (head, _) = subject(doc, v).filter(|&(s, _)| can_speak(context, s))?;
    let cue = p..n + 1;
    (doc.child(n, Dep::Poss).is_none() && cue.len() < 6).then(|| (cue.clone(), speaker(context, head, &cue)))
}

/// The cue and source of "issued an order": the verb lends its subject.
fn light_verb(context: &Context, n: TokenIx) -> Option<(Range<TokenIx>, Speaker)> {
    let doc = context.doc;
    // "voiced their fear", but not "voiced the mayor's fear"
    let anothers = |p: TokenIx| doc.token(p).tag != Tag::PrpS;
    if doc.dep(n) != Dep::Dobj || doc.child(n, Dep::Poss).is_some_and(anothers) {
        return None;
    }
    let v = doc.head(n)?;
    let light = context.cues.light(doc.lemma(v)).filter(|&l| l != Light::Met)?;
    if light == Light::Got && doc.child(n, Dep::Poss).is_some() {
        return None;
    }
    if is_passive(doc, v) || doc.child(v, Dep::Neg).is_some() || n < v || n > v + 6 {
        return None;
    }
    let (head, _) = subject(doc, v).filter(|&(s, passive)| !passive && can_speak(context, s))?;
    let cue = cue_start(doc, v)..n + 1;
    Some((cue.clone(), speaker(context, head, &cue)))
}

/// "those most willing to attack him", "the driver, angry at the delay, left": whom an adjective without a verb tells of.
fn described(doc: &Doc, a: TokenIx) -> Option<TokenIx> {
    match doc.dep(a) {
        Dep::Amod | Dep::Acl | Dep::Appos => doc.head(a).filter(|&n| n < a && !is_verbal(doc, n)),
        Dep::Advcl => subject(doc, a).map(|s| s.0),
        _ => None,
    }
}

/// "is convinced that", "were sceptical of"
pub(super) fn read_adjective(context: &Context, a: TokenIx) -> Option<Found> {
    let doc = context.doc;
    if doc.token(a).pos != Pos::Adj && doc.token(a).tag != Tag::Vbn {
        return None;
    }
    context.cues.adjectives(doc.lower(a)).iter().find_map(|entry| read_adjective_entry(context, a, entry))
}

/// "It is not clear that the plan works", "it is far from certain": what is held to be so, nobody says by whom.
fn verdict(context: &Context, a: TokenIx, entry: &Cue) -> Option<Found> {
    let doc = context.doc;
    let vouches = entry.takes(&Complement::Raised)?;
    let above =
        |t: TokenIx| doc.head(t).filter(|_| matches!(doc.dep(t), Dep::Acomp | Dep::Advmod | Dep::Prep | Dep::Amod));
    let v = std::iter::successors(above(a), |&t| above(t)).find(|&t| is_verbal(doc, t))?;
    let it = doc.child(v, Dep::Nsubj).or_else(|| doc.child(v, Dep::Expl)).filter(|&s| s < v && a > v)?;
    let clauses = doc.children_by(a, &[Dep::Ccomp, Dep::Advcl]).chain(doc.children_by(v, &[Dep::Ccomp, Dep::Advcl]));
    let mut clauses = clauses.filter(|&c| c > a);
    let clause = clauses.find(|&c| has_that(doc, c) || clause_kind(doc, c) == Clause::Question)?;
    if doc.lower(it) != "it" || context.cast.headed_by(it).is_some() {
        return None;
    }
    // "far from certain"
    let apart = doc.dep(a) != Dep::Acomp;
    let negated = doc.child(v, Dep::Neg).is_some() != apart;
    let vouches = if negated { negate(vouches)? } else { vouches };
    Some(Found {
        head: a,
        source: None,
        cue: it..a + 1,
        content: vec![doc.subtree(clause)],
        vouches,
        rule: rule("adjectives.tsv", entry),
        via: None,
        quotes: false,
        inside: None,
        stance: false,
    })
}

fn read_adjective_entry(context: &Context, a: TokenIx, entry: &Cue) -> Option<Found> {
    let doc = context.doc;
    if let Some(found) = verdict(context, a, entry) {
        return Some(found);
    }
    let participle = doc.token(a).tag == Tag::Vbn;
    let (v, head) = if doc.dep(a) == Dep::Acomp || doc.dep(a) == Dep::Oprd {
        let v = doc.head(a)?;
        (v, subject(doc, v)?.0)
    } else if participle && is_passive(doc, a) {
        (a, doc.child(a, Dep::Nsubjpass).or_else(|| subject(doc, a).map(|s| s.0))?)
    } else {
        (a, described(doc, a)?)
    };
    if !can_speak(context, head) {
        return None;
    }
    let (content, vouches, preposition) = content(doc, a, entry).or_else(|| content(doc, v, entry))?;
    let vouches = if doc.child(v, Dep::Neg).is_some() { negate(vouches)? } else { vouches };
    let mut cue = cue_start(doc, v)..a + 1;
    if cue.start >= cue.end || cue.len() > 8 {
        cue = a..a + 1;
    }
    if preposition == Some(cue.end) {
        cue.end += 1;
    }
    let source = speaker(context, head, &cue);
    if !may_hold(context, entry, Some(&source)) {
        return None;
    }
    let content = settle(vec![content], &cue, Some(&source));
    Some(Found {
        head: a,
        source: Some(source),
        cue,
        content,
        vouches,
        rule: rule("adjectives.tsv", entry),
        via: None,
        quotes: false,
        inside: None,
        stance: entry.attitude,
    })
}
