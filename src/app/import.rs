//! What an import would bring: computed by a worker, shown, chosen from, and only then done.

use crate::diag::Diagnostic;
use crate::document::NewObject;
use crate::json::{Json, Limits, parse};
use crate::model::{Action, Context, FreePaths, Trigger, Workspace, slug};
use crate::wire::{Ids, ImportedObject, body_of_curl, import};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// An object that would arrive.
#[derive(Clone, Debug)]
pub struct ImportItem {
    /// What it is, with the file that it will have
    pub object: NewObject,
    /// The file or text that it is from
    pub source: String,
    /// What needs attention
    pub findings: Vec<Diagnostic>,
    /// The name or handle that it has where it is from, if another object has that one already
    pub renamed_from: Option<String>,
    /// The file that it would have if that were free
    pub moved_from: Option<String>,
    /// True if the workspace has the same object already
    pub is_known: bool,
}

/// All objects that would arrive.
#[derive(Clone, Debug, Default)]
pub struct ImportPlan {
    /// In order
    pub items: Vec<ImportItem>,
    /// What could not be read, in words
    pub failures: Vec<String>,
}

/// An import that is being looked at.
#[derive(Clone, Debug)]
pub struct Importing {
    /// What would arrive
    pub plan: Arc<ImportPlan>,
    /// The positions of items that are left out
    pub left_out: BTreeSet<usize>,
    /// Whether triggers and automations arrive switched off
    pub arrives_inactive: bool,
}

/// A choice in the import's preview.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportChoice {
    /// Takes or leaves an item
    Item(usize, bool),
    /// Takes or leaves all
    All(bool),
    /// Whether triggers and automations arrive switched off
    Inactive(bool),
    /// Imports what is chosen
    Accept,
}

impl ImportItem {
    /// What it is called.
    pub fn title(&self) -> &str {
        match &self.object {
            NewObject::Trigger(trigger) => &trigger.name,
            NewObject::Automation(automation) => &automation.name,
            NewObject::Target(target) => &target.handle,
            NewObject::Context(context) => &context.name,
        }
    }

    /// What it is, in a few words.
    pub fn detail(&self) -> String {
        let actions = |count: usize| format!("{count} {}", if count == 1 { "action" } else { "actions" });
        match &self.object {
            NewObject::Trigger(trigger) => {
                format!("trigger on {}, {}", trigger.event, actions(trigger.actions.len()))
            }
            NewObject::Automation(automation) => format!("automation, {}", actions(automation.actions.len())),
            NewObject::Target(target) => format!("target to {}", target.url),
            NewObject::Context(context) => {
                format!("context of {}", context.event.as_deref().unwrap_or("no event"))
            }
        }
    }

    /// The source and the handle that a target had there, and the one that it gets.
    fn new_handle(&self) -> Option<((&str, &str), &str)> {
        let old = self.renamed_from.as_deref()?;
        match &self.object {
            NewObject::Target(target) => Some(((&self.source, old), &target.handle)),
            _ => None,
        }
    }

    /// The file that it becomes.
    pub fn file(&self) -> &str {
        let file = match &self.object {
            NewObject::Trigger(trigger) => &trigger.file,
            NewObject::Automation(automation) => &automation.file,
            NewObject::Target(target) => &target.file,
            NewObject::Context(context) => &context.file,
        };
        file.as_deref().unwrap_or_default()
    }
}

impl Importing {
    pub(super) fn new(plan: ImportPlan) -> Self {
        let known = plan.items.iter().enumerate().filter(|(_, item)| item.is_known);
        let left_out = known.map(|(position, _)| position).collect();
        Self { plan: Arc::new(plan), left_out, arrives_inactive: true }
    }

    /// How many items are chosen.
    pub fn count(&self) -> usize {
        self.plan.items.len() - self.left_out.len()
    }

    /// The objects that are chosen. Actions follow a target that arrives from the same source under another handle.
    pub(super) fn chosen(&self) -> Vec<NewObject> {
        let items = self.plan.items.iter().enumerate();
        let chosen: Vec<_> =
            items.filter(|(position, _)| !self.left_out.contains(position)).map(|(_, item)| item).collect();
        let renamed: BTreeMap<_, _> = chosen.iter().filter_map(|item| item.new_handle()).collect();
        let follow = |source: &str, actions: &mut [Action]| {
            for argument in actions.iter_mut().flat_map(|action| &mut action.arguments) {
                let handle = argument.value.as_str().filter(|_| argument.name == "target");
                if let Some(new) = handle.and_then(|handle| renamed.get(&(source, handle))) {
                    argument.value = Json::str(*new);
                }
            }
        };
        let switched = chosen.iter().map(|item| match item.object.clone() {
            NewObject::Trigger(mut trigger) => {
                follow(&item.source, &mut trigger.actions);
                trigger.is_active = if self.arrives_inactive { Some(false) } else { trigger.is_active };
                NewObject::Trigger(trigger)
            }
            NewObject::Automation(mut automation) => {
                follow(&item.source, &mut automation.actions);
                automation.is_active = if self.arrives_inactive { Some(false) } else { automation.is_active };
                NewObject::Automation(automation)
            }
            other => other,
        });
        switched.collect()
    }
}

/// Why planning ends early: it was asked to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped;

/// Looks at a trigger that would arrive, and says what a reader should look at in it.
pub type Inspect<'a> = &'a dyn Fn(&Trigger) -> Vec<Diagnostic>;
/// Hears how much is done of how much; false stops.
pub type GoesOn<'a> = &'a dyn Fn(usize, usize) -> bool;

/// Makes the plan of an import, one text after the other.
pub struct Planner<'a> {
    workspace: &'a Workspace,
    event: String,
    paths: FreePaths,
    names: BTreeSet<String>,
    numbers: BTreeMap<String, usize>,
    handles: BTreeSet<String>,
    known: BTreeMap<&'a str, &'a Trigger>,
    ids: Ids,
    plan: ImportPlan,
}

impl<'a> Planner<'a> {
    /// Plans an import into a workspace. `event` is the one that a context is taken for if it does not say.
    pub fn new(workspace: &'a Workspace, event: &str) -> Self {
        let triggers = workspace.triggers.iter();
        Self {
            workspace,
            event: event.to_owned(),
            paths: FreePaths::of(workspace),
            names: triggers.clone().map(|trigger| trigger.name.clone()).collect(),
            numbers: BTreeMap::new(),
            handles: workspace.targets.iter().map(|target| target.handle.clone()).collect(),
            known: triggers.map(|trigger| (trigger.name.as_str(), &**trigger)).collect(),
            ids: Ids::default(),
            plan: ImportPlan::default(),
        }
    }

    /// Adds what a text holds.
    ///
    /// # Errors
    /// If `goes_on` says so.
    pub fn add(
        &mut self,
        name: &str,
        text: &str,
        inspect: Inspect<'_>,
        goes_on: GoesOn<'_>,
    ) -> Result<(), Stopped> {
        let body = body_of_curl(text).unwrap_or_else(|| Ok(text.to_owned()));
        let json = body.map_err(|error| error.to_string()).and_then(|body| {
            parse(&body, Limits::default()).map_err(|error| format!("it is not JSON: {error}"))
        });
        match json {
            Ok(json) => self.add_json(name, &json, inspect, goes_on),
            Err(error) => {
                self.fail(name, &error);
                Ok(())
            }
        }
    }

    /// Says that a source could not be read.
    pub fn fail(&mut self, name: &str, error: &str) {
        self.plan.failures.push(format!("{name}: {error}"));
    }

    /// The plan.
    pub fn finish(self) -> ImportPlan {
        self.plan
    }

    fn add_json(
        &mut self,
        name: &str,
        json: &Json,
        inspect: Inspect<'_>,
        goes_on: GoesOn<'_>,
    ) -> Result<(), Stopped> {
        let imported = import(json, &mut self.ids);
        if imported.objects.is_empty() && matches!(json, Json::Object(_)) {
            self.context(name, json);
            return Ok(());
        }
        let failures = imported.findings.iter();
        let failures =
            failures.map(|finding| format!("{name} at {}: {}", finding.place.pointer, finding.message));
        self.plan.failures.extend(failures);
        let total = imported.objects.len();
        for (position, (object, mut findings)) in imported.objects.into_iter().enumerate() {
            if !goes_on(position, total) {
                return Err(Stopped);
            }
            if let ImportedObject::Trigger(trigger) = &object {
                findings.extend(inspect(trigger));
            }
            self.object(name, object, findings);
        }
        Ok(())
    }

    fn object(&mut self, source: &str, object: ImportedObject, findings: Vec<Diagnostic>) {
        let mut item = ImportItem {
            object: NewObject::Context(Box::default()),
            source: source.to_owned(),
            findings,
            renamed_from: None,
            moved_from: None,
            is_known: false,
        };
        item.object = match object {
            ImportedObject::Trigger(mut trigger) => {
                item.is_known =
                    self.known.get(trigger.name.as_str()).is_some_and(|known| is_same(known, &trigger));
                let stem = slug(&trigger.name, "trigger");
                (trigger.file, item.moved_from) = self.file("triggers", &stem);
                (trigger.name, item.renamed_from) = self.name(trigger.name);
                NewObject::Trigger(trigger)
            }
            ImportedObject::Automation(mut automation) => {
                let stem = slug(&automation.name, "automation");
                (automation.file, item.moved_from) = self.file("automations", &stem);
                NewObject::Automation(automation)
            }
            ImportedObject::Target(mut target) => {
                let known = self.workspace.target(&target.handle);
                item.is_known = known
                    .is_some_and(|known| (&known.url, &known.template) == (&target.url, &target.template));
                let stem = slug(&target.handle, "target");
                (target.file, item.moved_from) = self.file("targets", &stem);
                (target.handle, item.renamed_from) = self.handle(target.handle);
                NewObject::Target(target)
            }
        };
        self.plan.items.push(item);
    }

    /// An object that is nothing else is taken for the body of a webhook: a context.
    fn context(&mut self, source: &str, json: &Json) {
        let stem = source.trim_end_matches(".json");
        let name = slug(stem, "imported");
        let says = ["event", "type", "trigger"].iter().find_map(|key| json.get(key).and_then(Json::as_str));
        let known = says.filter(|event| crate::catalog::catalog().event(event).is_some());
        let event = known.unwrap_or(&self.event).to_owned();
        let (file, moved_from) = self.file(&format!("contexts/{event}"), &name);
        let context = Context { name, event: Some(event), data: json.clone(), file, ..Context::default() };
        self.plan.items.push(ImportItem {
            object: NewObject::Context(Box::new(context)),
            source: source.to_owned(),
            findings: Vec::new(),
            renamed_from: None,
            moved_from,
            is_known: false,
        });
    }

    fn file(&mut self, folder: &str, stem: &str) -> (Option<String>, Option<String>) {
        let wanted = format!("{folder}/{stem}.json");
        let file = self.paths.take(folder, stem, None);
        let moved_from = (file != wanted).then_some(wanted);
        (Some(file), moved_from)
    }

    /// A name that no trigger has: two of one name cannot be told apart.
    fn name(&mut self, name: String) -> (String, Option<String>) {
        if self.names.insert(name.clone()) {
            return (name, None);
        }
        let mut number = self.numbers.get(&name).copied().unwrap_or(2);
        while !self.names.insert(format!("{name} {number}")) {
            number += 1;
        }
        self.numbers.insert(name.clone(), number);
        (format!("{name} {number}"), Some(name))
    }

    /// A handle that no target has: actions name the target by it.
    fn handle(&mut self, handle: String) -> (String, Option<String>) {
        if self.handles.insert(handle.clone()) {
            return (handle, None);
        }
        let mut number = 2;
        while !self.handles.insert(format!("{handle}-{number}")) {
            number += 1;
        }
        (format!("{handle}-{number}"), Some(handle))
    }
}

/// True if two triggers do the same.
fn is_same(known: &Trigger, new: &Trigger) -> bool {
    let parts = |trigger: &Trigger| {
        let actions = trigger.actions.iter();
        actions.map(|action| (action.kind.clone(), action.arguments.clone())).collect::<Vec<_>>()
    };
    known.event == new.event && parts(known) == parts(new)
}
