//! One happening told by several words of a sentence is one event: "attacked a village, killing five", "killed and
//! injured in bombings", "discussed gas in a meeting with the premier".

use super::EventCoder;
use sayso_coding::{Event, EventType, Mode, Participant};
use sayso_doc::{Dep, TokenIx};
use sayso_lexicon::Kind;

/// How many steps one word may stand below the other.
const STEPS: usize = 8;

impl EventCoder<'_> {
    /// Adds an event, or joins it with one of its sentence that tells the same.
    pub(super) fn add(&self, events: &mut Vec<Event>, event: Event) {
        let start = events.iter().rposition(|e| e.sentence != event.sentence).map_or(0, |i| i + 1);
        let same = events[start..].iter().position(|e| self.is_retold(e, &event));
        let Some(i) = same else { return events.push(event) };
        let first = std::mem::replace(&mut events[start + i], event);
        let later = &events[start + i];
        // The word that the other hangs off is the one that tells it.
        let (mut kept, other) =
            if self.doc().is_under(first.head, later.head) && later.head != first.head && !self.leads(&first, later) {
                (later.clone(), first)
            } else {
                (first, later.clone())
            };
        join(&mut kept, other, self.doc().text());
        events[start + i] = kept;
    }

    /// The first of two tells more of who takes part.
    fn leads(&self, first: &Event, later: &Event) -> bool {
        first.actors.len() + first.recipients.len() > later.actors.len() + later.recipients.len()
    }

    fn is_retold(&self, a: &Event, b: &Event) -> bool {
        let told_so =
            a.kind == b.kind && a.status == b.status && a.sources == b.sources && a.historical == b.historical;
        told_so && (self.is_conjoined(a, b) || self.is_linked(a, b) && self.fits(a, b))
    }

    /// Two verbs side by side ("killed and wounded").
    fn is_conjoined(&self, a: &Event, b: &Event) -> bool {
        let doc = self.doc();
        let linked = doc.dep(b.head) == Dep::Conj && doc.ancestors(b.head).next() == Some(a.head);
        let harm = a.kind == EventType::Assault && (a.mode.is_none() || b.mode.is_none());
        // "raided a farm and abducted nine": two deeds.
        let object = |e: &Event| doc.child(e.head, Dep::Dobj).is_some();
        let twice = object(a) && object(b) && a.mode != b.mode;
        linked
            && !twice
            && !self.is_clause(b.head)
            && (a.mode == b.mode || harm)
            && same(&a.actors, &b.actors)
            && (same(&a.recipients, &b.recipients) || b.recipients.is_empty())
    }

    /// One word stands below the other in the same happening: not before, after or because of it.
    fn is_linked(&self, a: &Event, b: &Event) -> bool {
        if !(a.kind.quad() == 4 || is_talk(a.kind)) {
            return false;
        }
        let (above, below) = if self.doc().is_under(b.head, a.head) { (a.head, b.head) } else { (b.head, a.head) };
        let doc = self.doc();
        // "attacked two farms and burned barns, killing six": the barns did not kill.
        let razed = |e: &Event| e.head == above && e.mode == Some(Mode::Destroy);
        if doc.dep(below) == Dep::Advcl && doc.dep(above) == Dep::Conj && (razed(a) || razed(b)) {
            return false;
        }
        let mut at = below;
        for _ in 0..STEPS {
            if at == above {
                return true;
            }
            let passes = match doc.dep(at) {
                Dep::Prep => {
                    let word = doc.lower(at);
                    !self.lexicon.grammar.is(Kind::Adjunct, word) && !self.lexicon.grammar.is(Kind::Including, word)
                }
                Dep::Advcl => !self.is_apart(at),
                Dep::Ccomp | Dep::Parataxis => false,
                // "to retake the port and draw us into a war"
                Dep::Conj => self.is_noun_or_bare(at) && !self.is_clause(at),
                Dep::Poss | Dep::Amod | Dep::Compound => false,
                _ => true,
            };
            match doc.head(at).filter(|_| passes) {
                Some(up) => at = up,
                None => return false,
            }
        }
        false
    }

    /// A conjunct that is no verb with an object of its own.
    fn is_noun_or_bare(&self, t: TokenIx) -> bool {
        let doc = self.doc();
        doc.child(t, Dep::Dobj).is_none()
    }

    /// A clause with a subject or conjunction of its own ("after rebels shelled the town").
    fn is_apart(&self, clause: TokenIx) -> bool {
        let doc = self.doc();
        doc.children_by(clause, &[Dep::Mark, Dep::Nsubj, Dep::Nsubjpass]).next().is_some()
    }

    /// "and two mines were set off"; but "twelve were killed and 30 others wounded" leaves the auxiliary to the first.
    fn is_clause(&self, verb: TokenIx) -> bool {
        const AUXILIARIES: &[Dep] = &[Dep::Aux, Dep::Auxpass];
        let doc = self.doc();
        let counted = |s: TokenIx| doc.child(s, Dep::Nummod).is_some();
        let mut subject = doc.children_by(verb, &[Dep::Nsubj, Dep::Nsubjpass]);
        let auxiliary = doc.children_by(verb, AUXILIARIES).next().is_some();
        subject.next().is_some_and(|s| auxiliary || !counted(s))
    }

    /// Nothing that the two say of it contradicts: who, to whom, how, where, when.
    fn fits(&self, a: &Event, b: &Event) -> bool {
        let doc = self.doc();
        let mode = a.mode.is_none() || b.mode.is_none() || a.mode == b.mode;
        let place = a.place.is_none() || b.place.is_none() || a.place == b.place;
        let stated = |e: &Event| e.date.clone().filter(|d| d.stated).map(|d| d.value);
        let date = stated(a).is_none() || stated(b).is_none() || stated(a) == stated(b);
        if !(mode && place && date) {
            return false;
        }
        if is_talk(a.kind) {
            let all = |e: &Event| e.actors.iter().chain(&e.recipients).copied().collect::<Vec<_>>();
            return subset(&all(a), &all(b)) || subset(&all(b), &all(a));
        }
        let actors = a.actors.is_empty() || b.actors.is_empty() || same(&a.actors, &b.actors);
        // "attacked the village, killing five": what came of it names others.
        let outcome = [a, b].iter().any(|e| doc.dep(e.head) == Dep::Advcl);
        let recipients = a.recipients.is_empty() || b.recipients.is_empty() || same(&a.recipients, &b.recipients);
        let someone =
            !(a.actors.is_empty() && b.actors.is_empty() && a.recipients.is_empty() && b.recipients.is_empty());
        // "left 20 dead and 300 injured": the number is told with the first.
        let counted = b.quantities.iter().any(|q| a.quantities.iter().any(|p| p.quantity == q.quantity));
        (someone || counted) && actors && (recipients || outcome && same(&a.actors, &b.actors))
    }
}

/// Talks, held or agreed: those who talk are on either side.
fn is_talk(kind: EventType) -> bool {
    matches!(kind, EventType::Consult | EventType::Agree)
}

fn same(a: &[Participant], b: &[Participant]) -> bool {
    a.len() == b.len() && subset(a, b)
}

fn subset(a: &[Participant], b: &[Participant]) -> bool {
    a.iter().all(|p| b.iter().any(|q| q.entity == p.entity))
}

/// Takes over what the other word for the same event adds.
fn join(kept: &mut Event, other: Event, text: &str) {
    let known = |list: &[Participant], p: &Participant| list.iter().any(|q| q.entity == p.entity);
    if kept.actors.is_empty() {
        kept.actors = other.actors;
    }
    for p in other.recipients {
        if !known(&kept.recipients, &p) && !known(&kept.actors, &p) {
            kept.recipients.push(p);
        }
    }
    kept.mode = kept.mode.or(other.mode);
    if kept.place.is_none() {
        kept.place = other.place;
        kept.why.place = other.why.place;
    }
    if let Some(date) = other.date.filter(|d| d.stated && !kept.date.as_ref().is_some_and(|k| k.stated)) {
        kept.date = Some(date);
        kept.why.date = other.why.date;
    }
    for q in other.quantities {
        if !kept.quantities.iter().any(|k| k.quantity == q.quantity) {
            kept.quantities.push(q);
        }
    }
    kept.why.paths.push(format!("told again by “{}” ({})", other.trigger.of(text), other.rule));
    kept.why.paths.extend(other.why.paths);
}
