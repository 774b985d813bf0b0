//! The smallest change: searched for by a worker, then added as a context or made in the rule.

use super::super::effect::{Effect, Job};
use super::super::state::{Dialog, JobId};
use super::super::wish::{Found, Search, Wanted};
use super::Turn;
use crate::document::{ArgumentEdit, ChainId, Edit, NewObject, ObjectId, chain_in_order, target_by_id};
use crate::engine::{BranchWish, Goal, Wish};
use crate::json::Json;
use crate::model::{ActionId, Context, TriggerId};
use std::sync::Arc;

impl Turn<'_> {
    pub(in crate::app) fn make_it_fire(&mut self) {
        self.find_change(Wanted::Fires);
    }

    /// Begins a search and shows its dialog; the one before is dropped.
    pub(in crate::app) fn find_change(&mut self, wanted: Wanted) {
        let key = match &wanted {
            Wanted::Branch { target, .. } => self.state.run_of_target(*target),
            _ => self.state.shown_run(),
        };
        let Some(key) = key else {
            return self.warn("Add a context first: a change starts from one");
        };
        let goal = match (&wanted, self.goal_of(key.trigger, &wanted)) {
            (Wanted::Fires, _) => None,
            (_, Some(goal)) => Some(goal),
            (_, None) => return self.warn("That is not in the shown trigger any more"),
        };
        self.drop_search();
        let (stamp, workspace) = (self.state.stamp(), Arc::clone(self.state.workspace()));
        let job = Job::FindChange { key, workspace, settings: self.run_settings(), goal };
        let job = self.start_in_dialog("Search for the smallest change", job);
        self.state.results.search = Some(Search { key, wanted, stamp, found: None, job });
        self.show(Some(Dialog::Change));
    }

    /// What a run should show; `None` if that has no place in the trigger, or the trigger should only fire.
    fn goal_of(&self, trigger: TriggerId, wanted: &Wanted) -> Option<Goal> {
        let wish = |action: ActionId, pointer: &str, holds: bool| {
            Some(Wish { step: self.step_of(trigger, action)?, pointer: pointer.to_owned(), holds })
        };
        match wanted {
            Wanted::Fires => None,
            Wanted::Part { action, pointer, holds } => wish(*action, pointer, *holds).map(Goal::Part),
            Wanted::Argument { action, name, pointer, holds } => {
                Some(Goal::Argument(name.clone(), wish(*action, pointer, *holds)?))
            }
            Wanted::Reached(action) => self.step_of(trigger, *action).map(Goal::Reached),
            Wanted::Branch { target, choice, taken } => {
                let target = target_by_id(self.state.workspace(), *target)?.handle.clone();
                Some(Goal::Branch(BranchWish { target, choice: *choice, taken: *taken }))
            }
        }
    }

    /// An action's position in the order of running, from 1.
    fn step_of(&self, trigger: TriggerId, action: ActionId) -> Option<usize> {
        let chain = chain_in_order(self.state.workspace(), ChainId::Trigger(trigger));
        chain.iter().position(|other| other.id == action).map(|at| at + 1)
    }

    /// Stops the search that runs and forgets what it found.
    pub(in crate::app) fn drop_search(&mut self) {
        if let Some(search) = self.state.results.search.take()
            && self.end_job(search.job).is_some()
        {
            self.effects.push(Effect::Cancel(search.job));
        }
    }

    pub(in crate::app) fn change_found(&mut self, job: JobId, found: Found) {
        self.end_job(job);
        let stamp = self.state.stamp();
        let Some(search) = self.state.results.search.as_mut().filter(|search| search.job == job) else {
            return;
        };
        let is_late = search.stamp != stamp;
        let late = || Found::Failed("Something was changed meanwhile; search again".to_owned());
        search.found = Some(Arc::new(if is_late { late() } else { found }));
    }

    pub(in crate::app) fn search_failed(&mut self, job: JobId, error: &str) -> bool {
        let is_ours = self.state.results.search.as_ref().is_some_and(|search| search.job == job);
        if is_ours {
            self.change_found(job, Found::Failed(error.to_owned()));
        }
        is_ours
    }

    /// What was found, as long as it is of the state that is shown.
    fn fresh_search(&mut self) -> Option<Search> {
        match self.state.search_for_change() {
            Some((search, true)) => Some(search.clone()),
            Some((_, false)) => {
                self.warn("Something was changed meanwhile; search again");
                None
            }
            None => None,
        }
    }

    /// Adds the changed context, shows the trigger on it, and runs it.
    pub(in crate::app) fn add_changed_context(&mut self) {
        let Some(search) = self.fresh_search() else { return };
        let (Some(variant), Some(base)) = (search.context(), self.state.workspace().context(search.base()))
        else {
            return self.warn("There is no change to add");
        };
        let name = format!("{}-{}", base.name, self.suffix(&search));
        let context =
            Context { name, event: base.event.clone(), data: variant.context.clone(), ..Context::default() };
        let edit = Edit::Add(NewObject::Context(Box::new(context)));
        let added = match self.state.document.apply(edit, self.at_millis) {
            Ok(applied) => applied.added,
            Err(error) => return self.warn(error.to_string()),
        };
        self.show(None);
        let Some(ObjectId::Context(id)) = added else { return };
        self.choose_context(search.key.trigger, id);
        if let Wanted::Branch { target, .. } = search.wanted {
            self.choose_sample(target, id);
        }
        if !self.state.settings.runs_on_edit {
            self.run_shown();
        }
        let name = self.state.workspace().context(id).map(|context| context.name.clone()).unwrap_or_default();
        self.offer_undo(format!("Added the context '{name}'"));
    }

    /// What a changed context is called after.
    fn suffix(&self, search: &Search) -> String {
        match &search.wanted {
            Wanted::Fires => "fires".to_owned(),
            Wanted::Part { action, pointer, holds } => {
                let step = self.step_of(search.key.trigger, *action).unwrap_or_default();
                match (pointer.is_empty(), holds) {
                    (true, true) => format!("passes-{step}"),
                    (true, false) => format!("stops-at-{step}"),
                    (false, holds) => format!("step-{step}-{holds}"),
                }
            }
            Wanted::Argument { action, name, holds, .. } => {
                let step = self.step_of(search.key.trigger, *action).unwrap_or_default();
                format!("step-{step}-{name}-{holds}")
            }
            Wanted::Reached(action) => {
                format!("reaches-{}", self.step_of(search.key.trigger, *action).unwrap_or_default())
            }
            Wanted::Branch { choice, taken, .. } => {
                format!("branch-{}-{}", choice + 1, if *taken { "taken" } else { "skipped" })
            }
        }
    }

    /// Makes the change of the rule's constants as one edit and shows it.
    pub(in crate::app) fn change_rule(&mut self) {
        let Some(search) = self.fresh_search() else { return };
        let Some(Found::Fires(flip)) = search.found.as_deref() else { return };
        let Ok(variant) = &flip.rule else { return self.warn("There is no change of the rule to make") };
        let chain = chain_in_order(self.state.workspace(), ChainId::Trigger(search.key.trigger));
        let mut edits = Vec::new();
        let mut first: Option<(ActionId, String)> = None;
        for change in &variant.changes {
            let step = change.step.and_then(|step| chain.get(step.checked_sub(1)?));
            let (Some(action), Some(to)) = (step, &change.to) else {
                return self.warn("The rule is not as it was; search again");
            };
            let place = ArgumentEdit::ValueAt(change.pointer.clone(), Json::from(to));
            edits.push(Edit::Argument(action.id, "condition".to_owned(), place));
            first.get_or_insert((action.id, change.pointer.clone()));
        }
        self.show(None);
        self.edit(Edit::Batch { label: "Change the rule".to_owned(), edits });
        if let Some((action, pointer)) = first {
            self.show_part(action, Some(pointer));
        }
        self.offer_undo(crate::diag::upper_first(&variant.sentence.replacen(
            "Fires if",
            "Changed the rule:",
            1,
        )));
    }
}
