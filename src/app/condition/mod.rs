//! A JSON Logic rule as a form: groups and rows with what the form cannot show kept as it is, and edits of it.
//!
//! The rule's JSON stays the only truth. [`Condition::read`] is a view of it with a JSON Pointer on every part, and an
//! edit gives new JSON in which nothing but the edited part differs. Knows nothing of how rules are evaluated.

mod block;
mod edit;
mod fields;
mod fix;
mod items;
mod place;
mod read;
mod relation;

pub use block::{Block, BlockKind, Function, functions, list_path, new_block};
pub use edit::{
    Direction, add, move_item, remove, set_field, set_join, set_relation, set_value, unwrap, wrap,
};
pub use fields::{KnownField, choose_field, fitting_value, known_fields};
pub use fix::{RuleFix, fixes};
pub use items::item_fields;
pub use place::{Moved, move_into, step};
pub use relation::{Relation, RelationWords, Shape, relations};

use crate::json::Json;

/// A part of a condition.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// Where it is in the rule, JSON Pointer
    pub pointer: String,
    /// What it is
    pub part: Part,
    /// Conditions about the items of a list: a block's own, and those in the functions of a row
    pub inner: Vec<Condition>,
}

/// What a part of a condition is.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// Nothing is asked yet; only a whole rule can be empty
    Empty,
    /// Several parts
    Group(Group),
    /// One question about one field
    Row(Row),
    /// A question about the items of a list
    Block(Block),
    /// Anything else; kept as it is
    Raw,
}

/// Which parts of a group have to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Join {
    /// `and`
    All,
    /// `or`
    Any,
    /// `!` of an `or`, or of a single part
    None,
}

impl Join {
    /// All joins, in the order of menus.
    pub const ALL: [Self; 3] = [Self::All, Self::Any, Self::None];

    /// In words, in front of "of these".
    pub fn word(self) -> &'static str {
        match self {
            Self::All => "All",
            Self::Any => "Any",
            Self::None => "None",
        }
    }
}

/// Several parts and how they are joined.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Which parts have to hold
    pub join: Join,
    /// Where the list of the parts is; `None` if a single part is written without one
    pub list: Option<String>,
    /// The parts in order
    pub items: Vec<Condition>,
}

/// One question about one field.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What is asked
    pub relation: Relation,
    /// Of which field; without a path where a function stands in its place
    pub field: FieldRef,
    /// What is computed in place of a field
    pub computed: Option<Operand>,
    /// What it is compared with: none, one, or two for a range
    pub values: Vec<Operand>,
    /// Whether the rule has the value first: `{"<": [5, {"var": "a"}]}`
    pub is_mirrored: bool,
}

/// Where a row names its field.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldRef {
    /// The dotted path, empty if none is chosen
    pub path: String,
    /// Where the path is written, JSON Pointer
    pub pointer: String,
    /// Where the `var` is, JSON Pointer; `None` in `missing`, which has only the path
    pub node: Option<String>,
}

/// What a field is compared with.
#[derive(Clone, Debug, PartialEq)]
pub struct Operand {
    /// Where it is, JSON Pointer
    pub pointer: String,
    /// As it is written
    pub json: Json,
}

impl Operand {
    /// The path, if it is another field.
    pub fn field(&self) -> Option<FieldRef> {
        read::field(&self.json, &self.pointer)
    }

    /// True if it is a plain value, or a list of plain values.
    pub fn is_literal(&self) -> bool {
        let is_scalar = |json: &Json| !matches!(json, Json::Array(_) | Json::Object(_));
        match &self.json {
            Json::Array(items) => items.iter().all(is_scalar),
            json => is_scalar(json),
        }
    }
}

impl Condition {
    /// The part at a pointer.
    pub fn find(&self, pointer: &str) -> Option<&Self> {
        if self.pointer == pointer {
            return Some(self);
        }
        // What is not below a part is not in it.
        let below = pointer.strip_prefix(self.pointer.as_str())?;
        if !below.starts_with('/') {
            return None;
        }
        self.items().iter().chain(&self.inner).find_map(|item| item.find(pointer))
    }

    /// The group that a part is in, and its position there.
    pub fn parent_of(&self, pointer: &str) -> Option<(&Self, usize)> {
        let items = self.items();
        match items.iter().position(|item| item.pointer == pointer) {
            Some(position) => Some((self, position)),
            None => items.iter().chain(&self.inner).find_map(|item| item.parent_of(pointer)),
        }
    }

    /// The condition about a list's items that a pointer is in, or the whole rule: within it, fields mean the same.
    pub fn scope_of(&self, pointer: &str) -> &str {
        let is_around = |scope: &&Self| {
            pointer
                .strip_prefix(scope.pointer.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let nested = self.items().iter().chain(&self.inner).find(is_around);
        match nested {
            None => "",
            Some(inner) => {
                let deeper = inner.scope_of(pointer);
                let is_inner = self.inner.iter().any(|own| own.pointer == inner.pointer);
                if deeper.is_empty() && is_inner { &inner.pointer } else { deeper }
            }
        }
    }

    /// The parts of a group; none of anything else.
    pub fn items(&self) -> &[Self] {
        match &self.part {
            Part::Group(group) => &group.items,
            _ => &[],
        }
    }

    /// The group, if it is one.
    pub fn group(&self) -> Option<&Group> {
        match &self.part {
            Part::Group(group) => Some(group),
            _ => None,
        }
    }

    /// The block, if it is one.
    pub fn block(&self) -> Option<&Block> {
        match &self.part {
            Part::Block(block) => Some(block),
            _ => None,
        }
    }

    /// The row, if it is one.
    pub fn row(&self) -> Option<&Row> {
        match &self.part {
            Part::Row(row) => Some(row),
            _ => None,
        }
    }
}
