//! Probe triggers: harmless ones that show on which JSON Logic a tenant runs, made, fired once, read back and removed.

use super::{ApiError, Client, id_of};
use crate::engine::Firing;
use crate::json::{Json, Object};
use crate::logic::Probe;
use crate::sync::Kind;
use std::collections::BTreeMap;
use std::time::Duration;

/// How the names of probe triggers begin, by which ones that were left behind are known.
pub const PROBE_NAME: &str = "Reagent probe: ";
/// How their event begins.
pub const PROBE_EVENT: &str = "custom.reagent_probe_";
/// In the condition of the second filter, so that it is known in the history.
const MARK: &str = "reagent-probe-passed";

/// Two rules whose answer is known everywhere: they show whether the history can be read at all.
const CONTROLS: [(&str, bool); 2] = [("control_true", true), ("control_false", false)];

/// What became of the probes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProbeAnswers {
    /// Whether the filter held, by the probe's name; those without a history are missing.
    pub held: BTreeMap<String, bool>,
    /// Whether both controls were read as they must be. If not, the history says nothing.
    pub is_readable: bool,
    /// Triggers that could not be removed, by id, and why.
    pub left_behind: Vec<(i64, String)>,
    /// How many of an earlier attempt were removed first.
    pub removed_before: usize,
}

/// The trigger of a probe: a filter with the rule, and one that is always true. Neither does anything.
pub fn probe_trigger(name: &str, rule: &Json, event: &str) -> Json {
    let text = |value: &str| Json::str(value);
    let object = |entries: Vec<(&str, Json)>| {
        Json::Object(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect::<Object>())
    };
    let filter = |order: i64, rule: Json| {
        let condition = vec![("name", text("condition")), ("value", rule), ("is_dynamic", Json::Null)];
        object(vec![
            ("name", text("filter")),
            ("sort_order", Json::int(order)),
            ("arguments", Json::Array(vec![object(condition)])),
        ])
    };
    let passed = object(vec![("==", Json::Array(vec![text(MARK), text(MARK)]))]);
    object(vec![
        ("name", text(&format!("{PROBE_NAME}{name}"))),
        ("trigger", text(event)),
        ("description", text("Made by Reagent to find out how conditions are evaluated. Has no effect.")),
        ("is_active", Json::Bool(true)),
        ("actions", Json::Array(vec![filter(1, rule.clone()), filter(2, passed)])),
    ])
}

impl Client {
    /// Makes a trigger for each probe, fires their event once, reads the history, and removes them again, also after a
    /// failure. The caller has made sure that the tenant is there for such things.
    pub fn probe_conditions(
        &self,
        probes: &[Probe],
        event: &str,
        wait: Duration,
    ) -> Result<ProbeAnswers, ApiError> {
        let mut answers =
            ProbeAnswers { removed_before: self.remove_old_probes()?, ..ProbeAnswers::default() };
        let mut made = Vec::new();
        let result = self.fire_probes(probes, event, wait, &mut made);
        for (id, _) in &made {
            if let Err(error) = self.delete(Kind::Trigger, *id) {
                answers.left_behind.push((*id, error.to_string()));
            }
        }
        let mut held = result?;
        let control = CONTROLS.map(|(name, expected)| held.remove(name) == Some(expected));
        answers.is_readable = control.iter().all(|is_right| *is_right);
        answers.held = held;
        Ok(answers)
    }

    fn fire_probes(
        &self,
        probes: &[Probe],
        event: &str,
        wait: Duration,
        made: &mut Vec<(i64, String)>,
    ) -> Result<BTreeMap<String, bool>, ApiError> {
        let control = |holds: bool| {
            let right = if holds { 1 } else { 2 };
            let numbers = Json::Array(vec![Json::int(1), Json::int(right)]);
            Json::Object([("===".to_owned(), numbers)].into_iter().collect::<Object>())
        };
        let controls = CONTROLS.map(|(name, holds)| (name.to_owned(), control(holds)));
        let rules = probes.iter().map(|probe| (probe.name.clone(), probe.rule.clone()));
        for (name, rule) in controls.into_iter().chain(rules) {
            let trigger = self.create(Kind::Trigger, &probe_trigger(&name, &rule, event))?;
            made.extend(id_of(&trigger).map(|id| (id, name)));
        }
        let before = self.newest_history()?;
        let context = Json::Object(Object::new());
        self.fire(&Firing::Tenant { event: event.to_owned(), context })?;
        let of = |entry: &Json| {
            let Some(Json::Number(id)) = entry.get("actionable_id") else { return None };
            let id = id.as_i64()?;
            made.iter().find(|(own, _)| *own == id).map(|(_, name)| name.clone())
        };
        let is_enough =
            |entries: &[Json]| entries.iter().filter(|entry| of(entry).is_some()).count() >= made.len();
        let entries = self.history_until(before, wait, is_enough)?;
        Ok(entries.iter().filter_map(|entry| Some((of(entry)?, has_passed(entry)))).collect())
    }

    /// Removes the probes of an attempt that was killed. They are known by name and event.
    fn remove_old_probes(&self) -> Result<usize, ApiError> {
        let is_old = |object: &&Json| {
            let begins = |key: &str, with: &str| {
                object.get(key).and_then(Json::as_str).is_some_and(|text| text.starts_with(with))
            };
            begins("name", PROBE_NAME) && begins("trigger", PROBE_EVENT)
        };
        let all = self.objects(Kind::Trigger)?;
        let old: Vec<i64> = all.iter().filter(is_old).filter_map(id_of).collect();
        for id in &old {
            self.delete(Kind::Trigger, *id)?;
        }
        Ok(old.len())
    }
}

/// Whether the second filter ran. Assumption: a history has an item for each action that ran, and no other; the controls
/// show whether that is so.
fn has_passed(entry: &Json) -> bool {
    let items = entry.get("items").and_then(Json::as_array).unwrap_or_default();
    let is_marked = |item: &Json| {
        let arguments = item.get("arguments").cloned().unwrap_or_default();
        crate::json::to_text(&arguments, &crate::json::Style::compact()).contains(MARK)
    };
    items.len() >= 2 || items.iter().any(is_marked)
}
