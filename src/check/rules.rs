//! What can be found: one row per code, for `check --rules` and `--explain`, SARIF, the window and the documentation.

// data table

use crate::diag::Severity::{self, Error, Info, Warning};
use std::fmt::Write;

/// A kind of finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The finding's code.
    pub code: &'static str,
    /// How much it matters as a rule; where only some cases matter less, a finding says so.
    pub severity: Severity,
    /// What goes wrong.
    pub doc: &'static str,
    /// What has it.
    pub example: &'static str,
    /// What to do about it.
    pub advice: &'static str,
    /// Whether `check --fix` repairs it, in most cases.
    pub has_fix: bool,
}

/// The rule of a code.
pub fn rule(code: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.code == code)
}

/// All rules as a Markdown table.
pub fn rules_table() -> String {
    let mut table =
        "| code | severity | what goes wrong | what to do | `--fix` |\n|---|---|---|---|---|\n".to_owned();
    for rule in RULES {
        let cell = |text: &str| text.replace('|', "\\|");
        let (doc, advice) = (cell(rule.doc), cell(rule.advice));
        let fix = if rule.has_fix { "yes" } else { "" };
        // Writing to a string cannot fail.
        let _ = writeln!(table, "| `{}` | {} | {doc} | {advice} | {fix} |", rule.code, rule.severity.word());
    }
    table
}

const fn row(
    code: &'static str,
    severity: Severity,
    doc: &'static str,
    example: &'static str,
    advice: &'static str,
) -> Rule {
    Rule { code, severity, doc, example, advice, has_fix: false }
}

const fn fixed(rule: Rule) -> Rule {
    Rule { has_fix: true, ..rule }
}

/// Every rule, by code.
pub const RULES: &[Rule] = &[
    row(
        "action/alias",
        Warning,
        "the action's name is probably another name of a documented one",
        "points.award",
        "use the documented name",
    ),
    row(
        "action/unknown",
        Warning,
        "the catalogue knows no such action",
        "email.send",
        "use an action that exists",
    ),
    fixed(row(
        "argument/constant-rule",
        Warning,
        "the argument is dynamic but reads nothing from the event",
        r#""value": "welcome", "is_dynamic": true"#,
        "make it static, or read a field",
    )),
    row(
        "argument/enum",
        Error,
        "the value is none of the allowed ones",
        r#""rounding": NEAREST"#,
        "use one that is allowed",
    ),
    row(
        "argument/error",
        Error,
        "a dynamic argument cannot be evaluated on a sample",
        r#"{"/": [100, {"var": "point_balance"}]} on a sample with 0"#,
        "provide for the value",
    ),
    row(
        "argument/format",
        Error,
        "the date is not written as the action takes it",
        r#""expires_at": 31/12/2026"#,
        "write it like 2026-03-31 23:59:59",
    ),
    row(
        "argument/missing",
        Error,
        "an argument that the action requires is not given",
        "update.highest.status.attribute without 'namespace'",
        "add it",
    ),
    row(
        "argument/null",
        Warning,
        "the argument is null where it must name something",
        r#"profile_id as {"var": "profile_id"} on a profile event"#,
        "use a path that the event has",
    ),
    fixed(row(
        "argument/static-rule",
        Warning,
        "a JSON Logic rule is static, so its text would be sent",
        r#""value": {"var": "profile_id"}, "is_dynamic": null"#,
        "set is_dynamic to true",
    )),
    row(
        "argument/timezone",
        Error,
        "there is no such time zone",
        r#""timezone": Australia/Melborne"#,
        "write it like Australia/Melbourne",
    ),
    row(
        "argument/type",
        Warning,
        "the value is of another type than the argument's",
        r#""value": "much""#,
        "write the type that is named",
    ),
    row(
        "argument/unknown",
        Warning,
        "no source lists this argument for the action",
        r#""colour" of reward.create"#,
        "use a documented argument",
    ),
    row(
        "chain/late-filter",
        Warning,
        "a filter is the last action, so it guards nothing",
        "benefit.create at 1, filter at 2",
        "give the filter a lower sort_order",
    ),
    row(
        "chain/no-effect",
        Warning,
        "nothing happens: there are no actions, or all are filters",
        r#""actions": []"#,
        "add the action that the event is for",
    ),
    fixed(row(
        "chain/no-order",
        Warning,
        "an action has no sort_order; when it runs is not documented",
        r#""sort_order": null"#,
        "number the actions",
    )),
    fixed(row(
        "chain/tied-order",
        Warning,
        "two actions share a sort_order; which runs first is not documented",
        r#""sort_order": 1 twice"#,
        "number the actions",
    )),
    row(
        "chain/unguarded",
        Info,
        "an action with an effect runs before the first filter, for every event",
        "reward.create at 1, filter at 2, target.send at 3",
        "give the filter a lower sort_order, if it should guard the action",
    ),
    row(
        "chain/unreachable",
        Warning,
        "an action comes after a filter that no event passes",
        r#"an action after {"===": ["gold", "silver"]}"#,
        "correct the filter",
    ),
    row(
        "context/unused",
        Info,
        "no trigger listens to the event of these samples",
        "contexts/profile.deleted/",
        "rename the folder, or keep the samples for later",
    ),
    row(
        "definition/unknown",
        Warning,
        "definitions.json has no such definition",
        "benefit.create of 'platinum-lounge'",
        "correct the handle, or add the definition",
    ),
    row(
        "definition/unused",
        Info,
        "no action issues the definition",
        "a reward that no trigger names",
        "nothing, if it is issued elsewhere",
    ),
    row(
        "event/alias",
        Warning,
        "the event's name is probably another name of a listed one",
        "points.awarded",
        "use the listed name, unless the tenant really sends this one",
    ),
    row(
        "event/platform",
        Warning,
        "the event is Open Loyalty's; Omneo never sends it",
        "CustomerRegistered",
        "forward it to Omneo as a custom event",
    ),
    row(
        "event/unknown",
        Warning,
        "the catalogue knows no such event",
        "transction.created",
        "correct the name; an event of your own has a name like custom.survey_completed",
    ),
    row(
        "event/unlisted",
        Info,
        "the guides name the event, the vendor's list does not",
        "reward.redeemed",
        "see on the tenant whether it comes",
    ),
    row(
        "field/unknown",
        Warning,
        "no sample of the event and no known field has this path",
        r#"{"===": [{"var": "tier_handel"}, "gold"]}"#,
        "use a field that exists",
    ),
    row(
        "field/wrong-root",
        Error,
        "the event has this field elsewhere",
        r#"{"===": [{"var": "profile.tier_handle"}, "gold"]}"#,
        "use the path that the event has",
    ),
    fixed(row(
        "field/wrong-type",
        Warning,
        "the field never has the type that the rule takes it for: a list compared with text, text with a number",
        r#"{"==": [{"var": "flattened_tags"}, "vip"]}"#,
        "ask what such a field can answer, or use another one",
    )),
    row(
        "file/broken",
        Error,
        "a file of the workspace cannot be read, so nothing in it was checked",
        r#"{"name": "Cut off","#,
        "correct the JSON at the place that is named",
    ),
    row(
        "filter/always-true",
        Warning,
        "the condition holds for every event",
        r#"{"or": [{"!==": [{"var": "tier_handle"}, "gold"]}, {"!==": [{"var": "tier_handle"}, "silver"]}]}"#,
        r#"write "and" where both are meant"#,
    ),
    row(
        "filter/constant",
        Warning,
        "the condition is no rule, so it is the same for every event",
        "true",
        "write a rule",
    ),
    row(
        "filter/error",
        Error,
        "the condition cannot be evaluated on a sample",
        r#"{">": [{"-": [{"var": "first_name"}, 1]}, 0]}"#,
        "provide for the value",
    ),
    row(
        "filter/never-true",
        Warning,
        "no event passes the filter, alone or after the filters before it",
        r#"{"and": [{">": [{"var": "point_balance"}, 5]}, {"<": [{"var": "point_balance"}, 3]}]}"#,
        r#"write "or" where either is meant, or correct a bound"#,
    ),
    row(
        "filter/no-condition",
        Error,
        "a filter has no argument 'condition'",
        r#"{"name": "filter", "arguments": []}"#,
        "add the condition",
    ),
    row(
        "logic/always-true",
        Warning,
        "a part of the rule holds for every event",
        r#"{"and": [{"var": "is_completed"}, {"or": [{"!!": [{"var": "email"}]}, {"!": [{"var": "email"}]}]}]}"#,
        "take the part out, or correct it",
    ),
    row(
        "logic/arithmetic-text",
        Warning,
        "the rule computes with text that is no number, which is an error",
        r#"{">": [{"-": [100, {"var": "first_name"}]}, 5]}"#,
        r#"give 0 for it with "if""#,
    ),
    row(
        "logic/arity",
        Error,
        "an operator has too few arguments, or more than it uses",
        r#"{"===": [{"var": "tier_handle"}]}"#,
        "write as many as it takes",
    ),
    row(
        "logic/boolean-field",
        Warning,
        r#"a field that holds text is compared with true or false; even "false" counts as true"#,
        r#"{"==": [{"var": "tier_handle"}, true]}"#,
        "compare with the value that the field has",
    ),
    row(
        "logic/duplicate-key",
        Warning,
        "a key is written twice; only the last one counts",
        r#"{"var": "email", "var": "first_name"}"#,
        "take one out",
    ),
    row(
        "logic/limit-depth",
        Error,
        "the rule is nested too deep to be evaluated",
        "more than 128 levels",
        "flatten the rule",
    ),
    row(
        "logic/mixed-list",
        Warning,
        r#"the list of an "in" has other types than the field, and PHP compares loosely"#,
        r#"{"in": [{"var": "birth_year"}, ["1985", 1986]]}"#,
        "write all items as the field has them",
    ),
    row(
        "logic/named-arguments",
        Warning,
        "the arguments are an object, whose keys PHP takes for names of parameters",
        r#"{"-": {"a": 5, "b": {"var": "point_balance"}}}"#,
        "write the arguments as a list",
    ),
    row(
        "logic/never-true",
        Warning,
        "a part of the rule holds for no event",
        r#"{"or": [{"var": "is_completed"}, {"in": [{"var": "tier_handle"}, []]}]}"#,
        "take the part out, or correct it",
    ),
    row(
        "logic/nullable-bound",
        Warning,
        "the upper bound is a field that may be null, and is not checked then",
        r#"{"<=": [0, {"var": "point_balance"}, {"var": "company"}]}"#,
        "give the field a default, or write two comparisons",
    ),
    row(
        "logic/nullable-divisor",
        Warning,
        "the divisor is a field that may be missing, null or 0, which is an error",
        r#"{">": [{"/": [100, {"var": "company"}]}, 5]}"#,
        "ask first whether it is more than 0",
    ),
    row(
        "logic/nullable-minus",
        Warning,
        "with null as its second value, minus negates the first",
        r#"{">": [{"-": [{"var": "point_balance"}, {"var": "company"}]}, 0]}"#,
        "give the field a default",
    ),
    fixed(row(
        "logic/nullable-order",
        Warning,
        "a field that is missing or null is less than every date and every positive number",
        r#"{"<": [{"var": "company"}, 100]}"#,
        "also ask whether the field is set",
    )),
    row(
        "logic/several-keys",
        Warning,
        "an object with several keys is data, so the operator in it is not applied",
        r#"{"and": [{"==": [1, {"var": "id"}], "!=": [2, {"var": "id"}]}]}"#,
        "write each operation as an object of its own",
    ),
    fixed(row(
        "logic/strict-number",
        Warning,
        "175 and 175.0 are not exactly equal on the server, and a context does not show which one a field is",
        r#"{"===": [{"var": "point_balance"}, 1480]}"#,
        r#"compare numbers with "==""#,
    )),
    row(
        "logic/strict-type",
        Warning,
        "the field never has the type that it is exactly compared with",
        r#"{"===": [{"var": "birth_year"}, "1985"]}"#,
        r#"compare with "==", or write the field's type"#,
    ),
    row(
        "logic/unknown-operator",
        Error,
        "JSON Logic has no such operator; the server refuses the rule",
        r#"{"not_in": ["vip", {"var": "flattened_tags"}]}"#,
        "use an operator that exists",
    ),
    fixed(row(
        "payload/boolean-prints-1",
        Error,
        "Twig prints true as 1 and false as nothing",
        r#"{"a": {{ is_active }}}"#,
        "{{ flag ? 'true' : 'false' }}",
    )),
    row(
        "payload/breaks",
        Error,
        "a value that a person may have makes the payload something else than JSON",
        r#"{"a": {{ x ~ y }}}"#,
        "{{ value|json_encode|raw }} without quotes",
    ),
    fixed(row(
        "payload/conditional-comma",
        Error,
        "an `if` leaves items out, but the comma follows the place in the whole loop",
        "{% if i.ok %}{{ i.id }}{% if not loop.last %},{% endif %}{% endif %}",
        "filter the list before the loop",
    )),
    row(
        "payload/data-changed",
        Warning,
        "a value arrives changed, for instance with `&quot;` for a quote",
        r#"{"a": "{{ x ~ y }}"}"#,
        "{{ value|json_encode|raw }} without quotes",
    ),
    fixed(row(
        "payload/empty-object",
        Warning,
        "an empty object is sent as the empty list []",
        r#"{"meta": {{ meta|json_encode|raw }}}"#,
        "{{ meta ? meta|json_encode|raw : '{}' }}",
    )),
    fixed(row(
        "payload/json-encode-escaped",
        Error,
        "json_encode without raw is escaped for HTML",
        r#"{"a": {{ first_name|json_encode }}}"#,
        "add |raw",
    )),
    fixed(row(
        "payload/json-encode-in-quotes",
        Error,
        "json_encode brings quotes of its own",
        r#"{"a": "{{ first_name|json_encode|raw }}"}"#,
        "take the quotes away",
    )),
    fixed(row(
        "payload/leading-zeros",
        Error,
        "ids, phone numbers and post codes without quotes lose leading zeros or break",
        r#"{"postcode": {{ postcode }}}"#,
        "{{ value|json_encode|raw }}",
    )),
    row(
        "payload/may-be-empty",
        Warning,
        "in some cases nothing is printed",
        "{% if x %}{}{% endif %}",
        "print {} in the other cases",
    ),
    fixed(row(
        "payload/missing-comma",
        Error,
        "two values stand side by side",
        r#"{"a": 1 "b": 2}"#,
        "{% if not loop.last %},{% endif %}",
    )),
    row(
        "payload/not-json",
        Error,
        "the payload is not JSON",
        "Hello {{ first_name }}",
        "correct the template's own text",
    ),
    fixed(row(
        "payload/null-date",
        Warning,
        "null|date is today",
        r#"{"a": "{{ expires_at|date('Y-m-d') }}"}"#,
        "{{ value ? value|date('Y-m-d')|json_encode|raw : 'null' }}",
    )),
    fixed(row(
        "payload/number-as-text",
        Warning,
        "a number in quotes is sent as text",
        r#"{"total": "{{ total }}"}"#,
        "take the quotes away",
    )),
    row(
        "payload/personal-data",
        Info,
        "the payload identifies a person",
        r#"{"email": {{ email|json_encode|raw }}}"#,
        "send only what the partner needs",
    ),
    fixed(row(
        "payload/printed-array",
        Error,
        "a list or an object cannot be printed",
        r#"{"tags": {{ flattened_tags }}}"#,
        "{{ value|json_encode|raw }}",
    )),
    row(
        "payload/render-error",
        Error,
        "the render fails",
        r#"{"a": {{ 1 / total }}}"#,
        "provide for the value, for instance with |default",
    ),
    row(
        "payload/schema",
        Error,
        "the payload breaks the partner's JSON Schema",
        r#""value": "25" where a number is asked for"#,
        "send what the schema asks for",
    ),
    row(
        "payload/secret-field",
        Warning,
        "a secret has no place in a payload",
        r#"{"api_key": "k"}"#,
        "leave it out",
    ),
    row(
        "payload/text-outside-json",
        Error,
        "there is text beside the payload's one JSON value",
        "{} done",
        "remove it",
    ),
    fixed(row(
        "payload/thousands-separator",
        Error,
        "number_format(2) prints 1,234.50",
        r#"{"a": {{ total|number_format(2) }}}"#,
        "{{ value|number_format(2, '.', '') }}",
    )),
    fixed(row(
        "payload/trailing-comma",
        Error,
        "a comma before a closing bracket",
        "[{% for i in items %}{{ i.id }},{% endfor %}]",
        "{% if not loop.last %},{% endif %}",
    )),
    fixed(row("payload/unclosed", Error, "a bracket or a quote is never closed", r#"{"a": 1"#, "close it")),
    fixed(row(
        "payload/undefined-path",
        Warning,
        "no sample of the event and no known field has this path",
        r#"{"a": {{ first_nam|json_encode|raw }}}"#,
        "use a field that exists",
    )),
    fixed(row(
        "payload/unescaped-text",
        Error,
        "a quote, a line break, a tab or a backslash in the value breaks the payload or arrives changed",
        r#"{"a": "{{ first_name }}"}"#,
        r#""{{ value|e('js') }}" or {{ value|json_encode|raw }} without quotes"#,
    )),
    fixed(row(
        "payload/unquoted-text",
        Error,
        "text without quotes is not JSON",
        r#"{"a": {{ first_name }}}"#,
        "{{ value|json_encode|raw }}",
    )),
    fixed(row(
        "payload/unquoted-value",
        Error,
        "null, false or a missing value leaves nothing where a value must be",
        r#"{"a": {{ company }}}"#,
        "{{ value|json_encode|raw }}",
    )),
    fixed(row(
        "payload/wrong-root",
        Error,
        "the event has these fields elsewhere",
        r#"{"a": {{ profile.first_name|json_encode|raw }}} on a profile event"#,
        "use the path that the event has",
    )),
    row(
        "schema/broken",
        Error,
        "the partner's schema cannot be used",
        r#"{"type": 7}"#,
        "correct the schema",
    ),
    row(
        "settings/unknown",
        Warning,
        "reagent.toml has a setting that is not known",
        r#"autoescpe = "html""#,
        "correct its name or take it out",
    ),
    row(
        "target/condition",
        Warning,
        "the target has a condition of its own, which is not evaluated here",
        r#""condition": "{}""#,
        "put the condition into a filter",
    ),
    row(
        "target/duplicate",
        Error,
        "two targets have one handle; target.send finds only one",
        r#"two files with "handle": "klaviyo""#,
        "give each its own handle",
    ),
    row(
        "target/empty-template",
        Info,
        "the template is empty; the guides say that this passes the context on, without a sample",
        r#""""#,
        "write the payload",
    ),
    row(
        "target/missing",
        Error,
        "target.send has no argument 'target'",
        r#"{"name": "target.send", "arguments": []}"#,
        "name the target",
    ),
    row(
        "target/unknown",
        Error,
        "the workspace has no target of this handle",
        "target.send to 'braze-tier'",
        "correct the handle, or add the target",
    ),
    row(
        "target/unused",
        Info,
        "no action sends to the target",
        "a target that no trigger names",
        "nothing, if definitions use it",
    ),
    row(
        "target/url",
        Error,
        "the target's URL is no URL",
        r#""url": "hooks.example.com""#,
        "write it like https://hooks.example.com/omneo",
    ),
    row(
        "template/include",
        Error,
        "a target's template cannot load another one",
        "{% include 'footer' %}",
        "write the other text here",
    ),
    row(
        "template/syntax",
        Error,
        "the template does not compile",
        "{{ first_name",
        "correct it where the finding points",
    ),
    fixed(row(
        "template/unknown-name",
        Error,
        "core Twig has no such filter, function, test or tag",
        "{{ first_name|uper }}",
        "use one that it has",
    )),
    row(
        "trigger/issued-twice",
        Warning,
        "two active triggers issue the same definition on one event, and their filters do not exclude each other",
        "two triggers with reward.create 'thank-you-25' on transaction.created",
        "let the filters exclude each other",
    ),
    row(
        "trigger/loop",
        Warning,
        "an action causes an event that sets the same trigger off again, perhaps through others",
        "point.create in a trigger on point.created",
        "let a filter end the circle",
    ),
    row(
        "trigger/no-sample",
        Info,
        "no sample context is of the trigger's event, so nothing can be tried",
        "contexts/tier.lost/ is empty",
        "put a sample into contexts/<event>/",
    ),
    row(
        "wire/missing",
        Error,
        "a key that the API requires is missing",
        r#"{"trigger": "profile.created"} without "name""#,
        "add the key",
    ),
    row(
        "wire/shape",
        Warning,
        "a key holds another type than the API's",
        r#""sort_order": "first""#,
        "write the type that is named",
    ),
];
