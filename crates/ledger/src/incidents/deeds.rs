//! Which frames tell of one kind of deed: `data/incidents/deeds.tsv`.

use std::collections::HashMap;
use std::sync::LazyLock;

const TABLE: &str = include_str!("../../../../data/incidents/deeds.tsv");

static DEEDS: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| rows(TABLE).collect());

/// The deed that a frame tells of; a frame of no other kin is a deed of its own.
pub(super) fn deed(rule: &str) -> &str {
    DEEDS.get(rule).copied().unwrap_or(rule)
}

/// Frame and deed, the line with the names of the columns and those that begin with `#` left out.
fn rows(table: &str) -> impl Iterator<Item = (&str, &str)> {
    let lines = table.lines().filter(|l| !l.starts_with('#')).skip(1);
    lines.filter_map(|l| l.split_once('\t')).flat_map(|(deed, frames)| frames.split(' ').map(move |f| (f, deed)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_frame_stands_in_one_deed_and_is_a_frame() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/frames");
        let mut frames = BTreeSet::new();
        for entry in std::fs::read_dir(folder).expect("the folder is there").map(|e| e.expect("it can be read").path())
        {
            let text = std::fs::read_to_string(&entry).expect("it is text");
            let ids = text.lines().filter_map(|l| l.strip_prefix("id")?.trim_start().strip_prefix('='));
            frames.extend(ids.filter_map(|l| Some(l.split('"').nth(1)?.to_owned())));
        }
        let mut seen = BTreeSet::new();
        for (frame, deed) in rows(TABLE) {
            assert!(frames.contains(frame), "{deed}: there is no frame {frame:?}");
            assert!(seen.insert(frame), "{frame} stands in two deeds");
        }
        assert_eq!(deed("assault.murder"), deed("assault.kill"));
        assert_eq!(deed("nothing.of-ours"), "nothing.of-ours");
    }
}
