//! The command line: arguments, subcommands, output and exit codes.
//!
//! Results go to standard output, everything else to standard error. Exit codes: 0 fine, 1 findings or a run that
//! would fail, 2 usage or files, 3 network or server. Main entry: [`main`].

mod args;
mod batch;
mod calibrate;
mod catalog;
mod check;
mod demo;
mod error;
mod eval;
mod export;
mod import;
mod render;
mod run;
mod terminal;

use args::{Arguments, Command};
use clap::Parser;
use error::{CliError, Done, USAGE};
use std::process::ExitCode;
use terminal::Terminal;

/// Runs the program and says how it ended.
pub fn main() -> ExitCode {
    let mut terminal = Terminal::of_process();
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return usage(&mut terminal, &error),
    };
    let done = dispatch(arguments, &mut terminal).and_then(|done| terminal.flush().map(|()| done));
    match done {
        Ok(done) => done.into(),
        // Whoever read our output has gone; there is nobody left to tell.
        Err(CliError::Output(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            terminal.complain(&error.to_string());
            ExitCode::from(USAGE)
        }
    }
}

fn dispatch(arguments: Arguments, terminal: &mut Terminal) -> Result<Done, CliError> {
    match arguments.command {
        None | Some(Command::Demo) => demo::demo(terminal),
        Some(Command::Run(arguments)) => run::run(&arguments, terminal),
        Some(Command::Eval(arguments)) => eval::eval(&arguments, terminal),
        Some(Command::Render(arguments)) => render::render(&arguments, terminal),
        Some(Command::Check(arguments)) => check::check(&arguments, terminal),
        Some(Command::Calibrate(arguments)) => calibrate::calibrate(&arguments, terminal),
        Some(Command::Import(arguments)) => import::import(&arguments, terminal),
        Some(Command::Export(arguments)) => export::export(&arguments, terminal),
        Some(Command::Catalog(arguments)) => catalog::catalog(&arguments, terminal),
    }
}

/// `--help` and `--version` are results; anything else clap says is a complaint.
fn usage(terminal: &mut Terminal, error: &clap::Error) -> ExitCode {
    let text = error.to_string();
    if error.use_stderr() {
        terminal.complain(text.trim_end().trim_start_matches("error: "));
        return ExitCode::from(USAGE);
    }
    match terminal.write(&text).and_then(|()| terminal.flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::from(USAGE),
    }
}
