//! A field for JSON text: what does not parse yet stays a draft with its error, and the value stays what it was.

use crate::gui::cx::Cx;
use crate::gui::theme::Theme;
use crate::gui::{fonts, icons};
use crate::json::{Json, Limits, Style, parse, to_text};
use eframe::egui::{Label, RichText, TextEdit, Ui};

/// What is wrong with a draft, below its field.
pub(crate) fn problem_line(ui: &mut Ui, theme: Theme, problem: &str) {
    let text = format!("{} {problem}", icons::WARNING_CIRCLE);
    ui.add(Label::new(RichText::new(text).color(theme.bad).size(11.5)).wrap());
}

/// Shows a value as text to edit; the new value if the text was changed to one.
pub(crate) fn json_field(ui: &mut Ui, cx: &mut Cx<'_>, key: &str, value: &Json, rows: usize) -> Option<Json> {
    let style = Style { has_final_newline: false, ..Style::default() };
    let mut text = cx.own.drafts.get(key).cloned().unwrap_or_else(|| to_text(value, &style));
    let edit = TextEdit::multiline(&mut text)
        .font(fonts::code(12.5))
        .desired_rows(rows)
        .desired_width(f32::INFINITY)
        .lock_focus(true);
    // The raw form of one argument stands among others.
    let argument = key.strip_prefix("raw/").and_then(|rest| rest.split_once('/'));
    let name = argument.map_or_else(|| "JSON".to_owned(), |(_, argument)| format!("JSON of {argument}"));
    let response = ui.add(edit).accessible_name(name);
    let parsed = parse(&text, Limits::default());
    if let Err(error) = &parsed {
        problem_line(ui, cx.theme, &error.to_string());
    }
    if response.changed() {
        cx.own.drafts.insert(key.to_owned(), text);
    }
    match parsed {
        Ok(new) => {
            // A finished draft is written in the value's own layout once the field is left.
            if !response.has_focus() {
                cx.own.drafts.remove(key);
            }
            (response.changed() && new != *value).then_some(new)
        }
        Err(_) => None,
    }
}
