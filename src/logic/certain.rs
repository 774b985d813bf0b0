//! Conditions that come out the same for every context: never true, or always true.
//!
//! Proof by cases: the values that a field may have are cut into finitely many classes, within which all comparisons
//! of the rule with this field give the same (see [`class`]). Every combination of classes is tried until both outcomes
//! were possible. What cannot be told counts as possible, so a verdict is certain; no verdict proves nothing.
//! Main entries: [`verdict`] and [`certain_parts`].

mod class;
mod outcome;

use super::rule::{Node, NodeId, Rule};
use super::{Code, Kind};
use class::Values;
use outcome::{FALSE_OR_FAILS, Outcomes, Proof, TRUE};

/// Most nodes that are looked at for one verdict; beyond, there is none.
const BUDGET: usize = 20_000;
/// Most fields whose values are told apart.
const MAX_FIELDS: usize = 64;
/// Most pairs of parts that are tried as the reason.
const MAX_PAIRS: usize = 1_000;

/// Whether a condition can come out otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It may, as far as can be told
    Varies,
    /// It never holds: for every context it is false or an error
    NeverTrue,
    /// It holds for every context
    AlwaysTrue,
}

/// Values that a verdict leaves out: nobody would expect them in such a field, yet PHP lets them pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exception {
    /// None
    Nothing,
    /// `true` where the rule compares with text or numbers: it is loosely equal to `"gold"` and to `"silver"`
    True,
    /// Text that is no number where the rule compares with numbers only: `"200 apples"` is more than 1000 and less than
    /// 500, because it is compared as text
    OddText,
    /// Either of these
    Either,
}

/// What verdicts are tried with, from all values to the fewest.
const EXCEPTIONS: [(Values, Exception); 4] = [
    (Values::All, Exception::Nothing),
    (Values::NotTrue, Exception::True),
    (Values::Numeric, Exception::OddText),
    (Values::Sensible, Exception::Either),
];

/// A part of a rule that comes out the same for every context.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CertainPart {
    /// The part
    pub node: NodeId,
    /// How it comes out
    pub verdict: Verdict,
    /// The values with which it could come out otherwise all the same
    pub exception: Exception,
    /// Two of its parts that exclude each other
    pub pair: Option<(NodeId, NodeId)>,
}

/// Whether a rule, taken as a condition, can come out otherwise.
///
/// ```
/// use reagent::{json, logic::{self, Verdict}};
/// let rule = |text| logic::parse(&json::parse(text, json::Limits::default()).unwrap());
/// let never = rule(r#"{"and": [{">": [{"var": "x"}, 5]}, {"<": [{"var": "x"}, 3]}]}"#);
/// assert_eq!(logic::verdict(&never), Verdict::NeverTrue);
/// // Null is smaller than 3.
/// let varies = rule(r#"{"and": [{"!": [{"var": "x"}]}, {"<": [{"var": "x"}, 3]}]}"#);
/// assert_eq!(logic::verdict(&varies), Verdict::Varies);
/// ```
pub fn verdict(rule: &Rule) -> Verdict {
    verdict_of(&[rule.root()], Values::All)
}

/// The same as [`verdict`], where fields that the rule compares with numbers only hold no other text than numbers, and those
/// that it compares with numbers or text do not hold `true`.
pub fn sensible_verdict(rule: &Rule) -> Verdict {
    verdict_of(&[rule.root()], Values::Sensible)
}

/// What [`sensible_verdict`] leaves out that would change it.
pub fn verdict_exception(rule: &Rule) -> Exception {
    exception_of(rule.root(), sensible_verdict(rule)).1
}

/// The most values of which a verdict is true, if it is true of the sensible ones.
fn exception_of(node: &Node, verdict: Verdict) -> (Values, Exception) {
    let mut tried = EXCEPTIONS.into_iter();
    let found = tried.find(|(values, _)| verdict_of(&[node], *values) == verdict);
    found.unwrap_or((Values::Sensible, Exception::Either))
}

/// The topmost parts of a rule that are conditions and come out the same for every context; the whole rule is one of
/// them. Literals are none: whoever writes `true` knows it.
pub fn certain_parts(rule: &Rule) -> Vec<CertainPart> {
    let mut found = Vec::new();
    look(rule.root(), &mut found);
    found
}

/// The same as [`certain_parts`] of a rule that computes a value: the rule itself is no condition.
pub fn certain_conditions(rule: &Rule) -> Vec<CertainPart> {
    let mut found = Vec::new();
    for part in rule.root().call().into_iter().flat_map(conditions) {
        look(part, &mut found);
    }
    found
}

/// Whether all of some conditions hold together.
fn verdict_of(nodes: &[&Node], values: Values) -> Verdict {
    let mut proof = Proof::of(nodes, values);
    let mut tally = Tally { seen: 0, left: BUDGET };
    tally.try_all(&mut proof, nodes, 0);
    match tally.seen {
        TRUE => Verdict::AlwaysTrue,
        seen if seen & TRUE == 0 => Verdict::NeverTrue,
        _ => Verdict::Varies,
    }
}

struct Tally {
    seen: Outcomes,
    left: usize,
}

impl Tally {
    fn is_over(&self) -> bool {
        self.seen & TRUE != 0 && self.seen & FALSE_OR_FAILS != 0
    }

    /// Tries every class of every field from `field` on.
    fn try_all(&mut self, proof: &mut Proof, nodes: &[&Node], field: usize) {
        let outcomes = proof.all(nodes);
        self.left = self.left.saturating_sub(proof.take_work());
        let is_decided = outcomes & TRUE == 0 || outcomes == TRUE;
        if is_decided || field == proof.fields.len().min(MAX_FIELDS) {
            self.seen |= outcomes;
            return;
        }
        if self.left == 0 {
            self.seen |= TRUE | FALSE_OR_FAILS;
            return;
        }
        let count = proof.fields.get(field).map_or(0, |field| field.classes.len());
        if count == 0 {
            return self.try_all(proof, nodes, field + 1);
        }
        for class in 0..count {
            proof.choose(field, Some(class));
            self.try_all(proof, nodes, field + 1);
            if self.is_over() {
                break;
            }
        }
        proof.choose(field, None);
    }
}

fn look(node: &Node, found: &mut Vec<CertainPart>) {
    let Kind::Call(call) = &node.kind else { return };
    let verdict = verdict_of(&[node], Values::Sensible);
    if verdict != Verdict::Varies {
        let (values, exception) = exception_of(node, verdict);
        let (node, pair) = narrowest(node, verdict, values);
        return found.push(CertainPart { node, verdict, exception, pair });
    }
    for part in conditions(call) {
        look(part, found);
    }
}

/// The parts of an operation that are asked for their truth.
fn conditions(call: &super::Call) -> Box<dyn Iterator<Item = &Node> + '_> {
    match call.operator.map(|operator| operator.code) {
        Some(Code::And | Code::Or | Code::Not | Code::Truthy) => Box::new(call.args.iter()),
        Some(Code::If | Code::Ternary) => {
            let last = call.args.len().saturating_sub(1);
            let is_condition = move |at: &usize| at.is_multiple_of(2) && *at < last;
            Box::new(call.args.iter().enumerate().filter(move |(at, _)| is_condition(at)).map(|(_, arg)| arg))
        }
        Some(Code::All | Code::Some | Code::None) => Box::new(call.args.iter().skip(1).take(1)),
        _ => Box::new(std::iter::empty()),
    }
}

/// The smallest part of the same verdict that is the reason for it, and two parts of it that are.
fn narrowest(node: &Node, verdict: Verdict, values: Values) -> (NodeId, Option<(NodeId, NodeId)>) {
    let Some(call) = node.call() else { return (node.id, None) };
    let is_group = match call.operator.map(|operator| operator.code) {
        Some(Code::And) => verdict == Verdict::NeverTrue,
        Some(Code::Or) => verdict == Verdict::AlwaysTrue,
        _ => false,
    };
    if !is_group {
        return (node.id, None);
    }
    let inner = call.args.iter().find(|arg| arg.call().is_some() && verdict_of(&[*arg], values) == verdict);
    if let Some(inner) = inner {
        return narrowest(inner, verdict, values);
    }
    let mut pairs = call
        .args
        .iter()
        .enumerate()
        .flat_map(|(at, first)| call.args.iter().skip(at + 1).map(move |second| (first, second)))
        .take(MAX_PAIRS);
    let excludes =
        |(first, second): &(&Node, &Node)| verdict_of(&[first, second], values) == Verdict::NeverTrue;
    let pair = match verdict {
        Verdict::NeverTrue => pairs.find(excludes).map(|(first, second)| (first.id, second.id)),
        _ => None,
    };
    (node.id, pair)
}
