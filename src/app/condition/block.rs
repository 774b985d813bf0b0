//! Lists and functions in a rule: blocks that ask about the items of a list, and what can be computed on either side
//! of a comparison.

use super::read::{below, operation, scope};
use super::relation::call;
use super::{Condition, Operand};
use crate::json::Json;
use crate::logic::{self, Family, Operator};

/// A question about the items of a list. What is asked of each of them is the part's inner condition.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// Of how many items it has to hold
    pub kind: BlockKind,
    /// The list: a field, or what a function gives
    pub list: Operand,
}

/// Of how many items a condition has to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// `some`
    Some,
    /// `all`
    All,
    /// `none`
    None,
}

impl BlockKind {
    /// All kinds, in the order of menus.
    pub const ALL: [Self; 3] = [Self::Some, Self::All, Self::None];

    /// The operator of JSON Logic.
    pub fn name(self) -> &'static str {
        match self {
            Self::Some => "some",
            Self::All => "all",
            Self::None => "none",
        }
    }

    /// In words, in front of the list.
    pub fn words(self) -> &'static str {
        match self {
            Self::Some => "At least one of",
            Self::All => "Every one of",
            Self::None => "None of",
        }
    }

    fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// `{"some": [list, condition]}` and its likes.
pub(super) fn block(json: &Json, pointer: &str) -> Option<Block> {
    let (name, args) = operation(json)?;
    let kind = BlockKind::of_name(name)?;
    let [list, _] = args.as_array()? else { return None };
    Some(Block { kind, list: Operand { pointer: below(&below(pointer, name), "0"), json: list.clone() } })
}

/// A block over a list, with a first question about its items.
pub fn new_block(kind: BlockKind, list: &str) -> Json {
    let row = call("==", vec![field(""), Json::str("")]);
    call(kind.name(), vec![field(list), row])
}

fn field(path: &str) -> Json {
    super::relation::single("var", Json::str(path))
}

/// The conditions about list items in a part: of a block, and of the functions in a row.
pub(super) fn inner_conditions(json: &Json, pointer: &str, depth: usize) -> Vec<Condition> {
    let Some((name, args)) = operation(json) else { return Vec::new() };
    let at = below(pointer, name);
    let Some(items) = args.as_array() else { return inner_conditions(args, &at, depth) };
    let mut found = Vec::new();
    for (position, item) in items.iter().enumerate() {
        let pointer = below(&at, &position.to_string());
        if position == 1 && (name == "filter" || BlockKind::of_name(name).is_some()) {
            found.push(scope(item, pointer, depth));
        } else {
            found.extend(inner_conditions(item, &pointer, depth));
        }
    }
    found
}

/// A function that an operand can be.
#[derive(Clone, Copy, Debug)]
pub struct Function {
    operator: &'static Operator,
}

/// Functions that the form has fields for, in the order of menus.
pub fn functions() -> impl Iterator<Item = Function> {
    let operators = logic::operators().iter().filter(|operator| is_function(operator.name));
    operators.map(|operator| Function { operator })
}

/// Whether an operator computes a value that can be compared.
pub(super) fn is_function(name: &str) -> bool {
    logic::operator(name).is_some_and(|operator| match operator.family {
        Family::Number => true,
        Family::Text => name != "log",
        Family::List => !matches!(name, "in") && BlockKind::of_name(name).is_none(),
        _ => false,
    })
}

impl Function {
    /// The function that an operand is.
    pub fn read(json: &Json) -> Option<Self> {
        let (name, args) = operation(json)?;
        args.as_array().filter(|_| is_function(name))?;
        Some(Self { operator: logic::operator(name)? })
    }

    /// Its name in a rule.
    pub fn name(self) -> &'static str {
        self.operator.name
    }

    /// Its name in words.
    pub fn title(self) -> &'static str {
        self.operator.title
    }

    /// What it does.
    pub fn doc(self) -> &'static str {
        self.operator.doc
    }

    /// Whether it runs over the items of a list.
    pub fn is_over_items(self) -> bool {
        matches!(self.name(), "map" | "filter" | "reduce")
    }

    /// Whether it may have so many arguments.
    pub fn takes(self, count: usize) -> bool {
        count >= self.operator.min_args.max(1) && self.operator.max_args.is_none_or(|most| count <= most)
    }

    /// What an argument is, in words.
    pub fn argument(self, position: usize) -> &'static str {
        match (self.name(), position) {
            ("map" | "filter" | "reduce", 0) => "List",
            ("map", 1) => "Take of each item",
            ("filter", 1) => "Keep an item if",
            ("reduce", 1) => "Combine into",
            ("reduce", 2) => "Begin with",
            ("substr", 0) => "Text",
            ("substr", 1) => "From",
            ("substr", 2) => "Length",
            ("-" | "/" | "%", 0) => "Value",
            ("-", _) => "Minus",
            ("/" | "%", _) => "Divided by",
            (_, 0) => "Value",
            _ => "And",
        }
    }

    /// The function of an operand that was something else, which becomes its first argument.
    pub fn around(self, first: Json) -> Json {
        let price = || field("current.price");
        let args = match self.name() {
            "map" => vec![first, field("")],
            "filter" => vec![first, call("==", vec![field(""), Json::str("")])],
            "reduce" => {
                let sum = call("+", vec![field("accumulator"), price()]);
                vec![first, sum, Json::int(0)]
            }
            "substr" => vec![first, Json::int(0), Json::int(3)],
            "cat" => vec![first, Json::str("")],
            "merge" | "max" | "min" | "+" | "-" => vec![first, Json::int(0)],
            _ => vec![first, Json::int(1)],
        };
        call(self.name(), args)
    }
}

/// The path of the items that a list operand runs over, `*` for each of them; `None` where they are computed. `within`
/// is the path of the items around it.
pub fn list_path(list: &Json, within: Option<&str>) -> Option<String> {
    match operation(list)? {
        ("var", args) => {
            let path = args.as_str().or_else(|| args.as_array()?.first()?.as_str())?;
            let joined = match (within.unwrap_or_default(), path) {
                ("", path) => path.to_owned(),
                (outer, "") => outer.to_owned(),
                (outer, path) => format!("{outer}.{path}"),
            };
            Some(if joined.is_empty() { "*".to_owned() } else { format!("{joined}.*") })
        }
        ("filter", args) => list_path(args.as_array()?.first()?, within),
        _ => None,
    }
}
