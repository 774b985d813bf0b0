//! What must be so: parts of the conditions that should hold or not, and where to begin.

use crate::engine::criteria::{
    Aim, Criteria, Items, Scope, Shape, code, filtered, first_item, first_of_absent,
};
use crate::json::Json;
use crate::logic::{self, Code, EvalOptions, Node, Rule};
use crate::php::Value;

/// Most criteria of which one would do that are worked on at once.
const MAX_OPENINGS: usize = 24;

/// A part of a condition that should hold, or should not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wanted {
    /// Which condition
    pub(super) condition: usize,
    /// JSON Pointer of the part
    pub(super) pointer: String,
    pub(super) holds: bool,
}

/// Calls `work` with the first part that is not as wanted and the criteria any of which would bring it nearer; `None`
/// if everything is as wanted.
pub(super) fn at_first_unmet<T>(
    rules: &[Rule],
    wanted: &[Wanted],
    context: &Json,
    options: EvalOptions,
    work: impl FnOnce(usize, &Criteria<'_>, &[Aim<'_>]) -> T,
) -> Option<T> {
    let data = Value::from(context);
    for want in wanted {
        let Some(rule) = rules.get(want.condition) else { continue };
        let criteria = Criteria::new(rule, options);
        let node = rule.node_at(&want.pointer).unwrap_or(rule.root());
        let aim = Aim { node, want: want.holds, scope: Scope::root(data.clone()) };
        if criteria.is_met(&aim) {
            continue;
        }
        let mut openings = Vec::new();
        open(&criteria, &aim, &mut openings);
        return Some(work(want.condition, &criteria, &openings));
    }
    None
}

/// Whether everything is as wanted.
pub(super) fn is_as_wanted(rules: &[Rule], wanted: &[Wanted], context: &Json, options: EvalOptions) -> bool {
    at_first_unmet(rules, wanted, context, options, |_, _, _| ()).is_none()
}

/// Of parts that must all be met, the first unmet one; of alternatives, every one.
fn open<'r>(criteria: &Criteria<'r>, aim: &Aim<'r>, openings: &mut Vec<Aim<'r>>) {
    if openings.len() >= MAX_OPENINGS {
        return;
    }
    match criteria.shape(aim) {
        Shape::Leaf => match first_of_absent(aim) {
            Some(first) => open(criteria, &first, openings),
            None => openings.push(aim.clone()),
        },
        Shape::All(aims) => open_first(criteria, &aims, openings),
        Shape::Any(aims) => aims.iter().for_each(|aim| open(criteria, aim, openings)),
        Shape::Items(items) => match filtered(items.list) {
            Some(filter) => open_filtered(criteria, (aim, &items), filter, openings),
            None => open_items(criteria, &items, openings),
        },
    }
}

fn open_first<'r>(criteria: &Criteria<'r>, aims: &[Aim<'r>], openings: &mut Vec<Aim<'r>>) {
    if let Some(aim) = aims.iter().find(|aim| !criteria.is_met(aim)) {
        open(criteria, aim, openings);
    }
}

fn open_items<'r>(criteria: &Criteria<'r>, items: &Items<'r>, openings: &mut Vec<Aim<'r>>) {
    if items.count == 0 && !items.may_be_empty {
        // A first item is made, field by field; what it needs comes out one criterion after the other.
        open(criteria, &items.first, openings);
    } else if items.is_every {
        open_first(criteria, &items.aims, openings);
    } else {
        items.aims.iter().for_each(|aim| open(criteria, aim, openings));
    }
}

/// Of a filtered list: an item is kept and meets what is asked, or the one in the way is no longer kept.
fn open_filtered<'r>(
    criteria: &Criteria<'r>,
    (aim, items): (&Aim<'r>, &Items<'r>),
    (source, kept): (&'r Node, &'r Node),
    openings: &mut Vec<Aim<'r>>,
) {
    let (body, want) = (items.body, items.first.want);
    let both = |scope: Scope| {
        [Aim { node: kept, want: true, scope: scope.clone() }, Aim { node: body, want, scope }]
    };
    let needs_item = !items.is_every || (items.count == 0 && !items.may_be_empty);
    if !needs_item {
        if let Some(violated) = items.aims.iter().find(|aim| !criteria.is_met(aim)) {
            open(criteria, violated, openings);
            open(criteria, &Aim { node: kept, want: false, scope: violated.scope.clone() }, openings);
        }
        return;
    }
    let mut scopes = criteria.item_scopes(source, &aim.scope);
    if scopes.is_empty() {
        scopes.push(first_item(source, &aim.scope));
    }
    for scope in scopes {
        open_first(criteria, &both(scope), openings);
    }
}

/// The parts that are evaluated before a part and must let the evaluation come to it, then the part itself. Inside a
/// list the operation on the list stands for the part.
pub(super) fn reaching(rule: &Rule, condition: usize, pointer: &str, holds: bool) -> Vec<Wanted> {
    let mut wanted = Vec::new();
    let target = rule.node_at(pointer).unwrap_or(rule.root());
    let mut node: &Node = rule.root();
    let mut want = |node: &Node, holds| {
        wanted.push(Wanted { condition, pointer: rule.pointer(node.id).to_owned(), holds });
    };
    while node.id != target.id {
        let next = node.children().enumerate().take_while(|(_, child)| child.id <= target.id).last();
        let Some((position, child)) = next else { break };
        match node.call().and_then(code) {
            Some(Code::And) => node.children().take(position).for_each(|before| want(before, true)),
            Some(Code::Or) => node.children().take(position).for_each(|before| want(before, false)),
            Some(Code::If | Code::Ternary) => {
                let conditions = node.children().take(position).step_by(2).collect::<Vec<_>>();
                let own = if position % 2 == 1 { conditions.len().checked_sub(1) } else { None };
                conditions.iter().enumerate().for_each(|(at, before)| want(before, Some(at) == own));
            }
            Some(Code::All | Code::Some | Code::None | Code::Filter | Code::Map | Code::Reduce)
                if position == 1 =>
            {
                break;
            }
            _ => {}
        }
        node = child;
    }
    want(node, holds);
    wanted
}

/// The condition that asks for all of some.
pub(super) fn all(conditions: &[Json]) -> Json {
    Json::Object([("and".to_owned(), Json::Array(conditions.to_vec()))].into_iter().collect())
}

/// The rules of conditions.
pub(super) fn parsed(conditions: &[Json]) -> Vec<Rule> {
    conditions.iter().map(logic::parse).collect()
}
