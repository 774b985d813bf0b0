//! Plans and drift for people and for programs.

use super::Kind;
use super::merge::{Change, Side};
use super::plan::{Item, Plan, Step};
use super::pull::{Drift, DriftItem};
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
    let counted = [Step::Create, Step::Update, Step::Delete, Step::Pull, Step::Orphan];
    let counts = counted.map(|step| (plan.count(step), step.word()));
    let mut parts: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    let undecided = plan.items.iter().filter(|item| item.step.needs_attention()).count();
    if undecided > 0 {
        parts.push(format!("{undecided} to decide or repair"));
    }
    let summary = if parts.is_empty() { "nothing to do".to_owned() } else { parts.join(", ") };
    let _ = writeln!(text, "\n{summary}");
    text.push_str(&left_out_text(&plan.left_out));
    if plan.unknown > 0 {
        let (count, plural) = (plan.unknown, if plan.unknown == 1 { "" } else { "s" });
        let _ = writeln!(text, "{count} object{plural} of the tenant in no file; `reagent pull` brings them");
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
    let shown = |value: &Option<Json>| value.as_ref().map_or_else(|| "nothing".to_owned(), short);
    let (base, ours, theirs) = (shown(&change.base), shown(&change.ours), shown(&change.theirs));
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
        "items": items.collect::<Vec<_>>(), "unknown_to_the_files": plan.unknown, "left_out": left_out_json(&plan.left_out),
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
    if drift.items.is_empty() {
        let rest = left_out_text(&drift.left_out);
        return format!("the tenant is as it was at the last sync\n{rest}");
    }
    let mut text = String::new();
    for item in &drift.items {
        let DriftItem { kind, id, name, .. } = item;
        let (what, file) = match &item.file {
            None => ("new on the tenant", ""),
            Some(file) if item.is_gone => ("gone from the tenant", file.as_str()),
            Some(file) => ("changed on the tenant", file.as_str()),
        };
        let _ = writeln!(text, "{what}: {} '{name}' (id {id})  {file}", kind.word());
        for change in &item.changes {
            let shown = |value: &Option<Json>| value.as_ref().map_or_else(|| "nothing".to_owned(), short);
            let _ = writeln!(
                text,
                "    {}: {} became {}",
                change.what,
                shown(&change.base),
                shown(&change.theirs)
            );
        }
    }
    text + &left_out_text(&drift.left_out)
}
