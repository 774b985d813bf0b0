//! A generated workspace of 200 triggers, 50 contexts and 20 targets.

use reagent::wire::TextFile;

pub(crate) const EVENTS: [&str; 5] =
    ["profile.updated", "transaction.created", "tier.achieved", "reward.created", "point.created"];
pub(crate) const TRIGGERS: usize = 200;
pub(crate) const CONTEXTS: usize = 50;
pub(crate) const TARGETS: usize = 20;

/// Two filters of a few comparisons, a reward and a payload; each trigger has bounds and handles of its own.
fn trigger(number: usize, event: &str) -> String {
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

/// The files, where triggers and contexts take turns with the events.
pub(crate) fn files(targets: usize, events: &[&str]) -> Vec<TextFile> {
    let event_of = |number: usize| events[number % events.len()];
    let file = |path: String, text: String| TextFile { path, text };
    let mut files: Vec<TextFile> = (0..TRIGGERS)
        .map(|number| file(format!("triggers/t{number:03}.json"), trigger(number, event_of(number))))
        .collect();
    for number in 0..CONTEXTS {
        let event = event_of(number);
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
