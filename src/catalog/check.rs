//! Findings about names and resolved argument values. Findings only: Omneo stores any name, so nothing is refused.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::Value;

use super::suggest::{closest, spelling};
use super::{ActionKind, ArgumentKind, ArgumentType, Catalog, EventKind, EventStatus, Evidence, Platform};
use crate::diag::{Diagnostic, Place, Severity};

/// The only date format that Omneo states for action arguments, in PHP's letters.
const PHP_DATETIME: &str = "Y-m-d H:i:s";
const STRFTIME_DATETIME: &str = "%Y-%m-%d %H:%M:%S";

impl Catalog {
    /// What is doubtful about the event of a trigger: `event/unknown`, `event/alias`, `event/unlisted`, or `event/platform` for an event
    /// of Open Loyalty, which Omneo never sends.
    pub fn check_event(&self, name: &str) -> Option<Diagnostic> {
        match self.event_kind(name) {
            EventKind::Custom => None,
            EventKind::Known(event) if event.platform == Platform::OpenLoyalty => Some(other_platform(name)),
            EventKind::Known(event) if event.status == EventStatus::VendorList => None,
            EventKind::Known(event) => {
                let message =
                    format!("the event \"{name}\" is in the vendor's guides but not in its list of events");
                let finding = Diagnostic::new(Severity::Info, "event/unlisted", message, Place::default());
                Some(event.note.iter().fold(finding, Diagnostic::hint))
            }
            EventKind::Alias { event, canonical } => {
                let better = &canonical.name;
                let message = match event.status {
                    EventStatus::Variant => format!("the event \"{name}\" is usually spelled \"{better}\""),
                    _ => format!(
                        "the event \"{name}\" is not in the vendor's list; it is probably \"{better}\""
                    ),
                };
                let why = event.alias_of.as_ref().map(|alias| alias.why.clone());
                let finding = Diagnostic::new(Severity::Warning, "event/alias", message, Place::default())
                    .hint(format!("use \"{better}\", unless your tenant really sends \"{name}\""));
                Some(why.into_iter().fold(finding, Diagnostic::hint))
            }
            EventKind::Unknown { did_you_mean } => {
                let finding = unknown("event/unknown", "event", name, &did_you_mean);
                let custom = format!("an event of your own is named like \"{}\"", self.custom_events.example);
                Some(finding.hint(custom))
            }
        }
    }

    /// What is doubtful about a name for an event of one's own: `event/reserved` for the names that Omneo keeps.
    /// Source: SDK26, custom events of profiles and of the tenant.
    pub fn check_custom_event(&self, name: &str) -> Option<Diagnostic> {
        self.custom_events.reserved.iter().any(|reserved| reserved == name).then(|| {
            let message = format!("the name \"{name}\" is reserved and cannot be sent as a custom event");
            Diagnostic::new(Severity::Error, "event/reserved", message, Place::default())
                .hint(format!("choose a name like \"{}\"", self.custom_events.example))
        })
    }

    /// What is doubtful about an action type: `action/unknown` or `action/alias`.
    pub fn check_action(&self, name: &str) -> Option<Diagnostic> {
        match self.action_kind(name) {
            ActionKind::Known(_) => None,
            ActionKind::Alias { action, canonical } => {
                let better = &canonical.name;
                let message = format!("the action \"{name}\" is probably another name of \"{better}\"");
                let why = action.alias_of.as_ref().map(|alias| alias.why.clone());
                let finding = Diagnostic::new(Severity::Warning, "action/alias", message, Place::default())
                    .hint(format!("use \"{better}\", the name whose arguments are documented"));
                Some(why.into_iter().fold(finding, Diagnostic::hint))
            }
            ActionKind::Unknown { did_you_mean } => {
                Some(unknown("action/unknown", "action", name, &did_you_mean))
            }
        }
    }
}

fn other_platform(name: &str) -> Diagnostic {
    let message = format!("the event \"{name}\" is Open Loyalty's; Omneo does not send it");
    let forwarded = format!("custom.{}", spelling(name).replace(' ', "_"));
    Diagnostic::new(Severity::Warning, "event/platform", message, Place::default()).hint(format!(
        "forward it to Omneo as a custom event, for instance \"{forwarded}\", and listen to that"
    ))
}

fn unknown(code: &'static str, what: &str, name: &str, did_you_mean: &[String]) -> Diagnostic {
    let message = format!("the {what} {} is not known", shown(&Value::from(name)));
    let finding = Diagnostic::new(Severity::Warning, code, message, Place::default());
    match did_you_mean {
        [] => finding,
        names => finding.hint(format!("did you mean \"{}\"?", names.join("\" or \""))),
    }
}

/// Checks a resolved value against an argument's type. Whether a definition, target or profile of that handle exists is for the caller,
/// who knows the workspace. Findings have an empty place; the caller knows where the value came from.
///
/// Codes: `argument/null`, `argument/type`, `argument/enum`, `argument/format`, `argument/timezone`.
pub fn check_argument(argument: &ArgumentType, value: &Value) -> Vec<Diagnostic> {
    if value.is_null() {
        return nothing_finding(argument, "null").into_iter().collect();
    }
    let is_blank = value.as_str().is_some_and(|text| text.trim().is_empty());
    if let Some(finding) = nothing_finding(argument, "empty").filter(|_| is_blank) {
        return vec![finding];
    }
    let finding = match argument.kind {
        ArgumentKind::Json | ArgumentKind::Condition => None,
        ArgumentKind::Number => (!is_numeric(value)).then(|| wrong_type(argument, value, "a number")),
        ArgumentKind::Integer => (!is_integer(value)).then(|| wrong_type(argument, value, "a whole number")),
        ArgumentKind::ProductId => (!value.is_string() && !is_integer(value))
            .then(|| wrong_type(argument, value, "the id of a product")),
        ArgumentKind::ProfileId => {
            as_text(value).is_none().then(|| wrong_type(argument, value, "the id of a profile"))
        }
        ArgumentKind::Definition | ArgumentKind::Target | ArgumentKind::StatusGroup => {
            as_text(value).is_none().then(|| wrong_type(argument, value, "a handle"))
        }
        ArgumentKind::Text | ArgumentKind::Attribute => {
            as_text(value).is_none().then(|| wrong_type(argument, value, "text"))
        }
        ArgumentKind::Enum => enum_finding(argument, value),
        ArgumentKind::Datetime => datetime_finding(argument, value),
        ArgumentKind::Timezone => timezone_finding(argument, value),
    };
    finding.into_iter().collect()
}

fn as_text(value: &Value) -> Option<&str> {
    value.as_str().filter(|text| !text.trim().is_empty())
}

fn is_numeric(value: &Value) -> bool {
    let text_is_number = |text: &str| {
        let text = text.trim();
        text.starts_with(|first: char| first.is_ascii_digit() || "+-.".contains(first))
            && text.parse::<f64>().is_ok_and(f64::is_finite)
    };
    value.is_number() || value.as_str().is_some_and(text_is_number)
}

fn is_integer(value: &Value) -> bool {
    value.is_i64()
        || value.is_u64()
        || value.as_f64().is_some_and(|number| number.fract() == 0.0)
        || value.as_str().is_some_and(|text| text.trim().parse::<i64>().is_ok())
}

/// A stated constraint that is broken is an error; a guess of ours is a warning.
fn severity(argument: &ArgumentType) -> Severity {
    match argument.evidence {
        Evidence::Documented => Severity::Error,
        Evidence::Inferred => Severity::Warning,
    }
}

/// An argument that must name something and names nothing: it is null or an empty text.
fn nothing_finding(argument: &ArgumentType, what: &str) -> Option<Diagnostic> {
    let must_name_something = argument.exists_in.is_some()
        || matches!(argument.kind, ArgumentKind::ProfileId | ArgumentKind::Definition | ArgumentKind::Target);
    let message = format!("\"{}\" is {what}, but it must name something that exists", argument.name);
    let hint = match what {
        "null" => "a path that the context does not have gives null: check it on this context",
        _ => "check the value on this context, or let a filter ask for it first",
    };
    must_name_something
        .then(|| Diagnostic::new(severity(argument), "argument/null", message, Place::default()).hint(hint))
}

fn wrong_type(argument: &ArgumentType, value: &Value, wanted: &str) -> Diagnostic {
    let message = format!("\"{}\" must be {wanted}, but it is {}", argument.name, shown(value));
    let code = "argument/type";
    // No source states types; the names and the REST bodies imply them.
    Diagnostic::new(Severity::Warning, code, message, Place::default())
}

fn enum_finding(argument: &ArgumentType, value: &Value) -> Option<Diagnostic> {
    let given = value.as_str();
    if given.is_some_and(|given| argument.values.iter().any(|allowed| allowed == given)) {
        return None;
    }
    let allowed = argument.values.join(", ");
    let message = format!("\"{}\" must be one of {allowed}, but it is {}", argument.name, shown(value));
    let finding = Diagnostic::new(severity(argument), "argument/enum", message, Place::default());
    let near = closest(given.unwrap_or_default(), argument.values.iter().map(String::as_str));
    Some(
        near.first()
            .into_iter()
            .fold(finding, |finding, near| finding.hint(format!("did you mean \"{near}\"?"))),
    )
}

fn datetime_finding(argument: &ArgumentType, value: &Value) -> Option<Diagnostic> {
    let Some(text) = value.as_str() else {
        return Some(wrong_type(argument, value, "a date and time as text"));
    };
    let format = argument.format.as_deref().filter(|format| *format == PHP_DATETIME)?;
    if is_php_datetime(text) {
        return None;
    }
    let message =
        format!("\"{}\" must be a date and time as {format}, but it is {}", argument.name, shown(value));
    Some(
        Diagnostic::new(severity(argument), "argument/format", message, Place::default())
            .hint("write it like \"2026-03-31 23:59:59\""),
    )
}

/// PHP's `createFromFormat` with the result formatted back, which is how Laravel's `date_format` rule reads it.
fn is_php_datetime(text: &str) -> bool {
    DateTime::strptime(STRFTIME_DATETIME, text)
        .is_ok_and(|datetime| datetime.strftime(STRFTIME_DATETIME).to_string() == text)
}

fn timezone_finding(argument: &ArgumentType, value: &Value) -> Option<Diagnostic> {
    let Some(name) = as_text(value) else {
        return Some(wrong_type(argument, value, "the name of a time zone"));
    };
    if TimeZone::get(name).is_ok() {
        return None;
    }
    let message =
        format!("\"{}\" must be the name of a time zone, but it is {}", argument.name, shown(value));
    Some(
        Diagnostic::new(severity(argument), "argument/timezone", message, Place::default())
            .hint("write it like \"Australia/Melbourne\""),
    )
}

/// The value for a message, cut if it is long.
fn shown(value: &Value) -> String {
    const LONGEST: usize = 60;
    match value {
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
        other => {
            let text = other.to_string();
            match text.char_indices().nth(LONGEST) {
                Some((cut, _)) => format!("{}…", text.get(..cut).unwrap_or_default()),
                None => text,
            }
        }
    }
}
