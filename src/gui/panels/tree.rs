//! The left panel: everything in the workspace, searchable, with the last result of each trigger.

use super::problems::counts_text;
use crate::app::{AppState, Command, CommandId, search};
use crate::diag::Severity;
use crate::document::ObjectId;
use crate::gui::cx::Cx;
use crate::gui::theme::Theme;
use crate::gui::widgets::badge::{Look, outcome_look, severity_look};
use crate::gui::widgets::controls::{ROW_HEIGHT, icon_button, wide_row};
use crate::gui::{fonts, icons};
use crate::model::TriggerId;
use eframe::egui::text::LayoutJob;
use eframe::egui::{Align, Button, FontId, Layout, RichText, ScrollArea, TextEdit, TextFormat, Ui, vec2};

/// One line of the tree.
struct Row {
    object: ObjectId,
    icon: &'static str,
    text: String,
    detail: String,
    look: Option<Look>,
}

pub(crate) fn tree(ui: &mut Ui, cx: &mut Cx<'_>) {
    ui.add_space(6.0);
    let mut query = cx.state.view.tree_query.clone();
    let hint = format!("{}  Search the workspace", icons::MAGNIFYING_GLASS);
    let field = TextEdit::singleline(&mut query).hint_text(hint).desired_width(f32::INFINITY);
    let response = ui.add(field).accessible_name("Search the workspace");
    if cx.own.focus.take_if(|focus| *focus == "search").is_some() {
        response.request_focus();
    }
    if response.changed() {
        cx.push(Command::SetTreeQuery(query));
    }
    ui.add_space(4.0);
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        if cx.state.view.tree_query.trim().is_empty() {
            sections(ui, cx);
        } else {
            hits(ui, cx);
        }
    });
}

fn hits(ui: &mut Ui, cx: &mut Cx<'_>) {
    let found = search(cx.state, &cx.state.view.tree_query);
    if found.is_empty() {
        ui.label(RichText::new("Nothing is called like that").color(cx.theme.muted));
    }
    rows_ui(ui, cx, &found, |_, hit| Row {
        icon: icon_of(&hit.object),
        text: hit.title.clone(),
        detail: hit.subtitle.clone(),
        look: None,
        object: hit.object.clone(),
    });
}

fn sections(ui: &mut Ui, cx: &mut Cx<'_>) {
    let workspace = cx.workspace();
    section(ui, cx, ("Triggers", Some(CommandId::NewTrigger)), &workspace.triggers, |cx, trigger| Row {
        object: ObjectId::Trigger(trigger.id),
        icon: if trigger.is_active == Some(false) { icons::CIRCLE_DASHED } else { icons::LIGHTNING },
        text: trigger.name.clone(),
        detail: trigger.event.clone(),
        look: trigger_look(cx.state, cx.theme, trigger.id),
    });
    let add = Some(CommandId::NewAutomation);
    section(ui, cx, ("Automations", add), &workspace.automations, |_, automation| Row {
        object: ObjectId::Automation(automation.id),
        icon: icons::CLOCK,
        text: automation.name.clone(),
        detail: String::new(),
        look: None,
    });
    section(ui, cx, ("Targets", Some(CommandId::NewTarget)), &workspace.targets, |_, target| Row {
        object: ObjectId::Target(target.id),
        icon: icons::PAPER_PLANE_TILT,
        text: target.handle.clone(),
        detail: target.url.clone(),
        look: None,
    });
    section(ui, cx, ("Contexts", Some(CommandId::NewContext)), &workspace.contexts, |_, context| Row {
        object: ObjectId::Context(context.id),
        icon: icons::USER,
        text: context.name.clone(),
        detail: context.event.clone().unwrap_or_default(),
        look: None,
    });
    section(ui, cx, ("Known to the tenant", None), &[workspace.definitions.all.len()], |_, count| Row {
        object: ObjectId::Definitions,
        icon: icons::GIFT,
        text: "Definitions".to_owned(),
        detail: format!("{count} rewards, benefits, tiers …"),
        look: None,
    });
    if !workspace.cases.is_empty() {
        section(ui, cx, ("Cases", None), &workspace.cases, |_, case| Row {
            object: ObjectId::Case(case.trigger.clone()),
            icon: icons::SEAL_CHECK,
            text: case.trigger.clone(),
            detail: String::new(),
            look: None,
        });
    }
}

/// How a trigger did on the context that it is previewed on.
fn trigger_look(state: &AppState, theme: Theme, trigger: TriggerId) -> Option<Look> {
    let context = state.context_of(trigger)?.id;
    let (report, is_fresh) = state.result(crate::app::RunKey { trigger, context })?;
    let look = outcome_look(theme, report.outcome);
    Some(if is_fresh { look } else { Look { colour: theme.muted, ..look } })
}

fn section<T>(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    (title, add): (&str, Option<CommandId>),
    items: &[T],
    row_of: impl Fn(&Cx<'_>, &T) -> Row,
) {
    let is_folded = cx.own.is_folded(title);
    ui.add_space(6.0);
    ui.horizontal(|ui| {
        let caret = if is_folded { icons::CARET_RIGHT } else { icons::CARET_DOWN };
        let head = RichText::new(format!("{caret} {title}")).size(11.5).color(cx.theme.muted);
        if ui.add(Button::new(head).frame(false)).accessible_name(title).clicked() {
            cx.own.toggle_fold(title);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if let Some(add) = add
                && icon_button(ui, icons::PLUS, &format!("Add to {}", title.to_lowercase())).clicked()
            {
                cx.push(add);
            }
            ui.label(RichText::new(items.len().to_string()).size(11.5).color(cx.theme.muted));
        });
    });
    if !is_folded {
        rows_ui(ui, cx, items, row_of);
    }
}

/// From this many rows on, those that cannot be seen are neither made nor drawn.
const MANY: usize = 100;

fn rows_ui<T>(ui: &mut Ui, cx: &mut Cx<'_>, items: &[T], row_of: impl Fn(&Cx<'_>, &T) -> Row) {
    let pitch = ROW_HEIGHT + ui.spacing().item_spacing.y;
    let (top, clip) = (ui.cursor().top(), ui.clip_rect());
    let seen = |y: f32| (((y - top) / pitch).max(0.0) as usize).min(items.len());
    let (start, end) = if items.len() < MANY {
        (0, items.len())
    } else {
        (seen(clip.top()).saturating_sub(1), (seen(clip.bottom()) + 2).min(items.len()))
    };
    let skip = |ui: &mut Ui, count: usize| {
        if count > 0 {
            let spacing = ui.spacing().item_spacing.y;
            ui.allocate_space(vec2(1.0, count as f32 * pitch - spacing));
        }
    };
    skip(ui, start);
    for item in items.get(start..end).unwrap_or_default() {
        let row = row_of(cx, item);
        ui.push_id(row.object_name(), |ui| row_ui(ui, cx, &row));
    }
    skip(ui, items.len() - end);
}

impl Row {
    fn object_name(&self) -> String {
        format!("{:?}", self.object)
    }
}

/// What is shown of an object whose name is empty.
const WITHOUT_NAME: &str = "Without a name";

fn row_ui(ui: &mut Ui, cx: &mut Cx<'_>, row: &Row) {
    let title = if row.text.is_empty() { WITHOUT_NAME } else { row.text.as_str() };
    let is_selected = cx.state.selection.object.as_ref() == Some(&row.object);
    let text = RichText::new(format!("{}  {title}", row.icon)).font(if is_selected {
        fonts::strong(13.0)
    } else {
        eframe::egui::FontId::proportional(13.0)
    });
    let mut button = Button::selectable(is_selected, text).truncate();
    let covered = cx.state.ratio_of(&row.object);
    // Only what has gaps says so.
    let gaps = covered.filter(|(ratio, _)| ratio.covered < ratio.total);
    let percent = gaps.map(|(ratio, _)| format!("{}%", ratio.whole_percent()));
    let found = found(cx, &row.object);
    let marks: Vec<Look> = found.iter().map(|(look, _)| *look).chain(row.look).collect();
    if !marks.is_empty() || percent.is_some() {
        button = button.right_text(right_text(cx.theme, percent.as_deref(), &marks));
    }
    let response = wide_row(ui, button);
    let state = row.look.map(|look| format!(", {}", look.word)).unwrap_or_default();
    let hover =
        if row.detail.is_empty() { title.to_owned() } else { format!("{title}\n{}{state}", row.detail) };
    let hover = match covered {
        Some((ratio, is_fresh)) => {
            let remark = if is_fresh { "" } else { " (out of date)" };
            format!("{hover}\nContexts show {} of {} sides and actions{remark}", ratio.covered, ratio.total)
        }
        None => hover,
    };
    let hover = found.map_or(hover.clone(), |(_, words)| format!("{hover}\n{words}"));
    let response = response.on_hover_text(hover).accessible_name(title);
    if is_selected && cx.own.scrolls_to_selection || response.gained_focus() {
        response.scroll_to_me(None);
    }
    if response.clicked() {
        cx.push(Command::Select(row.object.clone()));
    }
    response.context_menu(|ui| {
        for (text, id) in [
            ("Duplicate", CommandId::Duplicate),
            ("Rename", CommandId::Rename),
            ("Delete", CommandId::Delete),
        ] {
            if ui.button(text).clicked() {
                cx.push(Command::Select(row.object.clone()));
                cx.push(id);
            }
        }
    });
}

/// The worst that was found in an object, and how much of it; nothing where there are remarks only.
fn found(cx: &Cx<'_>, object: &ObjectId) -> Option<(Look, String)> {
    let counts = cx.state.problem_counts_of(object);
    let worst = counts.iter().find(|(severity, count)| *count > 0 && *severity > Severity::Info)?;
    Some((severity_look(cx.theme, worst.0), counts_text(&counts)))
}

/// How much contexts show of it, what is wrong with it, and how it did.
fn right_text(theme: Theme, percent: Option<&str>, marks: &[Look]) -> LayoutJob {
    let mut job = LayoutJob::default();
    if let Some(percent) = percent {
        job.append(percent, 0.0, TextFormat::simple(FontId::proportional(10.5), theme.muted));
    }
    for look in marks {
        job.append(look.icon, 4.0, TextFormat::simple(FontId::proportional(13.0), look.colour));
    }
    job
}

/// The icon of an object's kind.
pub(crate) fn icon_of(object: &ObjectId) -> &'static str {
    match object {
        ObjectId::Trigger(_) => icons::LIGHTNING,
        ObjectId::Automation(_) => icons::CLOCK,
        ObjectId::Target(_) => icons::PAPER_PLANE_TILT,
        ObjectId::Context(_) => icons::USER,
        ObjectId::Definition(..) | ObjectId::Definitions => icons::GIFT,
        ObjectId::Case(_) => icons::SEAL_CHECK,
        ObjectId::Settings => icons::GEAR_SIX,
    }
}
