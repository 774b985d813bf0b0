//! The command line: arguments, subcommands, output and exit codes.
//!
//! Results go to standard output, everything else to standard error. Exit codes: 0 fine, 1 findings or a run that
//! would fail, 2 usage or files, 3 network or server; `plan` and `drift` follow terraform instead: 0 no changes, 2
//! changes, 1 an error. Main entry: [`main`].

mod anonymise;
mod args;
mod batch;
mod calibrate;
mod catalog;
mod check;
mod compare;
mod demo;
mod error;
mod eval;
mod export;
mod fire;
mod forward;
mod import;
mod live;
mod login;
mod named;
mod open_loyalty;
mod open_loyalty_args;
mod preview;
mod probe;
mod pull;
mod receive;
mod render;
mod report;
mod run;
mod sandbox;
mod sync;
mod sync_args;
mod tenant;
mod terminal;
mod test;
mod variants;
mod why;

use args::{Arguments, Command};
use clap::{CommandFactory, Parser};
use error::{CliError, Done, USAGE};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use terminal::Terminal;

/// Opens the window on a workspace folder or a file in one, and returns when it is closed; or says why it cannot.
pub type OpenWindow = fn(Option<PathBuf>) -> Result<(), String>;

/// Runs the program and says how it ended.
pub fn main(open_window: OpenWindow) -> ExitCode {
    let mut terminal = Terminal::of_process();
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return usage(&mut terminal, &error),
    };
    let done =
        dispatch(arguments, open_window, &mut terminal).and_then(|done| terminal.flush().map(|()| done));
    match done {
        Ok(done) => done.into(),
        // Whoever read our output has gone; there is nobody left to tell.
        Err(CliError::Output(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            terminal.complain(&error.to_string());
            error.exit_code()
        }
    }
}

fn dispatch(
    arguments: Arguments,
    open_window: OpenWindow,
    terminal: &mut Terminal,
) -> Result<Done, CliError> {
    match arguments.command {
        None => window(arguments.path, open_window, terminal),
        Some(Command::Demo) => demo::demo(terminal),
        Some(Command::Run(arguments)) => run::run(&arguments, terminal),
        Some(Command::Report(arguments)) => report::report(&arguments, terminal),
        Some(Command::Why(arguments)) => why::why(&arguments, terminal),
        Some(Command::Compare(arguments)) => compare::compare(&arguments, terminal),
        Some(Command::Eval(arguments)) => eval::eval(&arguments, terminal),
        Some(Command::Render(arguments)) => render::render(&arguments, terminal),
        Some(Command::Check(arguments)) => check::check(&arguments, terminal),
        Some(Command::Test(arguments)) => test::test(&arguments, terminal),
        Some(Command::Calibrate(arguments)) => calibrate::calibrate(&arguments, terminal),
        Some(Command::Import(arguments)) => import::import(&arguments, terminal),
        Some(Command::Anonymise(arguments)) => anonymise::anonymise(&arguments, terminal),
        Some(Command::Variants(arguments)) => variants::variants(&arguments, terminal),
        Some(Command::Export(arguments)) => export::export(&arguments, terminal),
        Some(Command::Sandbox(arguments)) => sandbox::sandbox(&arguments, terminal),
        Some(Command::Receive(arguments)) => receive::receive(&arguments, terminal),
        Some(Command::Catalog(arguments)) => catalog::catalog(&arguments, terminal),
        Some(Command::Login(arguments)) => login::login(&arguments, terminal),
        Some(Command::Logout(arguments)) => login::logout(&arguments, terminal),
        Some(Command::Ping(arguments)) => login::ping(&arguments, terminal),
        Some(Command::Pull(arguments)) => pull::pull(&arguments, terminal),
        Some(Command::Plan(arguments)) => sync::plan(&arguments, terminal),
        Some(Command::Apply(arguments)) => sync::apply(&arguments, terminal),
        Some(Command::Drift(arguments)) => sync::drift(&arguments, terminal),
        Some(Command::Fire(arguments)) => fire::fire(&arguments, terminal),
        Some(Command::Probe(arguments)) => probe::probe(&arguments, terminal),
        Some(Command::OpenLoyalty { command }) => open_loyalty::open_loyalty(&command, terminal),
        Some(Command::Preview(arguments)) => preview::preview(&arguments, terminal),
    }
}

/// Opens the window, or says why not and runs the demo.
fn window(path: Option<PathBuf>, open_window: OpenWindow, terminal: &mut Terminal) -> Result<Done, CliError> {
    if let Some(path) = path.as_ref().filter(|path| !path.exists()) {
        return Err(CliError::Usage(no_such_command(path)));
    }
    match open_window(path) {
        Ok(()) => Ok(Done::Fine),
        Err(reason) => {
            terminal.complain(&format!("{reason}; here is the sample workspace in the terminal"));
            demo::demo(terminal)
        }
    }
}

/// A word that is neither a file nor a command, with the command that was probably meant.
fn no_such_command(path: &Path) -> String {
    let word = path.to_string_lossy();
    let command = Arguments::command();
    let names = command.get_subcommands().map(clap::Command::get_name);
    let near = crate::diag::nearest(&word, names, 0.7_f64.next_up());
    let hint = near.map(|name| format!("did you mean '{name}'?"));
    let hint = hint.unwrap_or_else(|| "see `reagent --help`".to_owned());
    format!("there is no file, folder or command '{word}'; {hint}")
}

/// `--help` and `--version` are results; anything else clap says is a complaint.
fn usage(terminal: &mut Terminal, error: &clap::Error) -> ExitCode {
    let text = error.to_string();
    if error.use_stderr() {
        terminal.complain(text.trim_end().trim_start_matches("error: "));
        // Where 2 says that there are changes, a mistyped option must not.
        let is_plan = std::env::args().nth(1).is_some_and(|command| command == "plan" || command == "drift");
        return ExitCode::from(if is_plan { 1 } else { USAGE });
    }
    match terminal.write(&text).and_then(|()| terminal.flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::from(USAGE),
    }
}
