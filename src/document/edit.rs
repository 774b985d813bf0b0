//! What a user may change in a workspace. Objects are named by their local ids, never by position.

use super::pointer::JsonEdit;
use crate::json::Json;
use crate::model::{
    Action, ActionId, Argument, Automation, AutomationId, Context, ContextId, DefinitionKind, Definitions,
    EngineProfile, Target, TargetId, Tenant, Trigger, TriggerId, Workspace,
};

/// Any object of a workspace.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ObjectId {
    /// A trigger
    Trigger(TriggerId),
    /// An automation
    Automation(AutomationId),
    /// A target
    Target(TargetId),
    /// A sample context
    Context(ContextId),
    /// A definition, by kind and handle
    Definition(DefinitionKind, String),
    /// All definitions
    Definitions,
    /// The golden cases of a trigger, by its file stem
    Case(String),
    /// The workspace's name, engine profile and tenants
    Settings,
}

/// Whose actions are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChainId {
    /// A trigger's
    Trigger(TriggerId),
    /// An automation's
    Automation(AutomationId),
}

/// An undoable change of the workspace.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// Changes a trigger
    Trigger(TriggerId, TriggerEdit),
    /// Changes an automation
    Automation(AutomationId, AutomationEdit),
    /// Changes which actions a chain has
    Chain(ChainId, ChainEdit),
    /// Changes an action, wherever it is
    Action(ActionId, ActionEdit),
    /// Changes the last argument of a name
    Argument(ActionId, String, ArgumentEdit),
    /// Changes a target
    Target(TargetId, TargetEdit),
    /// Changes a sample context
    Context(ContextId, ContextEdit),
    /// Changes something of the workspace itself
    Workspace(WorkspaceEdit),
    /// Adds an object; its local ids are made anew and it gets a file
    Add(NewObject),
    /// Several changes that are undone as one
    Batch {
        /// What the history calls it
        label: String,
        /// In order; if one is refused, none happens
        edits: Vec<Edit>,
    },
}

/// An object to add.
#[derive(Clone, Debug, PartialEq)]
pub enum NewObject {
    /// A trigger
    Trigger(Box<Trigger>),
    /// An automation
    Automation(Box<Automation>),
    /// A target
    Target(Box<Target>),
    /// A sample context
    Context(Box<Context>),
}

/// A change of a trigger.
#[derive(Clone, Debug, PartialEq)]
pub enum TriggerEdit {
    /// Sets the name
    Name(String),
    /// Sets the event
    Event(String),
    /// Sets the description
    Description(Option<String>),
    /// Sets the notes
    Notes(Option<String>),
    /// Switches it on or off; `None` leaves it to the server
    IsActive(Option<bool>),
    /// Replaces it by what raw JSON was read as; it keeps its id and file
    Replace(Box<Trigger>),
    /// Adds a copy after it, inactive and without the server's id
    Duplicate,
    /// Puts it before another one, or last. The order is shown, no file keeps it.
    Move {
        /// `None`: last
        before: Option<TriggerId>,
    },
    /// Removes it
    Remove,
}

/// A change of an automation.
#[derive(Clone, Debug, PartialEq)]
pub enum AutomationEdit {
    /// Sets the name
    Name(String),
    /// Sets the description
    Description(Option<String>),
    /// Switches it on or off
    IsActive(Option<bool>),
    /// Changes one place of its JSON beside the name, description, switch and actions: the schedule, the query
    At(JsonEdit),
    /// Replaces it by what raw JSON was read as; it keeps its id and file
    Replace(Box<Automation>),
    /// Adds a copy after it
    Duplicate,
    /// Removes it
    Remove,
}

/// A change of which actions a chain has.
#[derive(Clone, Debug, PartialEq)]
pub enum ChainEdit {
    /// Inserts actions before another one, or last; they get new ids and fitting sort orders
    Insert {
        /// `None`: last
        before: Option<ActionId>,
        /// In the order in which they run
        actions: Vec<Action>,
    },
}

/// A change of an action.
#[derive(Clone, Debug, PartialEq)]
pub enum ActionEdit {
    /// Sets the action type; arguments stay
    Kind(String),
    /// Sets the display name, where the action has a place for one
    Label(Option<String>),
    /// Sets the description
    Description(Option<String>),
    /// Sets the notes
    Notes(Option<String>),
    /// Sets the place in the chain as a number
    SortOrder(Option<i64>),
    /// Replaces it by what raw JSON was read as; it keeps its id
    Replace(Box<Action>),
    /// Adds an argument; refused if there is one of that name
    AddArgument(Argument),
    /// Adds a copy after it
    Duplicate,
    /// Puts it before another action of its chain, or last, in the order in which they run
    Move {
        /// `None`: last
        before: Option<ActionId>,
    },
    /// Removes it
    Remove,
}

/// A change of an argument.
#[derive(Clone, Debug, PartialEq)]
pub enum ArgumentEdit {
    /// Sets the value
    Value(Json),
    /// Sets the part of the value at a JSON Pointer
    ValueAt(String, Json),
    /// Removes the part of the value at a JSON Pointer
    RemoveAt(String),
    /// Makes it a rule or a static value; the value of the other kind is remembered and comes back
    IsDynamic(bool),
    /// Renames it; refused if there is one of that name
    Rename(String),
    /// Replaces it by what raw JSON was read as
    Replace(Box<Argument>),
    /// Removes it
    Remove,
}

/// A change of a target.
#[derive(Clone, Debug, PartialEq)]
pub enum TargetEdit {
    /// Sets the name
    Name(String),
    /// Sets the handle
    Handle(String),
    /// Sets the URL
    Url(String),
    /// Sets the template's text
    Template(String),
    /// Sets the description
    Description(Option<String>),
    /// Sets the notes
    Notes(Option<String>),
    /// Changes one place of its JSON beside the fields above: its condition, keys that are not known
    At(JsonEdit),
    /// Adds a copy after it
    Duplicate,
    /// Removes it
    Remove,
}

/// A change of a sample context.
#[derive(Clone, Debug, PartialEq)]
pub enum ContextEdit {
    /// Renames it, and with it its file
    Rename(String),
    /// Makes it a sample of another event; its file moves
    Event(String),
    /// Sets all of its JSON
    Data(Json),
    /// Changes one place of its JSON
    At(JsonEdit),
    /// Adds a copy after it
    Duplicate,
    /// Removes it
    Remove,
}

/// A change of the workspace itself.
#[derive(Clone, Debug, PartialEq)]
pub enum WorkspaceEdit {
    /// Sets the name
    Name(String),
    /// Sets the engine profile
    Profile(EngineProfile),
    /// Sets the tenants
    Tenants(Vec<Tenant>),
    /// Replaces the definitions by what their JSON was read as
    Definitions(Box<Definitions>),
    /// Replaces all objects by those that were read from files; an object of the same file stays the same object
    Restore(Box<Workspace>),
    /// Sets the golden cases of a trigger, by its file stem
    Case(String, Json),
    /// Removes the golden cases of a trigger
    RemoveCase(String),
}

/// Why an edit was refused; the workspace is as it was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The object is not in the workspace, perhaps any more.
    #[error("The {what} is not in the workspace any more")]
    Missing {
        /// In words
        what: &'static str,
    },
    /// Something of that name is there.
    #[error("There is already {what} named '{name}'")]
    Taken {
        /// In words, with its article
        what: &'static str,
        /// The name
        name: String,
    },
    /// The value has no such place.
    #[error("The JSON has nothing at '{pointer}'")]
    NoSuchPlace {
        /// JSON Pointer
        pointer: String,
    },
    /// The file format has no place for it.
    #[error("{why}")]
    Unsupported {
        /// What and why, in words
        why: &'static str,
    },
}
