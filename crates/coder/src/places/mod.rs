//! Places spoken of and where they are: names are found in the gazetteer, told from other names ([`names`]), and each is
//! given the sense that the document supports ([`choose`]). A name that is clearly a place and in no gazetteer stays, unresolved.

mod choose;
mod metonym;
mod names;

use crate::Cast;
use names::Name;
use sayso_coding::Place;
use sayso_doc::Doc;
use sayso_lexicon::Lexicon;
use sayso_lexicon::gazetteer::{Gazetteer, SiteId};

/// In text order.
pub fn find_places(doc: &Doc, lexicon: &Lexicon, cast: &Cast) -> Vec<Place> {
    let gazetteer = &lexicon.gazetteer;
    let names = names::find_names(doc, gazetteer, cast);
    let chosen = choose::choose_sites(doc, gazetteer, cast, &names);
    (names.iter().zip(chosen))
        .filter_map(|(name, choice)| match choice {
            choose::Choice::Site(site) => Some(place(doc, gazetteer, name, Some(site))),
            choose::Choice::Unresolved => Some(place(doc, gazetteer, name, None)),
            choose::Choice::NoPlace => None,
        })
        .collect()
}

fn place(doc: &Doc, gazetteer: &Gazetteer, name: &Name, site: Option<SiteId>) -> Place {
    let span = name.span;
    let metonym = metonym::is_metonym(doc, gazetteer, name, site);
    let Some(site) = site else {
        return Place {
            span,
            name: span.of(doc.text()).into(),
            geonameid: None,
            lat: None,
            lon: None,
            country: None,
            admin1: None,
            feature: None,
            resolution: 0,
            metonym,
        };
    };
    let site = gazetteer.site(site);
    Place {
        span,
        name: site.name.into(),
        geonameid: site.geonameid,
        lat: Some(site.lat),
        lon: Some(site.lon),
        country: site.countries.only().map(Into::into),
        admin1: site.area.map(|a| gazetteer.site(a).name.into()),
        feature: Some(site.feature.into()),
        resolution: site.resolution,
        metonym,
    }
}
