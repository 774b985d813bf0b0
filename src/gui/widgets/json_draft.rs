//! A field for JSON text: what does not parse yet stays a draft with its error, and the value stays what it was.

use super::json_text::json_text;
use crate::app::Command;
use crate::document::{Draft, DraftKey, DraftOf};
use crate::gui::cx::Cx;
use crate::gui::icons;
use crate::gui::theme::Theme;
use crate::json::{Json, Limits, Style, parse, to_text};
use eframe::egui::{Label, RichText, Ui};

/// What is wrong with a draft, below its field.
pub(crate) fn problem_line(ui: &mut Ui, theme: Theme, problem: &str) {
    let text = format!("{} {problem}", icons::WARNING_CIRCLE);
    ui.add(Label::new(RichText::new(text).color(theme.bad).size(11.5)).wrap());
}

/// What names the value of a field of JSON text.
pub(crate) trait NamesDraft {
    /// The value that the text is of; `None` keeps no half-typed text
    fn draft_key(&self) -> Option<DraftKey>;
}

impl NamesDraft for DraftKey {
    fn draft_key(&self) -> Option<DraftKey> {
        Some(self.clone())
    }
}

impl NamesDraft for String {
    fn draft_key(&self) -> Option<DraftKey> {
        DraftKey::named(self)
    }
}

/// Shows a value as text to edit; the new value if the text was changed to one.
pub(crate) fn json_field(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    key: &impl NamesDraft,
    value: &Json,
    rows: usize,
) -> Option<Json> {
    let key = key.draft_key()?;
    let style = Style { has_final_newline: false, ..Style::default() };
    let draft = cx.state.document.draft(&key);
    let (has_draft, is_finished) = (draft.is_some(), draft.is_some_and(|draft| draft.problem.is_none()));
    let mut text = draft.map_or_else(|| to_text(value, &style), |draft| draft.text.clone());
    // Several stand below one another in the form of an action.
    let name = match &key.of {
        DraftOf::Argument(_, name) if name != "condition" => format!("JSON of {name}"),
        _ => "JSON".to_owned(),
    };
    let response = json_text(ui, cx, &key, &mut text, (&name, rows));
    if response.lost_focus() {
        cx.push(Command::EndBurst);
    }
    if !response.changed() {
        // Finished text is written in the value's own layout once the field is left.
        if has_draft && is_finished && !response.has_focus() {
            cx.push(Command::Draft(key, None));
        }
        return None;
    }
    let parsed = parse(&text, Limits::default());
    let problem = parsed.as_ref().err().map(ToString::to_string);
    cx.push(Command::Draft(key, Some(Draft { text, problem })));
    parsed.ok().filter(|new| new != value)
}

/// Says that the text of a value is not finished, where that is shown in another form; true if it is to be shown.
pub(crate) fn unfinished(ui: &mut Ui, cx: &mut Cx<'_>, key: &DraftKey) -> bool {
    let draft = cx.state.document.draft(key);
    let Some(problem) = draft.and_then(|draft| draft.problem.as_deref()) else { return false };
    ui.horizontal_wrapped(|ui| {
        let text = format!("{} The JSON has text that is not finished: {problem}", icons::WARNING);
        ui.label(RichText::new(text).color(cx.theme.warn).size(11.5));
        let is_wanted = ui.small_button("Finish it").clicked();
        if ui.small_button("Drop it").clicked() {
            cx.push(Command::Draft(key.clone(), None));
        }
        is_wanted
    })
    .inner
}

/// The text of a number's field, and whether it is no number yet.
pub(crate) fn number_text(cx: &Cx<'_>, key: Option<&DraftKey>, spelling: &str) -> (String, bool) {
    let draft = key.and_then(|key| cx.state.document.draft(key));
    let text = draft.map_or_else(|| spelling.to_owned(), |draft| draft.text.clone());
    let is_wrong = Json::number(text.trim()).is_none();
    (text, is_wrong)
}

/// Takes what was typed into a number's field: the number, or a draft until it is one.
pub(crate) fn number_typed(cx: &mut Cx<'_>, key: Option<DraftKey>, text: String) -> Option<Json> {
    let number = Json::number(text.trim());
    let Some(key) = key else { return number };
    let problem = "not a number yet".to_owned();
    let draft = number.is_none().then_some(Draft { text, problem: Some(problem) });
    if draft.is_some() || cx.state.document.draft(&key).is_some() {
        cx.push(Command::Draft(key, draft));
    }
    number
}
