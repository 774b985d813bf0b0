//! JSON on its way to a context without personal data, and the list of what changes in it.

use crate::contexts::{Anonymised, Anonymiser};
use crate::gui::cx::Cx;
use crate::gui::fonts;
use crate::gui::widgets::card::quiet;
use crate::json::Json;
use crate::model::Workspace;
use eframe::egui::{RichText, ScrollArea, Ui};
use std::hash::{BuildHasher as _, RandomState};
use std::sync::Arc;

/// Pseudonyms of the JSON that was anonymised last; made anew when its text or the workspace changes.
#[derive(Debug, Default)]
pub(crate) struct AnonymisedDraft {
    salt: RandomState,
    made: Option<(Arc<str>, Arc<Workspace>, Arc<Anonymised>)>,
}

impl AnonymisedDraft {
    /// The JSON of a text without personal data. The salt is of nobody's choosing and the same while the window is
    /// open, so that ids and names of several captures still join.
    pub(super) fn of(&mut self, workspace: &Arc<Workspace>, text: &Arc<str>, json: &Json) -> Arc<Anonymised> {
        if let Some((of, within, made)) = &self.made
            && of == text
            && Arc::ptr_eq(within, workspace)
        {
            return Arc::clone(made);
        }
        let salt = format!("{:016x}{:016x}", self.salt.hash_one(0), self.salt.hash_one(1));
        let made = Arc::new(Anonymiser::new(&salt).keeping_names_of(workspace).anonymise(json));
        self.made = Some((Arc::clone(text), Arc::clone(workspace), Arc::clone(&made)));
        made
    }
}

/// What changes, one line for each value.
pub(super) fn changes(ui: &mut Ui, cx: &Cx<'_>, anonymised: &Anonymised) {
    let count = anonymised.changes.len();
    if count == 0 {
        quiet(ui, cx.theme, "Nothing in it looks personal");
        return;
    }
    quiet(ui, cx.theme, &format!("{count} {} replaced", if count == 1 { "value is" } else { "values are" }));
    ScrollArea::vertical().id_salt("replaced").max_height(110.0).show(ui, |ui| {
        for change in &anonymised.changes {
            let line = format!("{}: {} → {}", change.pointer, change.before, change.after);
            ui.label(RichText::new(line).font(fonts::code(11.5)).color(cx.theme.muted));
        }
    });
}
