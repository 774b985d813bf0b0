//! The syntax tree, as written: names unresolved, nothing escaped yet.

use super::catalogue::{Filter, Function, Test};
use super::source::Pos;
use crate::php::Value;
use std::sync::Arc;

/// A name in the source.
pub(crate) type Name = Arc<str>;

/// An expression.
#[derive(Clone, Debug)]
pub(crate) struct Expr {
    pub kind: ExprKind,
    pub pos: Pos,
    /// Levels of expressions inside it, so that nothing walks too deep.
    pub depth: u16,
    /// Written in parentheses.
    pub is_grouped: bool,
}

/// Operators with one operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UnaryOp {
    Not,
    Neg,
    Pos,
}

/// Operators with two operands that are always both evaluated, and `and`/`or`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BinaryOp {
    Or,
    Xor,
    And,
    BitOr,
    BitXor,
    BitAnd,
    Equal,
    NotEqual,
    Same,
    NotSame,
    Spaceship,
    Less,
    Greater,
    LessEqual,
    GreaterEqual,
    In,
    NotIn,
    Matches,
    StartsWith,
    EndsWith,
    HasSome,
    HasEvery,
    Range,
    Add,
    Sub,
    Mul,
    Div,
    FloorDiv,
    Mod,
    Pow,
}

/// How an attribute is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// `a.b`
    Dot,
    /// `a[b]`
    Bracket,
    /// `a.b()`
    Method,
}

/// Arguments as written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Args {
    pub items: Vec<Arg>,
}

/// One argument.
#[derive(Clone, Debug)]
pub(crate) struct Arg {
    pub name: Option<Name>,
    pub is_spread: bool,
    pub value: Expr,
}

/// An entry of a list.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub is_spread: bool,
    pub value: Expr,
}

/// An entry of a mapping; a spread has no key.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub key: Option<Expr>,
    pub value: Expr,
}

/// A place to assign to.
#[derive(Clone, Debug)]
pub(crate) enum Target {
    Name(Name),
    /// `[a, , b]`
    List(Vec<Option<Target>>),
    /// `{a, b: c}`
    Map(Vec<(Expr, Target)>),
}

/// A name that a callable resolved to, or one that `guard` allowed to be unknown.
#[derive(Debug)]
pub(crate) enum Known<T: 'static> {
    Core(&'static T),
    Guarded,
}

impl<T> Clone for Known<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Known<T> {}

/// The kinds of expression.
#[derive(Clone, Debug)]
pub(crate) enum ExprKind {
    Const(Value),
    Name(Name),
    List(Vec<Item>),
    Map(Vec<Entry>),
    /// `~` and interpolated strings
    Concat(Vec<Expr>),
    Unary(UnaryOp, Box<Expr>),
    Binary(BinaryOp, Box<Expr>, Box<Expr>),
    Ternary(Box<Expr>, Box<Expr>, Box<Expr>),
    Elvis(Box<Expr>, Box<Expr>),
    Coalesce(Box<Expr>, Box<Expr>),
    Attr(Box<Attr>),
    Filter(Box<FilterCall>),
    Call(Box<FunctionCall>),
    Macro(Box<MacroCall>),
    Test(Box<TestCall>),
    Arrow(Box<ArrowFn>),
    Assign(Box<(Target, Expr)>),
    /// `parent()`
    Parent,
    /// A list of names before `=>`
    Params(Vec<(Name, Pos)>),
    /// The empty place in `[a, , b] = …`
    Hole,
}

/// `object.key`, `object[key]`
#[derive(Clone, Debug)]
pub(crate) struct Attr {
    pub object: Expr,
    pub key: Expr,
    pub access: Access,
    pub is_null_safe: bool,
    pub args: Args,
}

/// `input|name(args)`
#[derive(Clone, Debug)]
pub(crate) struct FilterCall {
    pub input: Expr,
    pub filter: Known<Filter>,
    pub args: Args,
}

/// `name(args)`
#[derive(Clone, Debug)]
pub(crate) struct FunctionCall {
    pub function: Known<Function>,
    pub args: Args,
}

/// A call of a macro of this template.
#[derive(Clone, Debug)]
pub(crate) struct MacroCall {
    pub name: Name,
    pub args: Args,
}

/// `input is name(args)`
#[derive(Clone, Debug)]
pub(crate) struct TestCall {
    pub input: Expr,
    pub test: Known<Test>,
    pub args: Args,
    pub is_negated: bool,
}

/// `(params) => body`
#[derive(Clone, Debug)]
pub(crate) struct ArrowFn {
    pub params: Vec<Name>,
    pub body: Expr,
}

impl Expr {
    pub(crate) fn new(kind: ExprKind, pos: Pos) -> Self {
        let depth = kind.inner_depth().saturating_add(1);
        Self { kind, pos, depth, is_grouped: false }
    }

    pub(crate) fn constant(value: impl Into<Value>, pos: Pos) -> Self {
        Self::new(ExprKind::Const(value.into()), pos)
    }

    pub(crate) fn name(&self) -> Option<&Name> {
        match &self.kind {
            ExprKind::Name(name) => Some(name),
            _ => None,
        }
    }
}

impl Args {
    fn depth(&self) -> u16 {
        self.items.iter().map(|arg| arg.value.depth).max().unwrap_or(0)
    }
}

impl ExprKind {
    fn inner_depth(&self) -> u16 {
        match self {
            Self::Const(_) | Self::Name(_) | Self::Parent | Self::Params(_) | Self::Hole => 0,
            Self::List(items) => items.iter().map(|item| item.value.depth).max().unwrap_or(0),
            Self::Map(entries) => {
                let of = |entry: &Entry| entry.value.depth.max(entry.key.as_ref().map_or(0, |key| key.depth));
                entries.iter().map(of).max().unwrap_or(0)
            }
            Self::Concat(parts) => parts.iter().map(|part| part.depth).max().unwrap_or(0),
            Self::Unary(_, inner) => inner.depth,
            Self::Binary(_, a, b) | Self::Elvis(a, b) | Self::Coalesce(a, b) => a.depth.max(b.depth),
            Self::Ternary(a, b, c) => a.depth.max(b.depth).max(c.depth),
            Self::Attr(attr) => attr.object.depth.max(attr.key.depth).max(attr.args.depth()),
            Self::Filter(call) => call.input.depth.max(call.args.depth()),
            Self::Call(call) => call.args.depth(),
            Self::Macro(call) => call.args.depth(),
            Self::Test(call) => call.input.depth.max(call.args.depth()),
            Self::Arrow(arrow) => arrow.body.depth,
            Self::Assign(assign) => assign.1.depth,
        }
    }

    /// The class of Twig's node, which some messages name.
    pub(crate) fn class_name(&self) -> &'static str {
        match self {
            Self::Const(_) => "Twig\\Node\\Expression\\ConstantExpression",
            Self::Name(_) => "Twig\\Node\\Expression\\Variable\\ContextVariable",
            Self::List(_) | Self::Map(_) => "Twig\\Node\\Expression\\ArrayExpression",
            Self::Concat(_) => "Twig\\Node\\Expression\\Binary\\ConcatBinary",
            Self::Unary(UnaryOp::Not, _) => "Twig\\Node\\Expression\\Unary\\NotUnary",
            Self::Unary(UnaryOp::Neg, _) => "Twig\\Node\\Expression\\Unary\\NegUnary",
            Self::Unary(UnaryOp::Pos, _) => "Twig\\Node\\Expression\\Unary\\PosUnary",
            Self::Binary(op, ..) => op.class_name(),
            Self::Ternary(..) => "Twig\\Node\\Expression\\Ternary\\ConditionalTernary",
            Self::Elvis(..) => "Twig\\Node\\Expression\\Binary\\ElvisBinary",
            Self::Coalesce(..) => "Twig\\Node\\Expression\\Binary\\NullCoalesceBinary",
            Self::Attr(_) => "Twig\\Node\\Expression\\GetAttrExpression",
            Self::Filter(_) => "Twig\\Node\\Expression\\FilterExpression",
            Self::Call(_) => "Twig\\Node\\Expression\\FunctionExpression",
            Self::Macro(_) => "Twig\\Node\\Expression\\MacroReferenceExpression",
            Self::Test(_) => "Twig\\Node\\Expression\\TestExpression",
            Self::Arrow(_) => "Twig\\Node\\Expression\\ArrowFunctionExpression",
            Self::Assign(_) => "Twig\\Node\\Expression\\Binary\\SetBinary",
            Self::Parent => "Twig\\Node\\Expression\\ParentExpression",
            Self::Params(_) => "Twig\\Node\\Expression\\ListExpression",
            Self::Hole => "Twig\\Node\\Expression\\EmptyExpression",
        }
    }
}

impl BinaryOp {
    fn class_name(self) -> &'static str {
        match self {
            Self::Or => "Twig\\Node\\Expression\\Binary\\OrBinary",
            Self::Xor => "Twig\\Node\\Expression\\Binary\\XorBinary",
            Self::And => "Twig\\Node\\Expression\\Binary\\AndBinary",
            Self::BitOr => "Twig\\Node\\Expression\\Binary\\BitwiseOrBinary",
            Self::BitXor => "Twig\\Node\\Expression\\Binary\\BitwiseXorBinary",
            Self::BitAnd => "Twig\\Node\\Expression\\Binary\\BitwiseAndBinary",
            Self::Equal => "Twig\\Node\\Expression\\Binary\\EqualBinary",
            Self::NotEqual => "Twig\\Node\\Expression\\Binary\\NotEqualBinary",
            Self::Same => "Twig\\Node\\Expression\\Binary\\SameAsBinary",
            Self::NotSame => "Twig\\Node\\Expression\\Binary\\NotSameAsBinary",
            Self::Spaceship => "Twig\\Node\\Expression\\Binary\\SpaceshipBinary",
            Self::Less => "Twig\\Node\\Expression\\Binary\\LessBinary",
            Self::Greater => "Twig\\Node\\Expression\\Binary\\GreaterBinary",
            Self::LessEqual => "Twig\\Node\\Expression\\Binary\\LessEqualBinary",
            Self::GreaterEqual => "Twig\\Node\\Expression\\Binary\\GreaterEqualBinary",
            Self::In => "Twig\\Node\\Expression\\Binary\\InBinary",
            Self::NotIn => "Twig\\Node\\Expression\\Binary\\NotInBinary",
            Self::Matches => "Twig\\Node\\Expression\\Binary\\MatchesBinary",
            Self::StartsWith => "Twig\\Node\\Expression\\Binary\\StartsWithBinary",
            Self::EndsWith => "Twig\\Node\\Expression\\Binary\\EndsWithBinary",
            Self::HasSome => "Twig\\Node\\Expression\\Binary\\HasSomeBinary",
            Self::HasEvery => "Twig\\Node\\Expression\\Binary\\HasEveryBinary",
            Self::Range => "Twig\\Node\\Expression\\Binary\\RangeBinary",
            Self::Add => "Twig\\Node\\Expression\\Binary\\AddBinary",
            Self::Sub => "Twig\\Node\\Expression\\Binary\\SubBinary",
            Self::Mul => "Twig\\Node\\Expression\\Binary\\MulBinary",
            Self::Div => "Twig\\Node\\Expression\\Binary\\DivBinary",
            Self::FloorDiv => "Twig\\Node\\Expression\\Binary\\FloorDivBinary",
            Self::Mod => "Twig\\Node\\Expression\\Binary\\ModBinary",
            Self::Pow => "Twig\\Node\\Expression\\Binary\\PowerBinary",
        }
    }
}

/// Statements in order.
pub(crate) type Body = Vec<Stmt>;

/// A statement; the line of `pos` is the one that Twig reports for what happens in it.
#[derive(Clone, Debug)]
pub(crate) struct Stmt {
    pub kind: StmtKind,
    pub pos: Pos,
}

/// The kinds of statement.
#[derive(Clone, Debug)]
pub(crate) enum StmtKind {
    Text(Box<str>),
    Print(Expr),
    If {
        arms: Vec<(Expr, Body)>,
        otherwise: Option<Body>,
    },
    For(Box<ForLoop>),
    Set {
        targets: Vec<Name>,
        values: Vec<Expr>,
    },
    Capture {
        target: Name,
        body: Body,
    },
    /// A filter chain over [`APPLY_INPUT`]
    Apply {
        chain: Expr,
        body: Body,
    },
    With {
        variables: Option<Expr>,
        is_only: bool,
        body: Body,
    },
    Autoescape {
        strategy: Name,
        body: Body,
    },
    /// A block in its place
    BlockRef(Name),
    Do(Expr),
    /// Loads another template; there is none, so it fails unless the source is `_self`.
    Import(Expr),
    Include(Box<Include>),
    Deprecated(Expr),
    Body(Body),
}

/// The variable that stands for the text inside `{% apply %}`; no template can name it.
pub(crate) const APPLY_INPUT: &str = " apply";

/// `{% for key, value in seq %}`
#[derive(Clone, Debug)]
pub(crate) struct ForLoop {
    pub key: Option<Name>,
    pub value: Name,
    pub seq: Expr,
    pub body: Body,
    pub otherwise: Option<Body>,
}

/// `{% include %}` and `{% embed %}`
#[derive(Clone, Debug)]
pub(crate) struct Include {
    pub source: Expr,
    pub ignores_missing: bool,
}

/// A macro.
#[derive(Clone, Debug)]
pub(crate) struct Macro {
    pub params: Vec<(Name, Option<Expr>)>,
    pub body: Body,
    pub pos: Pos,
}

/// A block of a template.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    pub body: Body,
    pub line: u32,
}

/// A whole template.
#[derive(Clone, Debug, Default)]
pub(crate) struct Module {
    pub body: Body,
    pub blocks: indexmap::IndexMap<Name, Block>,
    pub macros: indexmap::IndexMap<Name, Macro>,
    /// `{% extends %}`
    pub parent: Option<Expr>,
    /// `{% use %}`
    pub uses: Vec<Expr>,
}
