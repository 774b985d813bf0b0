//! The compiled form: names are slots, filters are function pointers, escaping is decided.

use super::ast::{Access, BinaryOp, Name, UnaryOp};
use super::error::Outcome;
use super::escape::Escaper;
use super::eval::Runtime;
use super::provenance::ChoiceKind;
use super::source::Pos;
use crate::php::{Array, Key, Value};
use indexmap::IndexSet;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The place of a variable in a frame.
pub(crate) type Slot = usize;

/// A place in the program where the template goes one way or the other.
pub(crate) type ChoiceId = usize;

/// What runs a filter, function or test on its evaluated arguments.
pub(crate) type Run = fn(&mut Runtime<'_>, &[Value]) -> Outcome<Value>;

/// What appends the text that a filter gives, for filters that always give text.
pub(crate) type Write = fn(&mut Runtime<'_>, &mut String, &[Value]) -> Outcome<()>;

/// Where an expression is, and the line that Twig reports when PHP code in it fails: its statement's.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct At {
    pub pos: Pos,
    pub line: u32,
}

/// A compiled expression.
#[derive(Debug)]
pub(crate) enum Code {
    Const(Value),
    Slot(Slot, Pos),
    /// A variable and constant keys into it.
    Path(Box<Path>),
    Attr(Box<AttrCode>),
    List(Vec<ItemCode>),
    Map(Vec<(Option<Code>, Code)>, At),
    Concat(Vec<Code>, At),
    Unary(UnaryOp, Box<Code>, At),
    Binary(BinaryOp, Box<(Code, Code)>, At),
    Ternary(Box<(Code, Code, Code)>, ChoiceId),
    Elvis(Box<(Code, Code)>, ChoiceId),
    Coalesce(Box<(Code, Code)>),
    /// A filter or function on positional arguments.
    Call(Box<CallCode>),
    /// `default` on something that may be undefined.
    Default(Box<(Code, Code)>),
    /// Whether something exists; true for is, false for is not.
    Defined(Box<Code>, bool),
    Not(Box<Code>),
    Macro(Box<MacroCode>),
    /// The place of its code in the program, and whether it is only called where it is made
    Arrow(usize, bool),
    Assign(Box<(TargetCode, Code)>, At),
    Escape(Box<Code>, Escaper),
    Loop(LoopField, usize),
    /// `_context`
    Context,
    /// `block('name')`
    Block(Box<Code>, At),
    /// Fails when it is reached, as a template that does not exist does.
    Load(Box<Code>, At, Loading),
}

/// A list item; a spread one gives all its own.
#[derive(Debug)]
pub(crate) struct ItemCode {
    pub is_spread: bool,
    pub value: Code,
    pub at: At,
}

/// `name.key.key`
#[derive(Debug)]
pub(crate) struct Path {
    pub slot: Slot,
    pub pos: Pos,
    pub steps: Vec<Step>,
}

/// One constant key of a path.
#[derive(Debug)]
pub(crate) struct Step {
    pub key: Key,
    /// The key as written, for messages.
    pub name: Value,
    pub access: Access,
    pub is_null_safe: bool,
    pub at: At,
    /// Where the key was last found: data of one shape has its keys in the same places.
    pub hint: AtomicUsize,
}

impl Step {
    /// The value at the key.
    pub(crate) fn find<'a>(&self, array: &'a Array) -> Option<&'a Value> {
        let key = self.key.as_ref();
        if let Some((found, value)) = array.at(self.hint.load(Ordering::Relaxed))
            && found == key
        {
            return Some(value);
        }
        let position = array.position(key)?;
        self.hint.store(position, Ordering::Relaxed);
        array.at(position).map(|(_, value)| value)
    }
}

/// An attribute with a computed key or object.
#[derive(Debug)]
pub(crate) struct AttrCode {
    pub object: Code,
    pub key: Code,
    pub access: Access,
    pub is_null_safe: bool,
    pub at: At,
}

/// A call of a filter, function or test.
#[derive(Debug)]
pub(crate) struct CallCode {
    pub run: Run,
    /// Does the same into a text, which a print needs no value for.
    pub write: Option<Write>,
    pub args: Vec<Code>,
    /// Set if an argument is spread, so that places and defaults are only known at run time.
    pub spread: Option<Spread>,
    pub at: At,
}

/// A call with spread arguments.
#[derive(Debug)]
pub(crate) struct Spread {
    pub from: usize,
    /// Values for places that the spread does not fill.
    pub defaults: Vec<Value>,
}

/// A call of a macro.
#[derive(Debug)]
pub(crate) struct MacroCode {
    pub name: Name,
    pub args: Vec<(Option<Name>, bool, Code)>,
    pub at: At,
}

/// A closure's code.
#[derive(Debug)]
pub(crate) struct ArrowCode {
    pub params: Vec<Slot>,
    pub body: Code,
    /// Whether the body assigns, so that each call needs a fresh frame.
    pub assigns: bool,
}

/// A place to assign to.
#[derive(Debug)]
pub(crate) enum TargetCode {
    Slot(Slot),
    List(Vec<Option<TargetCode>>),
    Map(Vec<(Code, TargetCode)>),
}

/// What the loop variable knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LoopField {
    Index,
    Index0,
    RevIndex,
    RevIndex0,
    First,
    Last,
    Length,
}

impl LoopField {
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "index" => Self::Index,
            "index0" => Self::Index0,
            "revindex" => Self::RevIndex,
            "revindex0" => Self::RevIndex0,
            "first" => Self::First,
            "last" => Self::Last,
            "length" => Self::Length,
            _ => return None,
        })
    }
}

/// What happens when a template is not there, and it never is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Loading {
    /// The error of the loader
    Fails,
    /// `ignore missing`: nothing is printed
    Ignored,
    /// An import, which may name this template
    Import,
}

/// A compiled statement.
#[derive(Debug)]
pub(crate) enum Op {
    Text(Box<str>, Pos),
    Print(Code, At),
    If(Vec<(Code, Vec<Op>, ChoiceId)>, Vec<Op>),
    For(Box<ForOp>),
    Set(Slot, Code),
    /// Several values are computed before the first is set.
    SetMany(Vec<Slot>, Vec<Code>),
    Capture(Slot, Vec<Op>),
    With(Box<WithOp>),
    Block(Name, At),
    Do(Code),
}

/// A loop.
#[derive(Debug)]
pub(crate) struct ForOp {
    pub key: Option<Slot>,
    pub value: Slot,
    pub seq: Code,
    pub body: Vec<Op>,
    pub otherwise: Vec<Op>,
    /// Variables that body or else may create; they end with the loop unless they were there before.
    pub assigned: Vec<Slot>,
    /// The slot of `loop`, if it must exist as an array; its fields are else read from the loop's state.
    pub loop_slot: Option<Slot>,
    /// Whether `loop.parent` is read, so that the context must be kept.
    pub keeps_parent: bool,
    pub choice: ChoiceId,
    pub at: At,
}

/// `{% with %}`
#[derive(Debug)]
pub(crate) struct WithOp {
    pub variables: Option<Code>,
    pub is_only: bool,
    pub body: Vec<Op>,
    pub at: At,
}

/// A compiled macro.
#[derive(Debug)]
pub(crate) struct MacroBody {
    pub params: Vec<(Name, Slot, Code)>,
    pub varargs: Slot,
    pub body: Vec<Op>,
}

/// A compiled template.
#[derive(Debug)]
pub(crate) struct Program {
    /// Variable names by slot.
    pub names: indexmap::IndexSet<Name, rustc_hash::FxBuildHasher>,
    pub body: Vec<Op>,
    pub blocks: indexmap::IndexMap<Name, Vec<Op>>,
    pub macros: indexmap::IndexMap<Name, MacroBody>,
    pub arrows: Vec<ArrowCode>,
    /// Where the template goes one way or the other, in the order of compilation.
    pub choices: IndexSet<(ChoiceKind, Pos)>,
    /// `extends` and `use`, which run first
    pub loads: Vec<Code>,
}
