//! Who and what the text speaks of: names, descriptions and pronouns joined; country, sectors and role of each.
//!
//! [`names`] finds what has a name, [`phrases`] the noun phrases that common nouns head, [`codes`] says whose they are
//! and of what sector, and [`resolve`] goes through the text from its beginning and joins what means the same: names there,
//! common nouns in [`descriptions`].

mod codes;
mod descriptions;
mod home;
mod names;
mod phrases;
mod pronouns;
mod resolve;
mod scene;
mod sides;
mod voice;

pub use voice::own_voice;

pub(crate) use pronouns::means_many;

use crate::Cast;
use crate::statements::quotes::Quotations;
use jiff::civil::Date;
use names::Name;
use sayso_coding::{EntityKind, Sector};
use sayso_doc::{Doc, Pos, TokenIx};
use sayso_lexicon::actors::RoleMatch;
use sayso_lexicon::{Actors, Lexicon};
use std::ops::Range;

/// Codes hold for the date of publication.
pub fn find_entities(doc: &Doc, lexicon: &Lexicon, published: Option<Date>) -> Cast {
    resolve::resolve(&Book::new(doc, lexicon, published))
}

/// The document with what stands in it, before it is known what means the same.
struct Book<'a> {
    doc: &'a Doc,
    lexicon: &'a Lexicon,
    published: Option<Date>,
    names: Vec<Name>,
    /// For each token: the name it is part of.
    name_of: Vec<Option<u32>>,
    /// For each token: the role noun that it heads.
    roles: Vec<Option<RoleMatch<'a>>>,
    quotes: Quotations,
}

impl<'a> Book<'a> {
    fn new(doc: &'a Doc, lexicon: &'a Lexicon, published: Option<Date>) -> Self {
        let mut names = names::find_names(doc, lexicon, published);
        let found_roles = lexicon.actors.roles_in(doc);
        // The recogniser's "State" of "secretary of state" is no name.
        let inside = |part: &Range<TokenIx>, whole: &RoleMatch<'_>| {
            whole.tokens.start <= part.start && part.end <= whole.tokens.end && part.len() < whole.tokens.len()
        };
        let in_role = |part: &Range<TokenIx>| found_roles.iter().any(|r| inside(part, r));
        // Nor is the minister of foreign affairs of the journal.
        let paper = |n: &Name| n.known().is_some_and(|m| lexicon.actors.entry(m.entry).kind == EntityKind::Outlet);
        // "Labour Minister Ana Ruiz" need not be of that party; "Labour minister Ana Ruiz" is.
        let party = |n: &Name| n.known().is_some_and(|m| lexicon.actors.entry(m.entry).sectors == [Sector::Pty]);
        let office = |n: &Name| n.tokens.end < doc.len() && doc.word(n.tokens.end).starts_with(char::is_uppercase);
        let other = |n: &Name| paper(n) || party(n) && office(n);
        names.retain(|n| n.known().is_some() && !other(n) || !in_role(&n.tokens));
        let mut name_of = vec![None; doc.len()];
        for (i, name) in names.iter().enumerate() {
            name_of[name.tokens.clone()].fill(Some(i as u32));
        }
        let mut roles: Vec<Option<RoleMatch<'a>>> = vec![None; doc.len()];
        // "National" in "minister of national defence" is nobody.
        let behind_of = |r: &RoleMatch<'_>| found_roles.iter().any(|w| inside(&r.tokens, w) && w.head < r.tokens.start);
        let whole: Vec<bool> = found_roles.iter().map(|r| !behind_of(r)).collect();
        for (found, _) in found_roles.into_iter().zip(whole).filter(|(_, whole)| *whole) {
            let old = &mut roles[found.head];
            if old.as_ref().is_none_or(|o| o.tokens.len() < found.tokens.len()) {
                *old = Some(found);
            }
        }
        Self { doc, lexicon, published, names, name_of, roles, quotes: Quotations::find(doc) }
    }

    fn actors(&self) -> &'a Actors {
        &self.lexicon.actors
    }

    /// "NAIROBI, Kenya (AP) —": before the dash that begins a paragraph's first sentence, nothing but names.
    fn in_dateline(&self, t: TokenIx) -> bool {
        const LONGEST: usize = 12;
        let doc = self.doc;
        let first = doc.sentences().iter().find(|s| s.paragraph == doc.sentence(t).paragraph);
        let start = first.map_or(0, |s| s.tokens.start);
        let end = (start..doc.len().min(start + LONGEST)).find(|&d| phrases::parts(doc, d));
        let line =
            |a: TokenIx| self.name_of[a].is_some() || matches!(doc.token(a).pos, Pos::Propn | Pos::Punct | Pos::Num);
        end.is_some_and(|end| t < end && (start..end).all(line))
    }

    /// The name that a token is part of.
    fn name(&self, t: TokenIx) -> Option<&Name> {
        self.name_of[t].map(|n| &self.names[n as usize])
    }

    /// The role noun that a token heads.
    fn role(&self, t: TokenIx) -> Option<&RoleMatch<'a>> {
        self.roles[t].as_ref()
    }
}
