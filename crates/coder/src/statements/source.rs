//! Who a statement is attributed to: the noun phrase, the entity it means, and the kind of source it is.

use super::{Context, Found, Speaker, trim};
use sayso_coding::{EntityId, EntityKind, Sector, SourceKind, StatementId};
use sayso_doc::{Dep, Doc, EntLabel, Pos, Tag, TokenIx};
use sayso_lexicon::actors::{Role, RoleKind};
use sayso_lexicon::{Complement, Kind};
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
        // A full stop or a quotation before the head is the parser's mistake too.
        if is_speech(context, t, head) || (doc.word(t) == "." && t + 1 < head) {
            range.start = t + 1;
            break;
        }
    }
    if let Some(t) = (head + 1..range.end).find(|&t| is_speech(context, t, head)) {
        range.end = t;
    }
    // "accused by her rivals of lying": what follows the agent belongs to the verb.
    if let Some(p) = object_preposition(context, head) {
        range.end = range.end.min(doc.subtree(p).start);
    }
    if let Some(p) = adjunct(context, head, cue) {
        range.end = range.end.min(doc.subtree(p).start);
    }
    let mut range = trim(doc, range);
    while range.start < head && matches!(doc.dep(range.start), Dep::Cc | Dep::Mark | Dep::Punct) {
        range.start += 1;
    }
    let mut tokens = if range.contains(&head) { range } else { head..head + 1 };
    // A title that the tree parts from the name: "Foreign Minister | Sami Early informed".
    let name = |t: TokenIx| doc.word(t).starts_with(char::is_uppercase);
    if tokens.end < cue.start && cue.start < tokens.end + 5 && (tokens.end - 1..cue.start).all(name) {
        tokens.end = cue.start;
    }
    let tokens = with_name(doc, head, tokens, cue);
    Speaker { head: referent(doc, head), tokens }
}

/// "the team's coach, Ilse Brandt, …", "the envoy at the time, Ilse Brandt": a person's name between commas after an
/// office belongs to it, whatever the tree says.
fn with_name(doc: &Doc, head: TokenIx, tokens: Range<TokenIx>, cue: &Range<TokenIx>) -> Range<TokenIx> {
    let sentence = doc.sentence(head).tokens.end;
    if doc.token(head).pos != Pos::Noun {
        return tokens;
    }
    let comma = (tokens.end..sentence.min(tokens.end + 5)).find(|&t| doc.word(t) == ",");
    let plain = |t: TokenIx| matches!(doc.token(t).pos, Pos::Adp | Pos::Det | Pos::Noun | Pos::Adj);
    let Some(comma) = comma.filter(|&c| (tokens.end..c).all(plain) && !(tokens.end..c + 2).contains(&cue.start)) else {
        return tokens;
    };
    let name = (comma + 1 < sentence).then(|| doc.ent(comma + 1)).flatten();
    let Some(ent) = name.filter(|e| e.tokens.start == comma + 1 && e.label == EntLabel::Person) else {
        return tokens;
    };
    let closed = ent.tokens.end >= sentence || matches!(doc.word(ent.tokens.end), "," | ".");
    if closed { tokens.start..ent.tokens.end } else { tokens }
}

/// "said officials in a statement on Sunday", "the envoy on Monday said": where and when it was said is no part of who.
fn adjunct(context: &Context, head: TokenIx, cue: &Range<TokenIx>) -> Option<TokenIx> {
    let doc = context.doc;
    doc.children_by(head, &[Dep::Prep]).filter(|&p| p > head).find(|&p| {
        // "the mayor, on television": beside who speaks.
        if doc.word(p - 1) == "," && matches!(doc.lower(p), "in" | "on" | "at") {
            return true;
        }
        let Some(object) = doc.child(p, Dep::Pobj) else { return false };
        let time = matches!(doc.ent(object).map(|e| e.label), Some(EntLabel::Date | EntLabel::Time));
        let occasion = doc.lower(p) == "in" && is_document(context, object) && cue.end <= head;
        time || occasion
    })
}

/// The preposition of content that the tree hangs on the agent of a passive.
fn object_preposition(context: &Context, head: TokenIx) -> Option<TokenIx> {
    let doc = context.doc;
    let verb = doc.head(head).filter(|&by| doc.dep(by) == Dep::Agent).and_then(|by| doc.head(by))?;
    let entries = context.cues.verbs(doc.lemma(verb));
    let takes = |word: &str| {
        let grammars = entries.iter().flat_map(|e| &e.senses).map(|s| &s.grammar);
        grammars.into_iter().any(|g| matches!(g, Complement::ObjectPreposition(p) if p == word))
    };
    doc.children_by(head, &[Dep::Prep]).find(|&p| p > head && takes(doc.lower(p)))
}

/// A token of a longer quotation that the head is not in; short ones are names ("the 'Sun King'").
fn is_speech(context: &Context, t: TokenIx, head: TokenIx) -> bool {
    context.quotes.at(t).is_some_and(|q| q.words > 5) && !context.quotes.same(t, head)
}

/// What a common noun for people and bodies says of them.
pub(super) fn role<'a>(context: &'a Context, head: TokenIx) -> Option<&'a Role> {
    let role = context.actors.role(context.doc.lemma(head))?;
    (!matches!(role.kind, RoleKind::Place | RoleKind::Force)).then_some(role)
}

/// Somebody rather than something that is said: a person or a body, but not a document.
pub(super) fn is_somebody(context: &Context, head: TokenIx) -> bool {
    if !matches!(context.doc.token(head).pos, Pos::Noun | Pos::Propn) {
        return false;
    }
    let kind = context.cast.headed_by(head).map(|m| context.cast.entity(m.entity).kind);
    match context.cues.speaker(context.doc.lemma(head)) {
        Some(SourceKind::Document) => false,
        Some(_) => true,
        None => {
            matches!(kind, Some(EntityKind::Person | EntityKind::Organization | EntityKind::Outlet))
                || role(context, head).is_some()
        }
    }
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
            // "ended by saying that", "such steps as moving troops"
            Dep::Pcomp => {
                v = doc.ancestors(head).find(|&a| is_verbal(doc, a))?;
                // "quoted an official as saying that": the official says it.
                if doc.lower(head) == "as"
                    && doc.head(head) == Some(v)
                    && let Some(o) = doc.child(v, Dep::Dobj).filter(|&o| o < head)
                {
                    return Some((o, false));
                }
            }
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
    let relative = head;
    let head = referent(doc, head);
    // "the endorser who said so": "who" is somebody.
    (relative != head && doc.token(relative).tag == Tag::Wp)
        || speaks(context, head)
        || doc.children_by(head, &[Dep::Appos]).any(|a| speaks(context, a))
        || number_of(context, head).is_some_and(|n| speaks(context, n))
}

/// What "a batch of documents", "a string of witnesses" is a number of.
fn number_of(context: &Context, head: TokenIx) -> Option<TokenIx> {
    let doc = context.doc;
    let of = doc.children_by(head, &[Dep::Prep]).find(|&p| doc.lower(p) == "of" && p == head + 1)?;
    doc.child(of, Dep::Pobj).filter(|_| context.grammar.is(Kind::Partitive, doc.lemma(head)))
}

/// Whether people are meant, or a body that is no state's: what a ministry and rebels are for and against are events
/// rather than attitudes.
pub(super) fn is_personal(context: &Context, head: TokenIx) -> bool {
    let doc = context.doc;
    let head = referent(doc, head);
    let token = doc.token(head);
    // "those who reject its rule" are nobody in particular.
    if matches!(token.lower.as_str(), "it" | "its") || token.tag == Tag::Dt {
        return false;
    }
    if let Some(mention) = context.cast.headed_by(head) {
        let entity = context.cast.entity(mention.entity);
        return match entity.kind {
            EntityKind::Group => !entity.sectors.iter().any(is_armed),
            EntityKind::Person | EntityKind::Outlet => true,
            EntityKind::Organization if entity.sectors.is_empty() => entity.country.is_none(),
            EntityKind::Organization => entity.sectors.iter().any(is_private),
            _ => token.tag == Tag::Nnps,
        };
    }
    let body = role(context, head).is_some_and(|r| {
        let people = matches!(r.kind, RoleKind::Person | RoleKind::People);
        if people { r.sectors.iter().any(is_armed) } else { !r.sectors.iter().any(is_private) }
    });
    let place = doc.ent(head).is_some_and(|e| e.label == EntLabel::Gpe);
    !body && !place && !is_document(context, head)
}

fn is_armed(sector: &Sector) -> bool {
    matches!(sector, Sector::Mil | Sector::Cop | Sector::Reb | Sector::Uaf)
}

/// A sector of what is neither of a state nor armed.
fn is_private(sector: &Sector) -> bool {
    matches!(
        sector,
        Sector::Pty | Sector::Opp | Sector::Jrn | Sector::Bus | Sector::Lab | Sector::Edu | Sector::Cvl | Sector::Rel
    )
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
        Tag::PrpS => true,
        Tag::Cd | Tag::Jjs => true,
        Tag::Dt | Tag::Wdt | Tag::Ex => context.cues.speaker(&token.lower).is_some(),
        Tag::Nnp | Tag::Nnps => true,
        _ => {
            let label = doc.ent(head).map(|e| e.label);
            matches!(label, Some(EntLabel::Person | EntLabel::Org | EntLabel::Gpe | EntLabel::Norp))
                || role(context, head).is_some()
                || context.cues.speaker(&token.lemma).is_some()
                || context.cues.speaker(&token.lower).is_some()
        }
    }
}

/// The entities that the sources of statements mean, in the order of `found`, which is that of the text.
pub(super) fn resolve(context: &Context, found: &[Found], parents: &[Option<StatementId>]) -> Vec<Option<EntityId>> {
    let doc = context.doc;
    let mut meant: Vec<Option<EntityId>> = vec![None; found.len()];
    let mut documents: Vec<(&str, EntityId)> = Vec::new();
    for (i, f) in found.iter().enumerate() {
        let Some(speaker) = &f.source else { continue };
        let token = doc.token(speaker.head);
        // "The house was raided, it said": a house says nothing, and a town is no "he".
        let silent = |id: &EntityId| {
            matches!(
                (token.lower.as_str(), context.cast.entity(*id).kind),
                ("it" | "he" | "she", EntityKind::Place | EntityKind::Other)
                    | ("he" | "she", EntityKind::Organization | EntityKind::Country | EntityKind::Outlet)
            )
        };
        meant[i] = named_beside(context, speaker).or_else(|| mention(context, speaker.head)).filter(|id| !silent(id));
        if meant[i].is_none() && is_document(context, speaker.head) {
            meant[i] = owner(context, speaker.head)
                .or_else(|| documents.iter().rfind(|(lemma, _)| *lemma == token.lemma).map(|&(_, id)| id));
            documents.extend(meant[i].map(|id| (token.lemma.as_str(), id)));
        }
        if meant[i].is_none() && token.tag == Tag::Prp {
            meant[i] = speaker_before(context, found, &meant, i);
        }
    }
    // "We agreed", said inside somebody's speech: in a second round, for a speech may begin before its cue.
    for (i, f) in found.iter().enumerate() {
        let first = f.source.as_ref().is_some_and(|s| matches!(doc.lower(s.head), "i" | "we" | "my" | "our"));
        if first && meant[i].is_none() {
            meant[i] = parents[i].and_then(|p| meant[p.index()]);
        }
    }
    meant
}

/// "the head of the guild, Ilse Brandt, …": a name in apposition says whom an office means.
fn named_beside(context: &Context, speaker: &Speaker) -> Option<EntityId> {
    let doc = context.doc;
    let names = doc.children_by(speaker.head, &[Dep::Appos]).filter(|t| speaker.tokens.contains(t));
    let mut names = names.filter(|&t| doc.token(speaker.head).pos == Pos::Noun && is_person(doc, t));
    names.find_map(|t| context.cast.headed_by(t)).map(|m| m.entity)
}

fn mention(context: &Context, head: TokenIx) -> Option<EntityId> {
    let cast = context.cast;
    cast.headed_by(head).or_else(|| cast.covering(head)).map(|m| m.entity)
}

pub(super) fn is_document(context: &Context, head: TokenIx) -> bool {
    let kind = |word: &str| context.cues.speaker(word) == Some(SourceKind::Document);
    kind(context.doc.lemma(head)) || kind(context.doc.lower(head))
}

/// Whose document it is: "the ministry's statement", "a Health Board release", "a report by the union".
fn owner(context: &Context, head: TokenIx) -> Option<EntityId> {
    let doc = context.doc;
    let before = doc.children_by(head, &[Dep::Poss, Dep::Compound]);
    let by = doc.children_by(head, &[Dep::Prep, Dep::Agent]).filter(|&p| matches!(doc.lower(p), "by" | "from"));
    let after = by.filter_map(|p| doc.child(p, Dep::Pobj));
    let speaks = |e: &EntityId| !matches!(context.cast.entity(*e).kind, EntityKind::Place | EntityKind::Other);
    before.chain(after).filter_map(|t| mention(context, t)).find(speaks)
}

/// "…, it added": a pronoun that nothing else resolves is the one who spoke last, in this paragraph or the one before.
fn speaker_before(context: &Context, found: &[Found], meant: &[Option<EntityId>], i: usize) -> Option<EntityId> {
    let doc = context.doc;
    let at = found[i].head;
    let paragraph = doc.sentence(at).paragraph;
    let person = match doc.lower(found[i].source.as_ref()?.head) {
        "he" | "she" => true,
        "it" => false,
        _ => return None,
    };
    let fits = |id: EntityId| (context.cast.entity(id).kind == EntityKind::Person) == person;
    let before =
        found.iter().zip(meant).filter(|(f, _)| f.head < at && doc.sentence(f.head).paragraph + 1 >= paragraph);
    let last = before.filter_map(|(f, id)| id.map(|id| (f.head, id))).max_by_key(|&(head, _)| head);
    last.map(|(_, id)| id).filter(|&id| fits(id))
}

/// The kind of source: by the entity where there is one with a name, else by the noun.
pub(super) fn kind(context: &Context, speaker: Option<&Speaker>, meant: Option<EntityId>) -> SourceKind {
    let Some(speaker) = speaker else { return SourceKind::Unnamed };
    let doc = context.doc;
    let token = doc.token(speaker.head);
    let noun = context.cues.speaker(&token.lemma).or_else(|| context.cues.speaker(&token.lower));
    let noun = noun.or_else(|| number_of(context, speaker.head).and_then(|n| context.cues.speaker(doc.lemma(n))));
    if let Some(kind @ (SourceKind::Document | SourceKind::Outlet)) = noun.filter(|_| token.pos != Pos::Propn) {
        return kind;
    }
    if let Some(id) = meant {
        let named = context.cast.is_named(id) && !matches!(token.tag, Tag::Nns);
        match context.cast.entity(id).kind {
            EntityKind::Person if named => return SourceKind::Person,
            EntityKind::Country if token.tag == Tag::Nnps => return SourceKind::Anonymous,
            EntityKind::Organization | EntityKind::Country | EntityKind::Place => return SourceKind::Organization,
            EntityKind::Group if named => return SourceKind::Organization,
            EntityKind::Outlet => return SourceKind::Outlet,
            _ => {}
        }
    }
    match doc.ent(speaker.head).map(|e| e.label) {
        Some(EntLabel::Person) if token.pos == Pos::Propn => return SourceKind::Person,
        Some(EntLabel::Law | EntLabel::WorkOfArt) => return SourceKind::Document,
        Some(EntLabel::Org | EntLabel::Gpe) if noun.is_none() && token.pos == Pos::Propn => {
            return SourceKind::Organization;
        }
        _ => {}
    }
    // "the department's spokesman Adam Okoro": a name in apposition names the office.
    if doc.children_by(speaker.head, &[Dep::Appos, Dep::Compound]).any(|c| is_person(doc, c)) {
        return SourceKind::Person;
    }
    // "the newspaper Valley.Net": what kind of thing has the name.
    let titled =
        |c: TokenIx| doc.token(c).pos == Pos::Noun && context.cues.speaker(doc.lemma(c)) == Some(SourceKind::Outlet);
    let capital = doc.word(speaker.head).starts_with(char::is_uppercase);
    if capital && doc.children_by(speaker.head, &[Dep::Compound]).any(titled) {
        return SourceKind::Outlet;
    }
    let plural = matches!(token.tag, Tag::Nns | Tag::Nnps);
    match (noun, role(context, speaker.head)) {
        (Some(SourceKind::Office), _) if plural => SourceKind::Anonymous,
        (Some(kind), _) => kind,
        (None, Some(role)) => match role.kind {
            RoleKind::Person if role.office && !plural => SourceKind::Office,
            RoleKind::Person | RoleKind::People => SourceKind::Anonymous,
            _ => SourceKind::Organization,
        },
        (None, None) if matches!(token.lower.as_str(), "it" | "its") => SourceKind::Organization,
        (None, None) if matches!(token.tag, Tag::Prp | Tag::PrpS) => SourceKind::Person,
        (None, None) if token.tag == Tag::Nnp && capital => SourceKind::Organization,
        (None, None) if !plural && is_definite(doc, speaker.head) => SourceKind::Office,
        (None, None) => SourceKind::Anonymous,
    }
}

/// "the harbour master", "Norway's harbour master"
fn is_definite(doc: &Doc, head: TokenIx) -> bool {
    doc.child(head, Dep::Poss).is_some() || doc.children_by(head, &[Dep::Det]).any(|d| doc.lower(d) == "the")
}

fn is_person(doc: &Doc, t: TokenIx) -> bool {
    doc.ent(t).is_some_and(|e| e.label == EntLabel::Person)
}
