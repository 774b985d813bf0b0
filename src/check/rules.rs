//! What can be found: one row per code, for `--help`, the window and the documentation.

/// A kind of finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The finding's code.
    pub code: &'static str,
    /// What goes wrong.
    pub doc: &'static str,
    /// What to do about it.
    pub fix: &'static str,
}

const fn rule(code: &'static str, doc: &'static str, fix: &'static str) -> Rule {
    Rule { code, doc, fix }
}

/// Every rule, by code.
pub const RULES: &[Rule] = &[
    rule(
        "payload/boolean-prints-1",
        "Twig prints true as 1 and false as nothing",
        "{{ flag ? 'true' : 'false' }}",
    ),
    rule(
        "payload/breaks",
        "a value that a person may have makes the payload something else than JSON",
        "{{ value|json_encode|raw }} without quotes",
    ),
    rule(
        "payload/conditional-comma",
        "an `if` leaves items out, but the comma follows the place in the whole loop",
        "filter the list before the loop",
    ),
    rule(
        "payload/data-changed",
        "a value arrives changed, for instance with `&quot;` for a quote",
        "{{ value|json_encode|raw }} without quotes",
    ),
    rule(
        "payload/empty-object",
        "an empty object is sent as the empty list []",
        "{{ meta ? meta|json_encode|raw : '{}' }}",
    ),
    rule("payload/json-encode-escaped", "json_encode without raw is escaped for HTML", "add |raw"),
    rule("payload/json-encode-in-quotes", "json_encode brings quotes of its own", "take the quotes away"),
    rule(
        "payload/leading-zeros",
        "ids, phone numbers and post codes without quotes lose leading zeros or break",
        "{{ value|json_encode|raw }}",
    ),
    rule("payload/may-be-empty", "in some cases nothing is printed", "print {} in the other cases"),
    rule("payload/missing-comma", "two values stand side by side", "{% if not loop.last %},{% endif %}"),
    rule("payload/not-json", "the payload is not JSON", "correct the template's own text"),
    rule(
        "payload/null-date",
        "null|date is today",
        "{{ value ? value|date('Y-m-d')|json_encode|raw : 'null' }}",
    ),
    rule("payload/number-as-text", "a number in quotes is sent as text", "take the quotes away"),
    rule("payload/personal-data", "the payload identifies a person", "send only what the partner needs"),
    rule("payload/printed-array", "a list or an object cannot be printed", "{{ value|json_encode|raw }}"),
    rule("payload/render-error", "the render fails", "provide for the value, for instance with |default"),
    rule("payload/schema", "the payload breaks the partner's JSON Schema", "send what the schema asks for"),
    rule("payload/secret-field", "a secret has no place in a payload", "leave it out"),
    rule("payload/text-outside-json", "there is text beside the payload's one JSON value", "remove it"),
    rule(
        "payload/thousands-separator",
        "number_format(2) prints 1,234.50",
        "{{ value|number_format(2, '.', '') }}",
    ),
    rule("payload/trailing-comma", "a comma before a closing bracket", "{% if not loop.last %},{% endif %}"),
    rule("payload/unclosed", "a bracket or a quote is never closed", "close it"),
    rule(
        "payload/undefined-path",
        "no sample of the event and no known field has this path",
        "use a field that exists",
    ),
    rule(
        "payload/unescaped-text",
        "a quote, a line break, a tab or a backslash in the value breaks the payload or arrives changed",
        "\"{{ value|e('js') }}\" or {{ value|json_encode|raw }} without quotes",
    ),
    rule("payload/unquoted-text", "text without quotes is not JSON", "{{ value|json_encode|raw }}"),
    rule(
        "payload/unquoted-value",
        "null, false or a missing value leaves nothing where a value must be",
        "{{ value|json_encode|raw }}",
    ),
    rule("payload/wrong-root", "the event has these fields elsewhere", "use the path that the event has"),
    rule("schema/broken", "the partner's schema cannot be used", "correct the schema"),
    rule("template/include", "a target's template cannot load another one", "write the other text here"),
    rule("template/syntax", "the template does not compile", "correct it where the finding points"),
    rule(
        "template/unknown-name",
        "core Twig has no such filter, function, test or tag",
        "use one that it has",
    ),
];
