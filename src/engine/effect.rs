//! What an action would do, in words and data.

use super::report::Effect;
use crate::catalog::{ActionType, EffectKind};
use crate::model::{Context, DefinitionKind, Definitions};
use serde_json::{Map, Value};

/// Resolved arguments and where they are looked up.
pub(super) struct Resolved<'a> {
    pub(super) arguments: Map<String, Value>,
    pub(super) definitions: &'a Definitions,
    pub(super) context: &'a Context,
}

/// The effect of a known action; for an unknown one, that it would be run.
pub(super) fn effect_of(action: &str, known: Option<&ActionType>, resolved: &Resolved<'_>) -> Effect {
    let sentence = match known {
        Some(known) => resolved.sentence(known.effect),
        None => format!("would run '{action}', which the catalogue does not know"),
    };
    Effect { kind: known.map(|known| known.effect), sentence, data: resolved.arguments.clone() }
}

impl Resolved<'_> {
    fn sentence(&self, kind: EffectKind) -> String {
        let (to, definition) = (self.profile(), self.quoted("definition"));
        let issue = |what: &str, worth: String, end: String| {
            format!("would issue {what} {definition}{worth} to {to}{end}")
        };
        match kind {
            EffectKind::Filter => "would decide whether the chain goes on".to_owned(),
            EffectKind::IssueReward => issue("reward", self.worth(DefinitionKind::Reward), self.expiry()),
            EffectKind::IssueBenefit => issue("benefit", String::new(), String::new()),
            EffectKind::RedeemBenefit => format!("would redeem benefit {definition} of {to}"),
            EffectKind::IssuePoints => format!("would issue {} to {to}", self.amount("points")),
            EffectKind::IssueTierPoints => format!("would issue {} to {to}", self.amount("tier points")),
            EffectKind::IncrementAchievement => {
                let count = self.text("count").unwrap_or_else(|| "1".to_owned());
                format!("would count {count} towards achievement {definition} of {to}")
            }
            EffectKind::IncrementAchievementProduct => {
                format!("would count product {} towards achievement {definition}", self.quoted("id"))
            }
            EffectKind::AssignTier => format!("would put {to} into tier {definition}"),
            EffectKind::SendTarget => format!("would send a payload to target {}", self.quoted("target")),
            EffectKind::UpdateAttribute => {
                let (namespace, handle) = (self.text("namespace"), self.text("handle"));
                let attribute = format!("{}:{}", namespace.unwrap_or_default(), handle.unwrap_or_default());
                format!("would write the highest status of {to} to the attribute '{attribute}'")
            }
        }
    }

    fn text(&self, name: &str) -> Option<String> {
        match self.arguments.get(name)? {
            Value::Null => None,
            Value::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        }
    }

    fn quoted(&self, name: &str) -> String {
        self.text(name).map_or_else(|| "without a name".to_owned(), |text| format!("'{text}'"))
    }

    /// The profile that the effect is for; the context's own where the ids are equal or none is given.
    fn profile(&self) -> String {
        let own = ["/profile_id", "/profile/id", "/id"].iter().find_map(|pointer| {
            let id = self.context.data.pointer(pointer)?.to_value();
            (!id.is_null()).then_some(id)
        });
        match self.arguments.get("profile_id") {
            None => "the profile of the context".to_owned(),
            Some(id) if own.as_ref() == Some(id) => "the profile of the context".to_owned(),
            Some(Value::Null) => "no profile (profile_id is null)".to_owned(),
            Some(id) => {
                format!("profile {}", id.as_str().map_or_else(|| id.to_string(), |id| format!("'{id}'")))
            }
        }
    }

    /// ` worth 25.00`, from the argument or else from the definition.
    fn worth(&self, kind: DefinitionKind) -> String {
        let given = self.arguments.get("value").and_then(as_number);
        let defined = || {
            let handle = self.text("definition")?;
            self.definitions.find(kind, &handle)?.value
        };
        given.or_else(defined).map(|worth| format!(" worth {worth:.2}")).unwrap_or_default()
    }

    fn expiry(&self) -> String {
        self.text("expires_at").map(|at| format!(", expires {at}")).unwrap_or_default()
    }

    fn amount(&self, unit: &str) -> String {
        let amount =
            ["amount", "value_initial", "value", "value_remaining"].iter().find_map(|name| self.text(name));
        let name = self.text("definition").map(|handle| format!(" '{handle}'")).unwrap_or_default();
        amount.map_or_else(|| format!("{unit}{name}"), |amount| format!("{amount} {unit}{name}"))
    }
}

fn as_number(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str()?.trim().parse().ok())
}
