//! What runs have shown of a trigger: each condition true and false, each action reached, each template branch taken.
//!
//! ```text
//!  cases or contexts ─► Collector::run … ─► finish ─► Coverage ─► ratio, uncovered
//! ```
//!
//! Main entries: [`case_coverage`], [`context_coverage`]; [`Collector`] for runs of any other origin.

mod collector;
mod leaf;
mod missing;
mod ratio;
mod template;

pub use collector::Collector;
pub use leaf::leaf_conditions;
pub use missing::Missing;
pub use ratio::{MinCoverage, Ratio};

use super::case_run::{case_context, case_env};
use super::suite::{stem, trigger_of};
use crate::diag::Place;
use crate::engine::RunEnv;
use crate::model::{Action, Target, Trigger, TriggerId, Workspace};
use crate::twig::provenance::{ChoiceKind, Chosen};
use crate::wire::read_cases;
use serde::Serialize;

/// What runs have shown.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Coverage {
    /// Triggers in the order in which they were first run.
    pub triggers: Vec<TriggerCoverage>,
    /// Targets that the triggers send to, by handle.
    pub templates: Vec<TemplateCoverage>,
}

/// What runs have shown of one trigger.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TriggerCoverage {
    /// The trigger's name.
    pub name: String,
    /// Its file.
    pub file: Option<String>,
    /// How many runs.
    pub runs: usize,
    /// The conditions in filters and in dynamic arguments, in file order.
    pub conditions: Vec<ConditionCoverage>,
    /// The actions in file order.
    pub actions: Vec<ActionCoverage>,
}

/// How often a condition, or a part of one, was seen each way.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ConditionCoverage {
    /// The trigger's file and the JSON Pointer of the part in it.
    pub place: Place,
    /// The part in plain words.
    pub sentence: String,
    /// True and false.
    #[serde(flatten)]
    pub seen: Chosen,
    /// How often it could not be evaluated.
    pub errors: u32,
}

/// How often an action was reached.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ActionCoverage {
    /// The trigger's file and the JSON Pointer of the action in it.
    pub place: Place,
    /// The action type.
    pub action: String,
    /// How many runs came to it.
    pub reached: u32,
}

/// Which ways the template of a target went.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TemplateCoverage {
    /// The target's handle.
    pub target: String,
    /// How often it was rendered to the end.
    pub renders: u32,
    /// Its branches, in the order of the source.
    pub branches: Vec<BranchCoverage>,
}

/// How often a branch of a template went each way.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BranchCoverage {
    /// The template's file and the span of the condition in it.
    pub place: Place,
    /// Which of the template's choices.
    #[serde(skip)]
    pub choice: usize,
    /// What chooses.
    pub kind: ChoiceKind,
    /// The condition, or the list of a loop, as written.
    pub condition: String,
    /// Taken and not taken.
    #[serde(flatten)]
    pub seen: Chosen,
}

/// Something that no run has shown.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Uncovered {
    /// Where.
    pub place: Place,
    /// What, in words: `never false: tier is 'gold'`.
    pub sentence: String,
}

impl Coverage {
    /// How much of everything was seen: two sides of each condition and branch, and each action.
    pub fn ratio(&self) -> Ratio {
        let triggers = self.triggers.iter().map(TriggerCoverage::ratio);
        triggers.chain(self.templates.iter().map(TemplateCoverage::ratio)).sum()
    }

    /// Everything that no run has shown, triggers first.
    pub fn uncovered(&self) -> Vec<Uncovered> {
        let triggers = self.triggers.iter().flat_map(TriggerCoverage::uncovered);
        triggers.chain(self.templates.iter().flat_map(TemplateCoverage::uncovered)).collect()
    }

    /// The places, for adding the lines that a program which has the texts knows.
    pub fn places_mut(&mut self) -> impl Iterator<Item = &mut Place> {
        let triggers = self.triggers.iter_mut().flat_map(|trigger| {
            let conditions = trigger.conditions.iter_mut().map(|condition| &mut condition.place);
            conditions.chain(trigger.actions.iter_mut().map(|action| &mut action.place))
        });
        let branches = self.templates.iter_mut().flat_map(|template| &mut template.branches);
        triggers.chain(branches.map(|branch| &mut branch.place))
    }
}

impl TriggerCoverage {
    /// How much was seen: two sides of each condition, and each action.
    pub fn ratio(&self) -> Ratio {
        let actions = Ratio {
            covered: self.actions.iter().filter(|action| action.reached > 0).count(),
            total: self.actions.len(),
        };
        let conditions = self.conditions.iter().map(|condition| Ratio::of_sides(condition.seen));
        conditions.chain([actions]).sum()
    }

    /// What no run has shown.
    pub fn uncovered(&self) -> Vec<Uncovered> {
        let conditions = self.conditions.iter().filter_map(|condition| {
            Some(uncovered(condition.missing()?, &condition.sentence, &condition.place))
        });
        let actions = self.actions.iter().filter(|action| action.reached == 0).map(|action| Uncovered {
            place: action.place.clone(),
            sentence: format!("never reached: {}", action.action),
        });
        conditions.chain(actions).collect()
    }
}

impl TemplateCoverage {
    /// How much was seen: two ways of each branch.
    pub fn ratio(&self) -> Ratio {
        self.branches.iter().map(|branch| Ratio::of_sides(branch.seen)).sum()
    }

    /// What no run has shown.
    pub fn uncovered(&self) -> Vec<Uncovered> {
        let branches = self.branches.iter();
        branches
            .filter_map(|branch| Some(uncovered(branch.missing()?, &branch.title(), &branch.place)))
            .collect()
    }
}

fn uncovered(missing: Missing, what: &str, place: &Place) -> Uncovered {
    Uncovered { place: place.clone(), sentence: format!("{}: {what}", missing.words) }
}

/// What the cases show of the triggers that `is_wanted` takes by the stem of their file. Triggers without cases are in
/// it, too: nothing of them was seen.
pub fn case_coverage(workspace: &Workspace, is_wanted: impl Fn(&str) -> bool) -> Coverage {
    let mut collector = Collector::new(workspace);
    for trigger in workspace.triggers.iter().filter(|trigger| stem(trigger).is_some_and(&is_wanted)) {
        collector.add(trigger);
    }
    for file in workspace.cases.iter().filter(|file| is_wanted(&file.trigger)) {
        let Some(trigger) = trigger_of(workspace, file) else { continue };
        for case in read_cases(&file.source).0 {
            // A case that cannot be run shows nothing; the test says why.
            let Ok(context) = case_context(workspace, trigger, &case) else { continue };
            let Ok(env) = case_env(workspace, &case) else { continue };
            collector.run(trigger, &context, &env);
        }
    }
    collector.finish()
}

/// What the samples of its event show of one trigger.
pub fn context_coverage(workspace: &Workspace, trigger: &Trigger, env: &RunEnv) -> Coverage {
    let mut collector = Collector::new(workspace);
    collector.add(trigger);
    for context in workspace.contexts_of(&trigger.event) {
        collector.run(trigger, context, env);
    }
    collector.finish()
}

/// What the samples show of the template of one target, over every trigger that sends to it.
pub fn target_coverage(workspace: &Workspace, target: &Target, env: &RunEnv) -> Option<TemplateCoverage> {
    let sends = |action: &Action| {
        action.argument("target").is_some_and(|argument| argument.value.as_str() == Some(&target.handle))
    };
    let mut collector = Collector::new(workspace);
    for trigger in workspace.triggers.iter().filter(|trigger| trigger.actions.iter().any(sends)) {
        collector.add(trigger);
        for context in workspace.contexts_of(&trigger.event) {
            collector.run(trigger, context, env);
        }
    }
    collector.finish().templates.into_iter().find(|template| template.target == target.handle)
}

/// How much the samples show of each trigger that has any, and of each template with branches, as long as `goes_on`.
pub fn coverage_ratios(workspace: &Workspace, env: &RunEnv, goes_on: &dyn Fn() -> bool) -> CoverageRatios {
    let mut collector = Collector::new(workspace);
    let mut ratios = CoverageRatios::default();
    for trigger in workspace.triggers.iter().take_while(|_| goes_on()) {
        for context in workspace.contexts_of(&trigger.event).take_while(|_| goes_on()) {
            collector.run(trigger, context, env);
        }
        ratios.triggers.extend(collector.take_ratios());
    }
    let templates = collector.finish().templates.into_iter();
    let templates = templates.filter(|template| !template.branches.is_empty());
    ratios.templates = templates.map(|template| (template.target.clone(), template.ratio())).collect();
    ratios
}

/// How much was seen of everything in a workspace.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CoverageRatios {
    /// Conditions and actions of each trigger that was run.
    pub triggers: Vec<(TriggerId, Ratio)>,
    /// Branches, by the target's handle.
    pub templates: Vec<(String, Ratio)>,
}
