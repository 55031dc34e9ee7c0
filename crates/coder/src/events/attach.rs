//! When, where and how many: the time expressions, places and numbers that the tree ties to an event.

use super::clause::Tree;
use super::matching::Match;
use jiff::ToSpan;
use jiff::civil::Date;
use sayso_coding::{
    EventDate, EventQuantity, EventType, Place, PlaceId, Quantity, QuantityId, QuantityRole, Status, Time, TimeId,
    TimeKind,
};
use sayso_doc::{Dep, EntLabel, Pos, Span, Tag, TokenIx};
use sayso_lexicon::{Class, Effect, GovernorPos, GovernorSubject, Kind, Role};
use smol_str::{SmolStr, format_smolstr};

const MAX_CLIMB: usize = 8;

/// The expressions of a document, each with the word that it modifies.
pub(super) struct Anchored<'a> {
    tree: Tree<'a>,
    times: &'a [Time],
    places: &'a [Place],
    quantities: &'a [Quantity],
    /// Per time: the verb or noun it says the time of.
    time_anchors: Vec<Option<TokenIx>>,
}

impl<'a> Anchored<'a> {
    pub(super) fn new(tree: Tree<'a>, times: &'a [Time], places: &'a [Place], quantities: &'a [Quantity]) -> Self {
        let mut anchored = Self { tree, times, places, quantities, time_anchors: Vec::new() };
        anchored.time_anchors = times.iter().map(|t| anchored.anchor(t.span)).collect();
        anchored
    }

    /// The token of a stretch that hangs off a word outside it.
    fn top(&self, span: Span) -> Option<TokenIx> {
        let tokens = self.tree.doc.tokens_in(span);
        tokens.clone().find(|&t| self.tree.doc.head(t).is_none_or(|h| !tokens.contains(&h)))
    }

    /// The word above an expression, its preposition passed over.
    fn anchor(&self, span: Span) -> Option<TokenIx> {
        let doc = self.tree.doc;
        let mut at = self.top(span)?;
        for _ in 0..3 {
            let up = doc.head(at)?;
            if !matches!(doc.dep(at), Dep::Pobj | Dep::Pcomp | Dep::Prep) || self.tree.is_verb(up) {
                return Some(up);
            }
            if doc.dep(at) == Dep::Prep {
                return Some(up);
            }
            at = up;
        }
        Some(at)
    }

    /// The words whose time and place are the event's too: its trigger, the verb that carries it, the clause that a
    /// conjunct or participle shares.
    fn hosts(&self, m: &Match) -> Vec<TokenIx> {
        let doc = self.tree.doc;
        let mut hosts = m.fixed.clone();
        hosts.retain(|&t| t != m.head);
        hosts.insert(0, m.head);
        // "demonstrations planned for Sunday"
        hosts.extend(doc.children_by(m.head, &[Dep::Acl]).filter(|&v| {
            let governor = self.tree.grammar.governor(doc.lemma(v), GovernorPos::Verb);
            doc.token(v).tag == Tag::Vbn && governor.is_some_and(|g| matches!(g.event, Effect::Gives(_)))
        }));
        // "a protest which took place in Lima in May"
        hosts.extend(doc.children_by(m.head, &[Dep::Relcl]).filter(|&v| self.tells_that_it_was(v)));
        // The time of talking over a plan is not the time of what is planned.
        let carries = |v: TokenIx| {
            let governor = self.tree.grammar.governor(doc.lemma(v), GovernorPos::Verb);
            governor.is_some_and(|g| g.event == Effect::Carries)
        };
        let mut at = m.support.filter(|&v| carries(v)).unwrap_or(m.head);
        for _ in 0..MAX_CLIMB {
            if !hosts.contains(&at) {
                hosts.push(at);
            }
            let Some(up) = doc.head(at) else { break };
            let carried = |v: TokenIx| {
                let governor = self.tree.grammar.governor(doc.lemma(v), GovernorPos::Verb);
                governor.is_some_and(|g| g.subject != GovernorSubject::Neither && g.event == Effect::Carries)
            };
            // "The fighting occurred in Lima on Monday"; but "The raid caused protests in Lima".
            let happens = |v: TokenIx| carries(v) && doc.child(v, Dep::Dobj).is_none();
            let suffers = |v: TokenIx| {
                let governor = self.tree.grammar.governor(doc.lemma(v), GovernorPos::Verb);
                governor.is_some_and(|g| g.subject == GovernorSubject::Recipient)
            };
            at = match doc.dep(at) {
                // "They vetoed it in May, and Chad has warned them": another's deed has a day of its own.
                Dep::Conj if self.is_another_s(at) && !self.has_time_ahead(up) => break,
                Dep::Conj | Dep::Xcomp => up,
                Dep::Advcl if doc.token(at).tag == Tag::Vbg || self.is_meanwhile(at) => up,
                // "Talks resumed on Monday", "held talks on Monday"; but "The raid drew protests in Lima"
                Dep::Nsubj if doc.child(up, Dep::Dobj).is_some() && suffers(up) => break,
                Dep::Dobj | Dep::Nsubj | Dep::Nsubjpass if self.tree.is_verb(up) && carried(up) => up,
                Dep::Nsubj if self.tree.is_verb(up) && happens(up) => up,
                Dep::Pobj if self.tree.grammar.is(Kind::Partitive, doc.lemma(doc.token(up).head)) => doc.token(up).head,
                // "urged him last week in a phone call": talks are when what is said in them is.
                Dep::Pobj
                    if m.frame.kind == Some(EventType::Consult)
                        && self.tree.grammar.is(Kind::WeakAdjunct, doc.lower(up))
                        && self.tree.is_verb(doc.token(up).head) =>
                {
                    doc.token(up).head
                }
                // "The valley was the scene of a battle in May"
                Dep::Pobj if doc.lower(up) == self.tree.grammar.of() && doc.dep(doc.token(up).head) == Dep::Attr => {
                    doc.token(doc.token(up).head).head
                }
                Dep::Nsubj | Dep::Nsubjpass => {
                    self.predicates(up, &mut hosts);
                    break;
                }
                _ => break,
            };
        }
        // "Police opened fire when the crowd gathered on Monday"
        hosts.extend(doc.children_by(m.head, &[Dep::Advcl]).filter(|&c| self.is_meanwhile(c)));
        hosts
    }

    /// A relative clause that only says of its noun that it came about: "which took place", "that broke out".
    fn tells_that_it_was(&self, verb: TokenIx) -> bool {
        let doc = self.tree.doc;
        let grammar = self.tree.grammar;
        let relative = |s| grammar.is(Kind::RelativePronoun, doc.lower(s));
        let came_about = match doc.child(verb, Dep::Dobj) {
            Some(object) => self.tree.governing_phrase(verb, object),
            None => grammar.governor(doc.lemma(verb), GovernorPos::Verb).is_some_and(|g| g.event == Effect::Carries),
        };
        came_about && doc.children_by(verb, &[Dep::Nsubj, Dep::Nsubjpass]).any(relative)
    }

    /// A verb with a subject of its own that takes up nobody.
    fn is_another_s(&self, verb: TokenIx) -> bool {
        let doc = self.tree.doc;
        let subject = doc.child(verb, Dep::Nsubj);
        self.tree.is_verb(verb) && subject.is_some_and(|s| doc.token(s).pos != Pos::Pron)
    }

    /// "On Monday they attacked": a time before the subject holds for what is joined to the verb too.
    fn has_time_ahead(&self, verb: TokenIx) -> bool {
        let doc = self.tree.doc;
        let Some(subject) = doc.child(verb, Dep::Nsubj).or_else(|| doc.child(verb, Dep::Nsubjpass)) else {
            return true;
        };
        let before = |i: usize| self.times[i].span.end <= doc.token(doc.subtree(subject).start).span.start;
        (0..self.times.len()).any(|i| self.time_anchors[i] == Some(verb) && before(i))
    }

    /// What says of its subject that it is to be or goes on: "are due to begin", "was scheduled", "is to take place".
    fn predicates(&self, predicate: TokenIx, hosts: &mut Vec<TokenIx>) {
        let doc = self.tree.doc;
        let grammar = self.tree.grammar;
        let part = doc.token(predicate).tag == Tag::Vbn;
        let governor = |pos| grammar.governor(doc.lemma(predicate), pos);
        let found = governor(if self.tree.is_verb(predicate) { GovernorPos::Verb } else { GovernorPos::Adjective })
            .or_else(|| governor(GovernorPos::Adjective).filter(|_| part));
        // "took place"; but "claimed three lives" tells another thing.
        let object = doc.child(predicate, Dep::Dobj).is_some_and(|o| doc.children(o).next().is_some());
        let copula = doc.lemma(predicate) == grammar.copula();
        // "The raid will end on Friday" tells when it is over; "The war ended in 2009" dates it.
        let to_come = doc.children_by(predicate, &[Dep::Aux]).any(|a| doc.token(a).tag == Tag::Md);
        let ends = to_come && found.is_some_and(|g| g.event == Effect::Given);
        if hosts.contains(&predicate) || object || ends || !copula && found.is_none() {
            return;
        }
        hosts.push(predicate);
        let own_subject = |v: TokenIx| doc.children_by(v, &[Dep::Nsubj, Dep::Nsubjpass]).next().is_some();
        for next in doc.children_by(predicate, &[Dep::Xcomp, Dep::Acomp]).filter(|&v| !own_subject(v)) {
            self.predicates(next, hosts);
        }
    }

    /// The words from `t` up to the one below `host`.
    fn path(&self, t: TokenIx, host: TokenIx) -> impl Iterator<Item = TokenIx> + Clone {
        std::iter::successors(Some(t), |&at| self.tree.doc.head(at)).take(MAX_CLIMB).take_while(move |&at| at != host)
    }

    /// "fled after the talks in May", "since the end of the union in 1991": the day of what it is told beside.
    fn is_aside(&self, t: TokenIx, host: TokenIx) -> bool {
        let doc = self.tree.doc;
        self.tree.is_verb(host)
            && self.path(t, host).any(|p| doc.dep(p) == Dep::Prep && self.tree.grammar.is(Kind::Adjunct, doc.lower(p)))
    }

    /// "seized ballots for the vote in May": the day of what a thing is meant for.
    fn is_meant_for(&self, t: TokenIx, host: TokenIx) -> bool {
        let doc = self.tree.doc;
        let purpose = |p: TokenIx| doc.dep(p) == Dep::Prep && self.tree.grammar.is(Kind::Purpose, doc.lower(p));
        self.tree.is_verb(host) && self.path(t, host).any(purpose)
    }

    /// "They were arrested when police broke up the rally": a clause that tells of the same time.
    fn is_meanwhile(&self, clause: TokenIx) -> bool {
        let doc = self.tree.doc;
        let past = doc.token(clause).tag == Tag::Vbd;
        past && doc
            .children_by(clause, &[Dep::Advmod, Dep::Mark])
            .any(|w| self.tree.grammar.is(Kind::Meanwhile, doc.lower(w)))
    }

    /// "has been fighting since 1983", "since the coup in May": when it began, and it is not over.
    fn is_since(&self, time: usize, host: TokenIx) -> bool {
        let doc = self.tree.doc;
        let lasting = |p: TokenIx| doc.dep(p) == Dep::Prep && self.tree.grammar.is(Kind::Lasting, doc.lower(p));
        self.top(self.times[time].span).is_some_and(|t| {
            let mut path = self.path(t, host);
            doc.is_under(t, host) && path.clone().any(lasting) && !path.any(|w| self.tree.is_verb(w))
        })
    }

    /// "the first since May", "the worst since 1983": it lasted no longer for that.
    fn is_ranked(&self, noun: TokenIx) -> bool {
        let doc = self.tree.doc;
        let ordinal = |w: TokenIx| doc.ent(w).is_some_and(|e| e.label == EntLabel::Ordinal);
        self.tree.is_noun(noun) && doc.children(noun).any(|w| doc.token(w).tag == Tag::Jjs || ordinal(w))
    }

    /// Whether `t` hangs below `host` through words of its noun phrases only.
    fn is_near(&self, t: TokenIx, host: TokenIx) -> bool {
        let doc = self.tree.doc;
        let mut at = t;
        for _ in 0..MAX_CLIMB {
            if at == host {
                return true;
            }
            if self.tree.is_verb(at) {
                return false;
            }
            match doc.head(at) {
                Some(up) => at = up,
                None => return false,
            }
        }
        false
    }

    /// The date of an event, with why; the publication date, marked as assumed, for what a finite clause tells without one.
    pub(super) fn date(
        &self,
        m: &Match,
        status: Status,
        published: Option<Date>,
    ) -> (Option<EventDate>, Option<(Date, Date)>, String) {
        let doc = self.tree.doc;
        for (rank, &host) in self.hosts(m).iter().enumerate() {
            let compared = self.is_ranked(host);
            let usable = |i: &usize| {
                let time = &self.times[*i];
                let dated = matches!(time.kind, TimeKind::Date | TimeKind::Time) && time.range.is_some();
                dated
                    && !(compared && self.is_since(*i, host))
                    && !((host != m.head || m.frame.kind != Some(EventType::Consult)) && self.is_reached(*i, host))
            };
            let candidates = (0..self.times.len()).filter(usable).filter(|&i| {
                self.time_anchors[i].is_some_and(|a| {
                    a == host
                        || rank == 0
                            && self.is_near(a, host)
                            && !self.is_aside(a, host)
                            && (m.frame.kind == Some(EventType::Consult) || !self.is_meant_for(a, host))
                })
            });
            // The nearest to the trigger, one before it if two are as near.
            let at = doc.token(m.head).span.start;
            let found = candidates.min_by_key(|&i| self.times[i].span.start.abs_diff(at));
            if let Some(i) = found.or_else(|| (0..self.times.len()).filter(usable).find(|&i| self.is_since(i, host))) {
                let time = &self.times[i];
                let mut why = format!("“{}” modifies “{}”", time.span.of(doc.text()), doc.word(host));
                let since = published.filter(|_| self.is_since(i, host));
                let (value, range) = match since {
                    Some(day) => until(time, day),
                    None => (day_value(time), time.range),
                };
                if since.is_some() {
                    why.push_str(", from then on");
                }
                let date = EventDate { value, time: Some(TimeId::new(i)), stated: true };
                return (Some(date), range, why);
            }
        }
        if let Some(i) = self.told_of_the_last(m) {
            let time = &self.times[i];
            let why = format!("“{}” stands behind the last of what was done", time.span.of(doc.text()));
            let date = EventDate { value: day_value(time), time: Some(TimeId::new(i)), stated: true };
            return (Some(date), time.range, why);
        }
        if let Some(i) = published.and_then(|day| self.told_at_the_end(m, day)) {
            let time = &self.times[i];
            let why = format!("“{}” stands at the end of what was done for", time.span.of(doc.text()));
            let date = EventDate { value: day_value(time), time: Some(TimeId::new(i)), stated: true };
            return (Some(date), time.range, why);
        }
        let told = status == Status::Occurred && self.tree.is_verb(m.head) && doc.dep(m.head) != Dep::Relcl;
        let finite = matches!(doc.token(m.head).tag, Tag::Vbd | Tag::Vbz | Tag::Vbp)
            || doc
                .children_by(m.head, &[Dep::Aux, Dep::Auxpass])
                .any(|a| matches!(doc.token(a).tag, Tag::Vbd | Tag::Vbz | Tag::Vbp));
        match published {
            Some(day) if told && finite && !self.is_of_another_time(m.head) && !self.is_long_after(m.head, day) => {
                let date = EventDate { value: format_smolstr!("{day}"), time: None, stated: false };
                (Some(date), None, "no expression; assumed from the finite verb and the publication date".to_owned())
            }
            _ => (None, None, "no expression governs it".to_owned()),
        }
    }

    /// "extended the order to Friday and urged them to stay": until when the one holds is not when the other was done.
    fn is_reached(&self, time: usize, host: TokenIx) -> bool {
        let doc = self.tree.doc;
        let prep = self.top(self.times[time].span).and_then(|t| doc.head(t));
        prep.is_some_and(|p| doc.lower(p) == self.tree.grammar.to() && doc.head(p) == Some(host))
    }

    /// "lifted a ban after winning in 2018": the day of what it came after is long past.
    fn is_long_after(&self, verb: TokenIx, day: Date) -> bool {
        const LONG: i64 = 31;
        let doc = self.tree.doc;
        let after = |c: TokenIx| {
            let mark = doc.children_by(c, &[Dep::Mark]).next().unwrap_or(c);
            matches!(doc.dep(c), Dep::Prep | Dep::Advcl) && self.tree.grammar.is(Kind::Adjunct, doc.lower(mark))
        };
        let long_past = |t: &Time| t.range.is_some_and(|(_, end)| end.saturating_add(LONG.days()) < day);
        let mut clauses = doc.children(verb).filter(|&c| after(c));
        clauses.any(|c| {
            self.times.iter().any(|t| long_past(t) && self.top(t.span).is_some_and(|top| doc.is_under(top, c)))
        })
    }

    /// "attacked farms and burned huts on Monday": the day at the end holds for all that the same doers did.
    fn told_of_the_last(&self, m: &Match) -> Option<usize> {
        let doc = self.tree.doc;
        let past = |v: TokenIx| doc.token(v).tag == Tag::Vbd && self.tree.is_verb(v);
        let last = doc.children_by(m.head, &[Dep::Conj]).rfind(|&c| past(c)).filter(|_| past(m.head))?;
        let own = doc.children_by(last, &[Dep::Nsubj, Dep::Nsubjpass, Dep::Auxpass, Dep::Aux]).next().is_some();
        let day = |i: &usize| {
            let time = &self.times[*i];
            let dated = matches!(time.kind, TimeKind::Date | TimeKind::Time) && time.range.is_some();
            dated && self.time_anchors[*i] == Some(last)
        };
        let behind = |i: &usize| self.times[*i].span.start > doc.token(last).span.start;
        let found = (0..self.times.len()).filter(day).find(behind)?;
        (!own && !self.is_reached(found, last)).then_some(found)
    }

    /// "fired to stop a march to the palace on Tuesday": a past day at the end of what was done for is when it was done.
    fn told_at_the_end(&self, m: &Match, published: Date) -> Option<usize> {
        let doc = self.tree.doc;
        let verb = m.head;
        if doc.token(verb).tag != Tag::Vbd || !self.tree.is_verb(verb) {
            return None;
        }
        let unfinished = |t: TokenIx| {
            matches!(doc.dep(t), Dep::Xcomp | Dep::Advcl | Dep::Acl | Dep::Pcomp)
                && matches!(doc.token(t).tag, Tag::Vb | Tag::Vbg)
        };
        (0..self.times.len()).find(|&i| {
            let time = &self.times[i];
            let past = time.kind == TimeKind::Date && time.range.is_some_and(|(_, end)| end <= published);
            let Some(anchor) = self.time_anchors[i].filter(|&a| past && a > verb && self.tree.is_verb(a)) else {
                return false;
            };
            let mut path = self.path(anchor, verb);
            let below = doc.is_under(anchor, verb) && anchor != verb;
            let purpose = self.path(anchor, verb).any(|t| doc.token(t).tag == Tag::Vb);
            below && purpose && path.all(|t| unfinished(t) || !self.tree.is_verb(t))
        })
    }

    /// "resigned days after the army had fired", "met once the rebels left": told as the time of something else, or as past
    /// even then; nothing says that it was on the day of publication.
    fn is_of_another_time(&self, verb: TokenIx) -> bool {
        let doc = self.tree.doc;
        let grammar = self.tree.grammar;
        let perfect = |a: TokenIx| doc.lemma(a) == grammar.perfect() && doc.token(a).tag == Tag::Vbd;
        let mark = |v: TokenIx| doc.children_by(v, &[Dep::Mark]).any(|m| grammar.is(Kind::Adjunct, doc.lower(m)));
        let mut clause = std::iter::once(verb)
            .chain(doc.ancestors(verb))
            .take_while(|&t| t == verb || matches!(doc.dep(t), Dep::Advcl | Dep::Pcomp | Dep::Conj));
        doc.children_by(verb, &[Dep::Aux]).any(perfect) || clause.any(mark)
    }

    /// Where it happened, with why.
    pub(super) fn place(&self, m: &Match) -> (Option<PlaceId>, String) {
        let doc = self.tree.doc;
        let found = |tokens: &[TokenIx]| {
            (tokens.iter())
                .flat_map(|&t| self.places.iter().enumerate().filter(move |(_, p)| p.span.overlaps(doc.token(t).span)))
                .map(|(i, _)| i)
                .next()
        };
        if let Some(i) = found(m.role(Role::Place)) {
            return (Some(PlaceId::new(i)), "the frame's place".to_owned());
        }
        for &host in &self.hosts(m) {
            let mut best: Option<(usize, usize, TokenIx)> = None;
            for (i, place) in self.places.iter().enumerate() {
                let Some(top) = self.top(place.span) else { continue };
                // A city that is struck is where it happens; a state that is sanctioned is not.
                let struck = |role| role == Role::Recipient && place.resolution != 1;
                let takes_part = (m.roles.iter())
                    .any(|(role, tokens)| *role != Role::Place && !struck(*role) && tokens.contains(&top));
                if takes_part {
                    continue;
                }
                // "discussed the raid on Tripoli": there they did not talk.
                let matter = |t: TokenIx| {
                    let talked_over = m.role(Role::Theme).contains(&t) || m.role(Role::Content).contains(&t);
                    m.frame.kind == Some(EventType::Consult) && talked_over && t != top
                };
                if doc.ancestors(top).take_while(|&t| t != host).any(matter) {
                    continue;
                }
                if let Some((steps, prep)) = self.locative(top, host)
                    && best.is_none_or(|(s, ..)| steps < s)
                {
                    best = Some((steps, i, prep));
                }
            }
            if let Some((_, i, prep)) = best {
                let why = format!(
                    "“{} {}” tells where “{}”",
                    doc.word(prep),
                    self.places[i].span.of(doc.text()),
                    doc.word(host)
                );
                return (Some(PlaceId::new(i)), why);
            }
        }
        // "travelled to China": a visit is paid there, to a state too.
        let visited = m.frame.kind == Some(EventType::Consult)
            && (m.frame.limits.iter()).any(|(role, kinds)| *role == Role::Recipient && kinds.contains(&Class::Place));
        match found(m.role(Role::Recipient)) {
            Some(i) if !self.places[i].metonym && (visited || self.places[i].resolution != 1) => {
                (Some(PlaceId::new(i)), "the place that was struck or visited".to_owned())
            }
            _ => (None, "no place is given for it".to_owned()),
        }
    }

    /// How many steps a place hangs below a host by a locative preposition of its own ("in the city of Homs"), directly
    /// or off an object of the host ("struck a market in Homs").
    fn locative(&self, place: TokenIx, host: TokenIx) -> Option<(usize, TokenIx)> {
        let doc = self.tree.doc;
        let mut prep = None;
        let mut at = place;
        for step in 0..MAX_CLIMB {
            if at == host {
                return prep.map(|p| (step, p));
            }
            if self.tree.is_verb(at) {
                return None;
            }
            let of = doc.lower(at) == self.tree.grammar.of();
            match (doc.dep(at), prep) {
                (Dep::Prep, _) if of => {}
                (Dep::Prep, None) if self.tree.grammar.is(Kind::StrictLocative, doc.lower(at)) => prep = Some(at),
                (Dep::Pobj | Dep::Compound | Dep::Appos | Dep::Nmod | Dep::Conj, None) => {}
                (
                    Dep::Agent
                    | Dep::Dobj
                    | Dep::Nsubjpass
                    | Dep::Nsubj
                    | Dep::Conj
                    | Dep::Appos
                    | Dep::Pobj
                    | Dep::Compound,
                    Some(_),
                ) => {}
                _ => return None,
            }
            at = doc.head(at)?;
        }
        None
    }

    /// "left 20 dead and 30 wounded": what the word behind a number says of those counted.
    fn said_of(&self, counted: TokenIx) -> Option<QuantityRole> {
        const SAID: &[Dep] = &[Dep::Acl, Dep::Amod, Dep::Oprd, Dep::Acomp, Dep::Conj, Dep::Xcomp, Dep::Ccomp];
        let doc = self.tree.doc;
        let next = Some(counted + 1).filter(|&n| n < doc.len() && SAID.contains(&doc.dep(n)))?;
        let said = matches!(doc.token(next).tag, Tag::Vbn | Tag::Vbd | Tag::Jj) && doc.child(next, Dep::Dobj).is_none();
        let grammar = self.tree.grammar;
        let role = || grammar.number_by_trigger(doc.lemma(next)).or_else(|| grammar.number_by_counted(doc.lower(next)));
        if said { role() } else { None }
    }

    /// "killed in two ambushes": what is counted beside the deed.
    fn is_beside(&self, counted: TokenIx, head: TokenIx) -> bool {
        let doc = self.tree.doc;
        let up = std::iter::once(counted).chain(doc.ancestors(counted)).take_while(|&t| t != head);
        doc.is_under(counted, head)
            && up.into_iter().any(|t| doc.dep(t) == Dep::Prep && doc.lower(t) != self.tree.grammar.of())
    }

    /// "F-16 fighters", "Su-27 jets": a model's name before a noun says that it is a machine.
    pub(super) fn is_armament(&self, nouns: &[TokenIx]) -> bool {
        let doc = self.tree.doc;
        let mixed =
            |word: &str| word.bytes().any(|b| b.is_ascii_digit()) && word.starts_with(|c: char| c.is_ascii_uppercase());
        let modifiers =
            nouns.iter().flat_map(|&n| doc.children_by(n, &[Dep::Compound, Dep::Nmod]).filter(move |&c| c < n));
        modifiers.into_iter().any(|c| mixed(doc.word(c)))
    }

    /// The numbers that belong to an event with what they say; those below another of the events are that one's.
    pub(super) fn numbers(&self, m: &Match, events: &[&Match]) -> Vec<EventQuantity> {
        let doc = self.tree.doc;
        let grammar = self.tree.grammar;
        let mut out = Vec::new();
        for (i, q) in self.quantities.iter().enumerate() {
            if doc.sentence_ix(q.head) != doc.sentence_ix(m.head) {
                continue;
            }
            let of_role = m.roles.iter().find_map(|(r, tokens)| {
                tokens.iter().copied().find(|&t| self.is_near(q.head, t)).map(|token| (*r, token))
            });
            if of_role.is_none() && !self.is_near(q.head, m.head) {
                continue;
            }
            let host = of_role.map_or(m.head, |(_, token)| token);
            let between = || self.path(q.head, host);
            // "Police held 40 people at a protest by 2,000 students"
            let is_others = |t: &TokenIx| !m.fixed.contains(t) && events.iter().any(|e| e.head == *t);
            if between().chain([host]).any(|t| is_others(&t)) {
                continue;
            }
            let of_role = of_role.map(|(role, _)| role);
            // Of "a mother of 12" there is one, of "a group of 12" there are twelve.
            let is_off = |t: TokenIx| {
                let above = doc.head(t).filter(|_| doc.dep(t) == Dep::Prep);
                let number = |up| doc.token(up).pos == Pos::Num;
                above.is_some_and(|up| up != m.head && !number(up) && !grammar.is(Kind::Partitive, doc.lemma(up)))
            };
            let is_counted = !between().any(is_off);
            let counted = q.of.as_deref().unwrap_or_default();
            let last = counted.rsplit(' ').next().unwrap_or_default();
            // "20 tons of aid" are tons.
            let by_counted = grammar
                .number_by_counted(doc.lemma(q.head))
                .or_else(|| grammar.number_by_counted(counted))
                .or_else(|| grammar.number_by_counted(last));
            let by_trigger = || {
                let people = is_counted
                    && q.unit.is_none()
                    && matches!(of_role, Some(Role::Recipient | Role::Theme) | None)
                    && !self.is_beside(q.head, m.head);
                m.fixed.iter().filter(|_| people).find_map(|&t| grammar.number_by_trigger(doc.lemma(t)))
            };
            let unit = q.unit.as_deref().unwrap_or_default();
            let by_word = || self.said_of(q.head).filter(|_| q.unit.is_none());
            let armament = || self.is_armament(&[q.head]).then_some(QuantityRole::Weapons);
            let role = if unit.len() == 3 && unit.chars().all(|c| c.is_ascii_uppercase()) {
                QuantityRole::Money
            } else {
                by_word().or_else(armament).or_else(by_trigger).or(by_counted).unwrap_or(QuantityRole::Other)
            };
            out.push(EventQuantity { quantity: QuantityId::new(i), role });
        }
        out
    }
}

/// From a time to the day of publication, as exact as the time.
fn until(time: &Time, published: Date) -> (SmolStr, Option<(Date, Date)>) {
    let begun = day_value(time);
    let begun = begun.split_once('/').map_or(begun.as_str(), |(start, _)| start);
    let now = format_smolstr!("{published}");
    let now = now.get(..begun.len()).unwrap_or(&now);
    let value = if begun == now { begun.into() } else { format_smolstr!("{begun}/{now}") };
    (value, time.range.map(|(start, end)| (start, end.max(published))))
}

/// A time expression as a date of an event: a day, month or year, else its first and last day.
fn day_value(time: &Time) -> SmolStr {
    let Some((start, end)) = time.range else { return time.value.clone() };
    if start == end {
        return format_smolstr!("{start}");
    }
    let plain =
        time.value.len() <= 7 && time.value.split('-').all(|p| p.bytes().all(|b| b.is_ascii_digit()) && p.len() >= 2);
    if plain && (time.value.len() == 4 || time.value.len() == 7) {
        return time.value.clone();
    }
    format_smolstr!("{start}/{end}")
}

/// Background more than a year before publication.
pub(super) fn is_historical(range: Option<(Date, Date)>, published: Option<Date>) -> bool {
    match (range, published) {
        (Some((_, end)), Some(published)) => published.checked_sub(1.year()).is_ok_and(|limit| end < limit),
        _ => false,
    }
}
