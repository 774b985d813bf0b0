//! What the editor knows of a rule: computed when the document, the simulation or the shown event has changed, and
//! kept until then.

use super::live::Live;
use crate::app::condition::{Condition, KnownField, Part, item_fields, known_fields};
use crate::app::{AppState, Stamp};
use crate::diag::Diagnostic;
use crate::document::DraftKey;
use crate::engine::{ConditionReport, logic_options};
use crate::json::Json;
use crate::logic::{self, NodeId, Rule};
use crate::model::{Context, ContextId, Workspace};
use crate::php::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Most rules that are kept; one action seldom has more.
const KEPT: usize = 8;

/// How a rule is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum View {
    /// Groups and rows
    #[default]
    Tree,
    /// Groups and rows beside the text
    Both,
    /// Text
    Json,
}

/// What the editor remembers.
#[derive(Debug, Default)]
pub(crate) struct ConditionState {
    known: BTreeMap<String, Arc<Known>>,
    fields: FieldCache,
    data: Option<(Arc<Context>, Arc<Value>)>,
    /// How each rule is shown, by its name
    pub(super) views: BTreeMap<String, View>,
    /// Which item of a list is looked at, by the rule's name and the list's place
    pub(super) picks: BTreeMap<String, usize>,
    /// Heights of parts, by place, of the rule and at the width that were drawn last
    pub(super) heights: Heights,
    /// A part that was moved by keys: its handle gets the focus again
    pub(super) focus: Option<String>,
    /// A value that was added: its field gets the focus
    pub(super) added: Option<DraftKey>,
}

/// Heights of parts that were drawn.
#[derive(Debug, Default)]
pub(super) struct Heights {
    pub(super) of: (String, u32),
    pub(super) parts: BTreeMap<String, f32>,
}

/// What is derived of one rule.
#[derive(Debug)]
pub(super) struct Known {
    key: Key,
    pub(super) rule: Rule,
    pub(super) tree: Condition,
    pub(super) sentence: String,
    pub(super) findings: Vec<Diagnostic>,
    ids: BTreeMap<String, NodeId>,
    /// Groups, rows and blocks in reading order, from 1
    numbers: BTreeMap<String, usize>,
    pub(super) live: Option<Live>,
    /// What another engine gives, where it decides otherwise
    pub(super) disagreement: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Key {
    stamp: Stamp,
    context: Option<ContextId>,
    has_report: bool,
}

impl Known {
    pub(super) fn id(&self, pointer: &str) -> Option<NodeId> {
        self.ids.get(pointer).copied()
    }

    pub(super) fn number(&self, pointer: &str) -> usize {
        self.numbers.get(pointer).copied().unwrap_or_default()
    }

    pub(super) fn part_count(&self) -> usize {
        self.numbers.len()
    }
}

/// The fields of the shown event, gathered anew when its samples have changed.
#[derive(Debug, Default)]
struct FieldCache {
    event: String,
    samples: Vec<Arc<Context>>,
    fields: Arc<Vec<KnownField>>,
    of_items: BTreeMap<String, Arc<Vec<KnownField>>>,
}

impl FieldCache {
    fn follow(&mut self, workspace: &Workspace, event: &str) {
        let same = |(new, old): (&Arc<Context>, &Arc<Context>)| Arc::ptr_eq(new, old);
        let count = workspace.contexts_of(event).count();
        let is_same = self.event == event
            && count == self.samples.len()
            && workspace.contexts_of(event).zip(&self.samples).all(same);
        // An event without samples still has what the catalogue knows.
        if !is_same || (self.samples.is_empty() && self.fields.is_empty()) {
            event.clone_into(&mut self.event);
            self.samples = workspace.contexts_of(event).cloned().collect();
            self.fields = Arc::new(known_fields(workspace, event));
            self.of_items.clear();
        }
    }
}

impl ConditionState {
    /// The fields of the shown trigger's event.
    pub(super) fn fields(&mut self, state: &AppState) -> Arc<Vec<KnownField>> {
        let trigger = state.shown_trigger().and_then(|id| state.workspace().trigger(id));
        self.fields_of_event(state, trigger.map_or("", |trigger| trigger.event.as_str()))
    }

    /// The fields of an event.
    pub(crate) fn fields_of_event(&mut self, state: &AppState, event: &str) -> Arc<Vec<KnownField>> {
        self.fields.follow(state.workspace(), event);
        Arc::clone(&self.fields.fields)
    }

    /// The fields of the items at a path.
    pub(super) fn fields_of_items(&mut self, state: &AppState, path: &str) -> Arc<Vec<KnownField>> {
        self.fields(state);
        if let Some(fields) = self.fields.of_items.get(path) {
            return Arc::clone(fields);
        }
        let fields = Arc::new(item_fields(state.workspace(), &self.fields.event, path));
        self.fields.of_items.insert(path.to_owned(), Arc::clone(&fields));
        fields
    }

    /// What is known of a rule.
    pub(super) fn known(
        &mut self,
        state: &AppState,
        name: &str,
        json: &Json,
        report: Option<&ConditionReport>,
    ) -> Arc<Known> {
        let context = state.shown_trigger().and_then(|trigger| state.context_of(trigger));
        let is_fresh =
            state.shown_run().and_then(|key| state.result(key)).is_some_and(|(_, is_fresh)| is_fresh);
        let report = report.filter(|_| is_fresh);
        let key = Key {
            stamp: state.stamp(),
            context: context.map(|context| context.id),
            has_report: report.is_some(),
        };
        if let Some(known) = self.known.get(name).filter(|known| known.key == key) {
            return Arc::clone(known);
        }
        let data = context.map(|context| self.data_of(context));
        let sample = context.map(|context| &context.data);
        let known = Arc::new(derive(json, key, (sample, data.as_deref()), state, report));
        if self.known.len() >= KEPT && !self.known.contains_key(name) {
            self.known.clear();
        }
        self.known.insert(name.to_owned(), Arc::clone(&known));
        known
    }

    /// The event as the engine takes it: made once, as it may be large.
    fn data_of(&mut self, context: &Arc<Context>) -> Arc<Value> {
        if let Some((of, data)) = &self.data
            && Arc::ptr_eq(of, context)
        {
            return Arc::clone(data);
        }
        let data = Arc::new(Value::from(&context.data));
        self.data = Some((Arc::clone(context), Arc::clone(&data)));
        data
    }
}

fn derive(
    json: &Json,
    key: Key,
    (sample, data): (Option<&Json>, Option<&Value>),
    state: &AppState,
    report: Option<&ConditionReport>,
) -> Known {
    let rule = logic::parse(json);
    let tree = Condition::read(json);
    let mut findings = rule.findings().to_vec();
    for finding in logic::lint(&rule, sample.as_slice()) {
        let is_new = |other: &Diagnostic| other.message != finding.message || other.place != finding.place;
        if findings.iter().all(is_new) {
            findings.push(finding);
        }
    }
    let options = logic_options(&state.profile());
    let live = data.filter(|_| tree.part != Part::Empty).map(|data| Live::of(&rule, data, options));
    let mut numbers = BTreeMap::new();
    count(&tree, &mut numbers);
    let portable = report.and_then(|report| report.portable.as_ref()).filter(|portable| !portable.agrees);
    Known {
        key,
        sentence: logic::describe_condition(&rule),
        ids: rule.nodes().map(|node| (rule.pointer(node.id).to_owned(), node.id)).collect(),
        numbers,
        findings,
        live,
        disagreement: portable.map(|portable| portable.value.to_string()),
        rule,
        tree,
    }
}

fn count(condition: &Condition, numbers: &mut BTreeMap<String, usize>) {
    numbers.insert(condition.pointer.clone(), numbers.len() + 1);
    condition.items().iter().chain(&condition.inner).for_each(|part| count(part, numbers));
}
