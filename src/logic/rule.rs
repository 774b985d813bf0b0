//! A parsed rule: a tree of nodes, each with an id and its JSON Pointer into the source.
//!
//! Made by [`super::parse()`]; evaluated after [`Rule::compile`](super::Rule::compile).

use super::operators::Operator;
use crate::diag::Diagnostic;
use crate::json::Json;
use std::sync::Arc;

/// A node's number within its rule, in source order; the root is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u32);

impl NodeId {
    /// The number as an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// One node of a rule.
#[derive(Clone, Debug)]
pub struct Node {
    /// Its number
    pub id: NodeId,
    /// What it is
    pub kind: Kind,
}

/// What a node is.
#[derive(Clone, Debug)]
pub enum Kind {
    /// A scalar
    Literal(Json),
    /// A literal list, whose items are rules
    List(Vec<Node>),
    /// An object that is not an operation, whose values are rules
    Object(Vec<(String, Node)>),
    /// An operation
    Call(Call),
    /// Nested deeper than the limit; evaluating it is an error
    TooDeep,
}

/// An operation: `{name: arguments}`.
#[derive(Clone, Debug)]
pub struct Call {
    /// Its key as written
    pub name: String,
    /// The standard operator of that name
    pub operator: Option<&'static Operator>,
    /// Its arguments in order
    pub args: Vec<Node>,
    /// How the arguments are written
    pub form: Form,
}

/// How the arguments of an operation are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// `{"var": "a"}`
    Single,
    /// `{"var": ["a"]}`
    List,
    /// `{"-": {"a": 5, "b": 3}}`: an object with the names of the server's parameters, one per argument
    Named(Vec<String>),
}

/// A rule as it was written and as it was understood.
#[derive(Clone, Debug)]
pub struct Rule {
    pub(super) source: Arc<Json>,
    pub(super) root: Node,
    pub(super) pointers: Arc<[String]>,
    pub(super) findings: Vec<Diagnostic>,
}

impl Rule {
    /// The topmost node.
    pub fn root(&self) -> &Node {
        &self.root
    }

    /// What is wrong with the rule as written.
    pub fn findings(&self) -> &[Diagnostic] {
        &self.findings
    }

    /// The source, unchanged. A source nested deeper than [`json::MAX_DEPTH`](crate::json::MAX_DEPTH) is not kept and
    /// reads null; the findings say that it is too deep.
    pub fn to_json(&self) -> Json {
        Json::clone(&self.source)
    }

    /// The source, unchanged, without a copy.
    pub fn source(&self) -> &Json {
        &self.source
    }

    /// Number of nodes; ids are smaller.
    pub fn node_count(&self) -> usize {
        self.pointers.len()
    }

    /// The JSON Pointer of a node into the source.
    pub fn pointer(&self, id: NodeId) -> &str {
        self.pointers.get(id.index()).map_or("", String::as_str)
    }

    /// The node with that id.
    pub fn node(&self, id: NodeId) -> Option<&Node> {
        let mut node = &self.root;
        while node.id != id {
            // Ids count in source order, so the last child that starts at or before the id holds it.
            node = node.children().take_while(|child| child.id <= id).last()?;
        }
        Some(node)
    }

    /// The node that a JSON Pointer leads to; a pointer to the argument list of an operation has no node.
    pub fn node_at(&self, pointer: &str) -> Option<&Node> {
        let position = self.pointers.iter().position(|other| other == pointer)?;
        self.node(NodeId(u32::try_from(position).ok()?))
    }

    /// All nodes in source order.
    pub fn nodes(&self) -> impl Iterator<Item = &Node> {
        let mut stack = vec![&self.root];
        std::iter::from_fn(move || {
            let node = stack.pop()?;
            let at = stack.len();
            stack.extend(node.children());
            stack[at..].reverse();
            Some(node)
        })
    }
}

impl Node {
    /// The nodes right below.
    pub fn children(&self) -> Box<dyn Iterator<Item = &Node> + '_> {
        match &self.kind {
            Kind::Literal(_) | Kind::TooDeep => Box::new(std::iter::empty()),
            Kind::List(items) => Box::new(items.iter()),
            Kind::Object(entries) => Box::new(entries.iter().map(|(_, node)| node)),
            Kind::Call(call) => Box::new(call.args.iter()),
        }
    }

    /// The operation, if it is one.
    pub fn call(&self) -> Option<&Call> {
        match &self.kind {
            Kind::Call(call) => Some(call),
            _ => None,
        }
    }

    /// The value of a scalar literal.
    pub fn literal(&self) -> Option<&Json> {
        match &self.kind {
            Kind::Literal(json) => Some(json),
            _ => None,
        }
    }
}

impl Call {
    /// The argument at a position, as the server's `$values[position]`.
    pub fn arg(&self, position: usize) -> Option<&Node> {
        match &self.form {
            Form::Single | Form::List => self.args.get(position),
            Form::Named(names) => {
                let text = position.to_string();
                let at = names.iter().position(|name| *name == text)?;
                self.args.get(at)
            }
        }
    }
}
