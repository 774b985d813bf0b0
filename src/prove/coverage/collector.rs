//! Gathers what run after run shows.

use super::leaf::{Sides, leaf_conditions};
use super::template::WatchedTemplate;
use super::{ActionCoverage, ConditionCoverage, Coverage, Ratio, TriggerCoverage};
use crate::diag::Place;
use crate::engine::{Plan, RunEnv, StepReport, StepStatus, in_order};
use crate::logic::{self, NodeId, Program, Rule};
use crate::model::{Action, Context, Trigger, TriggerId, Workspace};
use crate::php::Value;
use indexmap::IndexMap;

/// Gathers what runs show. Triggers that are only added count as never reached.
///
/// ```
/// use reagent::{engine::RunEnv, json, model::{Context, Workspace}, prove::Collector, wire};
/// let read = |text| json::parse(text, json::Limits::default()).unwrap();
/// let rule = r#"{"name":"Gold","trigger":"custom.x","actions":[{"name":"filter","arguments":[
///     {"name":"condition","value":{"==":[{"var":"tier"},"gold"]}}]}]}"#;
/// let (trigger, _) = wire::read_trigger(&read(rule), &mut wire::Ids::default());
/// let workspace = Workspace { triggers: vec![trigger.into()], ..Workspace::default() };
/// let env = RunEnv::new(jiff::Timestamp::UNIX_EPOCH, workspace.profile.clone());
/// let mut collector = Collector::new(&workspace);
/// let context = Context { data: read(r#"{"tier":"gold"}"#), ..Context::default() };
/// collector.run(&workspace.triggers[0], &context, &env);
/// let coverage = collector.finish();
/// assert_eq!(coverage.uncovered()[0].sentence, "never false: tier is 'gold'");
/// assert_eq!(coverage.ratio().percent(), "66.66");
/// ```
pub struct Collector<'w> {
    workspace: &'w Workspace,
    plan: Plan<'w>,
    triggers: IndexMap<TriggerId, WatchedTrigger<'w>>,
    templates: IndexMap<String, WatchedTemplate<'w>>,
}

struct WatchedTrigger<'w> {
    trigger: &'w Trigger,
    runs: usize,
    rules: Vec<WatchedRule>,
    /// By position in the file.
    reached: Vec<u32>,
}

/// A condition or a dynamic argument.
struct WatchedRule {
    action: usize,
    pointer: String,
    rule: Rule,
    program: Program,
    leaves: Vec<NodeId>,
    sides: Sides,
}

impl<'w> Collector<'w> {
    /// Has seen nothing yet.
    pub fn new(workspace: &'w Workspace) -> Self {
        Self {
            workspace,
            plan: Plan::without_second_opinion(workspace),
            triggers: IndexMap::new(),
            templates: IndexMap::new(),
        }
    }

    /// Takes a trigger in, and the targets that it names.
    pub fn add(&mut self, trigger: &'w Trigger) {
        self.triggers.entry(trigger.id).or_insert_with(|| WatchedTrigger::new(trigger));
        let env = RunEnv::new(jiff::Timestamp::UNIX_EPOCH, self.workspace.profile.clone());
        let targets = trigger.actions.iter().filter_map(|action| action.argument("target")?.value.as_str());
        for handle in targets {
            self.template(handle, &env);
        }
    }

    fn template(&mut self, handle: &str, env: &RunEnv) -> Option<&mut WatchedTemplate<'w>> {
        let target = self.workspace.target(handle)?;
        let watched = self.templates.entry(handle.to_owned());
        Some(watched.or_insert_with(|| WatchedTemplate::new(target, env)))
    }

    /// Runs a trigger on a context and takes in what that shows.
    pub fn run(&mut self, trigger: &'w Trigger, context: &Context, env: &RunEnv) {
        self.add(trigger);
        let Some(report) = self.plan.run(trigger.id, context, env) else { return };
        let data = Value::from(&context.data);
        let order = in_order(&trigger.actions);
        for (step, (index, _)) in report.steps.iter().zip(order) {
            if matches!(step.status, StepStatus::NotReached | StepStatus::Muted) {
                continue;
            }
            if let Some(watched) = self.triggers.get_mut(&trigger.id) {
                watched.reach(index, &data, env);
            }
            if let Some(handle) = target_of(step)
                && let Some(template) = self.template(&handle, env)
            {
                template.render(&data, env);
            }
        }
        if let Some(watched) = self.triggers.get_mut(&trigger.id) {
            watched.runs += 1;
        }
    }

    /// How much was seen of the triggers that were run since the last time; they are forgotten, so that a workspace of
    /// thousands does not stay in memory as compiled rules.
    pub(super) fn take_ratios(&mut self) -> Vec<(TriggerId, Ratio)> {
        self.triggers.drain(..).map(|(id, watched)| (id, watched.ratio())).collect()
    }

    /// What was seen.
    pub fn finish(self) -> Coverage {
        Coverage {
            triggers: self.triggers.into_values().map(WatchedTrigger::finish).collect(),
            templates: self.templates.into_values().map(WatchedTemplate::finish).collect(),
        }
    }
}

/// The handle of the target that a step sends to.
fn target_of(step: &StepReport) -> Option<String> {
    step.request.as_ref()?;
    let argument = step.arguments.iter().rev().find(|argument| argument.name == "target")?;
    argument.value.as_ref()?.as_str().map(str::to_owned)
}

impl<'w> WatchedTrigger<'w> {
    fn new(trigger: &'w Trigger) -> Self {
        let rules = trigger.actions.iter().enumerate().flat_map(|(index, action)| rules(index, action));
        Self { trigger, runs: 0, rules: rules.collect(), reached: vec![0; trigger.actions.len()] }
    }

    fn reach(&mut self, action: usize, data: &Value, env: &RunEnv) {
        if let Some(reached) = self.reached.get_mut(action) {
            *reached = reached.saturating_add(1);
        }
        for rule in self.rules.iter_mut().filter(|rule| rule.action == action) {
            // The observer has seen what there was; the run itself reports the failure.
            let _ = rule.program.eval_observed(data, &env.logic_options(), &mut rule.sides);
        }
    }

    /// The same as that of the finished coverage.
    fn ratio(&self) -> Ratio {
        let rules = self.rules.iter();
        let sides =
            rules.flat_map(|rule| rule.leaves.iter().map(|leaf| Ratio::of_sides(rule.sides.of(*leaf).0)));
        let reached = self.reached.iter().filter(|reached| **reached > 0).count();
        sides.chain([Ratio { covered: reached, total: self.reached.len() }]).sum()
    }

    fn finish(self) -> TriggerCoverage {
        let place = |pointer: String| Place { file: self.trigger.file.clone(), ..Place::pointer(pointer) };
        let conditions = self.rules.iter().flat_map(|watched| {
            watched.leaves.iter().map(|leaf| {
                let (seen, errors) = watched.sides.of(*leaf);
                ConditionCoverage {
                    place: place(format!("{}{}", watched.pointer, watched.rule.pointer(*leaf))),
                    sentence: logic::describe_node(&watched.rule, *leaf),
                    seen,
                    errors,
                }
            })
        });
        let actions = self.trigger.actions.iter().zip(&self.reached).enumerate();
        let actions = actions.map(|(index, (action, reached))| ActionCoverage {
            place: place(format!("/actions/{index}")),
            action: action.kind.clone(),
            reached: *reached,
        });
        TriggerCoverage {
            name: self.trigger.name.clone(),
            file: self.trigger.file.clone(),
            runs: self.runs,
            conditions: conditions.collect(),
            actions: actions.collect(),
        }
    }
}

/// The rules of an action: a filter's condition, and dynamic arguments.
fn rules(index: usize, action: &Action) -> impl Iterator<Item = WatchedRule> {
    let arguments = action.arguments.iter().enumerate();
    arguments.filter_map(move |(position, argument)| {
        let is_condition = action.is_filter() && argument.name == "condition";
        if !is_condition && argument.is_dynamic != Some(true) {
            return None;
        }
        let rule = logic::parse(&argument.value);
        let leaves = leaf_conditions(&rule, is_condition);
        Some(WatchedRule {
            action: index,
            pointer: format!("/actions/{index}/arguments/{position}/value"),
            program: rule.compile(),
            sides: Sides::new(rule.node_count()),
            leaves,
            rule,
        })
    })
}
