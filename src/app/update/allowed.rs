//! Whether a command of the table can be done, and why not.

use super::super::state::AppState;
use crate::document::{ObjectId, chain_in_order};
use crate::engine::Outcome;

type Answer = Result<(), &'static str>;

fn is(condition: bool, reason: &'static str) -> Answer {
    if condition { Ok(()) } else { Err(reason) }
}

#[expect(clippy::unnecessary_wraps, reason = "every row of the table has a check")]
pub(crate) fn always(_: &AppState) -> Answer {
    Ok(())
}

pub(crate) fn has_recent(state: &AppState) -> Answer {
    is(!state.settings.recent.is_empty(), "No workspace was open before")
}

pub(crate) fn is_not_saving(state: &AppState) -> Answer {
    is(state.files.saving.is_none(), "The workspace is being saved")
}

pub(crate) fn can_save(state: &AppState) -> Answer {
    is_not_saving(state)?;
    is(state.document.is_dirty() || state.files.folder.is_none(), "Nothing was changed")
}

pub(crate) fn can_revert(state: &AppState) -> Answer {
    is_not_saving(state)?;
    is(state.files.folder.is_some(), "The workspace was never saved")
}

pub(crate) fn has_exportable(state: &AppState) -> Answer {
    let is_exportable = matches!(
        state.selection.object,
        Some(
            ObjectId::Trigger(_)
                | ObjectId::Target(_)
                | ObjectId::Automation(_)
                | ObjectId::Context(_)
                | ObjectId::Definitions
                | ObjectId::Case(_)
        )
    );
    is(is_exportable, "Nothing is shown that the API takes")
}

pub(crate) fn has_triggers(state: &AppState) -> Answer {
    is(!state.workspace().triggers.is_empty(), "The workspace has no triggers")
}

pub(crate) fn can_undo(state: &AppState) -> Answer {
    is(state.document.undo_label().is_some(), "There is nothing to take back")
}

pub(crate) fn can_redo(state: &AppState) -> Answer {
    is(state.document.redo_label().is_some(), "Nothing was taken back")
}

pub(crate) fn has_object(state: &AppState) -> Answer {
    is(state.selection.object.is_some(), "Nothing is shown")
}

pub(crate) fn has_selection(state: &AppState) -> Answer {
    has_object(state)?;
    let is_settings = matches!(state.selection.object, Some(ObjectId::Settings | ObjectId::Definitions));
    is(!is_settings, "What is shown belongs to every workspace")
}

pub(crate) fn has_chain(state: &AppState) -> Answer {
    is(state.chain().is_some(), "No trigger or automation is shown")
}

pub(crate) fn has_action(state: &AppState) -> Answer {
    is(state.shown_action().is_some(), "No action is chosen")
}

pub(crate) fn can_move_up(state: &AppState) -> Answer {
    has_action(state)?;
    is(position(state).is_some_and(|(at, _)| at > 0), "The action is the first one")
}

pub(crate) fn can_move_down(state: &AppState) -> Answer {
    has_action(state)?;
    is(position(state).is_some_and(|(at, count)| at + 1 < count), "The action is the last one")
}

/// Where the chosen action is in the order in which they run, of how many.
fn position(state: &AppState) -> Option<(usize, usize)> {
    let order = chain_in_order(state.workspace(), state.chain()?);
    let at = order.iter().position(|action| Some(action.id) == state.selection.action)?;
    Some((at, order.len()))
}

pub(crate) fn can_run(state: &AppState) -> Answer {
    is(state.shown_trigger().is_some(), "No trigger is shown")?;
    is(state.shown_run().is_some(), "There is no sample context of the trigger's event")
}

pub(crate) fn can_run_all(state: &AppState) -> Answer {
    has_triggers(state)?;
    is(!state.workspace().contexts.is_empty(), "The workspace has no contexts")
}

pub(crate) fn has_report(state: &AppState) -> Answer {
    let report = state.shown_run().and_then(|key| state.result(key));
    is(report.is_some_and(|(report, _)| !report.steps.is_empty()), "The trigger has not been run")
}

pub(crate) fn can_save_case(state: &AppState) -> Answer {
    can_run(state)?;
    is(state.shown_cases().is_some(), "Save the workspace first: cases are named after the trigger's file")?;
    let report = state.shown_run().and_then(|key| state.result(key));
    is(report.is_some_and(|(_, is_fresh)| is_fresh), "The trigger has not been run since the last change")?;
    let simulation = &state.settings.simulation;
    is(simulation.muted.is_empty(), "Actions are muted, which no case can expect")?;
    let is_as_if_on = report.is_some_and(|(report, _)| report.environment.as_if_on);
    is(!is_as_if_on, "The trigger is switched off and simulated as if it were on, which no case can expect")?;
    is(simulation.profile.is_none(), "Another engine profile is simulated, which no case can expect")
}

pub(crate) fn has_contexts(state: &AppState) -> Answer {
    can_run(state)
}

pub(crate) fn has_cancellable(state: &AppState) -> Answer {
    is(state.jobs.running.iter().any(|job| job.can_cancel), "Nothing runs that can be stopped")
}

pub(crate) fn has_problems(state: &AppState) -> Answer {
    is(state.has_problems(), "There are no problems")
}

pub(crate) fn has_tabs(state: &AppState) -> Answer {
    is(state.selection.tabs.len() > 1, "There is no other tab")
}

pub(crate) fn can_zoom_in(state: &AppState) -> Answer {
    is(state.settings.zoom < super::MAX_ZOOM, "It is as large as can be")
}

pub(crate) fn can_zoom_out(state: &AppState) -> Answer {
    is(state.settings.zoom > super::MIN_ZOOM, "It is as small as can be")
}

/// The shown run stopped or failed, and that is fresh.
pub(crate) fn has_stopped(state: &AppState) -> Answer {
    has_fresh_report(state)?;
    let report = state.shown_run().and_then(|key| state.result(key)).map(|(report, _)| report.outcome);
    match report {
        Some(Outcome::Stopped | Outcome::Failed) => Ok(()),
        Some(Outcome::Inactive) => Err("The trigger is switched off; run it as if it were on first"),
        Some(Outcome::OtherEvent) => Err("The context is of another event"),
        Some(Outcome::Fired) | None => Err("It fires already"),
    }
}

pub(crate) fn has_fresh_report(state: &AppState) -> Answer {
    let shown = state.shown_run().and_then(|key| state.result(key));
    is(shown.is_some_and(|(_, is_fresh)| is_fresh), "Run it on a context first")
}

pub(crate) fn has_saved_trigger(state: &AppState) -> Answer {
    let Some(trigger) = state.shown_trigger() else { return Err("Show a trigger first") };
    is(state.document.saved_workspace().trigger(trigger).is_some(), "The trigger was never saved")
}

pub(crate) fn has_trigger_in_folder(state: &AppState) -> Answer {
    is(state.shown_trigger().is_some(), "Show a trigger first")?;
    is(state.files.folder.is_some(), "The workspace was never saved to a folder")
}

pub(crate) fn has_tenant(state: &AppState) -> Answer {
    is(state.tenant().is_some(), "The workspace has no tenant; add one under Connections")
}

pub(crate) fn has_any_context(state: &AppState) -> Answer {
    is(!state.workspace().contexts.is_empty(), "The workspace has no contexts")
}

pub(crate) fn shows_target(state: &AppState) -> Answer {
    is(matches!(state.selection.object, Some(ObjectId::Target(_))), "No target is shown")
}

pub(crate) fn practice_runs(state: &AppState) -> Answer {
    is(state.live.practice.on().is_some(), "It does not run")
}

pub(crate) fn listener_runs(state: &AppState) -> Answer {
    is(state.live.listener.on().is_some(), "Nothing listens")
}

pub(crate) fn can_send(state: &AppState) -> Answer {
    has_tenant(state)?;
    is(!state.to_write().is_empty(), "Nothing is planned; compare with the tenant first")
}

pub(crate) fn has_varied_context(state: &AppState) -> Answer {
    is(state.varied_context().is_some(), "Show a context, or a trigger that has one")
}
