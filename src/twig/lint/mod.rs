//! The payload linter: finds what makes a template's output something else than the JSON that was meant.
//!
//! A JSON machine reads the template's own text, so that at each `{{ … }}` it is known whether the value stands in a
//! key, in quotes or bare; what is known of the expression (its last filter, the escaping in force, its name) then
//! tells whether that can go wrong. Not a check against sample data: that is [`crate::twig::adversarial`].
//! Main entries: [`lint`] and [`lint_fields`].

mod condition;
mod edit;
mod finding;
mod flaw;
mod leaf;
pub(crate) mod names;
mod place;
mod reads;
mod shape;
mod state;
mod tags;
mod walk;

pub use names::FieldKind;
pub use reads::Read;

use super::ast::Module;
use super::source::Source;
use super::{Settings, TwigError, compile, lexer, parser};
use crate::diag::{Diagnostic, Fix, Place, Severity, TextEdit};

/// What is known of the fields that a template reads, by dotted path; `*` stands for any item of a list.
pub type Fields<'f> = &'f dyn Fn(&str) -> Option<FieldKind>;

/// What is wrong or risky in a template that makes JSON. An empty template has no findings.
///
/// ```
/// use reagent::twig::{Settings, lint};
/// let found = lint(r#"{"name": "{{ first_name }}"}"#, &Settings::default());
/// assert_eq!(found[0].code, "payload/unescaped-text");
/// let fixed = found[0].fixes[0].apply(r#"{"name": "{{ first_name }}"}"#).unwrap();
/// assert_eq!(fixed, r#"{"name": "{{ first_name|e('js') }}"}"#);
/// ```
pub fn lint(source: &str, settings: &Settings) -> Vec<Diagnostic> {
    lint_fields(source, settings, &|_| None)
}

/// The same as [`lint`], knowing more of the fields than their names tell.
pub fn lint_fields(source: &str, settings: &Settings, fields: Fields<'_>) -> Vec<Diagnostic> {
    if source.trim().is_empty() {
        return Vec::new();
    }
    let text = Source::new(source);
    match parsed(&text, settings) {
        Ok(module) => walk::findings(&module, &text, settings.autoescape, fields),
        Err(error) => vec![broken(source, &error)],
    }
}

/// The paths of the context that a template reads, each with the place where it stands and whether the template
/// provides for its absence (`default`, `??`, `is defined`). Nothing for a template that does not compile.
pub fn reads(source: &str, settings: &Settings) -> Vec<Read> {
    let text = Source::new(source);
    match parsed(&text, settings) {
        Ok(module) => walk::reads(&module, &text, settings.autoescape),
        Err(_) => Vec::new(),
    }
}

fn parsed(source: &Source, settings: &Settings) -> Result<Module, TwigError> {
    let module = lexer::tokenize(source.text()).and_then(parser::parse);
    let module = module.map_err(|fault| fault.into_error(source))?;
    match compile::compile(&module, settings.autoescape) {
        Ok(_) => Ok(module),
        Err(fault) => Err(fault.into_error(source)),
    }
}

/// A template that does not compile.
fn broken(source: &str, error: &TwigError) -> Diagnostic {
    let unknown = error.message.strip_prefix("Unknown \"").and_then(|rest| rest.split_once('"'));
    let code = if unknown.is_some() { "template/unknown-name" } else { "template/syntax" };
    let message = format!("the template is never rendered: {}", error.message.trim_end_matches('.'));
    let mut finding = Diagnostic::new(Severity::Error, code, message, Place::span(error.span));
    finding.hints.extend(error.hint.clone());
    let near = error.message.split_once("Did you mean \"").and_then(|(_, rest)| rest.split_once('"'));
    let (Some((name, _)), Some((near, _))) = (unknown, near) else { return finding };
    let after = source.get(error.span.start..).unwrap_or_default();
    let Some(at) = after.find(name) else { return finding };
    let start = error.span.start + at;
    let edit = TextEdit { start, end: start + name.len(), new_text: near.to_owned() };
    finding.fix(Fix { title: format!("write `{near}`"), edits: vec![edit] })
}
