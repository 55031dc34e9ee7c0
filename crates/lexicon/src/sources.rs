//! Where the data files come from, as `SOURCES.toml` has it.

use crate::{DataError, Files};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    pub origin: String,
    #[serde(default)]
    pub version: Option<String>,
    pub licence: String,
    /// The command that makes a derived table again.
    #[serde(default)]
    pub made_by: Option<String>,
}

/// What is said of files, and of folders for all files in them that nothing nearer is said of.
#[derive(Debug)]
pub struct Sources(BTreeMap<String, Source>);

impl Sources {
    pub fn load(files: &Files) -> Result<Self, Vec<DataError>> {
        files.toml("SOURCES.toml").map(Self)
    }

    /// Of a file, by its path below the data folder.
    pub fn of(&self, path: &str) -> Option<&Source> {
        let says = |name: &str| name == path || name.ends_with('/') && path.starts_with(name);
        self.0.iter().filter(|(name, _)| says(name)).max_by_key(|(name, _)| name.len()).map(|(_, source)| source)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_data_file_has_an_origin_and_a_licence() {
        let files = Files::embedded();
        let sources = Sources::load(&files).unwrap_or_else(|e| panic!("{}", e[0]));
        for path in files.under("", "").filter(|p| *p != "SOURCES.toml") {
            let source = sources.of(path).unwrap_or_else(|| panic!("nothing is said of {path}"));
            assert!(!source.origin.is_empty() && !source.licence.is_empty(), "{path}");
        }
    }

    #[test]
    fn every_table_of_actors_is_named_itself() {
        let files = Files::embedded();
        let sources = Sources::load(&files).unwrap_or_else(|e| panic!("{}", e[0]));
        for path in files.under("actors/", "") {
            assert!(sources.0.contains_key(path), "{path}");
        }
    }

    #[test]
    fn what_is_said_of_a_file_goes_before_what_is_said_of_its_folder() {
        let mut files = Files::default();
        let text = "[\"a/\"]\norigin = \"all\"\nlicence = \"x\"\n[\"a/b.tsv\"]\norigin = \"one\"\nlicence = \"y\"\n";
        files.insert("SOURCES.toml", text.as_bytes().to_vec());
        let sources = Sources::load(&files).unwrap_or_else(|e| panic!("{}", e[0]));
        let origin = |path| sources.of(path).map(|s| s.origin.as_str());
        assert_eq!((origin("a/b.tsv"), origin("a/c.tsv"), origin("b.tsv")), (Some("one"), Some("all"), None));
    }
}
