//! What a case expects, as ticks: everything that a run does can be expected, and what is unticked does not matter.
//!
//! Nothing is taken over unasked: a value that is expected already stays as it is, one that is ticked anew is the run's.

mod ignore;

use super::expect::expect;
use super::verify::paired_positions;
use crate::engine::RunReport;
use crate::json::{Json, Object, pointer_push};
use crate::model::{Expectations, StepExpectations};
use ignore::{has_ignored, ignoring, is_ignored, minding};

/// Something that a case may expect. Steps are counted from 0, in the order of [`Ticks::steps`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tick {
    /// Whether it fires
    Outcome,
    /// The position of the action that ends it early
    End,
    /// Which actions act
    Actions,
    /// That an action acts
    Step(usize),
    /// The arguments of an action
    Arguments(usize),
    /// The payload of an action
    Payload(usize),
    /// A part of them: a JSON Pointer that begins with `/arguments` or `/payload`
    Value(usize, String),
}

/// How far something is expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ticked {
    /// It matters
    Yes,
    /// It does not
    No,
    /// Parts of it do
    Partly,
}

/// The expectations of a case beside what a run of it does now.
#[derive(Clone, Debug, PartialEq)]
pub struct Ticks {
    before: Expectations,
    /// What is expected
    pub expect: Expectations,
    /// What the run does
    pub now: Expectations,
    /// What single actions are expected to do, in the order of the run
    pub steps: Vec<TickedStep>,
}

/// An action that is expected to act, or does.
#[derive(Clone, Debug, PartialEq)]
pub struct TickedStep {
    /// What is expected of it
    pub wanted: StepExpectations,
    /// What it does; `None` if it does not act
    pub now: Option<StepExpectations>,
    is_on: bool,
    rank: usize,
}

/// A value among the arguments or in the payload, or something that has parts.
#[derive(Clone, Debug, PartialEq)]
pub struct TickedValue {
    /// JSON Pointer that begins with `/arguments` or `/payload`
    pub pointer: String,
    /// Its name or position
    pub key: String,
    /// How deep it is, from 0
    pub depth: usize,
    /// What is expected of it
    pub wanted: Json,
    /// What it is now, if that is something else
    pub differs: Option<Option<Json>>,
    /// How far it matters
    pub ticked: Ticked,
}

impl Ticks {
    /// The ticks of expectations, beside a run of the case.
    pub fn new(expectations: &Expectations, report: &RunReport) -> Self {
        let now = expect(report);
        let mut steps: Vec<TickedStep> = Vec::new();
        let actions: Vec<&str> = now.steps.iter().map(|step| step.action.as_str()).collect();
        let pairs = paired_positions(&expectations.steps, &actions);
        for (position, step) in now.steps.iter().enumerate() {
            let rank = pairs.iter().position(|paired| *paired == Some(position));
            let wanted = rank.and_then(|rank| expectations.steps.get(rank)).cloned();
            steps.push(TickedStep {
                is_on: wanted.is_some(),
                wanted: wanted.unwrap_or_else(|| nothing_of(&step.action)),
                now: Some(step.clone()),
                rank: rank.unwrap_or(usize::MAX),
            });
        }
        let missing =
            expectations.steps.iter().enumerate().zip(&pairs).filter(|(_, paired)| paired.is_none());
        steps.extend(missing.map(|((rank, wanted), _)| TickedStep {
            wanted: wanted.clone(),
            now: None,
            is_on: true,
            rank,
        }));
        Self { before: expectations.clone(), expect: expectations.clone(), now, steps }
    }

    /// How far something matters.
    pub fn ticked(&self, tick: &Tick) -> Ticked {
        let step = |step: usize| self.steps.get(step);
        let is = |is_on: bool| if is_on { Ticked::Yes } else { Ticked::No };
        match tick {
            Tick::Outcome => is(self.expect.outcome.is_some()),
            Tick::End => is(self.expect.stopped_at.is_some()),
            Tick::Actions => is(self.expect.actions.is_some()),
            Tick::Step(at) => is(step(*at).is_some_and(|step| step.is_on)),
            Tick::Arguments(at) => step(*at).map_or(Ticked::No, |step| step.root("arguments")),
            Tick::Payload(at) => step(*at).map_or(Ticked::No, |step| step.root("payload")),
            Tick::Value(at, pointer) => step(*at).map_or(Ticked::No, |step| step.value(pointer)),
        }
    }

    /// Ticks something, or unticks it.
    pub fn set(&mut self, tick: &Tick, is_on: bool) {
        let (now, expect) = (&self.now, &mut self.expect);
        match tick {
            Tick::Outcome => expect.outcome = now.outcome.clone().filter(|_| is_on),
            Tick::End => expect.stopped_at = now.stopped_at.filter(|_| is_on),
            Tick::Actions => expect.actions = now.actions.clone().filter(|_| is_on),
            Tick::Step(at) => self.on_step(*at, |step| step.set_whole(is_on)),
            Tick::Arguments(at) => self.on_step(*at, |step| step.set_arguments(is_on)),
            Tick::Payload(at) => self.on_step(*at, |step| step.set_payload(is_on)),
            Tick::Value(at, pointer) => self.on_step(*at, |step| step.set_value(pointer, is_on)),
        }
    }

    fn on_step(&mut self, at: usize, change: impl FnOnce(&mut TickedStep)) {
        if let Some(step) = self.steps.get_mut(at) {
            change(step);
        }
    }

    /// The expectations with what is ticked. Steps that the file had keep their order.
    pub fn finish(&self) -> Expectations {
        let mut kept: Vec<(usize, StepExpectations)> = Vec::new();
        for (at, step) in self.steps.iter().enumerate() {
            let mut later = self.steps.iter().skip(at + 1);
            // The second of an action type can only be meant if the first is named.
            let is_counted = later.any(|other| other.is_on && other.wanted.action == step.wanted.action);
            if step.is_on || is_counted {
                kept.push((step.rank, step.wanted.clone()));
            }
        }
        kept.sort_by_key(|(rank, _)| *rank);
        let steps = kept.into_iter().map(|(_, step)| step).collect();
        Expectations { steps, ..self.expect.clone() }
    }

    /// True if ticks have changed.
    pub fn is_changed(&self) -> bool {
        self.finish() != self.before
    }

    /// True if nothing at all is expected.
    pub fn is_empty(&self) -> bool {
        self.finish().is_empty()
    }
}

impl TickedStep {
    /// Arguments and payload, as pointers name their parts.
    fn tree(&self) -> Json {
        let mut tree = Object::new();
        for (key, json) in [("arguments", &self.wanted.arguments), ("payload", &self.wanted.payload)] {
            tree.set(key, json.clone().unwrap_or(Json::Null));
        }
        Json::Object(tree)
    }

    fn root(&self, root: &str) -> Ticked {
        let is_there = match root {
            "payload" => self.wanted.payload.is_some() || self.wanted.payload_text.is_some(),
            _ => self.wanted.arguments.is_some(),
        };
        if is_there { self.value(&format!("/{root}")) } else { Ticked::No }
    }

    fn value(&self, pointer: &str) -> Ticked {
        let ignore = &self.wanted.ignore;
        if is_ignored(ignore, pointer) {
            Ticked::No
        } else if has_ignored(ignore, pointer, &self.tree()) {
            Ticked::Partly
        } else {
            Ticked::Yes
        }
    }

    fn set_whole(&mut self, is_on: bool) {
        self.is_on = is_on;
        self.set_arguments(is_on);
        self.set_payload(is_on);
    }

    fn set_arguments(&mut self, is_on: bool) {
        let now = self.now.as_ref().and_then(|now| now.arguments.clone());
        let is_new = self.wanted.arguments.is_none();
        self.wanted.is_exact = is_on && (is_new || self.wanted.is_exact);
        self.wanted.arguments = self.wanted.arguments.take().or(now).filter(|_| is_on);
        self.forget("/arguments");
        self.is_on |= is_on;
    }

    fn set_payload(&mut self, is_on: bool) {
        let (mut json, mut text) = (self.wanted.payload.take(), self.wanted.payload_text.take());
        if json.is_none() && text.is_none() {
            json = self.now.as_ref().and_then(|now| now.payload.clone());
            text = self.now.as_ref().and_then(|now| now.payload_text.clone());
        }
        (self.wanted.payload, self.wanted.payload_text) = (json.filter(|_| is_on), text.filter(|_| is_on));
        self.forget("/payload");
        self.is_on |= is_on;
    }

    /// All or nothing of it matters: nothing in it is left out any more.
    fn forget(&mut self, root: &str) {
        let is_in = |pattern: &String| {
            pattern.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.wanted.ignore.retain(|pattern| !is_in(pattern));
    }

    fn set_value(&mut self, pointer: &str, is_on: bool) {
        let ignore = &self.wanted.ignore;
        self.wanted.ignore =
            if is_on { minding(ignore, pointer, &self.tree()) } else { ignoring(ignore, pointer) };
    }

    /// The values of the arguments or the payload that is expected, parents first.
    pub fn values(&self, root: &str) -> Vec<TickedValue> {
        let of = |step: &StepExpectations| match root {
            "payload" => step.payload.clone(),
            _ => step.arguments.clone(),
        };
        let (wanted, now) = (of(&self.wanted), self.now.as_ref().and_then(of));
        let mut found = Vec::new();
        if let Some(wanted) = &wanted {
            self.add_values((wanted, now.as_ref()), &format!("/{root}"), 0, &mut found);
        }
        found
    }

    fn add_values(
        &self,
        (wanted, now): (&Json, Option<&Json>),
        pointer: &str,
        depth: usize,
        found: &mut Vec<TickedValue>,
    ) {
        let entries: Vec<(String, &Json)> = match wanted {
            Json::Object(object) => object.iter().map(|(key, json)| (key.to_owned(), json)).collect(),
            Json::Array(items) => items.iter().enumerate().map(|(at, json)| (at.to_string(), json)).collect(),
            _ => return,
        };
        for (key, json) in entries {
            let mut pointer = pointer.to_owned();
            pointer_push(&mut pointer, &key);
            let mut part = String::new();
            pointer_push(&mut part, &key);
            let other = now.and_then(|now| now.pointer(&part));
            let has_parts = matches!(json, Json::Object(_) | Json::Array(_));
            let is_same = other.is_some_and(|other| other.to_value() == json.to_value());
            found.push(TickedValue {
                ticked: self.value(&pointer),
                wanted: json.clone(),
                differs: (!is_same && (!has_parts || other.is_none())).then(|| other.cloned()),
                pointer: pointer.clone(),
                key,
                depth,
            });
            self.add_values((json, other), &pointer, depth + 1, found);
        }
    }
}

/// Expects nothing of an action.
fn nothing_of(action: &str) -> StepExpectations {
    StepExpectations { action: action.to_owned(), ..StepExpectations::default() }
}
