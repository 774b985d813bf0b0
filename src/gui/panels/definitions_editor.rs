//! What the tenant has: rewards, benefits, points, tiers, achievements, products, each with where actions name it.

use crate::app::Command;
use crate::catalog::catalog;
use crate::document::ObjectId;
use crate::gui::cx::Cx;
use crate::gui::widgets::card::{card, heading, quiet};
use crate::gui::widgets::controls::icon_button;
use crate::gui::{fonts, icons};
use crate::model::{Action, Definition, DefinitionKind, Workspace};
use eframe::egui::{Grid, Id, Response, RichText, ScrollArea, TextEdit, Ui};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Room for the actions and the button after the fields.
const BESIDE_FIELDS: f32 = 200.0;

/// The objects whose actions name a definition.
type Uses = BTreeMap<(DefinitionKind, String), Vec<(ObjectId, String)>>;

pub(super) fn definitions_editor(ui: &mut Ui, cx: &mut Cx<'_>) {
    heading(ui, "Definitions");
    quiet(
        ui,
        cx.theme,
        "What the tenant has: for pickers, checks and what things are worth. Nothing is created on the server.",
    );
    ui.add_space(8.0);
    let uses = uses(ui, cx);
    ScrollArea::vertical().id_salt("definitions").auto_shrink(false).show(ui, |ui| {
        for (kind, _) in DefinitionKind::ALL {
            card(cx.theme, false).show(ui, |ui| {
                ui.set_width(ui.available_width());
                kind_ui(ui, cx, kind, &uses);
            });
            ui.add_space(8.0);
        }
    });
}

fn kind_ui(ui: &mut Ui, cx: &mut Cx<'_>, kind: DefinitionKind, uses: &Uses) {
    let definitions = &cx.workspace().definitions;
    ui.horizontal(|ui| {
        let title = format!("{} ({})", plural(kind), definitions.of_kind(kind).count());
        ui.label(RichText::new(title).font(fonts::strong(13.0)));
        let add = ui.button(format!("{} Add", icons::PLUS));
        if add.accessible_name(format!("Add {}", kind.word())).clicked() {
            let handle = free_handle(cx.workspace(), kind);
            let new_handle = handle.clone();
            cx.push(Command::SetDefinition { kind, handle, new_handle, name: None, value: None });
        }
    });
    if definitions.of_kind(kind).next().is_none() {
        return;
    }
    let width = (ui.available_width() - BESIDE_FIELDS).clamp(180.0, 620.0);
    Grid::new(kind.word()).num_columns(5).spacing([12.0, 6.0]).show(ui, |ui| {
        let id = if kind == DefinitionKind::Product { "Id" } else { "Handle" };
        for title in [id, "Name", "Worth", "Named by", ""] {
            ui.label(RichText::new(title).color(cx.theme.muted).size(11.5));
        }
        ui.end_row();
        for (index, definition) in definitions.of_kind(kind).enumerate() {
            ui.push_id(index, |ui| handle_field(ui, cx, definition, width * 0.38));
            ui.push_id(index, |ui| name_field(ui, cx, definition, width * 0.46));
            ui.push_id(index, |ui| worth_field(ui, cx, definition, width * 0.16));
            ui.push_id(index, |ui| uses_ui(ui, cx, definition, uses));
            let delete = format!("Delete {} {}", kind.word(), definition.handle);
            if icon_button(ui, icons::TRASH, &delete).clicked() {
                cx.push(Command::RemoveDefinition(kind, definition.handle.clone()));
            }
            ui.end_row();
        }
    });
}

fn plural(kind: DefinitionKind) -> &'static str {
    match kind {
        DefinitionKind::Reward => "Rewards",
        DefinitionKind::Benefit => "Benefits",
        DefinitionKind::Point => "Points",
        DefinitionKind::TierPoint => "Tier points",
        DefinitionKind::Tier => "Tiers",
        DefinitionKind::Achievement => "Achievements",
        DefinitionKind::Product => "Products",
    }
}

fn free_handle(workspace: &Workspace, kind: DefinitionKind) -> String {
    let word = kind.word().replace(' ', "-");
    let mut handles = (1..).map(|number: usize| match number {
        1 => format!("new-{word}"),
        number => format!("new-{word}-{number}"),
    });
    handles.find(|handle| workspace.definitions.find(kind, handle).is_none()).unwrap_or_default()
}

fn push(cx: &mut Cx<'_>, before: &Definition, after: Definition) {
    cx.push(Command::SetDefinition {
        kind: before.kind,
        handle: before.handle.clone(),
        new_handle: after.handle,
        name: after.name,
        value: after.value,
    });
}

/// A field whose text means nothing yet keeps it as a draft; `read` makes a definition of the text, or none.
fn draft_field(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    (what, width): (&str, f32),
    definition: &Definition,
    shown: &str,
    read: impl Fn(&str) -> Option<Definition>,
) -> Response {
    let key = format!("definition/{what}/{}/{}", definition.kind.word(), definition.handle);
    let mut text = cx.own.drafts.get(&key).map_or(shown, String::as_str).to_owned();
    let edit = TextEdit::singleline(&mut text);
    let edit = if cx.own.drafts.contains_key(&key) { edit.text_color(cx.theme.bad) } else { edit };
    // A cell of a grid offers no width of its own.
    let response = ui.add_sized([width, 26.0], edit);
    let response = response.accessible_name(format!("{what} of {}", definition.handle));
    if response.changed() {
        cx.own.drafts.remove(&key);
        match read(&text) {
            Some(after) => push(cx, definition, after),
            None => drop(cx.own.drafts.insert(key.clone(), text)),
        }
    }
    if response.lost_focus() {
        cx.own.drafts.remove(&key);
        cx.push(Command::EndBurst);
    }
    response
}

fn handle_field(ui: &mut Ui, cx: &mut Cx<'_>, definition: &Definition, width: f32) {
    let workspace = cx.workspace();
    draft_field(ui, cx, ("Handle", width), definition, &definition.handle, |text| {
        let is_free = workspace.definitions.find(definition.kind, text).is_none();
        let handle = (!text.trim().is_empty() && is_free).then(|| text.to_owned())?;
        Some(Definition { handle, ..definition.clone() })
    })
    .on_hover_text("Actions name it by this; each kind has every handle once");
}

fn name_field(ui: &mut Ui, cx: &mut Cx<'_>, definition: &Definition, width: f32) {
    let shown = definition.name.as_deref().unwrap_or_default();
    draft_field(ui, cx, ("Name", width), definition, shown, |text| {
        let name = (!text.is_empty()).then(|| text.to_owned());
        Some(Definition { name, ..definition.clone() })
    });
}

fn worth_field(ui: &mut Ui, cx: &mut Cx<'_>, definition: &Definition, width: f32) {
    let shown = definition.value.map(|value| value.to_string()).unwrap_or_default();
    draft_field(ui, cx, ("Worth", width), definition, &shown, |text| {
        if text.trim().is_empty() {
            return Some(Definition { value: None, ..definition.clone() });
        }
        let value: f64 = text.trim().parse().ok()?;
        value.is_finite().then(|| Definition { value: Some(value), ..definition.clone() })
    })
    .on_hover_text("What one is worth in the tenant's currency; empty if nobody says");
}

fn uses_ui(ui: &mut Ui, cx: &mut Cx<'_>, definition: &Definition, uses: &Uses) {
    let Some(found) = uses.get(&(definition.kind, definition.handle.clone())) else {
        ui.label(RichText::new("no action").color(cx.theme.muted));
        return;
    };
    let text = format!("{} {}", found.len(), if found.len() == 1 { "action" } else { "actions" });
    let menu = ui.menu_button(text, |ui| {
        for (index, (object, title)) in found.iter().enumerate() {
            if ui.push_id(index, |ui| ui.button(title)).inner.clicked() {
                cx.push(Command::Select(object.clone()));
            }
        }
    });
    menu.response.accessible_name(format!("Actions that name {}", definition.handle));
}

/// Which actions name which definitions, gathered once per revision.
fn uses(ui: &Ui, cx: &Cx<'_>) -> Arc<Uses> {
    type Kept = (u64, u64, Arc<Uses>);
    let stamp = cx.state.stamp();
    let id = Id::unique("definition-uses");
    let kept: Option<Kept> = ui.data(|data| data.get_temp(id));
    if let Some((revision, opened, uses)) = kept
        && (revision, opened) == (stamp.revision, stamp.opened)
    {
        return uses;
    }
    let mut uses = Uses::new();
    let workspace = cx.workspace();
    for trigger in &workspace.triggers {
        note(&mut uses, &trigger.actions, &ObjectId::Trigger(trigger.id), &trigger.name);
    }
    for automation in &workspace.automations {
        note(&mut uses, &automation.actions, &ObjectId::Automation(automation.id), &automation.name);
    }
    let uses = Arc::new(uses);
    let kept: Kept = (stamp.revision, stamp.opened, Arc::clone(&uses));
    ui.data_mut(|data| data.insert_temp(id, kept));
    uses
}

fn note(uses: &mut Uses, actions: &[Action], object: &ObjectId, title: &str) {
    for action in actions {
        let Some(known) = catalog().canonical_action(&action.kind) else { continue };
        for argument in &action.arguments {
            let kind = known.argument(&argument.name).and_then(|kind| kind.definition_kind);
            if let (Some(kind), Some(handle)) = (kind, argument.value.as_str()) {
                let found = uses.entry((kind, handle.to_owned())).or_default();
                found.push((object.clone(), title.to_owned()));
            }
        }
    }
}
