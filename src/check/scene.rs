//! What is checked: the chains of triggers and automations in the order in which they run, and the events.

use super::found::{Found, Repair, Subject};
use super::reach::Reach;
use crate::catalog::{ActionType, EffectKind, catalog};
use crate::diag::{Diagnostic, Severity};
use crate::engine::{RunEnv, in_order};
use crate::json::Json;
use crate::logic::{self, EvalOptions, Rule};
use crate::model::{Action, Workspace};
use crate::twig::Settings;
use jiff::Timestamp;

/// A workspace as the rules see it.
pub(super) struct Scene<'w> {
    pub(super) workspace: &'w Workspace,
    pub(super) chains: Vec<Chain<'w>>,
    /// The events of all triggers, each once
    pub(super) events: Vec<Reach<'w>>,
    pub(super) options: EvalOptions,
    pub(super) settings: Settings,
}

/// A trigger or an automation.
pub(super) struct Chain<'w> {
    pub(super) subject: Subject,
    pub(super) name: &'w str,
    /// The event; an automation has none
    pub(super) event: Option<&'w str>,
    pub(super) is_active: bool,
    pub(super) actions: &'w [Action],
    pub(super) file: Option<&'w str>,
    /// In the order in which they run
    pub(super) steps: Vec<Step<'w>>,
}

/// An action in its place.
pub(super) struct Step<'w> {
    pub(super) action: &'w Action,
    /// JSON Pointer of the action
    pub(super) pointer: String,
    pub(super) known: Option<&'static ActionType>,
    /// Of a filter
    pub(super) condition: Option<Condition<'w>>,
}

/// A filter's condition.
pub(super) struct Condition<'w> {
    pub(super) pointer: String,
    pub(super) json: &'w Json,
    pub(super) rule: Rule,
}

impl<'w> Scene<'w> {
    pub(super) fn new(workspace: &'w Workspace, now: Timestamp) -> Self {
        let env = RunEnv::new(now, workspace.profile.clone());
        let triggers = workspace.triggers.iter().map(|trigger| Chain {
            subject: Subject::Trigger(trigger.id),
            name: &trigger.name,
            event: Some(&trigger.event),
            is_active: trigger.is_active != Some(false),
            actions: &trigger.actions,
            file: trigger.file.as_deref(),
            steps: steps(&trigger.actions),
        });
        let automations = workspace.automations.iter().map(|automation| Chain {
            subject: Subject::Automation(automation.id),
            name: &automation.name,
            event: None,
            is_active: automation.is_active != Some(false),
            actions: &automation.actions,
            file: automation.file.as_deref(),
            steps: steps(&automation.actions),
        });
        let mut events: Vec<Reach<'w>> = Vec::new();
        for trigger in &workspace.triggers {
            if events.iter().all(|known| known.event != trigger.event) {
                events.push(Reach::of(workspace, &trigger.event));
            }
        }
        let chains = triggers.chain(automations).collect();
        Self { workspace, chains, events, options: env.logic_options(), settings: env.twig_settings() }
    }

    /// The event of a chain with its samples.
    pub(super) fn event(&self, chain: &Chain<'_>) -> Option<&Reach<'w>> {
        self.events.iter().find(|reach| Some(reach.event) == chain.event)
    }
}

fn steps(actions: &[Action]) -> Vec<Step<'_>> {
    let placed = in_order(actions).into_iter().map(|(index, action)| {
        let pointer = format!("/actions/{index}");
        let condition = action.is_filter().then(|| condition(action, &pointer)).flatten();
        Step { action, known: catalog().canonical_action(&action.kind), condition, pointer }
    });
    placed.collect()
}

fn condition<'w>(action: &'w Action, pointer: &str) -> Option<Condition<'w>> {
    let arguments = action.arguments.iter().enumerate();
    let (position, argument) = arguments.rev().find(|(_, argument)| argument.name == "condition")?;
    Some(Condition {
        pointer: format!("{pointer}/arguments/{position}/value"),
        json: &argument.value,
        rule: logic::parse(&argument.value),
    })
}

impl Step<'_> {
    /// What the action does, if it is known.
    pub(super) fn effect(&self) -> Option<EffectKind> {
        self.known.map(|known| known.effect)
    }
}

impl Chain<'_> {
    /// `step 2 (reward.create)`.
    pub(super) fn step_name(&self, position: usize) -> String {
        let kind = self.steps.get(position).map_or("", |step| step.action.kind.as_str());
        format!("step {} ({kind})", position + 1)
    }

    /// A finding about the chain.
    pub(super) fn found(&self, mut finding: Diagnostic, repair: Option<Repair>) -> Found {
        finding.place.file = self.file.map(str::to_owned);
        Found { subject: self.subject, finding, repair }
    }
}

/// A finding in JSON.
pub(super) fn at(
    severity: Severity,
    code: &'static str,
    message: impl Into<String>,
    pointer: impl Into<String>,
) -> Diagnostic {
    Diagnostic::new(severity, code, message, crate::diag::Place::pointer(pointer))
}
