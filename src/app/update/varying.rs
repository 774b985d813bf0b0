//! Variants of a context: made by a worker, chosen in a dialog, added as one edit.

use super::super::effect::{Effect, Job};
use super::super::state::{Dialog, JobId};
use super::super::varying::{TriedVariant, VariantChoice, Varying};
use super::Turn;
use crate::contexts::VariantKind;
use crate::document::{Edit, NewObject};
use crate::model::Context;
use std::collections::BTreeSet;
use std::sync::Arc;

impl Turn<'_> {
    /// Makes the variants of the shown context and shows them.
    pub(in crate::app) fn make_variants(&mut self) {
        let Some((context, trigger)) = self.state.varied_context() else { return };
        self.drop_variants();
        let (stamp, workspace) = (self.state.stamp(), Arc::clone(self.state.workspace()));
        let job = Job::Vary { context, trigger, workspace, settings: self.run_settings() };
        let job = self.start_in_dialog("Make variants", job);
        self.state.view.varying = Some(Varying {
            context,
            trigger,
            stamp,
            found: None,
            kinds: VariantKind::ALL.into_iter().collect(),
            only_other: false,
            chosen: BTreeSet::new(),
            job,
        });
        self.show(Some(Dialog::Variants));
    }

    /// Stops making variants and forgets them.
    pub(in crate::app) fn drop_variants(&mut self) {
        if let Some(varying) = self.state.view.varying.take()
            && self.end_job(varying.job).is_some()
        {
            self.effects.push(Effect::Cancel(varying.job));
        }
    }

    pub(in crate::app) fn varied(&mut self, job: JobId, found: Vec<TriedVariant>) {
        self.end_job(job);
        if let Some(varying) = self.state.view.varying.as_mut().filter(|varying| varying.job == job) {
            varying.found = Some(Arc::new(found));
        }
    }

    pub(in crate::app) fn choose_variants(&mut self, choice: VariantChoice) {
        let Some(varying) = self.state.view.varying.as_mut() else { return };
        match choice {
            VariantChoice::Kind(kind, true) => drop(varying.kinds.insert(kind)),
            VariantChoice::Kind(kind, false) => drop(varying.kinds.remove(&kind)),
            VariantChoice::OnlyOther(is_only) => varying.only_other = is_only,
            VariantChoice::Item(at, true) => drop(varying.chosen.insert(at)),
            VariantChoice::Item(at, false) => drop(varying.chosen.remove(&at)),
            VariantChoice::All(true) => varying.chosen = varying.listed().into_iter().collect(),
            VariantChoice::All(false) => varying.chosen.clear(),
            VariantChoice::Accept => return self.add_variants(),
        }
        // What is not listed is not added unseen.
        let listed: BTreeSet<usize> = varying.listed().into_iter().collect();
        varying.chosen.retain(|at| listed.contains(at));
    }

    fn add_variants(&mut self) {
        let Some((varying, true)) = self.state.varying() else {
            return self.warn("Something was changed meanwhile; make the variants again");
        };
        let (Some(base), Some(found)) = (self.state.workspace().context(varying.context), &varying.found)
        else {
            return;
        };
        let chosen = varying.chosen.iter().filter_map(|at| found.get(*at));
        let edits: Vec<Edit> = chosen
            .map(|one| {
                let name = format!("{}--{}", base.name, one.variant.name);
                let (event, data) = (base.event.clone(), one.variant.data.clone());
                Edit::Add(NewObject::Context(Box::new(Context { name, event, data, ..Context::default() })))
            })
            .collect();
        let count = edits.len();
        if count == 0 {
            return self.warn("Choose the variants to add");
        }
        self.show(None);
        let label = if count == 1 { "Add 1 variant".to_owned() } else { format!("Add {count} variants") };
        match self.state.document.apply(Edit::Batch { label: label.clone(), edits }, self.at_millis) {
            Ok(_) => self.offer_undo(label.replacen("Add", "Added", 1)),
            Err(error) => self.warn(error.to_string()),
        }
    }
}
