//! One trigger or automation: its event, its order, its filters and what comes after them.

use super::argument;
use super::condition::{certain, findings, part_code, unless};
use super::found::{Change, Found, Repair};
use super::reach::Reach;
use super::scene::{Chain, Condition, Scene, Step, at};
use crate::catalog::{EffectKind, catalog};
use crate::diag::{Diagnostic, Severity};
use crate::engine::order_findings;
use crate::json::{Json, Object};
use crate::logic::{self, Kind, Verdict, is_truthy};
use crate::model::KindKey;

/// Everything that is found about a chain alone.
pub(super) fn check(scene: &Scene<'_>, chain: &Chain<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    if let Some(mut finding) = chain.event.and_then(|event| catalog().check_event(event)) {
        "/trigger".clone_into(&mut finding.place.pointer);
        found.push(chain.found(finding, None));
    }
    order(chain, &mut found);
    effects(chain, &mut found);
    let event = scene.event(chain);
    let mut filters = Filters { scene, chain, event, before: Vec::new(), dead: None };
    for position in 0..chain.steps.len() {
        filters.step(position, &mut found);
    }
    found
}

fn order(chain: &Chain<'_>, found: &mut Vec<Found>) {
    let number = |(position, step): (usize, &Step<'_>)| Change::Set {
        object: step.pointer.clone(),
        key: "sort_order",
        value: Json::int(position as i64 + 1),
    };
    let repair = Repair {
        title: "number the actions in the order in which they run here".to_owned(),
        changes: chain.steps.iter().enumerate().map(number).collect(),
    };
    for finding in order_findings(chain.actions) {
        found.push(chain.found(finding, Some(repair.clone())));
    }
}

/// Whether anything happens, and whether the filters come before it.
fn effects(chain: &Chain<'_>, found: &mut Vec<Found>) {
    let is_filter = |step: &Step<'_>| step.action.is_filter();
    if chain.steps.iter().all(is_filter) {
        let message = if chain.steps.is_empty() {
            "nothing happens: there are no actions"
        } else {
            "nothing happens: every action is a filter"
        };
        let finding = at(Severity::Warning, "chain/no-effect", message, "/actions");
        return found.push(chain.found(finding.hint("add the action that the event is for"), None));
    }
    if let Some(last) = chain.steps.last().filter(|step| is_filter(step)) {
        let message = "the filter is the last action: nothing comes after it that it could guard";
        let finding = at(Severity::Warning, "chain/late-filter", message, &last.pointer)
            .hint("give it a lower sort_order than the action that it should guard");
        found.push(chain.found(finding, None));
    }
    let issues = |step: &Step<'_>| {
        !is_filter(step) && step.effect().is_some_and(|effect| effect != EffectKind::SendTarget)
    };
    let first = chain.steps.iter().position(|step| issues(step) || is_filter(step));
    let Some((position, step)) = first.and_then(|at| Some((at, chain.steps.get(at)?))) else { return };
    if issues(step) && chain.steps.iter().skip(position).any(is_filter) {
        let message =
            format!("{} runs for every event: the first filter comes after it", chain.step_name(position));
        let finding = at(Severity::Info, "chain/unguarded", message, &step.pointer)
            .hint("give the filter a lower sort_order, if it should guard this action");
        found.push(chain.found(finding, None));
    }
}

struct Filters<'c, 'w> {
    scene: &'c Scene<'w>,
    chain: &'c Chain<'w>,
    event: Option<&'c Reach<'w>>,
    /// The conditions so far
    before: Vec<&'c Json>,
    /// The step at which every run stops
    dead: Option<usize>,
}

impl<'c> Filters<'c, '_> {
    fn step(&mut self, position: usize, found: &mut Vec<Found>) {
        let Some(step) = self.chain.steps.get(position) else { return };
        if self.dead.is_some_and(|dead| dead + 1 == position) {
            found.push(self.unreachable(position, step));
        }
        if let Some(mut finding) = catalog().check_action(&step.action.kind) {
            let key = if step.action.kind_key == KindKey::Name { "name" } else { "uuid" };
            finding.place.pointer = format!("{}/{key}", step.pointer);
            found.push(self.chain.found(finding, None));
        }
        if !step.action.is_filter() {
            return argument::check(self.scene, self.chain, step, found);
        }
        if let Some(condition) = &step.condition {
            return self.filter(position, condition, found);
        }
        let message = "the filter has no argument 'condition', so the run fails here";
        let finding = at(Severity::Error, "filter/no-condition", message, &step.pointer);
        found.push(self.chain.found(finding, None));
        self.dead.get_or_insert(position);
    }

    fn filter(&mut self, position: usize, condition: &'c Condition<'_>, found: &mut Vec<Found>) {
        let Condition { pointer, json, rule } = condition;
        if !matches!(rule.root().kind, Kind::Call(_)) {
            let message =
                format!("the condition is {}, not a rule: it is the same for every event", json.kind());
            let finding = at(Severity::Warning, "filter/constant", message, pointer)
                .hint("a rule looks like {\"===\": [{\"var\": \"tier_handle\"}, \"gold\"]}");
            found.push(self.chain.found(finding, None));
            if !is_truthy(&crate::php::Value::from(*json)) {
                self.dead.get_or_insert(position);
            }
            return;
        }
        for (finding, repair) in findings(rule, pointer, self.event) {
            found.push(self.chain.found(finding, repair));
        }
        self.verdict(position, condition, found);
        self.fails(condition, found);
        self.before.push(json);
    }

    fn verdict(&mut self, position: usize, condition: &Condition<'_>, found: &mut Vec<Found>) {
        let Condition { pointer, rule, json } = condition;
        let whole = logic::sensible_verdict(rule);
        for (part, message) in certain(rule, logic::certain_parts(rule)) {
            let code = match whole {
                Verdict::Varies => part_code(part.verdict),
                Verdict::NeverTrue => "filter/never-true",
                Verdict::AlwaysTrue => "filter/always-true",
            };
            let message = match whole {
                Verdict::Varies => message,
                Verdict::NeverTrue => format!("the filter lets nothing pass: {message}"),
                Verdict::AlwaysTrue => format!("the filter lets everything pass: {message}"),
            };
            let place = format!("{pointer}{}", rule.pointer(part.node));
            found.push(self.chain.found(at(Severity::Warning, code, message, place), None));
        }
        if whole == Verdict::NeverTrue {
            self.dead.get_or_insert(position);
        } else if self.dead.is_none() && !self.before.is_empty() && whole == Verdict::Varies {
            let mut rules = self.before.clone();
            rules.push(*json);
            let together = logic::parse(&and(&rules));
            if logic::sensible_verdict(&together) == Verdict::NeverTrue {
                let unless = unless(logic::verdict_exception(&together));
                let message = format!(
                    "no event passes this filter and those before it: they exclude each other{unless}"
                );
                found.push(
                    self.chain.found(at(Severity::Warning, "filter/never-true", message, pointer), None),
                );
                self.dead = Some(position);
            }
        }
    }

    /// Samples on which the condition is an error.
    fn fails(&self, condition: &Condition<'_>, found: &mut Vec<Found>) {
        let Some(event) = self.event else { return };
        let program = condition.rule.compile();
        let mut seen = Seen::default();
        for (context, value) in &event.samples {
            if let Err(error) = program.decide(value, &self.scene.options) {
                let message = format!("the condition cannot be evaluated: {}", error.message);
                let place = format!("{}{}", condition.pointer, error.pointer);
                seen.add(at(Severity::Error, "filter/error", message, place), &context.name);
            }
        }
        // What cannot be evaluated at all is known without a sample.
        let is_known = condition.rule.findings().iter().any(|finding| finding.severity == Severity::Error);
        if !is_known {
            found.extend(seen.finish().into_iter().map(|finding| self.chain.found(finding, None)));
        }
    }

    fn unreachable(&self, position: usize, step: &Step<'_>) -> Found {
        let rest = self.chain.steps.len() - position - 1;
        let more = match rest {
            0 => String::new(),
            1 => ", nor is the action after it".to_owned(),
            rest => format!(", nor are the {rest} actions after it"),
        };
        let stops = self.chain.step_name(position - 1);
        let message =
            format!("{} is never reached{more}: every run ends at {stops}", self.chain.step_name(position));
        self.chain.found(at(Severity::Warning, "chain/unreachable", message, &step.pointer), None)
    }
}

/// A rule that asks for all of some rules.
pub(super) fn and(rules: &[&Json]) -> Json {
    let list = Json::Array(rules.iter().copied().cloned().collect());
    Json::Object([("and".to_owned(), list)].into_iter().collect::<Object>())
}

/// Findings on samples, the same ones once, with the samples' names.
#[derive(Default)]
pub(super) struct Seen {
    found: Vec<(Diagnostic, Vec<String>)>,
}

/// Most samples that a finding names.
const MAX_NAMES: usize = 5;

impl Seen {
    pub(super) fn add(&mut self, finding: Diagnostic, sample: &str) {
        let is_same = |(known, _): &&mut (Diagnostic, Vec<String>)| {
            known.code == finding.code && known.place == finding.place
        };
        match self.found.iter_mut().find(is_same) {
            Some((_, names)) => names.push(sample.to_owned()),
            None => self.found.push((finding, vec![sample.to_owned()])),
        }
    }

    pub(super) fn finish(self) -> Vec<Diagnostic> {
        let shown = |(finding, names): (Diagnostic, Vec<String>)| {
            let more = names.len().saturating_sub(MAX_NAMES);
            let first = names.get(..MAX_NAMES).unwrap_or(&names).join(", ");
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            finding.hint(format!("seen on {first}{more}"))
        };
        self.found.into_iter().map(shown).collect()
    }
}
