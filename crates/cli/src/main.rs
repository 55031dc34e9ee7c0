//! `sayso` on the command line. What people type becomes calls of the library; what it answers becomes text.

mod actors;
mod args;
mod code;
mod explain;
mod flow;
mod grid;
mod ledger;
mod lexicon;
mod progress;
mod style;
mod table;
mod web;

use anyhow::Context;
use args::{Cli, Command};
use clap::{CommandFactory, Parser};
use std::process::ExitCode;

/// How far a command came.
pub(crate) enum Done {
    Everything,
    /// Some of it failed and was named.
    NotAll,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(&cli) {
        Ok(Done::Everything) => ExitCode::SUCCESS,
        Ok(Done::NotAll) => ExitCode::from(1),
        Err(error) => {
            let style = style::ERROR;
            anstream::eprintln!("{style}error:{style:#} {error:#}");
            ExitCode::from(2)
        }
    }
}

fn run(cli: &Cli) -> anyhow::Result<Done> {
    match &cli.command {
        Command::Code(args) => code::run(args, cli.color),
        Command::Explain(args) => explain::run(args, cli.color),
        Command::Lexicon { command } => lexicon::run(command, cli.color),
        Command::Actors { command } => actors::run(command, cli.color),
        Command::Add(args) => ledger::add(args),
        Command::Watch(args) => ledger::watch(args),
        Command::Recode(args) => ledger::recode(args),
        Command::Events(args) => ledger::events(args, cli.color),
        Command::Incidents(args) => ledger::incidents(args, cli.color),
        Command::Conflicts(args) => ledger::conflicts(args, cli.color),
        Command::Timeline(args) => ledger::timeline(args, cli.color),
        Command::Dyads(args) => ledger::dyads(args, cli.color),
        Command::Sources(args) => ledger::sources(args, cli.color),
        Command::Search(args) => ledger::search(args, cli.color),
        Command::Show(args) => ledger::show(args, cli.color),
        Command::Sql(args) => ledger::sql(args, cli.color),
        Command::Export(args) => ledger::export(args, cli.color),
        Command::Ledger { command: ledger::LedgerCommand::Check(args) } => ledger::check(args),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Cli::command(), "sayso", &mut script);
            print(&script)
        }
        Command::Man { command } => print(&manual(command)?),
    }
}

/// The page of the program, or of the command that these words name.
fn manual(words: &[String]) -> anyhow::Result<Vec<u8>> {
    let mut command = Cli::command();
    // Gives every command its full name.
    command.build();
    for word in words {
        let found = command.find_subcommand(word).cloned();
        command = found.with_context(|| format!("no command {word:?}; see `sayso --help`"))?;
    }
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    Ok(page)
}

/// On standard output, quiet when nobody reads to the end.
fn print(bytes: &[u8]) -> anyhow::Result<Done> {
    use std::io::Write;
    match std::io::stdout().lock().write_all(bytes) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(Done::Everything),
    }
}
