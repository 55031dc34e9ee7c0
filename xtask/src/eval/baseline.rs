//! Figures that were reached, and must not fall.

use super::Args;
use super::scorer::Figures;
use anyhow::{Context, Result, bail};
use std::fmt::Write;
use std::path::Path;

/// What rounding in the file may take from a figure.
const ROUNDING: f64 = 0.00051;

const HEAD: &str = "\
# What the development sets give, by `cargo run --release -p xtask -- eval`; a run that falls below fails.
# After a change for the better: the same with --update.

";

/// Figures for which less is more.
const LESS_IS_MORE: [&str; 4] = ["pages.missing", "places.median_km", "plover.silent", "plover.events_per_sentence"];

/// Figures that only tell about the gold.
const ABOUT_THE_GOLD: [&str; 1] = ["incidents.gold_pairs"];

pub(crate) fn hold_against(args: &Args, figures: &Figures) -> Result<()> {
    let path = args.baseline.as_path();
    if args.update {
        return write(path, figures);
    }
    let text =
        std::fs::read_to_string(path).with_context(|| format!("reading {}; make it with --update", path.display()))?;
    let base: Figures = toml::from_str(&text).with_context(|| format!("reading {}", path.display()))?;
    println!("== against {}", path.display());
    let mut fallen = 0;
    let run = |name: &str| args.only.iter().any(|set| name.starts_with(set.as_str()));
    for (name, &was) in base.iter().filter(|(name, _)| run(name)) {
        let Some(&is) = figures.get(name) else { bail!("{}: no figure {name} was measured", path.display()) };
        let better = if LESS_IS_MORE.contains(&name.as_str()) { was - is } else { is - was };
        if better.abs() > ROUNDING {
            println!("{name:40} {was:.3} -> {is:.3}{}", if better < 0.0 { "  WORSE" } else { "" });
        }
        fallen += usize::from(better < -ROUNDING);
    }
    if fallen > 0 {
        bail!("{fallen} figures fell below {}", path.display());
    }
    println!("nothing fell");
    Ok(())
}

fn write(path: &Path, figures: &Figures) -> Result<()> {
    let mut text = HEAD.to_owned();
    for (name, value) in figures.iter().filter(|(name, _)| !ABOUT_THE_GOLD.contains(&name.as_str())) {
        writeln!(text, "{name:?} = {value:.3}")?;
    }
    std::fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
    std::fs::write(path, text).with_context(|| format!("writing {}", path.display()))
}
