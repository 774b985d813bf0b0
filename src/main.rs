//! The `reagent` program: hands the command line, and the way to open the window, to the library.

#[cfg(feature = "gui")]
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::OnceLock;
use std::time::Instant;

/// When the program began.
static STARTED: OnceLock<Instant> = OnceLock::new();

fn main() -> ExitCode {
    STARTED.get_or_init(Instant::now);
    reagent::cli::main(open_window)
}

/// How long the program has been running.
#[cfg(feature = "gui")]
fn millis_of_process() -> Option<u128> {
    STARTED.get().map(|started| started.elapsed().as_millis())
}

#[cfg(feature = "gui")]
fn open_window(path: Option<PathBuf>) -> Result<(), String> {
    let has = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if cfg!(target_os = "linux") && !has("DISPLAY") && !has("WAYLAND_DISPLAY") {
        return Err("there is no display for the window".to_owned());
    }
    let milestones = has("REAGENT_LOG_FIRST_FRAME").then(|| {
        reagent::gui::Milestones::new(move |what| {
            // Nobody to tell if standard error is closed.
            let _ = writeln!(std::io::stderr(), "{what}: {} ms", millis_of_process().unwrap_or_default());
        })
    });
    reagent::gui::run(path, milestones).map_err(|error| error.to_string())
}

#[cfg(not(feature = "gui"))]
fn open_window(_: Option<PathBuf>) -> Result<(), String> {
    Err("this build has no window".to_owned())
}
