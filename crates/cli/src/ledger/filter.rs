//! Which events: the options that all questions have.

use anyhow::{Context, Result, bail};
use clap::Args;
use clap::builder::PossibleValuesParser;
use sayso::coding::period::days;
use sayso::coding::{Context as About, EventType, Mode, Status};
use sayso_ledger::Filter;

#[derive(Debug, Args)]
#[command(next_help_heading = "Which events")]
pub(crate) struct FilterArgs {
    /// Who did it: RUS, UKR:MIL, :MIL, or part of a name; several with commas
    #[arg(long, value_name = "WHO", value_delimiter = ',')]
    pub(crate) actor: Vec<String>,
    /// To whom it was done
    #[arg(long, value_name = "WHO", value_delimiter = ',')]
    pub(crate) recipient: Vec<String>,
    /// Who to whom: RUS-UKR
    #[arg(long, value_name = "WHO-WHO", value_delimiter = ',')]
    pub(crate) dyad: Vec<String>,
    /// PLOVER's types: ASSAULT, THREATEN …
    #[arg(long = "type", value_name = "TYPE", value_delimiter = ',', ignore_case = true, hide_possible_values = true,
          value_parser = PossibleValuesParser::new(EventType::ALL.iter().map(|t| t.as_str())))]
    pub(crate) types: Vec<String>,
    /// PLOVER's modes: aerial, arrest, visit …
    #[arg(long, value_name = "MODE", value_delimiter = ',', ignore_case = true, hide_possible_values = true,
          value_parser = PossibleValuesParser::new(Mode::ALL.iter().map(|m| m.as_str())))]
    pub(crate) mode: Vec<String>,
    /// PLOVER's contexts: military, election, migration …
    #[arg(long, value_name = "CONTEXT", value_delimiter = ',', ignore_case = true, hide_possible_values = true,
          value_parser = PossibleValuesParser::new(About::ALL.iter().map(|c| c.as_str())))]
    pub(crate) context: Vec<String>,
    /// How the words present it
    #[arg(long, value_name = "STATUS", value_delimiter = ',', ignore_case = true,
          value_parser = PossibleValuesParser::new(Status::ALL.iter().map(|s| s.as_str())))]
    pub(crate) status: Vec<String>,
    /// On this day or later: YYYY, YYYY-MM or YYYY-MM-DD
    #[arg(long, value_name = "DATE")]
    pub(crate) since: Option<String>,
    /// On this day or before, the whole month or year
    #[arg(long, value_name = "DATE")]
    pub(crate) until: Option<String>,
    /// A place's name, its area, or its country's code
    #[arg(long, value_name = "PLACE")]
    pub(crate) place: Option<String>,
    /// Within a distance: 50.45,30.52,100km
    #[arg(long, value_name = "LAT,LON,KM", allow_hyphen_values = true)]
    pub(crate) near: Option<String>,
    /// On whose word: part of a name
    #[arg(long, value_name = "NAME")]
    pub(crate) source: Option<String>,
    /// In documents of this publisher
    #[arg(long, value_name = "NAME")]
    pub(crate) publisher: Option<String>,
    /// In documents with these words; "two words" in quotation marks stand together
    #[arg(long, value_name = "WORDS")]
    pub(crate) text: Option<String>,
    /// Reported by so many outlets or more in words of their own, whatever they call it
    #[arg(long, value_name = "N")]
    pub(crate) asserted_by: Option<usize>,
}

impl FilterArgs {
    pub(crate) fn filter(&self) -> Result<Filter> {
        let lower = |words: &[String]| words.iter().map(|w| w.to_lowercase()).collect();
        Ok(Filter {
            actors: self.actor.clone(),
            recipients: self.recipient.clone(),
            dyads: self.dyad.iter().map(|d| dyad(d)).collect::<Result<_>>()?,
            types: self.types.iter().map(|t| t.to_uppercase()).collect(),
            modes: lower(&self.mode),
            contexts: lower(&self.context),
            statuses: lower(&self.status),
            since: self.since.as_deref().map(|d| day("--since", d)).transpose()?,
            until: self.until.as_deref().map(|d| day("--until", d)).transpose()?,
            place: self.place.clone(),
            near: self.near.as_deref().map(near).transpose()?,
            source: self.source.clone(),
            publisher: self.publisher.clone(),
            text: self.text.clone(),
            document: None,
            asserted_by: self.asserted_by,
        })
    }

    /// For counts, and for forms in which nothing says that an event did not happen: what occurred, unless another status
    /// is asked for.
    pub(crate) fn occurred(&self) -> Result<Filter> {
        let mut filter = self.filter()?;
        if filter.statuses.is_empty() {
            filter.statuses.push(Status::Occurred.as_str().to_owned());
        }
        Ok(filter)
    }
}

pub(crate) fn dyad(text: &str) -> Result<(String, String)> {
    let parts = text.split_once('-').filter(|(a, b)| !a.is_empty() && !b.is_empty());
    let (actor, recipient) = parts.with_context(|| format!("{text}: write who does something to whom as RUS-UKR"))?;
    Ok((actor.to_owned(), recipient.to_owned()))
}

fn day(option: &str, text: &str) -> Result<String> {
    if days(text).is_none() || text.len() > 10 {
        bail!("{option} {text}: no such date; write it as YYYY, YYYY-MM or YYYY-MM-DD");
    }
    Ok(text.to_owned())
}

fn near(text: &str) -> Result<(f64, f64, f64)> {
    let figures: Vec<f64> = text.trim_end_matches("km").split(',').filter_map(|f| f.trim().parse().ok()).collect();
    match figures[..] {
        [lat, lon, km] => Ok((lat, lon, km)),
        _ => bail!("--near {text}: write it as latitude, longitude and distance: 50.45,30.52,100km"),
    }
}
