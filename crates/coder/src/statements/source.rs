//! Who a statement is attributed to: the noun phrase, the entity it means, and the kind of source it is.

use super::{Context, Speaker, trim};
use sayso_coding::{EntityId, EntityKind, How, SourceKind};
use sayso_doc::{Dep, Doc, EntLabel, Pos, Tag, TokenIx};
use std::ops::Range;

/// The speaker whose noun phrase this token heads: with its appositions and relative clauses, short of the cue and of
/// quotations.
pub(super) fn speaker(context: &Context, head: TokenIx, cue: &Range<TokenIx>) -> Speaker {
    let doc = context.doc;
    let mut range = doc.subtree(head);
    let limit = doc.sentence(head).tokens.clone();
    range = range.start.max(limit.start)..range.end.min(limit.end);
    // The cue or a quotation inside the phrase is the parser's mistake.
    if cue.start > head && cue.start < range.end {
        range.end = cue.start;
    }
    if cue.end <= head && cue.end > range.start {
        range.start = cue.end;
    }
    for t in (range.start..head).rev() {
        if is_speech(context, t, head) {
            range.start = t + 1;
            break;
        }
    }
    if let Some(t) = (head + 1..range.end).find(|&t| is_speech(context, t, head)) {
        range.end = t;
    }
    let mut range = trim(doc, range);
    while range.start < head && matches!(doc.dep(range.start), Dep::Cc | Dep::Mark | Dep::Punct) {
        range.start += 1;
    }
    let tokens = if range.contains(&head) { range } else { head..head + 1 };
    let tokens = with_name(doc, head, tokens, cue);
    Speaker { head: referent(doc, head), tokens }
}

/// "the team's coach, Ilse Brandt, …": a person's name between commas after an office belongs to it, whatever the tree says.
fn with_name(doc: &Doc, head: TokenIx, tokens: Range<TokenIx>, cue: &Range<TokenIx>) -> Range<TokenIx> {
    let end = tokens.end;
    let sentence = doc.sentence(head).tokens.end;
    if doc.token(head).pos != Pos::Noun || end + 1 >= sentence || doc.word(end) != "," || cue.contains(&(end + 1)) {
        return tokens;
    }
    match doc.ent(end + 1) {
        Some(ent) if ent.label == EntLabel::Person && ent.tokens.start == end + 1 => {
            let closed = ent.tokens.end < sentence && matches!(doc.word(ent.tokens.end), "," | ".");
            let subject = (ent.tokens.clone()).any(|t| matches!(doc.dep(t), Dep::Nsubj | Dep::Nsubjpass));
            if closed && !(subject && doc.word(ent.tokens.end) != ",") { tokens.start..ent.tokens.end } else { tokens }
        }
        _ => tokens,
    }
}

/// A token of a longer quotation that the head is not in; short ones are names ("the 'Sun King'").
fn is_speech(context: &Context, t: TokenIx, head: TokenIx) -> bool {
    context.quotes.at(t).is_some_and(|q| q.words > 5) && !context.quotes.same(t, head)
}

/// For a relative pronoun the noun that its clause hangs off.
pub(super) fn referent(doc: &Doc, head: TokenIx) -> TokenIx {
    let token = doc.token(head);
    let relative = matches!(token.tag, Tag::Wp | Tag::Wdt) || (token.lower == "that" && token.pos == Pos::Pron);
    if !relative {
        return head;
    }
    let clause = doc.ancestors(head).find(|&a| doc.dep(a) == Dep::Relcl);
    clause.and_then(|c| doc.head(c)).unwrap_or(head)
}

/// The subject of a verb, looked up through conjunctions, infinitives and participles; whether it is that of a passive.
pub(super) fn subject(doc: &Doc, verb: TokenIx) -> Option<(TokenIx, bool)> {
    let mut v = verb;
    for _ in 0..8 {
        if let Some(s) = doc.child(v, Dep::Nsubj) {
            return Some((s, false));
        }
        if let Some(s) = doc.child(v, Dep::Nsubjpass) {
            return Some((s, v == verb));
        }
        let head = doc.head(v)?;
        match doc.dep(v) {
            Dep::Conj if is_verbal(doc, head) => v = head,
            Dep::Xcomp | Dep::Advcl => {
                // "urged them to say": the object of the verb above speaks.
                if doc.dep(v) == Dep::Xcomp
                    && let Some(o) = doc.child(head, Dep::Dobj).filter(|&o| o < v)
                {
                    return Some((o, false));
                }
                v = head;
            }
            // "a report saying that": the noun speaks.
            Dep::Acl if doc.token(v).tag == Tag::Vbg => return Some((head, false)),
            // "ended by saying that"
            Dep::Pcomp => v = doc.head(head)?,
            Dep::Aux | Dep::Auxpass => v = head,
            _ => return None,
        }
    }
    None
}

pub(super) fn is_verbal(doc: &Doc, t: TokenIx) -> bool {
    matches!(doc.token(t).pos, Pos::Verb | Pos::Aux)
}

/// The one who does what a passive says: "by officials".
pub(super) fn agent(doc: &Doc, verb: TokenIx) -> Option<TokenIx> {
    doc.child(verb, Dep::Agent).and_then(|by| doc.child(by, Dep::Pobj))
}

/// Whether what this noun phrase means can say something, by its head or by a noun in apposition.
pub(super) fn can_speak(context: &Context, head: TokenIx) -> bool {
    let doc = context.doc;
    let head = referent(doc, head);
    speaks(context, head) || doc.children_by(head, &[Dep::Appos]).any(|a| speaks(context, a))
}

fn speaks(context: &Context, head: TokenIx) -> bool {
    let doc = context.doc;
    let token = doc.token(head);
    let entity = context.cast.headed_by(head).map(|m| context.cast.entity(m.entity).kind);
    match entity {
        Some(EntityKind::Place | EntityKind::Other) | None => {}
        Some(_) => return true,
    }
    match token.tag {
        Tag::Prp => token.lower != "it",
        Tag::Cd | Tag::Jjs => true,
        Tag::Dt | Tag::Wdt | Tag::Ex => context.cues.speaker(&token.lower).is_some(),
        Tag::Nnp | Tag::Nnps => true,
        _ => {
            let label = doc.ent(head).map(|e| e.label);
            matches!(label, Some(EntLabel::Person | EntLabel::Org | EntLabel::Gpe | EntLabel::Norp))
                || context.cues.speaker(&token.lemma).is_some()
                || context.cues.speaker(&token.lower).is_some()
        }
    }
}

/// The entity that the speaker's noun phrase means.
pub(super) fn resolve(context: &Context, speaker: &Speaker) -> Option<EntityId> {
    let cast = context.cast;
    let mention = cast.headed_by(speaker.head).or_else(|| cast.covering(speaker.head));
    mention.map(|m| m.entity)
}

/// The kind of source: by the entity where there is one with a name, else by the noun.
pub(super) fn kind(context: &Context, speaker: Option<&Speaker>) -> SourceKind {
    let Some(speaker) = speaker else { return SourceKind::Unnamed };
    let doc = context.doc;
    let token = doc.token(speaker.head);
    let noun = context.cues.speaker(&token.lemma).or_else(|| context.cues.speaker(&token.lower));
    if let Some(id) = resolve(context, speaker) {
        let entity = context.cast.entity(id);
        let named = context.cast.is_named(id);
        let own = context.cast.headed_by(speaker.head).is_some_and(|m| m.how == How::Nominal) && !named;
        match entity.kind {
            EntityKind::Person if named => return SourceKind::Person,
            EntityKind::Organization | EntityKind::Country | EntityKind::Place => return SourceKind::Organization,
            EntityKind::Outlet => return SourceKind::Outlet,
            _ if own => {}
            EntityKind::Group => return SourceKind::Organization,
            _ => {}
        }
    }
    if noun == Some(SourceKind::Document) && token.pos != Pos::Propn {
        return SourceKind::Document;
    }
    match doc.ent(speaker.head).map(|e| e.label) {
        Some(EntLabel::Person) => return SourceKind::Person,
        Some(EntLabel::Law | EntLabel::WorkOfArt) => return SourceKind::Document,
        Some(EntLabel::Org | EntLabel::Gpe) if noun.is_none() => return SourceKind::Organization,
        _ => {}
    }
    // "the department's spokesman Adam Okoro": a name in apposition names the office.
    let named = doc.children_by(speaker.head, &[Dep::Appos, Dep::Compound]).any(|c| is_person(doc, c));
    match noun {
        Some(SourceKind::Anonymous | SourceKind::Office) if named => SourceKind::Person,
        Some(kind) => kind,
        None if token.tag == Tag::Prp => SourceKind::Person,
        None if matches!(token.tag, Tag::Nnp | Tag::Nnps) => SourceKind::Organization,
        None if matches!(token.tag, Tag::Nns) => SourceKind::Anonymous,
        None => SourceKind::Anonymous,
    }
}

fn is_person(doc: &Doc, t: TokenIx) -> bool {
    doc.ent(t).is_some_and(|e| e.label == EntLabel::Person)
}
