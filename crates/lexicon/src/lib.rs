//! What words mean: loads, checks and indexes the files under `data/`. No word of English stands in this code, and
//! no IO is done here: the files come as a value, from the copy embedded in the program or from a folder.

pub mod actors;
mod cues;
mod files;
mod fold;
mod frames;
pub mod gazetteer;
mod grammar;
mod numbers;
mod phrases;
mod sources;
mod times;

pub use actors::Actors;
pub use cues::{Aspect, Complement, Cue, Cues, Light, Sense, SourcePhrase};
pub use files::{DataError, Files};
pub use frames::{
    Class, Example, Fill, Frame, Frames, Link, ModeRule, Phrase, Role, Shape, Skeleton, Slot, Topic, TopicKind,
};
pub use gazetteer::Gazetteer;
pub use grammar::{Effect, Governor, GovernorPos, GovernorSubject, Grammar, Kind};
pub use numbers::{Beside, NumberGrammar, NumberTerm, NumberWords};
pub use phrases::{Phrases, PieceKind, cut, fold};
pub use sources::{Source, Sources};
pub use times::{
    Anchor, ClockWord, Direction, HolidayRule, Leaning, Step, TimeGrammar, TimeTerm, TimeUnit, TimeWords, UnitForm,
    UnitWord, When,
};

use smol_str::SmolStr;

/// All knowledge the coder works with.
#[derive(Debug)]
pub struct Lexicon {
    pub actors: Actors,
    pub cues: Cues,
    pub frames: Frames,
    pub gazetteer: Gazetteer,
    pub grammar: Grammar,
    pub numbers: NumberWords,
    pub times: TimeWords,
    /// Hash of all files, as it stands in each record.
    pub knowledge: SmolStr,
}

impl Lexicon {
    /// The lexicon made of these files, or everything that is wrong with them.
    pub fn load(files: &Files) -> Result<Self, Vec<DataError>> {
        let mut errors = Vec::new();
        let mut keep = |e: Vec<DataError>| errors.extend(e);
        // Frames and actors take the longest, about the same; errors stay in the order of the files' folders.
        let (actors, frames) = std::thread::scope(|scope| {
            let frames = scope.spawn(|| Frames::load(files));
            (Actors::load(files), frames.join().expect("loading reports what is wrong"))
        });
        let actors = actors.map_err(&mut keep).ok();
        let cues = Cues::load(files).map_err(&mut keep).ok();
        let frames = frames.map_err(&mut keep).ok();
        let gazetteer = Gazetteer::load(files).map_err(&mut keep).ok();
        let grammar = Grammar::load(files).map_err(&mut keep).ok();
        let numbers = NumberWords::load(files).map_err(&mut keep).ok();
        let times = TimeWords::load(files).map_err(&mut keep).ok();
        match (actors, cues, frames, gazetteer, grammar, numbers, times) {
            (Some(actors), Some(cues), Some(frames), Some(gazetteer), Some(grammar), Some(numbers), Some(times)) => {
                Ok(Self { actors, cues, frames, gazetteer, grammar, numbers, times, knowledge: files.hash() })
            }
            _ => Err(errors),
        }
    }

    /// The lexicon embedded in the program.
    ///
    /// # Panics
    /// Never in a program that was tested: the embedded files are checked by this crate's tests.
    pub fn embedded() -> Self {
        Self::load(&Files::embedded()).unwrap_or_else(|errors| {
            panic!(
                "the embedded data is wrong: {}",
                errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
            )
        })
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_embedded_data_loads() {
        let errors = super::Lexicon::load(&super::Files::embedded()).err().unwrap_or_default();
        assert!(errors.is_empty(), "{}", errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"));
    }
}
