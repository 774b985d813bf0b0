//! Which fields of the data a rule reads.

use super::compile::path_text;
use super::operators::Code;
use super::rule::{Call, Kind, Node, Rule};
use crate::php::Value;
use serde::Serialize;

/// A field that a rule reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UsedPath {
    /// Dotted path as written; empty for the whole data, or the whole item.
    pub path: String,
    /// JSON Pointer to the place in the rule that names it.
    pub pointer: String,
    /// The list whose items the path is read from, if the rule names it: `items` for `qty` inside `filter`.
    pub list: Option<String>,
    /// True inside map, filter, reduce, all, some and none, where the path is read from an item.
    pub in_iterator: bool,
    /// True if it is named by `missing` or `missing_some`, which ask whether it is there.
    pub is_presence: bool,
    /// True if the rule gives a default for it.
    pub has_default: bool,
}

impl UsedPath {
    /// The path from the data, if it is known: `items.*.qty` for `qty` of an item of `items`.
    pub fn full_path(&self) -> Option<String> {
        match (self.in_iterator, &self.list) {
            (false, _) => Some(self.path.clone()),
            (true, None) => None,
            (true, Some(list)) if self.path.is_empty() => Some(format!("{list}.*")),
            (true, Some(list)) => Some(format!("{list}.*.{}", self.path)),
        }
    }
}

/// All fields that a rule reads by a path that is written down, in source order. What `reduce` calls `current.x` is
/// the field `x` of an item; its accumulator is no field.
///
/// ```
/// use reagent::{json, logic};
/// let source = r#"{"some": [{"var": "items"}, {"==": [{"var": "product.brand"}, "ACME"]}]}"#;
/// let rule = logic::parse(&json::parse(source, json::Limits::default()).unwrap());
/// let paths: Vec<_> = logic::used_paths(&rule).iter().filter_map(|used| used.full_path()).collect();
/// assert_eq!(paths, ["items", "items.*.product.brand"]);
/// ```
pub fn used_paths(rule: &Rule) -> Vec<UsedPath> {
    let mut walk = Walk { rule, found: Vec::new() };
    walk.node(rule.root(), &Scope::Root);
    walk.found
}

/// What a path is read from.
#[derive(Clone, Debug)]
enum Scope {
    Root,
    Item(Option<String>),
    Fold(Option<String>),
}

struct Walk<'r> {
    rule: &'r Rule,
    found: Vec<UsedPath>,
}

impl Walk<'_> {
    fn node(&mut self, node: &Node, scope: &Scope) {
        let Some(call) = node.call() else {
            return node.children().for_each(|child| self.node(child, scope));
        };
        match call.operator.map(|operator| operator.code) {
            Some(Code::Var) => self.var(node, call, scope),
            Some(Code::Missing) => match call.args.as_slice() {
                [Node { kind: Kind::List(items), .. }, ..] => self.presence(items, scope),
                args => self.presence(args, scope),
            },
            Some(Code::MissingSome) => match call.args.as_slice() {
                [_, Node { kind: Kind::List(items), .. }, ..] => self.presence(items, scope),
                args => args.iter().for_each(|arg| self.node(arg, scope)),
            },
            Some(Code::Map | Code::Filter | Code::All | Code::Some | Code::None) => {
                let item = Scope::Item(list_of(call, scope));
                self.loop_over(call, scope, &item);
            }
            Some(Code::Reduce) => {
                let item = Scope::Fold(list_of(call, scope));
                self.loop_over(call, scope, &item);
            }
            _ => call.args.iter().for_each(|arg| self.node(arg, scope)),
        }
    }

    fn loop_over(&mut self, call: &Call, scope: &Scope, item: &Scope) {
        for (position, arg) in call.args.iter().enumerate() {
            self.node(arg, if position == 1 { item } else { scope });
        }
    }

    fn var(&mut self, node: &Node, call: &Call, scope: &Scope) {
        match call.arg(0) {
            None => self.push(String::new(), node, scope, (false, false)),
            Some(path) => match written_path(path) {
                Some(text) => self.push(text, path, scope, (false, call.args.len() > 1)),
                None => self.node(path, scope),
            },
        }
        call.args.iter().skip(1).for_each(|arg| self.node(arg, scope));
    }

    fn presence(&mut self, fields: &[Node], scope: &Scope) {
        for field in fields {
            match written_path(field) {
                Some(path) => self.push(path, field, scope, (true, false)),
                None => self.node(field, scope),
            }
        }
    }

    fn push(&mut self, path: String, node: &Node, scope: &Scope, (is_presence, has_default): (bool, bool)) {
        let (path, list, in_iterator) = match scope {
            Scope::Root => (path, None, false),
            Scope::Item(list) => (path, list.clone(), true),
            Scope::Fold(list) => {
                match path.strip_prefix("current").map(|rest| rest.strip_prefix('.').unwrap_or(rest)) {
                    Some(rest) => (rest.to_owned(), list.clone(), true),
                    None => return,
                }
            }
        };
        let pointer = self.rule.pointer(node.id).to_owned();
        self.found.push(UsedPath { path, pointer, list, in_iterator, is_presence, has_default });
    }
}

/// The list that a loop runs over, as a path from the data; a filter keeps the items of its list.
fn list_of(call: &Call, scope: &Scope) -> Option<String> {
    let source = call.arg(0)?.call()?;
    match source.operator?.code {
        Code::Var => {
            let path = written_path(source.arg(0)?)?;
            match scope {
                Scope::Root => Some(path),
                Scope::Item(Some(list)) if path.is_empty() => Some(format!("{list}.*")),
                Scope::Item(Some(list)) => Some(format!("{list}.*.{path}")),
                Scope::Fold(Some(list)) => path.strip_prefix("current").map(|rest| format!("{list}.*{rest}")),
                _ => None,
            }
        }
        Code::Filter => list_of(source, scope),
        _ => None,
    }
}

/// A path that is written down.
fn written_path(node: &Node) -> Option<String> {
    path_text(&Value::from(node.literal()?))
}
