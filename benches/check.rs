//! A generated workspace of 200 triggers, 50 contexts and 20 targets, read and checked as `reagent check` does.
#![allow(clippy::unwrap_used, missing_docs, reason = "a bench fails by panicking and is not an API")]

use divan::Bencher;
use jiff::Timestamp;
use reagent::check::check_files;
use reagent::wire::{TextFile, read_workspace};

const EVENTS: [&str; 5] =
    ["profile.updated", "transaction.created", "tier.achieved", "reward.created", "point.created"];
const TRIGGERS: usize = 200;
const CONTEXTS: usize = 50;
const TARGETS: usize = 20;

fn main() {
    divan::main();
}

/// Two filters of a few comparisons, a reward and a payload; each trigger has bounds and handles of its own.
fn trigger(number: usize) -> String {
    let event = EVENTS[number % EVENTS.len()];
    let (low, high, target) = (number * 10, number * 10 + 500, number % TARGETS);
    format!(
        r#"{{"name": "Trigger {number}", "trigger": "{event}", "is_active": true, "actions": [
  {{"name": "filter", "sort_order": 1, "arguments": [{{"name": "condition", "value": {{"and": [
    {{">": [{{"var": "total"}}, {low}]}}, {{"<=": [{{"var": "total"}}, {high}]}},
    {{"or": [{{"===": [{{"var": "profile.tier_handle"}}, "tier-{number}"]}}, {{"in": ["vip", {{"var": "tags"}}]}}]}},
    {{"!==": [{{"var": "profile.attributes.comms.email_optout"}}, true]}}]}}}}]}},
  {{"name": "filter", "sort_order": 2, "arguments": [{{"name": "condition", "value":
    {{"in": [{{"var": "currency"}}, ["AUD", "NZD"]]}}}}]}},
  {{"name": "reward.create", "sort_order": 3, "arguments": [
    {{"name": "profile_id", "value": {{"var": "profile_id"}}, "is_dynamic": true}},
    {{"name": "definition", "value": "reward-{number}"}}]}},
  {{"name": "target.send", "sort_order": 4, "arguments": [{{"name": "target", "value": "target-{target}"}}]}}]}}"#
    )
}

fn context(number: usize) -> String {
    let total = number * 40;
    format!(
        r#"{{"id": {number}, "profile_id": "p-{number}", "total": {total}.5, "currency": "AUD", "tags": ["vip"],
  "items": [{{"sku": "A-{number}", "quantity": 2}}, {{"sku": "B-{number}", "quantity": 1}}],
  "profile": {{"id": "p-{number}", "first_name": "Mira", "tier_handle": "tier-{number}",
    "attributes": {{"comms": {{"email_promo": true, "email_optout": false}}}}}}}}"#
    )
}

const TEMPLATE: &str = r#"{"id": {{ profile.id|json_encode|raw }},
"total": {{ total|default(0)|number_format(2, '.', '') }},
"items": [{% for item in items %}{"sku": {{ item.sku|json_encode|raw }}}{% if not loop.last %},{% endif %}{% endfor %}]}"#;

fn files(targets: usize) -> Vec<TextFile> {
    let file = |path: String, text: String| TextFile { path, text };
    let mut files: Vec<TextFile> =
        (0..TRIGGERS).map(|number| file(format!("triggers/t{number:03}.json"), trigger(number))).collect();
    for number in 0..CONTEXTS {
        let event = EVENTS[number % EVENTS.len()];
        files.push(file(format!("contexts/{event}/c{number:02}.json"), context(number)));
    }
    for number in 0..targets {
        let json = format!(
            r#"{{"name": "T", "handle": "target-{number}", "url": "https://t.example.com/{number}"}}"#
        );
        files.push(file(format!("targets/target-{number}.json"), json));
        files.push(file(format!("targets/target-{number}.twig"), TEMPLATE.to_owned()));
    }
    files
}

fn checked(bencher: Bencher<'_, '_>, files: &[TextFile]) {
    bencher.bench(|| check_files(&read_workspace(files).unwrap(), files, Timestamp::UNIX_EPOCH).len());
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn everything(bencher: Bencher<'_, '_>) {
    checked(bencher, &files(TARGETS));
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn without_templates(bencher: Bencher<'_, '_>) {
    checked(bencher, &files(0));
}
