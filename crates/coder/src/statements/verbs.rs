//! Reporting verbs in the tree: which entry a verb is, who its source is, and which of its dependents are content.

use super::complements::{Clause, clause_kind, has_that};
use super::source::{agent, can_speak, is_personal, speaker, subject};
use super::{Context, Found, Speaker, join, without};
use sayso_coding::{EntityKind, SourceKind, Vouches};
use sayso_doc::{Dep, Doc, EntLabel, Pos, Tag, TokenIx};
use sayso_lexicon::{Aspect, Complement, Cue, Kind, Light};
use smol_str::{SmolStr, format_smolstr};
use std::ops::Range;

/// What a verb reports, if it does; without content where only a quotation can be it.
pub(super) fn read_verb(context: &Context, v: TokenIx) -> Option<Found> {
    let lemma = context.doc.lemma(v);
    let entries = context.cues.verbs(lemma);
    let mut waiting = None;
    for entry in entries {
        let found = rest(context.doc, v, entry).and_then(|last| read_entry(context, v, entry, last));
        match found {
            Some(found) if found.content.is_empty() => waiting = waiting.or(Some(found)),
            Some(found) => return Some(found),
            None => {}
        }
    }
    waiting
}

/// The last token of the entry in the text: the verb itself, or the last of its further words.
fn rest(doc: &Doc, v: TokenIx, entry: &Cue) -> Option<TokenIx> {
    let end = doc.sentence(v).tokens.end.min(v + 8);
    let mut last = v;
    for word in &entry.rest {
        last = (last + 1..end).find(|&t| doc.lower(t) == word && (doc.token(t).head == v || t == last + 1))?;
    }
    Some(last)
}

/// A verb being read.
pub(super) struct Reading<'a> {
    pub(super) context: &'a Context<'a>,
    pub(super) doc: &'a Doc,
    pub(super) v: TokenIx,
    pub(super) entry: &'a Cue,
    pub(super) cue: Range<TokenIx>,
    pub(super) source: Option<Speaker>,
    /// The source says it in a document that it puts out.
    pub(super) written: bool,
}

/// What was found to be content, how, and what it commits the source to.
pub(super) struct Taken {
    pub(super) content: Vec<Range<TokenIx>>,
    pub(super) vouches: Vouches,
    /// The preposition before the content belongs to the cue.
    pub(super) preposition: Option<TokenIx>,
    /// The content is what the source is for or against.
    pub(super) stance: bool,
}

impl Taken {
    pub(super) fn new(content: Vec<Range<TokenIx>>, vouches: Vouches) -> Self {
        Self { content, vouches, preposition: None, stance: false }
    }
}

fn read_entry(context: &Context, v: TokenIx, entry: &Cue, last: TokenIx) -> Option<Found> {
    let doc = context.doc;
    if is_excluded(doc, v, entry) || is_barred(context, v) || (bars_saying(context, v) && !entry.attitude) {
        return None;
    }
    let cue = aspect_start(context, v)..last + 1;
    let mut reading = Reading { context, doc, v, entry, cue, source: None, written: false };
    let (taken, quotes) = if is_passive(doc, v) { (reading.passive()?, false) } else { reading.active()? };
    if is_neither(context, v)
        || is_nobody(doc, reading.source.as_ref())
        || !may_hold(context, entry, reading.source.as_ref())
    {
        return None;
    }
    // "knew nothing of it"
    let nothing = |o: TokenIx| o > v && context.grammar.is(Kind::None, doc.lower(o));
    let negated = doc.child(v, Dep::Neg).is_some() || doc.child(v, Dep::Dobj).is_some_and(nothing);
    // "has not called for a vote", "has not praised him": who does not do so is not for it, and nobody's word is told.
    let asks = matches!(taken.vouches, Vouches::Asks | Vouches::Orders);
    let unasked = negated && (asks || (entry.attitude && taken.vouches == Vouches::Asserts));
    let vouches = match negated {
        true if unasked => Vouches::Denies,
        true => negate(taken.vouches)?,
        false => taken.vouches,
    };
    let mut cue = reading.cue;
    if let Some(p) = taken.preposition.filter(|&p| p >= cue.end && p <= cue.end + 2) {
        cue.end = p + 1;
    }
    let content = settle(taken.content, &cue, reading.source.as_ref());
    if content.is_empty() && (!quotes || negated) {
        return None;
    }
    Some(Found {
        head: v,
        via: via(context, v).filter(|&t| reading.source.as_ref().is_none_or(|s| !s.tokens.contains(&t))),
        source: reading.source,
        rule: rule("verbs.tsv", entry),
        cue,
        content,
        vouches,
        quotes,
        inside: None,
        stance: taken.stance || entry.attitude || unasked,
    })
}

/// Whether this source can hold what the entry tells: attitudes are people's, or nobody's in particular.
pub(super) fn may_hold(context: &Context, entry: &Cue, source: Option<&Speaker>) -> bool {
    !entry.attitude || source.is_none_or(|s| is_personal(context, s.head))
}

/// The entry behind a statement, with its file.
pub(super) fn rule(file: &str, entry: &Cue) -> SmolStr {
    let folder = if entry.attitude { super::ATTITUDES } else { "" };
    format_smolstr!("{folder}{file}:{}", entry.words)
}

/// "would neither confirm nor deny"
fn is_neither(context: &Context, v: TokenIx) -> bool {
    let doc = context.doc;
    let neither = |t: TokenIx| {
        doc.children_by(t, &[Dep::Preconj, Dep::Cc])
            .any(|c| c < v + 3 && context.grammar.is(Kind::Negator, doc.lower(c)))
    };
    neither(v) || (doc.dep(v) == Dep::Conj && doc.head(v).is_some_and(neither))
}

/// "Nobody said that": who speaks is nobody.
fn is_nobody(doc: &Doc, source: Option<&Speaker>) -> bool {
    source.is_some_and(|s| {
        matches!(doc.lower(s.head), "nobody" | "none" | "neither")
            || doc.children_by(s.head, &[Dep::Det]).any(|d| matches!(doc.lower(d), "no" | "neither"))
    })
}

/// Content without the cue and, where the source stands in it, without the source.
pub(super) fn settle(
    content: Vec<Range<TokenIx>>,
    cue: &Range<TokenIx>,
    source: Option<&Speaker>,
) -> Vec<Range<TokenIx>> {
    let mut parts = join(content);
    parts = parts.into_iter().flat_map(|p| without(p, cue)).collect();
    if let Some(source) = source {
        parts = parts.into_iter().flat_map(|p| without(p, &source.tokens)).collect();
    }
    parts
}

/// What is left of a commitment under "not": who does not believe doubts; who does not say says nothing.
pub(super) fn negate(vouches: Vouches) -> Option<Vouches> {
    match vouches {
        Vouches::Believes | Vouches::Expects | Vouches::Knows => Some(Vouches::Doubts),
        Vouches::Wants => Some(Vouches::Denies),
        Vouches::Denies | Vouches::Doubts => Some(Vouches::Believes),
        Vouches::Asserts | Vouches::Fears | Vouches::Asks | Vouches::Orders => None,
    }
}

/// Objects and first words with which the verb reports nothing: "claimed three lives".
fn is_excluded(doc: &Doc, v: TokenIx, entry: &Cue) -> bool {
    !entry.not.is_empty()
        && doc
            .children_by(v, &[Dep::Dobj, Dep::Intj, Dep::Attr, Dep::Oprd, Dep::Nsubjpass, Dep::Xcomp])
            .filter(|&o| o == v + 1 || o.checked_sub(1).is_none_or(|t| !is_mark(doc, t)))
            .any(|o| entry.not.iter().any(|n| n == doc.lemma(o) || n == doc.lower(o)))
}

/// Whether a token is a quotation mark or other punctuation: 'said "no"' says something.
fn is_mark(doc: &Doc, t: TokenIx) -> bool {
    matches!(doc.token(t).tag, Tag::OpenQuote | Tag::CloseQuote)
}

/// Where the cue begins: with the auxiliaries and the adverbs right before the verb ("has also said").
pub(super) fn cue_start(doc: &Doc, v: TokenIx) -> TokenIx {
    let first = doc.sentence(v).tokens.start;
    let mut start = v;
    while start > first {
        let t = start - 1;
        let with = matches!(doc.dep(t), Dep::Aux | Dep::Auxpass | Dep::Neg | Dep::Advmod) && doc.token(t).head == v;
        let word = matches!(doc.token(t).pos, Pos::Aux | Pos::Verb | Pos::Adv | Pos::Part | Pos::Sconj | Pos::Adp);
        // "Minister Sami Early informed": a name that the tagger takes for an adverb.
        let name = t > first && doc.dep(t) == Dep::Advmod && doc.word(t).starts_with(char::is_uppercase);
        if !with || !word || name || matches!(doc.token(t).tag, Tag::Wrb) || doc.subtree(t) != (t..t + 1) {
            break;
        }
        start = t;
    }
    start
}

/// Where the cue begins that another verb leads into: "began calling for", "went on to say".
fn aspect_start(context: &Context, v: TokenIx) -> TokenIx {
    let doc = context.doc;
    let start = cue_start(doc, v);
    let leads = |h: &TokenIx| {
        let under = matches!(doc.dep(v), Dep::Xcomp | Dep::Advcl);
        *h < v && start <= h + 2 && under && aspect(context, *h) == Some(Aspect::Leads)
    };
    doc.head(v).filter(leads).map_or(start, |h| cue_start(doc, h))
}

fn aspect(context: &Context, v: TokenIx) -> Option<Aspect> {
    let doc = context.doc;
    context.cues.aspect(doc.lemma(v), if v + 1 < doc.len() { doc.lower(v + 1) } else { "" })
}

/// Whether a verb above says that this one does not take place: "refused to say".
fn is_barred(context: &Context, v: TokenIx) -> bool {
    let doc = context.doc;
    let over = matches!(doc.dep(v), Dep::Xcomp | Dep::Pcomp).then(|| doc.head(v)).flatten();
    over.is_some_and(|h| aspect(context, h) == Some(Aspect::Bars))
}

/// "declined to comment": who does not say so tells nothing.
fn bars_saying(context: &Context, v: TokenIx) -> bool {
    let doc = context.doc;
    let says = |x: TokenIx| {
        context.cues.verbs(doc.lemma(x)).iter().any(|e| !e.attitude && e.takes(&Complement::Quotation).is_some())
    };
    aspect(context, v) == Some(Aspect::Bars) && doc.children_by(v, &[Dep::Xcomp]).any(says)
}

pub(super) fn is_passive(doc: &Doc, v: TokenIx) -> bool {
    // "Asked whether …, she …", "the plan rejected by …": a participle without an auxiliary of its own.
    let bare = || matches!(doc.dep(v), Dep::Acl | Dep::Advcl) && doc.child(v, Dep::Aux).is_none();
    doc.token(v).tag == Tag::Vbn
        && (doc.children_by(v, &[Dep::Auxpass, Dep::Nsubjpass, Dep::Agent]).next().is_some() || bare())
}

/// The outlet through which something is said: "told the Evening Star", "in an interview with Radio Nord".
fn via(context: &Context, v: TokenIx) -> Option<TokenIx> {
    let doc = context.doc;
    let is_outlet = |&t: &TokenIx| is_outlet(context, t);
    let direct = doc.children_by(v, &[Dep::Dobj, Dep::Dative]);
    // "Speaking to Radio Nord, the mayor said": beside the verb.
    let beside = doc.children_by(v, &[Dep::Advcl]).filter(|&c| doc.token(c).tag == Tag::Vbg);
    let verbs = std::iter::once(v).chain(beside);
    let preps = verbs.flat_map(|v| doc.children_by(v, &[Dep::Prep, Dep::Dative, Dep::Agent])).flat_map(|p| {
        let object = doc.child(p, Dep::Pobj);
        // "in an interview with": one noun deeper.
        let deeper = object.and_then(|o| doc.child(o, Dep::Prep)).and_then(|p| doc.child(p, Dep::Pobj));
        [object, deeper]
    });
    direct.map(Some).chain(preps).flatten().find(is_outlet)
}

/// A known outlet, what is called one beside its name ("the weekly Der Anker", "the Harbour Courier, a local paper"), or one
/// that is not named ("a local radio station").
fn is_outlet(context: &Context, t: TokenIx) -> bool {
    let doc = context.doc;
    let Some(mention) = context.cast.covering(t) else { return false };
    let outlet = |t: TokenIx| {
        context.cues.speaker(doc.lemma(t)).or_else(|| context.cues.speaker(doc.lower(t))) == Some(SourceKind::Outlet)
    };
    let beside = |t: TokenIx| doc.children_by(t, &[Dep::Appos, Dep::Amod, Dep::Compound, Dep::Nmod]).any(outlet);
    context.cast.entity(mention.entity).kind == EntityKind::Outlet
        || (doc.token(t).pos == Pos::Propn && (outlet(t) || beside(t)))
        || (doc.token(t).tag == Tag::Nn && outlet(t))
}

impl Reading<'_> {
    fn take_source(&mut self, head: TokenIx) {
        self.source = Some(speaker(self.context, head, &self.cue));
    }

    /// "Why, asked the judge, had he left?": a question without quotation marks on both sides of its cue.
    fn question_around(&mut self) -> Option<Taken> {
        let doc = self.doc;
        let vouches = self.entry.takes(&Complement::Quotation).filter(|&v| v == Vouches::Asks)?;
        let sentence = doc.sentence(self.v).tokens.clone();
        let before = self.cue.start.checked_sub(1).filter(|&t| t > sentence.start && doc.word(t) == ",")?;
        let mut askers = doc.children_by(self.v, &[Dep::Nsubj, Dep::Dobj]);
        let next = |t: TokenIx| doc.subtree(t).start == self.cue.end && can_speak(self.context, t);
        let asker = askers.find(|&t| t > self.v && next(t))?;
        let after = doc.subtree(asker).end;
        let asks = sentence.clone().any(|t| doc.word(t) == "?");
        if !asks || after + 1 >= sentence.end || doc.word(after) != "," || self.context.quotes.at(before).is_some() {
            return None;
        }
        self.take_source(asker);
        Some(Taken::new(vec![sentence.start..before, after + 1..sentence.end], vouches))
    }

    /// "who he says was unfair": of two subjects of a relative clause the second speaks.
    fn relative_subject(&self) -> Option<TokenIx> {
        let doc = self.doc;
        let mut subjects = doc.children_by(self.v, &[Dep::Nsubj]);
        subjects.next().filter(|&s| doc.dep(self.v) == Dep::Relcl && matches!(doc.token(s).tag, Tag::Wp | Tag::Wdt))?;
        subjects.find(|&s| s < self.v)
    }

    /// "officials say that …", "urging him to …"
    fn active(&mut self) -> Option<(Taken, bool)> {
        if let Some(taken) = self.question_around() {
            return Some((taken, false));
        }
        let quotes = self.entry.takes(&Complement::Quotation);
        // "The risk," said the broker, "is that …": the tree may take the words quoted for the subject.
        let head = match self
            .second_subject()
            .or_else(|| self.relative_subject())
            .map(|s| (s, false))
            .or_else(|| subject(self.doc, self.v))
        {
            Some((head, _)) if self.context.quotes.same(head, self.v) || self.is_quoted_alone() => head,
            // A nickname may be the subject, a sentence may not.
            Some((head, _)) if self.context.quotes.at(head).is_some_and(|q| q.words < 2) => {
                self.inverted_subject().unwrap_or(head)
            }
            _ => self.inverted_subject()?,
        };
        if self.is_nothing(head) {
            return None;
        }
        // "released a report Wednesday documenting that …": the tree may hang the participle on the verb.
        let head = self.document_before().unwrap_or(head);
        // "denied that a deal was reached and said …": a deal says nothing.
        let head = match can_speak(self.context, head) {
            true => head,
            false if self.entry.needs_speaker => self.higher_subject()?,
            false => self.higher_subject().unwrap_or(head),
        };
        match self.issuer(head) {
            Some((verb, issuer)) => {
                self.cue.start = aspect_start(self.context, verb);
                self.written = true;
                self.take_source(issuer);
            }
            None => self.take_source(head),
        }
        if let Some(taken) = self.complement() {
            return Some((taken, quotes.is_some()));
        }
        let vouches = quotes?;
        Some((Taken::new(Vec::new(), vouches), true))
    }

    /// "No deal on fish, says Oslo": of two subjects the one after the verb speaks.
    fn second_subject(&self) -> Option<TokenIx> {
        let doc = self.doc;
        let comma = self.cue.start.checked_sub(1).is_some_and(|c| doc.word(c) == ",");
        let mut subjects = doc.children_by(self.v, &[Dep::Nsubj]);
        let first = subjects.next().filter(|&s| comma && s < self.v && !can_speak(self.context, s));
        first.and_then(|_| subjects.find(|&s| doc.subtree(s).start == self.cue.end && can_speak(self.context, s)))
    }

    /// 'Most "strongly agree" that …': nothing but the verb is quoted.
    fn is_quoted_alone(&self) -> bool {
        self.context.quotes.at(self.v).is_some_and(|q| q.words < 4)
    }

    /// "That said, …", "It is good to know that …": a subject that means nothing that could speak.
    fn is_nothing(&self, head: TokenIx) -> bool {
        let token = self.doc.token(head);
        let own = token.head == self.v;
        (token.tag == Tag::Dt && matches!(token.lower.as_str(), "this" | "that"))
            || token.tag == Tag::Ex
            || (token.lower == "it" && !own && self.context.cast.headed_by(head).is_none())
            || (token.lower == "it" && !own && self.doc.child(token.head, Dep::Acomp).is_some())
    }

    /// The document that the verb above puts out, where nothing parts it from the participle but a time.
    fn document_before(&self) -> Option<TokenIx> {
        let doc = self.doc;
        let verb = doc.head(self.v).filter(|_| doc.dep(self.v) == Dep::Advcl && doc.token(self.v).tag == Tag::Vbg)?;
        let lends = self.context.cues.light(doc.lemma(verb)) == Some(Light::Own) && !is_passive(doc, verb);
        let document = doc.child(verb, Dep::Dobj).filter(|&o| lends && o > verb && o < self.v)?;
        let time = |t: TokenIx| doc.ent(t).is_some_and(|e| matches!(e.label, EntLabel::Date | EntLabel::Time));
        let parted = (document + 1..self.cue.start).any(|t| !time(t) && doc.token(t).pos != Pos::Adp);
        let written = self.context.cues.speaker(doc.lemma(document)) == Some(SourceKind::Document);
        (written && !parted).then_some(document)
    }

    /// "issued a statement saying that …": the verb that put the document out, and who did.
    fn issuer(&self, document: TokenIx) -> Option<(TokenIx, TokenIx)> {
        /// How far from the verb the participle may stand.
        const REACH: usize = 24;
        let doc = self.doc;
        if !matches!(doc.dep(self.v), Dep::Acl | Dep::Advcl) || doc.dep(document) != Dep::Dobj {
            return None;
        }
        let verb = doc.head(document).filter(|&v| v < document && self.v < v + REACH)?;
        let lends = self.context.cues.light(doc.lemma(verb)) == Some(Light::Own) && !is_passive(doc, verb);
        let written = self.context.cues.speaker(doc.lemma(document)) == Some(SourceKind::Document);
        let (issuer, _) = subject(doc, verb).filter(|&(s, _)| can_speak(self.context, s))?;
        (lends && written).then_some((verb, issuer))
    }

    /// "wrote that the wells were dry, suggesting that …": the next subject up that can speak.
    fn higher_subject(&self) -> Option<TokenIx> {
        let doc = self.doc;
        let participle = doc.token(self.v).tag == Tag::Vbg && doc.dep(self.v) == Dep::Advcl;
        let comma = self.cue.start.checked_sub(1).is_some_and(|c| doc.word(c) == ",");
        // "warned that the camp was full and called for help": the camp does not call.
        let joined = doc.dep(self.v) == Dep::Conj && doc.child(self.v, Dep::Nsubj).is_none();
        let joined = joined && self.cue.start.checked_sub(1).is_some_and(|c| doc.dep(c) == Dep::Cc);
        // "used their time to praise the town": time praises nobody.
        let aim = doc.token(self.v).tag == Tag::Vb && doc.dep(self.v) == Dep::Xcomp;
        if !(participle && comma || joined || aim) {
            return None;
        }
        let subjects = doc.ancestors(self.v).filter_map(|a| doc.child(a, Dep::Nsubj));
        subjects.filter(|&s| s < self.v).find(|&s| can_speak(self.context, s))
    }

    /// "…," said Miriam Kallas: where the parser took the speaker for something else.
    fn inverted_subject(&self) -> Option<TokenIx> {
        if !matches!(self.doc.token(self.v).tag, Tag::Vbd | Tag::Vbz | Tag::Vbp) {
            return None;
        }
        self.entry.takes(&Complement::Quotation)?;
        let after = self.cue.end;
        let end = self.doc.sentence(self.v).tokens.end;
        let labels = [Dep::Nsubj, Dep::Dobj, Dep::Attr, Dep::Oprd, Dep::Npadvmod, Dep::Dep];
        let noun = |&t: &TokenIx| matches!(self.doc.token(t).pos, Pos::Propn | Pos::Noun | Pos::Pron);
        let blank = |t: &TokenIx| matches!(self.doc.token(*t).pos, Pos::Punct | Pos::Space);
        let before =
            (self.v.saturating_sub(4)..self.v).rev().find(|t| !blank(t) || self.context.quotes.at(*t).is_some());
        let quoted_before = before.is_some_and(|t| self.context.quotes.at(t).is_some());
        if !quoted_before {
            return None;
        }
        let next = |t: TokenIx| self.doc.subtree(t).start == after;
        let own = self.doc.children_by(self.v, &labels).filter(|&t| t >= after && t < end).filter(noun);
        own.into_iter()
            .find(|&t| next(t) && (self.doc.dep(t) == Dep::Nsubj || can_speak(self.context, t)))
            // '"The risk," said the broker, "is that …"': the tree may take the broker for what is at risk.
            .or_else(|| {
                let full = |t: TokenIx| next(t) && self.doc.dep(t) != Dep::Compound;
                (after..end).filter(noun).find(|&t| full(t) && can_speak(self.context, t))
            })
    }

    /// "was described by officials as …", "were told that …", "is said to be …", "it is feared that …"
    fn passive(&mut self) -> Option<Taken> {
        let doc = self.doc;
        let told = doc.child(self.v, Dep::Nsubjpass).or_else(|| match doc.dep(self.v) {
            // "Asked whether it would rain, the mayor said …": the mayor was asked.
            Dep::Conj | Dep::Advcl => subject(doc, self.v).map(|s| s.0),
            // "the plan, backed by the council, …"
            Dep::Acl => doc.head(self.v),
            _ => None,
        });
        // "was denounced as a betrayal by the guild": the tree may hang the agent on what it is called.
        let hung = || {
            let named = doc.children_by(self.v, &[Dep::Prep, Dep::Oprd]).filter(|&p| p > self.v);
            let nouns = named.flat_map(|p| [Some(p), doc.child(p, Dep::Pobj)]).flatten();
            let by =
                nouns.flat_map(|n| doc.children_by(n, &[Dep::Prep, Dep::Agent])).find(|&b| doc.lower(b) == "by")?;
            doc.child(by, Dep::Pobj).filter(|&o| can_speak(self.context, o))
        };
        if let Some(by) = agent(doc, self.v).or_else(hung) {
            if self.entry.needs_speaker && !can_speak(self.context, by) {
                return None;
            }
            self.take_source(by);
            return self.passive_content(told);
        }
        let told = told?;
        let expletive = doc.lower(told) == "it" && doc.child(told, Dep::Relcl).is_none();
        if expletive {
            let clause = self.entry.takes(&Complement::Clause).or(self.entry.takes(&Complement::ThatClause))?;
            // "it is understood that" is what is believed: as in "is understood to be".
            let vouches = self.entry.takes(&Complement::Raised).unwrap_or(clause);
            let clauses = doc.children_by(self.v, &[Dep::Ccomp]).filter(|&c| c > self.v);
            let begins = |c: TokenIx| has_that(doc, c) || doc.lower(doc.subtree(c).start) == "that";
            let clause = { clauses }.find(|&c| begins(c))?;
            return Some(Taken::new(self.clause(clause), vouches));
        }
        if let Some(vouches) = self.entry.takes(&Complement::Told)
            && can_speak(self.context, told)
            && doc.token(told).tag != Tag::Wdt
        {
            self.take_source(told);
            let mut taken = self.complement()?;
            // "were told to leave": it is not they who order it.
            if matches!(taken.vouches, Vouches::Orders | Vouches::Asks) {
                self.source = None;
                return Some(taken);
            }
            taken.vouches = vouches;
            return Some(taken);
        }
        // "was praised for his courage": nobody says by whom.
        if self.entry.attitude {
            return doc.child(self.v, Dep::Auxpass).and_then(|_| self.passive_content(Some(told)));
        }
        let vouches = self.entry.takes(&Complement::Raised)?;
        // "is considered a threat", "is seen as a threat": nobody says by whom.
        if let (Some(vouches), Some(predicate)) = (self.entry.takes(&Complement::Predicate), self.predicate(None)) {
            return Some(Taken::new(vec![doc.subtree(told), predicate], vouches));
        }
        // "is said to be ill", "are feared drowned"
        let small = |x: TokenIx| clause_kind(doc, x) == Clause::Small && matches!(doc.token(x).tag, Tag::Vbn | Tag::Jj);
        let mut rest = doc.children_by(self.v, &[Dep::Xcomp, Dep::Oprd]);
        let rest = rest.find(|&x| x > self.v && (clause_kind(doc, x) == Clause::Infinitive || small(x)))?;
        Some(Taken::new(vec![doc.subtree(told), doc.subtree(rest)], vouches))
    }

    /// Content of a passive with an agent.
    fn passive_content(&mut self, patient: Option<TokenIx>) -> Option<Taken> {
        let doc = self.doc;
        if let (Some(patient), Some(vouches)) = (patient, self.entry.takes(&Complement::Predicate))
            && let Some(predicate) = self.predicate(None)
        {
            return Some(Taken::new(vec![doc.subtree(patient), predicate], vouches));
        }
        if let Some(taken) = self.complement() {
            return Some(taken);
        }
        // "was told by a guard that …": the tree hangs the clause on the guard.
        let clause = agent(doc, self.v).and_then(|by| {
            let mut clauses = doc.children_by(by, &[Dep::Relcl, Dep::Acl, Dep::Ccomp]);
            clauses.find(|&c| has_that(doc, c) && clause_kind(doc, c) == Clause::Finite)
        });
        if let (Some(clause), Some(vouches)) = (clause, self.entry.takes(&Complement::Clause)) {
            let range = doc.subtree(clause);
            if let Some(source) = &mut self.source {
                source.tokens.end = source.tokens.end.min(range.start).max(source.tokens.start + 1);
            }
            return Some(Taken::new(vec![range], vouches));
        }
        self.thing(patient?)
    }
}
