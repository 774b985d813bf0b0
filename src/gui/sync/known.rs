//! What the tenant keeps otherwise than it was sent: seen, and sent again or brought in only if that is asked for.

use super::change::text_of;
use super::item::{Title, title_ui};
use crate::app::{Keep, SyncCommand};
use crate::diag::upper_first;
use crate::gui::cx::Cx;
use crate::gui::widgets::badge::Look;
use crate::gui::widgets::card::{card, quiet};
use crate::gui::{fonts, icons};
use crate::sync::{Change, KnownDifference};
use eframe::egui::{Label, RichText, Ui};

/// The known differences as cards; those that can be decided have buttons.
pub(super) fn known_ui(ui: &mut Ui, cx: &mut Cx<'_>, known: &[KnownDifference], can_decide: bool) {
    for one in known {
        ui.push_id(("known", &one.file), |ui| card_ui(ui, cx, one, can_decide));
        ui.add_space(4.0);
    }
}

/// How many there are, to go with a list that is empty; `None` if there are none.
pub(super) fn known_words(known: &[KnownDifference]) -> Option<String> {
    match known.len() {
        0 => None,
        1 => Some("1 object is kept there otherwise than it was sent".to_owned()),
        count => Some(format!("{count} objects are kept there otherwise than they were sent")),
    }
}

fn card_ui(ui: &mut Ui, cx: &mut Cx<'_>, known: &KnownDifference, can_decide: bool) {
    card(cx.theme, false).show(ui, |ui| {
        ui.set_width(ui.available_width());
        let look = Look { icon: icons::WARNING, word: "Known difference", colour: cx.theme.muted };
        let (kind, name, file) = (known.kind, known.name.as_str(), Some(known.file.as_str()));
        title_ui(ui, cx, &Title { kind, name, file, id: Some(known.id), look }, None);
        quiet(ui, cx.theme, "The tenant made something else of what was sent. It stays so until you decide.");
        for (index, change) in known.changes.iter().enumerate() {
            ui.push_id(index, |ui| change_ui(ui, cx, change, &known.file, can_decide));
        }
    });
}

fn change_ui(ui: &mut Ui, cx: &mut Cx<'_>, change: &Change, file: &str, can_decide: bool) {
    ui.label(upper_first(&change.what));
    ui.indent(&change.pointer, |ui| {
        for (word, value) in [("Sent", &change.ours), ("The tenant keeps", &change.theirs)] {
            ui.horizontal(|ui| {
                ui.label(RichText::new(word).color(cx.theme.muted).size(11.5));
                let text = text_of(value.as_ref());
                let label = Label::new(RichText::new(&text).font(fonts::code(12.0))).truncate();
                ui.add(label).on_hover_text(text);
            });
        }
        if !can_decide {
            return;
        }
        ui.horizontal(|ui| {
            for (keep, word) in [(Keep::Mine, "Send mine again"), (Keep::Theirs, "Take theirs")] {
                let button = ui.button(word);
                if button.accessible_name(format!("{word}: {}", change.what)).clicked() {
                    let key = format!("{file}#{}", change.pointer);
                    cx.push(SyncCommand::Decide(key, Some(keep)));
                }
            }
        });
    });
}
