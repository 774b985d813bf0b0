//! One difference of an object: what it is, who changed it, both values, and the choice where both did.

use super::look::side_look;
use crate::app::{Keep, SyncCommand};
use crate::diag::upper_first;
use crate::gui::cx::Cx;
use crate::gui::widgets::badge::badge;
use crate::gui::{fonts, icons};
use crate::json::{Json, Style, to_text};
use crate::prove::payload_diff;
use crate::sync::{Change, Side};
use eframe::egui::{Frame, Grid, Label, Margin, RichText, Ui};

/// Longest value that is shown in a line.
const LONGEST: usize = 70;
/// Most lines of a difference that are shown.
const MOST_LINES: usize = 40;

/// What the columns of a change mean.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    /// From the tenant's to the files'
    Sending,
    /// From the files' to the tenant's
    Bringing,
    /// From what it was to the tenant's
    Drifting,
}

pub(super) fn change_ui(ui: &mut Ui, cx: &mut Cx<'_>, change: &Change, file: &str, direction: Direction) {
    let key = format!("{file}#{}", change.pointer);
    let decided = cx.state.sync.decisions.of(&key).filter(|_| direction != Direction::Drifting);
    ui.horizontal_wrapped(|ui| {
        if direction != Direction::Drifting {
            badge(ui, cx.theme, side_look(cx.theme, change.side));
        }
        ui.label(upper_first(&change.what));
        if let Some(keep) = decided {
            let words = match keep {
                Keep::Mine => "decided: mine stays",
                Keep::Theirs => "decided: theirs stays",
            };
            ui.label(RichText::new(words).color(cx.theme.muted).size(11.5));
            if ui.small_button("Decide again").clicked() {
                cx.push(SyncCommand::Decide(key.clone(), None));
            }
        }
    });
    let (ours, theirs, base) = versions(change);
    let values = match direction {
        Direction::Drifting => (base, theirs),
        Direction::Sending => (theirs, ours),
        Direction::Bringing => (ours, theirs),
    };
    ui.indent(&key, |ui| {
        if change.side == Side::Conflict && direction != Direction::Drifting {
            conflict(ui, cx, change, &key);
        } else {
            // What stays as it is on the side that is written needs no arrow.
            let kept = match (direction, change.side) {
                (Direction::Sending, Side::Theirs) => Some(&STAYS_THERE),
                (Direction::Bringing, Side::Ours) => Some(&STAYS_HERE),
                _ => None,
            };
            values_ui(ui, cx, values, kept);
        }
    });
}

/// Mine, theirs, last in common.
fn versions(change: &Change) -> (Option<&Json>, Option<&Json>, Option<&Json>) {
    (change.ours.as_ref(), change.theirs.as_ref(), change.base.as_ref())
}

fn conflict(ui: &mut Ui, cx: &mut Cx<'_>, change: &Change, key: &str) {
    let (ours, theirs, base) = versions(change);
    let rows = [("Mine", ours), ("Theirs", theirs), ("Last in common", base)];
    let is_long = [ours, theirs].into_iter().any(|value| text_of(value).chars().count() > LONGEST);
    if is_long {
        diff(ui, cx, (theirs, ours), "Theirs with −, mine with +");
        if base.is_some() {
            let text = text_of(base);
            let base = RichText::new(format!("Last in common: {text}")).color(cx.theme.muted).size(11.5);
            ui.add(Label::new(base).truncate()).on_hover_text(text);
        }
    } else {
        Grid::new(("conflict", key)).num_columns(2).spacing([12.0, 2.0]).show(ui, |ui| {
            for (name, value) in rows {
                ui.label(RichText::new(name).color(cx.theme.muted).size(11.5));
                let text = text_of(value);
                let short: String = match text.char_indices().nth(LONGEST) {
                    Some((end, _)) => format!("{}…", &text[..end]),
                    None => text.clone(),
                };
                ui.label(RichText::new(short).font(fonts::code(12.0))).on_hover_text(text);
                ui.end_row();
            }
        });
    }
    ui.horizontal(|ui| {
        for (keep, word) in [(Keep::Mine, "Keep mine"), (Keep::Theirs, "Take theirs")] {
            let button = ui.button(word);
            if button.accessible_name(format!("{word}: {}", change.what)).clicked() {
                cx.push(SyncCommand::Decide(key.to_owned(), Some(keep)));
            }
        }
    });
}

/// What is said of a value that the other side has otherwise and that is not overwritten.
struct Stays {
    /// Between the value that stays and the other one
    between: &'static str,
    /// Above both, line by line
    above: &'static str,
}

const STAYS_THERE: Stays = Stays {
    between: "stays there; here it is",
    above: "It stays there as it is: the file's with −, the tenant's with +",
};

const STAYS_HERE: Stays = Stays {
    between: "stays here; there it is",
    above: "It stays here as it is: the tenant's with −, the file's with +",
};

fn values_ui(ui: &mut Ui, cx: &Cx<'_>, (old, new): (Option<&Json>, Option<&Json>), kept: Option<&Stays>) {
    let (old_text, new_text) = (text_of(old), text_of(new));
    if old_text.chars().count().max(new_text.chars().count()) > LONGEST {
        return match kept {
            // What stays is no loss: it is what the other side has not.
            Some(stays) => diff(ui, cx, (new, old), stays.above),
            None => diff(ui, cx, (old, new), ""),
        };
    }
    ui.horizontal_wrapped(|ui| {
        let code = |text: String| RichText::new(text).font(fonts::code(12.0));
        if let Some(stays) = kept {
            ui.label(code(old_text));
            ui.label(RichText::new(stays.between).color(cx.theme.muted).size(11.5));
            ui.label(code(new_text).color(cx.theme.muted));
        } else {
            ui.label(code(old_text).color(cx.theme.muted).strikethrough());
            ui.label(RichText::new(icons::ARROW_RIGHT).color(cx.theme.muted));
            ui.label(code(new_text));
        }
    });
}

pub(super) fn text_of(value: Option<&Json>) -> String {
    match value {
        None => "nothing".to_owned(),
        Some(value) => to_text(value, &Style::compact()).trim_end().to_owned(),
    }
}

/// Long values line by line: a template as text, anything else as indented JSON.
fn diff(ui: &mut Ui, cx: &Cx<'_>, (old, new): (Option<&Json>, Option<&Json>), title: &str) {
    if !title.is_empty() {
        ui.label(RichText::new(title).color(cx.theme.muted).size(11.5));
    }
    let value = |value: Option<&Json>| value.map_or(serde_json::Value::Null, Json::to_value);
    let text = payload_diff(&value(old), &value(new));
    // The first lines name files, which these are not.
    let lines: Vec<&str> = text.lines().skip(2).filter(|line| !line.starts_with("@@")).collect();
    Frame::new().fill(cx.theme.control).corner_radius(6).inner_margin(Margin::same(8)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 0.0;
        for line in lines.iter().take(MOST_LINES) {
            let colour = match line.chars().next() {
                Some('+') => cx.theme.good,
                Some('-') => cx.theme.bad,
                _ => cx.theme.muted,
            };
            ui.add(Label::new(RichText::new(*line).font(fonts::code(11.5)).color(colour)).wrap());
        }
        if let Some(more) = lines.len().checked_sub(MOST_LINES).filter(|more| *more > 0) {
            ui.label(RichText::new(format!("and {more} more lines")).color(cx.theme.muted).size(11.5));
        }
    });
}
