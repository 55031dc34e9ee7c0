//! Which dependents of a reporting verb are its content: clauses, infinitives, noun phrases, what something is called,
//! and what stands around the verb.

use super::source::{agent, is_document, is_somebody, is_verbal};
use super::verbs::{Reading, Taken, is_passive};
use super::{Context, join, without};
use sayso_coding::Vouches;
use sayso_doc::{Dep, Doc, EntLabel, Pos, Tag, TokenIx};
use sayso_lexicon::{Complement, Kind};
use std::ops::Range;

impl Reading<'_> {
    /// The dependents that are content, by the first way that fits.
    pub(super) fn complement(&self) -> Option<Taken> {
        self.clauses()
            .or_else(|| self.infinitive())
            .or_else(|| self.object_and_preposition())
            .or_else(|| self.named())
            .or_else(|| self.prepositional())
            .or_else(|| self.object())
            .or_else(|| self.pronoun())
            .or_else(|| self.stranded())
            .or_else(|| self.around())
            .or_else(|| self.trailing())
            .or_else(|| self.across_a_break())
    }

    /// Clause complements, on either side of the verb.
    fn clauses(&self) -> Option<Taken> {
        let doc = self.doc;
        let mut content = Vec::new();
        let mut vouches = None;
        let own = doc.children_by(self.v, &[Dep::Ccomp, Dep::Xcomp]).filter(|c| !self.cue.contains(c));
        // "made clear that": the tree may hang the clause on the last word of the cue.
        let last = self.cue.end - 1;
        let hung = doc.children_by(last, &[Dep::Ccomp, Dep::Xcomp]).filter(|_| last != self.v);
        for c in own.chain(hung) {
            let Some(v) = self.takes_clause(c) else { continue };
            if vouches.is_none_or(|known| known == v) && (c > self.v || self.adjoins(c)) {
                vouches = Some(v);
                content.extend(self.clause(c));
            }
        }
        let vouches = vouches?;
        content.extend(self.rest_of_sentence(&content));
        // "said that … and that …", the second hung on the verb.
        for c in doc.children_by(self.v, &[Dep::Conj]).filter(|&c| has_that(doc, c)) {
            content.extend(self.clause(c));
        }
        Some(Taken::new(content, vouches))
    }

    /// Whether a clause before the verb is said by its subject: "It rained, he said", but not "It rained; he said it was cold".
    fn adjoins(&self, c: TokenIx) -> bool {
        let doc = self.doc;
        let start = self.source.as_ref().map_or(self.cue.start, |s| s.tokens.start.min(self.cue.start));
        // "The town is used to it — rebels claimed the bridge": what has an object of its own reports that.
        let object = doc.child(self.v, Dep::Dobj).is_some_and(|o| o > self.v);
        let stop = |t: TokenIx| doc.word(t) == ";" || (object && matches!(doc.word(t), "—" | "–" | "--"));
        !(c..start).any(|t| stop(t) && self.context.quotes.same(t, self.v))
    }

    /// "Prices will rise, the bank said, because wages do.": what follows a cue between commas belongs to the content.
    fn rest_of_sentence(&self, content: &[Range<TokenIx>]) -> Option<Range<TokenIx>> {
        let doc = self.doc;
        let end = self.source.as_ref().map_or(self.cue.end, |s| s.tokens.end.max(self.cue.end));
        let sentence = doc.sentence(self.v).tokens.clone();
        let before = content.iter().all(|c| c.end <= self.cue.start) && doc.dep(self.v) == Dep::Root;
        let unquoted = content.iter().all(|c| c.clone().all(|t| self.context.quotes.same(t, self.v)));
        if !before || !unquoted || end + 2 >= sentence.end || doc.word(end) != "," {
            return None;
        }
        let next = end + 1;
        let adverbial = doc.children_by(self.v, &[Dep::Advcl]).find(|&c| c > end)?;
        (doc.subtree(adverbial).start == next && doc.token(adverbial).tag != Tag::Vbg).then(|| doc.subtree(adverbial))
    }

    fn takes_clause(&self, c: TokenIx) -> Option<Vouches> {
        let entry = self.entry;
        let doc = self.doc;
        let quoted = !self.context.quotes.same(c, self.v);
        let quotation = || entry.takes(&Complement::Quotation).filter(|_| quoted);
        // "said in an interview timed to match": a participle says nothing.
        let subjects = [Dep::Nsubj, Dep::Nsubjpass, Dep::Expl, Dep::Mark, Dep::Aux, Dep::Auxpass, Dep::Csubj];
        if matches!(doc.token(c).tag, Tag::Vbd | Tag::Vbn) && !quoted && doc.children_by(c, &subjects).next().is_none()
        {
            return None;
        }
        match clause_kind(doc, c) {
            _ if doc.dep(c) == Dep::Xcomp && clause_kind(doc, c) != Clause::Gerund => None,
            Clause::Finite => {
                let marked = || has_that(doc, c) || self.is_written();
                let that = entry.takes(&Complement::ThatClause).filter(|_| c > self.v && marked());
                entry.takes(&Complement::Clause).or(that).or_else(quotation)
            }
            Clause::Question if c > self.v => entry.takes(&Complement::Question).or_else(quotation),
            Clause::Question => quotation(),
            Clause::Infinitive => entry.takes(&Complement::ObjectInfinitive).filter(|_| c > self.v).or_else(quotation),
            Clause::Gerund => entry.takes(&Complement::Gerund).filter(|_| c > self.v).or_else(quotation),
            Clause::Small => {
                // "wants the ministers gone"
                let object = || doc.child(c, Dep::Nsubj).and(entry.takes(&Complement::ObjectInfinitive));
                let predicate = entry.takes(&Complement::Predicate).or_else(object).filter(|_| c > self.v);
                predicate.or_else(quotation).or_else(|| {
                    // A clause before the verb is a quotation whose parse is a fragment.
                    entry.takes(&Complement::Clause).filter(|_| c < self.v)
                })
            }
        }
    }

    /// The words of a clause, the cue and the source inside it left out.
    pub(super) fn clause(&self, c: TokenIx) -> Vec<Range<TokenIx>> {
        let doc = self.doc;
        let sentence = doc.sentence(self.v).tokens.clone();
        let mut range = doc.subtree(c);
        if range.contains(&self.v) {
            return members(doc, c, range);
        }
        if c < self.v && doc.dep(self.v) == Dep::Root && self.context.quotes.same(c, self.v) {
            // "In March, talks resumed, the ministry said": what stands before the clause belongs to it.
            range.start = sentence.start;
        }
        vec![range]
    }

    /// "vowed to stay", "urged them to stay", "called on them to stay", "called for them to stay"
    fn infinitive(&self) -> Option<Taken> {
        let doc = self.doc;
        let after = |&c: &TokenIx| c > self.v;
        let x = doc
            .children_by(self.v, &[Dep::Xcomp, Dep::Advcl, Dep::Ccomp])
            .filter(after)
            .find(|&c| clause_kind(doc, c) == Clause::Infinitive)?;
        let range = doc.subtree(x);
        if let Some(p) = (range.start < x).then_some(range.start).filter(|&p| doc.lower(p) == "for") {
            let vouches = self.entry.takes_preposition("for").or(self.entry.takes(&Complement::Infinitive))?;
            return Some(Taken { content: vec![p + 1..range.end], vouches, preposition: Some(p), stance: false });
        }
        if let Some(p) = doc.children_by(self.v, &[Dep::Prep]).filter(after).find(|&p| p < x) {
            let vouches = self.entry.takes_preposition(doc.lower(p)).filter(|_| doc.dep(x) != Dep::Advcl || p < x);
            if let Some(vouches) = vouches {
                return Some(Taken { content: vec![p + 1..range.end], vouches, preposition: Some(p), stance: false });
            }
        }
        if doc.dep(x) == Dep::Advcl {
            return None;
        }
        let object = doc.children_by(self.v, &[Dep::Dobj, Dep::Dative]).filter(after).find(|&o| o < x);
        match object {
            Some(o) => {
                let vouches = self.entry.takes(&Complement::ObjectInfinitive)?;
                Some(Taken::new(vec![doc.subtree(o).start..range.end], vouches))
            }
            // "were told to leave": the passive's subject is the object.
            None if is_passive(doc, self.v) => {
                let vouches = self.entry.takes(&Complement::ObjectInfinitive)?;
                Some(Taken::new(vec![range], vouches))
            }
            // "what he perceived to be a threat": the question word is the object.
            None if doc.children(x).any(|t| t < self.v && doc.token(t).tag == Tag::Wp)
                || self.follows_question_word() =>
            {
                let vouches =
                    self.entry.takes(&Complement::ObjectInfinitive).or(self.entry.takes(&Complement::Infinitive))?;
                Some(Taken::new(vec![self.v + 1..range.end], vouches))
            }
            None => Some(Taken::new(vec![range], self.entry.takes(&Complement::Infinitive)?)),
        }
    }

    /// "what he perceived": the object of the verb stands before it.
    fn follows_question_word(&self) -> bool {
        self.doc.children_by(self.v, &[Dep::Dobj]).any(|t| t < self.v && self.doc.token(t).tag == Tag::Wp)
    }

    /// "accused them of lying", "blamed it for the delay"
    fn object_and_preposition(&self) -> Option<Taken> {
        let doc = self.doc;
        let wanted = self.entry.senses.iter().find_map(|s| match &s.grammar {
            Complement::ObjectPreposition(p) => Some((p, s.vouches)),
            _ => None,
        });
        let (word, vouches) = wanted?;
        let object = doc.child(self.v, Dep::Dobj).or_else(|| doc.child(self.v, Dep::Nsubjpass))?;
        let holds = |t: TokenIx| doc.children_by(t, &[Dep::Prep]).find(|&p| doc.lower(p) == word && p > self.v);
        let by = agent(doc, self.v);
        let joined = || doc.children_by(object, &[Dep::Conj]).find_map(holds);
        let p = holds(self.v).or_else(|| holds(object)).or_else(joined).or_else(|| by.and_then(holds))?;
        Some(Taken::new(vec![doc.subtree(object), doc.subtree(p)], vouches))
    }

    /// "called the vote a farce", "described it as a farce", "which it called a farce"
    fn named(&self) -> Option<Taken> {
        let vouches = self.entry.takes(&Complement::Predicate)?;
        let doc = self.doc;
        let object = doc.child(self.v, Dep::Dobj);
        let Some(predicate) = self.predicate(object) else {
            // "what the army calls a camp": the object of the verb is the question word.
            let what = doc
                .children_by(self.v, &[Dep::Dobj, Dep::Oprd])
                .find(|&o| o < self.v && doc.token(o).tag == Tag::Wp)?;
            let name = object
                .filter(|&o| o > self.v && o != what)
                .or_else(|| doc.children_by(self.v, &[Dep::Dobj]).find(|&o| o > self.v))?;
            return Some(Taken::new(vec![doc.subtree(name)], vouches));
        };
        // "Most identify as Danes" calls nobody anything.
        if object.is_none() && doc.lower(predicate.start) == "as" && !is_passive(doc, self.v) {
            return None;
        }
        let object = object.filter(|&o| doc.token(o).pos != Pos::Pron || o > self.v);
        // "a claim that the leaders called absurd"
        let object = object.or_else(|| self.relative_object()).map(|o| self.phrase(o));
        Some(Taken::new(object.into_iter().chain([predicate]).collect(), vouches))
    }

    /// What something is called or taken for: "a farce", "as a farce".
    pub(super) fn predicate(&self, object: Option<TokenIx>) -> Option<Range<TokenIx>> {
        let doc = self.doc;
        let after = |&t: &TokenIx| t > self.v;
        let as_of = |t: TokenIx| doc.children_by(t, &[Dep::Prep]).filter(after).find(|&p| doc.lower(p) == "as");
        if let Some(p) = as_of(self.v).or_else(|| object.and_then(as_of)) {
            return Some(doc.subtree(p));
        }
        // "as" before a participle or an adjective: "dismissed it as fabricated".
        let clause = doc
            .children_by(self.v, &[Dep::Advcl])
            .filter(after)
            .find(|&c| doc.lower(doc.subtree(c).start) == "as" && clause_kind(doc, c) != Clause::Finite);
        if let Some(c) = clause.filter(|_| object.is_some() || is_passive(doc, self.v)) {
            return Some(doc.subtree(c));
        }
        // "was crowned king": the tree takes the name for an object.
        let named = if is_passive(doc, self.v) { &[Dep::Oprd, Dep::Dobj][..] } else { &[Dep::Oprd] };
        let named = doc.children_by(self.v, named).find(after).map(|p| doc.subtree(p));
        // 'called the plan "a farce"': the tree takes the quotation for an apposition.
        named.or_else(|| {
            let mut appositions = object.into_iter().flat_map(|o| doc.children_by(o, &[Dep::Appos]));
            let named = appositions.find(|&a| !self.context.quotes.same(a, self.v)).map(|a| doc.subtree(a));
            named.or_else(|| self.quoted_after(object?))
        })
    }

    /// 'called the demand "out of the question"': a quotation right after the object.
    fn quoted_after(&self, object: TokenIx) -> Option<Range<TokenIx>> {
        let end = self.doc.subtree(object).rfind(|&t| self.context.quotes.same(t, self.v))? + 1;
        // "held a sign that read: “…”": the quotation is not what the sign is called.
        if self.doc.word(end - 1) == ":" {
            return None;
        }
        let quotation = self.context.quotes.at(end).filter(|q| q.tokens.start == end && object > self.v)?;
        Some(quotation.tokens.clone())
    }

    /// "warned of rain", "insisted on leaving"
    fn prepositional(&self) -> Option<Taken> {
        let doc = self.doc;
        // "declined to comment on": the tree hangs the preposition on the last word of the cue.
        let last = self.cue.end - 1;
        let hung = doc.children_by(last, &[Dep::Prep]).filter(|_| last != self.v);
        for p in doc.children_by(self.v, &[Dep::Prep]).chain(hung).filter(|&p| p > self.v) {
            let Some(vouches) = self.entry.takes_preposition(doc.lower(p)) else { continue };
            // "reported on Friday"
            let object = doc.child(p, Dep::Pobj).and_then(|o| doc.ent(o)).map(|e| e.label);
            if matches!(object, Some(EntLabel::Date | EntLabel::Time)) {
                continue;
            }
            let range = doc.subtree(p);
            if range.end > p + 1 {
                return Some(Taken { content: vec![p + 1..range.end], vouches, preposition: Some(p), stance: false });
            }
        }
        None
    }

    /// "told Radio Nord on condition of anonymity that …": the clause where the tree hangs it on a word in between.
    fn stranded(&self) -> Option<Taken> {
        /// How far from the cue its clause may begin.
        const REACH: usize = 12;
        let doc = self.doc;
        let vouches = self.entry.takes(&Complement::Clause).or(self.entry.takes(&Complement::ThatClause))?;
        let end = doc.sentence(self.v).tokens.end.min(self.cue.end + REACH);
        let that = (self.cue.end..end).find(|&t| doc.lower(t) == "that" && doc.dep(t) == Dep::Mark)?;
        let clause = doc.head(that)?;
        let lower = |t: TokenIx| !doc.word(t).starts_with(char::is_uppercase);
        let verb = |t: TokenIx| is_verbal(doc, t) && lower(t);
        // "reported claims that": the clause is the noun's.
        let noun = self.context.cues.is_report(doc.lemma(that - 1));
        // "was told by a guard that …": the clause is taken for the guard's.
        let sources = self.source.as_ref().is_some_and(|s| s.tokens.contains(&that));
        let own = !sources && !(self.cue.end..that).any(verb) && self.context.quotes.same(that, self.v);
        (own && !noun && doc.is_under(clause, self.v)).then(|| Taken::new(vec![that..doc.subtree(clause).end], vouches))
    }

    /// "denied the report", "the report that the mayor denied"
    fn object(&self) -> Option<Taken> {
        let after = self.doc.child(self.v, Dep::Dobj).filter(|&o| o > self.v);
        let mut taken = self.thing(after.or_else(|| self.relative_object())?)?;
        // "The poll shows Lind with a lead": what it shows of her.
        if let Some(part) = taken.content.first_mut().filter(|_| after.is_some() && self.is_written()) {
            let doc = self.doc;
            let next = |end: TokenIx| doc.children_by(self.v, &[Dep::Prep]).find(|&p| doc.subtree(p).start == end);
            part.end = next(part.end).map_or(part.end, |p| doc.subtree(p).end);
        }
        Some(taken)
    }

    /// "denied it", "nobody believes that": what was spoken of before.
    fn pronoun(&self) -> Option<Taken> {
        let doc = self.doc;
        let after = |&o: &TokenIx| o > self.v && doc.token(o).pos == Pos::Pron;
        let object = doc.children_by(self.v, &[Dep::Dobj]).find(after)?;
        let means = doc.token(object).tag == Tag::Dt || self.context.grammar.is(Kind::NeuterPronoun, doc.lower(object));
        let grammars = [Complement::Noun, Complement::ReportedNoun, Complement::Clause];
        let vouches = grammars.iter().find_map(|g| self.entry.takes(g)).filter(|_| means)?;
        Some(Taken::new(vec![doc.subtree(object)], vouches))
    }

    /// The noun that a relative clause without an object of its own hangs off: "the tax that the council opposed".
    fn relative_object(&self) -> Option<TokenIx> {
        let doc = self.doc;
        let relative = |t: TokenIx| matches!(doc.token(t).tag, Tag::Wp | Tag::Wdt) && t < self.v;
        let own = |t: &TokenIx| !relative(*t);
        let object_that = || has_that(doc, self.v) && doc.child(self.v, Dep::Oprd).is_some();
        let clause = doc.dep(self.v) == Dep::Relcl || (doc.dep(self.v) == Dep::Acl && object_that());
        let noun = doc.head(self.v).filter(|_| clause)?;
        let subject = doc.children_by(self.v, &[Dep::Nsubj]).any(|s| own(&s));
        let objects = [Dep::Dobj, Dep::Ccomp, Dep::Xcomp, Dep::Attr, Dep::Acomp];
        (subject && !doc.children_by(self.v, &objects).any(|o| own(&o))).then_some(noun)
    }

    /// A noun phrase as content: what is said, or what the source is for or against.
    pub(super) fn thing(&self, head: TokenIx) -> Option<Taken> {
        let content = vec![self.phrase(head)];
        match self.noun(head) {
            Some(vouches) => Some(Taken::new(content, vouches)),
            None => self.stance(head).map(|vouches| Taken { stance: true, ..Taken::new(content, vouches) }),
        }
    }

    /// The words of a noun phrase, up to the verb where that is part of it: "the plan, | backed by the council".
    pub(super) fn phrase(&self, head: TokenIx) -> Range<TokenIx> {
        let phrase = self.doc.subtree(head);
        if head < self.v && phrase.contains(&self.v) {
            return phrase.start..self.doc.subtree(self.v).start.max(head + 1);
        }
        phrase
    }

    /// "opposes the tax", but not "opposes the invasion": that is what happened, and what the frames tell of.
    fn stance(&self, head: TokenIx) -> Option<Vouches> {
        let vouches = self.entry.takes(&Complement::Stance)?;
        let doc = self.doc;
        // "those who reject its rule" are nobody in particular.
        let source = self.source.as_ref().map(|s| doc.token(s.head));
        if source.is_none_or(|s| s.pos == Pos::Pron && s.tag == Tag::Dt) {
            return None;
        }
        let named = matches!(doc.token(head).pos, Pos::Noun | Pos::Propn) && !is_somebody(self.context, head);
        let happens = self.context.frames.tells(doc.lemma(head));
        (named && !happens).then_some(vouches)
    }

    /// What taking this noun phrase as content vouches for.
    pub(super) fn noun(&self, head: TokenIx) -> Option<Vouches> {
        if self.entry.attitude {
            return self.entry.takes(&Complement::Noun).filter(|_| self.is_object_of_attitude(head));
        }
        let quoted = !self.context.quotes.same(head, self.v);
        if matches!(self.doc.token(head).pos, Pos::Pron | Pos::Det)
            || (!quoted && !self.is_written() && is_somebody(self.context, head))
        {
            return None;
        }
        self.entry.takes(&Complement::Noun).or_else(|| {
            let reported = || is_reported(self.context, head, self.v) || self.is_written();
            self.entry.takes(&Complement::ReportedNoun).filter(|_| reported())
        })
    }

    /// Whatever is not how long, when or oneself.
    fn is_object_of_attitude(&self, head: TokenIx) -> bool {
        let doc = self.doc;
        let measure = matches!(
            doc.ent(head).map(|e| e.label),
            Some(EntLabel::Date | EntLabel::Time | EntLabel::Percent | EntLabel::Quantity)
        );
        let token = doc.token(head);
        let pronoun = matches!(token.pos, Pos::Pron | Pos::Det | Pos::Sconj);
        // "praised him", but not "rejected that" or "blamed himself"
        let nothing = pronoun && (token.tag != Tag::Prp || token.lower == "it" || token.lower.contains("sel"));
        !measure && !nothing
    }

    /// "The survey found little support": whatever a document reveals, shows or finds is what it says.
    fn is_written(&self) -> bool {
        self.written || self.source.as_ref().is_some_and(|s| is_document(self.context, s.head))
    }

    /// "As the ministry said, …" and "…, the ministry said, …": the content is what the words stand in.
    fn around(&self) -> Option<Taken> {
        let doc = self.doc;
        if is_passive(doc, self.v) {
            return None;
        }
        let vouches = self.entry.takes(&Complement::Clause).or(self.entry.takes(&Complement::Quotation))?;
        let as_clause = doc.dep(self.v) == Dep::Advcl
            && doc.children_by(self.v, &[Dep::Mark, Dep::Advmod]).any(|m| doc.lower(m) == "as" && m < self.v);
        if !as_clause && doc.dep(self.v) != Dep::Parataxis {
            return None;
        }
        // "as it assumes its new role": what has an object of its own does not tell of what is around it.
        if doc.children_by(self.v, &[Dep::Dobj]).any(|o| o > self.v && doc.token(o).pos == Pos::Noun) {
            return None;
        }
        let head = doc.head(self.v)?;
        // "The house was searched and two men were held, the agency said": both.
        let first = |t: TokenIx| doc.head(t).filter(|&h| doc.dep(t) == Dep::Conj && is_verbal(doc, h));
        let head = std::iter::successors(Some(head), |&t| first(t)).last().unwrap_or(head);
        let own = doc.subtree(self.v);
        Some(Taken::new(without(doc.subtree(head), &own), vouches))
    }

    /// "told Meridian.Fm that …": the parser takes the stop inside a name for the end of the sentence.
    fn across_a_break(&self) -> Option<Taken> {
        let doc = self.doc;
        let vouches = self.entry.takes(&Complement::Clause).or(self.entry.takes(&Complement::ThatClause))?;
        let sentence = doc.sentence_ix(self.v);
        let next = doc.sentences().get(sentence + 1)?;
        let end = doc.sentences()[sentence].span.end;
        if end != next.span.start || next.paragraph != doc.sentences()[sentence].paragraph {
            return None;
        }
        let first = next.tokens.start;
        let that =
            (first..next.tokens.end.min(first + 3)).find(|&t| doc.lower(t) == "that" && doc.dep(t) == Dep::Mark)?;
        Some(Taken::new(vec![that..next.tokens.end], vouches))
    }

    /// "…, the ministry said." where the tree does not say so: what stands before the comma.
    fn trailing(&self) -> Option<Taken> {
        let doc = self.doc;
        let vouches = self.entry.takes(&Complement::Quotation)?;
        let source = self.source.as_ref()?;
        let own_subject = doc.children_by(self.v, &[Dep::Nsubj]).next().is_some();
        if !own_subject || !matches!(doc.token(self.v).tag, Tag::Vbd | Tag::Vbz | Tag::Vbp) {
            return None;
        }
        let start = source.tokens.start.min(self.cue.start);
        let sentence = doc.sentence(self.v).tokens.clone();
        let comma = start.checked_sub(1).filter(|&c| c > sentence.start && doc.word(c) == ",")?;
        let adjacent = source.tokens.end == self.cue.start || self.cue.end == source.tokens.start;
        let after = doc.children(self.v).filter(|&c| c > self.v && c >= source.tokens.end);
        let mut after = after.filter(|&c| {
            !matches!(doc.dep(c), Dep::Prep | Dep::Npadvmod | Dep::Punct | Dep::Advmod | Dep::Dobj | Dep::Dative)
        });
        // A clause before the comma that has a cue of its own ("When asked, the ministry said") is none of its content.
        let has_verb =
            (sentence.start..comma).any(|t| matches!(doc.token(t).tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md));
        // "Asked whether it would rain, she said": when, not what.
        let mut adverbials = doc.children_by(self.v, &[Dep::Advcl]);
        if adverbials.any(|c| c < comma && doc.subtree(c).start == sentence.start) {
            return None;
        }
        // "A bad day, the ministry said."
        let end = source.tokens.end.max(self.cue.end);
        let has_verb =
            has_verb || (is_fragment(doc, sentence.start) && (end..sentence.end).all(|t| doc.word(t) == "."));
        (adjacent && has_verb && after.next().is_none() && doc.dep(doc.subtree(self.v).start) != Dep::Mark)
            .then(|| Taken::new(vec![sentence.start..comma], vouches))
    }
}

/// A noun phrase that quotes, or that is itself a report: "US claims", "the 'farce'".
pub(super) fn is_reported(context: &Context, head: TokenIx, cue: TokenIx) -> bool {
    let quoted = |t: TokenIx| context.quotes.at(t).is_some() && !context.quotes.same(t, cue);
    let doc = context.doc;
    let clause = || doc.children_by(head, &[Dep::Acl, Dep::Ccomp]).any(|c| has_that(doc, c));
    context.cues.is_report(doc.lemma(head)) || doc.subtree(head).any(quoted) || clause()
}

/// Whether what begins here is no adverbial ("In May, …", "Still, …").
fn is_fragment(doc: &Doc, t: TokenIx) -> bool {
    matches!(doc.token(t).pos, Pos::Det | Pos::Noun | Pos::Propn | Pos::Adj | Pos::Intj | Pos::Num)
}

/// The tokens of a range that stand under `top`, in runs.
fn members(doc: &Doc, top: TokenIx, range: Range<TokenIx>) -> Vec<Range<TokenIx>> {
    join(range.filter(|&t| doc.is_under(t, top)).map(|t| t..t + 1).collect())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Clause {
    Finite,
    Question,
    Infinitive,
    Gerund,
    /// Without a verb of its own that is finite: "him a liar", a fragment.
    Small,
}

pub(super) fn clause_kind(doc: &Doc, c: TokenIx) -> Clause {
    let finite = |t: TokenIx| matches!(doc.token(t).tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md);
    let auxiliaries = || doc.children_by(c, &[Dep::Aux, Dep::Auxpass]);
    let question = || {
        doc.children_by(c, &[Dep::Mark]).any(|m| matches!(doc.lower(m), "whether" | "if"))
            || doc.children(c).take_while(|&t| t < c).any(|t| {
                matches!(doc.token(t).tag, Tag::Wp | Tag::Wrb | Tag::WpS)
                    || (doc.token(t).tag == Tag::Wdt && doc.lower(t) != "that")
                    || doc.children(t).any(|d| d < c && matches!(doc.token(d).tag, Tag::Wdt | Tag::WpS | Tag::Wrb))
            })
    };
    // "noting that 200 states signed": whatever the tagger makes of the verb.
    if finite(c) || auxiliaries().any(finite) || has_that(doc, c) {
        return if question() { Clause::Question } else { Clause::Finite };
    }
    if auxiliaries().any(|t| doc.token(t).tag == Tag::To) {
        return if question() { Clause::Question } else { Clause::Infinitive };
    }
    if doc.token(c).tag == Tag::Vbg || auxiliaries().any(|t| doc.token(t).tag == Tag::Vbg) {
        return Clause::Gerund;
    }
    Clause::Small
}

pub(super) fn has_that(doc: &Doc, c: TokenIx) -> bool {
    doc.children_by(c, &[Dep::Mark]).any(|m| doc.lower(m) == "that")
}
