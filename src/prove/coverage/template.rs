//! The branches of the templates that runs render.

use super::{BranchCoverage, TemplateCoverage};
use crate::diag::Place;
use crate::engine::RunEnv;
use crate::model::Target;
use crate::php::Value;
use crate::twig::Template;
use crate::twig::provenance::Chosen;

/// A template and which ways it went.
pub(super) struct WatchedTemplate<'w> {
    target: &'w Target,
    /// `None` if it cannot be compiled, which the run itself reports.
    template: Option<Template>,
    renders: u32,
    seen: Vec<Chosen>,
}

impl<'w> WatchedTemplate<'w> {
    pub(super) fn new(target: &'w Target, env: &RunEnv) -> Self {
        let template = Template::compile(&target.template, &env.twig_settings()).ok();
        let count = template.as_ref().map_or(0, |template| template.choices().len());
        Self { target, template, renders: 0, seen: vec![Chosen::default(); count] }
    }

    /// A render that fails shows nothing.
    pub(super) fn render(&mut self, data: &Value, env: &RunEnv) {
        let Some(template) = &self.template else { return };
        let Ok(traced) = template.render_traced(data, &env.twig_settings()) else { return };
        self.renders = self.renders.saturating_add(1);
        for (seen, chosen) in self.seen.iter_mut().zip(traced.choices) {
            seen.yes = seen.yes.saturating_add(chosen.yes);
            seen.no = seen.no.saturating_add(chosen.no);
        }
    }

    pub(super) fn finish(self) -> TemplateCoverage {
        let place = |span| match &self.target.template_file {
            Some(file) => Place { file: Some(file.clone()), ..Place::span(span) },
            // The span is one of the template's text, which is inside the target's JSON.
            None => {
                Place { file: self.target.file.clone(), pointer: "/template".to_owned(), span: Some(span) }
            }
        };
        let choices = self.template.as_ref().map(Template::choices).unwrap_or_default();
        let mut branches: Vec<BranchCoverage> = choices
            .into_iter()
            .zip(&self.seen)
            .enumerate()
            .map(|(position, (choice, seen))| BranchCoverage {
                place: place(choice.span),
                choice: position,
                kind: choice.kind,
                condition: choice.condition,
                seen: *seen,
            })
            .collect();
        branches.sort_by_key(|branch| branch.place.span.map(|span| span.start));
        TemplateCoverage { target: self.target.handle.clone(), renders: self.renders, branches }
    }
}
