//! Which of its senses each name has: by size, by what the words around call it, by what it is said to lie in or by, and
//! by the countries, areas and places that the rest of the document speaks of. One sense a document for each name, but
//! where the text itself says otherwise ("Paris, Texas").

use super::names::{Evidence, Name};
use crate::{Cast, Mention};
use rustc_hash::FxHashMap;
use sayso_coding::EntityId;
use sayso_doc::{Doc, Tag};
use sayso_lexicon::gazetteer::{Class, Gazetteer, Sense, Site, SiteId, distance_km};

/// What became of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    Site(SiteId),
    /// A place that the gazetteer does not tell.
    Unresolved,
    NoPlace,
}

/// Weights found by trying them on news of two kinds; only their order of size matters much.
/// What a tenfold population counts.
const PEOPLE: f32 = 1.3;
const CONTAINED: f32 = 5.0;
const NOT_CONTAINED: f32 = -1.5;
/// Somebody wrote it into the tables because news speaks of it.
const IN_TABLES: f32 = 1.0;
/// What lies in a container speaks for it: "Atlanta, Georgia".
const CONTAINS: f32 = 4.0;
/// Named in one breath: "Montana and Wyoming" are both states.
const ALIKE: f32 = 1.5;
/// With a comma between, the second may as well be what the first lies in.
const ALIKE_BY_COMMA: f32 = 0.5;
/// An area has its name from the town that the name rather means ("Aleppo", "New York").
const NAMED_AFTER_TOWN: f32 = -1.5;
const KIND_FITS: f32 = 1.5;
const KIND_DIFFERS: f32 = -1.5;
const COUNTRY_SHARE: f32 = 2.0;
const COUNTRY_NAMED: f32 = 0.7;
/// What somebody's country counts beside a place's.
const SPOKEN_OF: f32 = 0.5;
const AREA_NAMED: f32 = 2.0;
/// Nearness to something else in the text: up to so many km counts so much.
const NEAR: [(f32, f32); 3] = [(40.0, 1.2), (120.0, 0.8), (350.0, 0.3)];
/// A text that says one place is by another.
const BESIDE: [(f32, f32); 3] = [(60.0, 3.0), (150.0, 2.0), (400.0, 0.5)];
/// A name with such a lead over its other senses is settled by itself.
const CLEAR_LEAD: f32 = 1.5;
const ROUNDS: usize = 3;
/// Fewer people than this make a town that only context can vouch for.
const SMALL: u32 = 20_000;
/// What words around a name must say for it to be taken for a place on their word alone.
const TOLD: f32 = 3.0;
/// People that make a town known without context.
const KNOWN: u32 = 200_000;

/// A sense of a name with what speaks for it whatever the context.
struct Candidate<'a> {
    id: SiteId,
    site: Site<'a>,
    prior: f32,
    /// An area that has its name from a town that is rather meant.
    named_after_town: bool,
}

/// All names of one key.
struct Group<'a> {
    members: Vec<usize>,
    candidates: Vec<Candidate<'a>>,
    chosen: Option<usize>,
    /// How much the context speaks for what was chosen.
    support: f32,
}

/// One choice a name.
pub(super) fn choose_sites(doc: &Doc, gazetteer: &Gazetteer, cast: &Cast, names: &[Name]) -> Vec<Choice> {
    let links = find_links(doc, gazetteer, names);
    let (mut groups, group_of) = group(gazetteer, names);
    let spoken_of = countries_of(cast, names);
    for g in &mut groups {
        g.chosen = lead(&g.candidates);
    }
    for _ in 0..ROUNDS {
        for i in 0..groups.len() {
            let context = Context::of(&groups, i, &spoken_of);
            let (chosen, support) = best(&groups, i, names, &links, &group_of, &context);
            groups[i].chosen = chosen;
            groups[i].support = support;
        }
    }
    let sure: Vec<Evidence> =
        groups.iter().map(|g| g.members.iter().map(|&m| names[m].evidence).max().unwrap_or(Evidence::Weak)).collect();
    (0..names.len())
        .map(|n| {
            let group = &groups[group_of[n]];
            let own = own_choice(&groups, n, names, &links, &group_of).or(group.chosen);
            let around = own.map_or(0.0, |c| local(&group.candidates[c], &names[n], &links[n], &groups, &group_of));
            settle(&names[n], group, own, around, sure[group_of[n]])
        })
        .collect()
}

/// What becomes of a name whose best sense is known.
fn settle(name: &Name, group: &Group, chosen: Option<usize>, around: f32, sure: Evidence) -> Choice {
    let Some(candidate) = chosen.map(|c| &group.candidates[c]) else {
        return if name.evidence >= Evidence::Fair { Choice::Unresolved } else { Choice::NoPlace };
    };
    let known = candidate.site.geonameid.is_none()
        || matches!(candidate.site.class, Class::Country | Class::Larger)
        || candidate.site.population >= KNOWN;
    let major = matches!(candidate.site.class, Class::Country | Class::Larger | Class::Admin1);
    let supported = group.support > 0.5;
    let listed = candidate.site.geonameid.is_none();
    match name.evidence {
        _ if name.plain && !listed && !supported => Choice::NoPlace,
        Evidence::Weak if around >= TOLD => Choice::Site(candidate.id),
        Evidence::Weak if sure < Evidence::Strong && !((major || sure == Evidence::Fair) && supported) => {
            Choice::NoPlace
        }
        _ if candidate.site.population < SMALL && !known && group.support < 0.1 => {
            if name.evidence == Evidence::Strong { Choice::Unresolved } else { Choice::NoPlace }
        }
        _ => Choice::Site(candidate.id),
    }
}

/// Names by key, each with its candidates.
fn group<'a>(gazetteer: &'a Gazetteer, names: &[Name]) -> (Vec<Group<'a>>, Vec<usize>) {
    let mut at: FxHashMap<&str, usize> = FxHashMap::default();
    let mut groups: Vec<Group> = Vec::new();
    let mut group_of = Vec::with_capacity(names.len());
    for (n, name) in names.iter().enumerate() {
        let g = *at.entry(&name.key).or_insert_with(|| {
            groups.push(Group { members: Vec::new(), candidates: Vec::new(), chosen: None, support: 0.0 });
            groups.len() - 1
        });
        groups[g].members.push(n);
        for sense in &name.senses {
            if !groups[g].candidates.iter().any(|c| c.id == sense.site) {
                groups[g].candidates.push(candidate(gazetteer, sense));
            }
        }
        group_of.push(g);
    }
    groups.iter_mut().for_each(|g| prefer_towns(&mut g.candidates));
    (groups, group_of)
}

fn candidate<'a>(gazetteer: &'a Gazetteer, sense: &Sense) -> Candidate<'a> {
    let site = gazetteer.site(sense.site);
    let class = match site.class {
        Class::Country => 3.0,
        Class::Larger => 2.0,
        Class::Admin1 => -0.3,
        Class::Admin2 => -1.5,
        Class::Spot | Class::Seat => -0.5,
        _ => 0.0,
    };
    let seat = match site.feature {
        "PPLC" => 1.0,
        "PPLA" => 0.3,
        _ => 0.0,
    };
    let listed = if site.geonameid.is_none() { IN_TABLES } else { 0.0 };
    let spelling = if sense.exact { 3.0 } else { 0.0 } - if sense.alternate { 0.7 } else { 0.0 };
    // A state is spoken of as one whatever its people; of counties the larger is hardly more.
    let people = match site.class {
        Class::Admin1 => site.population.clamp(500_000, 3_000_000) as f32,
        Class::Admin2 => (site.population as f32 + 1.0).powf(0.2) * 1_000.0,
        _ => site.population as f32,
    };
    let prior = (people + 1.0).log10() * PEOPLE + class + seat + listed + spelling;
    Candidate { id: sense.site, site, prior, named_after_town: false }
}

/// An area that shares its name with a town that holds much of it is rather not meant, unless the words around say so.
fn prefer_towns(candidates: &mut [Candidate]) {
    const MUCH: f32 = 0.08;
    let towns: Vec<(SiteId, u32)> = (candidates.iter())
        .filter(|c| c.site.class == Class::City)
        .filter_map(|c| c.site.area.map(|a| (a, c.site.population)))
        .collect();
    for area in candidates.iter_mut().filter(|c| c.site.class == Class::Admin1) {
        let holds = |&(a, people): &(SiteId, u32)| a == area.id && people as f32 > MUCH * area.site.population as f32;
        if towns.iter().any(holds) {
            area.prior += NAMED_AFTER_TOWN;
            area.named_after_town = true;
        }
    }
}

/// The sense that leads clearly by itself.
fn lead(candidates: &[Candidate]) -> Option<usize> {
    let mut order: Vec<usize> = (0..candidates.len()).collect();
    order.sort_by(|&a, &b| candidates[b].prior.total_cmp(&candidates[a].prior));
    let first = *order.first()?;
    let clear = order.get(1).is_none_or(|&second| candidates[first].prior - candidates[second].prior >= CLEAR_LEAD);
    clear.then_some(first)
}

/// The countries of those who are in the text, by words that are no place's name ("Liberian rebels", "the Kremlin").
fn countries_of<'a>(cast: &'a Cast, names: &[Name]) -> Vec<&'a str> {
    let is_place = |m: &Mention| names.iter().any(|n| n.tokens.start < m.tokens.end && m.tokens.start < n.tokens.end);
    let mut countries: Vec<(EntityId, &str)> = (cast.mentions().iter())
        .filter(|m| !is_place(m))
        .filter_map(|m| Some((m.entity, cast.entity(m.entity).country.as_deref()?)))
        .collect();
    countries.sort_unstable();
    countries.dedup();
    countries.into_iter().map(|(_, c)| c).collect()
}

/// What the other names of the document speak of.
struct Context<'a> {
    /// Share of each country in the names that are settled.
    shares: FxHashMap<&'a str, f32>,
    countries: Vec<&'a str>,
    areas: Vec<SiteId>,
    /// Areas that a town lies in.
    held: Vec<SiteId>,
    points: Vec<(f32, f32)>,
}

impl<'a> Context<'a> {
    fn of(groups: &[Group<'a>], but: usize, spoken_of: &[&'a str]) -> Self {
        let mut context = Self {
            shares: FxHashMap::default(),
            countries: Vec::new(),
            areas: Vec::new(),
            held: Vec::new(),
            points: Vec::new(),
        };
        let mut total = spoken_of.len() as f32 * SPOKEN_OF;
        for &country in spoken_of {
            *context.shares.entry(country).or_default() += SPOKEN_OF;
        }
        for (i, group) in groups.iter().enumerate() {
            let Some(candidate) = group.chosen.map(|c| &group.candidates[c]).filter(|_| i != but) else { continue };
            let weight = 1.0 + (group.members.len() as f32).log2() * 0.5;
            total += weight;
            let site = &candidate.site;
            let count = site.countries.iter().count() as f32;
            for country in site.countries.iter() {
                *context.shares.entry(country).or_default() += weight / count;
            }
            match site.class {
                Class::Country => context.countries.extend(site.countries.only()),
                Class::Admin1 => context.areas.push(candidate.id),
                Class::City | Class::Spot | Class::Seat | Class::Admin2 => {
                    context.points.push((site.lat, site.lon));
                    context.held.extend(site.area);
                }
                _ => {}
            }
        }
        context.shares.values_mut().for_each(|s| *s /= total.max(1.0));
        context
    }

    fn support(&self, candidate: &Candidate) -> f32 {
        let site = &candidate.site;
        let share = site.countries.iter().filter_map(|c| self.shares.get(c)).fold(0.0f32, |a, &b| a.max(b));
        let named = self.countries.iter().any(|c| site.countries.contains(c));
        // Texas speaks for Austin, and Austin for Texas.
        let area = site.area.is_some_and(|a| self.areas.contains(&a))
            || !candidate.named_after_town && self.held.contains(&candidate.id);
        let point = matches!(
            site.class,
            Class::City | Class::Spot | Class::Admin2 | Class::Island | Class::Land | Class::Water
        );
        let near = if point {
            self.points.iter().map(|&p| step(&NEAR, distance_km(p, (site.lat, site.lon)))).fold(0.0, f32::max)
        } else {
            0.0
        };
        let flag = |b: bool, weight: f32| if b { weight } else { 0.0 };
        share * COUNTRY_SHARE + flag(named, COUNTRY_NAMED) + flag(area, AREA_NAMED) + near
    }
}

/// The value of the first step that reaches so far.
fn step(steps: &[(f32, f32)], km: f32) -> f32 {
    steps.iter().find(|(reach, _)| km <= *reach).map_or(0.0, |&(_, value)| value)
}

/// The sense of a whole group that context and the words around its members speak for most.
fn best(
    groups: &[Group],
    g: usize,
    names: &[Name],
    links: &[Links],
    group_of: &[usize],
    context: &Context,
) -> (Option<usize>, f32) {
    let mut best: Option<(usize, f32, f32)> = None;
    for (c, candidate) in groups[g].candidates.iter().enumerate() {
        let around: Vec<f32> =
            groups[g].members.iter().map(|&n| local(candidate, &names[n], &links[n], groups, group_of)).collect();
        let around = around.iter().copied().fold(0.0, f32::max) + around.iter().copied().fold(0.0, f32::min);
        let support = context.support(candidate) + around;
        let score = candidate.prior + support;
        if best.is_none_or(|(_, top, _)| score > top) {
            best = Some((c, score, support));
        }
    }
    (best.map(|b| b.0), best.map_or(0.0, |b| b.2))
}

/// The sense that the words around this one name give it, where they say what it lies in.
fn own_choice(groups: &[Group], n: usize, names: &[Name], links: &[Links], group_of: &[usize]) -> Option<usize> {
    links[n].within?;
    let g = group_of[n];
    let scored = groups[g].candidates.iter().enumerate();
    let (c, around, _) = scored
        .map(|(c, candidate)| {
            let around = local(candidate, &names[n], &links[n], groups, group_of);
            (c, around, around + candidate.prior)
        })
        .max_by(|a, b| a.2.total_cmp(&b.2).then(b.0.cmp(&a.0)))?;
    (around >= CONTAINED + KIND_DIFFERS).then_some(c)
}

/// What the words around one name say for a sense.
fn local(candidate: &Candidate, name: &Name, links: &Links, groups: &[Group], group_of: &[usize]) -> f32 {
    let mut score = 0.0;
    if !name.kinds.is_empty() {
        score += if name.kinds.iter().any(|&k| is_kind(candidate.site.class, k)) { KIND_FITS } else { KIND_DIFFERS };
    }
    let chosen = |n: usize| {
        let group = &groups[group_of[n]];
        group.chosen.map(|c| &group.candidates[c])
    };
    if let Some(container) = links.within.and_then(chosen) {
        if contains(container, candidate) {
            score += CONTAINED;
        } else if matches!(container.site.class, Class::Country | Class::Admin1)
            && !matches!(candidate.site.class, Class::Country | Class::Larger)
            && container.id != candidate.id
        {
            score += NOT_CONTAINED;
        }
    }
    if links.holds.iter().filter_map(|&n| chosen(n)).any(|inner| contains(candidate, inner)) {
        // "the Bronx, New York": behind a comma stands rather the state.
        score += if matches!(candidate.site.class, Class::Country | Class::Admin1) { CONTAINS } else { CONTAINS / 2.0 };
    }
    let same_class = |n: usize| chosen(n).is_some_and(|other| other.site.class == candidate.site.class);
    score += links.alike.iter().filter(|a| same_class(a.0)).map(|a| a.1).fold(0.0, f32::max);
    for other in links.beside.iter().filter_map(|&n| chosen(n)) {
        if matches!(other.site.class, Class::City | Class::Spot | Class::Admin2) {
            let km = distance_km((other.site.lat, other.site.lon), (candidate.site.lat, candidate.site.lon));
            score += step(&BESIDE, km);
        }
    }
    score
}

/// A village is called so whatever its feature; a province may be called a region, a district or a state.
fn is_kind(class: Class, kind: Class) -> bool {
    class == kind
        || matches!(
            (class, kind),
            (Class::Admin1, Class::Region)
                | (Class::Spot, Class::City)
                | (Class::City, Class::Spot)
                | (Class::Spot, Class::Admin2)
                | (Class::Region, Class::Land)
                | (Class::Land, Class::Region)
                | (Class::Larger, Class::Region)
                | (Class::Country, Class::Region)
                | (Class::Region, Class::Island)
        )
}

fn contains(outer: &Candidate, inner: &Candidate) -> bool {
    const TOWN_AND_SUBURB_KM: f32 = 60.0;
    if outer.id == inner.id {
        return false;
    }
    let km = distance_km((outer.site.lat, outer.site.lon), (inner.site.lat, inner.site.lon));
    match outer.site.class {
        Class::Country => {
            outer.site.countries.only().is_some_and(|c| inner.site.countries.contains(c))
                && inner.site.class != Class::Country
        }
        Class::Admin1 => inner.site.area == Some(outer.id),
        Class::Admin2 | Class::City | Class::Spot => km < TOWN_AND_SUBURB_KM && inner.site.class >= Class::Admin2,
        Class::Region | Class::Island => {
            inner.site.class >= Class::Admin1
                && km < 600.0
                && inner.site.countries.iter().any(|c| outer.site.countries.contains(c))
        }
        Class::Larger | Class::Water | Class::Land | Class::Seat => false,
    }
}

/// What a name is said to lie in, and by.
#[derive(Clone, Debug, Default)]
struct Links {
    within: Option<usize>,
    holds: Vec<usize>,
    beside: Vec<usize>,
    /// Named with it in a list, and how much that says.
    alike: Vec<(usize, f32)>,
}

/// Reads the words between one name and the next of its sentence.
fn find_links(doc: &Doc, gazetteer: &Gazetteer, names: &[Name]) -> Vec<Links> {
    let mut links = vec![Links::default(); names.len()];
    for (n, pair) in names.windows(2).enumerate() {
        let (a, b) = (&pair[0], &pair[1]);
        if doc.sentence_ix(a.tokens.start) != doc.sentence_ix(b.tokens.start) {
            continue;
        }
        let between = a.tokens.end..b.tokens.start;
        if is_within(doc, gazetteer, between.clone()) {
            links[n].within = Some(n + 1);
            links[n + 1].holds.push(n);
        }
        if is_list(doc, between.clone()) {
            let and = between.clone().any(|t| doc.token(t).tag == Tag::Cc);
            let weight = if and { ALIKE } else { ALIKE_BY_COMMA };
            links[n].alike.push((n + 1, weight));
            links[n + 1].alike.push((n, weight));
        } else if links[n].within.is_none()
            && between.len() <= 9
            && between.clone().any(|t| gazetteer.words.is_beside(doc.lower(t)))
        {
            links[n].beside.push(n + 1);
            links[n + 1].beside.push(n);
        }
    }
    links
}

/// "Montana and Wyoming", "Homs, Hama".
fn is_list(doc: &Doc, between: std::ops::Range<usize>) -> bool {
    !between.is_empty()
        && between.len() <= 2
        && between.clone().all(|t| matches!(doc.token(t).tag, Tag::Comma | Tag::Cc))
}

/// "Paris, Texas", "Homs in western Syria", "the Nanded district of Maharashtra".
fn is_within(doc: &Doc, gazetteer: &Gazetteer, between: std::ops::Range<usize>) -> bool {
    const LONGEST: usize = 5;
    let words = &gazetteer.words;
    let length = between.len();
    let joins = |t: usize| match doc.token(t).tag {
        Tag::Comma => true,
        Tag::In => words.is_locating(doc.lower(t)) || words.is_naming(doc.lower(t)),
        Tag::Dt | Tag::Jj => true,
        // "Fulton County, located in Illinois"
        Tag::Vbn => doc.token(t + 1).tag == Tag::In,
        _ => words.is_part(doc.lower(t)) || !words.kinds(doc.lower(t)).is_empty(),
    };
    (1..=LONGEST).contains(&length)
        && between.clone().all(joins)
        && between.clone().any(|t| matches!(doc.token(t).tag, Tag::Comma | Tag::In))
        && !between.clone().any(|t| words.is_beside(doc.lower(t)) && !words.is_part(doc.lower(t)))
}
