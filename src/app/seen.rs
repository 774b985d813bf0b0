//! What contexts have shown of a trigger and of a template, by the places where the window shows it, and what is left to
//! show.

use super::state::{AppState, RunKey};
use super::wish::Wanted;
use crate::diag::Span;
use crate::document::{ObjectId, target_by_id};
use crate::json::pointer_segments;
use crate::model::{ActionId, TargetId, Trigger, TriggerId};
use crate::prove::{BranchCoverage, Coverage, Missing, Ratio, TemplateCoverage};
use crate::twig::provenance::Chosen;
use std::collections::BTreeMap;

/// What coverage is measured of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Covered {
    /// A trigger, and the templates that it sends
    Trigger(TriggerId),
    /// A target, by every trigger that sends to it
    Target(TargetId),
}

/// How often something was seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SeenPart {
    /// True and false
    pub seen: Chosen,
    /// How often it could not be evaluated
    pub errors: u32,
}

/// What was seen of a trigger, by action.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SeenActions(BTreeMap<ActionId, SeenAction>);

#[derive(Clone, Debug, Default, PartialEq)]
struct SeenAction {
    reached: u32,
    /// By the argument's name and the pointer into its rule
    parts: BTreeMap<String, BTreeMap<String, SeenPart>>,
}

impl SeenActions {
    /// Sorts what was seen of a trigger by its actions.
    pub fn of(trigger: &Trigger, coverage: &Coverage) -> Self {
        let mut seen = Self::default();
        let Some(found) = coverage.triggers.first() else { return seen };
        for (action, reached) in trigger.actions.iter().zip(&found.actions) {
            seen.0.entry(action.id).or_default().reached = reached.reached;
        }
        for condition in &found.conditions {
            let Some((action, name, pointer)) = place_in(trigger, &condition.place.pointer) else { continue };
            let part = SeenPart { seen: condition.seen, errors: condition.errors };
            let parts = seen.0.entry(action).or_default().parts.entry(name).or_default();
            parts.insert(pointer, part);
        }
        seen
    }

    /// How many contexts came to an action.
    pub fn reached(&self, action: ActionId) -> Option<u32> {
        self.0.get(&action).map(|seen| seen.reached)
    }

    /// What was seen of a leaf of a rule.
    pub fn part(&self, action: ActionId, argument: &str, pointer: &str) -> Option<SeenPart> {
        self.0.get(&action)?.parts.get(argument)?.get(pointer).copied()
    }
}

/// The action, the argument and the place in its rule of a pointer into a trigger.
fn place_in(trigger: &Trigger, pointer: &str) -> Option<(ActionId, String, String)> {
    let rest = pointer.strip_prefix("/actions/")?;
    let mut segments = pointer_segments(pointer).skip(1);
    let action = trigger.actions.get(segments.next()?.parse::<usize>().ok()?)?;
    let argument = action.arguments.get(segments.nth(1)?.parse::<usize>().ok()?)?;
    let inside = rest.splitn(5, '/').nth(4).map(|inside| format!("/{inside}")).unwrap_or_default();
    Some((action.id, argument.name.clone(), inside))
}

/// True for a part that is asked of each item of a list.
fn is_of_items(pointer: &str) -> bool {
    ["all", "some", "none", "filter", "map", "reduce"].iter().any(|name| {
        let inside = format!("/{name}/1");
        pointer.split_once(&inside).is_some_and(|(_, rest)| rest.is_empty() || rest.starts_with('/'))
    })
}

/// Something that no context has shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    /// What, in words
    pub sentence: String,
    /// Where
    pub place: GapPlace,
    /// What a context that shows it is searched for with; `None` for a question about the items of a list
    pub wanted: Option<Wanted>,
}

/// Where something is that no context has shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GapPlace {
    /// An action, and the part of its condition
    Action(ActionId, Option<String>),
    /// A part of a target's template
    Template(TargetId, Span),
}

impl SeenPart {
    /// The side that no context has shown.
    pub fn missing(self) -> Option<Missing> {
        Missing::of_condition(self.seen, self.errors)
    }
}

impl AppState {
    /// What was seen of a trigger's actions, and whether that is fresh.
    pub fn seen_actions(&self, trigger: TriggerId) -> Option<(&SeenActions, bool)> {
        self.coverage_of(trigger)?;
        let covered = self.results.proofs.coverage.as_ref()?;
        Some((covered.1.seen_actions()?, covered.0 == self.stamp()))
    }

    /// How much contexts have shown of a trigger or a target, and whether that is fresh.
    pub fn ratio_of(&self, object: &ObjectId) -> Option<(Ratio, bool)> {
        let (stamp, ratios) = self.ratios()?;
        let ratio = match object {
            ObjectId::Trigger(id) => ratios.triggers.get(id)?,
            ObjectId::Target(id) => ratios.targets.get(id)?,
            _ => return None,
        };
        Some((*ratio, stamp == self.stamp()))
    }

    /// A run that sends to a target: of the shown trigger if that does, on the shown sample if that is of its event.
    pub fn run_of_target(&self, target: TargetId) -> Option<RunKey> {
        let workspace = self.workspace();
        let handle = &target_by_id(workspace, target)?.handle;
        let sends = |trigger: &&std::sync::Arc<Trigger>| {
            let named = trigger.actions.iter().filter_map(|action| action.argument("target"));
            named.into_iter().any(|argument| argument.value.as_str() == Some(handle))
        };
        let shown = self.shown_trigger().and_then(|id| workspace.trigger(id));
        let runs = |trigger: &std::sync::Arc<Trigger>| {
            let sample = self.selection.samples.get(&target).and_then(|id| workspace.context(*id));
            let sample = sample.filter(|sample| sample.event.as_ref() == Some(&trigger.event));
            let context = sample.map(|sample| sample.id).or_else(|| Some(self.context_of(trigger.id)?.id));
            Some(RunKey { trigger: trigger.id, context: context? })
        };
        let found = shown.into_iter().filter(sends).find_map(runs);
        found.or_else(|| workspace.triggers.iter().filter(sends).find_map(runs))
    }

    /// Everything that no context has shown of a trigger; empty while that is not known as it stands.
    pub fn gaps(&self, trigger: TriggerId) -> Vec<Gap> {
        let Some((coverage, true)) = self.coverage_of(trigger) else { return Vec::new() };
        let Some(trigger) = self.workspace().trigger(trigger) else { return Vec::new() };
        let mut gaps: Vec<Gap> = Vec::new();
        for found in &coverage.triggers {
            for condition in &found.conditions {
                let place = place_in(trigger, &condition.place.pointer);
                let (Some(missing), Some((action, name, pointer))) = (condition.missing(), place) else {
                    continue;
                };
                let holds = missing.wanted;
                let is_filter = trigger.actions.iter().any(|one| one.id == action && one.is_filter());
                let mark = (is_filter && name == "condition").then(|| pointer.clone());
                let wanted = if mark.is_some() {
                    Wanted::Part { action, pointer, holds }
                } else {
                    Wanted::Argument { action, name, pointer, holds }
                };
                let sentence = format!("{}: {}", missing.words, condition.sentence);
                let wanted = (!is_of_items(&condition.place.pointer)).then_some(wanted);
                gaps.push(Gap { sentence, place: GapPlace::Action(action, mark), wanted });
            }
            let actions = trigger.actions.iter().zip(&found.actions).filter(|(_, seen)| seen.reached == 0);
            gaps.extend(actions.map(|(action, _)| Gap {
                sentence: format!("never reached: {}", action.kind),
                place: GapPlace::Action(action.id, None),
                wanted: Some(Wanted::Reached(action.id)),
            }));
        }
        gaps.extend(coverage.templates.iter().flat_map(|template| self.template_gaps(template)));
        gaps
    }

    /// Everything that no context has shown of a template.
    pub fn template_gaps(&self, template: &TemplateCoverage) -> Vec<Gap> {
        let Some(target) = self.workspace().target(&template.target) else { return Vec::new() };
        let gap = |branch: &BranchCoverage| {
            let (missing, span) = (branch.missing()?, branch.place.span?);
            Some(Gap {
                sentence: format!("{}: {}", missing.words, branch.title()),
                place: GapPlace::Template(target.id, span),
                wanted: Some(Wanted::Branch {
                    target: target.id,
                    choice: branch.choice,
                    taken: missing.wanted,
                }),
            })
        };
        template.branches.iter().filter_map(gap).collect()
    }
}
