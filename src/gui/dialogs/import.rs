//! Import: where from, then what would arrive.

use crate::app::{Command, ImportChoice, ImportItem, Importing};
use crate::diag::Severity;
use crate::document::NewObject;
use crate::gui::cx::Cx;
use crate::gui::widgets::badge::severity_look;
use crate::gui::widgets::card::{field_name, heading, quiet};
use crate::gui::widgets::controls::primary_button;
use crate::gui::{fonts, icons};
use eframe::egui::{Button, Checkbox, Label, RichText, ScrollArea, TextEdit, Ui};

const DRAFT: &str = "import";

pub(super) fn import(ui: &mut Ui, cx: &mut Cx<'_>) {
    ui.set_width(640.0);
    match cx.state.view.import.clone() {
        Some(importing) => preview(ui, cx, &importing),
        None => sources(ui, cx),
    }
}

/// Files or pasted text.
fn sources(ui: &mut Ui, cx: &mut Cx<'_>) {
    heading(ui, "Import");
    quiet(
        ui,
        cx.theme,
        "Triggers, targets and automations: one, a list, an API answer, or a curl command that sends one. Any other \
         object becomes a context. You see what arrives before anything is changed.",
    );
    ui.add_space(4.0);
    if ui.button(format!("{}  Choose files…", icons::FOLDER)).clicked() {
        cx.push(Command::PickImport);
    }
    quiet(ui, cx.theme, "or drop files on the window, or paste text here");
    let mut text = cx.own.drafts.get(DRAFT).cloned().unwrap_or_default();
    ScrollArea::vertical().max_height(200.0).show(ui, |ui| {
        let field = TextEdit::multiline(&mut text)
            .font(fonts::code(12.5))
            .desired_rows(8)
            .desired_width(f32::INFINITY)
            .hint_text("{ \"name\": …, \"trigger\": …, \"actions\": [ … ] }");
        if ui.add(field).accessible_name("Text to import").changed() {
            cx.own.drafts.insert(DRAFT.to_owned(), text.clone());
        }
    });
    let has_text = !text.trim().is_empty();
    ui.add_enabled_ui(has_text, |ui| {
        if primary_button(ui, cx.theme, "Look at it").clicked() {
            cx.own.drafts.remove(DRAFT);
            cx.push(Command::ImportText(text));
        }
    });
}

fn preview(ui: &mut Ui, cx: &mut Cx<'_>, importing: &Importing) {
    let (count, total) = (importing.count(), importing.plan.items.len());
    heading(ui, &format!("Import {count} of {total}"));
    for failure in importing.plan.failures.iter().take(3) {
        ui.label(RichText::new(format!("{} {failure}", icons::WARNING)).color(cx.theme.warn));
    }
    let more = importing.plan.failures.len().saturating_sub(3);
    if more > 0 {
        quiet(ui, cx.theme, &format!("and {more} more that cannot be imported"));
    }
    ui.horizontal(|ui| {
        for (text, all) in [("All", true), ("None", false)] {
            if ui.add(Button::new(text)).accessible_name(format!("Choose {}", text.to_lowercase())).clicked()
            {
                cx.push(Command::ChooseImport(ImportChoice::All(all)));
            }
        }
    });
    let height = 44.0;
    ScrollArea::vertical().max_height(360.0).auto_shrink([false, true]).show_rows(
        ui,
        height,
        total,
        |ui, rows| {
            for position in rows {
                let Some(item) = importing.plan.items.get(position) else { continue };
                let is_on = !importing.left_out.contains(&position);
                ui.push_id(position, |ui| {
                    ui.set_height(height);
                    row(ui, cx, (position, item), is_on);
                });
            }
        },
    );
    ui.separator();
    let mut arrives_inactive = importing.arrives_inactive;
    if ui.checkbox(&mut arrives_inactive, "Triggers and automations arrive switched off").changed() {
        cx.push(Command::ChooseImport(ImportChoice::Inactive(arrives_inactive)));
    }
    ui.horizontal(|ui| {
        let word = if count == 1 { "Import 1 object".to_owned() } else { format!("Import {count} objects") };
        let accept = ui.add_enabled_ui(count > 0, |ui| primary_button(ui, cx.theme, &word)).inner;
        if accept.clicked() {
            cx.push(Command::ChooseImport(ImportChoice::Accept));
        }
        if ui.button("Cancel").clicked() {
            cx.push(Command::Show(None));
        }
        field_name(ui, cx.theme, "One step to undo; nothing is saved until you save");
    });
}

fn row(ui: &mut Ui, cx: &mut Cx<'_>, (position, item): (usize, &ImportItem), is_on: bool) {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        ui.horizontal(|ui| {
            let mut on = is_on;
            let title = RichText::new(item.title()).font(fonts::strong(13.0));
            let checkbox = ui.add(Checkbox::new(&mut on, title));
            if checkbox.accessible_name(format!("Take {}", item.title())).changed() {
                cx.push(Command::ChooseImport(ImportChoice::Item(position, on)));
            }
            ui.label(RichText::new(item.detail()).color(cx.theme.muted).size(11.5));
            findings(ui, cx, item);
        });
        let text = RichText::new(consequence(item)).color(cx.theme.muted).size(11.5);
        ui.horizontal(|ui| {
            ui.add_space(24.0);
            // What does not fit is shown on hover, and said whole.
            ui.add(Label::new(text).truncate());
        });
    });
}

/// How many things need a look, with what they are on hover.
fn findings(ui: &mut Ui, cx: &Cx<'_>, item: &ImportItem) {
    let Some(worst) =
        item.findings.iter().map(|finding| finding.severity).max_by_key(|severity| rank(*severity))
    else {
        return;
    };
    let look = severity_look(cx.theme, worst);
    let count = item.findings.len();
    let text = format!("{} {count} to look at", look.icon);
    let messages: Vec<&str> = item.findings.iter().map(|finding| finding.message.as_str()).take(12).collect();
    ui.label(RichText::new(text).color(look.colour).size(11.5)).on_hover_text(messages.join("\n"));
}

fn rank(severity: Severity) -> u8 {
    match severity {
        Severity::Info => 0,
        Severity::Warning => 1,
        Severity::Error => 2,
    }
}

/// The file that it becomes, and how a clash is solved.
fn consequence(item: &ImportItem) -> String {
    let mut text = format!("becomes {}", item.file());
    if let Some(name) = &item.renamed_from {
        let also = if matches!(item.object, NewObject::Target(_)) {
            ", and what is imported with it follows"
        } else {
            ""
        };
        text = format!("{text}; “{name}” is there already, so it is renamed{also}");
    } else if item.moved_from.is_some() {
        text.push_str("; the plain file name is taken");
    }
    if item.is_known {
        text = format!("the workspace has just this already; otherwise it {text}");
    }
    if let Some(finding) = item.findings.first() {
        text = format!("{text} · {}", finding.message);
    }
    text
}
