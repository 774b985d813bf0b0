//! From a [`Rule`] to a [`Program`]: paths split, literals hoisted, arguments bound to parameters.

use super::operators::{Code, Operator};
use super::program::{
    Branches, Cmp, Each, EagerCall, Expr, Junction, Op, Path, PathRoot, Program, Reduce, Refusal, Segment,
};
use super::rule::{Call, Form, Kind, Node, NodeId, Rule};
use crate::php::{Array, Key, KeyRef, Value, format_float};
use std::sync::Arc;
use std::sync::atomic::AtomicU32;

/// What `var` reads from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// The data, or an item of it
    Data,
    /// The pair of `reduce`
    Fold,
}

impl Rule {
    /// Makes the rule ready for evaluation.
    pub fn compile(&self) -> Program {
        Program { root: compile_in(&self.root, Scope::Data), pointers: Arc::clone(&self.pointers) }
    }
}

/// Compiles a rule for a scope.
pub(super) fn compile_in(node: &Node, scope: Scope) -> Expr {
    let op = match &node.kind {
        Kind::Literal(json) => Op::Const(Value::from(json)),
        Kind::List(items) => list(items, scope),
        Kind::Object(entries) => object(entries, scope),
        Kind::Call(call) => operation(node.id, call, scope),
        Kind::TooDeep => Op::TooDeep,
    };
    Expr { id: node.id, op }
}

fn all(nodes: &[Node], scope: Scope) -> Box<[Expr]> {
    nodes.iter().map(|node| compile_in(node, scope)).collect()
}

fn junction(nodes: &[Node], scope: Scope) -> Junction {
    let args = all(nodes, scope);
    let gives_bool = !args.is_empty() && args.iter().all(|arg| arg.op.gives_bool());
    Junction { args, gives_bool }
}

fn list(items: &[Node], scope: Scope) -> Op {
    let items = all(items, scope);
    let constants: Option<Vec<Value>> = items.iter().map(constant).collect();
    constants.map_or(Op::List(items), |values| Op::Const(Value::list(values)))
}

fn object(entries: &[(String, Node)], scope: Scope) -> Op {
    let entries: Box<[(Key, Expr)]> = entries
        .iter()
        .map(|(key, node)| (Key::from_shared(key.as_str().into()), compile_in(node, scope)))
        .collect();
    let constants: Option<Array> =
        entries.iter().map(|(key, expr)| Some((key.clone(), constant(expr)?))).collect();
    constants.map_or(Op::Object(entries), |array| Op::Const(Value::array(array)))
}

fn constant(expr: &Expr) -> Option<Value> {
    match &expr.op {
        Op::Const(value) => Some(value.clone()),
        _ => None,
    }
}

fn operation(id: NodeId, call: &Call, scope: Scope) -> Op {
    let Some(operator) = call.operator else { return Op::Unknown(call.name.as_str().into()) };
    match operator.code {
        Code::If | Code::Ternary => branches(id, call, scope),
        Code::And => Op::And(junction(&call.args, scope)),
        Code::Or => Op::Or(junction(&call.args, scope)),
        Code::Filter | Code::Map | Code::All | Code::None | Code::Some => {
            each(id, operator.code, call, scope)
        }
        Code::Reduce => reduce(id, call, scope),
        _ => eager(operator, call, scope),
    }
}

/// `$values[position]`, or what PHP makes of it when it is not there.
fn argument(id: NodeId, call: &Call, position: usize, scope: Scope) -> Expr {
    match call.arg(position) {
        Some(node) => compile_in(node, scope),
        None => Expr { id, op: Op::Undefined(position) },
    }
}

fn branches(id: NodeId, call: &Call, scope: Scope) -> Op {
    let count = call.args.len();
    let at = |position| argument(id, call, position, scope);
    let pairs: Box<[_]> = (0..count / 2).map(|pair| (at(2 * pair), at(2 * pair + 1))).collect();
    let otherwise = (count % 2 == 1).then(|| at(count - 1));
    Op::If(Box::new(Branches { pairs, otherwise }))
}

/// The code that runs for each item: compiled for its scope, or null if it is not there.
fn body(id: NodeId, call: &Call, scope: Scope) -> (Expr, bool) {
    match call.arg(1) {
        Some(node) => (compile_in(node, scope), false),
        None => (Expr { id, op: Op::Const(Value::Null) }, true),
    }
}

fn each(id: NodeId, code: Code, call: &Call, scope: Scope) -> Op {
    let source = argument(id, call, 0, scope);
    let (body, is_body_missing) = body(id, call, Scope::Data);
    let (cost, is_infallible) = (cost(&body), is_infallible(&body));
    Op::Each(Box::new(Each { code, source, body, is_body_missing, cost, is_infallible }))
}

fn reduce(id: NodeId, call: &Call, scope: Scope) -> Op {
    let source = argument(id, call, 0, scope);
    let (body, is_body_missing) = body(id, call, Scope::Fold);
    let initial = call.arg(2).map(|node| compile_in(node, scope));
    let (cost, can_nest) = (cost(&body), can_nest(&body));
    let addend = call.arg(1).and_then(addend);
    Op::Reduce(Box::new(Reduce { source, body, is_body_missing, initial, cost, addend, can_nest }))
}

/// What `{"+": [accumulator, addend]}` adds, if that is one field of the item.
fn addend(body: &Node) -> Option<Expr> {
    let call = body.call().filter(|call| call.operator.is_some_and(|operator| operator.code == Code::Add))?;
    let [left, right] = call.args.as_slice() else { return None };
    // Only plain fields are compiled a second time here, or the work would double with every level of nesting.
    let is_field = |node: &Node| {
        let is_var = |call: &&Call| call.operator.is_some_and(|operator| operator.code == Code::Var);
        node.call().filter(is_var).is_some_and(|call| call.args.iter().all(|arg| arg.literal().is_some()))
    };
    if !is_field(left) || !is_field(right) {
        return None;
    }
    let (left, right) = (compile_in(left, Scope::Fold), compile_in(right, Scope::Fold));
    let root = |expr: &Expr| match &expr.op {
        Op::Field(path) => Some((path.root, path.segments.is_empty())),
        _ => None,
    };
    match (root(&left)?, root(&right)?) {
        ((PathRoot::Accumulator, true), (PathRoot::Current, _)) => Some(right),
        ((PathRoot::Current, _), (PathRoot::Accumulator, true)) => Some(left),
        _ => None,
    }
}

/// An operator whose arguments are all evaluated before it runs.
fn eager(operator: &Operator, call: &Call, scope: Scope) -> Op {
    let args = all(&call.args, scope);
    let slots = match &call.form {
        Form::Named(names) => match bind(operator, names) {
            Ok(slots) => Some(slots),
            Err((class, message)) => return Op::Refused(Box::new(Refusal { args, class, message })),
        },
        Form::Single | Form::List => None,
    };
    if let Some(message) = too_few(operator, slots.as_deref(), args.len()) {
        return Op::Refused(Box::new(Refusal { args, class: "ArgumentCountError", message }));
    }
    if slots.is_some() {
        return Op::Call(Box::new(EagerCall { code: operator.code, args, slots }));
    }
    specialise(operator.code, args, scope)
}

type Refused = (&'static str, String);

/// PHP's `call_user_func_array` with an array that has text keys: they are names of parameters.
fn bind(operator: &Operator, names: &[String]) -> Result<Box<[Option<usize>]>, Refused> {
    let mut slots: Vec<Option<usize>> = Vec::new();
    let mut has_name = false;
    for (position, name) in names.iter().enumerate() {
        let KeyRef::Str(name) = KeyRef::from_text(name) else {
            if has_name {
                return Err(("Error", "Cannot use positional argument after named argument".into()));
            }
            slots.push(Some(position));
            continue;
        };
        has_name = true;
        let Some(parameter) = operator.parameters.iter().position(|parameter| *parameter == name) else {
            return Err(("Error", format!("Unknown named parameter ${name}")));
        };
        if slots.len() <= parameter {
            slots.resize(parameter + 1, None);
        }
        match slots.get_mut(parameter) {
            Some(slot @ None) => *slot = Some(position),
            _ => return Err(("Error", format!("Named parameter ${name} overwrites previous argument"))),
        }
    }
    Ok(slots.into())
}

/// PHP's words when a function of json-logic-php gets too few arguments.
fn too_few(operator: &Operator, slots: Option<&[Option<usize>]>, count: usize) -> Option<String> {
    const CLOSURE: &str = r"JWadhams\JsonLogic::JWadhams\{closure}()";
    let required = operator.min_args;
    if let Some(slots) = slots {
        let gap = (0..required.min(slots.len())).find(|slot| slots.get(*slot).is_some_and(Option::is_none));
        if let Some(gap) = gap {
            let name = operator.parameters.get(gap).copied().unwrap_or_default();
            return Some(format!("{CLOSURE}: Argument #{} (${name}) not passed", gap + 1));
        }
    }
    let passed = slots.map_or(count, <[_]>::len);
    if operator.code == Code::Substr {
        return match passed {
            0 | 1 => Some(format!("substr() expects at least 2 arguments, {passed} given")),
            2 | 3 => None,
            _ => Some(format!("substr() expects at most 3 arguments, {passed} given")),
        };
    }
    if operator.parameters.is_empty() || passed >= required {
        return None;
    }
    let exactly = if required == operator.parameters.len() { "exactly" } else { "at least" };
    Some(format!(
        "Too few arguments to function {CLOSURE}, {passed} passed and {exactly} {required} expected"
    ))
}

fn specialise(code: Code, args: Box<[Expr]>, scope: Scope) -> Op {
    let general = |args| Op::Call(Box::new(EagerCall { code, args, slots: None }));
    if code == Code::Var {
        return field(args, scope).unwrap_or_else(general);
    }
    match (code, args.len()) {
        (Code::Add, _) => Op::Sum(args),
        (Code::Mul, _) => Op::Product(args),
        (Code::Not, 1) => single(args).map_or_else(general, |arg| Op::Not(Box::new(arg))),
        (Code::Truthy, 1) => single(args).map_or_else(general, |arg| Op::Truthy(Box::new(arg))),
        (_, 2) => match (<Box<[Expr; 2]>>::try_from(args), comparison(code)) {
            (Ok(pair), Some(cmp)) => Op::Compare(cmp, pair),
            (Ok(pair), None) => match code {
                Code::In => Op::In(pair),
                Code::Sub | Code::Div | Code::Rem => Op::Binary(code, pair),
                _ => general(pair),
            },
            (Err(args), _) => general(args),
        },
        (Code::Lt | Code::Le, 3) => match <Box<[Expr; 3]>>::try_from(args) {
            Ok(three) => Op::Between(if code == Code::Lt { Cmp::Lt } else { Cmp::Le }, three),
            Err(args) => general(args),
        },
        _ => general(args),
    }
}

fn single(args: Box<[Expr]>) -> Result<Expr, Box<[Expr]>> {
    <Box<[Expr; 1]>>::try_from(args).map(|arg| {
        let [arg] = *arg;
        arg
    })
}

/// The comparison that an operator makes of two operands.
pub(super) fn comparison(code: Code) -> Option<Cmp> {
    Some(match code {
        Code::Eq => Cmp::Eq,
        Code::Ne => Cmp::Ne,
        Code::StrictEq => Cmp::StrictEq,
        Code::StrictNe => Cmp::StrictNe,
        Code::Lt => Cmp::Lt,
        Code::Le => Cmp::Le,
        Code::Gt => Cmp::Gt,
        Code::Ge => Cmp::Ge,
        _ => return None,
    })
}

/// `var` with a path that is known; `Err` gives the arguments back.
fn field(args: Box<[Expr]>, scope: Scope) -> Result<Op, Box<[Expr]>> {
    let path = match args.first().map(|first| &first.op) {
        None => Some(String::new()),
        Some(Op::Const(value)) => path_text(value),
        Some(_) => None,
    };
    let Some(path) = path.filter(|_| args.len() <= 2) else { return Err(args) };
    // `false` is not empty text to PHP: it reads the field with the empty name.
    let is_whole = match args.first().map(|first| &first.op) {
        Some(Op::Const(Value::Null)) | None => true,
        Some(Op::Const(Value::Str(text))) => text.is_empty(),
        _ => false,
    };
    if is_whole && scope == Scope::Fold {
        return if args.len() == 2 { Err(args) } else { Ok(Op::WholeFold) };
    }
    let path = if is_whole { whole() } else { split(&path, scope) };
    let mut args = args.into_vec();
    // The default of the whole data is never used, but it is evaluated, so it may fail.
    let default = if args.len() == 2 { args.pop() } else { None };
    Ok(match default {
        Some(default) if !is_whole || !is_infallible(&default) => Op::FieldOr(Box::new((path, default))),
        _ => Op::Field(path),
    })
}

/// The text that PHP's `explode` gets of a path that is no array.
pub(super) fn path_text(value: &Value) -> Option<String> {
    Some(match value {
        Value::Null | Value::Bool(false) => String::new(),
        Value::Bool(true) => "1".to_owned(),
        Value::Int(int) => int.to_string(),
        Value::Float(float) => format_float(*float),
        Value::Str(text) => text.to_string(),
        Value::Array(_) | Value::Object(_) => return None,
    })
}

fn whole() -> Path {
    Path { root: PathRoot::Data, segments: Box::new([]) }
}

fn split(path: &str, scope: Scope) -> Path {
    let segments = |path: &str| path.split('.').map(segment).collect();
    if scope == Scope::Data {
        return Path { root: PathRoot::Data, segments: segments(path) };
    }
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    let root = match first {
        "current" => PathRoot::Current,
        "accumulator" => PathRoot::Accumulator,
        _ => PathRoot::Nothing,
    };
    Path { root, segments: rest.map_or_else(Box::default, segments) }
}

fn segment(text: &str) -> Segment {
    Segment { key: Key::from_shared(text.into()), hint: AtomicU32::new(0) }
}

fn children(expr: &Expr) -> Vec<&Expr> {
    match &expr.op {
        Op::List(args) | Op::Sum(args) | Op::Product(args) => args.iter().collect(),
        Op::And(junction) | Op::Or(junction) => junction.args.iter().collect(),
        Op::Object(entries) => entries.iter().map(|(_, expr)| expr).collect(),
        Op::FieldOr(field) => vec![&field.1],
        Op::Compare(_, pair) | Op::Binary(_, pair) | Op::In(pair) => pair.iter().collect(),
        Op::Between(_, three) => three.iter().collect(),
        Op::Not(arg) | Op::Truthy(arg) => vec![arg],
        Op::Call(call) => call.args.iter().collect(),
        Op::Refused(refusal) => refusal.args.iter().collect(),
        Op::If(branches) => {
            let pairs = branches.pairs.iter().flat_map(|(test, value)| [test, value]);
            pairs.chain(&branches.otherwise).collect()
        }
        Op::Each(each) => vec![&each.source, &each.body],
        Op::Reduce(reduce) => [&reduce.source, &reduce.body].into_iter().chain(&reduce.initial).collect(),
        Op::Const(_) | Op::Field(_) | Op::WholeFold | Op::Undefined(_) | Op::Unknown(_) | Op::TooDeep => {
            Vec::new()
        }
    }
}

fn cost(expr: &Expr) -> u64 {
    1 + children(expr).into_iter().map(cost).sum::<u64>()
}

/// True if evaluating can neither fail nor warn, whatever the data.
fn is_infallible(expr: &Expr) -> bool {
    let is_safe = match &expr.op {
        Op::Const(_)
        | Op::List(_)
        | Op::Object(_)
        | Op::Field(_)
        | Op::FieldOr(_)
        | Op::WholeFold
        | Op::Compare(..)
        | Op::Between(..)
        | Op::Sum(_)
        | Op::Not(_)
        | Op::Truthy(_)
        | Op::If(_) => true,
        Op::And(junction) | Op::Or(junction) => !junction.args.is_empty(),
        // Only text in text can refuse its operand.
        Op::In(pair) => matches!(&pair[1].op, Op::Const(value) if value.as_str().is_none()),
        _ => false,
    };
    is_safe && children(expr).into_iter().all(is_infallible)
}

/// True if the value can be nested deeper than what it is made from.
fn can_nest(expr: &Expr) -> bool {
    let nests = match &expr.op {
        Op::List(_) | Op::Object(_) | Op::WholeFold => true,
        Op::Call(call) => matches!(call.code, Code::Var | Code::Merge | Code::Missing | Code::MissingSome),
        _ => false,
    };
    nests || children(expr).into_iter().any(can_nest)
}
