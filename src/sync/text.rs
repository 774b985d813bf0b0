//! Plans and drift for people and for programs.

use super::Kind;
use super::drift::{Drift, DriftStep};
use super::known::KnownDifference;
use super::merge::{Change, Side};
use super::plan::{Item, Plan, Step};
use crate::json::{Json, Style, to_text};
use serde_json::{Value, json};
use std::fmt::Write;

/// Longest value that is shown in a line.
const LONGEST: usize = 120;

/// A plan in words.
pub fn plan_text(plan: &Plan) -> String {
    let mut text = format!("{} at {}\n", plan.tenant, plan.address);
    for item in plan.items.iter().filter(|item| item.step != Step::Record) {
        item_text(&mut text, item);
    }
    for known in &plan.known {
        let _ = write!(text, "\n{}", known_text(known));
    }
    let counted = [
        (Step::Create, "to create"),
        (Step::Update, "to update"),
        (Step::Delete, "to delete"),
        (Step::Pull, "changed on the tenant"),
        (Step::Orphan, "there without a file"),
    ];
    let counts = counted.map(|(step, words)| (plan.count(step), words));
    let mut parts: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    let undecided = plan.items.iter().filter(|item| item.step.needs_attention()).count();
    if undecided > 0 {
        parts.push(format!("{undecided} to decide or repair"));
    }
    if parts.is_empty() {
        parts.push("nothing to do".to_owned());
    }
    match plan.known.len() {
        0 => {}
        1 => parts.push("1 known difference".to_owned()),
        count => parts.push(format!("{count} known differences")),
    }
    let summary = parts.join(", ");
    let _ = writeln!(text, "\n{summary}");
    text.push_str(&left_out_text(&plan.left_out));
    if plan.unknown > 0 {
        let (count, plural) = (plan.unknown, if plan.unknown == 1 { "" } else { "s" });
        let _ = writeln!(text, "{count} object{plural} of the tenant in no file; `reagent pull` brings them");
    }
    text
}

/// What was still to be decided when a plan was saved; empty if nothing was.
pub fn undecided_text(plan: &Plan) -> String {
    let (mut text, mut count) = (String::new(), 0);
    for item in plan.items.iter().filter(|item| item.step.needs_attention()) {
        item_text(&mut text, item);
        count += 1;
    }
    if count > 0 {
        let _ = writeln!(
            text,
            "\n{count} to decide or repair, and not part of this plan; `reagent plan` shows more"
        );
    }
    text
}

/// The kinds that could not be read, a line each.
pub fn left_out_text(left_out: &[(Kind, String)]) -> String {
    left_out.iter().fold(String::new(), |mut text, (kind, why)| {
        let _ = writeln!(text, "{} are left out, nothing is planned for them: {why}", kind.folder());
        text
    })
}

/// What the tenant keeps otherwise than it was sent, and what can be done about it.
pub fn known_text(known: &KnownDifference) -> String {
    let KnownDifference { kind, file, name, id, changes } = known;
    let mut text = format!("= known difference: {} '{name}' (id {id})  {file}\n", kind.word());
    for change in changes {
        let (sent, kept) = (shown(change.ours.as_ref()), shown(change.theirs.as_ref()));
        let _ = writeln!(text, "    {}: sent {sent}, the tenant keeps {kept}", change.what);
    }
    let _ = writeln!(
        text,
        "    `reagent apply --mine {file}` sends it again, `reagent pull --theirs {file}` takes the tenant's"
    );
    text
}

/// Known differences as data; stable.
pub fn known_json(known: &[KnownDifference]) -> Value {
    let items = known.iter().map(|known| {
        let changes: Vec<Value> = known.changes.iter().map(change_json).collect();
        json!({ "kind": known.kind, "file": known.file, "name": known.name, "id": known.id, "changes": changes })
    });
    items.collect()
}

fn left_out_json(left_out: &[(Kind, String)]) -> Value {
    left_out.iter().map(|(kind, why)| json!({ "kind": kind, "why": why })).collect()
}

fn item_text(text: &mut String, item: &Item) {
    let sign = match item.step {
        Step::Create => '+',
        Step::Update => '~',
        Step::Delete => '-',
        Step::Pull => '<',
        Step::Record => '=',
        Step::Orphan => '?',
        Step::Conflict | Step::Gone | Step::Blocked => '!',
    };
    let id = item.id.map(|id| format!(" (id {id})")).unwrap_or_default();
    let (word, kind) = (item.step.word(), item.kind.word());
    let _ = writeln!(text, "\n{sign} {word}: {kind} '{}'{id}  {}", item.name, item.file);
    if let Some(note) = &item.note {
        let _ = writeln!(text, "    {note}");
    }
    for change in &item.changes {
        text.push_str(&change_text(change, &item.file));
    }
}

/// One difference in words, as indented lines.
pub fn change_text(change: &Change, file: &str) -> String {
    let (base, ours, theirs) =
        (shown(change.base.as_ref()), shown(change.ours.as_ref()), shown(change.theirs.as_ref()));
    match change.side {
        Side::Ours => format!("    {}: {theirs} becomes {ours}\n", change.what),
        Side::Theirs => format!("    {}: the tenant has {theirs}, the file {ours}\n", change.what),
        Side::Conflict => format!(
            "    {}: conflict\n      last in common  {base}\n      file            {ours}\n      tenant          {theirs}\n      \
             decide with --mine or --theirs '{file}#{}'\n",
            change.what, change.pointer
        ),
    }
}

fn shown(value: Option<&Json>) -> String {
    value.map_or_else(|| "nothing".to_owned(), short)
}

fn short(value: &Json) -> String {
    let text = to_text(value, &Style::compact());
    if text.chars().count() <= LONGEST {
        return text;
    }
    let start: String = text.chars().take(LONGEST - 1).collect();
    format!("{start}…")
}

/// A plan as data; stable.
pub fn plan_json(plan: &Plan) -> Value {
    let items = plan.items.iter().map(|item| {
        json!({
            "step": item.step, "kind": item.kind, "file": item.file, "name": item.name, "id": item.id,
            "note": item.note, "changes": item.changes.iter().map(change_json).collect::<Vec<_>>(),
        })
    });
    json!({
        "tenant": plan.tenant, "address": plan.address, "has_changes": !plan.is_empty(),
        "items": items.collect::<Vec<_>>(), "known_differences": known_json(&plan.known),
        "unknown_to_the_files": plan.unknown, "left_out": left_out_json(&plan.left_out),
    })
}

/// A difference as data; stable.
pub fn change_json(change: &Change) -> Value {
    let value = |value: &Option<Json>| value.as_ref().map(Json::to_value);
    json!({
        "side": change.side, "pointer": change.pointer, "what": change.what,
        "base": value(&change.base), "ours": value(&change.ours), "theirs": value(&change.theirs),
    })
}

/// Drift in words.
pub fn drift_text(drift: &Drift) -> String {
    let mut text = match (drift.is_first, drift.items.is_empty()) {
        (false, true) => "the tenant is as it was at the last sync\n".to_owned(),
        (false, false) => String::new(),
        (true, is_same) => {
            let found = if is_same { ": it has what they have" } else { "" };
            format!("nothing was synced with this tenant yet, so it is compared with the files{found}\n")
        }
    };
    for item in &drift.items {
        let what = match item.step {
            DriftStep::New => "new on the tenant",
            DriftStep::Gone => "gone from the tenant",
            DriftStep::Changed => "changed on the tenant",
            DriftStep::NeverSame => "never synced, and not the same",
        };
        let file = item.file.as_ref().map(|file| format!("  {file}")).unwrap_or_default();
        let _ = writeln!(text, "{what}: {} '{}' (id {}){file}", item.kind.word(), item.name, item.id);
        for change in &item.changes {
            let (base, theirs) = (shown(change.base.as_ref()), shown(change.theirs.as_ref()));
            let _ = if item.step == DriftStep::NeverSame {
                let ours = shown(change.ours.as_ref());
                writeln!(text, "    {}: the tenant has {theirs}, the file {ours}", change.what)
            } else {
                writeln!(text, "    {}: {base} became {theirs}", change.what)
            };
        }
    }
    text.extend(drift.known.iter().map(known_text));
    text + &left_out_text(&drift.left_out)
}
