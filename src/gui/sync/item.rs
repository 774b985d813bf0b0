//! One object of the plan as a card: what would be done, each difference, and what became of it.

use super::change::{Direction, change_ui};
use super::look::{kind_icon, outcome_look, step_look};
use crate::app::{Command, SendOutcome, SyncCommand};
use crate::gui::cx::Cx;
use crate::gui::widgets::badge::{Look, badge};
use crate::gui::widgets::card::{card, quiet};
use crate::gui::{fonts, icons};
use crate::json::Json;
use crate::sync::{Item, Kind, Step};
use eframe::egui::{Button, Checkbox, Label, RichText, Ui};

/// Which object a card is about.
pub(super) struct Title<'a> {
    pub(super) kind: Kind,
    pub(super) name: &'a str,
    pub(super) file: Option<&'a str>,
    pub(super) id: Option<i64>,
    pub(super) look: Look,
}

/// The first line of a card; the new choice if there is a box to choose and it was clicked.
pub(super) fn title_ui(ui: &mut Ui, cx: &Cx<'_>, title: &Title<'_>, chosen: Option<bool>) -> Option<bool> {
    let mut clicked = None;
    ui.horizontal(|ui| {
        let name =
            RichText::new(format!("{}  {}", kind_icon(title.kind), title.name)).font(fonts::strong(13.5));
        if let Some(mut is_on) = chosen {
            let said = format!("{} {} {}", title.look.word, title.kind.word(), title.name);
            if ui.add(Checkbox::without_text(&mut is_on)).accessible_name(said).changed() {
                clicked = Some(is_on);
            }
        }
        badge(ui, cx.theme, title.look);
        ui.add(Label::new(name).truncate());
        let id = title.id.map(|id| format!("id {id}"));
        let details: Vec<&str> = title.file.into_iter().chain(id.as_deref()).collect();
        let details = RichText::new(details.join("  ")).font(fonts::code(11.0)).color(cx.theme.muted);
        ui.add(Label::new(details).truncate());
    });
    clicked
}

pub(super) fn item_ui(ui: &mut Ui, cx: &mut Cx<'_>, item: &Item) {
    let outcome =
        cx.state.sync.sending.as_ref().and_then(|sending| sending.outcomes.get(&item.file)).cloned();
    let is_chosen = !cx.state.sync.left_out.contains(&item.file);
    let can_choose = item.step.is_write() && cx.state.sync.sending.is_none();
    card(cx.theme, false).show(ui, |ui| {
        ui.set_width(ui.available_width());
        let look = step_look(cx.theme, item.step);
        let title = Title { kind: item.kind, name: &item.name, file: Some(&item.file), id: item.id, look };
        if let Some(is_on) = title_ui(ui, cx, &title, can_choose.then_some(is_chosen)) {
            cx.push(SyncCommand::Choose(item.file.clone(), is_on));
        }
        if let Some(outcome) = &outcome {
            outcome_ui(ui, cx, item, outcome);
        }
        for note in notes(cx, item, is_chosen) {
            quiet(ui, cx.theme, &note);
        }
        if item.step == Step::Gone && ui.button("Create it again").clicked() {
            cx.push(SyncCommand::Decide(format!("{}#", item.file), Some(crate::app::Keep::Mine)));
        }
        for (index, change) in item.changes.iter().enumerate() {
            ui.push_id(index, |ui| change_ui(ui, cx, change, &item.file, Direction::Sending));
        }
    });
}

/// What is to be said of an object, in the words of this window.
fn notes(cx: &Cx<'_>, item: &Item, is_chosen: bool) -> Vec<String> {
    let mut notes = Vec::new();
    match item.step {
        Step::Create => {
            let what = item.body.as_ref().map(|body| in_few_words(item.kind, body)).unwrap_or_default();
            notes.push(format!("New there: {what}"));
        }
        Step::Orphan => notes.push(
            "Its file is gone. It stays on the tenant unless you choose to delete what has no file."
                .to_owned(),
        ),
        Step::Gone => {
            notes.push("The tenant has it no more. Delete the file, or create it there again.".to_owned());
        }
        Step::Pull => {
            notes.push("Only the tenant changed it. Nothing is sent; it can be brought in.".to_owned());
        }
        Step::Conflict if item.changes.is_empty() => notes.push(
            "Its file is gone, but the tenant has changed it since. Bring it in, or delete it on the tenant."
                .to_owned(),
        ),
        _ => notes.extend(item.note.clone()),
    }
    let is_known =
        cx.state.comparison().is_some_and(|(found, _)| found.facts.known.entries.contains_key(&item.file));
    if item.step == Step::Conflict && !item.changes.is_empty() && !is_known {
        let text = "They were never the same before, so it is not known who changed what.";
        notes.push(text.to_owned());
    }
    let targets = item.body.as_ref().map(|body| cx.state.left_out_targets(body)).unwrap_or_default();
    if is_chosen && item.step.is_write() && !targets.is_empty() {
        notes
            .push(format!("It sends to {}, which is left out: the tenant may refuse it", targets.join(", ")));
    }
    notes
}

/// An object in a few words.
pub(super) fn in_few_words(kind: Kind, json: &Json) -> String {
    let text = |key: &str| json.get(key).and_then(Json::as_str);
    let actions = json.get("actions").and_then(Json::as_array).map_or(0, <[_]>::len);
    let count = if actions == 1 { "1 action".to_owned() } else { format!("{actions} actions") };
    match kind {
        Kind::Trigger => format!("on {}, {count}", text("trigger").unwrap_or("no event")),
        Kind::Automation => count,
        Kind::Target | Kind::Webhook => format!("posts to {}", text("url").unwrap_or("no address")),
    }
}

fn outcome_ui(ui: &mut Ui, cx: &mut Cx<'_>, item: &Item, outcome: &SendOutcome) {
    let look = outcome_look(cx.theme, outcome);
    ui.label(
        RichText::new(format!("{} {}", look.icon, look.word)).color(look.colour).font(fonts::strong(13.0)),
    );
    match outcome {
        SendOutcome::Differs(changes) => {
            quiet(ui, cx.theme, "It was taken, and then read again. This came of it:");
            for (index, change) in changes.iter().enumerate() {
                ui.push_id(("outcome", index), |ui| {
                    change_ui(ui, cx, change, &item.file, Direction::Drifting);
                });
            }
        }
        SendOutcome::Refused { text, findings } if findings.is_empty() => {
            ui.add(Label::new(RichText::new(text).color(cx.theme.bad)).wrap());
        }
        SendOutcome::Refused { .. } => {
            let problems = cx.state.problems();
            let of_item = problems.iter().filter(|problem| {
                problem.finding.code == "api/refused"
                    && problem.finding.place.file.as_deref().is_some_and(|file| same_object(file, &item.file))
            });
            for problem in of_item {
                let text = format!("{} {}", icons::WARNING_CIRCLE, problem.finding.message);
                let link = ui.add(Button::new(RichText::new(text).color(cx.theme.bad)).frame(false).wrap());
                if let (true, Some(object)) =
                    (link.on_hover_text("Show the place").clicked(), &problem.object)
                {
                    cx.push(Command::GoTo(object.clone(), problem.action));
                }
            }
        }
        SendOutcome::Skipped(why) => {
            quiet(ui, cx.theme, why);
        }
        _ => {}
    }
}

/// True if a file is an object's own, or that of its template.
fn same_object(file: &str, own: &str) -> bool {
    file.trim_end_matches(".twig") == own.trim_end_matches(".json") || file == own
}
