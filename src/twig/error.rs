//! What stops a template: Twig's own class, message and line, and our column and span.

use crate::diag::Span;
use std::fmt;

/// A bound that a template ran into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Limit {
    /// Macros or blocks inside one another
    Recursion,
    /// Expressions or tags inside one another in the source
    Nesting,
    /// Loop turns
    Steps,
    /// Items of a range
    RangeItems,
    /// Bytes of output
    OutputBytes,
}

/// An error of a template, in Twig's own words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct TwigError {
    /// PHP class, `Twig\Error\SyntaxError`, `Twig\Error\RuntimeError` or `Twig\Error\LoaderError`.
    pub class: &'static str,
    /// Twig's message.
    pub message: String,
    /// Line that Twig reports, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// The text at fault.
    pub span: Span,
    /// The bound of [`crate::twig::Settings`] that was hit, if one was.
    pub limit: Option<Limit>,
    /// What may help, beyond Twig's message.
    pub hint: Option<String>,
}

impl fmt::Display for TwigError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} at line {}, column {}", self.message, self.line, self.column)
    }
}

impl TwigError {
    /// Class of an error in the source.
    pub const SYNTAX: &'static str = "Twig\\Error\\SyntaxError";
    /// Class of an error while rendering.
    pub const RUNTIME: &'static str = "Twig\\Error\\RuntimeError";
    /// Class of a missing template.
    pub const LOADER: &'static str = "Twig\\Error\\LoaderError";

    /// The source line with a caret under the place.
    ///
    /// ```no_run
    /// use reagent::twig::{Settings, Template};
    /// let source = "Hello\n{{ nme( }}";
    /// let error = Template::compile(source, &Settings::default()).unwrap_err();
    /// assert!(error.excerpt(source).starts_with("2 | {{ nme( }}\n"));
    /// ```
    pub fn excerpt(&self, source: &str) -> String {
        let number = self.span.line.to_string();
        let text = source.lines().nth(self.span.line.saturating_sub(1) as usize).unwrap_or_default();
        let pad = " ".repeat(number.len() + 3 + self.column.saturating_sub(1) as usize);
        let width = source
            .get(self.span.start..self.span.end)
            .map_or(1, |part| part.lines().next().unwrap_or_default().chars().count().max(1));
        format!("{number} | {text}\n{pad}{}", "^".repeat(width))
    }
}
