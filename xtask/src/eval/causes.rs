//! Why events of whole articles are wrong, how far confidence can be trusted, and which actors are known.

use super::folded::Run;
use super::gold::{Actor, Article, CodedEvent, Entity, GoldEvent, Participant};
use super::scorer::Figures;
use std::collections::{BTreeMap, BTreeSet};

/// Prints three tables and returns the figures that stand in the baseline.
pub(crate) fn report(articles: &[Article]) -> Figures {
    let mut causes = BTreeMap::new();
    let mut types: BTreeMap<&str, Counts> = BTreeMap::new();
    let mut bins = [Bin::default(); 10];
    for article in articles {
        let pairs = pairs(article);
        count_types(article, &pairs, &mut types);
        for cause in causes_of(article, &pairs) {
            *causes.entry(cause).or_insert(0) += 1;
        }
        fill_bins(article, &pairs, &mut bins);
    }
    print_types(&types);
    print_causes(&causes);
    print_bins(&bins);
    actors_known(articles)
}

/// What the gold asks, what was coded, and what of it is right.
#[derive(Clone, Copy, Default)]
struct Counts {
    gold: usize,
    coded: usize,
    right: usize,
}

/// Gold events and coded ones that are the same: same type, and trigger or sentence.
struct Pairs {
    coded_of: Vec<Option<usize>>,
    gold_of: Vec<Option<usize>>,
}

/// The best pairs first, as the scorer takes them.
fn pairs(article: &Article) -> Pairs {
    let mut candidates = Vec::new();
    for (g, gold) in article.gold.iter().enumerate() {
        for (c, coded) in article.record.events.iter().enumerate() {
            let weight = weight(article, gold, coded);
            if weight > 0 {
                candidates.push((weight, g, c));
            }
        }
    }
    candidates.sort_by(|a, b| b.cmp(a));
    let mut pairs =
        Pairs { coded_of: vec![None; article.gold.len()], gold_of: vec![None; article.record.events.len()] };
    for (_, g, c) in candidates {
        if pairs.coded_of[g].is_none() && pairs.gold_of[c].is_none() {
            pairs.coded_of[g] = Some(c);
            pairs.gold_of[c] = Some(g);
        }
    }
    pairs
}

fn weight(article: &Article, (gold, run): &(GoldEvent, Option<Run>), coded: &CodedEvent) -> u32 {
    let Some(run) = run.filter(|_| gold.kind == coded.kind) else { return 0 };
    let meets = run.meets(coded.trigger.run());
    if !meets && !run.meets(coded.sentence.run()) {
        return 0;
    }
    let same = |right| if right { 2 } else { 0 };
    (if meets { 8 } else { 2 })
        + same(countries(&gold.actor) == article.countries(&coded.actors))
        + same(countries(&gold.recipient) == article.countries(&coded.recipients))
        + u32::from(gold.status == coded.status)
}

fn countries(actors: &[Actor]) -> BTreeSet<&str> {
    actors.iter().map(|a| a.country.as_str()).filter(|c| !c.is_empty()).collect()
}

fn count_types<'a>(article: &'a Article, pairs: &Pairs, types: &mut BTreeMap<&'a str, Counts>) {
    for ((gold, _), coded) in article.gold.iter().zip(&pairs.coded_of) {
        let counts = types.entry(&gold.kind).or_default();
        counts.gold += usize::from(!gold.optional);
        counts.right += usize::from(!gold.optional && coded.is_some());
    }
    for (coded, gold) in article.record.events.iter().zip(&pairs.gold_of) {
        let optional = gold.is_some_and(|g| article.gold[g].0.optional);
        types.entry(&coded.kind).or_default().coded += usize::from(!optional);
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Cause {
    TriggerMissed,
    WrongSense,
    WrongRole,
    WrongActorCode,
    WrongStatus,
    WrongSource,
    Duplicate,
    NothingThere,
}

impl Cause {
    fn words(self) -> &'static str {
        match self {
            Self::TriggerMissed => "trigger missed",
            Self::WrongSense => "wrong sense: trigger coded as another type",
            Self::WrongRole => "wrong role: somebody else, or nobody, as actor or recipient",
            Self::WrongActorCode => "wrong code: the right actor with another country",
            Self::WrongStatus => "wrong status",
            Self::WrongSource => "wrong source",
            Self::Duplicate => "duplicate: the sentence has this type already",
            Self::NothingThere => "no event there",
        }
    }
}

fn causes_of(article: &Article, pairs: &Pairs) -> Vec<Cause> {
    let mut causes = Vec::new();
    for ((gold, run), coded) in article.gold.iter().zip(&pairs.coded_of).filter(|((gold, _), _)| !gold.optional) {
        match coded {
            Some(coded) => faults(article, gold, &article.record.events[*coded], &mut causes),
            None => {
                let met = article.record.events.iter().any(|e| run.is_some_and(|r| r.meets(e.trigger.run())));
                causes.push(if met { Cause::WrongSense } else { Cause::TriggerMissed });
            }
        }
    }
    for (coded, _) in article.record.events.iter().zip(&pairs.gold_of).filter(|(_, gold)| gold.is_none()) {
        causes.extend(false_event(article, coded));
    }
    causes
}

fn false_event(article: &Article, coded: &CodedEvent) -> Option<Cause> {
    let gold_at = |words: Run, same_type: bool| {
        let same = |(gold, run): &(GoldEvent, Option<Run>)| {
            run.is_some_and(|r| r.meets(words)) && (gold.kind == coded.kind) == same_type
        };
        article.gold.iter().any(same)
    };
    if gold_at(coded.trigger.run(), false) {
        return None; // counted as the wrong sense of that gold event
    }
    Some(if gold_at(coded.sentence.run(), true) { Cause::Duplicate } else { Cause::NothingThere })
}

fn faults(article: &Article, gold: &GoldEvent, coded: &CodedEvent, causes: &mut Vec<Cause>) {
    causes.extend(participants(article, &gold.actor, gold.alt.actor.as_deref(), &coded.actors));
    causes.extend(participants(article, &gold.recipient, gold.alt.recipient.as_deref(), &coded.recipients));
    if !status_right(gold, coded) {
        causes.push(Cause::WrongStatus);
    }
    if !sources_right(article, gold, coded) {
        causes.push(Cause::WrongSource);
    }
}

fn participants(article: &Article, gold: &[Actor], other: Option<&[Actor]>, coded: &[Participant]) -> Option<Cause> {
    if actors_right(article, gold, other, coded) {
        return None;
    }
    let named = coded.iter().filter_map(|p| article.entity(&p.entity));
    let same = named.flat_map(|e| gold.iter().map(move |a| (e, a))).any(|(e, a)| means(article, e, a));
    Some(if same { Cause::WrongActorCode } else { Cause::WrongRole })
}

fn actors_right(article: &Article, gold: &[Actor], other: Option<&[Actor]>, coded: &[Participant]) -> bool {
    let coded = article.countries(coded);
    coded == countries(gold) || other.is_some_and(|o| coded == countries(o))
}

fn status_right(gold: &GoldEvent, coded: &CodedEvent) -> bool {
    coded.status == gold.status || gold.alt.status.as_ref() == Some(&coded.status)
}

fn sources_right(article: &Article, gold: &GoldEvent, coded: &CodedEvent) -> bool {
    let ours = coded.sources.last().map(|s| article.source_name(s));
    let agrees = |want: &[String]| match (want.last(), ours) {
        (Some(want), Some(ours)) => same_name(want, ours),
        (want, ours) => want.is_none() && ours.is_none(),
    };
    agrees(&gold.sources) || gold.alt.sources.as_deref().is_some_and(agrees)
}

/// Whether one of the mentions of an entity is among the words that people gave for an actor.
fn means(article: &Article, entity: &Entity, actor: &Actor) -> bool {
    let mention = |m: &super::gold::Words| -> String {
        article.record.document.text.chars().skip(m.start).take(m.end - m.start).collect()
    };
    same_name(&entity.name, &actor.text) || entity.mentions.iter().any(|m| same_name(&mention(m), &actor.text))
}

/// Two names share a word that is longer than grammar's.
fn same_name(a: &str, b: &str) -> bool {
    let words = |s: &str| -> BTreeSet<String> {
        s.split(|c: char| !c.is_alphanumeric()).filter(|w| w.chars().count() > 3).map(str::to_lowercase).collect()
    };
    let (a, b) = (words(a), words(b));
    !a.is_disjoint(&b) || (a.is_empty() && b.is_empty())
}

/// Events of one tenth of the scale of confidence.
#[derive(Clone, Copy, Default)]
struct Bin {
    events: usize,
    sum: f64,
    /// The event is there, with this type and status.
    right: usize,
    /// Everything about it is right.
    full: usize,
}

fn fill_bins(article: &Article, pairs: &Pairs, bins: &mut [Bin; 10]) {
    for (coded, gold) in article.record.events.iter().zip(&pairs.gold_of) {
        let gold = gold.map(|g| &article.gold[g].0);
        if gold.is_some_and(|g| g.optional) {
            continue;
        }
        let bin = &mut bins[((coded.confidence * 10.0) as usize).min(9)];
        bin.events += 1;
        bin.sum += coded.confidence;
        let Some(gold) = gold.filter(|g| status_right(g, coded)) else { continue };
        bin.right += 1;
        let actors = actors_right(article, &gold.actor, gold.alt.actor.as_deref(), &coded.actors);
        let recipients = actors_right(article, &gold.recipient, gold.alt.recipient.as_deref(), &coded.recipients);
        bin.full += usize::from(actors && recipients && sources_right(article, gold, coded));
    }
}

fn print_types(types: &BTreeMap<&str, Counts>) {
    println!(
        "== articles: events by type\n{:12} {:>5} {:>6} {:>9} {:>7} {:>6}",
        "", "gold", "coded", "precision", "recall", "F1"
    );
    for (kind, &Counts { gold, coded, right }) in types {
        let precision = share(right, coded);
        let recall = share(right, gold);
        let f1 = if right == 0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) };
        println!("{kind:12} {gold:5} {coded:6} {precision:9.3} {recall:7.3} {f1:6.3}");
    }
}

fn print_causes(causes: &BTreeMap<Cause, usize>) {
    println!("== articles: errors by cause");
    for (cause, count) in causes {
        println!("{count:5}  {}", cause.words());
    }
}

fn print_bins(bins: &[Bin; 10]) {
    println!("== articles: what confidence is worth\nconfidence   events   mean   type and status right   all right");
    for (i, bin) in bins.iter().enumerate().filter(|(_, bin)| bin.events > 0) {
        println!(
            "{:.1} to {:.1}   {:6}   {:.2}   {:21.2}   {:9.2}",
            i as f64 / 10.0,
            (i + 1) as f64 / 10.0,
            bin.events,
            bin.sum / bin.events as f64,
            share(bin.right, bin.events),
            share(bin.full, bin.events)
        );
    }
}

/// Of the actors and recipients that the gold names with a country or a sector: how many some entity covers, in the
/// words the gold gives for them, with the right country, and with the right sector.
fn actors_known(articles: &[Article]) -> Figures {
    let (mut asked, mut country, mut sectored, mut sector) = (0, 0, 0, 0);
    for article in articles {
        for (gold, run) in article.gold.iter().filter(|(gold, _)| !gold.optional) {
            for actor in gold.actor.iter().chain(&gold.recipient) {
                let near = run.map(|r| r.start);
                let covering = covering(article, actor, near);
                if !actor.country.is_empty() {
                    asked += 1;
                    country += usize::from(covering.iter().any(|e| e.country.as_deref() == Some(&actor.country)));
                }
                if !actor.sector.is_empty() {
                    sectored += 1;
                    sector += usize::from(covering.iter().any(|e| e.sectors.contains(&actor.sector)));
                }
            }
        }
    }
    let figures =
        [("articles.actors.country", share(country, asked)), ("articles.actors.sector", share(sector, sectored))];
    println!("== articles: actors and recipients of the gold that an entity covers");
    println!(
        "right country {country} of {asked} ({:.3}), right sector {sector} of {sectored} ({:.3})",
        figures[0].1, figures[1].1
    );
    figures.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// Entities with a mention among the words of an actor nearest to its event, or, where those are a name that was
/// resolved for a pronoun, of that name.
fn covering<'a>(article: &'a Article, actor: &Actor, near: Option<usize>) -> Vec<&'a Entity> {
    let found = article.text.find(&actor.text, near);
    let entities = article.record.entities.iter();
    entities
        .filter(|e| match found {
            Some(run) => e.mentions.iter().any(|m| m.run().meets(run)),
            None => same_name(&e.name, &actor.text),
        })
        .collect()
}

fn share(part: usize, of: usize) -> f64 {
    if of == 0 { 0.0 } else { part as f64 / of as f64 }
}
