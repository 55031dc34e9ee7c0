//! Texts to compare on, and the Python scripts that have spaCy read them.

use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The texts under these paths: `.md` and `.txt` files as they are, and the `text` of the records in `.json` and
/// `.jsonl` files. Folders are walked, in the order of names.
pub(crate) fn read_texts(paths: &[PathBuf]) -> Result<Vec<String>> {
    let mut out = Vec::new();
    for path in paths {
        add(path, &mut out).with_context(|| format!("reading {}", path.display()))?;
    }
    if out.is_empty() {
        bail!("no texts found");
    }
    Ok(out)
}

fn add(path: &Path, out: &mut Vec<String>) -> Result<()> {
    if path.is_dir() {
        let mut entries: Vec<PathBuf> = fs::read_dir(path)?.map(|e| e.map(|e| e.path())).collect::<Result<_, _>>()?;
        entries.sort();
        return entries.iter().try_for_each(|entry| add(entry, out));
    }
    match path.extension().and_then(|e| e.to_str()) {
        Some("md" | "txt") => out.push(fs::read_to_string(path)?),
        Some("jsonl") => {
            for line in fs::read_to_string(path)?.lines().filter(|l| !l.trim().is_empty()) {
                add_record(&serde_json::from_str(line)?, out);
            }
        }
        Some("json") => {
            let records: Value = serde_json::from_str(&fs::read_to_string(path)?)?;
            records.as_array().into_iter().flatten().for_each(|record| add_record(record, out));
        }
        _ => {}
    }
    Ok(())
}

fn add_record(record: &Value, out: &mut Vec<String>) {
    out.extend(record.get("text").and_then(Value::as_str).map(str::to_owned));
}

/// Runs one of our Python scripts, gives it a JSON string per text, and returns what it prints.
pub(crate) fn run_script(python: &Path, script: &str, pipeline: &Path, texts: &[String]) -> Result<String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("python").join(script);
    let mut child = Command::new(python)
        .arg(&script)
        .arg(pipeline)
        // One thread on their side too, whatever library multiplies the matrices.
        .envs(["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"].map(|v| (v, "1")))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("running {}", python.display()))?;
    let mut stdin = child.stdin.take().context("no standard input")?;
    let lines: Vec<String> = texts.iter().map(serde_json::to_string).collect::<Result<_, _>>()?;
    let writer = std::thread::spawn(move || lines.iter().try_for_each(|line| writeln!(stdin, "{line}")));
    let output = child.wait_with_output()?;
    if !output.status.success() {
        bail!("{} failed", script.display());
    }
    writer.join().map_err(|_| anyhow::anyhow!("the writer panicked"))?.context("writing to the script")?;
    Ok(String::from_utf8(output.stdout)?)
}
