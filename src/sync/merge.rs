//! Three versions of one object: what we changed, what the tenant changed, and where both did.

use super::align::{Slot, fields, is_same_action, kind_of, slots};
use super::same::same_value;
use crate::json::{Json, Object, pointer_push};
use serde::Serialize;
use std::collections::BTreeSet;

/// Who changed something since both sides were the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// The files.
    Ours,
    /// The tenant.
    Theirs,
    /// Both, differently; or it is not known who did.
    Conflict,
}

/// One difference of an object, an action or an argument.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Who made it.
    pub side: Side,
    /// JSON Pointer into our object, or into the tenant's where only that has it.
    pub pointer: String,
    /// In words, `action 2 reward.create, argument value`.
    pub what: String,
    /// What both sides had.
    pub base: Option<Json>,
    /// What the files have.
    pub ours: Option<Json>,
    /// What the tenant has.
    pub theirs: Option<Json>,
}

/// Three versions put together.
#[derive(Clone, Debug, PartialEq)]
pub struct Merged {
    /// Ours, with what only the tenant changed, and with conflicts as they were decided; undecided ones are ours.
    pub json: Json,
    /// Every difference.
    pub changes: Vec<Change>,
}

/// The conflicts that a user decided for one side, by pointer; `*` is every one.
#[derive(Clone, Debug, Default)]
pub struct Decided {
    /// These are as in the files.
    pub mine: BTreeSet<String>,
    /// These are as on the tenant.
    pub theirs: BTreeSet<String>,
}

impl Decided {
    /// The side that was decided for a place.
    pub(super) fn of(&self, pointer: &str) -> Option<Side> {
        let has = |set: &BTreeSet<String>| set.contains("*") || set.contains(pointer);
        let is_mine = has(&self.mine).then_some(Side::Ours);
        is_mine.or_else(|| has(&self.theirs).then_some(Side::Theirs))
    }
}

/// Compares and merges. Without a base it is not known who changed what: every difference is a conflict, except a value
/// that only one side has.
pub fn merge(base: Option<&Json>, ours: &Json, theirs: &Json, decided: &Decided) -> Merged {
    merge_with(base, [ours, theirs], decided, None)
}

/// Ours, with what the tenant has at some of the places that [`merge`] gives, whoever changed it.
pub(super) fn take(base: Option<&Json>, ours: &Json, theirs: &Json, places: &BTreeSet<String>) -> Json {
    merge_with(base, [ours, theirs], &Decided::default(), Some(places)).json
}

fn merge_with(
    base: Option<&Json>,
    [ours, theirs]: [&Json; 2],
    decided: &Decided,
    taken: Option<&BTreeSet<String>>,
) -> Merged {
    let mut merging = Merging { decided, taken, has_base: base.is_some(), changes: Vec::new() };
    let empty = Json::Object(Object::new());
    let three = Three { base: base.unwrap_or(&empty), ours, theirs };
    let mut merged = merging.fields(&three, "", "", &["actions"]);
    merging.actions(&three, &mut merged);
    Merged { json: merged, changes: merging.changes }
}

#[derive(Clone, Copy)]
struct Three<'a> {
    base: &'a Json,
    ours: &'a Json,
    theirs: &'a Json,
}

struct Merging<'a> {
    decided: &'a Decided,
    /// The only places where the tenant's version is taken, if that is not decided by who changed it.
    taken: Option<&'a BTreeSet<String>>,
    has_base: bool,
    changes: Vec<Change>,
}

impl Merging<'_> {
    /// Compares the keys of three objects one by one and gives our object with what came from the tenant.
    fn fields(&mut self, three: &Three<'_>, pointer: &str, what: &str, except: &[&str]) -> Json {
        let (base, ours, theirs) = (fields(three.base), fields(three.ours), fields(three.theirs));
        let mut merged = three.ours.clone();
        let mut seen = BTreeSet::new();
        let keys = ours.iter().chain(theirs.iter()).chain(base.iter()).map(|(key, _)| key);
        for key in keys.filter(|key| !except.contains(key)) {
            if !seen.insert(key) {
                continue;
            }
            let mut at = pointer.to_owned();
            pointer_push(&mut at, key);
            let words = if what.is_empty() { key.to_owned() } else { format!("{what}, {key}") };
            let values = [base.get(key), ours.get(key), theirs.get(key)];
            if self.value(values, at, words)
                && let Json::Object(object) = &mut merged
            {
                match theirs.get(key) {
                    Some(value) => object.set(key, value.clone()),
                    None => drop(object.remove(key)),
                }
            }
        }
        merged
    }

    /// Compares one value; true if the tenant's is to be taken.
    fn value(&mut self, [base, ours, theirs]: [Option<&Json>; 3], pointer: String, what: String) -> bool {
        if same_value(ours, theirs) {
            return false;
        }
        let is_absent = |value: Option<&Json>| same_value(value, None);
        let side = match (same_value(base, ours), same_value(base, theirs)) {
            (true, _) if self.has_base || is_absent(ours) => Side::Theirs,
            (_, true) if self.has_base || is_absent(theirs) => Side::Ours,
            _ => Side::Conflict,
        };
        let present = |value: Option<&Json>| value.filter(|value| **value != Json::Null).cloned();
        let (base, ours, theirs) = (present(base), present(ours), present(theirs));
        self.push(Change { side, pointer, what, base, ours, theirs })
    }

    /// Notes a change; true if the tenant's version is to be taken.
    fn push(&mut self, mut change: Change) -> bool {
        if change.side == Side::Conflict {
            change.side = self.decided.of(&change.pointer).unwrap_or(Side::Conflict);
        }
        let is_theirs = match self.taken {
            Some(places) => places.contains(&change.pointer),
            None => change.side == Side::Theirs,
        };
        self.changes.push(change);
        is_theirs
    }

    fn actions(&mut self, three: &Three<'_>, merged: &mut Json) {
        let list = |json: &Json| json.get("actions").and_then(Json::as_array).unwrap_or_default().to_vec();
        let (base, ours, theirs) = (list(three.base), list(three.ours), list(three.theirs));
        let slots = slots(&base, &ours, &theirs);
        let before = self.changes.len();
        // Our actions in our order, each with its place in the tenant's chain.
        let mut chain: Vec<(Option<usize>, Json)> = Vec::new();
        let mut added = Vec::new();
        let both_added = slots.iter().any(|slot| is_only(slot.ours, slot)) && self.has_base;
        for slot in &slots {
            let at = |list: &[Json], position: Option<usize>| {
                position.and_then(|position| list.get(position).cloned())
            };
            let found = (at(&base, slot.base), at(&ours, slot.ours), at(&theirs, slot.theirs));
            match self.action(slot, found, both_added) {
                Some(action) if slot.ours.is_some() => chain.push((slot.theirs, action)),
                Some(action) => added.push((slot.theirs, action)),
                None => {}
            }
        }
        added.sort_by_key(|(position, _)| *position);
        for (position, action) in added {
            // After the action that it follows on the tenant.
            let after = chain.iter().rposition(|(other, _)| other.is_some() && *other < position);
            chain.insert(after.map_or(0, |after| after + 1), (position, action));
        }
        if self.order(&slots, [&base, &ours, &theirs]) {
            take_their_order(&mut chain);
        }
        if self.changes.len() > before
            && let Json::Object(object) = merged
        {
            object.set("actions", Json::Array(chain.into_iter().map(|(_, action)| action).collect()));
        }
    }

    /// One action in three versions; `None` if it is not in the merged chain.
    fn action(
        &mut self,
        slot: &Slot,
        (base, ours, theirs): (Option<Json>, Option<Json>, Option<Json>),
        both_added: bool,
    ) -> Option<Json> {
        let position = slot.ours.or(slot.theirs).or(slot.base)?;
        let kind = ours.as_ref().or(theirs.as_ref()).or(base.as_ref()).map(kind_of).unwrap_or_default();
        let (pointer, what) = (format!("/actions/{position}"), format!("action {} {kind}", position + 1));
        let is_kept = |now: &Json| base.as_ref().is_some_and(|base| is_same_action(base, now));
        let side = match (&ours, &theirs) {
            (Some(ours), Some(theirs)) => {
                let empty = Json::Null;
                let three = Three { base: base.as_ref().unwrap_or(&empty), ours, theirs };
                return Some(self.paired_action(&three, &pointer, &what));
            }
            (None, None) => return None,
            _ if !self.has_base => Side::Conflict,
            (Some(_), None) if base.is_none() => Side::Ours,
            (None, Some(_)) if base.is_none() && both_added => Side::Conflict,
            (None, Some(_)) if base.is_none() => Side::Theirs,
            (Some(ours), None) if is_kept(ours) => Side::Theirs,
            (None, Some(theirs)) if is_kept(theirs) => Side::Ours,
            _ => Side::Conflict,
        };
        let is_theirs =
            self.push(Change { side, pointer, what, base, ours: ours.clone(), theirs: theirs.clone() });
        if is_theirs { theirs } else { ours }
    }

    fn paired_action(&mut self, three: &Three<'_>, pointer: &str, what: &str) -> Json {
        let had_base = self.has_base;
        self.has_base = had_base && *three.base != Json::Null;
        let mut merged = self.fields(three, pointer, what, &["arguments"]);
        self.arguments(three, pointer, what, &mut merged);
        self.has_base = had_base;
        merged
    }

    fn arguments(&mut self, three: &Three<'_>, pointer: &str, what: &str, merged: &mut Json) {
        let list = |json: &Json| named(json.get("arguments").and_then(Json::as_array).unwrap_or_default());
        let (base, ours, theirs) = (list(three.base), list(three.ours), list(three.theirs));
        let mut result = Vec::new();
        let mut is_changed = false;
        let only_theirs = theirs.iter().filter(|(name, _)| !ours.iter().any(|(other, _)| other == name));
        let only_base =
            base.iter().filter(|(name, _)| !ours.iter().chain(&theirs).any(|(other, _)| other == name));
        for (position, (name, _)) in ours.iter().chain(only_theirs).enumerate() {
            let find = |list: &[(String, Json)]| {
                list.iter().find(|(other, _)| other == name).map(|(_, argument)| argument.clone())
            };
            let (at, words) = (format!("{pointer}/arguments/{position}"), format!("{what}, argument {name}"));
            let before = self.changes.len();
            let argument = match (find(&base), find(&ours), find(&theirs)) {
                (base, Some(ours), Some(theirs)) => {
                    let base = base.unwrap_or_default();
                    Some(self.fields(&Three { base: &base, ours: &ours, theirs: &theirs }, &at, &words, &[]))
                }
                (base, ours, theirs) => {
                    let plain = [&base, &ours, &theirs].map(|version| version.as_ref().map(without_nulls));
                    let is_theirs = self.value(plain.each_ref().map(Option::as_ref), at, words);
                    if is_theirs { theirs } else { ours }
                }
            };
            is_changed |= self.changes.len() > before;
            result.extend(argument);
        }
        is_changed |= only_base.count() > 0;
        if is_changed && let Json::Object(object) = merged {
            object.set("arguments", Json::Array(result));
        }
    }

    /// The order among actions of equal `sort_order`, which the order of the list decides; true if the tenant's is to be
    /// taken.
    fn order(&mut self, slots: &[Slot], [base, ours, theirs]: [&[Json]; 3]) -> bool {
        let in_both = slots.iter().filter(|slot| slot.ours.is_some() && slot.theirs.is_some());
        let both: Vec<&Slot> = in_both.collect();
        let (in_ours, in_theirs) =
            (tied(ours, &both, |slot| slot.ours), tied(theirs, &both, |slot| slot.theirs));
        if in_ours.len() != in_theirs.len() || in_ours == in_theirs {
            return false;
        }
        let in_base = self.has_base.then(|| tied(base, &both, |slot| slot.base));
        let what = "order of actions with equal sort_order".to_owned();
        let json =
            |order: Vec<usize>| Json::Array(order.iter().map(|id| Json::int(*id as i64 + 1)).collect());
        let values = [in_base.map(json), Some(json(in_ours)), Some(json(in_theirs))];
        self.value(values.each_ref().map(Option::as_ref), "/actions".to_owned(), what)
    }
}

/// The actions that share their `sort_order` with another one, in the order of one version.
fn tied(list: &[Json], slots: &[&Slot], place: impl Fn(&Slot) -> Option<usize>) -> Vec<usize> {
    let order =
        |slot: &Slot| place(slot).and_then(|at| list.get(at)).and_then(|action| action.get("sort_order"));
    let is_tied = |slot: &Slot| {
        slots.iter().any(|other| place(other) != place(slot) && same_value(order(other), order(slot)))
    };
    let tied = slots.iter().enumerate().filter(|(_, slot)| is_tied(slot));
    let mut tied: Vec<(usize, usize)> = tied.filter_map(|(id, slot)| Some((place(slot)?, id))).collect();
    tied.sort_unstable();
    tied.into_iter().map(|(_, id)| id).collect()
}

/// Brings the actions that the tenant has into its order; the others keep their places.
fn take_their_order(chain: &mut [(Option<usize>, Json)]) {
    let mut theirs: Vec<(Option<usize>, Json)> =
        chain.iter().filter(|(at, _)| at.is_some()).cloned().collect();
    theirs.sort_by_key(|(at, _)| *at);
    let places = chain.iter_mut().filter(|(at, _)| at.is_some());
    for (place, action) in places.zip(theirs) {
        *place = action;
    }
}

/// An argument without what means nothing.
fn without_nulls(argument: &Json) -> Json {
    let fields = fields(argument);
    let present = fields.iter().filter(|(key, value)| *key == "value" || **value != Json::Null);
    Json::Object(present.map(|(key, value)| (key.to_owned(), value.clone())).collect())
}

/// What the tenant made of a write that was not in it. Values that it adds on its own, such as defaults, do not count.
pub fn differences(sent: &Json, kept: &Json) -> Vec<Change> {
    let compared = merge(Some(sent), sent, kept, &Decided::default());
    let is_added = |change: &Change| change.side == Side::Theirs && is_own_addition(change, sent);
    compared.changes.into_iter().filter(|change| !is_added(change)).collect()
}

/// True if a change is a value that the tenant put beside what was sent, such as a default.
pub(super) fn is_own_addition(change: &Change, sent: &Json) -> bool {
    sent.pointer(&change.pointer).is_none() && !change.pointer.contains("/actions")
}

fn is_only(ours: Option<usize>, slot: &Slot) -> bool {
    ours.is_some() && slot.base.is_none() && slot.theirs.is_none()
}

/// Arguments by name; a second one of a name gets a number.
fn named(arguments: &[Json]) -> Vec<(String, Json)> {
    let mut named: Vec<(String, Json)> = Vec::new();
    for argument in arguments {
        let name = argument.get("name").and_then(Json::as_str).unwrap_or("?");
        let count = named.iter().filter(|(other, _)| other.split('#').next() == Some(name)).count();
        let name = if count == 0 { name.to_owned() } else { format!("{name}#{}", count + 1) };
        named.push((name, argument.clone()));
    }
    named
}
