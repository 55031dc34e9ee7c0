//! What is said to have happened: frames found on dependency trees, with status, sources, dates, places and numbers.

mod attach;
mod clause;
mod confidence;
mod matching;
mod parties;
mod retold;
mod status;
mod story;
mod topic;

use crate::{Cast, Mention};
use attach::Anchored;
use clause::Tree;
use confidence::Features;
use jiff::civil::Date;
use matching::{Match, Matcher};
use parties::{Around, Parties};
use sayso_coding::{
    Context, EntityId, EntityKind, Event, EventType, Mode, Participant, Place, PlaceId, Quantity, Sector, Source,
    Statement, StatementId, Status, Time, Vouches, Why,
};
use sayso_doc::{Dep, Doc, EntLabel, Pos, Span, Tag, TokenIx};
use sayso_lexicon::{Effect, GovernorPos, GovernorSubject, Kind, Lexicon, ModeRule, Role};
use smol_str::{SmolStr, format_smolstr};
use topic::Topics;

/// What the earlier stages found.
#[derive(Clone, Copy)]
pub struct Found<'a> {
    pub times: &'a [Time],
    pub quantities: &'a [Quantity],
    pub cast: &'a Cast,
    pub places: &'a [Place],
    pub statements: &'a [Statement],
}

/// In text order.
pub fn find_events(doc: &Doc, lexicon: &Lexicon, published: Option<Date>, found: &Found) -> Vec<Event> {
    let tree = Tree { doc, grammar: &lexicon.grammar };
    let matcher = Matcher { tree, frames: &lexicon.frames, found };
    let matches = matcher.matches();
    let anchored = Anchored::new(tree, found.times, found.places, found.quantities);
    let coder = EventCoder { matcher, lexicon, published, anchored };
    let (content, told): (Vec<&Match>, Vec<&Match>) =
        matches.iter().filter(|m| m.frame.kind.is_some()).partition(|m| coder.is_content(m, &matches));
    // "lifted the ban": that there was one is told too.
    let lifts = told.iter().filter(|m| m.frame.kind == Some(EventType::Concede));
    let ended: Vec<Match> = content.iter().chain(lifts).flat_map(|m| coder.ended_by(m)).collect();
    let mut kept: Vec<&Match> = told.iter().copied().chain(&ended).collect();
    kept.sort_by_key(|m| m.head);
    let topics = Topics::new(doc, &lexicon.frames, found.cast);
    let mut events: Vec<Event> = Vec::new();
    for m in &kept {
        if kept
            .iter()
            .any(|other| coder.is_doer_of(m, other) || coder.is_told_by(m, other) || coder.is_purpose_of(m, other))
        {
            continue;
        }
        if let Some(event) = coder.event(m, &kept, &matches, &events)
            && topics.keep(coder.is_of_state(&event))
        {
            for event in coder.each_way(m, event) {
                coder.add(&mut events, event);
            }
        }
    }
    topics.leave_out_harm(&mut events);
    coder.complete(&mut events);
    events
}

struct EventCoder<'a> {
    matcher: Matcher<'a>,
    lexicon: &'a Lexicon,
    published: Option<Date>,
    anchored: Anchored<'a>,
}

/// Speech acts whose content is no event of its own.
fn swallows(kind: EventType) -> bool {
    matches!(kind, EventType::Request | EventType::Threaten | EventType::Agree | EventType::Reject)
}

/// What is done by being said.
fn is_speech_act(kind: EventType) -> bool {
    use EventType::*;
    matches!(kind, Request | Threaten | Accuse | Reject | Agree)
}

impl<'a> EventCoder<'a> {
    fn tree(&self) -> Tree<'a> {
        self.matcher.tree
    }

    fn doc(&self) -> &'a Doc {
        self.matcher.tree.doc
    }

    /// Whether a government, court or police takes part, as even in a report of a match they may.
    fn is_of_state(&self, event: &Event) -> bool {
        const OFFICES: [Sector; 4] = [Sector::Gov, Sector::Leg, Sector::Jud, Sector::Cop];
        let mut parties = event.actors.iter().chain(&event.recipients);
        parties.any(|p| self.found().cast.entity(p.entity).sectors.iter().any(|s| OFFICES.contains(s)))
    }

    /// Whether the event is only the content of a speech act: what is demanded, threatened, promised, refused.
    fn is_content(&self, m: &Match, all: &[Match]) -> bool {
        if self.is_in_ultimatum(m.head) || self.is_demanded(m, all) {
            return true;
        }
        // "accused them of being to blame for it": one accusation.
        let accused = |act: &Match| [act, m].iter().all(|a| a.frame.kind == Some(EventType::Accuse));
        (all.iter()).any(|act| {
            let contents = self.contents(act);
            let swallowing = act.frame.kind.is_none_or(swallows);
            act.head != m.head
                && ((swallowing || accused(act)) && contents.iter().any(|&c| self.is_inside_content(m.head, c))
                    || self.terms(act).iter().any(|&c| self.is_inside_content(m.head, c)))
        })
    }

    /// "marched to demand his release", "a clause demanding that they leave", "the need to urge them to leave": where no demand
    /// of somebody's is found.
    fn is_demanded(&self, m: &Match, all: &[Match]) -> bool {
        const ASKED: &[Dep] = &[Dep::Ccomp, Dep::Xcomp];
        let doc = self.doc();
        let demands = |v: TokenIx| self.lexicon.grammar.is(Kind::Demanding, doc.lemma(v));
        let asks = |v: TokenIx| {
            let governor = self.lexicon.grammar.governor(doc.lemma(v), GovernorPos::Verb);
            let of_another = governor
                .is_some_and(|g| g.event == Effect::Gives(Status::Planned) && g.subject == GovernorSubject::Neither);
            let mut frames = self.lexicon.frames.verb(doc.lemma(v)).map(|s| self.lexicon.frames.frame(s));
            demands(v) || of_another && frames.any(|f| f.kind == Some(EventType::Request))
        };
        let asked = |v: TokenIx| {
            let object = doc.children_by(v, &[Dep::Dobj]).filter(|_| demands(v));
            // "set to leave": nobody is asked.
            let addressed = |c| doc.child(v, Dep::Dobj).is_some() || self.tree().asked_by_preposition(v, c).is_some();
            let to_do = |c: TokenIx| self.is_infinitive(c) && addressed(c);
            let infinitive = doc.children_by(v, ASKED).filter(|&c| demands(v) || to_do(c));
            object.chain(infinitive).any(|c| self.is_inside_content(m.head, c))
        };
        let unnamed = |v: TokenIx| !all.iter().any(|a| a.head == v && a.frame.kind == Some(EventType::Request));
        doc.ancestors(m.head).any(|v| self.tree().is_verb(v) && asks(v) && unnamed(v) && asked(v))
    }

    /// "demanded that they end the siege": what is asked is no event, but the siege that its words name is.
    fn ended_by(&self, m: &Match<'a>) -> Vec<Match<'a>> {
        let nouns = m.named().filter(|&&t| t != m.head && self.tree().is_ended(t));
        nouns.flat_map(|&t| self.matcher.best(t, &[]).into_iter().take(1)).filter(|e| e.frame.kind.is_some()).collect()
    }

    /// What a verbal act's own noun is about: "signed an agreement to share electricity", "rejected a plan to end the war".
    fn terms(&self, act: &Match) -> Vec<TokenIx> {
        let doc = self.doc();
        let verbal = act.frame.kind.is_some_and(|k| swallows(k) || k == EventType::Support);
        let nouns = act.fixed.iter().filter(|&&t| verbal && t != act.head && !self.tree().is_verb(t));
        nouns.flat_map(|&t| doc.children_by(t, &[Dep::Acl])).filter(|&v| self.is_infinitive(v)).collect()
    }

    /// What is asked, promised or refused; also what the act is said to be ("The demand was a guarantee that …").
    fn contents(&self, act: &Match) -> Vec<TokenIx> {
        let doc = self.doc();
        let mut contents = act.role(Role::Content).to_vec();
        if let Some(copula) = doc.head(act.head).filter(|_| doc.dep(act.head) == Dep::Nsubj)
            && doc.lemma(copula) == self.lexicon.grammar.copula()
        {
            let said = doc.children_by(copula, &[Dep::Attr, Dep::Ccomp, Dep::Xcomp, Dep::Conj]);
            contents.extend(said.flat_map(|s| doc.conjuncts(s)));
        }
        contents
    }

    /// From the head of the content down through complements; what is told there as past or known stays an event.
    fn is_inside_content(&self, head: TokenIx, content: TokenIx) -> bool {
        let doc = self.doc();
        // "demanded that they should withdraw": the auxiliary is in its verb's clause.
        let mut at = if doc.dep(head) == Dep::Aux { doc.token(head).head } else { head };
        let mut definite = false;
        for _ in 0..8 {
            if at == content {
                return !definite;
            }
            let finite_past = doc.token(at).tag == Tag::Vbd
                || doc.children_by(at, &[Dep::Aux]).any(|a| doc.lemma(a) == self.lexicon.grammar.perfect());
            if finite_past && self.tree().is_verb(at) {
                return false;
            }
            // "urged them to end the shelling": there is shelling.
            if self.tree().is_ended(at) {
                return false;
            }
            match doc.dep(at) {
                Dep::Xcomp | Dep::Ccomp | Dep::Conj | Dep::Prep | Dep::Pcomp | Dep::Acomp => {}
                Dep::Dobj if self.is_brought_about(at) => {}
                Dep::Dobj | Dep::Pobj | Dep::Attr => definite |= self.is_definite(at),
                // "a call for its troops to be sent": the troops are known, their going is not.
                Dep::Nsubj | Dep::Nsubjpass => {
                    definite |= self.is_definite(at) && !doc.head(at).is_some_and(|v| self.is_infinitive(v));
                }
                Dep::Advcl if doc.token(at).tag != Tag::Vbd => {}
                // "rejected a request to question them", "plans to sell tanks"; but "the return of goods seized by the army"
                Dep::Acl | Dep::Relcl if self.is_infinitive(at) => {}
                // "a guarantee that it would not join"
                Dep::Acl if self.is_finite(at) => {}
                // "adopt a resolution condemning them"
                Dep::Acl if doc.token(at).tag == Tag::Vbg && self.is_under_writing(at) => {}
                _ => return false,
            }
            match doc.head(at) {
                Some(up) => at = up,
                None => return false,
            }
        }
        false
    }

    /// "urged them to resume the talks": there are none yet; but "to continue the talks".
    fn is_brought_about(&self, noun: TokenIx) -> bool {
        let doc = self.doc();
        let carries = |v: TokenIx| {
            let governor = self.lexicon.grammar.governor(doc.lemma(v), GovernorPos::Verb);
            governor.is_some_and(|g| g.event == Effect::Carries)
                && !self.lexicon.grammar.is(Kind::Continuing, doc.lemma(v))
        };
        doc.head(noun).is_some_and(|v| doc.token(v).tag == Tag::Vb && carries(v))
    }

    fn is_under_writing(&self, v: TokenIx) -> bool {
        let noun = self.doc().head(v);
        noun.is_some_and(|n| self.matcher.is_document(n) && !self.is_definite(n))
    }

    fn is_infinitive(&self, v: TokenIx) -> bool {
        let grammar = &self.lexicon.grammar;
        self.doc().children_by(v, &[Dep::Aux]).any(|a| self.doc().lower(a) == grammar.to())
    }

    /// "armed rebels", "the occupied valley", "gangs armed with knives": how somebody or a place is, not what somebody did.
    fn is_state(&self, m: &Match, kind: EventType, actors: &[Participant]) -> bool {
        let doc = self.doc();
        let participle = doc.token(m.head).tag == Tag::Vbn || doc.token(m.head).pos == Pos::Adj;
        if !participle || !actors.is_empty() || m.fixed.len() > 1 {
            return false;
        }
        match doc.dep(m.head) {
            Dep::Amod => {
                let named = doc.head(m.head).is_some_and(|n| doc.token(n).pos == Pos::Propn);
                kind.quad() != 4 || named
            }
            Dep::Acl => kind == EventType::Aid || kind == EventType::Support,
            _ => false,
        }
    }

    /// "Raids on clinics are a crime", "Marching is no offence": what any such deed is, by bare nouns and gerunds.
    fn is_generic(&self, head: TokenIx) -> bool {
        let doc = self.doc();
        let dated = |t: TokenIx| doc.ent(t).is_some_and(|e| matches!(e.label, EntLabel::Date | EntLabel::Time));
        let told = |t: TokenIx| {
            // "said that torture is a crime": the parser may take the conjunction for the noun's.
            let pointed = doc.children_by(t, &[Dep::Det]).any(|d| doc.lower(d) != self.lexicon.grammar.that());
            let measured = [Dep::Poss, Dep::Nummod].iter().any(|&d| doc.child(t, d).is_some());
            pointed || measured || doc.subtree(t).any(dated)
        };
        let mut at = head;
        for _ in 0..8 {
            if told(at) {
                return false;
            }
            let Some(up) = doc.head(at) else { return false };
            match doc.dep(at) {
                Dep::Nsubj | Dep::Csubj if self.defines(up) => return true,
                Dep::Prep | Dep::Pobj | Dep::Pcomp | Dep::Dobj | Dep::Conj => at = up,
                Dep::Acl | Dep::Relcl if matches!(doc.token(at).tag, Tag::Vbg | Tag::Vbp | Tag::Vbz) => at = up,
                _ => return false,
            }
        }
        false
    }

    /// "is a crime", "may constitute a crime": in the present, or what may be.
    fn defines(&self, verb: TokenIx) -> bool {
        const SAID: &[Dep] = &[Dep::Attr, Dep::Acomp, Dep::Dobj];
        let doc = self.doc();
        let auxiliary = doc.child(verb, Dep::Aux);
        let present = match auxiliary {
            Some(a) => doc.token(a).tag == Tag::Md,
            None => matches!(doc.token(verb).tag, Tag::Vbz | Tag::Vbp),
        };
        // "amounts to a crime"; but "Raids are on the rise"
        let copula = doc.lemma(verb) == self.lexicon.grammar.copula();
        present
            && self.lexicon.grammar.is(Kind::Defining, doc.lemma(verb))
            && (doc.children_by(verb, SAID).next().is_some() || doc.child(verb, Dep::Prep).is_some() && !copula)
    }

    /// "said the troops would have to wait": what will be needed is asked of nobody.
    fn is_foreseen(&self, m: &Match) -> bool {
        let doc = self.doc();
        let would = |a: TokenIx| self.lexicon.grammar.is(Kind::FutureInPast, doc.lower(a));
        m.frame.speaker == Some(Role::Actor) && doc.children_by(m.head, &[Dep::Aux]).any(would)
    }

    /// "Arrests were continuing", "Clashes broke out"
    fn goes_on(&self, noun: TokenIx) -> bool {
        let doc = self.doc();
        let verb = doc.head(noun).filter(|_| doc.dep(noun) == Dep::Nsubj);
        let carries = |v| {
            let governor = self.lexicon.grammar.governor(doc.lemma(v), GovernorPos::Verb);
            governor.is_some_and(|g| g.event == Effect::Carries)
        };
        verb.is_some_and(|v| carries(v) && doc.child(v, Dep::Dobj).is_none())
    }

    /// "the war", "its invasion", "Friday's bombing": what is spoken of as known.
    fn is_definite(&self, noun: TokenIx) -> bool {
        let doc = self.doc();
        doc.child(noun, Dep::Poss).is_some()
            || doc.children_by(noun, &[Dep::Det]).any(|d| self.lexicon.grammar.is(Kind::Definite, doc.lower(d)))
    }

    /// "The shelling killed five": one event, told by the verb.
    fn is_doer_of(&self, noun: &Match, verb: &Match) -> bool {
        noun.head != verb.head && noun.frame.kind == verb.frame.kind && verb.role(Role::Actor).contains(&noun.head)
    }

    /// "Clashes broke out": the verb tells it, unless the noun knows more.
    fn is_told_by(&self, noun: &Match, verb: &Match) -> bool {
        let parties = noun.roles.iter().any(|(r, _)| matches!(r, Role::Actor | Role::Recipient));
        noun.frame.kind == verb.frame.kind && !parties && verb.role(Role::Theme).contains(&noun.head)
    }

    /// "phoned the premier to discuss gas": one talk, not two; "launched an offensive to retake the port": one fight.
    fn is_purpose_of(&self, m: &Match, other: &Match) -> bool {
        let doc = self.doc();
        if m.head == other.head || m.frame.kind != other.frame.kind {
            return false;
        }
        let purpose = matches!(doc.dep(m.head), Dep::Advcl | Dep::Xcomp | Dep::Acl);
        let of = |h: TokenIx| other.fixed.contains(&h) || other.support == Some(h);
        let below = purpose && doc.head(m.head).is_some_and(of);
        match m.frame.kind {
            Some(EventType::Consult) => below && m.role(Role::Recipient).is_empty(),
            // "blocked a road to protest against", "gave money to help rebuild schools"
            Some(EventType::Protest | EventType::Aid) => below && self.is_infinitive(m.head),
            Some(EventType::Assault) => {
                below && self.is_infinitive(m.head) && (other.fixed.len() > 1 || !self.tree().is_verb(other.head))
            }
            _ => false,
        }
    }

    fn event(&self, m: &Match<'a>, kept: &[&Match<'a>], all: &[Match<'a>], earlier: &[Event]) -> Option<Event> {
        let doc = self.doc();
        let frame_kind = m.frame.kind?;
        let doer = kept.iter().copied().find(|noun| self.is_doer_of(noun, m));
        let around = Around { kept, all, earlier, doer };
        let Parties { mut actors, mut recipients, reasons, inherited } = self.parties(m, frame_kind, around);
        if self.is_state(m, frame_kind, &actors) || actors.is_empty() && self.is_generic(m.head) || self.is_foreseen(m)
        {
            return None;
        }
        let mut covering = self.statements_over(m);
        covering.retain(|&s| !self.is_judged_by(m, s, kept));
        // "Rebels kill four: army": who tells it takes no part, whatever the parser makes of the words.
        let telling = |s: usize| self.found().statements[s].source_span;
        recipients.retain(|r| !covering.iter().any(|&s| telling(s).is_some_and(|words| words.overlaps(r.span))));
        let innermost = covering.last().copied();
        let speaker = innermost.and_then(|s| self.speaker(s));
        // What somebody must do is asked by who says so: the speaker takes part and is no source of it.
        if let (Some(role @ (Role::Actor | Role::Recipient)), Some(speaker)) = (m.frame.speaker, speaker) {
            // "The premier said he had to act": he asks nobody.
            if role == Role::Actor && recipients.iter().any(|r| self.is_own(r.entity, speaker.entity)) {
                return None;
            }
            let list = if role == Role::Actor { &mut actors } else { &mut recipients };
            if list.is_empty() {
                list.push(speaker);
                covering.pop();
            }
        }
        if m.frame.speaker == Some(Role::Actor) && actors.is_empty() {
            return None;
        }
        let denial = covering.iter().find(|&&s| self.found().statements[s].vouches == Vouches::Denies).copied();
        let vouches = innermost.map(|s| self.found().statements[s].vouches);
        let denied = denial.map(|s| self.cue_words(s));
        let mut judged = status::judge(&self.tree(), m.head, &m.fixed, vouches, denied);
        if let Some(status) = m.frame.status.filter(|_| judged.status == Status::Occurred) {
            judged = status::Judged { status, why: format!("{status}: the frame {} says so", m.frame.id) };
        }
        let performed = judged.status == Status::Planned && self.is_performative(m.head, frame_kind);
        if performed && speaker.is_some_and(|s| self.is_one(&actors, s.entity)) {
            // Who does it by saying so is no source of it.
            covering.pop();
        }
        if performed {
            judged = status::Judged {
                status: Status::Occurred,
                why: "occurred: saying so in the first person does it".to_owned(),
            };
        }
        // "calls for an end to the shelling": that there is shelling is not on the caller's word.
        let asked =
            |s: usize| matches!(self.found().statements[s].vouches, Vouches::Asks | Vouches::Orders | Vouches::Wants);
        if judged.status == Status::Occurred && !self.tree().is_verb(m.head) {
            while covering.last().is_some_and(|&s| asked(s)) {
                covering.pop();
            }
        }
        let accuser = self.accuser(m, all);
        if accuser.is_some() && judged.status == Status::Occurred {
            judged = status::Judged { status: Status::Possible, why: "possible: alleged by an accuser".to_owned() };
        }
        let (mut date, mut range, mut date_why) = self.anchored.date(m, judged.status, self.published);
        if self.is_measure_ended(m.head, frame_kind) {
            // "The curfew was lifted on Monday": the day is not its own.
            (date, range, date_why) = (None, None, "what ended it is dated, not itself".to_owned());
        }
        if let Some(doer) = doer.filter(|_| range.is_none()) {
            // "the coup of 2014, which ousted him"
            let told = self.anchored.date(doer, judged.status, self.published);
            if told.1.is_some() {
                (date, range, date_why) = told;
            }
        }
        if let (Some((start, _)), Some(published), Status::Occurred) = (range, self.published, judged.status)
            && start > published
            && doc.token(m.head).tag != Tag::Vbd
        {
            judged = status::Judged { status: Status::Planned, why: format!("planned: {start} is after publication") };
        }
        let own_word = speaker.is_some_and(|s| self.is_one(&actors, s.entity));
        let frame_mode = self.mode(m, frame_kind).or_else(|| doer.and_then(|d| self.mode(d, frame_kind)));
        let future = self.is_future(m.head);
        let kind = match judged.status {
            // What somebody is accused of is that deed.
            Status::Possible if accuser.is_some() => frame_kind,
            Status::Planned if own_word && future && self.has_ultimatum(m.head) => EventType::Threaten,
            Status::Negated if future && is_yielding(frame_kind, own_word) => EventType::Reject,
            Status::Negated if is_offered(frame_kind) && self.is_unwilling(m.head) => EventType::Reject,
            Status::Negated if frame_kind == EventType::Reject && self.is_given_up(m.head) => EventType::Concede,
            Status::Negated if frame_mode == Some(Mode::Access) && self.is_barred(m, &actors) => EventType::Coerce,
            status => settle(frame_kind, frame_mode, status, own_word && future),
        };
        let mut mode = frame_mode.filter(|_| kind == frame_kind);
        if judged.status == Status::Negated
            && matches!(kind, EventType::Concede | EventType::Coerce)
            && frame_kind != kind
        {
            mode = Some(Mode::Restrict).filter(|_| kind == EventType::Coerce);
            judged = status::Judged {
                status: Status::Occurred,
                why: "occurred: the opposite is done by not doing it".to_owned(),
            };
        }
        if kind == EventType::Reject && frame_kind != kind {
            // "They said they would not meet the demands": refused, by whom it is said.
            mode = refused(frame_kind);
            judged = status::Judged {
                status: Status::Occurred,
                why: "occurred: who will not do it says so, which is a refusal".to_owned(),
            };
            if own_word {
                covering.pop();
            }
        }
        if kind == EventType::Threaten && frame_kind != kind {
            // "They said they would attack": the threat was made, by whom it is said.
            mode = threatened(frame_kind, frame_mode);
            judged = status::Judged {
                status: Status::Occurred,
                why: "occurred: who will do it says so, which is a threat".to_owned(),
            };
            covering.pop();
        }
        // A speech act has no scene but the one its frame names; a meeting that is agreed upon has one.
        let (place, place_why) = match kind.quad() {
            1 | 3 if frame_kind != EventType::Consult && m.role(Role::Place).is_empty() => {
                (None, "a speech act".to_owned())
            }
            _ => self.anchored.place(m),
        };
        let quantities = self.anchored.numbers(m, kept);
        let mut via = m.via;
        // "Talks collapsed on Friday", "A truce held in the valley": told without those who take part.
        let talks_or_truce = frame_kind == EventType::Consult || mode == Some(Mode::Ceasefire);
        let told_of_it = if self.tree().is_verb(m.head) {
            self.matcher.is_told_by_theme(m)
        } else {
            // Not "the end of the war of 1998".
            let bare = frame_kind == EventType::Consult || m.fixed.len() < 2;
            (range.is_some() || self.goes_on(m.head)) && bare
        };
        // "The curfew was lifted": what is lifted tells that it was.
        let measure = |&t: &TokenIx| t != m.head && self.is_measure_ended(t, EventType::Coerce);
        let lifted = frame_kind == EventType::Concede && self.tree().is_passive(m.head) && m.named().any(measure);
        let tells_alone = talks_or_truce && told_of_it || lifted;
        if actors.is_empty() && recipients.is_empty() && !self.tree().is_verb(m.head) {
            if let Some(same) = self.antecedent(m, frame_kind, earlier) {
                (actors, recipients) = (same.actors.clone(), same.recipients.clone());
                mode = mode.or(same.mode);
                via = "taken up from before";
            } else {
                let told = place.is_some()
                    || range.is_some()
                    || !quantities.is_empty()
                    || self.is_definite(m.head)
                    || self.goes_on(m.head);
                // Civilians protest: nobody need be named ("prevented plans for violent demonstrations").
                let civil = kind == EventType::Protest && (judged.status != Status::Occurred || m.fixed.len() > 1);
                if kind.quad() != 4 && !(tells_alone && told) || !(told || civil) {
                    // Nobody does it to nobody, nowhere and never: a word, not an event.
                    return None;
                }
            }
        } else if actors.is_empty() && recipients.is_empty() && kind.quad() != 4 {
            match self.last_partners(m, frame_kind, earlier) {
                Some(partners) => {
                    actors = partners;
                    via = "those who agreed or spoke with each other before";
                }
                None if tells_alone => {}
                None => return None,
            }
        }
        recipients.retain(|r| !actors.iter().any(|a| a.entity == r.entity));
        actors.dedup_by_key(|p| p.entity);
        if kind == EventType::Consult && mode.is_none() {
            mode = self.kind_of_meeting(m, place, &actors, &recipients);
        }
        // "The first plane was flown to Lima": nobody visits.
        let soil = |p: &Participant| {
            matches!(self.found().cast.entity(p.entity).kind, EntityKind::Country | EntityKind::Place)
        };
        let unvisited = mode == Some(Mode::Visit) && actors.is_empty() && recipients.iter().all(soil);
        if unvisited && self.tree().is_verb(m.head) || self.is_private(kind, &actors, &recipients) {
            return None;
        }
        // "We urge them to stop", they said: who asks by saying so is the actor and no source of it.
        let own_act =
            |s: usize| self.found().statements[s].source.is_some_and(|e| actors.iter().any(|a| a.entity == e));
        let by_saying = || self.is_first_person_present(m.head) || self.is_said_behind(m, covering.last().copied());
        if is_speech_act(kind) && by_saying() && covering.last().is_some_and(|&s| own_act(s)) {
            covering.pop();
        }
        let (sources, denied_by, sources_why) = self.sources(m, &covering, denial, accuser);
        let cameo = match &m.frame.cameo {
            Some(code) if kind == frame_kind => code.clone(),
            _ => self.lexicon.frames.cameo(kind, mode),
        };
        let contexts = self.contexts(m, kind, mode, &actors, &recipients);
        let features = Features {
            inherited: inherited > 0,
            reported: !sources.is_empty(),
            ..self.features(m, kind, (&actors, &recipients), judged.status)
        };
        let confidence = confidence::confidence(&features);
        let paths = (m.roles.iter())
            .flat_map(|(role, tokens)| tokens.iter().map(move |&t| (role, t)))
            .map(|(role, t)| {
                format!("{} “{}”: {}", role.as_str(), self.words(t).of(doc.text()), self.tree().path(m.head, t))
            })
            .chain(reasons)
            .collect();
        Some(Event {
            kind,
            mode,
            contexts,
            cameo,
            actors,
            recipients,
            trigger: self.trigger(m),
            head: m.head,
            sentence: doc.sentence(m.head).span,
            status: judged.status,
            historical: attach::is_historical(range, self.published),
            statement: innermost.map(StatementId::new),
            sources,
            denied_by,
            date,
            place,
            quantities,
            confidence,
            rule: m.frame.id.clone(),
            why: Why {
                frame: format!("{}: {}", m.frame.id, m.skeleton.text)
                    + &if via.is_empty() { String::new() } else { format!(" ({via})") },
                paths,
                status: judged.why,
                sources: sources_why,
                date: date_why,
                place: place_why,
            },
        })
    }

    /// Dealings of firms of one country with each other, or of a firm with nobody ("The chain agreed to a merger").
    fn is_private(&self, kind: EventType, actors: &[Participant], recipients: &[Participant]) -> bool {
        use EventType::*;
        let cast = self.found().cast;
        let firm = |p: &Participant| cast.entity(p.entity).sectors == [Sector::Bus];
        let mut countries: Vec<_> =
            actors.iter().chain(recipients).filter_map(|p| cast.entity(p.entity).country.as_ref()).collect();
        countries.dedup();
        let among_firms = !actors.is_empty() && actors.iter().chain(recipients).all(firm) && countries.len() < 2;
        let deal = matches!(kind, Agree | Support | Cooperate | Retreat);
        let toward = matches!(kind, Consult | Aid | Concede | Request | Reject | Accuse | Sanction);
        among_firms && (deal || toward && !recipients.is_empty())
    }

    fn found(&self) -> &Found<'a> {
        self.matcher.found
    }

    /// A noun phrase as words: its mention, else the token.
    fn words(&self, t: TokenIx) -> Span {
        let cast = self.found().cast;
        cast.headed_by(t).map_or(self.doc().token(t).span, |m| self.doc().span(m.tokens.clone()))
    }

    /// The fixed words, where they stand together; else the trigger word alone.
    fn trigger(&self, m: &Match) -> Span {
        const TOGETHER: usize = 6;
        let (first, last) = (m.fixed.first().copied().unwrap_or(m.head), m.fixed.last().copied().unwrap_or(m.head));
        let range = if last - first <= TOGETHER { first..last + 1 } else { m.head..m.head + 1 };
        self.doc().span(range)
    }

    /// The statements in whose content the trigger stands, outermost first.
    fn statements_over(&self, m: &Match) -> Vec<usize> {
        let trigger = self.doc().token(m.head).span;
        let statements = self.found().statements;
        let doc = self.doc();
        // "urged him in a phone call to stop": the call is where it was said, not what.
        let beside = (doc.head(m.head))
            .filter(|&p| doc.dep(m.head) == Dep::Pobj && self.lexicon.grammar.is(Kind::WeakAdjunct, doc.lower(p)))
            .and_then(|p| doc.head(p))
            .map(|v| doc.token(v).span);
        let mut over: Vec<usize> = (0..statements.len())
            .filter(|&i| !statements[i].stance && statements[i].content.iter().any(|c| c.contains(trigger)))
            .filter(|&i| {
                !statements[i].cue.is_some_and(|cue| cue.overlaps(trigger) || beside.is_some_and(|v| cue.contains(v)))
            })
            .collect();
        over.retain(|&i| {
            !self.is_said_of_addressee(m.head, &statements[i]) && !self.is_mere_description(m.head, &statements[i])
        });
        // "They must go," he stated, according to the Gazette: what somebody stated is inside what is told of it.
        let inside = |i: usize, j: usize| {
            statements[i].cue.is_some_and(|cue| statements[j].content.iter().any(|c| c.contains(cue)))
        };
        let depth: Vec<usize> =
            over.iter().map(|&i| over.iter().filter(|&&j| i != j && inside(i, j)).count()).collect();
        let mut ordered: Vec<(usize, usize)> = depth.into_iter().zip(over).collect();
        let length = |i: usize| statements[i].content.iter().map(|c| c.len()).sum::<usize>();
        ordered.sort_by_key(|&(depth, i)| (depth, std::cmp::Reverse(length(i))));
        ordered.into_iter().map(|(_, i)| i).collect()
    }

    /// "asked Chad, which had shelled the port, to help": what is told of whom one asks is not on the asker's word.
    fn is_said_of_addressee(&self, head: TokenIx, statement: &Statement) -> bool {
        let doc = self.doc();
        let asks = matches!(statement.vouches, Vouches::Asks | Vouches::Orders);
        let cue = statement.cue.filter(|_| asks);
        let addressee = |noun: TokenIx| {
            let verb = doc.head(noun).filter(|_| doc.dep(noun) == Dep::Dobj);
            verb.is_some_and(|v| cue.is_some_and(|c| c.contains(doc.token(v).span)))
        };
        let up = || std::iter::once(head).chain(doc.ancestors(head));
        up().any(|t| doc.dep(t) == Dep::Relcl && doc.head(t).is_some_and(addressee))
    }

    /// "promised to disarm the men accused of theft", "told them to free those it had seized": what only says who is meant is
    /// not on the word of who promises or asks.
    fn is_mere_description(&self, head: TokenIx, statement: &Statement) -> bool {
        let doc = self.doc();
        let to = |t: TokenIx| doc.lower(t) == self.lexicon.grammar.to();
        let begins = |c: &Span| doc.tokens_in(*c).next();
        let infinitive = || statement.content.iter().filter_map(begins).any(to);
        let to_do = matches!(statement.vouches, Vouches::Asks | Vouches::Orders | Vouches::Wants) || infinitive();
        let inside = |t: TokenIx| statement.content.iter().any(|c| c.contains(doc.token(t).span));
        let past = |v: TokenIx| matches!(doc.token(v).tag, Tag::Vbn | Tag::Vbd);
        let told =
            |t: TokenIx| matches!(doc.dep(t), Dep::Acl | Dep::Relcl) && past(t) && doc.head(t).is_some_and(inside);
        to_do && std::iter::once(head).chain(doc.ancestors(head)).take_while(|&t| inside(t)).any(told)
    }

    /// "denounced the deal as a mistake": the deal is what is judged, not what is said.
    fn is_judged_by(&self, m: &Match, statement: usize, kept: &[&Match]) -> bool {
        let Some(cue) = self.found().statements[statement].cue else { return false };
        let doc = self.doc();
        kept.iter().any(|act| {
            let judging = matches!(act.frame.kind, Some(EventType::Accuse | EventType::Support | EventType::Reject));
            let object = doc.dep(m.head) == Dep::Dobj && doc.head(m.head) == Some(act.head);
            judging && object && act.head != m.head && cue.overlaps(doc.token(act.head).span)
        }) || self.is_answered(m, statement)
    }

    /// "rejected Lima's claim that they had fired": the claim was made, its content is denied.
    fn is_answered(&self, m: &Match, statement: usize) -> bool {
        let Statement { cue: Some(cue), vouches: Vouches::Denies, .. } = self.found().statements[statement] else {
            return false;
        };
        let doc = self.doc();
        let claim = m.frame.kind == Some(EventType::Accuse) && !self.tree().is_verb(m.head);
        let answer = doc.head(m.head).filter(|_| claim && doc.dep(m.head) == Dep::Dobj);
        answer.is_some_and(|v| cue.overlaps(doc.token(v).span))
    }

    fn speaker(&self, statement: usize) -> Option<Participant> {
        let statement = &self.found().statements[statement];
        Some(Participant { entity: statement.source?, span: statement.source_span.or(statement.cue)? })
    }

    /// Whether a speaker speaks of themselves: the same entity, or a government's own state.
    fn is_own(&self, entity: EntityId, speaker: EntityId) -> bool {
        let cast = self.found().cast;
        let (whom, who) = (cast.entity(entity), cast.entity(speaker));
        let own_state = whom.kind == EntityKind::Country && whom.country.is_some() && whom.country == who.country;
        entity == speaker || own_state && who.sectors.contains(&Sector::Gov)
    }

    /// Whether the actors are this one: the same entity or a body of the same state.
    fn is_one(&self, actors: &[Participant], speaker: EntityId) -> bool {
        let cast = self.found().cast;
        let country = |e: EntityId| cast.entity(e).country.as_ref();
        let of_state = |e: EntityId| {
            cast.entity(e).kind == EntityKind::Country
                || cast.entity(e).sectors.contains(&Sector::Gov)
                || cast.entity(e).sectors.contains(&Sector::Mil)
        };
        actors.iter().any(|a| {
            let same_state = country(a.entity).is_some()
                && country(a.entity) == country(speaker)
                && of_state(a.entity)
                && of_state(speaker);
            a.entity == speaker || same_state
        })
    }

    /// "I want to express my condolences": done by being said.
    fn is_performative(&self, v: TokenIx, kind: EventType) -> bool {
        let doc = self.doc();
        let verbal = matches!(kind, EventType::Support | EventType::Accuse | EventType::Request | EventType::Concede);
        let first_person = |g: TokenIx| {
            doc.children_by(g, &[Dep::Nsubj]).any(|s| self.lexicon.grammar.is(Kind::FirstPerson, doc.lower(s)))
        };
        verbal
            && doc.dep(v) == Dep::Xcomp
            && doc.head(v).is_some_and(|g| self.lexicon.grammar.is(Kind::Wish, doc.lemma(g)) && first_person(g))
    }

    /// "we urge", "I condemn"
    fn is_first_person_present(&self, v: TokenIx) -> bool {
        let doc = self.doc();
        let own = |s: TokenIx| self.lexicon.grammar.is(Kind::FirstPerson, doc.lower(s));
        let plain = doc.children_by(v, &[Dep::Aux, Dep::Neg]).next().is_none();
        doc.token(v).tag == Tag::Vbp && plain && doc.children_by(v, &[Dep::Nsubj]).any(own)
    }

    /// "The council demands their release, it said": who asks and then says so is no source of it either.
    fn is_said_behind(&self, m: &Match, statement: Option<usize>) -> bool {
        let doc = self.doc();
        let cue = statement.and_then(|s| self.found().statements[s].cue);
        let pronoun = |v: TokenIx| doc.children_by(v, &[Dep::Nsubj]).any(|s| doc.token(s).pos == Pos::Pron);
        let verb = doc.head(m.head).filter(|_| doc.dep(m.head) == Dep::Ccomp);
        verb.is_some_and(|v| v > m.head && pronoun(v) && cue.is_some_and(|c| c.contains(doc.token(v).span)))
    }

    /// "lifted the curfew": a ban or blockade that words say ends.
    fn is_measure_ended(&self, noun: TokenIx, kind: EventType) -> bool {
        matches!(kind, EventType::Coerce | EventType::Sanction) && self.tree().is_ended(noun)
    }

    /// "will no longer oppose the treaty"
    fn is_given_up(&self, v: TokenIx) -> bool {
        let doc = self.doc();
        let no = |a: TokenIx| doc.children(a).any(|n| n < a && self.lexicon.grammar.is(Kind::None, doc.lower(n)));
        self.tree().is_verb(v) && doc.children_by(v, &[Dep::Advmod]).any(|a| a < v && no(a))
    }

    /// "does not let the observers in": who might, keeps them out.
    fn is_barred(&self, m: &Match<'a>, actors: &[Participant]) -> bool {
        let does = |t: Tag| matches!(t, Tag::Vbz | Tag::Vbp | Tag::Vbd);
        let finite = self.doc().children_by(m.head, &[Dep::Aux]).any(|a| does(self.doc().token(a).tag));
        !actors.is_empty() && finite && self.tree().negator(m.head).is_some()
    }

    /// "was not ready to sign", "did not want to talk", "wanted no deal": what is not wanted.
    fn is_unwilling(&self, v: TokenIx) -> bool {
        let doc = self.doc();
        let wants =
            |w: TokenIx| self.lexicon.grammar.is(Kind::Willing, doc.lemma(w)) && self.tree().negator(w).is_some();
        wants(v) || doc.dep(v) == Dep::Xcomp && doc.head(v).is_some_and(wants)
    }

    fn is_future(&self, v: TokenIx) -> bool {
        let doc = self.doc();
        let grammar = &self.lexicon.grammar;
        doc.children_by(v, &[Dep::Aux])
            .any(|a| grammar.is(Kind::Future, doc.lower(a)) || grammar.is(Kind::FutureInPast, doc.lower(a)))
    }

    /// "will pull out unless they stop"
    fn has_ultimatum(&self, v: TokenIx) -> bool {
        self.doc().children_by(v, &[Dep::Advcl]).any(|c| self.opens_ultimatum(c))
    }

    fn opens_ultimatum(&self, clause: TokenIx) -> bool {
        let opens = |c: TokenIx| self.lexicon.grammar.is(Kind::UltimatumMark, self.doc().lower(c));
        self.doc().children_by(clause, &[Dep::Mark]).any(opens)
    }

    /// What somebody is to do under such a condition is asked of them.
    fn is_in_ultimatum(&self, t: TokenIx) -> bool {
        let doc = self.doc();
        let up = std::iter::once(t).chain(doc.ancestors(t));
        up.take_while(|&a| matches!(doc.dep(a), Dep::Advcl | Dep::Conj | Dep::Dobj)).any(|a| self.opens_ultimatum(a))
    }

    /// "The two accused each other": an event each way.
    fn each_way(&self, m: &Match, event: Event) -> Vec<Event> {
        let mutual = !m.role(Role::Actor).is_empty() && m.role(Role::Actor) == m.role(Role::Recipient);
        let together = matches!(event.kind, EventType::Consult | EventType::Cooperate | EventType::Agree);
        if !mutual || together || event.actors.len() != 2 {
            return vec![event];
        }
        let way = |from: usize, to: usize| Event {
            actors: vec![event.actors[from]],
            recipients: vec![event.actors[to]],
            ..event.clone()
        };
        vec![way(0, 1), way(1, 0)]
    }

    fn cue_words(&self, statement: usize) -> String {
        self.found().statements[statement].cue.map(|c| c.of(self.doc().text()).to_owned()).unwrap_or_default()
    }

    /// Who alleges the event, where it is what somebody is accused of and no statement says so already.
    fn accuser(&self, m: &Match, all: &[Match]) -> Option<EntityId> {
        let accusation = all.iter().find(|a| {
            let alleges =
                a.frame.kind == Some(EventType::Accuse) && self.mode(a, EventType::Accuse) == Some(Mode::Allege);
            alleges && a.head != m.head && a.role(Role::Content).iter().any(|&c| self.doc().is_under(m.head, c))
        })?;
        self.participants(accusation.role(Role::Actor)).first().map(|p| p.entity)
    }

    /// The chain of those on whose word, outermost first. Who denies the event vouches for its not happening: the chain
    /// ends with them.
    fn sources(
        &self,
        m: &Match,
        over: &[usize],
        denial: Option<usize>,
        accuser: Option<EntityId>,
    ) -> (Vec<Source>, Vec<EntityId>, String) {
        let statements = self.found().statements;
        let mut chain: Vec<Source> = Vec::new();
        let mut why = Vec::new();
        for &i in over {
            let statement = &statements[i];
            let source = match (statement.source, statement.source_span) {
                (Some(entity), _) => Source::Entity(entity),
                (None, Some(span)) => Source::Words(span),
                (None, None) => continue,
            };
            if !chain.contains(&source) {
                chain.push(source);
                why.push(format!("“{}” ({})", self.cue_words(i), StatementId::new(i)));
            }
            for joint in self.speak_with(i).into_iter().map(Source::Entity) {
                if !chain.contains(&joint) {
                    chain.push(joint);
                }
            }
            if Some(i) == denial {
                break;
            }
        }
        if let Some(accuser) = accuser.filter(|_| denial.is_none())
            && !chain.contains(&Source::Entity(accuser))
        {
            chain.push(Source::Entity(accuser));
            why.push("the accuser".to_owned());
        }
        let mut denied_by: Vec<EntityId> = denial.and_then(|i| statements[i].source).into_iter().collect();
        denied_by.extend(denial.map(|i| self.speak_with(i)).unwrap_or_default());
        let why = if why.is_empty() {
            format!("“{}” stands in no statement: the article's own voice", self.doc().word(m.head))
        } else {
            format!("inside the content of {}", why.join(", then "))
        };
        (chain, denied_by, why)
    }

    /// "the ministry and the army said": those who say it with the source of a statement.
    fn speak_with(&self, statement: usize) -> Vec<EntityId> {
        let doc = self.doc();
        let cast = self.found().cast;
        let told = &self.found().statements[statement];
        let Some((source, words)) = told.source.zip(told.source_span) else { return Vec::new() };
        let means = |m: &&Mention| words.overlaps(doc.token(m.head).span) && m.entities().contains(&source);
        let Some(first) = cast.mentions().iter().find(means) else { return Vec::new() };
        let speaks = |&t: &TokenIx| doc.dep(t) == Dep::Nsubj;
        let joined = Some(first.head).filter(speaks).map(|t| doc.conjuncts(t)).unwrap_or_default();
        let others = joined.into_iter().filter_map(|t| cast.headed_by(t));
        let all = std::iter::once(first).chain(others).flat_map(|m| m.entities().to_vec());
        all.filter(|&e| e != source && cast.entity(e).kind != EntityKind::Place).collect()
    }

    fn mode(&self, m: &Match, kind: EventType) -> Option<Mode> {
        let allowed = |mode: &Mode| kind.modes().contains(mode);
        if kind == EventType::Mobilize && self.anchored.is_armament(&m.fixed) {
            return Some(Mode::Weapons);
        }
        match &m.frame.mode {
            ModeRule::None => None,
            ModeRule::Is(mode) => Some(*mode).filter(allowed),
            ModeRule::From(role, or) => {
                let tokens: Vec<TokenIx> = m.role(*role).iter().flat_map(|&t| self.below(t)).collect();
                self.mode_of(kind, &tokens).or_else(|| self.mode_of(kind, &m.fixed)).or(*or)
            }
            ModeRule::Trigger(or) => {
                let mut tokens = m.fixed.clone();
                tokens.extend(
                    m.fixed.iter().flat_map(|&t| self.doc().children_by(t, &[Dep::Amod, Dep::Compound, Dep::Prep])),
                );
                tokens.extend(m.role(Role::Means).iter().chain(m.role(Role::Theme)).flat_map(|&t| self.below(t)));
                // "The grenade wounded three": what stands for its thrower.
                tokens.extend(m.role(Role::Actor));
                self.mode_of(kind, &tokens).or(*or)
            }
        }
    }

    /// Who "met him in Baghdad" from elsewhere paid a visit; more than two states are many.
    fn kind_of_meeting(
        &self,
        m: &Match,
        place: Option<PlaceId>,
        actors: &[Participant],
        recipients: &[Participant],
    ) -> Option<Mode> {
        let states =
            |list: &[Participant]| -> Vec<&str> { list.iter().filter_map(|p| self.country(p.entity)).collect() };
        let (from, to) = (states(actors), states(recipients));
        let mut all: Vec<&str> = from.iter().chain(&to).copied().collect();
        all.sort_unstable();
        all.dedup();
        if all.len() > 2 {
            return Some(Mode::Multilateral);
        }
        let there = place.and_then(|p| self.found().places[p.index()].country.as_deref())?;
        let guest = self.tree().is_verb(m.head) && !from.contains(&there) && !from.is_empty() && to.contains(&there);
        guest.then_some(Mode::Visit)
    }

    /// A word with what hangs below it, nearest first.
    fn below(&self, t: TokenIx) -> Vec<TokenIx> {
        const ENOUGH: usize = 24;
        let mut out = vec![t];
        let mut i = 0;
        while i < out.len() && out.len() < ENOUGH {
            out.extend(self.doc().children(out[i]));
            i += 1;
        }
        out
    }

    fn mode_of(&self, kind: EventType, tokens: &[TokenIx]) -> Option<Mode> {
        let doc = self.doc();
        let frames = &self.lexicon.frames;
        tokens.iter().find_map(|&t| {
            let pair = || {
                let before = t.checked_sub(1)?;
                let before = if doc.word(before) == "-" { before.checked_sub(1)? } else { before };
                frames.mode(kind, &format!("{} {}", doc.lower(before), doc.lemma(t)))
            };
            pair().or_else(|| frames.mode(kind, doc.lemma(t))).or_else(|| frames.mode(kind, doc.lower(t)))
        })
    }

    fn contexts(
        &self,
        m: &Match,
        kind: EventType,
        mode: Option<Mode>,
        actors: &[Participant],
        recipients: &[Participant],
    ) -> Vec<Context> {
        let doc = self.doc();
        let mut out = m.frame.contexts.clone();
        let sentence = doc.sentence(m.head).tokens.clone();
        for t in sentence.clone() {
            for (words, context) in
                self.lexicon.frames.contexts(doc.lemma(t)).iter().chain(self.lexicon.frames.contexts(doc.lower(t)))
            {
                let there = words
                    .iter()
                    .enumerate()
                    .all(|(i, w)| t + i < sentence.end && (doc.lemma(t + i) == w || doc.lower(t + i) == w));
                if there {
                    out.push(*context);
                }
            }
        }
        let soldiers =
            actors.iter().chain(recipients).any(|p| self.found().cast.entity(p.entity).sectors.contains(&Sector::Mil));
        out.extend(soldiers.then_some(Context::Military));
        match (kind, mode) {
            (_, Some(Mode::Cyber)) => out.push(Context::Cyber),
            (_, Some(Mode::Misinformation)) => out.push(Context::Misinformation),
            (EventType::Consult | EventType::Agree, _) if out.is_empty() => out.push(Context::Diplomatic),
            _ => {}
        }
        out.sort_unstable();
        out.dedup();
        out
    }

    /// How much to trust the event, 0 … 1: how much of the frame was filled, and with what.
    fn features(
        &self,
        m: &Match,
        kind: EventType,
        parties: (&[Participant], &[Participant]),
        status: Status,
    ) -> Features {
        const FAR: usize = 12;
        let doc = self.doc();
        let known = |list: &[Participant]| list.iter().any(|p| self.is_known(p));
        let (actors, recipients) = parties;
        let ends = m.roles.iter().filter(|(r, _)| matches!(r, Role::Actor | Role::Recipient));
        let far = ends.flat_map(|(_, tokens)| tokens).any(|t| t.abs_diff(m.head) > FAR);
        Features {
            verb: self.tree().is_verb(m.head),
            phrase: m.fixed.len() > 1,
            actor_known: known(actors),
            actor_vague: !actors.is_empty() && !known(actors),
            recipient_known: known(recipients),
            recipient_vague: !recipients.is_empty() && !known(recipients),
            far,
            status: Some(status),
            verbal: matches!(kind.quad(), 1 | 3),
            main_clause: doc.dep(m.head) == Dep::Root,
            ..Features::default()
        }
    }
}

/// What an event that is still to come is now (codebook 1.1): cooperation to come is an agreement to it, an announced
/// withdrawal or ceasefire a concession, and force that its own doer announces a threat.
fn settle(kind: EventType, mode: Option<Mode>, status: Status, announced: bool) -> EventType {
    use EventType::*;
    if !matches!(status, Status::Planned | Status::Possible) {
        return kind;
    }
    match kind {
        Consult | Support | Cooperate | Aid => Agree,
        Retreat if matches!(mode, Some(Mode::Withdraw | Mode::Ceasefire)) && status == Status::Planned => Concede,
        Retreat if matches!(mode, Some(Mode::Release | Mode::Access | Mode::Disarm)) && status == Status::Planned => {
            Agree
        }
        Assault | Coerce | Sanction | Protest if announced && status == Status::Planned => Threaten,
        _ => kind,
    }
}

/// What is refused where its own doer says that it will not be: yielding always, help and talks.
fn is_yielding(kind: EventType, own_word: bool) -> bool {
    use EventType::*;
    kind == Concede || own_word && matches!(kind, Retreat | Aid | Cooperate | Consult)
}

/// What can be declined.
fn is_offered(kind: EventType) -> bool {
    use EventType::*;
    matches!(kind, Agree | Consult | Cooperate | Aid | Concede | Retreat)
}

fn refused(kind: EventType) -> Option<Mode> {
    match kind {
        EventType::Concede | EventType::Retreat => Some(Mode::Yield),
        EventType::Consult => Some(Mode::Meet),
        _ => Some(Mode::Assist),
    }
}

/// What kind of threat the announcement of an event is.
fn threatened(kind: EventType, mode: Option<Mode>) -> Option<Mode> {
    match (kind, mode) {
        (EventType::Assault, _) => Some(Mode::Violence),
        (EventType::Coerce, Some(Mode::Arrest)) => Some(Mode::Arrest),
        (_, Some(Mode::Expel | Mode::Deport)) => Some(Mode::Expel),
        (EventType::Coerce | EventType::Sanction, _) => Some(Mode::Restrict),
        _ => None,
    }
}

/// Words of a governing noun stand over an event only where the table says so; used by `sayso lexicon show`.
pub fn governs(lexicon: &Lexicon, lemma: &str) -> Vec<SmolStr> {
    [
        (GovernorPos::Verb, "verb"),
        (GovernorPos::Noun, "noun"),
        (GovernorPos::Adjective, "adjective"),
        (GovernorPos::Adverb, "adverb"),
    ]
    .into_iter()
    .filter_map(|(pos, name)| lexicon.grammar.governor(lemma, pos).map(|g| format_smolstr!("{name}: {:?}", g.event)))
    .collect()
}
