//! Half-typed text: kept beside the value that it is to become, which stays what it was until the text is finished.
//!
//! A draft that is not finished counts as an edit that is not saved. It goes when the value that it was typed over is
//! gone, or was undone.

use super::edit::ObjectId;
use super::lookup::{automation, find_action, target_by_id};
use crate::json::Json;
use crate::model::{ActionId, AutomationId, ContextId, TargetId, Workspace};
use std::collections::BTreeMap;

/// Whose JSON a draft is of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DraftOf {
    /// An argument's value, by action and name
    Argument(ActionId, String),
    /// All of an object's JSON
    Object(ObjectId),
}

/// The value that a draft is to become.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DraftKey {
    /// Whose JSON
    pub of: DraftOf,
    /// JSON Pointer of a part that has a field of its own; `None` is the text of the whole
    pub pointer: Option<String>,
}

/// Text as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// The text
    pub text: String,
    /// Why it is no value yet; `None`: it is one, in a layout of its own
    pub problem: Option<String>,
}

/// All drafts of a document.
#[derive(Clone, Debug, Default)]
pub(super) struct Drafts(BTreeMap<DraftKey, Draft>);

impl DraftOf {
    /// The value as it is.
    fn value<'w>(&self, workspace: &'w Workspace) -> Option<&'w Json> {
        match self {
            Self::Argument(action, name) => {
                find_action(workspace, *action)?.1.argument(name).map(|argument| &argument.value)
            }
            Self::Object(ObjectId::Context(id)) => workspace.context(*id).map(|context| &context.data),
            Self::Object(ObjectId::Target(id)) => target_by_id(workspace, *id).map(|target| &target.source),
            Self::Object(ObjectId::Automation(id)) => automation(workspace, *id).map(|found| &found.source),
            Self::Object(_) => None,
        }
    }
}

impl DraftKey {
    /// The text of an argument's whole value.
    pub fn argument(action: ActionId, name: impl Into<String>) -> Self {
        Self { of: DraftOf::Argument(action, name.into()), pointer: None }
    }

    /// A part of the same JSON.
    pub fn part(whole: &Self, pointer: impl Into<String>) -> Self {
        Self { of: whole.of.clone(), pointer: Some(pointer.into()) }
    }

    /// Reads the name of a tree of JSON, and a pointer into it: `context/3`, `target/5/url`.
    ///
    /// ```
    /// use reagent::document::DraftKey;
    /// assert_eq!(DraftKey::named("target/5/url").unwrap().pointer.as_deref(), Some("/url"));
    /// assert_eq!(DraftKey::named("a tree of another kind"), None);
    /// ```
    pub fn named(name: &str) -> Option<Self> {
        let (kind, rest) = name.split_once('/')?;
        let (id, pointer) = rest.find('/').map_or((rest, None), |at| (&rest[..at], Some(&rest[at..])));
        let id = id.parse().ok()?;
        let object = match kind {
            "context" => ObjectId::Context(ContextId(id)),
            "target" => ObjectId::Target(TargetId(id)),
            "automation" => ObjectId::Automation(AutomationId(id)),
            _ => return None,
        };
        Some(Self { of: DraftOf::Object(object), pointer: pointer.map(str::to_owned) })
    }

    /// Whether a draft still belongs to its value after a change. `is_step` is an undo or a redo.
    fn outlives(&self, draft: &Draft, (before, after): (&Workspace, &Workspace), is_step: bool) -> bool {
        let (Some(old), Some(new)) = (self.of.value(before), self.of.value(after)) else { return false };
        match &self.pointer {
            _ if is_step && old != new => false,
            // What is finished is the change itself, or goes when its field is drawn.
            Some(pointer) if draft.problem.is_some() => is_same_part(old, new, pointer),
            _ => true,
        }
    }
}

/// Whether a pointer leads to the same value as before, with as many beside it.
fn is_same_part(old: &Json, new: &Json, pointer: &str) -> bool {
    let beside = |json: &Json| match pointer.rsplit_once('/').and_then(|(parent, _)| json.pointer(parent)) {
        Some(Json::Array(items)) => items.len(),
        Some(Json::Object(object)) => object.len(),
        _ => 0,
    };
    let part = new.pointer(pointer);
    part.is_some() && part == old.pointer(pointer) && beside(old) == beside(new)
}

impl Drafts {
    pub(super) fn get(&self, key: &DraftKey) -> Option<&Draft> {
        self.0.get(key)
    }

    pub(super) fn set(&mut self, key: DraftKey, draft: Option<Draft>) {
        match draft {
            Some(draft) => self.0.insert(key, draft),
            None => self.0.remove(&key),
        };
    }

    pub(super) fn unfinished(&self) -> impl Iterator<Item = (&DraftKey, &Draft)> {
        self.0.iter().filter(|(_, draft)| draft.problem.is_some())
    }

    /// Drops what belongs to no value any more.
    pub(super) fn settle(&mut self, before: &Workspace, after: &Workspace, is_step: bool) {
        self.0.retain(|key, draft| key.outlives(draft, (before, after), is_step));
    }
}
