//! What a condition may give while some fields' classes are chosen: any of true, false and an error.

use super::class::{Class, Literals, Values, classes, is_tellable};
use super::{Verdict, verdict_of};
use crate::json::Json;
use crate::logic::compile::{comparison, path_text};
use crate::logic::program::Cmp;
use crate::logic::rule::{Call, Form, Kind, Node, NodeId};
use crate::logic::{Code, is_truthy};
use crate::php::Value;
use std::collections::BTreeMap;

/// A set of the three.
pub(super) type Outcomes = u8;
pub(super) const TRUE: Outcomes = 1;
pub(super) const FALSE: Outcomes = 2;
const FAILS: Outcomes = 4;
pub(super) const FALSE_OR_FAILS: Outcomes = FALSE | FAILS;
const ANY: Outcomes = TRUE | FALSE | FAILS;

/// A field of the rule and its classes; without any, nothing is known of it.
pub(super) struct Field {
    pub(super) classes: Vec<Class>,
    chosen: Option<usize>,
}

/// The fields of some conditions, with the classes that are chosen now.
pub(super) struct Proof {
    pub(super) fields: Vec<Field>,
    names: BTreeMap<String, usize>,
    /// What loops give, by their node
    loops: BTreeMap<NodeId, Outcomes>,
    work: usize,
    values: Values,
}

/// What is compared.
enum Operand {
    Literal(Value),
    /// A field, with the value that stands for null
    Field(String, Option<Value>),
    Other,
}

impl Proof {
    pub(super) fn of(nodes: &[&Node], values: Values) -> Self {
        let mut proof =
            Self { values, fields: Vec::new(), names: BTreeMap::new(), loops: BTreeMap::new(), work: 0 };
        let mut found = BTreeMap::new();
        for node in nodes {
            proof.collect(node, &mut found);
        }
        for (name, literals) in found {
            let fields = proof.fields.len();
            proof.names.insert(name, fields);
            proof.fields.push(Field { classes: classes(&literals, values), chosen: None });
        }
        proof
    }

    pub(super) fn choose(&mut self, field: usize, class: Option<usize>) {
        if let Some(field) = self.fields.get_mut(field) {
            field.chosen = class;
        }
    }

    /// How many nodes were looked at since the last call.
    pub(super) fn take_work(&mut self) -> usize {
        std::mem::take(&mut self.work)
    }

    /// The class that is chosen for a field.
    fn class(&self, name: &str) -> Option<&Class> {
        let field = self.fields.get(*self.names.get(name)?)?;
        field.classes.get(field.chosen?)
    }

    /// Notes what each field is compared with.
    fn collect(&mut self, node: &Node, found: &mut BTreeMap<String, Literals>) {
        let Some(call) = node.call() else {
            return node.children().for_each(|child| self.collect(child, found));
        };
        let code = call.operator.map(|operator| operator.code);
        if let Some(outcomes) = code.and_then(|code| loop_outcomes(code, call, self.values)) {
            self.loops.insert(node.id, outcomes);
            return;
        }
        if let Operand::Field(name, default) = operand(node) {
            let literals = found.entry(name).or_default();
            return literals.values.extend(default);
        }
        for name in missing_names(call).unwrap_or_default() {
            found.entry(name).or_default();
        }
        if matches!(code, Some(Code::Map | Code::Filter | Code::Reduce | Code::All | Code::Some | Code::None))
        {
            return;
        }
        let written: Vec<Value> = match (code, call.arg(1).map(|node| &node.kind)) {
            (Some(Code::In), Some(Kind::List(items))) => {
                items.iter().filter_map(Node::literal).map(Value::from).collect()
            }
            _ => call.args.iter().filter_map(Node::literal).map(Value::from).collect(),
        };
        let has_order = matches!(code, Some(Code::Lt | Code::Le | Code::Gt | Code::Ge));
        if has_order || code == Some(Code::In) || code.and_then(comparison).is_some() {
            for arg in &call.args {
                if let Operand::Field(name, _) = operand(arg) {
                    let literals = found.entry(name).or_default();
                    literals.values.extend(written.iter().filter(|value| is_tellable(value)).cloned());
                    literals.has_order |= has_order;
                }
            }
        }
        call.args.iter().for_each(|arg| self.collect(arg, found));
    }

    /// What comes of asking all nodes in their order, as `and` does.
    pub(super) fn all(&mut self, nodes: &[&Node]) -> Outcomes {
        self.each(nodes.iter().copied(), FALSE, TRUE)
    }

    /// Asks one after the other until one gives `end`; `rest` if none does.
    fn each<'n>(&mut self, nodes: impl Iterator<Item = &'n Node>, end: Outcomes, rest: Outcomes) -> Outcomes {
        let mut outcomes = 0;
        for node in nodes {
            let one = self.truth(node);
            outcomes |= one & (FAILS | end);
            if one & rest == 0 {
                return outcomes;
            }
        }
        outcomes | rest
    }

    /// What a node gives as a condition.
    fn truth(&mut self, node: &Node) -> Outcomes {
        self.work += 1;
        match &node.kind {
            Kind::Literal(json) => bit(is_truthy(&Value::from(json))),
            Kind::List(items) if items.is_empty() => FALSE,
            Kind::Call(call) => match &call.form {
                Form::Named(_) => ANY,
                Form::Single | Form::List => self.call(node, call),
            },
            Kind::List(_) | Kind::Object(_) | Kind::TooDeep => ANY,
        }
    }

    fn call(&mut self, node: &Node, call: &Call) -> Outcomes {
        let Some(code) = call.operator.map(|operator| operator.code) else { return ANY };
        if has_unused(code, call) {
            return ANY;
        }
        match code {
            Code::And if !call.args.is_empty() => self.each(call.args.iter(), FALSE, TRUE),
            Code::Or if !call.args.is_empty() => self.each(call.args.iter(), TRUE, FALSE),
            Code::Not | Code::Truthy => match call.arg(0) {
                Some(arg) => {
                    let outcomes = self.truth(arg);
                    if code == Code::Not { negated(outcomes) } else { outcomes }
                }
                None => ANY,
            },
            Code::If | Code::Ternary => self.choice(&call.args),
            Code::Var => match operand(node) {
                Operand::Field(name, default) => self.field_truth(&name, default.as_ref()),
                _ => ANY,
            },
            Code::Missing => self.missing(call),
            Code::In => self.membership(call),
            Code::All | Code::Some if is_empty_list(call) => FALSE,
            Code::None if is_empty_list(call) => TRUE,
            Code::All | Code::Some | Code::None => self.loops.get(&node.id).copied().unwrap_or(ANY),
            _ => match comparison(code) {
                Some(cmp) => self.comparison(cmp, call),
                None => ANY,
            },
        }
    }

    /// `if`: condition and value in turns, in the end what is left.
    fn choice(&mut self, args: &[Node]) -> Outcomes {
        let mut outcomes = 0;
        for turn in args.chunks(2) {
            match turn {
                [condition, value] => {
                    let asked = self.truth(condition);
                    outcomes |= asked & FAILS;
                    if asked & TRUE != 0 {
                        outcomes |= self.truth(value);
                    }
                    if asked & FALSE == 0 {
                        return outcomes;
                    }
                }
                [rest] => return outcomes | self.truth(rest),
                _ => {}
            }
        }
        outcomes | FALSE
    }

    fn field_truth(&self, name: &str, default: Option<&Value>) -> Outcomes {
        match (self.class(name), default) {
            (None, _) => TRUE | FALSE,
            (Some(class), Some(default)) if class.is_null() => bit(is_truthy(default)),
            (Some(class), _) => class.truth(),
        }
    }

    fn missing(&self, call: &Call) -> Outcomes {
        let Some(names) = missing_names(call) else { return ANY };
        let classes: Vec<Option<&Class>> = names.iter().map(|name| self.class(name)).collect();
        if classes.iter().flatten().any(|class| class.is_missing()) {
            TRUE
        } else if classes.iter().all(Option::is_some) {
            FALSE
        } else {
            TRUE | FALSE
        }
    }

    /// `in` with a written list; anything else may be true, false or an error.
    fn membership(&self, call: &Call) -> Outcomes {
        let (Some(needle), Some(Node { kind: Kind::List(items), .. })) = (call.arg(0), call.arg(1)) else {
            return ANY;
        };
        let needle = operand(needle);
        if matches!(needle, Operand::Other) || items.iter().any(|item| item.literal().is_none()) {
            return ANY;
        }
        let mut outcomes = FALSE;
        for item in items.iter().filter_map(Node::literal) {
            match self.compared(Cmp::Eq, &needle, &Operand::Literal(Value::from(item))) {
                TRUE => return TRUE,
                one => outcomes |= one,
            }
        }
        outcomes
    }

    fn comparison(&self, cmp: Cmp, call: &Call) -> Outcomes {
        let (Some(a), Some(b)) = (call.arg(0), call.arg(1)) else { return ANY };
        let (left, right) = (operand(a), operand(b));
        let first = self.compared(cmp, &left, &right);
        let Some(third) = call.arg(2).filter(|_| matches!(cmp, Cmp::Lt | Cmp::Le)) else { return first };
        let second = match operand(third) {
            // A null third operand is as if it were not there.
            Operand::Literal(Value::Null) => TRUE,
            third @ Operand::Literal(_) => self.compared(cmp, &right, &third),
            Operand::Field(..) => TRUE | FALSE,
            Operand::Other => ANY,
        };
        let holds = first & second & TRUE;
        holds | ((first | second) & FALSE_OR_FAILS)
    }

    fn compared(&self, cmp: Cmp, left: &Operand, right: &Operand) -> Outcomes {
        match (left, right) {
            (Operand::Literal(left), Operand::Literal(right)) => {
                bit(crate::logic::machine::compare(cmp, left, right))
            }
            (Operand::Field(name, default), Operand::Literal(literal)) => {
                self.with_literal(cmp, (name, default.as_ref()), literal, true)
            }
            (Operand::Literal(literal), Operand::Field(name, default)) => {
                self.with_literal(cmp, (name, default.as_ref()), literal, false)
            }
            (Operand::Field(name, default), Operand::Field(other, others)) => {
                let is_same_default = match (default, others) {
                    (None, None) => true,
                    (Some(a), Some(b)) => crate::logic::machine::compare(Cmp::StrictEq, a, b),
                    _ => false,
                };
                if name == other && is_same_default { bit(holds_of_equals(cmp)) } else { TRUE | FALSE }
            }
            _ => ANY,
        }
    }

    fn with_literal(
        &self,
        cmp: Cmp,
        (name, default): (&str, Option<&Value>),
        literal: &Value,
        is_left: bool,
    ) -> Outcomes {
        match (self.class(name), default) {
            (Some(class), Some(default)) if class.is_null() => {
                Class::Exact(default.clone()).compared(cmp, literal, is_left)
            }
            (Some(class), _) if is_tellable(literal) => class.compared(cmp, literal, is_left),
            _ => TRUE | FALSE,
        }
    }
}

/// What a comparison of a value with itself gives; no value of JSON differs from itself.
fn holds_of_equals(cmp: Cmp) -> bool {
    matches!(cmp, Cmp::Eq | Cmp::StrictEq | Cmp::Le | Cmp::Ge)
}

fn bit(holds: bool) -> Outcomes {
    if holds { TRUE } else { FALSE }
}

fn negated(outcomes: Outcomes) -> Outcomes {
    let true_to_false = if outcomes & TRUE == 0 { 0 } else { FALSE };
    let false_to_true = if outcomes & FALSE == 0 { 0 } else { TRUE };
    true_to_false | false_to_true | (outcomes & FAILS)
}

/// Whether an operator has more arguments than it uses, which may fail all the same.
fn has_unused(code: Code, call: &Call) -> bool {
    let used = match code {
        Code::Not | Code::Truthy => 1,
        Code::Lt | Code::Le => 3,
        Code::And | Code::Or | Code::If | Code::Ternary | Code::Missing => return false,
        _ => 2,
    };
    call.args.len() > used
}

/// Source: json-logic-php, `all` of no items is false.
fn is_empty_list(call: &Call) -> bool {
    call.args.len() > 1
        && call.arg(0).is_some_and(|list| match &list.kind {
            Kind::List(items) => items.is_empty(),
            Kind::Literal(json) => json.as_array().is_some_and(<[Json]>::is_empty),
            _ => false,
        })
}

fn operand(node: &Node) -> Operand {
    if let Some(literal) = node.literal() {
        return Operand::Literal(Value::from(literal));
    }
    let call = node.call().filter(|call| call.operator.map(|operator| operator.code) == Some(Code::Var));
    let Some(call) = call.filter(|call| !matches!(call.form, Form::Named(_)) && call.args.len() <= 2) else {
        return Operand::Other;
    };
    let name = call.arg(0).and_then(Node::literal).map(Value::from).and_then(|path| path_text(&path));
    let default = call.arg(1).map(|default| default.literal().map(Value::from));
    match (name.filter(|name| !name.is_empty()), default) {
        (Some(name), None) => Operand::Field(name, None),
        (Some(name), Some(Some(default))) => Operand::Field(name, Some(default)),
        _ => Operand::Other,
    }
}

/// The fields that `missing` names, if they are all written down.
fn missing_names(call: &Call) -> Option<Vec<String>> {
    if call.operator.map(|operator| operator.code) != Some(Code::Missing) {
        return None;
    }
    let names = match call.args.as_slice() {
        [Node { kind: Kind::List(items), .. }] => items.as_slice(),
        names => names,
    };
    let name = |node: &Node| node.literal()?.as_str().filter(|name| !name.is_empty()).map(str::to_owned);
    names.iter().map(name).collect()
}

/// What a loop gives over any list, if its condition is never true; errors of the list included.
fn loop_outcomes(code: Code, call: &Call, values: Values) -> Option<Outcomes> {
    let outcomes = match code {
        Code::All | Code::Some => FALSE_OR_FAILS,
        Code::None => TRUE | FAILS,
        _ => return None,
    };
    let condition = call.arg(1)?;
    (verdict_of(&[condition], values) == Verdict::NeverTrue).then_some(outcomes)
}
