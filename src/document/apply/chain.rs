//! Which actions a chain has, and in which order.

use super::super::edit::{ChainEdit, ChainId, EditError};
use super::super::order::{renumber, sort};
use super::{Writer, without_id};
use crate::model::{Action, ActionId};

const ACTION: &str = "action";

impl Writer<'_> {
    pub(super) fn chain(&mut self, chain: ChainId, edit: ChainEdit) -> Result<(), EditError> {
        match edit {
            ChainEdit::Insert { before, actions } => self.insert_actions(chain, before, actions),
        }
    }

    pub(super) fn insert_actions(
        &mut self,
        chain: ChainId,
        before: Option<ActionId>,
        mut new: Vec<Action>,
    ) -> Result<(), EditError> {
        self.give_new_ids(&mut new);
        let actions = self.actions_mut(chain)?;
        let at = match before {
            Some(before) => {
                sort(actions);
                actions.iter().position(|a| a.id == before).ok_or(EditError::Missing { what: ACTION })?
            }
            None => actions.len(),
        };
        let last = actions.iter().map(|action| action.sort_order).max().flatten();
        let next = last.map_or(if actions.is_empty() { Some(1) } else { None }, |last| last.checked_add(1));
        for (action, step) in new.iter_mut().zip(0_i64..) {
            action.sort_order = next.and_then(|next| next.checked_add(step));
        }
        if before.is_none() && next.is_some() {
            // Behind all others without touching one of them.
            actions.extend(new);
            return Ok(());
        }
        sort(actions);
        actions.splice(at..at, new);
        renumber(actions);
        Ok(())
    }

    pub(super) fn move_action(
        &mut self,
        chain: ChainId,
        id: ActionId,
        before: Option<ActionId>,
    ) -> Result<(), EditError> {
        if before == Some(id) {
            return Ok(());
        }
        let missing = EditError::Missing { what: ACTION };
        let actions = self.actions_mut(chain)?;
        let ids = |actions: &[Action]| actions.iter().map(|action| action.id).collect::<Vec<_>>();
        let mut moved = actions.clone();
        sort(&mut moved);
        let order = ids(&moved);
        let from = moved.iter().position(|action| action.id == id).ok_or(missing.clone())?;
        let action = moved.remove(from);
        let at = match before {
            Some(before) => moved.iter().position(|action| action.id == before).ok_or(missing)?,
            None => moved.len(),
        };
        moved.insert(at, action);
        if ids(&moved) != order {
            renumber(&mut moved);
            *actions = moved;
        }
        Ok(())
    }

    pub(super) fn duplicate_action(&mut self, chain: ChainId, id: ActionId) -> Result<(), EditError> {
        let actions = self.actions_mut(chain)?;
        sort(actions);
        let at = actions.iter().position(|action| action.id == id);
        let at = at.ok_or(EditError::Missing { what: ACTION })?;
        let after = actions.get(at + 1).map(|action| action.id);
        let mut copy = actions.get(at).cloned().unwrap_or_default();
        copy.remote_id = None;
        copy.source = without_id(&copy.source);
        self.insert_actions(chain, after, vec![copy])
    }
}
