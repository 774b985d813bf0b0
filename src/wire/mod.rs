//! The JSON shapes of Omneo's API and of workspace files: the only place that knows how objects are spelled.
//!
//! Reading never fails on odd shapes: it returns findings. Writing starts from the JSON that an object was read from
//! and replaces only what was changed, so unknown keys, key order and number spelling survive. Main entries:
//! [`read_workspace`], [`read_trigger`], [`write_trigger`], [`import`].

mod action;
mod case;
mod curl;
mod definitions;
mod field;
mod file;
mod import;
mod reaction;
mod settings;
mod settings_text;
mod target;
mod workspace;

pub use case::{read_cases, write_cases};
pub use curl::{CurlError, body_of_curl};
pub use definitions::read_definitions;
pub use field::Ids;
pub use file::{FileError, TextFile, rewritten};
pub use import::{Imported, ImportedObject, import};
pub use reaction::{read_automation, read_trigger, write_automation, write_trigger};
pub use settings::{SETTINGS_FILE, Settings, read_settings};
pub use settings_text::{replace, set, set_flag, set_profile, with_profile};
pub use target::{read_target, split_template, write_target};
pub use workspace::{ReadWorkspace, read_workspace};
