//! How steps, changes and outcomes look: a word and an icon; the colour only helps the eye.

use crate::app::SendOutcome;
use crate::gui::icons;
use crate::gui::theme::Theme;
use crate::gui::widgets::badge::Look;
use crate::sync::{DriftItem, DriftStep, Kind, PullStep, Side, Step};

/// The look of what a plan does with an object.
pub(super) fn step_look(theme: Theme, step: Step) -> Look {
    let (icon, word, colour) = match step {
        Step::Create => (icons::PLUS, "Create", theme.good),
        Step::Update => (icons::PENCIL_SIMPLE, "Change", theme.accent),
        Step::Delete => (icons::TRASH, "Delete", theme.bad),
        Step::Record => (icons::CHECK_CIRCLE, "Same", theme.muted),
        Step::Pull => (icons::ARROW_DOWN, "Changed there", theme.warn),
        Step::Conflict => (icons::WARNING, "In conflict", theme.bad),
        Step::Orphan => (icons::CIRCLE_DASHED, "File is gone", theme.muted),
        Step::Gone => (icons::X_CIRCLE, "Deleted there", theme.bad),
        Step::Blocked => (icons::PROHIBIT, "Cannot be planned", theme.bad),
    };
    Look { icon, word, colour }
}

/// The look of what a pull does with an object.
pub(super) fn pull_look(theme: Theme, step: PullStep) -> Look {
    let (icon, word, colour) = match step {
        PullStep::New => (icons::PLUS, "New here", theme.good),
        PullStep::Take => (icons::ARROW_DOWN, "Changed there", theme.accent),
        PullStep::Merge => (icons::ARROW_DOWN, "Changed on both sides", theme.accent),
        PullStep::Left => (icons::WARNING, "In conflict", theme.bad),
        PullStep::Gone => (icons::CIRCLE_DASHED, "Deleted here", theme.muted),
        PullStep::GoneThere => (icons::X_CIRCLE, "Deleted there", theme.bad),
        PullStep::Record => (icons::CHECK_CIRCLE, "Same", theme.muted),
        PullStep::Unclear => (icons::PROHIBIT, "Several could be it", theme.bad),
    };
    Look { icon, word, colour }
}

/// The look of what somebody did on a tenant.
pub(super) fn drift_look(theme: Theme, item: &DriftItem) -> Look {
    let (icon, word, colour) = match item.step {
        DriftStep::New => (icons::PLUS, "New there", theme.good),
        DriftStep::Gone => (icons::X_CIRCLE, "Deleted there", theme.bad),
        DriftStep::Changed => (icons::PENCIL_SIMPLE, "Changed there", theme.warn),
        DriftStep::NeverSame => (icons::WARNING, "Not the same", theme.warn),
    };
    Look { icon, word, colour }
}

/// The look of who changed something.
pub(super) fn side_look(theme: Theme, side: Side) -> Look {
    let (icon, word, colour) = match side {
        Side::Ours => (icons::PENCIL_SIMPLE, "Changed here", theme.accent),
        Side::Theirs => (icons::ARROW_DOWN, "Changed there", theme.warn),
        Side::Conflict => (icons::WARNING, "In conflict", theme.bad),
    };
    Look { icon, word, colour }
}

/// The look of what became of an object that was sent.
pub(super) fn outcome_look(theme: Theme, outcome: &SendOutcome) -> Look {
    let (icon, word, colour) = match outcome {
        SendOutcome::Created => (icons::CHECK_CIRCLE, "Created, read again and the same", theme.good),
        SendOutcome::Updated => (icons::CHECK_CIRCLE, "Changed, read again and the same", theme.good),
        SendOutcome::Deleted => (icons::CHECK_CIRCLE, "Deleted", theme.good),
        SendOutcome::AlreadyDone => (icons::CHECK_CIRCLE, "Was there already", theme.good),
        SendOutcome::Differs(_) => (icons::WARNING, "The tenant made something else of it", theme.warn),
        SendOutcome::Refused { .. } => (icons::X_CIRCLE, "Refused", theme.bad),
        SendOutcome::Skipped(_) => (icons::CIRCLE_DASHED, "Not sent", theme.muted),
    };
    Look { icon, word, colour }
}

/// The icon of a kind of object.
pub(super) fn kind_icon(kind: Kind) -> &'static str {
    match kind {
        Kind::Target => icons::PAPER_PLANE_TILT,
        Kind::Trigger => icons::LIGHTNING,
        Kind::Automation => icons::CLOCK,
        Kind::Webhook => icons::BROADCAST,
    }
}
