//! Whether the words nearest to an event present it as having happened, planned, possible or not: tense, modality,
//! negation, what governs it, what the statement it stands in vouches for.

use super::clause::Tree;
use sayso_coding::{Status, Vouches};
use sayso_doc::{Dep, Pos, Tag, TokenIx};
use sayso_lexicon::{Effect, Governor, GovernorPos, GovernorSubject, Kind};

/// How far up the tree the words over an event are asked.
const MAX_CLIMB: usize = 8;

/// A status with the words it rests on.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Judged {
    pub(super) status: Status,
    pub(super) why: String,
}

/// Judges the event whose trigger is headed by `head`, with its fixed words. `vouches` is that of the innermost
/// statement it stands in, with whether any statement around it denies its content.
pub(super) fn judge(
    tree: &Tree,
    head: TokenIx,
    fixed: &[TokenIx],
    vouches: Option<Vouches>,
    denied: Option<String>,
) -> Judged {
    let mut judge = Judge {
        tree,
        status: Status::Occurred,
        why: String::new(),
        reported: vouches.is_some(),
        given: tree.is_ended(head),
        thing: !tree.is_verb(head),
        fixed,
    };
    judge.own_words(head);
    judge.objects(head, fixed);
    if let Some(verb) = tree.carrying_relative(head) {
        judge.govern(verb, Dep::Dobj);
    }
    judge.climb(head);
    if let Some(by) = denied {
        judge.set(Status::Negated, &by, "denied in the statement around it");
    } else if let Some(vouches) = vouches {
        judge.vouched(head, vouches);
    }
    if judge.why.is_empty() {
        judge.why = "told as a fact: no negation, modal or governing word found".to_owned();
    }
    Judged { status: judge.status, why: judge.why }
}

struct Judge<'a, 't> {
    tree: &'t Tree<'a>,
    /// The words of the frame, the trigger among them.
    fixed: &'t [TokenIx],
    status: Status,
    why: String,
    /// Inside a statement, where "would" is a future.
    reported: bool,
    /// A word over it takes it as real ("an end to the attacks").
    given: bool,
    /// The event is named by a noun.
    thing: bool,
}

impl Tree<'_> {
    /// The word that denies what a verb or noun tells: "not", "no", a subject that is nobody.
    pub(super) fn negator(&self, t: TokenIx) -> Option<TokenIx> {
        let doc = self.doc;
        let grammar = self.grammar;
        let denies = |c: TokenIx| {
            let word = doc.lower(c);
            let focus = c + 1 < doc.len() && grammar.is(Kind::Focus, doc.lower(c + 1));
            grammar.is(Kind::Negator, word) && !focus
        };
        let own =
            doc.children_by(t, &[Dep::Neg, Dep::Det, Dep::Preconj, Dep::Advmod, Dep::Cc]).find(|&c| c < t && denies(c));
        let subject = || {
            // "No troops crossed the border", "nobody attacked"
            let s = doc.children_by(t, &[Dep::Nsubj, Dep::Nsubjpass]).next()?;
            if grammar.is(Kind::None, doc.lower(s)) {
                return Some(s);
            }
            doc.children_by(s, &[Dep::Det, Dep::Preconj]).find(|&d| grammar.is(Kind::None, doc.lower(d)))
        };
        // "without attacking"
        let without = || doc.head(t).filter(|&p| doc.dep(t) == Dep::Pcomp && grammar.is(Kind::Negator, doc.lower(p)));
        // "can no longer attack"
        let no_more = || {
            let adverbs = doc.children_by(t, &[Dep::Advmod]);
            adverbs
                .filter(|&a| a < t)
                .find_map(|a| doc.children(a).find(|&n| n < a && grammar.is(Kind::None, doc.lower(n))))
        };
        own.or_else(|| if self.is_verb(t) { subject().or_else(no_more) } else { None })
            .or_else(without)
            .or_else(|| self.joined_negator(t))
            .or_else(|| self.predicate_negator(t))
    }

    /// "was not prepared to accept", "is not likely to go": what is said of somebody is denied by the copula's word.
    fn predicate_negator(&self, t: TokenIx) -> Option<TokenIx> {
        let doc = self.doc;
        let copula = doc.head(t).filter(|_| doc.dep(t) == Dep::Acomp)?;
        let denies = |&c: &TokenIx| c < t && self.grammar.is(Kind::Negator, doc.lower(c));
        let own = doc.children_by(copula, &[Dep::Neg, Dep::Advmod]).find(denies);
        own.filter(|_| doc.lemma(copula) == self.grammar.copula())
    }

    /// "neither attacked nor besieged", "has not attacked or besieged": the second shares the first's.
    fn joined_negator(&self, t: TokenIx) -> Option<TokenIx> {
        let doc = self.doc;
        let grammar = self.grammar;
        let first = doc.head(t).filter(|_| doc.dep(t) == Dep::Conj)?;
        let joint = doc.children_by(first, &[Dep::Cc]).rfind(|&c| c < t)?;
        if grammar.is(Kind::None, doc.lower(joint)) || grammar.is(Kind::Negator, doc.lower(joint)) {
            return Some(joint);
        }
        let bare = self.is_verb(t) && !self.has_subject(t) && doc.child(t, Dep::Aux).is_none();
        if bare && grammar.is(Kind::Alternative, doc.lower(joint)) { self.negator(first) } else { None }
    }

    fn has_subject(&self, v: TokenIx) -> bool {
        self.doc.children_by(v, &[Dep::Nsubj, Dep::Nsubjpass]).next().is_some()
    }
}

impl Judge<'_, '_> {
    fn set(&mut self, status: Status, words: &str, why: &str) {
        self.status = status;
        self.why = format!("{status}: “{words}” ({why})");
    }

    /// Negation, auxiliaries and modifiers of one word.
    fn own_words(&mut self, t: TokenIx) {
        if let Some((status, word, why)) = self.clause_status(t) {
            let word = self.tree.doc.word(word).to_owned();
            self.set(status, &word, why);
        }
    }

    /// "made no demand", "attacked nobody": what says no to the verb by its object.
    fn objects(&mut self, verb: TokenIx, fixed: &[TokenIx]) {
        if !self.tree.is_verb(verb) || self.status == Status::Negated {
            return;
        }
        let doc = self.tree.doc;
        let grammar = self.tree.grammar;
        let object = doc.children_by(verb, &[Dep::Dobj]).chain(fixed.iter().copied().filter(|&t| t != verb));
        let no = object
            .flat_map(|o| doc.children_by(o, &[Dep::Det]).chain([o]))
            .find(|&w| grammar.is(Kind::None, doc.lower(w)) && !fixed.contains(&w));
        if let Some(no) = no {
            let word = doc.word(no).to_owned();
            self.set(Status::Negated, &word, "negation");
        }
    }

    fn clause_status(&self, t: TokenIx) -> Option<(Status, TokenIx, &'static str)> {
        let doc = self.tree.doc;
        let grammar = self.tree.grammar;
        if let Some(no) = self.tree.negator(t) {
            return Some((Status::Negated, no, "negation"));
        }
        if doc.children_by(t, &[Dep::Mark, Dep::Advmod]).any(|m| grammar.is(Kind::ConditionalMark, doc.lower(m)))
            && self.tree.is_verb(t)
        {
            return Some((Status::Possible, t, "condition"));
        }
        if let Some(mark) = self.still_to_come(t) {
            return Some((Status::Planned, mark, "still to come"));
        }
        if let Some(asked) = self.asked(t) {
            return Some((Status::Possible, asked, "question or condition by its order"));
        }
        if self.tree.is_verb(t) {
            if let Some(found) = self.auxiliary(t).or_else(|| self.prospective(t)) {
                return Some(found);
            }
            if let Some(found) = self.infinitive(t) {
                return Some(found);
            }
        }
        for c in doc.children_by(t, &[Dep::Amod, Dep::Advmod, Dep::Det, Dep::Compound]) {
            let pos = if doc.dep(c) == Dep::Advmod { GovernorPos::Adverb } else { GovernorPos::Adjective };
            // "failed talks": they were held.
            let pair = grammar.governor(&format!("{} {}", doc.lower(c), doc.lemma(t)), pos);
            let alone = || grammar.governor(doc.lower(c), pos).or_else(|| grammar.governor(doc.lemma(c), pos));
            let governor = pair.or_else(alone);
            if let Some(Governor { event: Effect::Gives(status), .. }) = governor {
                return Some((status, c, "modifier"));
            }
        }
        None
    }

    /// "Did they attack?", "Had they attacked, …", "Was the convoy hit?": a clause that begins with its auxiliary.
    fn asked(&self, t: TokenIx) -> Option<TokenIx> {
        const SUBJECTS: &[Dep] = &[Dep::Nsubj, Dep::Nsubjpass];
        let doc = self.tree.doc;
        let first = |v: TokenIx| {
            let opens = |&c: &TokenIx| {
                let joint = doc.dep(c) == Dep::Cc && !self.tree.grammar.is(Kind::Negator, doc.lower(c));
                !joint && doc.dep(c) != Dep::Punct
            };
            doc.children(v).chain([v]).filter(opens).min()
        };
        if !self.tree.is_verb(t) {
            return None;
        }
        // "Why arrest them?"
        let bare = doc.token(t).tag == Tag::Vb && doc.dep(t) == Dep::Root && doc.child(t, Dep::Aux).is_none();
        if let Some(why) = doc.child(t, Dep::Advmod).filter(|&w| bare && doc.token(w).tag == Tag::Wrb && w < t) {
            return Some(why);
        }
        let own = first(t).filter(|&a| matches!(doc.dep(a), Dep::Aux | Dep::Auxpass));
        if let Some(auxiliary) = own {
            return doc.children_by(t, SUBJECTS).any(|s| s > auxiliary).then_some(auxiliary);
        }
        // "Was the convoy hit?" as the parser may have it: the convoy that was hit.
        let noun = doc.head(t).filter(|_| doc.dep(t) == Dep::Acl && doc.token(t).tag == Tag::Vbn)?;
        let copula = doc.head(noun).filter(|&c| doc.lemma(c) == self.tree.grammar.copula() && c < noun)?;
        (doc.dep(noun) == Dep::Nsubj && first(copula) == Some(copula)).then_some(copula)
    }

    /// "until they withdraw", "a week before the premier arrives"
    fn still_to_come(&self, v: TokenIx) -> Option<TokenIx> {
        let doc = self.tree.doc;
        let present = matches!(doc.token(v).tag, Tag::Vbz | Tag::Vbp) && doc.child(v, Dep::Aux).is_none();
        let mut marks = doc.children_by(v, &[Dep::Mark]);
        marks.find(|&m| present && self.tree.is_verb(v) && self.tree.grammar.is(Kind::Until, doc.lower(m)))
    }

    /// "is going to attack"
    fn prospective(&self, v: TokenIx) -> Option<(Status, TokenIx, &'static str)> {
        let doc = self.tree.doc;
        let going = doc.head(v).filter(|_| doc.dep(v) == Dep::Xcomp && doc.token(v).tag == Tag::Vb)?;
        let progressive = doc.token(going).tag == Tag::Vbg
            && self.tree.grammar.is(Kind::Prospective, doc.lemma(going))
            && doc.children_by(going, &[Dep::Aux]).any(|a| doc.lemma(a) == self.tree.grammar.copula());
        progressive.then_some((Status::Planned, going, "future"))
    }

    fn auxiliary(&self, v: TokenIx) -> Option<(Status, TokenIx, &'static str)> {
        let doc = self.tree.doc;
        let grammar = self.tree.grammar;
        let mut at = v;
        // "will attack and burn": the second shares the first's.
        for _ in 0..MAX_CLIMB {
            let auxiliaries: Vec<TokenIx> = doc.children_by(at, &[Dep::Aux]).filter(|&a| a < at).collect();
            let perfect =
                auxiliaries.iter().any(|&a| doc.lemma(a) == grammar.perfect() && doc.lower(a) == grammar.perfect());
            for &a in &auxiliaries {
                let word = doc.lower(a);
                if grammar.is(Kind::PlannedAuxiliary, word) {
                    return Some((Status::Planned, a, "future"));
                }
                if grammar.is(Kind::FutureInPast, word) && self.reported && !perfect {
                    return Some((Status::Planned, a, "future in reported speech"));
                }
                if grammar.is(Kind::PossibleAuxiliary, word) {
                    return Some((Status::Possible, a, "modal"));
                }
            }
            // The parser takes a bare infinitive after "and" for a present: "can arm them and start a war".
            let plain = |t: TokenIx| if doc.token(t).tag == Tag::Vbp { Tag::Vb } else { doc.token(t).tag };
            let own_subject = self.tree.has_subject(at);
            let shares = doc.dep(at) == Dep::Conj
                && auxiliaries.is_empty()
                && !own_subject
                && plain(at) == plain(doc.token(at).head);
            match doc.head(at) {
                Some(head) if shares && matches!(plain(at), Tag::Vb | Tag::Vbn | Tag::Vbg) => at = head,
                _ => return None,
            }
        }
        None
    }

    /// An infinitive that no verb above takes as its complement is a purpose or, in a headline, a future.
    fn infinitive(&self, v: TokenIx) -> Option<(Status, TokenIx, &'static str)> {
        let doc = self.tree.doc;
        let to = doc.children_by(v, &[Dep::Aux]).find(|&a| doc.lower(a) == self.tree.grammar.to())?;
        match doc.dep(v) {
            // "has the right to arrest them"
            Dep::Acl if doc.head(v).is_some_and(|n| self.is_mere_chance(n)) => None,
            // "summoned him to lodge a protest"
            Dep::Xcomp | Dep::Advcl if self.tree.is_conveyed(v, doc.token(v).head) => None,
            Dep::Advcl | Dep::Acl | Dep::Relcl => Some((Status::Planned, to, "purpose")),
            Dep::Root => Some((Status::Planned, to, "headline future")),
            Dep::Xcomp | Dep::Ccomp => {
                let head = doc.head(v)?;
                // "has to withdraw", but "had to withdraw"
                if doc.lemma(head) == self.tree.grammar.perfect() && doc.token(head).tag != Tag::Vbd {
                    return Some((Status::Planned, head, "obligation"));
                }
                // "are yet to sign"
                let yet = |&a: &TokenIx| self.tree.grammar.is(Kind::Yet, doc.lower(a));
                if let Some(yet) = doc
                    .children_by(head, &[Dep::Advmod])
                    .find(yet)
                    .filter(|_| doc.lemma(head) == self.tree.grammar.copula())
                {
                    return Some((Status::Negated, yet, "not so far"));
                }
                let pos = if doc.token(head).pos == Pos::Adj { GovernorPos::Adjective } else { GovernorPos::Verb };
                let known = self.tree.grammar.governor(doc.lemma(head), pos).is_some();
                (!known).then_some((Status::Planned, to, "infinitive"))
            }
            _ => None,
        }
    }

    /// A noun that makes what it governs possible ("a right", "a chance").
    fn is_mere_chance(&self, noun: TokenIx) -> bool {
        let governor = self.tree.grammar.governor(self.tree.doc.lemma(noun), GovernorPos::Noun);
        governor.is_some_and(|g| g.event == Effect::Gives(Status::Possible))
    }

    /// Asks the words above what they make of the event.
    fn climb(&mut self, head: TokenIx) {
        let doc = self.tree.doc;
        let mut at = head;
        for _ in 0..MAX_CLIMB {
            let Some(up) = doc.head(at) else { return };
            let dep = doc.dep(at);
            match dep {
                Dep::Conj => {
                    let shares =
                        !self.tree.is_verb(at) || doc.token(at).tag == Tag::Vb || doc.token(at).tag == Tag::Vbg;
                    if !shares {
                        return;
                    }
                    if self.status == Status::Occurred && !self.tree.is_verb(at) {
                        self.own_words(up);
                    } else if self.status == Status::Occurred
                        && let Some((status, word, why)) = self.infinitive(up)
                    {
                        // "to retake the port and burn it"
                        let word = doc.word(word).to_owned();
                        self.set(status, &word, why);
                    }
                    at = up;
                }
                Dep::Prep | Dep::Agent => {
                    if self.is_beside(at, up) || self.thing && self.is_known(head) && self.is_behind_concern(head) {
                        return;
                    }
                    match self.tree.phrase_governor(up, at) {
                        // "kept them from going to war"
                        Some(Governor { event: Effect::Gives(status), .. }) => {
                            let words = format!("{} {}", doc.word(up), doc.word(at));
                            return self.set(status, &words, "what governs it");
                        }
                        // "did not react to the demands": they were made.
                        Some(Governor { event: Effect::Given, .. }) => {
                            self.given = true;
                            return;
                        }
                        _ => {}
                    }
                    let adjunct = self.tree.grammar.is(Kind::Adjunct, doc.lower(at));
                    let weak = self.tree.grammar.is(Kind::WeakAdjunct, doc.lower(at));
                    let below = doc.child(at, Dep::Pobj).or_else(|| doc.child(at, Dep::Pcomp));
                    at = up;
                    if weak && !self.carries(at) {
                        if !self.shares(at, below) {
                            return;
                        }
                        continue;
                    }
                    if adjunct {
                        return;
                    }
                }
                Dep::Pobj | Dep::Pcomp => at = up,
                Dep::Xcomp | Dep::Advcl if self.tree.is_conveyed(at, up) => return self.own_words(up),
                Dep::Ccomp if doc.lemma(up) == self.tree.grammar.copula() => return self.appraise(up),
                // "stopped short of condemning"
                Dep::Advmod => {
                    if let Some(Governor { event: Effect::Gives(status), .. }) = self.tree.phrase_governor(up, at) {
                        let words = format!("{} {}", doc.word(up), doc.word(at));
                        self.set(status, &words, "what governs it");
                    }
                    return;
                }
                Dep::Xcomp
                | Dep::Ccomp
                | Dep::Dobj
                | Dep::Oprd
                | Dep::Attr
                | Dep::Nsubjpass
                | Dep::Nsubj
                | Dep::Acl
                | Dep::Compound
                | Dep::Nmod
                | Dep::Dative => {
                    // What is said in a finite clause stands or falls with the statement: "told them that units had arrived".
                    let finite = dep == Dep::Ccomp && !matches!(doc.token(at).tag, Tag::Vb | Tag::Vbg);
                    // "a march by thousands demanding it": what those do who are counted.
                    let counted = dep == Dep::Acl && self.tree.grammar.is(Kind::Partitive, doc.lower(up));
                    if counted && matches!(doc.token(at).tag, Tag::Vbg | Tag::Vbn) {
                        return;
                    }
                    // "the calls made in May": one deed with its noun.
                    let own = dep == Dep::Acl && self.fixed.contains(&up);
                    if finite && self.reported || !own && !self.govern(up, dep) {
                        return;
                    }
                    at = up;
                }
                Dep::Advcl if doc.token(at).tag == Tag::Vbg && !self.tree.has_subject(at) => {
                    // "will travel to the Gulf, visiting three capitals"
                    if self.status == Status::Occurred
                        && let Some((status @ (Status::Planned | Status::Possible), word, _)) = self.clause_status(up)
                    {
                        let word = doc.word(word).to_owned();
                        self.set(status, &word, "of the clause it belongs to");
                    }
                    return;
                }
                _ => return,
            }
            // A preposition's own governor is asked next.
            if matches!(dep, Dep::Prep | Dep::Agent) && !self.govern(at, dep) {
                return;
            }
        }
    }

    /// "will discuss gas in a meeting", "set to discuss gas in a meeting": what is not known yet is as planned as the
    /// verb it goes with.
    fn shares(&mut self, verb: TokenIx, noun: Option<TokenIx>) -> bool {
        let doc = self.tree.doc;
        let new = noun.is_some_and(|n| !self.is_known(n)) && self.tree.is_verb(verb);
        if new
            && self.status == Status::Occurred
            && let Some((status @ (Status::Planned | Status::Possible), word, _)) = self.clause_status(verb)
        {
            let word = doc.word(word).to_owned();
            self.set(status, &word, "of the verb it goes with");
        }
        new
    }

    /// "cancelled over the arrest", "banned on the day of the raid": what does not happen is the verb's object or what it keeps
    /// somebody from.
    fn is_beside(&self, prep: TokenIx, verb: TokenIx) -> bool {
        let grammar = self.tree.grammar;
        let governor = grammar.governor(self.tree.doc.lemma(verb), GovernorPos::Verb);
        let prevents = governor.is_some_and(|g| g.event == Effect::Gives(Status::Negated));
        let word = self.tree.doc.lower(prep);
        let takes = grammar.is(Kind::ObjectControl, word)
            || grammar.is(Kind::TakesPart, word)
            || self.tree.phrase_governor(verb, prep).is_some();
        self.tree.is_verb(verb) && prevents && !takes
    }

    /// "took part in an attack": a verb whose adjunct the event may be and still be its own.
    fn carries(&self, t: TokenIx) -> bool {
        let governor = self.tree.grammar.governor(self.tree.doc.lemma(t), GovernorPos::Verb);
        self.tree.is_verb(t)
            && governor.is_some_and(|g| g.event == Effect::Carries && g.subject != GovernorSubject::Neither)
    }

    /// Applies what `g` makes of what stands under it; false where the climb ends.
    fn govern(&mut self, g: TokenIx, dep: Dep) -> bool {
        let doc = self.tree.doc;
        let pos = match doc.token(g).pos {
            Pos::Verb | Pos::Aux => GovernorPos::Verb,
            Pos::Noun | Pos::Propn => GovernorPos::Noun,
            Pos::Adj => GovernorPos::Adjective,
            _ => return true,
        };
        // "An attack is imminent", "the raid was a failure": what is said of it.
        if pos == GovernorPos::Verb && doc.lemma(g) == self.tree.grammar.copula() {
            if dep == Dep::Nsubj
                && let Some(said) = doc.children_by(g, &[Dep::Acomp, Dep::Attr]).next()
                && let Some(governor) = self.tree.grammar.governor(doc.lower(said), GovernorPos::Adjective)
                && let Effect::Gives(status) = governor.event
            {
                let word = doc.word(said).to_owned();
                self.set(status, &word, "said of it");
            }
            // "The talks were to take place in May"
            if dep == Dep::Nsubj
                && self.status == Status::Occurred
                && let Some((_, to, _)) = doc.child(g, Dep::Xcomp).and_then(|v| self.infinitive(v))
            {
                let word = format!("{} {}", doc.word(g), doc.word(to));
                self.set(Status::Planned, &word, "what is to be");
            }
            let known = || doc.child(g, Dep::Nsubj).is_some_and(|s| self.is_known(s));
            // "The retaking of the port is part of its strategy"
            if dep == Dep::Nsubj
                && let Some(plan) = self.tree.said_to_be(g)
                // "The arrests are an attempt to silence them": there were arrests.
                && doc.child(plan, Dep::Acl).is_none()
                && let Some(Governor { event: Effect::Gives(status), .. }) =
                    self.tree.grammar.governor(doc.lemma(plan), GovernorPos::Noun)
                && self.status == Status::Occurred
                // "The visit was a failure": there was a visit; "The raid was a warning": there was a raid.
                && (status == Status::Planned || status == Status::Possible && !known())
            {
                let word = doc.word(plan).to_owned();
                self.set(status, &word, "what it is said to be");
            }
            if dep == Dep::Nsubj {
                self.would_be(g);
            }
            return dep != Dep::Nsubj;
        }
        if dep == Dep::Nsubj && self.thing && self.tree.grammar.is(Kind::Defining, doc.lemma(g)) {
            self.would_be(g);
        }
        // "The talks failed": they were held.
        let of_subject = |s: TokenIx| self.tree.grammar.governor(&format!("{} {}", doc.lemma(s), doc.lemma(g)), pos);
        let own = doc.child(g, Dep::Nsubj).filter(|_| dep == Dep::Nsubj).and_then(of_subject);
        // "broke up the clashes"
        let particle = doc.child(g, Dep::Prt).and_then(|p| self.tree.phrase_governor(g, p));
        let governor = own.or(particle).or_else(|| self.tree.grammar.governor(doc.lemma(g), pos));
        let Some(governor) = governor else {
            // A partitive passes on ("a series of attacks"), another noun or verb ends the matter.
            return self.tree.grammar.is(Kind::Partitive, doc.lemma(g)) && pos == GovernorPos::Noun;
        };
        if dep == Dep::Nsubj && governor.subject == GovernorSubject::Neither && governor.event != Effect::Carries {
            return false;
        }
        let clause = self.clause_status(g);
        let prevents = governor.event == Effect::Gives(Status::Negated);
        // "barely averted a war": averted all the same.
        let barely = |no: TokenIx| prevents && self.tree.grammar.is(Kind::Barely, doc.lower(no));
        let negated = matches!(clause, Some((Status::Negated, no, _)) if !barely(no));
        let word = doc.word(g).to_owned();
        if dep == Dep::Dobj && self.is_real_under(g) {
            self.given = true;
            return false;
        }
        // "All raids will end on Friday": ruled out from then on; "The raids will end": there are raids.
        let unknown = || doc.child(g, Dep::Nsubj).is_some_and(|s| !self.is_known(s));
        if dep == Dep::Nsubj && governor.event == Effect::Given && self.thing && unknown() {
            if let Some((Status::Planned, word, _)) = clause {
                let word = format!("{} {}", doc.word(word), doc.word(g));
                self.set(Status::Negated, &word, "what is to end");
            }
            return false;
        }
        match (governor.event, negated) {
            (Effect::Given, _) => {
                self.given = true;
                return false;
            }
            (Effect::Gives(Status::Negated), false) => self.set(Status::Negated, &word, "what governs it"),
            (Effect::Gives(Status::Negated), true) => self.set(Status::Possible, &word, "its negation is negated"),
            (Effect::Gives(_), true) => self.set(Status::Negated, &word, "what governs it is negated"),
            (Effect::Gives(status), false) => {
                if self.status == Status::Occurred {
                    self.set(status, &word, "what governs it");
                }
            }
            (Effect::Carries, _) => {
                // Its tense and modality are the event's.
                if let Some((status, word, why)) = clause
                    && (self.status == Status::Occurred || status == Status::Negated)
                {
                    let word = doc.word(word).to_owned();
                    self.set(status, &word, why);
                }
            }
        }
        true
    }

    /// "It is vital that they pay", "It is unlikely that they attacked": what is said of what the clause tells.
    fn appraise(&mut self, copula: TokenIx) {
        let doc = self.tree.doc;
        let grammar = self.tree.grammar;
        let Some(said) = doc.child(copula, Dep::Acomp).filter(|_| self.status == Status::Occurred) else { return };
        let governor = grammar.governor(doc.lower(said), GovernorPos::Adjective);
        let status = match governor {
            _ if grammar.is(Kind::Needed, doc.lower(said)) => Status::Planned,
            Some(Governor { event: Effect::Gives(status), .. }) => status,
            _ => return,
        };
        let word = doc.word(said).to_owned();
        self.set(status, &word, "said of it");
    }

    /// "A coup would mean war": what is only thought of.
    fn would_be(&mut self, verb: TokenIx) {
        let doc = self.tree.doc;
        let would =
            doc.children_by(verb, &[Dep::Aux]).find(|&a| self.tree.grammar.is(Kind::FutureInPast, doc.lower(a)));
        if let Some(would) = would.filter(|_| self.status == Status::Occurred) {
            let word = doc.word(would).to_owned();
            self.set(Status::Possible, &word, "modal");
        }
    }

    /// "concerns about his arrest", "alarm over the raids": what is known and worries.
    fn is_behind_concern(&self, noun: TokenIx) -> bool {
        let doc = self.tree.doc;
        let above = doc.head(noun);
        let prep = above.filter(|_| doc.dep(noun) == Dep::Pobj);
        // "fears that the arrests are a trap"
        let copula = above.filter(|_| doc.dep(noun) == Dep::Nsubj);
        prep.is_some_and(|p| self.tree.grammar.is(Kind::About, doc.lower(p)))
            || copula.is_some_and(|c| doc.lemma(c) == self.tree.grammar.copula() && doc.token(c).tag != Tag::Vb)
    }

    /// "must continue the talks", "discussed the war", "called the war a mistake"
    fn is_real_under(&self, verb: TokenIx) -> bool {
        let doc = self.tree.doc;
        let grammar = self.tree.grammar;
        if self.thing && doc.child(verb, Dep::Oprd).is_some() {
            return true;
        }
        // Not "discussed the deployment of forces", where what is meant is only told behind.
        let told_behind = |o: TokenIx| doc.children_by(o, &[Dep::Prep]).any(|p| doc.lower(p) == grammar.of());
        let known = || doc.children_by(verb, &[Dep::Dobj]).any(|o| self.is_known(o) && !told_behind(o));
        self.thing
            && (grammar.is(Kind::Continuing, doc.lemma(verb))
                || grammar.is(Kind::Discussing, doc.lemma(verb)) && known())
    }

    fn is_known(&self, noun: TokenIx) -> bool {
        let doc = self.tree.doc;
        doc.child(noun, Dep::Poss).is_some()
            || doc.children_by(noun, &[Dep::Det]).any(|d| self.tree.grammar.is(Kind::Definite, doc.lower(d)))
    }

    fn vouched(&mut self, head: TokenIx, vouches: Vouches) {
        // "fears that they will attack": whatever its tense.
        let feared = matches!(vouches, Vouches::Doubts | Vouches::Fears) && self.status == Status::Planned;
        let unsure = feared && !self.thing;
        if self.status != Status::Occurred && !unsure {
            return;
        }
        let status = match vouches {
            Vouches::Asserts | Vouches::Knows | Vouches::Believes => return,
            Vouches::Denies => Status::Negated,
            // "fears a raid"; but "expressed alarm over the raid"
            Vouches::Fears if self.thing && self.is_known(head) && self.is_behind_concern(head) => return,
            Vouches::Doubts | Vouches::Fears => Status::Possible,
            Vouches::Expects | Vouches::Wants | Vouches::Asks | Vouches::Orders => {
                // What is told as past stays so: "wants those who bombed the mosque punished".
                if self.given || matches!(self.tree.doc.token(head).tag, Tag::Vbd | Tag::Vbn) {
                    return;
                }
                Status::Planned
            }
        };
        self.set(status, vouches.as_str(), "what the statement around it vouches for");
    }
}
