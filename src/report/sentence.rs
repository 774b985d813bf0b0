//! A whole trigger as one plain sentence.

use crate::catalog::{EffectKind, EventKind, catalog};
use crate::diag::lower_first;
use crate::json::Json;
use crate::logic;
use crate::model::{Action, Trigger};

/// What a trigger does: "When a profile reaches a tier and definition handle is 'tier-2', issue benefit 'welcome' and
/// send 'klaviyo-tier'".
///
/// `actions` are the trigger's in the order in which they run.
pub fn trigger_sentence(trigger: &Trigger, actions: &[&Action]) -> String {
    let mut sentence = format!("When {}", event_clause(&trigger.event));
    let mut effects: Vec<String> = Vec::new();
    for action in actions {
        if action.is_filter() {
            flush(&mut sentence, &mut effects);
            let joint = if sentence.contains(", ") { "; then only if" } else { " and" };
            sentence.extend([joint, " ", &condition(action)]);
        } else {
            effects.push(action_phrase(action));
        }
    }
    if effects.is_empty() && actions.iter().all(|action| action.is_filter()) {
        effects.push("do nothing yet".to_owned());
    }
    flush(&mut sentence, &mut effects);
    sentence
}

fn flush(sentence: &mut String, effects: &mut Vec<String>) {
    if let Some(last) = effects.pop() {
        let list = if effects.is_empty() { last } else { format!("{} and {last}", effects.join(", ")) };
        sentence.extend([", ", &list]);
        effects.clear();
    }
}

fn event_clause(event: &str) -> String {
    match catalog().event_kind(event) {
        EventKind::Known(known) | EventKind::Alias { event: known, .. } => {
            lower_first(known.fires_when.trim_end_matches('.'))
        }
        EventKind::Custom => format!("the custom event '{event}' arrives"),
        EventKind::Unknown { .. } if event.is_empty() => "an event happens that is not chosen yet".to_owned(),
        EventKind::Unknown { .. } => format!("the event '{event}' happens"),
    }
}

fn condition(action: &Action) -> String {
    match action.argument("condition") {
        Some(argument) => logic::describe_condition(&logic::parse(&argument.value)),
        None => "a condition holds that is not written yet".to_owned(),
    }
}

/// What an action does, whatever the event: "issue reward 'thank-you-25' worth 25".
pub fn action_phrase(action: &Action) -> String {
    let known = catalog().canonical_action(&action.kind);
    let (definition, amount) = (words(action, "definition"), amount(action));
    match known.map(|known| known.effect) {
        Some(EffectKind::IssueReward) => {
            let worth = words(action, "value").map(|value| format!(" worth {value}")).unwrap_or_default();
            format!("issue reward {}{worth}", named(definition))
        }
        Some(EffectKind::IssueBenefit) => format!("issue benefit {}", named(definition)),
        Some(EffectKind::RedeemBenefit) => format!("redeem benefit {}", named(definition)),
        Some(EffectKind::IssuePoints) => {
            format!("give {} points", amount.unwrap_or_else(|| "some".to_owned()))
        }
        Some(EffectKind::IssueTierPoints) => {
            format!("give {} tier points", amount.unwrap_or_else(|| "some".to_owned()))
        }
        Some(EffectKind::IncrementAchievement | EffectKind::IncrementAchievementProduct) => {
            format!("count towards achievement {}", named(definition))
        }
        Some(EffectKind::AssignTier) => {
            format!("put the member into tier {}", named(words(action, "tier").or(definition)))
        }
        Some(EffectKind::SendTarget) => format!("send {}", named(words(action, "target"))),
        Some(EffectKind::UpdateAttribute) => "write the highest status to an attribute".to_owned(),
        Some(EffectKind::Filter) | None => format!("run '{}'", action.kind),
    }
}

fn amount(action: &Action) -> Option<String> {
    ["amount", "value_initial", "value", "value_remaining", "count"]
        .iter()
        .find_map(|name| words(action, name))
}

fn named(words: Option<String>) -> String {
    words.unwrap_or_else(|| "that is not chosen yet".to_owned())
}

/// A static argument as it stands, a dynamic one as what it computes.
fn words(action: &Action, name: &str) -> Option<String> {
    let argument = action.argument(name)?;
    if argument.is_dynamic == Some(true) {
        return Some(logic::describe(&logic::parse(&argument.value)));
    }
    match &argument.value {
        Json::Null => None,
        Json::String(text) if text.is_empty() => None,
        Json::String(text) => Some(format!("'{text}'")),
        Json::Number(number) => Some(number.as_text().to_owned()),
        _ => Some("a value".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{Limits, parse};
    use crate::model::Argument;

    fn action(kind: &str, arguments: &[(&str, &str)]) -> Action {
        let argument = |(name, value): &(&str, &str)| Argument {
            name: (*name).to_owned(),
            value: parse(value, Limits::default()).unwrap(),
            ..Argument::default()
        };
        Action {
            kind: kind.to_owned(),
            arguments: arguments.iter().map(argument).collect(),
            ..Action::default()
        }
    }

    fn sentence(event: &str, actions: &[Action]) -> String {
        let trigger = Trigger { event: event.to_owned(), ..Trigger::default() };
        trigger_sentence(&trigger, &actions.iter().collect::<Vec<_>>())
    }

    #[test]
    fn a_trigger_reads_as_one_sentence() {
        let actions = [
            action("filter", &[("condition", r#"{">=":[{"var":"data.score"},9]}"#)]),
            action("benefit.create", &[("definition", r#""coffee""#)]),
            action("target.send", &[("target", r#""klaviyo-tier""#)]),
        ];
        assert_eq!(
            sentence("custom.survey_completed", &actions),
            "When the custom event 'custom.survey_completed' arrives and data score is at least 9, issue benefit \
             'coffee' and send 'klaviyo-tier'"
        );
    }

    #[test]
    fn what_is_missing_is_said() {
        assert_eq!(
            sentence("custom.x", &[action("filter", &[]), action("reward.create", &[])]),
            "When the custom event 'custom.x' arrives and a condition holds that is not written yet, issue reward \
             that is not chosen yet"
        );
        assert!(sentence("custom.x", &[]).ends_with("arrives, do nothing yet"));
    }
}
