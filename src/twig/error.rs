//! What stops a template: Twig's own class, message and line, and our column and span.

use super::source::{Pos, Source};
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
    /// ```
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

/// An error on its way to a place: raised without one by a filter, located by the nearest expression that knows.
#[derive(Clone, Debug)]
pub(crate) struct Fault(Box<FaultParts>);

/// What a fault knows; boxed, because results travel far and faults are rare.
#[derive(Clone, Debug)]
struct FaultParts {
    class: &'static str,
    message: String,
    /// The line that Twig reports and the text at fault.
    at: Option<(u32, Pos)>,
    limit: Option<Limit>,
    hint: Option<String>,
}

/// A result that may carry a fault.
pub(crate) type Outcome<T> = Result<T, Fault>;

impl Fault {
    fn new(class: &'static str, message: String) -> Self {
        Self(Box::new(FaultParts { class, message, at: None, limit: None, hint: None }))
    }

    /// An error in the source.
    pub(crate) fn syntax(message: impl Into<String>, pos: Pos) -> Self {
        let mut fault = Self::new(TwigError::SYNTAX, message.into());
        fault.0.at = Some((pos.line, pos));
        fault
    }

    /// Twig's own runtime error.
    pub(crate) fn runtime(message: impl Into<String>) -> Self {
        Self::new(TwigError::RUNTIME, message.into())
    }

    /// An error or exception that PHP throws, in the words that Twig wraps around it.
    pub(crate) fn php(message: impl fmt::Display) -> Self {
        Self::runtime(format!(
            "An exception has been thrown during the rendering of a template (\"{message}\")."
        ))
    }

    /// A template that is not there.
    pub(crate) fn loader(message: impl Into<String>) -> Self {
        Self::new(TwigError::LOADER, message.into())
    }

    /// A bound that was hit.
    pub(crate) fn limit(limit: Limit, message: impl Into<String>) -> Self {
        let mut fault = Self::new(TwigError::RUNTIME, message.into());
        fault.0.limit = Some(limit);
        fault
    }

    /// The same as an error in the source.
    pub(crate) fn into_syntax(mut self, pos: Pos) -> Self {
        self.0.class = TwigError::SYNTAX;
        self.located(pos.line, pos)
    }

    /// Adds what may help.
    pub(crate) fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.0.hint = Some(hint.into());
        self
    }

    /// Gives it a place unless it has one.
    pub(crate) fn located(mut self, line: u32, pos: Pos) -> Self {
        self.0.at.get_or_insert((line, pos));
        self
    }

    pub(crate) fn into_error(self, source: &Source) -> TwigError {
        let (line, pos) = self.0.at.unwrap_or_default();
        let span = source.span(pos);
        TwigError {
            class: self.0.class,
            message: self.0.message,
            line,
            column: span.column,
            span,
            limit: self.0.limit,
            hint: self.0.hint,
        }
    }
}
