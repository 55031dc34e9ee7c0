//! What colour things have. Only the sixteen colours that people set up for their own eyes.

use anstyle::{AnsiColor, Style};
use sayso::coding::{EventType, Status};

pub(crate) const TITLE: Style = Style::new().bold().underline();
pub(crate) const PARAGRAPH: Style = Style::new().dimmed().italic();
pub(crate) const FAINT: Style = Style::new().dimmed();
pub(crate) const ID: Style = Style::new().dimmed();
pub(crate) const NAME: Style = Style::new().bold();
pub(crate) const WORDS: Style = Style::new().italic();
pub(crate) const PLACE: Style = AnsiColor::Blue.on_default();
pub(crate) const NUMBER: Style = AnsiColor::Magenta.on_default();
pub(crate) const SOURCE: Style = AnsiColor::Cyan.on_default();
pub(crate) const DENIED: Style = AnsiColor::Red.on_default();
pub(crate) const WARNING: Style = AnsiColor::Yellow.on_default();
pub(crate) const ERROR: Style = AnsiColor::Red.on_default().bold();
pub(crate) const GOOD: Style = AnsiColor::Green.on_default().bold();

/// Cooperation is green, words of conflict are yellow, deeds of conflict are red.
pub(crate) fn event_type(kind: EventType) -> Style {
    mode(kind).bold()
}

pub(crate) fn mode(kind: EventType) -> Style {
    let color = match kind.quad() {
        1 | 2 => AnsiColor::Green,
        3 => AnsiColor::Yellow,
        _ => AnsiColor::Red,
    };
    color.on_default()
}

pub(crate) fn status(status: Status) -> Style {
    match status {
        Status::Occurred => FAINT,
        Status::Planned => AnsiColor::Blue.on_default().bold(),
        Status::Possible => AnsiColor::Magenta.on_default().bold(),
        Status::Negated => AnsiColor::Red.on_default().bold(),
    }
}
