//! Sample contexts. Their file is their name: `contexts/<event>/<name>.json`.

use super::super::edit::{ContextEdit, EditError, ObjectId};
use super::super::paths::plain_name;
use super::{Writer, find_mut, position};
use crate::model::{Context, ContextId};
use std::sync::Arc;

const CONTEXT: &str = "context";

impl Writer<'_> {
    pub(super) fn context(&mut self, id: ContextId, edit: ContextEdit) -> Result<(), EditError> {
        let at = position(&self.workspace.contexts, |context| context.id == id, CONTEXT)?;
        match edit {
            ContextEdit::Rename(name) => self.rename_context(id, &name),
            ContextEdit::Event(event) => self.move_context(id, &event),
            ContextEdit::Data(data) => {
                self.context_mut(id)?.data = data;
                Ok(())
            }
            ContextEdit::At(edit) => {
                let context = self.context_mut(id)?;
                context.data = edit.apply(&context.data)?;
                Ok(())
            }
            ContextEdit::Duplicate => {
                let copy = self.context_mut(id)?.clone();
                self.add_context(copy, Some(at + 1))
            }
            ContextEdit::Remove => {
                self.workspace.contexts.remove(at);
                Ok(())
            }
        }
    }

    fn context_mut(&mut self, id: ContextId) -> Result<&mut Context, EditError> {
        find_mut(&mut self.workspace.contexts, |context| context.id == id, CONTEXT)
    }

    fn rename_context(&mut self, id: ContextId, typed: &str) -> Result<(), EditError> {
        let name = plain_name(typed);
        if name.is_empty() {
            return Err(EditError::Unsupported { why: "A context's name is its file's name; it needs one" });
        }
        let context = self.context_mut(id)?;
        let (own, path) =
            (context.file.clone(), format!("{}/{name}.json", folder_of(context.event.as_deref())));
        let is_own = own.as_ref().is_some_and(|own| own.to_lowercase() == path.to_lowercase());
        if !is_own && self.paths().is_taken(&path) {
            return Err(EditError::Taken { what: "a context", name });
        }
        let context = self.context_mut(id)?;
        (context.name, context.file) = (name, Some(path));
        Ok(())
    }

    fn move_context(&mut self, id: ContextId, event: &str) -> Result<(), EditError> {
        if plain_name(event) != event || event.is_empty() {
            let why = "An event's name is the name of a folder here; it cannot hold / \\ : * ? \" < > |";
            return Err(EditError::Unsupported { why });
        }
        let context = self.context_mut(id)?;
        if context.event.as_deref() == Some(event) {
            return Ok(());
        }
        context.event = Some(event.to_owned());
        let name = context.name.clone();
        let path = self.free_path(&folder_of(Some(event)), &name, None);
        set_file(self.context_mut(id)?, path);
        Ok(())
    }

    pub(super) fn add_context(&mut self, mut context: Context, at: Option<usize>) -> Result<(), EditError> {
        let event = context.event.as_deref().map(plain_name).filter(|event| !event.is_empty());
        let Some(event) = event else {
            return Err(EditError::Unsupported { why: "A context needs the event that it is a sample of" });
        };
        let name = Some(plain_name(&context.name)).filter(|name| !name.is_empty());
        let stem = name.unwrap_or_else(|| "sample".to_owned());
        let path = self.free_path(&folder_of(Some(&event)), &stem, None);
        context.event = Some(event);
        set_file(&mut context, path);
        context.id = ContextId(self.take_id());
        self.added(ObjectId::Context(context.id));
        let contexts = &mut self.workspace.contexts;
        contexts.insert(at.unwrap_or(contexts.len()).min(contexts.len()), Arc::new(context));
        Ok(())
    }
}

fn folder_of(event: Option<&str>) -> String {
    format!("contexts/{}", event.unwrap_or("unknown"))
}

/// The name is the file's stem.
fn set_file(context: &mut Context, path: String) {
    let file_name = path.rsplit('/').next().unwrap_or(&path);
    file_name.strip_suffix(".json").unwrap_or(file_name).clone_into(&mut context.name);
    context.file = Some(path);
}
