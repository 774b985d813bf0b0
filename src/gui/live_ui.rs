//! What the window remembers of what is live: half-typed fields.

use super::widgets::password::Password;
use crate::app::{JobId, PreviewAsk};

/// Fields of the dialogs and of the listener.
#[derive(Debug, Default)]
pub(crate) struct LiveUi {
    /// Whether the practice server begins with the sample instead of this workspace
    pub(crate) has_sample: bool,
    /// What was typed to confirm a live event
    pub(crate) confirmation: String,
    /// The listener's port
    pub(crate) port: String,
    /// The listener's secret
    pub(crate) secret: Password,
    /// Whether the dialog for an event was shown in the last frame
    pub(crate) is_fire_open: bool,
    /// What of a fired event was scrolled to: its job, and whether it was answered
    pub(crate) seen_shot: Option<(JobId, bool)>,
    /// What a tenant is asked to render for
    pub(crate) ask: Option<PreviewAsk>,
}
