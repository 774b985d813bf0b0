//! What Twig knows by name: one table each of filters, functions and tests, with their documentation.

mod extras;
mod filters;
mod functions;
mod tests;

use super::code::{Run, Write};
use super::error::Fault;
use super::source::Pos;
use super::suggest;
use crate::php::Value;

/// How a callable is described.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub name: &'static str,
    /// How it is written with all its arguments.
    pub signature: &'static str,
    /// What it does, in one line.
    pub doc: &'static str,
    /// A template that uses it.
    pub example: Example,
}

/// A template with what it prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Example {
    /// Template text
    pub template: &'static str,
    /// Context as JSON
    pub context: &'static str,
    /// What is printed with the default settings
    pub output: &'static str,
}

/// A parameter; without a default it is required.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Param {
    pub name: &'static str,
    pub default: Option<DefaultValue>,
}

/// The default of a parameter.
#[derive(Clone, Copy, Debug)]
pub(crate) enum DefaultValue {
    Null,
    Int(i64),
    Bool(bool),
    Str(&'static str),
    Empty,
}

impl DefaultValue {
    pub(crate) fn value(self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Int(int) => Value::Int(int),
            Self::Bool(flag) => Value::Bool(flag),
            Self::Str(text) => Value::from(text),
            Self::Empty => Value::list(Vec::new()),
        }
    }
}

/// For which escaping strategies a result is safe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Safety {
    None,
    Html,
    All,
}

/// Callables that the compiler treats in a way of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Plain,
    Escape,
    Raw,
    Default,
    Defined,
    Attribute,
    Block,
    Load,
}

/// A filter.
#[derive(Debug)]
pub(crate) struct Filter {
    pub entry: Entry,
    pub params: &'static [Param],
    pub is_variadic: bool,
    pub safety: Safety,
    /// The input is escaped for HTML first.
    pub pre_escapes: bool,
    pub form: Form,
    pub run: Run,
    /// Does the same into a text, if the filter always gives text.
    pub write: Option<Write>,
}

/// A function.
#[derive(Debug)]
pub(crate) struct Function {
    pub entry: Entry,
    pub params: &'static [Param],
    pub is_variadic: bool,
    pub safety: Safety,
    pub form: Form,
    /// It may read variables that it does not name.
    pub sees_context: bool,
    pub run: Run,
}

/// A test.
#[derive(Debug)]
pub(crate) struct Test {
    pub entry: Entry,
    pub params: &'static [Param],
    pub form: Form,
    pub run: Run,
}

impl Test {
    /// True if its one argument may follow without parentheses, as in `divisible by 3`.
    pub(crate) fn takes_bare_argument(&self) -> bool {
        matches!(self.params, [only] if only.default.is_none())
    }
}

const fn required(name: &'static str) -> Param {
    Param { name, default: None }
}

const fn optional(name: &'static str, default: DefaultValue) -> Param {
    Param { name, default: Some(default) }
}

const fn null(name: &'static str) -> Param {
    optional(name, DefaultValue::Null)
}

const fn entry(name: &'static str, signature: &'static str, doc: &'static str, example: Example) -> Entry {
    Entry { name, signature, doc, example }
}

const fn example(template: &'static str, context: &'static str, output: &'static str) -> Example {
    Example { template, context, output }
}

pub(crate) fn filter(name: &str) -> Option<&'static Filter> {
    filters::FILTERS.iter().find(|filter| filter.entry.name == name)
}

pub(crate) fn function(name: &str) -> Option<&'static Function> {
    functions::FUNCTIONS.iter().find(|function| function.entry.name == name)
}

pub(crate) fn test(name: &str) -> Option<&'static Test> {
    let is_named = |test: &&Test| test.entry.name == name;
    tests::TESTS.iter().find(is_named)
}

/// Whether `kind` (filter, function or test) has this name.
pub(crate) fn exists(kind: &str, name: &str) -> bool {
    match kind {
        "filter" => filter(name).is_some(),
        "function" => function(name).is_some() || name == "parent",
        _ => test(name).is_some(),
    }
}

/// The error for a name that is not in core Twig.
pub(crate) fn unknown(kind: &str, name: &str, pos: Pos) -> Fault {
    let message = format!("Unknown \"{name}\" {kind}.");
    let known = match kind {
        "filter" => extras::FILTER_ORDER,
        "function" => extras::FUNCTION_ORDER,
        _ => extras::TEST_ORDER,
    };
    let names = known.iter().copied();
    let fault = Fault::syntax(suggest::with_suggestion(message, name, names), pos);
    match extras::find(kind, name) {
        Some(package) => fault.with_hint(format!(
            "`{name}` is not in core Twig; the package {package} or an extension of the application may provide it"
        )),
        None => fault,
    }
}

/// The filters of core Twig.
pub fn filters() -> impl ExactSizeIterator<Item = &'static Entry> {
    filters::FILTERS.iter().map(|filter| &filter.entry)
}

/// The functions of core Twig.
pub fn functions() -> impl ExactSizeIterator<Item = &'static Entry> {
    functions::FUNCTIONS.iter().map(|function| &function.entry)
}

/// The tests of core Twig, which follow `is`.
pub fn tests() -> impl ExactSizeIterator<Item = &'static Entry> {
    tests::TESTS.iter().map(|test| &test.entry)
}
