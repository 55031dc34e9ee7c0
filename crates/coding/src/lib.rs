//! A [`Coding`]: what is claimed about one document and why. The coder makes it; the ledger, the web, Python and
//! the command line read it. [`record`] writes it as the published JSON, [`tables`] as flat tables,
//! [`export`] as PLOVER JSON; [`period`] reads the dates of events.

/// A closed set of names with their written forms.
macro_rules! names {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $text:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($variant),* }

        impl $name {
            pub const ALL: &[$name] = &[$($name::$variant),*];

            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text),* }
            }

            /// The one written so, if there is one.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some($name::$variant),)* _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}

mod coding;
pub mod export;
pub mod period;
mod plover;
pub mod record;
pub mod tables;

pub use coding::*;
pub use plover::{Context, EventType, Mode, Sector, Status};
