//! Icon and word for a state; the colour only helps the eye.

use crate::diag::Severity;
use crate::engine::{Outcome, PartState, StepStatus};
use crate::gui::icons;
use crate::gui::theme::{CONTROL_RADIUS, Theme};
use eframe::egui::{Align2, Color32, FontId, Response, Sense, Ui, vec2};

/// How a state looks.
#[derive(Clone, Copy)]
pub(crate) struct Look {
    pub(crate) icon: &'static str,
    pub(crate) word: &'static str,
    pub(crate) colour: Color32,
}

/// The look of a run's outcome.
pub(crate) fn outcome_look(theme: Theme, outcome: Outcome) -> Look {
    let (icon, word, colour) = match outcome {
        Outcome::Fired => (icons::CHECK_CIRCLE, "Fires", theme.good),
        Outcome::Stopped => (icons::PROHIBIT, "Stops", theme.muted),
        Outcome::Failed => (icons::WARNING_CIRCLE, "Fails", theme.bad),
        Outcome::OtherEvent => (icons::CIRCLE_DASHED, "Other event", theme.muted),
        Outcome::Inactive => (icons::CIRCLE_DASHED, "Switched off", theme.muted),
    };
    Look { icon, word, colour }
}

/// The look of a step.
pub(crate) fn step_look(theme: Theme, status: StepStatus) -> Look {
    let (icon, word, colour) = match status {
        StepStatus::Passed => (icons::CHECK_CIRCLE, "Passed", theme.good),
        StepStatus::Stopped => (icons::X_CIRCLE, "Stopped here", theme.bad),
        StepStatus::WouldRun => (icons::ARROW_RIGHT, "Would run", theme.accent),
        StepStatus::Failed => (icons::WARNING_CIRCLE, "Would fail", theme.bad),
        StepStatus::Muted => (icons::EYE_SLASH, "Muted", theme.muted),
        StepStatus::NotReached => (icons::CIRCLE_DASHED, "Not reached", theme.muted),
    };
    Look { icon, word, colour }
}

/// The look of a part of a condition.
pub(crate) fn part_look(theme: Theme, state: PartState) -> Look {
    let (icon, word, colour) = match state {
        PartState::True => (icons::CHECK_CIRCLE, "True", theme.good),
        PartState::False => (icons::X_CIRCLE, "False", theme.bad),
        PartState::NotEvaluated => (icons::CIRCLE_DASHED, "Not asked", theme.muted),
        PartState::Error => (icons::WARNING_CIRCLE, "Error", theme.bad),
    };
    Look { icon, word, colour }
}

/// The look of a finding.
pub(crate) fn severity_look(theme: Theme, severity: Severity) -> Look {
    let (icon, word, colour) = match severity {
        Severity::Info => (icons::INFO, "Info", theme.muted),
        Severity::Warning => (icons::WARNING, "Warning", theme.warn),
        Severity::Error => (icons::WARNING_CIRCLE, "Error", theme.bad),
    };
    Look { icon, word, colour }
}

/// A pill with icon and word.
pub(crate) fn badge(ui: &mut Ui, theme: Theme, look: Look) -> Response {
    let text = format!("{} {}", look.icon, look.word);
    let galley = ui.painter().layout_no_wrap(text, FontId::proportional(11.5), look.colour);
    let size = galley.size() + vec2(12.0, 6.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    ui.painter().rect_filled(rect, CONTROL_RADIUS, theme.control);
    let at = Align2::CENTER_CENTER.anchor_size(rect.center(), galley.size());
    ui.painter().galley(at.min, galley, look.colour);
    response.widget_info(|| eframe::egui::WidgetInfo::labeled(eframe::egui::Role::Label, true, look.word));
    response
}

/// Says that a result was computed before something changed; nothing while it is fresh.
pub(crate) fn stale_badge(ui: &mut Ui, theme: Theme, is_fresh: bool) {
    if !is_fresh {
        let look = Look { icon: icons::CLOCK, word: "Out of date", colour: theme.warn };
        badge(ui, theme, look).on_hover_text("Something that it depends on was changed since");
    }
}
