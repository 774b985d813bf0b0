//! The `reagent` program: hands the command line, and the way to open the window, to the library.

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    reagent::cli::main(open_window)
}

#[cfg(feature = "gui")]
fn open_window(path: Option<PathBuf>) -> Result<(), String> {
    let has = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if cfg!(target_os = "linux") && !has("DISPLAY") && !has("WAYLAND_DISPLAY") {
        return Err("there is no display for the window".to_owned());
    }
    reagent::gui::run(path).map_err(|error| error.to_string())
}

#[cfg(not(feature = "gui"))]
fn open_window(_: Option<PathBuf>) -> Result<(), String> {
    Err("this build has no window".to_owned())
}
