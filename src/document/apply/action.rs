//! Actions.

use super::super::edit::{ActionEdit, EditError};
use super::super::lookup::find_action;
use super::{Writer, text_or_none};
use crate::model::{Action, ActionId, KindKey};

impl Writer<'_> {
    pub(super) fn action(&mut self, id: ActionId, edit: ActionEdit) -> Result<(), EditError> {
        let missing = EditError::Missing { what: "action" };
        let (place, _) = find_action(self.workspace, id).ok_or(missing)?;
        match edit {
            ActionEdit::Duplicate => return self.duplicate_action(place.chain, id),
            ActionEdit::Move { before } => return self.move_action(place.chain, id, before),
            ActionEdit::Remove => {
                self.actions_mut(place.chain)?.retain(|action| action.id != id);
                return Ok(());
            }
            _ => {}
        }
        set(self.action_mut(id)?, edit)
    }

    pub(super) fn action_mut(&mut self, id: ActionId) -> Result<&mut Action, EditError> {
        let missing = EditError::Missing { what: "action" };
        let (place, _) = find_action(self.workspace, id).ok_or(missing.clone())?;
        self.actions_mut(place.chain)?.get_mut(place.action_idx).ok_or(missing)
    }
}

fn set(action: &mut Action, edit: ActionEdit) -> Result<(), EditError> {
    match edit {
        ActionEdit::Kind(kind) => action.kind = kind,
        ActionEdit::Label(label) if action.kind_key == KindKey::Uuid => action.label = label,
        ActionEdit::Label(_) => {
            let why = "This action has its type in `name`, so there is no place for a display name; use the \
                       description";
            return Err(EditError::Unsupported { why });
        }
        ActionEdit::Description(text) => {
            action.description = text_or_none(text, action.description.as_ref());
        }
        ActionEdit::Notes(text) => action.notes = text_or_none(text, action.notes.as_ref()),
        ActionEdit::SortOrder(order) => action.sort_order = order,
        ActionEdit::Replace(new) => *action = Action { id: action.id, ..*new },
        ActionEdit::AddArgument(argument) => {
            if action.argument(&argument.name).is_some() {
                return Err(EditError::Taken { what: "an argument", name: argument.name });
            }
            action.arguments.push(argument);
        }
        ActionEdit::Duplicate | ActionEdit::Move { .. } | ActionEdit::Remove => {}
    }
    Ok(())
}
