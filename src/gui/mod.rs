//! The designer window: views of [`crate::app::AppState`] that push commands.
//!
//! Views never change the state; [`app::Reagent`] carries the commands of a frame out at its end, through
//! [`crate::app::update()`]. Main entry: [`run`].

mod app;
mod condition;
mod cx;
mod dialogs;
mod fonts;
mod icons;
mod live_ui;
mod milestones;
mod panels;
mod panes;
mod shortcuts;
mod sync;
mod template;
mod theme;
mod tour;
mod ui_state;
mod widgets;

pub use app::Reagent;
pub use milestones::Milestones;

use crate::tasks::Places;
use std::path::PathBuf;

/// Why there is no window.
#[derive(Debug, thiserror::Error)]
#[error("the window cannot be opened: {0}")]
pub struct GuiError(String);

/// The folder of the app's own settings, and the window's class on a desktop.
const APP_ID: &str = "reagent";

/// Opens the window and returns when it is closed. `path` is a workspace folder or a file in one; `milestones` hears how
/// far the start has come.
///
/// # Errors
/// Where there is no display, or no graphics.
pub fn run(path: Option<PathBuf>, milestones: Option<Milestones>) -> Result<(), GuiError> {
    let options = eframe::NativeOptions {
        viewport: eframe::egui::ViewportBuilder::default()
            .with_app_id(APP_ID)
            .with_title("Reagent")
            .with_inner_size([1360.0, 860.0])
            .with_min_inner_size([1024.0, 640.0]),
        renderer: eframe::Renderer::Glow,
        ..eframe::NativeOptions::default()
    };
    let places = Places::of_user();
    let create =
        move |context: &eframe::CreationContext<'_>| Reagent::in_places(context, path, places.as_ref());
    let created = eframe::run_native(
        APP_ID,
        options,
        Box::new(move |context| Ok(Box::new(create(context).with_milestones(milestones)))),
    );
    created.map_err(|error| GuiError(error.to_string()))
}
