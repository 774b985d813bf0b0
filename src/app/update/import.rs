//! Import: read and preview, choose, and bring in as one step that can be undone.

use super::super::effect::{ImportSource, Job};
use super::super::import::{ImportChoice, ImportPlan, Importing};
use super::super::state::Dialog;
use super::Turn;
use super::create::shown_event;
use crate::document::{Edit, NewObject};
use crate::json::{Style, to_text};
use std::path::PathBuf;
use std::sync::Arc;

impl Turn<'_> {
    pub(in crate::app) fn show_import(&mut self) {
        self.state.view.import = None;
        self.show(Some(Dialog::Import));
    }

    pub(in crate::app) fn import_paths(&mut self, paths: Vec<PathBuf>) {
        self.preview_import(paths.into_iter().map(ImportSource::File).collect());
    }

    pub(in crate::app) fn preview_import(&mut self, sources: Vec<ImportSource>) {
        if sources.is_empty() {
            return;
        }
        let workspace = Arc::clone(self.state.workspace());
        let first = || workspace.triggers.first().map(|trigger| trigger.event.clone());
        let event = shown_event(self.state).or_else(first).unwrap_or_else(|| "profile.created".to_owned());
        self.start("Look at the import", Job::PlanImport { sources, workspace, event });
    }

    pub(in crate::app) fn import_planned(&mut self, plan: ImportPlan) {
        if plan.items.is_empty() {
            let failure = plan.failures.into_iter().next();
            return self.warn(failure.unwrap_or_else(|| "There is nothing to import".to_owned()));
        }
        if let ([item], []) = (plan.items.as_slice(), plan.failures.as_slice())
            && let NewObject::Context(context) = &item.object
        {
            // One captured event: its dialog asks for the name and the event.
            return self.show_add_context(&context.name, &to_text(&context.data, &Style::default()));
        }
        self.state.view.import = Some(Importing::new(plan));
        self.show(Some(Dialog::Import));
    }

    pub(in crate::app) fn choose_import(&mut self, choice: ImportChoice) {
        let Some(import) = &mut self.state.view.import else {
            return self.warn("There is no import to choose from any more");
        };
        let count = import.plan.items.len();
        match choice {
            ImportChoice::Item(position, true) => drop(import.left_out.remove(&position)),
            ImportChoice::Item(position, false) if position < count => {
                import.left_out.insert(position);
            }
            ImportChoice::Item(..) => {}
            ImportChoice::All(true) => import.left_out.clear(),
            ImportChoice::All(false) => import.left_out = (0..count).collect(),
            ImportChoice::Inactive(arrives_inactive) => import.arrives_inactive = arrives_inactive,
            ImportChoice::Accept => self.accept_import(),
        }
    }

    fn accept_import(&mut self) {
        let Some(import) = self.state.view.import.take() else { return };
        self.state.view.dialog = None;
        let edits: Vec<Edit> = import.chosen().into_iter().map(Edit::Add).collect();
        let count = edits.len();
        if count == 0 {
            return self.warn("Nothing was chosen to import");
        }
        let label =
            if count == 1 { "Import an object".to_owned() } else { format!("Import {count} objects") };
        self.edit(Edit::Batch { label, edits });
        let objects = if count == 1 { "object" } else { "objects" };
        self.offer_undo(format!("Imported {count} {objects}; nothing is saved yet"));
    }
}
