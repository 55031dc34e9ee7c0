//! `sayso dyads`: who acts on whom how often, and how that changes with time.

use super::answer::{Answer, AnswerArgs, Page};
use super::filter::{FilterArgs, dyad};
use crate::args::Color;
use crate::flow::Item;
use crate::grid::{Column, Grid, plain};
use crate::{Done, style};
use anstyle::{AnsiColor, Style};
use anyhow::Result;
use clap::{Args, ValueEnum};
use sayso::coding::period::days;
use sayso_ledger::{DateCount, DyadCount, Ledger};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Debug, Args)]
pub(crate) struct DyadsArgs {
    /// Who to whom, RUS-UKR; without one, the dyads that are most often seen
    #[arg(value_name = "WHO-WHO")]
    pub(crate) dyads: Vec<String>,
    /// Count by day, week, month or year
    #[arg(long, value_name = "PERIOD", default_value = "month")]
    pub(crate) by: Period,
    /// No more dyads than so many, where none is named
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(crate) limit: usize,
    #[command(flatten)]
    pub(crate) filter: FilterArgs,
    #[command(flatten)]
    pub(crate) answer: AnswerArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Period {
    Day,
    Week,
    Month,
    Year,
}

impl Period {
    /// The one that a date lies in; none where the date is not so exact.
    fn of(self, date: &str) -> Option<String> {
        let (first, last) = days(date)?;
        let format = match self {
            Self::Day => "%Y-%m-%d",
            Self::Week => "%G-W%V",
            Self::Month => "%Y-%m",
            Self::Year => "%Y",
        };
        let name = first.strftime(format).to_string();
        (name == last.strftime(format).to_string()).then_some(name)
    }
}

/// Events by quad class, with the sum of their scores.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    quads: [i64; 4],
    score: f64,
}

impl Counts {
    fn add(&mut self, quad: i64, events: i64, score: f64) {
        self.quads[usize::try_from(quad - 1).unwrap_or_default().min(3)] += events;
        self.score += score;
    }

    fn events(&self) -> i64 {
        self.quads.iter().sum()
    }

    #[expect(clippy::cast_precision_loss, reason = "nobody has 2^52 events")]
    fn mean_score(&self) -> f64 {
        (self.score / self.events() as f64 * 1000.0).round() / 1000.0
    }
}

#[derive(Debug, Serialize)]
struct Row {
    actor: String,
    recipient: String,
    /// Missing in the list of dyads, null where dates are not so exact.
    #[serde(skip_serializing_if = "Option::is_none")]
    period: Option<Option<String>>,
    events: i64,
    verbal_cooperation: i64,
    material_cooperation: i64,
    verbal_conflict: i64,
    material_conflict: i64,
    mean_score: f64,
}

impl Row {
    fn new(actor: &str, recipient: &str, period: Option<Option<String>>, counts: &Counts) -> Self {
        let [verbal_cooperation, material_cooperation, verbal_conflict, material_conflict] = counts.quads;
        Self {
            actor: actor.to_owned(),
            recipient: recipient.to_owned(),
            period,
            events: counts.events(),
            verbal_cooperation,
            material_cooperation,
            verbal_conflict,
            material_conflict,
            mean_score: counts.mean_score(),
        }
    }

    fn quads(&self) -> [i64; 4] {
        [self.verbal_cooperation, self.material_cooperation, self.verbal_conflict, self.material_conflict]
    }
}

impl Answer for Row {
    const NAMES: &'static [&'static str] = &[
        "actor",
        "recipient",
        "period",
        "events",
        "verbal_cooperation",
        "material_cooperation",
        "verbal_conflict",
        "material_conflict",
        "mean_score",
    ];

    fn cells(&self) -> Vec<String> {
        let mut cells = vec![self.actor.clone(), self.recipient.clone()];
        cells.push(self.period.clone().flatten().unwrap_or_default());
        cells.push(self.events.to_string());
        cells.extend(self.quads().map(|n| n.to_string()));
        cells.push(self.mean_score.to_string());
        cells
    }
}

pub(crate) fn run(args: &DyadsArgs, color: Color) -> Result<Done> {
    let ledger = Ledger::open(&args.answer.ledger.ledger)?;
    let mut page = Page::open(args.answer.format, color)?;
    page.head(Row::NAMES);
    if args.dyads.is_empty() {
        let found = ledger.dyads(&args.filter.occurred()?)?;
        let rows = found.iter().take(args.limit).map(of_dyad).collect::<Vec<_>>();
        write(&mut page, &rows, "dyad", |row| format!("{}-{}", row.actor, row.recipient));
        return page.finish();
    }
    for (i, pair) in args.dyads.iter().enumerate() {
        let (actor, recipient) = dyad(pair)?;
        let mut filter = args.filter.occurred()?;
        filter.dyads = vec![(actor.clone(), recipient.clone())];
        let rows: Vec<Row> = (by_period(&ledger.dates(&filter)?, args.by).into_iter())
            .map(|(period, counts)| Row::new(&actor, &recipient, Some(period), &counts))
            .collect();
        if page.is_table() && args.dyads.len() > 1 {
            let gap = if i > 0 { "\n" } else { "" };
            let _ = page.text(&format!("{gap}{0}{pair}{0:#}\n", style::TITLE));
        }
        let undated = format!(
            "less exact than a {}",
            args.by.to_possible_value().map_or_else(String::new, |v| v.get_name().to_owned())
        );
        write(&mut page, &rows, "period", |row| row.period.clone().flatten().unwrap_or_else(|| undated.clone()));
    }
    page.finish()
}

fn of_dyad(dyad: &DyadCount) -> Row {
    Row::new(&dyad.actor, &dyad.recipient, None, &Counts { quads: dyad.quads, score: dyad.score })
}

/// In the order of time; last what has no date that is exact enough.
fn by_period(dates: &[DateCount], by: Period) -> Vec<(Option<String>, Counts)> {
    let mut periods: BTreeMap<(bool, Option<String>), Counts> = BTreeMap::new();
    for DateCount { date, quad, events, score } in dates {
        let period = date.as_deref().and_then(|d| by.of(d));
        periods.entry((period.is_none(), period)).or_default().add(*quad, *events, *score);
    }
    periods.into_iter().map(|((_, period), counts)| (period, counts)).collect()
}

/// Words and deeds, for each other and against each other, with a sign that tells them apart without colour.
const QUADS: [(&str, Style, char); 4] = [
    ("words for", AnsiColor::Green.on_default(), '░'),
    ("deeds for", AnsiColor::Green.on_default().bold(), '▒'),
    ("words against", AnsiColor::Yellow.on_default(), '▓'),
    ("deeds against", AnsiColor::Red.on_default(), '█'),
];
/// The chart takes what the figures leave, from this on.
const LEAST_CHART: usize = 8;
/// What the figures take, with the gaps between them.
const FIGURES: usize = 59;

fn write(page: &mut Page, rows: &[Row], name: &str, label: impl Fn(&Row) -> String) {
    if !page.is_table() {
        let _ = rows.iter().try_for_each(|row| page.row(row));
        return;
    }
    if rows.is_empty() {
        anstream::eprintln!("no events found");
        return;
    }
    let most = rows.iter().map(|r| r.events).max().unwrap_or(1);
    let labels: Vec<String> = rows.iter().map(&label).collect();
    let widest = labels.iter().map(String::len).max().unwrap_or(0).min(20);
    let room = page.width.saturating_sub(FIGURES + widest);
    let mut columns = vec![Column::new(name, 7).at_most(20), Column::number("events")];
    columns.extend(QUADS.iter().map(|(name, ..)| Column::number(*name).wrapped()));
    columns.extend([Column::number("score"), Column::new("", LEAST_CHART)]);
    let mut grid = Grid::new(columns, page.width);
    for (row, label) in rows.iter().zip(labels) {
        let mut cells = vec![plain(label), plain(row.events.to_string())];
        let figure = |(n, (_, style, _)): (i64, &(&str, Style, char))| {
            if n == 0 { Item::new(style::FAINT, "·") } else { Item::new(*style, n.to_string()) }
        };
        cells.extend(row.quads().into_iter().zip(&QUADS).map(figure));
        cells.push(plain(format!("{:+.1}", row.mean_score)));
        cells.push(if room >= LEAST_CHART { bar(row.quads(), most, room) } else { Item::default() });
        let text = grid.row(cells);
        let _ = page.text(&text);
    }
    let _ = page.text(&grid.finish());
}

/// As long as its share of the most, parted by quad class; what is there shows.
fn bar(quads: [i64; 4], most: i64, room: usize) -> Item {
    let room = i64::try_from(room).unwrap_or(i64::MAX);
    let mut item = Item::default();
    let (mut sum, mut drawn) = (0, 0);
    for (count, (_, style, sign)) in quads.into_iter().zip(QUADS) {
        sum += count;
        let end = (sum * room + most / 2) / most.max(1);
        let long = if count > 0 { (end - drawn).max(i64::from(drawn < room)) } else { 0 };
        let long = usize::try_from(long).unwrap_or_default();
        item = item.then(style, sign.to_string().repeat(long));
        drawn += i64::try_from(long).unwrap_or_default();
    }
    item
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(date: &str, quad: i64, events: i64, score: f64) -> DateCount {
        DateCount { date: Some(date.to_owned()), quad, events, score }
    }

    #[test]
    fn a_date_counts_where_all_its_days_lie_in_one_period() {
        assert_eq!(Period::Month.of("2022-03-05").as_deref(), Some("2022-03"));
        assert_eq!(Period::Month.of("2022-03-30/2022-04-02"), None);
        assert_eq!(Period::Year.of("2022-03-30/2022-04").as_deref(), Some("2022"));
        assert_eq!(Period::Day.of("2022-03"), None);
        // The first days of a year may lie in the last week of the one before.
        assert_eq!(Period::Week.of("2021-01-02").as_deref(), Some("2020-W53"));
    }

    #[test]
    fn periods_come_in_order_with_their_mean_score() {
        let dates = [
            count("2022-03-05", 4, 1, -9.0),
            count("2021-12", 1, 2, 5.0),
            count("2022-03-09", 1, 1, 4.0),
            count("2022", 4, 1, -9.0),
        ];
        let periods = by_period(&dates, Period::Month);
        let shown: Vec<_> = periods.iter().map(|(p, c)| (p.as_deref(), c.quads, c.mean_score())).collect();
        assert_eq!(
            shown,
            [(Some("2021-12"), [2, 0, 0, 0], 2.5), (Some("2022-03"), [1, 0, 0, 1], -2.5), (None, [0, 0, 0, 1], -9.0)]
        );
    }

    #[test]
    fn the_longest_bar_fills_its_room_and_whatever_there_is_shows() {
        for room in 8..80 {
            assert_eq!(bar([10, 5, 40, 45], 100, room).width(), room);
            assert_eq!(bar([1, 0, 0, 999], 1000, room).width(), room);
            assert_eq!(bar([0, 1, 0, 0], 1000, room).width(), 1);
        }
    }
}
