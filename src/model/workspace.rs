//! Everything that a workspace folder holds.

use super::{
    Automation, Case, Context, ContextId, Definitions, EngineProfile, Target, Tenant, Trigger, TriggerId,
};
use std::sync::Arc;

/// A workspace. Cheap to clone: objects are shared until one is changed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Workspace {
    /// Name shown to people.
    pub name: String,
    /// The engine's settings.
    pub profile: EngineProfile,
    /// Where it may be pushed.
    pub tenants: Vec<Tenant>,
    /// Triggers, by file name.
    pub triggers: Vec<Arc<Trigger>>,
    /// Targets, by file name.
    pub targets: Vec<Arc<Target>>,
    /// Automations, by file name.
    pub automations: Vec<Arc<Automation>>,
    /// Sample contexts, by event and file name.
    pub contexts: Vec<Arc<Context>>,
    /// Known definitions.
    pub definitions: Arc<Definitions>,
    /// Golden cases, by file name.
    pub cases: Vec<Arc<Case>>,
}

impl Workspace {
    /// The trigger of an id.
    pub fn trigger(&self, id: TriggerId) -> Option<&Arc<Trigger>> {
        self.triggers.iter().find(|trigger| trigger.id == id)
    }

    /// The context of an id.
    pub fn context(&self, id: ContextId) -> Option<&Arc<Context>> {
        self.contexts.iter().find(|context| context.id == id)
    }

    /// The target of a handle.
    pub fn target(&self, handle: &str) -> Option<&Arc<Target>> {
        self.targets.iter().find(|target| target.handle == handle)
    }

    /// The sample contexts of an event.
    pub fn contexts_of<'a>(&'a self, event: &'a str) -> impl Iterator<Item = &'a Arc<Context>> {
        self.contexts.iter().filter(move |context| context.event.as_deref() == Some(event))
    }

    /// The trigger that a user means: its file, file stem or name.
    pub fn find_trigger(&self, wanted: &str) -> Option<&Arc<Trigger>> {
        let stem_is = |file: &str| stem_of(file) == stem_of(wanted);
        let by_file = |trigger: &&Arc<Trigger>| trigger.file.as_deref().is_some_and(|file| file == wanted);
        let by_name = |trigger: &&Arc<Trigger>| trigger.name == wanted;
        let by_stem = |trigger: &&Arc<Trigger>| trigger.file.as_deref().is_some_and(stem_is);
        let mut triggers = self.triggers.iter();
        triggers
            .clone()
            .find(by_file)
            .or_else(|| triggers.clone().find(by_name))
            .or_else(|| triggers.find(by_stem))
    }
}

/// A path's last part without its extension.
fn stem_of(path: &str) -> &str {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    name.strip_suffix(".json").unwrap_or(name)
}
