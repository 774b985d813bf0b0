//! Coverage as people and programs read it.

use super::{Paint, render};
use crate::prove::{Coverage, Ratio, Uncovered};
use minijinja::value::Serde;
use minijinja::{Value, context};
use serde::Serialize;

/// The coverage of several workspaces, with what follows from it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CoverageReport {
    /// Of everything.
    pub ratio: Ratio,
    /// What no run has shown.
    pub uncovered: Vec<Uncovered>,
    /// A line for each trigger and each template.
    pub parts: Vec<CoveragePart>,
    /// Every condition, action and branch.
    pub details: Vec<Coverage>,
}

/// How much of one trigger or template was seen.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CoveragePart {
    /// The trigger's name, or the target's handle.
    pub name: String,
    /// How much.
    pub ratio: Ratio,
}

impl CoverageReport {
    /// Sums up.
    pub fn new(details: Vec<Coverage>) -> Self {
        let parts = details.iter().flat_map(|coverage| {
            let triggers = coverage.triggers.iter().map(|trigger| (trigger.name.clone(), trigger.ratio()));
            let templates = coverage.templates.iter();
            let templates =
                templates.map(|template| (format!("template of {}", template.target), template.ratio()));
            triggers.chain(templates).map(|(name, ratio)| CoveragePart { name, ratio })
        });
        Self {
            ratio: details.iter().map(Coverage::ratio).sum(),
            uncovered: details.iter().flat_map(Coverage::uncovered).collect(),
            parts: parts.collect(),
            details,
        }
    }
}

/// Coverage as text: a line for each trigger and template, then what is missing.
pub fn coverage_text(report: &CoverageReport, paint: Paint) -> String {
    let full: Vec<bool> = report.parts.iter().map(|part| part.ratio.is_full()).collect();
    render(
        include_str!("../../assets/report/coverage.txt"),
        context! { coverage => Value::from(Serde(report)), full => full, colours => paint.0 },
    )
}
