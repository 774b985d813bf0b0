//! The part of a rule that was asked for from elsewhere: it is scrolled to, framed, and says what is wrong with it.

use super::known::View;
use super::{Form, is_within};
use crate::app::condition::Condition;
use crate::gui::cx::Cx;
use crate::gui::icons;
use crate::gui::theme::CONTROL_RADIUS;
use crate::model::ActionId;
use eframe::egui::{Align, Label, Rect, RichText, Stroke, StrokeKind, Ui};

/// The part of an action's rule that is marked: the nearest one that the tree shows.
pub(super) fn of(cx: &Cx<'_>, action: ActionId, tree: &Condition) -> Option<String> {
    let wanted = cx.state.selection.part.as_deref()?;
    if cx.state.selection.action != Some(action) {
        return None;
    }
    let found = enclosing(wanted).find_map(|pointer| tree.find(pointer));
    found.map(|part| part.pointer.clone())
}

/// A pointer and those around it, the inner ones first.
fn enclosing(pointer: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(pointer), |pointer| Some(pointer.rsplit_once('/')?.0))
}

/// Lets the marked part be seen: no group around it stays folded, and the tree is shown.
pub(super) fn reveal(cx: &mut Cx<'_>, form: &Form<'_>) {
    let Some(marked) = form.marked.as_deref().filter(|_| cx.own.scrolls_to_selection) else { return };
    for pointer in enclosing(marked) {
        cx.own.folded.remove(&format!("{}/fold{pointer}", form.key));
    }
    if cx.own.condition.views.get(&form.key) == Some(&View::Json) {
        cx.own.condition.views.insert(form.key.clone(), View::Tree);
    }
}

/// True if the marked part is to be scrolled to and is this part, or in it.
pub(super) fn is_wanted(cx: &Cx<'_>, form: &Form<'_>, part: &Condition) -> bool {
    let marked = form.marked.as_deref().filter(|_| cx.own.scrolls_to_selection);
    marked.is_some_and(|marked| is_within(marked, &part.pointer))
}

/// Frames the marked part and says why it is not met.
pub(super) fn mark(ui: &mut Ui, cx: &Cx<'_>, form: &Form<'_>, (part, rect): (&Condition, Rect)) {
    if form.marked.as_deref() != Some(part.pointer.as_str()) {
        return;
    }
    let unmet =
        cx.state.why().filter(|(_, is_fresh)| *is_fresh).and_then(|(why, _)| {
            why.unmet.iter().find(|criterion| is_within(&criterion.pointer, &part.pointer))
        });
    let mut rect = rect;
    if let Some(unmet) = unmet {
        let text = format!("{} {}", icons::ARROW_UP, crate::diag::upper_first(&unmet.sentence));
        let said = ui.add(Label::new(RichText::new(text).color(cx.theme.bad).size(11.5)).wrap());
        rect = rect.union(said.rect);
    }
    let frame = rect.expand2([3.0, 2.0].into());
    ui.painter().rect_stroke(frame, CONTROL_RADIUS, Stroke::new(1.5, cx.theme.accent), StrokeKind::Outside);
    if cx.own.scrolls_to_selection {
        ui.scroll_to_rect(frame, Some(Align::Center));
    }
    // The frame stands free of what comes next.
    ui.add_space(6.0);
}
