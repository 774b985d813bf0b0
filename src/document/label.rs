//! What an edit is called in the history, and which edits in a row count as one.

use super::edit::{
    ActionEdit, ArgumentEdit, AutomationEdit, ChainEdit, ContextEdit, Edit, NewObject, TargetEdit,
    TriggerEdit, WorkspaceEdit,
};
use super::pointer::JsonEdit;

/// Edits with the same key merge while a burst is open: same kind, same object, same field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergeKey(String);

impl Edit {
    /// What it does, in words, as the history shows it.
    pub fn label(&self) -> String {
        match self {
            Self::Batch { label, .. } => label.clone(),
            Self::Argument(_, name, edit) => format!("{} '{name}'", edit.words()),
            Self::Trigger(_, edit) => edit.words().to_owned(),
            Self::Automation(_, edit) => edit.words().to_owned(),
            Self::Chain(_, ChainEdit::Insert { actions, .. }) if actions.len() == 1 => {
                "Add action".to_owned()
            }
            Self::Chain(_, ChainEdit::Insert { actions, .. }) => format!("Add {} actions", actions.len()),
            Self::Action(_, edit) => edit.words().to_owned(),
            Self::Target(_, edit) => edit.words().to_owned(),
            Self::Context(_, edit) => edit.words().to_owned(),
            Self::Workspace(edit) => edit.words().to_owned(),
            Self::Add(new) => new.words().to_owned(),
        }
    }

    /// With what it merges; `None` for structural edits, which never merge.
    pub fn merge_key(&self) -> Option<MergeKey> {
        if self.is_structural() {
            return None;
        }
        let key = match self {
            Self::Trigger(id, edit) => format!("trigger {}: {}", id.0, edit.words()),
            Self::Automation(id, AutomationEdit::At(JsonEdit::Set(pointer, _))) => {
                format!("automation {}: at {pointer}", id.0)
            }
            Self::Automation(id, edit) => format!("automation {}: {}", id.0, edit.words()),
            Self::Action(id, edit) => format!("action {}: {}", id.0, edit.words()),
            // The name changes with each key that is pressed.
            Self::Argument(id, _, ArgumentEdit::Rename(_)) => format!("action {}: argument's name", id.0),
            Self::Argument(id, name, ArgumentEdit::ValueAt(pointer, _)) => {
                format!("action {}: argument {name} at {pointer}", id.0)
            }
            Self::Argument(id, name, _) => format!("action {}: argument {name}", id.0),
            Self::Target(id, TargetEdit::At(JsonEdit::Set(pointer, _))) => {
                format!("target {}: at {pointer}", id.0)
            }
            Self::Target(id, edit) => format!("target {}: {}", id.0, edit.words()),
            Self::Context(id, ContextEdit::At(JsonEdit::Set(pointer, _))) => {
                format!("context {}: at {pointer}", id.0)
            }
            Self::Context(id, edit) => format!("context {}: {}", id.0, edit.words()),
            Self::Workspace(edit) => format!("workspace: {}", edit.words()),
            Self::Chain(..) | Self::Add(_) | Self::Batch { .. } => return None,
        };
        Some(MergeKey(key))
    }

    /// True if it adds, removes, moves or replaces something.
    pub fn is_structural(&self) -> bool {
        match self {
            Self::Trigger(_, edit) => matches!(
                edit,
                TriggerEdit::Replace(_)
                    | TriggerEdit::Duplicate
                    | TriggerEdit::Move { .. }
                    | TriggerEdit::Remove
            ),
            Self::Automation(_, AutomationEdit::At(edit)) | Self::Context(_, ContextEdit::At(edit)) => {
                edit.is_structural()
            }
            Self::Automation(_, edit) => {
                matches!(
                    edit,
                    AutomationEdit::Replace(_) | AutomationEdit::Duplicate | AutomationEdit::Remove
                )
            }
            Self::Action(_, edit) => !matches!(
                edit,
                ActionEdit::Kind(_)
                    | ActionEdit::Label(_)
                    | ActionEdit::Description(_)
                    | ActionEdit::Notes(_)
                    | ActionEdit::SortOrder(_)
            ),
            Self::Argument(_, _, edit) => {
                !matches!(edit, ArgumentEdit::Value(_) | ArgumentEdit::ValueAt(..) | ArgumentEdit::Rename(_))
            }
            Self::Target(_, TargetEdit::At(edit)) => edit.is_structural(),
            Self::Target(_, edit) => matches!(edit, TargetEdit::Duplicate | TargetEdit::Remove),
            Self::Context(_, edit) => matches!(edit, ContextEdit::Duplicate | ContextEdit::Remove),
            Self::Workspace(edit) => matches!(edit, WorkspaceEdit::RemoveCase(_)),
            Self::Chain(..) | Self::Add(_) | Self::Batch { .. } => true,
        }
    }

    /// True if it removes an object or an action: the user is offered to take it back.
    pub fn is_removal(&self) -> bool {
        matches!(
            self,
            Self::Trigger(_, TriggerEdit::Remove)
                | Self::Automation(_, AutomationEdit::Remove)
                | Self::Action(_, ActionEdit::Remove)
                | Self::Argument(_, _, ArgumentEdit::Remove)
                | Self::Target(_, TargetEdit::Remove)
                | Self::Context(_, ContextEdit::Remove)
                | Self::Workspace(WorkspaceEdit::RemoveCase(_))
        )
    }
}

impl NewObject {
    fn words(&self) -> &'static str {
        match self {
            Self::Trigger(_) => "Add trigger",
            Self::Automation(_) => "Add automation",
            Self::Target(_) => "Add target",
            Self::Context(_) => "Add context",
        }
    }
}

impl TriggerEdit {
    fn words(&self) -> &'static str {
        match self {
            Self::Name(_) => "Rename trigger",
            Self::Event(_) => "Change event",
            Self::Description(_) => "Change trigger's description",
            Self::Notes(_) => "Change trigger's notes",
            Self::IsActive(_) => "Switch trigger on or off",
            Self::Replace(_) => "Change trigger's JSON",
            Self::Duplicate => "Duplicate trigger",
            Self::Move { .. } => "Move trigger",
            Self::Remove => "Delete trigger",
        }
    }
}

impl AutomationEdit {
    fn words(&self) -> &'static str {
        match self {
            Self::Name(_) => "Rename automation",
            Self::Description(_) => "Change automation's description",
            Self::IsActive(_) => "Switch automation on or off",
            Self::At(edit) => edit.words(),
            Self::Replace(_) => "Change automation's JSON",
            Self::Duplicate => "Duplicate automation",
            Self::Remove => "Delete automation",
        }
    }
}

impl ActionEdit {
    fn words(&self) -> &'static str {
        match self {
            Self::Kind(_) => "Change action type",
            Self::Label(_) => "Rename action",
            Self::Description(_) => "Change action's description",
            Self::Notes(_) => "Change action's notes",
            Self::SortOrder(_) => "Change sort order",
            Self::Replace(_) => "Change action's JSON",
            Self::AddArgument(_) => "Add argument",
            Self::Duplicate => "Duplicate action",
            Self::Move { .. } => "Move action",
            Self::Remove => "Delete action",
        }
    }
}

impl ArgumentEdit {
    fn words(&self) -> &'static str {
        match self {
            Self::Value(_) | Self::ValueAt(..) => "Change argument",
            Self::RemoveAt(_) => "Delete part of argument",
            Self::IsDynamic(true) => "Make dynamic: argument",
            Self::IsDynamic(false) => "Make static: argument",
            Self::Rename(_) => "Rename argument",
            Self::Replace(_) => "Change JSON of argument",
            Self::Remove => "Delete argument",
        }
    }
}

impl TargetEdit {
    fn words(&self) -> &'static str {
        match self {
            Self::Name(_) => "Rename target",
            Self::Handle(_) => "Change target's handle",
            Self::Url(_) => "Change target's URL",
            Self::Template(_) => "Change template",
            Self::Description(_) => "Change target's description",
            Self::Notes(_) => "Change target's notes",
            Self::At(edit) => edit.words(),
            Self::Duplicate => "Duplicate target",
            Self::Remove => "Delete target",
        }
    }
}

impl ContextEdit {
    fn words(&self) -> &'static str {
        match self {
            Self::Rename(_) => "Rename context",
            Self::Event(_) => "Change context's event",
            Self::Data(_) => "Change context",
            Self::At(edit) => edit.words(),
            Self::Duplicate => "Duplicate context",
            Self::Remove => "Delete context",
        }
    }
}

impl WorkspaceEdit {
    fn words(&self) -> &'static str {
        match self {
            Self::Name(_) => "Rename workspace",
            Self::Profile(_) => "Change engine profile",
            Self::Tenants(_) => "Change tenants",
            Self::Definitions(_) => "Change definitions",
            Self::Restore(_) => "Restore edits",
            Self::Case(..) => "Change cases",
            Self::RemoveCase(_) => "Delete cases",
        }
    }
}
