//! Who does what to whom in the grammar: the arguments of a verb or noun wherever the sentence has put them
//! (passive, relative, control, raising, coordination, participle, possessor, support verb).

use sayso_coding::Status;
use sayso_doc::{Dep, Doc, EntLabel, Pos, Tag, TokenIx};
use sayso_lexicon::{Effect, Governor, GovernorPos, GovernorSubject, Grammar, Kind};

/// How the subject of an infinitive or gerund may be found.
pub(super) const CONTROLLED_BY_OBJECT: &str = "controlled by the object";

/// How deep control and coordination are followed.
const MAX_DEPTH: usize = 8;

/// The logical arguments of a verb: heads of noun phrases, conjuncts told apart.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Args {
    pub(super) subject: Vec<TokenIx>,
    pub(super) object: Vec<TokenIx>,
    pub(super) indirect: Vec<TokenIx>,
    pub(super) passive: bool,
    /// How the subject was found, for people.
    pub(super) via: &'static str,
}

/// Grammar over one document.
#[derive(Clone, Copy)]
pub(super) struct Tree<'a> {
    pub(super) doc: &'a Doc,
    pub(super) grammar: &'a Grammar,
}

impl<'a> Tree<'a> {
    pub(super) fn is_verb(&self, t: TokenIx) -> bool {
        matches!(self.doc.token(t).pos, Pos::Verb | Pos::Aux)
    }

    pub(super) fn is_noun(&self, t: TokenIx) -> bool {
        matches!(self.doc.token(t).pos, Pos::Noun | Pos::Propn)
    }

    fn has_perfect(&self, v: TokenIx) -> bool {
        self.doc.children_by(v, &[Dep::Aux]).any(|a| self.doc.lemma(a) == self.grammar.perfect())
    }

    /// "was shelled", "the town besieged by rebels", "besieged town".
    pub(super) fn is_passive(&self, v: TokenIx) -> bool {
        let doc = self.doc;
        if doc.child(v, Dep::Auxpass).is_some() || doc.child(v, Dep::Nsubjpass).is_some() {
            return true;
        }
        if self.is_bare_participle(v) {
            return true;
        }
        let participle = doc.token(v).tag == Tag::Vbn || (doc.dep(v) == Dep::Amod && doc.token(v).tag != Tag::Vbg);
        if !participle || self.has_perfect(v) || doc.child(v, Dep::Nsubj).is_some() {
            return false;
        }
        if doc.dep(v) == Dep::Conj {
            // "was arrested and charged", but "has bombed and shelled"
            return doc.head(v).is_some_and(|h| self.is_passive(h));
        }
        doc.dep(v) != Dep::Root || doc.child(v, Dep::Dobj).is_none()
    }

    /// "Minister accused of fraud": a headline's passive, whose auxiliary is left out.
    fn is_bare_participle(&self, v: TokenIx) -> bool {
        let doc = self.doc;
        let subject = doc.child(v, Dep::Nsubj).is_some_and(|s| s < v);
        let bare = doc.children_by(v, &[Dep::Aux, Dep::Dobj]).next().is_none();
        doc.token(v).tag == Tag::Vbn && doc.dep(v) == Dep::Root && subject && bare && self.is_in_headline(v)
    }

    /// In the first sentence, where it ends without a stop.
    fn is_in_headline(&self, t: TokenIx) -> bool {
        let sentence = self.doc.sentence(t);
        sentence.tokens.start == 0 && self.doc.token(sentence.tokens.end - 1).tag != Tag::Stop
    }

    /// "Envoy expelled over spying": in a headline what looks like a past tense without an object is a passive.
    pub(super) fn headline_passive(&self, v: TokenIx, active: &Args) -> Option<Args> {
        let doc = self.doc;
        let past = doc.token(v).tag == Tag::Vbd && doc.dep(v) == Dep::Root;
        (past && self.is_in_headline(v) && !active.passive && active.object.is_empty() && !active.subject.is_empty())
            .then(|| Args { object: active.subject.clone(), passive: true, via: "headline passive", ..Args::default() })
    }

    /// "Twelve were killed and 30 others wounded", "40 injured, 12 detained": behind one passive a number of people without an
    /// auxiliary is acted upon too.
    pub(super) fn elided_passive(&self, v: TokenIx, active: &Args) -> Option<Args> {
        let doc = self.doc;
        let participle = matches!(doc.token(v).tag, Tag::Vbd | Tag::Vbn);
        let bare = doc.children_by(v, &[Dep::Aux, Dep::Auxpass]).next().is_none();
        let subject = doc.child(v, Dep::Nsubj).filter(|&s| self.is_counted(s))?;
        let before = doc.head(v).filter(|_| matches!(doc.dep(v), Dep::Conj | Dep::Parataxis | Dep::Ccomp));
        let beside = before.or_else(|| doc.children_by(v, &[Dep::Ccomp, Dep::Parataxis]).find(|&c| c < subject));
        let passive = beside.is_some_and(|b| doc.child(b, Dep::Auxpass).is_some());
        (participle && bare && passive && !active.passive && active.object.is_empty()).then(|| Args {
            object: doc.conjuncts(subject),
            passive: true,
            via: "elided passive",
            ..Args::default()
        })
    }

    /// "30 others", "dozens"
    fn is_counted(&self, noun: TokenIx) -> bool {
        let doc = self.doc;
        doc.token(noun).pos == Pos::Num
            || doc.child(noun, Dep::Nummod).is_some()
            || self.grammar.is(Kind::Partitive, doc.lower(noun))
    }

    /// "was fired upon", "was shot at by gunmen": a preposition whose object the passive has made its subject.
    pub(super) fn stranded(&self, v: TokenIx) -> Option<TokenIx> {
        let doc = self.doc;
        let alone = |p: &TokenIx| doc.children_by(*p, &[Dep::Pobj, Dep::Pcomp, Dep::Prep]).next().is_none();
        let strikes = |p: &TokenIx| self.grammar.is(Kind::Struck, doc.lower(*p));
        let beside = |p: &TokenIx| *p == v + 1;
        let mut words = doc.children_by(v, &[Dep::Prep, Dep::Prt]);
        words.find(|p| beside(p) && alone(p) && strikes(p)).filter(|_| self.is_passive(v))
    }

    fn is_relative(&self, t: TokenIx) -> bool {
        matches!(self.doc.token(t).tag, Tag::Wdt | Tag::Wp | Tag::WpS)
            || (self.doc.token(t).pos == Pos::Pron || self.doc.token(t).pos == Pos::Sconj)
                && self.grammar.is(Kind::RelativePronoun, self.doc.lower(t))
                && !self.grammar.is(Kind::SubjectPronoun, self.doc.lower(t))
    }

    /// The noun that a relative clause hangs off, seen from inside it.
    fn antecedent(&self, v: TokenIx) -> Option<TokenIx> {
        let mut at = v;
        for _ in 0..MAX_DEPTH {
            match self.doc.dep(at) {
                Dep::Relcl => return self.doc.head(at),
                Dep::Ccomp if self.cleft(at).is_some() => return self.cleft(at),
                Dep::Ccomp | Dep::Xcomp | Dep::Conj => at = self.doc.head(at)?,
                _ => return None,
            }
        }
        None
    }

    /// "It was Mali that they accused": what the copula over a clause puts before it.
    fn cleft(&self, clause: TokenIx) -> Option<TokenIx> {
        let copula = self.doc.head(clause).filter(|&c| self.doc.lemma(c) == self.grammar.copula())?;
        self.doc.child(copula, Dep::Attr).filter(|&said| said < clause)
    }

    /// "each other", "one another": the subjects, each to the others.
    fn is_reciprocal(&self, t: TokenIx) -> bool {
        let pair = |first: TokenIx| {
            let second = first + 1;
            second < self.doc.len()
                && self.grammar.is(Kind::Reciprocal, &format!("{} {}", self.doc.lower(first), self.doc.lower(second)))
        };
        pair(t) || t.checked_sub(1).is_some_and(pair)
    }

    /// A noun phrase with its conjuncts, a relative pronoun replaced by what it stands for, a reciprocal one by the subject.
    fn phrase(&self, np: TokenIx, v: TokenIx) -> Vec<TokenIx> {
        if self.is_reciprocal(np) {
            return self.surface_subject(v, 1).0;
        }
        if self.is_relative(np)
            && let Some(noun) = self.antecedent(v)
        {
            return self.doc.conjuncts(noun).into_iter().filter(|&t| t <= np || t == noun).collect();
        }
        self.doc.conjuncts(np)
    }

    /// The grammatical subject of a verb, its own or the one it shares: who "wants to attack", "and attacked".
    fn surface_subject(&self, v: TokenIx, depth: usize) -> (Vec<TokenIx>, &'static str) {
        let doc = self.doc;
        if depth > MAX_DEPTH {
            return (Vec::new(), "");
        }
        if let Some(s) = doc.children_by(v, &[Dep::Nsubj, Dep::Nsubjpass, Dep::Csubj]).last() {
            // "There were clashes": the clashes are no doer.
            let mut subject = self.phrase(s, v);
            subject.splice(0..0, self.joined_subject(v, s));
            return (subject, if self.is_relative(s) { "relative clause" } else { "subject" });
        }
        let inverted = self.inverted_subject(v);
        if !inverted.is_empty() {
            return (inverted, "inverted subject");
        }
        let Some(head) = doc.head(v) else { return (Vec::new(), "") };
        if let (Dep::Acl, Some(members)) = (doc.dep(v), self.counted_among(head)) {
            return (members, "counted among them");
        }
        let asked = || self.asked_by_preposition(head, v).map(|whom| self.phrase(whom, head));
        match doc.dep(v) {
            // "They complained, and there were reports": the second clause has a subject of its own.
            Dep::Conj if doc.child(v, Dep::Expl).is_some() => (Vec::new(), ""),
            Dep::Conj if self.is_verb(head) => (self.surface_subject(head, depth + 1).0, "shared subject"),
            Dep::Xcomp | Dep::Ccomp | Dep::Oprd if self.is_verb(head) || doc.token(head).pos == Pos::Adj => {
                if doc.dep(v) == Dep::Ccomp && !matches!(doc.token(v).tag, Tag::Vbg | Tag::Vb | Tag::Vbn) {
                    return (Vec::new(), "");
                }
                if self.is_conveyed(v, head) {
                    return (self.logical(head, depth + 1).subject, "controlled by the subject");
                }
                if let Some(object) = doc.child(head, Dep::Dobj).filter(|&o| o < v && self.stands_for_noun(o)) {
                    let mut doers = self.phrase(object, head);
                    if self.grammar.is(Kind::JointControl, doc.lemma(head)) {
                        // "led the coalition to defeat them": who leads takes part.
                        doers.splice(0..0, self.surface_subject(head, depth + 1).0);
                    }
                    return (doers, CONTROLLED_BY_OBJECT);
                }
                if let Some(to) = doc.child(head, Dep::Dative)
                    && self.is_nominal(to)
                {
                    return (self.phrase(to, head), CONTROLLED_BY_OBJECT);
                }
                if let Some(whom) = self.asked_by_preposition(head, v) {
                    return (self.phrase(whom, head), CONTROLLED_BY_OBJECT);
                }
                (self.surface_subject(self.predicate_verb(head), depth + 1).0, "controlled by the subject")
            }
            Dep::Xcomp | Dep::Acl if self.is_noun(head) => (self.noun_doer(v, head, depth), "of the noun above"),
            Dep::Acl if self.is_passed(head, v) => {
                let verb = doc.token(head).head;
                (self.surface_subject(verb, depth + 1).0, "who issues the writing")
            }
            Dep::Acl | Dep::Relcl if self.is_nominal(head) => (doc.conjuncts(head), "participle"),
            Dep::Amod if self.is_noun(head) => (vec![head], "participle"),
            Dep::Advcl if self.is_as_told(v) => (Vec::new(), ""),
            Dep::Advcl if self.is_conveyed(v, head) => {
                (self.logical(head, depth + 1).subject, "controlled by the subject")
            }
            Dep::Advcl if self.is_verb(head) => match asked() {
                Some(whom) => (whom, "subject"),
                None => (self.surface_subject(head, depth + 1).0, "shared subject"),
            },
            Dep::Pcomp => self.gerund_subject(v, head, depth),
            _ => (Vec::new(), ""),
        }
    }

    /// A verb whose subject is to do what it says.
    fn promises(&self, verb: TokenIx) -> bool {
        let governor = self.grammar.governor(self.doc.lemma(verb), GovernorPos::Verb);
        governor.is_some_and(|g| g.event == Effect::Gives(Status::Planned) && g.subject == GovernorSubject::Actor)
    }

    /// "summoned the envoy to lodge a protest": who summons does so.
    pub(super) fn is_conveyed(&self, v: TokenIx, verb: TokenIx) -> bool {
        let doc = self.doc;
        self.grammar.is(Kind::Summoning, doc.lemma(verb)) && self.grammar.is(Kind::Conveying, doc.lemma(v))
    }

    /// "Two judges were among the dozens arrested": who is said to be of those.
    fn counted_among(&self, noun: TokenIx) -> Option<Vec<TokenIx>> {
        let doc = self.doc;
        let prep = doc.head(noun).filter(|_| doc.dep(noun) == Dep::Pobj)?;
        let copula = doc.head(prep).filter(|_| self.grammar.is(Kind::Among, doc.lower(prep)))?;
        let subject = doc.child(copula, Dep::Nsubj).filter(|_| doc.lemma(copula) == self.grammar.copula())?;
        Some(doc.conjuncts(subject))
    }

    /// "called on the army to withdraw": whom a verb asks by a preposition right before the infinitive.
    pub(super) fn asked_by_preposition(&self, verb: TokenIx, infinitive: TokenIx) -> Option<TokenIx> {
        let doc = self.doc;
        let to = doc.children_by(infinitive, &[Dep::Aux]).any(|a| doc.lower(a) == self.grammar.to());
        let asks = self
            .grammar
            .governor(doc.lemma(verb), GovernorPos::Verb)
            .is_some_and(|g| g.event == Effect::Gives(Status::Planned) && g.subject == GovernorSubject::Neither);
        // "urged him in a call to leave": where, not whom.
        let aside = |p| [Kind::WeakAdjunct, Kind::Adjunct].iter().any(|&k| self.grammar.is(k, doc.lower(p)));
        let right_before = |p: TokenIx| p > verb && doc.subtree(p).end == doc.subtree(infinitive).start;
        let mut before = doc.children_by(verb, &[Dep::Prep]).filter(|&p| right_before(p) && !aside(p));
        let whom = before.find_map(|p| doc.child(p, Dep::Pobj));
        whom.filter(|_| to && asks && doc.child(verb, Dep::Dobj).is_none())
    }

    /// "as agreed in March", "as was promised": what was agreed is what the clause around tells, not its subject.
    fn is_as_told(&self, v: TokenIx) -> bool {
        let doc = self.doc;
        let mark = doc.children_by(v, &[Dep::Mark, Dep::Advmod]).find(|&m| m < v);
        doc.token(v).tag == Tag::Vbn && mark.is_some_and(|m| self.grammar.is(Kind::AsTold, doc.lower(m)))
    }

    /// The verb of a predicate that an adjective is in: "is ready", "are fully battle ready".
    fn predicate_verb(&self, t: TokenIx) -> TokenIx {
        let doc = self.doc;
        let inside = |&a: &TokenIx| matches!(doc.dep(a), Dep::Acomp | Dep::Attr | Dep::Amod | Dep::Oprd);
        let mut up = std::iter::successors(Some(t), |a| doc.head(*a).filter(|_| inside(a))).take(MAX_DEPTH / 2);
        up.find(|&a| self.is_verb(a)).unwrap_or(t)
    }

    /// "passed a law recognizing the exiles": a writing that its issuer makes speak.
    fn is_passed(&self, noun: TokenIx, v: TokenIx) -> bool {
        let doc = self.doc;
        doc.token(v).tag == Tag::Vbg
            && self.grammar.is(Kind::Document, doc.lemma(noun))
            && doc.dep(noun) == Dep::Dobj
            && doc.head(noun).is_some_and(|h| self.is_verb(h) && !self.is_passive(h))
    }

    /// "Ana and Rui met" as the parser may have it: two subjects of one verb, or the verb joined to the first of them.
    fn joined_subject(&self, v: TokenIx, last: TokenIx) -> Vec<TokenIx> {
        let doc = self.doc;
        let twin = doc.children_by(v, &[Dep::Nsubj, Dep::Nsubjpass]).next();
        let above = doc.head(v).filter(|&h| doc.dep(v) == Dep::Conj && self.is_noun(h));
        let first = above.or(twin).filter(|&f| f < last && !self.is_relative(f));
        let Some(first) = first else { return self.listed_subject(v, last) };
        let over = if above.is_some() { first } else { v };
        let joined = doc.children_by(over, &[Dep::Cc]).any(|c| first < c && c + 1 == doc.subtree(last).start);
        if joined { doc.conjuncts(first).into_iter().filter(|&t| t < last).collect() } else { Vec::new() }
    }

    /// "Egypt, Sudan sign water deal": a headline's comma for "and".
    fn listed_subject(&self, v: TokenIx, last: TokenIx) -> Vec<TokenIx> {
        let doc = self.doc;
        if let Some(second) = self.listed_beside(v, last) {
            return vec![second];
        }
        let comma = doc.subtree(last).start.checked_sub(1).filter(|&c| doc.token(c).tag == Tag::Comma);
        let listed = doc.children_by(v, &[Dep::Dep, Dep::Npadvmod]).filter(|&t| doc.token(t).pos == Pos::Propn);
        let Some(comma) = comma.filter(|_| self.is_in_headline(v)) else { return Vec::new() };
        listed.filter(|&t| doc.subtree(t).end == comma).collect()
    }

    /// "Carter, Iraqi premier discuss oil": as the parser may have it, the second said of the first; the verb has more than one.
    fn listed_beside(&self, v: TokenIx, first: TokenIx) -> Option<TokenIx> {
        let doc = self.doc;
        let plural = matches!(doc.token(v).tag, Tag::Vbp | Tag::Vb) && doc.child(v, Dep::Aux).is_none();
        let one = doc.token(first).tag == Tag::Nnp;
        let second = doc.child(first, Dep::Appos).filter(|_| plural && one && self.is_in_headline(v))?;
        let open = doc.token(doc.subtree(second).start.checked_sub(1)?).tag == Tag::Comma;
        (open && doc.subtree(second).end == v).then_some(second)
    }

    /// "Also arrested were two students", "Among those killed were two soldiers": behind the auxiliary or the copula.
    fn inverted_subject(&self, v: TokenIx) -> Vec<TokenIx> {
        let doc = self.doc;
        let behind = |be: TokenIx| doc.child(be, Dep::Attr).filter(|&s| s > be && be > v);
        let own = doc.child(v, Dep::Auxpass).and_then(behind);
        let among = || {
            let those = doc.head(v).filter(|_| doc.dep(v) == Dep::Acl)?;
            let prep = doc.head(those).filter(|&p| self.grammar.is(Kind::Between, doc.lower(p)))?;
            behind(doc.head(prep)?)
        };
        own.or_else(among).map(|s| doc.conjuncts(s)).unwrap_or_default()
    }

    /// Who does what a gerund behind a preposition says: "accused them of arming rebels", "freed by attacking".
    fn gerund_subject(&self, v: TokenIx, prep: TokenIx, depth: usize) -> (Vec<TokenIx>, &'static str) {
        let doc = self.doc;
        let Some(above) = doc.head(prep) else { return (Vec::new(), "") };
        if self.is_verb(above) {
            let object = doc.child(above, Dep::Dobj).filter(|&o| o < v && self.stands_for_noun(o));
            return match object {
                // "assured Chad of stopping the raids": who assures will.
                Some(_) if self.promises(above) => {
                    (self.surface_subject(above, depth + 1).0, "controlled by the subject")
                }
                Some(object) if self.grammar.is(Kind::ObjectControl, doc.lower(prep)) => {
                    // "imposed sanctions on the bank for helping them"
                    let below = self.prepositional(object, |p| self.grammar.is(Kind::Struck, p));
                    let struck = below.into_iter().filter(|&t| t < v).collect::<Vec<_>>();
                    let who = if struck.is_empty() { self.phrase(object, above) } else { struck };
                    (who, CONTROLLED_BY_OBJECT)
                }
                _ => {
                    let mut doers = self.surface_subject(above, depth + 1).0;
                    if self.grammar.is(Kind::TakesPart, doc.lower(prep)) {
                        // "stood with Chad in condemning it": both do.
                        doers.extend(self.prepositional(above, |p| self.grammar.is(Kind::With, p)));
                    }
                    (doers, "controlled by the subject")
                }
            };
        }
        if self.is_noun(above) {
            // "acquitted the man of insulting her", which the parser ties to the man; but "his plan of attacking".
            let judged = self.grammar.is(Kind::ObjectControl, doc.lower(prep))
                && doc.dep(above) == Dep::Dobj
                && self.grammar.governor(doc.lemma(above), GovernorPos::Noun).is_none();
            if judged {
                return (doc.conjuncts(above), CONTROLLED_BY_OBJECT);
            }
            // "In addition to thanking them, he said": who says it thanks them.
            let bare = doc.children(above).all(|c| c == prep);
            let outer = doc.head(above).filter(|_| bare && doc.dep(above) == Dep::Pobj).and_then(|p| doc.head(p));
            if let Some(verb) = outer.filter(|&o| self.is_verb(o)) {
                return (self.surface_subject(verb, depth + 1).0, "controlled by the subject");
            }
            return (self.noun_doer(v, above, depth), "of the noun above");
        }
        // "stopped short of condemning"
        match doc.head(above).filter(|&g| self.is_verb(g) && self.governing_phrase(g, above)) {
            Some(verb) => (self.surface_subject(verb, depth + 1).0, "controlled by the subject"),
            None => (Vec::new(), ""),
        }
    }

    /// Whether a verb and a word below it govern as one ("stop short").
    pub(super) fn governing_phrase(&self, verb: TokenIx, word: TokenIx) -> bool {
        self.phrase_governor(verb, word).is_some()
    }

    pub(super) fn phrase_governor(&self, verb: TokenIx, word: TokenIx) -> Option<Governor> {
        let phrase = format!("{} {}", self.doc.lemma(verb), self.doc.lower(word));
        self.grammar.governor(&phrase, GovernorPos::Verb)
    }

    /// Who does what an infinitive or gerund under a noun says: "their plan to attack", "gunmen attacking", "the men to watch".
    fn noun_doer(&self, v: TokenIx, noun: TokenIx, depth: usize) -> Vec<TokenIx> {
        let doc = self.doc;
        let infinitive = doc.token(v).tag == Tag::Vb || doc.dep(v) == Dep::Pcomp;
        if !infinitive {
            return doc.conjuncts(noun).into_iter().filter(|&t| t <= noun || t < v).collect();
        }
        // "their plan to attack", "the Russian plan", but not "a reckless plan"
        let mut own = self.possessors(noun);
        own.retain(|&p| doc.token(p).pos != Pos::Adj || doc.ent(p).is_some());
        if !own.is_empty() {
            return own;
        }
        if doc.dep(noun) == Dep::Root && doc.token(noun).pos == Pos::Propn {
            // Headline: "Premier to visit Prague".
            return doc.conjuncts(noun);
        }
        // "Ankara has a plan to attack": whoever has it.
        match (doc.dep(noun), doc.head(noun)) {
            (Dep::Dobj | Dep::Attr, Some(verb)) if self.is_verb(verb) => self.logical(verb, depth + 1).subject,
            _ => Vec::new(),
        }
    }

    /// A noun phrase or a relative pronoun.
    fn stands_for_noun(&self, t: TokenIx) -> bool {
        self.is_nominal(t) || self.is_relative(t)
    }

    /// What a word says ends ("an end to the attacks", "ceased the airstrikes"), and so is there; a speaker's word about it
    /// ("condemned the raid") is no end of it.
    pub(super) fn is_ended(&self, noun: TokenIx) -> bool {
        let doc = self.doc;
        if !matches!(doc.dep(noun), Dep::Dobj | Dep::Pobj | Dep::Nsubjpass) || self.is_verb(noun) {
            return false;
        }
        let above = doc.head(noun);
        let over = if doc.dep(noun) == Dep::Pobj { above.and_then(|p| doc.head(p)) } else { above };
        let Some(over) = over else { return false };
        let pos = if self.is_verb(over) { GovernorPos::Verb } else { GovernorPos::Noun };
        self.grammar.governor(doc.lemma(over), pos).is_some_and(|g| {
            g.event == Effect::Given && (pos == GovernorPos::Noun || g.subject == GovernorSubject::Actor)
        })
    }

    fn is_nominal(&self, t: TokenIx) -> bool {
        self.is_noun(t) || matches!(self.doc.token(t).pos, Pos::Pron | Pos::Num | Pos::Adj | Pos::Det)
    }

    /// Possessors and what stands for them before a noun: "Russia's attack", "Russian attack", "US sanctions".
    pub(super) fn possessors(&self, noun: TokenIx) -> Vec<TokenIx> {
        let doc = self.doc;
        let own: Vec<TokenIx> = doc.children_by(noun, &[Dep::Poss]).flat_map(|p| doc.conjuncts(p)).collect();
        if !own.is_empty() {
            return own;
        }
        // "US war drive": the parser may tie the first name to the second noun.
        let modifiers = |n: TokenIx| {
            const BEFORE: &[Dep] = &[Dep::Amod, Dep::Compound, Dep::Nmod, Dep::Poss];
            doc.children_by(n, BEFORE).filter(move |&m| m < n)
        };
        (modifiers(noun))
            .flat_map(|m| modifiers(m).chain([m]))
            .filter(|&m| doc.token(m).pos == Pos::Propn || doc.token(m).pos == Pos::Adj || self.is_noun(m))
            .flat_map(|m| doc.conjuncts(m))
            .filter(|&m| m < noun)
            .collect()
    }

    /// The logical arguments of a verb.
    pub(super) fn args(&self, v: TokenIx) -> Args {
        self.logical(v, 0)
    }

    fn logical(&self, v: TokenIx, depth: usize) -> Args {
        let doc = self.doc;
        if depth > MAX_DEPTH {
            return Args::default();
        }
        let passive = self.is_passive(v);
        let (subject, via) = self.surface_subject(v, depth);
        let mut objects: Vec<TokenIx> = doc.children_by(v, &[Dep::Dobj]).flat_map(|o| self.phrase(o, v)).collect();
        let mut indirect: Vec<TokenIx> = (doc.children_by(v, &[Dep::Dative]))
            .filter(|&d| doc.token(d).pos != Pos::Adp)
            .flat_map(|d| doc.conjuncts(d))
            .collect();
        if passive {
            let agent = self.agent(v);
            let via = if agent.is_empty() { via } else { "passive agent" };
            if objects.is_empty() {
                objects = subject;
            } else {
                indirect = subject;
            }
            return Args { subject: agent, object: objects, indirect, passive, via };
        }
        if objects.is_empty() {
            objects = self.missing_object(v);
        }
        Args { subject, object: objects, indirect, passive, via }
    }

    /// The agent of a passive ("by rebels"), or of a compound participle ("US-backed"); what conjuncts share is each one's.
    fn agent(&self, v: TokenIx) -> Vec<TokenIx> {
        let own = self.own_agent(v);
        if own.is_empty() && self.doc.dep(v) == Dep::Conj {
            // "US-backed and trained"
            let first = self.doc.token(v).head;
            return if self.is_passive(first) { self.own_agent(first) } else { own };
        }
        own
    }

    fn own_agent(&self, v: TokenIx) -> Vec<TokenIx> {
        let doc = self.doc;
        let by = (doc.children_by(v, &[Dep::Agent, Dep::Prep]))
            .filter(|&p| doc.lower(p) == self.grammar.by())
            .flat_map(|p| doc.children_by(p, &[Dep::Pobj]))
            .flat_map(|o| doc.conjuncts(o));
        // "were arrested by Sunday": no day arrests.
        let day = |t: TokenIx| doc.ent(t).is_some_and(|e| matches!(e.label, EntLabel::Date | EntLabel::Time));
        let by: Vec<TokenIx> = by.filter(|&t| !day(t)).collect();
        if !by.is_empty() {
            return by;
        }
        // "was refused a visa by the consul": tied to the object that the passive keeps.
        if let Some(kept) = doc.child(v, Dep::Dobj).filter(|_| doc.child(v, Dep::Auxpass).is_some()) {
            let tied = doc.children_by(kept, &[Dep::Prep]).filter(|&p| doc.lower(p) == self.grammar.by());
            let tied: Vec<TokenIx> =
                tied.flat_map(|p| doc.children_by(p, &[Dep::Pobj])).flat_map(|o| doc.conjuncts(o)).collect();
            if !tied.is_empty() {
                return tied;
            }
        }
        // "funded and armed by the state": the second has the agent of both.
        if let Some(next) = doc.children_by(v, &[Dep::Conj]).find(|&c| doc.token(c).tag == Tag::Vbn) {
            let shared = self.own_agent(next);
            if !shared.is_empty() {
                return shared;
            }
        }
        // "They have missiles stationed abroad": whoever has them so.
        if let (Dep::Acl, Some(noun)) = (doc.dep(v), doc.head(v))
            && let (Dep::Dobj, Some(have)) = (doc.dep(noun), doc.head(noun))
            && doc.lemma(have) == self.grammar.perfect()
        {
            return self.surface_subject(have, MAX_DEPTH / 2).0;
        }
        (doc.children_by(v, &[Dep::Npadvmod, Dep::Compound, Dep::Nmod, Dep::Advmod, Dep::Amod, Dep::Nsubj, Dep::Dep]))
            .filter(|&n| n + 2 == v && doc.word(n + 1) == "-")
            .flat_map(|n| self.hyphenated(n))
            .collect()
    }

    /// "US-EU-backed": all names before the participle.
    fn hyphenated(&self, last: TokenIx) -> Vec<TokenIx> {
        let mut out = vec![last];
        let mut at = last;
        while at >= 2 && self.doc.word(at - 1) == "-" {
            at -= 2;
            out.push(at);
        }
        out.reverse();
        out
    }

    /// The object that a verb shares ("attacked and burned the village") or that its relative clause took away ("the
    /// village that they burned").
    fn missing_object(&self, v: TokenIx) -> Vec<TokenIx> {
        let doc = self.doc;
        let next = (doc.children_by(v, &[Dep::Conj]))
            .find(|&c| self.is_verb(c) && doc.child(c, Dep::Dobj).is_some() && doc.child(c, Dep::Nsubj).is_none());
        if let Some(next) = next
            && doc.children_by(v, &[Dep::Prep, Dep::Ccomp, Dep::Xcomp]).next().is_none()
        {
            return doc.children_by(next, &[Dep::Dobj]).flat_map(|o| doc.conjuncts(o)).collect();
        }
        let own_subject = doc.child(v, Dep::Nsubj);
        if doc.dep(v) == Dep::Relcl
            && own_subject.is_some_and(|s| !self.is_relative(s))
            && doc.children_by(v, &[Dep::Ccomp, Dep::Xcomp]).next().is_none()
        {
            return doc.head(v).into_iter().collect();
        }
        Vec::new()
    }

    /// What hangs off a word by one of these prepositions: noun phrases or gerunds.
    pub(super) fn prepositional(&self, t: TokenIx, is_wanted: impl Fn(&str) -> bool) -> Vec<TokenIx> {
        let doc = self.doc;
        (doc.children_by(t, &[Dep::Prep, Dep::Agent, Dep::Dative, Dep::Prt, Dep::Advmod]))
            // "walked out of the hall": a preposition below another one; but "apart from the talks".
            .flat_map(|p| {
                let leaves_out = self.grammar.is(Kind::Apart, doc.lower(p));
                std::iter::once(p).chain(doc.children_by(p, &[Dep::Prep]).filter(move |_| !leaves_out))
            })
            .filter(|&p| is_wanted(doc.lower(p)))
            .flat_map(|p| doc.children_by(p, &[Dep::Pobj, Dep::Pcomp]))
            .flat_map(|o| self.phrase(o, t))
            .chain(self.subjects_of_infinitives(t, &is_wanted))
            .collect()
    }

    /// "called for [Oslo] to withdraw": whom a preposition names that the parser ties to the clause behind it.
    fn subjects_of_infinitives(&self, t: TokenIx, is_wanted: impl Fn(&str) -> bool) -> Vec<TokenIx> {
        let doc = self.doc;
        let clauses = [Dep::Advcl, Dep::Ccomp, Dep::Xcomp, Dep::Acl, Dep::Relcl];
        let wanted = |p: &TokenIx| is_wanted(doc.lower(*p));
        let behind = (doc.children_by(t, &[Dep::Prep]).filter(wanted)).flat_map(|p| doc.children_by(p, &[Dep::Pcomp]));
        let marked = (doc.children_by(t, &clauses))
            .filter(|&c| doc.children_by(c, &[Dep::Mark, Dep::Prep]).any(|m| m < c && wanted(&m)));
        (behind.chain(marked))
            .filter(|&c| {
                // The "to" may be left out.
                let bare = doc.token(c).tag == Tag::Vb && doc.children_by(c, &[Dep::Aux]).next().is_none();
                bare || doc.children_by(c, &[Dep::Aux]).any(|a| doc.lower(a) == self.grammar.to())
            })
            .flat_map(|c| doc.children_by(c, &[Dep::Nsubj, Dep::Nsubjpass]))
            .flat_map(|s| doc.conjuncts(s))
            .collect()
    }

    /// The doers of a noun that has none beside it, by the verb that supports it: "Ankara launched an offensive",
    /// "the town came under attack" (then as recipient).
    pub(super) fn supported(&self, noun: TokenIx) -> Option<(Vec<TokenIx>, GovernorSubject, TokenIx)> {
        let doc = self.doc;
        // "an offensive that Kiev was preparing"
        if let Some(carried) = self.carrying_relative(noun).and_then(|v| self.support_by(v, false)) {
            return Some(carried);
        }
        let mut at = noun;
        for _ in 0..MAX_DEPTH {
            let head = doc.head(at)?;
            match doc.dep(at) {
                Dep::Conj => at = head,
                // "a series of attacks", "plans for an offensive"
                Dep::Pobj | Dep::Pcomp => {
                    let above = doc.head(head)?;
                    // "did not react to the demands": others'.
                    let given = self.phrase_governor(above, head).is_some_and(|g| g.event == Effect::Given);
                    if self.grammar.is(Kind::Adjunct, doc.lower(head)) || given {
                        return None;
                    }
                    if self.grammar.is(Kind::Including, doc.lower(head)) {
                        // "caused losses on a great scale, including attacks on towns"
                        let verb = std::iter::once(above).chain(doc.ancestors(above)).find(|&v| self.is_verb(v))?;
                        return self.support_by(verb, false).or_else(|| self.doer_of_losses(verb));
                    }
                    if doc.token(above).pos == Pos::Adj {
                        return self.support_by_adjective(above);
                    }
                    if self.is_verb(above) {
                        // "did not react to the demands": they are another's.
                        let answers = self.grammar.is(Kind::Answer, doc.lemma(above));
                        if answers && doc.lower(head) == self.grammar.to() {
                            return None;
                        }
                        return self.support_by(above, false);
                    }
                    let doers = self.possessors(above);
                    let governor = self.grammar.governor(doc.lemma(above), GovernorPos::Noun);
                    let partitive = self.grammar.is(Kind::Partitive, doc.lemma(above));
                    if !partitive && governor.is_none_or(|g| g.subject == GovernorSubject::Neither) {
                        return None;
                    }
                    if !doers.is_empty() {
                        return Some((doers, GovernorSubject::Actor, above));
                    }
                    at = above;
                }
                Dep::Dobj | Dep::Attr | Dep::Oprd if self.is_verb(head) => return self.support_by(head, false),
                Dep::Nsubjpass => return self.support_by(head, true),
                _ => return None,
            }
        }
        None
    }

    /// The verb of a relative clause that has this noun as its object.
    pub(super) fn carrying_relative(&self, noun: TokenIx) -> Option<TokenIx> {
        self.doc.children_by(noun, &[Dep::Relcl]).find(|&v| !self.is_passive(v) && self.args(v).object.contains(&noun))
    }

    fn support_by(&self, verb: TokenIx, passive: bool) -> Option<(Vec<TokenIx>, GovernorSubject, TokenIx)> {
        let governor = self.grammar.governor(self.doc.lemma(verb), GovernorPos::Verb)?;
        if governor.subject == GovernorSubject::Neither {
            return None;
        }
        let subject = if passive { self.agent(verb) } else { self.args(verb).subject };
        (!subject.is_empty()).then_some((subject, governor.subject, verb))
    }

    /// "has caused destruction, including attacks on towns": who causes does what is named as part of it.
    fn doer_of_losses(&self, verb: TokenIx) -> Option<(Vec<TokenIx>, GovernorSubject, TokenIx)> {
        let governor = self.grammar.governor(self.doc.lemma(verb), GovernorPos::Verb)?;
        let subject = self.args(verb).subject;
        (governor.event == Effect::Carries && !subject.is_empty()).then_some((subject, GovernorSubject::Actor, verb))
    }

    /// "The junta is dependent on Russian support": the subject of the adjective.
    fn support_by_adjective(&self, adjective: TokenIx) -> Option<(Vec<TokenIx>, GovernorSubject, TokenIx)> {
        let governor = self.grammar.governor(self.doc.lower(adjective), GovernorPos::Adjective)?;
        let copula = self.doc.head(adjective).filter(|&v| self.is_verb(v))?;
        let subject = self.args(copula).subject;
        let carries = governor.subject != GovernorSubject::Neither && !subject.is_empty();
        carries.then_some((subject, governor.subject, adjective))
    }

    /// What a copula says its subject is, measures passed over: "is part of the plan" says a plan.
    pub(super) fn said_to_be(&self, copula: TokenIx) -> Option<TokenIx> {
        let doc = self.doc;
        let said = doc.child(copula, Dep::Attr)?;
        if !self.grammar.is(Kind::Partitive, doc.lemma(said)) {
            return Some(said);
        }
        let of = doc.children_by(said, &[Dep::Prep]).find(|&p| doc.lower(p) == self.grammar.of())?;
        doc.child(of, Dep::Pobj)
    }

    /// The tokens from one up to another, as words, for people: "bombed ← said".
    pub(super) fn path(&self, from: TokenIx, to: TokenIx) -> String {
        let doc = self.doc;
        let up: Vec<TokenIx> = std::iter::once(from).chain(doc.ancestors(from)).collect();
        let down: Vec<TokenIx> = std::iter::once(to).chain(doc.ancestors(to)).collect();
        let Some(meet) = up.iter().find(|t| down.contains(t)).copied() else { return String::new() };
        let mut out = doc.word(from).to_owned();
        for &t in up.iter().take_while(|&&t| t != meet) {
            out += &format!(" ←{}– {}", doc.dep(t).as_str(), doc.word(doc.token(t).head));
        }
        let below: Vec<TokenIx> = down.iter().copied().take_while(|&t| t != meet).collect();
        for &t in below.iter().rev() {
            out += &format!(" –{}→ {}", doc.dep(t).as_str(), doc.word(t));
        }
        out
    }
}
