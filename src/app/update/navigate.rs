//! What is shown and chosen.

use super::super::effect::WindowEffect;
use super::super::problems::Problem;
use super::super::query::is_of_template;
use super::super::state::RunKey;
use super::super::syncing::SyncTab;
use super::Turn;
use crate::document::{ObjectId, chain_in_order, contains, target_by_id};
use crate::model::{ActionId, ContextId, TriggerId};

impl Turn<'_> {
    pub(in crate::app) fn select(&mut self, object: ObjectId) {
        if !self.state.has(&object) {
            return self.warn("That is not in the workspace any more");
        }
        if self.state.sync.tab == SyncTab::Shown {
            self.state.sync.tab = SyncTab::Behind;
        }
        let selection = &mut self.state.selection;
        if !selection.tabs.contains(&object) {
            let shown = selection.tabs.iter().position(|tab| Some(tab) == selection.object.as_ref());
            selection.tabs.insert(shown.map_or(selection.tabs.len(), |at| at + 1), object.clone());
        }
        if selection.object.as_ref() != Some(&object) {
            selection.object = Some(object);
            (selection.action, selection.part, selection.step_idx) = (None, None, None);
            selection.span = None;
        }
    }

    pub(in crate::app) fn select_action(&mut self, action: Option<ActionId>) {
        self.state.selection.action = action;
        self.state.selection.part = None;
    }

    /// Chooses a step of the run and its action with it.
    pub(in crate::app) fn select_step(&mut self, step_idx: Option<usize>) {
        let action = step_idx.and_then(|idx| {
            let chain = self.state.chain()?;
            chain_in_order(self.state.workspace(), chain).get(idx).map(|action| action.id)
        });
        let count = self.step_count();
        self.state.selection.step_idx = step_idx.filter(|idx| *idx < count);
        if action.is_some() {
            self.select_action(action);
            self.window(WindowEffect::ScrollToSelection);
        }
    }

    fn step_count(&self) -> usize {
        let report = self.state.shown_run().and_then(|key| self.state.result(key));
        report.map_or(0, |(report, _)| report.steps.len())
    }

    pub(in crate::app) fn step_forward(&mut self) {
        let last = self.step_count().saturating_sub(1);
        let next = self.state.selection.step_idx.map_or(0, |idx| (idx + 1).min(last));
        self.select_step(Some(next));
    }

    pub(in crate::app) fn step_back(&mut self) {
        let last = self.step_count().saturating_sub(1);
        let next = self.state.selection.step_idx.map_or(last, |idx| idx.saturating_sub(1));
        self.select_step(Some(next));
    }

    pub(in crate::app) fn choose_context(&mut self, trigger: TriggerId, context: ContextId) {
        let workspace = self.state.workspace();
        if workspace.trigger(trigger).is_none() || workspace.context(context).is_none() {
            return self.warn("That is not in the workspace any more");
        }
        self.state.selection.contexts.insert(trigger, context);
    }

    pub(in crate::app) fn next_context(&mut self) {
        self.turn_context(1);
    }

    pub(in crate::app) fn previous_context(&mut self) {
        self.turn_context(-1);
    }

    fn turn_context(&mut self, step: isize) {
        let Some(RunKey { trigger, context }) = self.state.shown_run() else { return };
        let workspace = self.state.workspace();
        let event = workspace.trigger(trigger).map_or("", |trigger| trigger.event.as_str());
        let ids: Vec<ContextId> = workspace.contexts_of(event).map(|context| context.id).collect();
        if let Some(next) = turned(&ids, Some(&context), step) {
            self.choose_context(trigger, next);
        }
    }

    pub(in crate::app) fn select_next(&mut self) {
        self.turn_object(1);
    }

    pub(in crate::app) fn select_previous(&mut self) {
        self.turn_object(-1);
    }

    fn turn_object(&mut self, step: isize) {
        let objects = self.state.objects();
        if let Some(object) = turned(&objects, self.state.selection.object.as_ref(), step) {
            self.select(object);
            self.window(WindowEffect::ScrollToSelection);
        }
    }

    pub(in crate::app) fn next_tab(&mut self) {
        self.turn_tab(1);
    }

    pub(in crate::app) fn previous_tab(&mut self) {
        self.turn_tab(-1);
    }

    fn turn_tab(&mut self, step: isize) {
        let selection = &self.state.selection;
        if let Some(object) = turned(&selection.tabs, selection.object.as_ref(), step) {
            self.select(object);
        }
    }

    pub(in crate::app) fn next_problem(&mut self) {
        self.turn_problem(1);
    }

    pub(in crate::app) fn previous_problem(&mut self) {
        self.turn_problem(-1);
    }

    fn turn_problem(&mut self, step: isize) {
        let problems = self.state.problems();
        let positions: Vec<usize> = (0..problems.len()).collect();
        let Some(at) = turned(&positions, self.state.view.problem_idx.as_ref(), step) else { return };
        self.state.view.problem_idx = Some(at);
        self.state.view.panels.results = true;
        self.window(WindowEffect::ShowProblems { was_open: false });
        if let Some(problem) = problems.get(at) {
            self.show_problem(problem);
        }
    }

    /// Shows the object, the run and the place that a problem is about.
    pub(in crate::app) fn show_problem(&mut self, problem: &Problem) {
        if let Some(run) = problem.run {
            self.state.selection.contexts.insert(run.trigger, run.context);
        }
        let Some(object) = problem.object.clone() else { return };
        self.go_to(object.clone(), problem.action);
        if let ObjectId::Target(id) = object {
            let target = target_by_id(self.state.workspace(), id);
            let is_there = target.is_some_and(|target| is_of_template(&problem.finding, target));
            self.state.selection.span = problem.finding.place.span.filter(|_| is_there && problem.is_fresh);
        }
    }

    pub(in crate::app) fn go_to(&mut self, object: ObjectId, action: Option<ActionId>) {
        self.select(object);
        self.state.selection.span = None;
        if action.is_some() {
            self.select_action(action);
        }
        self.window(WindowEffect::ScrollToSelection);
    }

    pub(in crate::app) fn close_shown_tab(&mut self) {
        if let Some(object) = self.state.selection.object.clone() {
            self.close_tab(&object);
        }
    }

    pub(in crate::app) fn close_other_tabs(&mut self) {
        let selection = &mut self.state.selection;
        selection.tabs.retain(|tab| Some(tab) == selection.object.as_ref());
    }

    pub(in crate::app) fn close_tab(&mut self, object: &ObjectId) {
        let selection = &mut self.state.selection;
        let Some(at) = selection.tabs.iter().position(|tab| tab == object) else { return };
        selection.tabs.remove(at);
        if selection.object.as_ref() == Some(object) {
            self.show_tab_at(at);
        }
    }

    /// Shows the tab that is now where another one was.
    fn show_tab_at(&mut self, at: usize) {
        let selection = &mut self.state.selection;
        let next = selection.tabs.get(at).or(selection.tabs.last()).cloned();
        selection.object = next;
        (selection.action, selection.part, selection.step_idx) = (None, None, None);
    }

    /// Nothing that is gone stays shown or chosen.
    pub(in crate::app) fn settle_selection(&mut self) {
        let workspace = std::sync::Arc::clone(self.state.workspace());
        let selection = &mut self.state.selection;
        let shown = selection.tabs.iter().position(|tab| Some(tab) == selection.object.as_ref());
        selection.tabs.retain(|tab| contains(&workspace, tab));
        let is_gone = selection.object.as_ref().is_some_and(|object| !contains(&workspace, object));
        if is_gone {
            self.show_tab_at(shown.unwrap_or(0));
        }
        if self.state.selection.action.is_some() && self.state.shown_action().is_none() {
            self.select_action(None);
        }
        let selection = &mut self.state.selection;
        if !selection.contexts.is_empty() {
            selection.contexts.retain(|trigger, context| {
                workspace.trigger(*trigger).is_some() && workspace.context(*context).is_some()
            });
        }
        let count = self.step_count();
        self.state.selection.step_idx = self.state.selection.step_idx.filter(|idx| *idx < count);
    }
}

/// The item `step` after the current one, around the end; the first or last without a current one.
fn turned<T: Clone + PartialEq>(items: &[T], current: Option<&T>, step: isize) -> Option<T> {
    let len = isize::try_from(items.len()).ok().filter(|len| *len > 0)?;
    let at = current.and_then(|current| items.iter().position(|item| item == current));
    let next = match at.and_then(|at| isize::try_from(at).ok()) {
        Some(at) => (at + step).rem_euclid(len),
        None if step > 0 => 0,
        None => len - 1,
    };
    items.get(usize::try_from(next).ok()?).cloned()
}
