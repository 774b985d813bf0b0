//! What a tenant says of its own runs, beside what the local run says.
//!
//! Source: an action history has `items` with `handler`, `status` and `result`. Assumption: an item is an action that ran,
//! in the order in which they ran; the words of `handler` and `status` are not documented, so they are shown as they come.

use super::report::{RunReport, StepReport, StepStatus};
use crate::json::{Json, Style, to_text};
use serde::Serialize;

/// What one reaction did on the tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    /// The history's id.
    pub id: i64,
    /// `trigger` or the like.
    pub actionable_type: String,
    /// The id of the trigger or automation on the tenant.
    pub actionable_id: Option<i64>,
    /// What ran.
    pub items: Vec<HistoryItem>,
}

/// One action of a history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HistoryItem {
    /// The action, in the tenant's word.
    pub handler: String,
    /// What became of it, in the tenant's word.
    pub status: String,
    /// What it gave, as compact JSON; empty for nothing.
    pub result: String,
    /// What it was given, as compact JSON.
    pub arguments: String,
}

impl History {
    /// Reads an entry of `GET /action-history`; `None` if it has no id.
    pub fn read(json: &Json) -> Option<Self> {
        let int = |key: &str| match json.get(key) {
            Some(Json::Number(number)) => number.as_i64(),
            _ => None,
        };
        let items = json.get("items").and_then(Json::as_array).unwrap_or_default();
        Some(Self {
            id: int("id")?,
            actionable_type: text(json, "actionable_type"),
            actionable_id: int("actionable_id"),
            items: items.iter().map(HistoryItem::read).collect(),
        })
    }
}

impl HistoryItem {
    fn read(json: &Json) -> Self {
        let shown = |key: &str| match json.get(key) {
            None | Some(Json::Null) => String::new(),
            Some(value) => to_text(value, &Style::compact()),
        };
        Self {
            handler: text(json, "handler"),
            status: text(json, "status"),
            result: shown("result"),
            arguments: shown("arguments"),
        }
    }
}

fn text(json: &Json, key: &str) -> String {
    json.get(key).and_then(Json::as_str).unwrap_or_default().to_owned()
}

/// A local step beside the tenant's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Beside {
    /// The position of the local step, from 1; `None` for one that only the tenant has.
    pub position: Option<usize>,
    /// The action.
    pub action: String,
    /// What became of it here, in words; empty where there is no such step.
    pub ours: String,
    /// What the tenant says of it; `None` if its history has no such item.
    pub theirs: Option<HistoryItem>,
    /// False where one side reached it and the other did not.
    pub is_same: bool,
}

/// Puts the steps of a local run beside the items of a tenant's history.
pub fn beside(report: &RunReport, history: &History) -> Vec<Beside> {
    let mut items = history.items.iter().peekable();
    let mut rows: Vec<Beside> = Vec::new();
    for step in &report.steps {
        // An item belongs to the next step of its action; where the tenant has words of its own, to the next step.
        let is_known = |item: &&HistoryItem| report.steps.iter().any(|step| step.action == item.handler);
        let theirs = items.next_if(|item| item.handler == step.action || !is_known(item));
        let is_reached = !matches!(step.status, StepStatus::NotReached | StepStatus::Muted);
        rows.push(Beside {
            position: Some(step.position),
            action: step.action.clone(),
            ours: words(step).to_owned(),
            theirs: theirs.cloned(),
            is_same: is_reached == theirs.is_some(),
        });
    }
    rows.extend(items.map(|item| Beside {
        position: None,
        action: item.handler.clone(),
        ours: String::new(),
        theirs: Some(item.clone()),
        is_same: false,
    }));
    rows
}

fn words(step: &StepReport) -> &'static str {
    match step.status {
        StepStatus::Passed => "passed",
        StepStatus::Stopped => "stopped",
        StepStatus::WouldRun => "would run",
        StepStatus::Failed => "would fail",
        StepStatus::Muted => "muted",
        StepStatus::NotReached => "not reached",
    }
}

/// What one reaction did there, with the local run beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The trigger's name, else what the tenant calls it.
    pub name: String,
    /// The id of the history.
    pub id: i64,
    /// Both sides, step by step. Where the workspace has no such trigger, only the tenant's.
    pub rows: Vec<Beside>,
    /// Whether the workspace has the trigger.
    pub is_here: bool,
}

/// What a tenant's reactions did on an event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TenantRuns {
    /// In the order in which they came.
    pub told: Vec<Told>,
    /// Triggers that run here and are not in the tenant's history.
    pub missing: Vec<String>,
}

/// True if a run did something that a history would show.
pub fn has_reached(report: &RunReport) -> bool {
    let is_reached = |status| !matches!(status, StepStatus::NotReached | StepStatus::Muted);
    report.steps.iter().any(|step| is_reached(step.status))
}

/// Puts the histories of an event, each with the name of its trigger if that is known, beside the local runs.
pub fn tell(histories: &[(History, Option<String>)], reports: &[RunReport]) -> TenantRuns {
    let of =
        |name: &Option<String>| reports.iter().find(|report| Some(&report.trigger.name) == name.as_ref());
    let is_told =
        |report: &&RunReport| histories.iter().any(|(_, name)| name.as_ref() == Some(&report.trigger.name));
    let missing = reports.iter().filter(|report| has_reached(report) && !is_told(report));
    let missing = missing.map(|report| report.trigger.name.clone()).collect();
    let told = histories.iter().map(|(history, name)| {
        let unnamed = || format!("{} {}", history.actionable_type, history.actionable_id.unwrap_or_default());
        let report = of(name);
        let rows = report.map_or_else(|| alone(history), |report| beside(report, history));
        Told { name: name.clone().unwrap_or_else(unnamed), id: history.id, rows, is_here: report.is_some() }
    });
    TenantRuns { told: told.collect(), missing }
}

fn alone(history: &History) -> Vec<Beside> {
    let row = |item: &HistoryItem| Beside {
        position: None,
        action: item.handler.clone(),
        ours: String::new(),
        theirs: Some(item.clone()),
        is_same: true,
    };
    history.items.iter().map(row).collect()
}
