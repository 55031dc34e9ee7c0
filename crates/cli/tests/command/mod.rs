//! The program run by tests that fetch from a server of their own: each test with a folder and a ledger of its own, and no proxy.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A new folder for a test of a suite.
pub(crate) fn folder(suite: &str, test: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(suite).join(test);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).expect("the folder can be made");
    path
}

pub(crate) fn sayso(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sayso"));
    command.args(args).env("SAYSO_LEDGER", folder.join("news.db")).stdin(Stdio::null());
    for name in ["SAYSO_DATA", "SAYSO_MODEL"] {
        command.env_remove(name);
    }
    for name in ["ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY"] {
        command.env_remove(name).env_remove(name.to_lowercase());
    }
    command
}

pub(crate) fn run(folder: &Path, args: &[&str]) -> Output {
    sayso(folder, args).output().expect("the program starts")
}

pub(crate) fn errors(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}
