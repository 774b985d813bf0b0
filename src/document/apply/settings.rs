//! The workspace's own settings, definitions and cases.

use super::super::edit::{EditError, WorkspaceEdit};
use super::super::paths::plain_name;
use super::Writer;
use crate::json::Json;
use crate::model::Case;
use std::sync::Arc;

impl Writer<'_> {
    pub(super) fn settings(&mut self, edit: WorkspaceEdit) -> Result<(), EditError> {
        match edit {
            WorkspaceEdit::Name(name) => self.workspace.name = name,
            WorkspaceEdit::Profile(profile) => self.workspace.profile = profile,
            WorkspaceEdit::Tenants(tenants) => self.workspace.tenants = tenants,
            WorkspaceEdit::Definitions(definitions) => self.workspace.definitions = Arc::new(*definitions),
            WorkspaceEdit::Restore(workspace) => self.restore(*workspace),
            WorkspaceEdit::Case(trigger, source) => self.set_case(trigger, source)?,
            WorkspaceEdit::RemoveCase(trigger) => self.remove_case(&trigger)?,
        }
        Ok(())
    }

    fn set_case(&mut self, trigger: String, source: Json) -> Result<(), EditError> {
        if plain_name(&trigger) != trigger || trigger.is_empty() {
            return Err(EditError::Unsupported { why: "Cases are named after their trigger's file" });
        }
        let cases = &mut self.workspace.cases;
        if let Some(case) = cases.iter_mut().find(|case| case.trigger == trigger) {
            Arc::make_mut(case).source = source;
        } else {
            let file = Some(format!("cases/{trigger}.json"));
            cases.push(Arc::new(Case { trigger, source, file }));
        }
        Ok(())
    }

    fn remove_case(&mut self, trigger: &str) -> Result<(), EditError> {
        let cases = &mut self.workspace.cases;
        let at = cases.iter().position(|case| case.trigger == trigger);
        cases.remove(at.ok_or(EditError::Missing { what: "case" })?);
        Ok(())
    }
}
