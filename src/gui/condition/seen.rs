//! What all contexts have shown of a part: below a leaf that is not seen both ways, with a context for the missing side.

use super::Form;
use super::live::Item;
use crate::app::condition::Condition;
use crate::app::{Command, SeenPart, Wanted};
use crate::gui::cx::Cx;
use crate::gui::icons;
use eframe::egui::{Button, RichText, Ui};

/// What was seen of a part that is a leaf; a negation around it belongs to its row.
fn of(cx: &Cx<'_>, form: &Form<'_>, part: &Condition) -> Option<(SeenPart, String, bool)> {
    let (action, argument) = form.owner.as_ref()?;
    let trigger = cx.state.shown_trigger()?;
    let (seen, is_fresh) = cx.state.seen_actions(trigger)?;
    // With no run at all there is nothing to say of a part.
    if cx
        .state
        .coverage_of(trigger)
        .is_none_or(|(coverage, _)| coverage.triggers.iter().all(|one| one.runs == 0))
    {
        return None;
    }
    let places = ["", "/!", "/!!", "/!/0", "/!!/0"].map(|inside| format!("{}{inside}", part.pointer));
    places.into_iter().find_map(|place| Some((seen.part(*action, argument, &place)?, place, is_fresh)))
}

/// How often a part was so and not so, for the hover of its state.
pub(super) fn words(cx: &Cx<'_>, form: &Form<'_>, part: &Condition) -> Option<String> {
    let (found, _, is_fresh) = of(cx, form, part)?;
    let stale = if is_fresh { "" } else { " (out of date)" };
    Some(format!("Over all contexts: true {}, false {}{stale}", times(found.seen.yes), times(found.seen.no)))
}

fn times(count: u32) -> String {
    if count == 1 { "once".to_owned() } else { format!("{count} times") }
}

/// The side that no context has shown.
pub(super) fn below(ui: &mut Ui, cx: &mut Cx<'_>, form: &Form<'_>, part: &Condition) {
    let Some((found, pointer, is_fresh)) = of(cx, form, part) else { return };
    let Some(missing) = found.missing() else { return };
    let icon = match (found.seen.yes, found.seen.no) {
        (0, 0) => icons::CIRCLE_DASHED,
        (0, _) => icons::X_CIRCLE,
        _ => icons::CHECK_CIRCLE,
    };
    let words = match (found.seen.yes, found.seen.no) {
        (0, 0) if found.errors > 0 => "Not seen: it fails in every context that asks it".to_owned(),
        (0, 0) => "Not seen: no context asks it".to_owned(),
        (0, no) => format!("Seen false {}, never true in any context", times(no)),
        (yes, _) => format!("Seen true {}, never false in any context", times(yes)),
    };
    let number = form.known.number(&part.pointer);
    ui.horizontal_wrapped(|ui| {
        let text = RichText::new(format!("{icon} {words}")).color(cx.theme.muted).size(11.5);
        ui.label(text).on_hover_text(if is_fresh { "Coverage of all contexts" } else { "Out of date" });
        let Some((action, name)) =
            form.owner.clone().filter(|_| is_fresh && form.scope.item == Item::Outside)
        else {
            return;
        };
        let text = RichText::new("Make a context…").size(11.5);
        let button = ui.add(Button::new(text).small());
        let side = if missing.wanted { "true" } else { "false" };
        let label = format!("Make a context where condition {number} is {side}");
        if button.on_hover_text(&label).accessible_name(label).clicked() {
            let holds = missing.wanted;
            cx.push(Command::FindChange(if form.filter.is_some() {
                Wanted::Part { action, pointer, holds }
            } else {
                Wanted::Argument { action, name, pointer, holds }
            }));
        }
    });
}
