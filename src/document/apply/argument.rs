//! Arguments, and their switch between static values and rules.

use super::super::edit::{ArgumentEdit, EditError};
use super::super::pointer::{remove_at, set_at};
use super::Writer;
use crate::json::Json;
use crate::model::{ActionId, Argument};

impl Writer<'_> {
    pub(super) fn argument(
        &mut self,
        action: ActionId,
        name: &str,
        edit: ArgumentEdit,
    ) -> Result<(), EditError> {
        match edit {
            ArgumentEdit::IsDynamic(is_dynamic) => self.switch(action, name, is_dynamic),
            ArgumentEdit::Rename(new) => self.rename_argument(action, name, new),
            ArgumentEdit::Remove => {
                let arguments = &mut self.action_mut(action)?.arguments;
                let at = arguments.iter().rposition(|argument| argument.name == name);
                arguments.remove(at.ok_or(EditError::Missing { what: "argument" })?);
                Ok(())
            }
            ArgumentEdit::Replace(new) => {
                *self.argument_mut(action, name)? = *new;
                Ok(())
            }
            ArgumentEdit::Value(value) => {
                self.argument_mut(action, name)?.value = value;
                Ok(())
            }
            ArgumentEdit::ValueAt(pointer, value) => {
                self.change_value(action, name, pointer, |json, pointer| set_at(json, pointer, &value))
            }
            ArgumentEdit::RemoveAt(pointer) => self.change_value(action, name, pointer, remove_at),
        }
    }

    fn argument_mut(&mut self, action: ActionId, name: &str) -> Result<&mut Argument, EditError> {
        let arguments = self.action_mut(action)?.arguments.iter_mut().rev();
        let found = { arguments }.find(|argument| argument.name == name);
        found.ok_or(EditError::Missing { what: "argument" })
    }

    fn change_value(
        &mut self,
        action: ActionId,
        name: &str,
        pointer: String,
        change: impl Fn(&Json, &str) -> Option<Json>,
    ) -> Result<(), EditError> {
        let argument = self.argument_mut(action, name)?;
        argument.value = change(&argument.value, &pointer).ok_or(EditError::NoSuchPlace { pointer })?;
        Ok(())
    }

    fn rename_argument(&mut self, action: ActionId, name: &str, new: String) -> Result<(), EditError> {
        if new != name && self.action_mut(action)?.argument(&new).is_some() {
            return Err(EditError::Taken { what: "an argument", name: new });
        }
        self.argument_mut(action, name)?.name = new;
        Ok(())
    }

    /// The value of the kind that is left is remembered; the one that was left before comes back.
    fn switch(&mut self, action: ActionId, name: &str, is_dynamic: bool) -> Result<(), EditError> {
        let remembered = self.other_values.get(&(action, name.to_owned(), is_dynamic)).cloned();
        let argument = self.argument_mut(action, name)?;
        let was_dynamic = argument.is_dynamic == Some(true);
        if was_dynamic == is_dynamic {
            return Ok(());
        }
        let value = remembered.unwrap_or_else(|| converted(&argument.value, is_dynamic));
        let left = std::mem::replace(&mut argument.value, value);
        argument.is_dynamic = if is_dynamic { Some(true) } else { static_flag(&argument.source) };
        self.other_values.insert((action, name.to_owned(), was_dynamic), left);
        Ok(())
    }
}

/// Any JSON is a rule; a rule that computes something is no value, and text is the usual one.
fn converted(value: &Json, is_dynamic: bool) -> Json {
    match value {
        Json::Object(_) if !is_dynamic => Json::str(""),
        other => other.clone(),
    }
}

/// Static arguments are written with `null` in every documented request; a file that says `false` keeps it.
fn static_flag(source: &Json) -> Option<bool> {
    (source.get("is_dynamic") == Some(&Json::Bool(false))).then_some(false)
}
