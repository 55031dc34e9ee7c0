//! Whose those are of whom nothing near them told it, once the whole text has been read: where nearly all of it speaks of
//! one state, its soldiers, villagers and party leaders are that state's.

use super::names::Name;
use super::phrases::Lead;
use super::pronouns::{first_joined, is_third_person, own_subject};
use super::resolve::{Draft, Resolver};
use super::scene::at_home;
use rustc_hash::FxHashMap;
use sayso_coding::{EntityId, EntityKind, Sector};
use sayso_doc::{Dep, Pos, TokenIx};
use sayso_lexicon::actors::{Effect, Role, RoleKind, Sense};
use smol_str::{SmolStr, format_smolstr};

/// Of all mentions of somebody or something of a state, the share that the text's own must have.
const SHARE: (usize, usize) = (4, 5);

/// The same where the state is spoken of often, and how often that is at least.
const SHARE_OF_MANY: (usize, usize) = (2, 3);
const MANY: usize = 8;

/// Of all mentions of those in office, the share that one state's must have for "the cabinet" to be its own.
const OFFICIALS: (usize, usize) = (3, 4);

/// Of all mentions, the share of the state to whom courts, police and villagers belong where others come in too.
const HOSTS: (usize, usize) = (11, 20);
const FEWEST_OF_HOSTS: usize = 6;

/// So many mentions at least: one name is no text about a country.
const FEWEST: usize = 3;

/// So many for a name of which nothing is told: who came to a town is not at home there.
const FEWEST_FOR_STRANGERS: usize = 8;

/// The code of the European Union.
pub(super) const UNION: &str = "EUR";

/// How somebody of no known state stands to the state that a text is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Bond {
    /// Anybody's: a diplomat, a reporter, those who are said to be from elsewhere.
    #[default]
    Loose,
    /// Its own: the police, villagers, an opposition leader.
    Home,
    /// Its own where no other state's forces are spoken of: soldiers.
    Forces,
    /// A name without more, until more is told of it.
    Stranger,
    /// A party, court, parliament or office whose name others have too: of the state that the lexicon knows, if the text speaks of it.
    Namesake,
}

impl Resolver<'_> {
    /// How whoever a noun phrase speaks of stands to the state that the text is about. `sectors` are those of its words.
    pub(super) fn bond(&self, t: TokenIx, role: &Role, sectors: &[Sector], lead: Lead) -> Bond {
        let doc = self.book.doc;
        let elsewhere = doc.children(t).filter(|&c| c < t).any(|c| {
            let others = doc.dep(c) == Dep::Poss && doc.token(c).pos == Pos::Pron && is_third_person(doc.lower(c));
            others || self.book.actors().has_effect(doc.lower(c), Effect::Abroad)
        });
        // "schools for girls": any, anywhere; so are those of "stop arming rebels". Not "killed women", "rebels fled".
        let subject = matches!(doc.dep(first_joined(doc, t)), Dep::Nsubj | Dep::Nsubjpass);
        let takes_part = subject || doc.dep(first_joined(doc, t)) == Dep::Dobj;
        let any = role.kin && !takes_part || !subject && sectors.iter().any(is_armed_band);
        if elsewhere || any && lead == Lead::None && self.counted != Some(t) {
            return Bond::Loose;
        }
        // "a pro-democracy group"
        let body = matches!(role.kind, RoleKind::Body | RoleKind::Group) && role.weak && !role.mobile && !role.relation;
        if body && sectors.is_empty() {
            return Bond::Stranger;
        }
        let people = matches!(role.kind, RoleKind::Person | RoleKind::People);
        if at_home(role, sectors) || people && is_bound(role, sectors) {
            Bond::Home
        } else if is_soldier(role) {
            Bond::Forces
        } else {
            Bond::Loose
        }
    }

    /// How somebody with a name and a title does: an officer, a mayor, a party's chairman. A professor is from anywhere.
    pub(super) fn titled_bond(role: &Role, sectors: &[Sector]) -> Bond {
        let official = sectors.contains(&Sector::Gov) && !role.relation && !role.mobile;
        if official || is_bound(role, sectors) {
            Bond::Home
        } else if is_soldier(role) {
            Bond::Forces
        } else {
            Bond::Loose
        }
    }

    /// Somebody with a name of whom nothing is told, or a private life, is at home where the whole text is.
    pub(super) fn bind_stranger(&mut self, id: EntityId) {
        let draft = &mut self.drafts[id.index()];
        let nothing = draft.role.is_none() && draft.sectors.is_empty() || is_private(&draft.sectors);
        if draft.bond == Bond::Loose && nothing && draft.country.is_none() {
            draft.bond = Bond::Stranger;
        }
    }

    /// How a body with a name does that nobody knows: "Supreme Court".
    pub(super) fn body_bond(name: &Name, role: Option<&Role>, sectors: &[Sector]) -> Bond {
        use Sector::{Cop, Gov, Jud, Lab, Leg, Mil, Opp, Pty};
        // "Ceasefire Committee": a body that several may have set up is no government's; "Cabinet" is.
        let alone = name.tokens.len() == 1;
        let of_state =
            sectors.iter().any(|s| matches!(s, Cop | Jud | Lab | Leg | Mil | Opp | Pty) || alone && *s == Gov);
        let body = role.is_some_and(|r| r.kind == RoleKind::Body && !r.mobile && !r.relation);
        if body && of_state { Bond::Home } else { Bond::Loose }
    }

    /// How a body with a name does that is known: "Left Party", "Congress".
    pub(super) fn known_bond(name: &Name, role: Option<&Role>, sectors: &[Sector]) -> Bond {
        let common = role.is_some_and(|r| r.kind == RoleKind::Body)
            && matches!(name.known(), Some(m) if m.sense != Sense::Adjective);
        // "Foreign Office", not "State Department".
        let plain = role.is_some_and(|r| r.noun.split(' ').count() == name.tokens.len());
        let civil = |s: &Sector| match s {
            Sector::Pty | Sector::Leg | Sector::Jud => true,
            Sector::Gov => plain,
            _ => false,
        };
        if common && !sectors.is_empty() && sectors.iter().all(civil) { Bond::Namesake } else { Bond::Loose }
    }

    /// Bodies that the lexicon knows of a state of which the text says nothing else are those of the text's own.
    fn settle_namesakes(&mut self, home: &SmolStr) {
        for ix in 0..self.drafts.len() {
            let draft = &self.drafts[ix];
            let spoken_of = |d: &Draft| d.bond != Bond::Namesake && d.country == draft.country;
            let known = draft.bond != Bond::Namesake || draft.country.as_ref() == Some(home);
            if known || self.drafts.iter().any(spoken_of) {
                continue;
            }
            let words =
                self.mentions.iter().find(|m| m.entity == EntityId::new(ix)).and_then(|m| self.book.name(m.head));
            let Some(words) = words.map(|n| SmolStr::new(self.book.doc.words(n.tokens.clone()))) else { continue };
            let draft = &mut self.drafts[ix];
            draft.evidence = format_smolstr!("{words} (at home where the text is: {home})");
            draft.country = Some(home.clone());
            draft.name = words;
        }
    }

    /// Gives those of no known state the one that the text is about.
    pub(super) fn settle(&mut self) {
        let often = |(_, n): &(SmolStr, usize)| *n >= MANY;
        let main = self.main_of(SHARE, |_| true).or_else(|| self.main_of(SHARE_OF_MANY, |_| true).filter(often));
        let officials_only = main.is_none();
        let main = main.or_else(|| self.main_of(OFFICIALS, |d| is_official(&d.sectors)));
        self.settle_hosts(main.as_ref().filter(|_| !officials_only).map(|(home, _)| home));
        let Some((home, spoken_of)) = main else { return };
        if !officials_only {
            self.settle_namesakes(&home);
        }
        let forces_of_others = self
            .drafts
            .iter()
            .any(|d| d.sectors.contains(&Sector::Mil) && d.country.as_ref().is_some_and(|c| *c != home));
        for ix in 0..self.drafts.len() {
            let draft = &self.drafts[ix];
            let held = match draft.bond {
                Bond::Loose | Bond::Namesake => false,
                Bond::Home => true,
                Bond::Stranger => spoken_of >= FEWEST_FOR_STRANGERS,
                Bond::Forces => !forces_of_others,
            };
            let official = !draft.counted && is_official(&draft.sectors) && draft.bond == Bond::Home;
            let held = held && (official || !officials_only);
            if !held || draft.country.is_some() || self.ever_faces(EntityId::new(ix), &home) {
                continue;
            }
            let draft = &mut self.drafts[ix];
            draft.evidence = format_smolstr!("{} (at home where the text is: {home})", draft.evidence);
            draft.country = Some(home.clone());
        }
    }

    /// Where others act on a state's soil too, those who are at home there are still its own: villagers, the police,
    /// courts and bands, not officials and soldiers, who may be anybody's.
    fn settle_hosts(&mut self, main: Option<&SmolStr>) {
        let scene =
            self.only_scene().or_else(|| Some(self.main_of(HOSTS, |_| true).filter(|(_, n)| *n >= FEWEST_OF_HOSTS)?.0));
        let Some(host) = scene.filter(|h| h.as_str() != UNION && main.is_none_or(|m| m == h)) else { return };
        for draft in &mut self.drafts {
            let own = draft.bond == Bond::Home && !is_official(&draft.sectors) && !draft.sectors.is_empty();
            if own && draft.country.is_none() {
                draft.evidence = format_smolstr!("{} (at home where it happens: {host})", draft.evidence);
                draft.country = Some(host.clone());
            }
        }
    }

    /// The state that a share of the mentions are of whose entities count, the line of the date apart, and how many those
    /// are.
    fn main_of(&self, share: (usize, usize), counts: impl Fn(&Draft) -> bool) -> Option<(SmolStr, usize)> {
        let mut of = FxHashMap::<&SmolStr, usize>::default();
        let mut all = 0;
        for mention in self.mentions.iter().filter(|m| !self.book.in_dateline(m.head)) {
            let draft = self.draft(mention.entity);
            let state = draft.country.as_ref().filter(|c| self.book.actors().country(c).is_some());
            // A band from elsewhere makes the text no other state's.
            let guest = draft.sectors.iter().any(is_armed_band)
                && draft.country.as_ref().is_some_and(|c| self.guests.contains(c));
            // A union of states is nobody's home.
            let union = draft.country.as_deref() == Some(UNION);
            let told = draft.kind != EntityKind::Outlet && draft.bond != Bond::Namesake && !guest && !union;
            if let Some(state) = state.filter(|_| told && counts(draft)) {
                *of.entry(state).or_default() += 1;
                all += 1;
            }
        }
        let most = of.into_iter().find(|&(_, n)| n >= FEWEST && n * share.1 >= all * share.0);
        most.map(|(state, n)| (state.clone(), n))
    }

    /// "Chile's government failed to punish officials": those of a clause about what another state does.
    fn is_told_by_another(&self, t: TokenIx, state: &SmolStr) -> bool {
        let subject = own_subject(self.book.doc, t).and_then(|s| self.entity_at(s));
        subject.is_some_and(|id| {
            let acts = self.draft(id).kind == EntityKind::Country || is_official(&self.draft(id).sectors);
            acts && self.state_of(id).is_some_and(|c| c != state)
        })
    }

    /// Whether those of a state's government or army ever stand opposite to that state: "met the Chilean envoy".
    fn ever_faces(&self, id: EntityId, state: &SmolStr) -> bool {
        is_official(&self.draft(id).sectors)
            && (self.mentions.iter())
                .any(|m| m.entity == id && (self.faces(m.head, state) || self.is_told_by_another(m.head, state)))
    }
}

/// Those whom what they are ties to a state: its officers, judges, parties, and those who stand up against it.
fn is_bound(role: &Role, sectors: &[Sector]) -> bool {
    use Sector::{Cop, Eli, Jud, Leg, Mil, Opp, Pty, Spy};
    let bound = |s: &Sector| is_armed_band(s) || matches!(s, Cop | Eli | Jud | Leg | Mil | Opp | Pty | Spy);
    let anywhere = role.relation || role.mobile && sectors == role.sectors;
    !anywhere && sectors.iter().any(bound)
}

/// Those of an army, wherever they are; peacekeepers are of those who send them.
fn is_soldier(role: &Role) -> bool {
    let force = matches!(role.kind, RoleKind::Person | RoleKind::People | RoleKind::Body) && !role.weak;
    force && role.mobile && role.country.is_none() && role.sectors == [Sector::Mil]
}

pub(super) fn is_armed_band(sector: &Sector) -> bool {
    matches!(sector, Sector::Reb | Sector::Prm | Sector::Uaf)
}

fn is_official(sectors: &[Sector]) -> bool {
    sectors.iter().any(|s| matches!(s, Sector::Gov | Sector::Mil | Sector::Leg))
}

fn is_private(sectors: &[Sector]) -> bool {
    !sectors.is_empty() && sectors.iter().all(|s| matches!(s, Sector::Agr | Sector::Bus | Sector::Cvl | Sector::Lab))
}
