//! One unmet criterion: which field it is about, what is there and what is asked.

use super::verdict::Gap;
use super::{Cause, Criterion, hint, mismatch, sentence};
use crate::engine::criteria::{Criteria, Field, Presence, code, fields};
use crate::logic::{self, Call, Code, EvalError, Node};
use crate::php::Value;

/// What a criterion compares.
pub(super) struct Sides<'r> {
    /// The operand that depends on the context, or the whole criterion
    pub(super) subject: &'r Node,
    /// What it is compared with
    pub(super) required: Option<&'r Node>,
    pub(super) code: Option<Code>,
}

/// What is known of an unmet criterion.
pub(super) struct Facts<'r> {
    pub(super) sides: Sides<'r>,
    pub(super) cause: Cause,
    /// The field to blame
    pub(super) field: Option<Field>,
    pub(super) observed: Option<Value>,
    pub(super) required: Option<Value>,
    pub(super) error: Option<EvalError>,
}

/// Explains a gap.
pub(super) fn criterion(criteria: &Criteria<'_>, gap: &Gap<'_>) -> Criterion {
    let facts = facts(criteria, gap);
    let requirement = logic::describe_wanted(criteria.rule, gap.aim.node.id, gap.aim.want);
    let sentence = sentence::sentence(criteria, gap, &facts, &requirement);
    let missing = facts.field.as_ref().filter(|_| facts.cause == Cause::MissingField);
    let hint = missing.and_then(|field| hint::hint(&field.path, &gap.aim.scope.data));
    Criterion {
        pointer: criteria.rule.pointer(gap.aim.node.id).to_owned(),
        requirement,
        sentence,
        cause: facts.cause,
        field: facts.field.as_ref().map(|field| field.path.clone()),
        context_pointer: facts.field.and_then(|field| field.at),
        observed: facts.observed.as_ref().map(serde_json::Value::from),
        required: facts.required.as_ref().map(serde_json::Value::from),
        item: gap.item.as_ref().map(|(place, _)| place.clone()),
        hint,
    }
}

fn facts<'r>(criteria: &Criteria<'r>, gap: &Gap<'r>) -> Facts<'r> {
    let (node, scope) = (gap.aim.node, &gap.aim.scope);
    let sides = sides(node);
    let value = |node: &Node| criteria.value(node, scope);
    let (mut required, mut observed) =
        (sides.required.and_then(|node| value(node).ok()), value(sides.subject).ok());
    if let Some((low, high)) = bounds(node) {
        // The bound that is not kept: the lower one is asked first.
        let is_low = value(low).is_ok_and(|low| {
            let ordering = crate::php::compare(&low, observed.as_ref().unwrap_or(&Value::Null));
            ordering.is_gt() || (ordering.is_eq() && sides.code == Some(Code::Lt))
        });
        required = value(if is_low { low } else { high }).ok();
    }
    let error = value(node).err();
    let mut all = fields(criteria, node, scope);
    all.retain(|field| !(field.has_default && field.presence != Presence::Set));
    let blamed = |presence| all.iter().find(|field| field.presence == presence).cloned();
    let type_error = error.as_ref().is_some_and(|error| {
        matches!(error.code, "logic/type-error" | "logic/warning" | "logic/value-error")
    });
    let own_field = || {
        let is_subject = sides.subject.call().and_then(code) == Some(Code::Var);
        all.first().filter(|_| is_subject || all.len() == 1).cloned()
    };
    let wrong = || mismatch::of(&sides, observed.as_ref(), required.as_ref(), &all);
    let (cause, field) = match (blamed(Presence::Missing), blamed(Presence::Null)) {
        (Some(field), _) => (Cause::MissingField, Some(field)),
        (None, Some(field)) => (Cause::Null, Some(field)),
        _ if type_error => (Cause::TypeMismatch, wrong().and_then(|wrong| wrong.field).or_else(own_field)),
        _ if error.is_some() => (Cause::ActionErrored, own_field()),
        _ => match wrong() {
            Some(wrong) => (Cause::TypeMismatch, wrong.field.or_else(own_field)),
            None => (Cause::False, own_field()),
        },
    };
    if let Some(field) = field.as_ref().filter(|_| cause != Cause::False) {
        observed = (field.presence != Presence::Missing).then(|| field.value.clone());
    }
    Facts { sides, cause, field, observed, required, error }
}

/// Which operand of a comparison depends on the context.
fn sides(node: &Node) -> Sides<'_> {
    let whole = Sides { subject: node, required: None, code: node.call().and_then(code) };
    let Some(call) = node.call() else { return whole };
    let code = code(call);
    let (Some(left), Some(right)) = (call.arg(0), call.arg(1)) else { return whole };
    let (subject, required) = match code {
        Some(Code::Lt | Code::Le) if bounds(node).is_some() => (right, left),
        Some(code) if code.compares() => {
            if reads_data(left) || !reads_data(right) {
                (left, right)
            } else {
                (right, left)
            }
        }
        Some(Code::All | Code::Some | Code::None | Code::Filter) => {
            return Sides { subject: left, required: None, code };
        }
        _ => return whole,
    };
    Sides { subject, required: Some(required), code }
}

/// The bounds of "between".
fn bounds(node: &Node) -> Option<(&Node, &Node)> {
    let call: &Call = node.call()?;
    let is_between = matches!(code(call), Some(Code::Lt | Code::Le));
    let (low, high) = (call.arg(0)?, call.arg(2)?);
    is_between.then_some((low, high))
}

/// Whether a part reads the context.
fn reads_data(node: &Node) -> bool {
    let is_read = |call: &Call| matches!(code(call), Some(Code::Var | Code::Missing | Code::MissingSome));
    node.call().is_some_and(is_read) || node.children().any(reads_data)
}
