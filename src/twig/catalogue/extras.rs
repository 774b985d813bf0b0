//! What explains an unknown name: names that are near, and names that Twig's extra packages add.

/// Filters in the order in which Twig registers them, which suggestions of equal distance show.
pub(super) static FILTER_ORDER: &[&str] = &[
    "date",
    "date_modify",
    "format",
    "replace",
    "number_format",
    "abs",
    "round",
    "url_encode",
    "json_encode",
    "convert_encoding",
    "title",
    "capitalize",
    "upper",
    "lower",
    "striptags",
    "trim",
    "nl2br",
    "spaceless",
    "join",
    "split",
    "sort",
    "merge",
    "batch",
    "column",
    "filter",
    "map",
    "reduce",
    "find",
    "reverse",
    "shuffle",
    "length",
    "slice",
    "first",
    "last",
    "default",
    "keys",
    "invoke",
    "escape",
    "e",
    "raw",
];

/// Functions in that order.
pub(super) static FUNCTION_ORDER: &[&str] = &[
    "parent",
    "block",
    "attribute",
    "max",
    "min",
    "range",
    "constant",
    "cycle",
    "random",
    "date",
    "include",
    "source",
    "enum_cases",
    "enum",
];

/// Tests in that order.
pub(super) static TEST_ORDER: &[&str] = &[
    "even",
    "odd",
    "defined",
    "same as",
    "none",
    "null",
    "divisible by",
    "constant",
    "empty",
    "iterable",
    "sequence",
    "mapping",
];

/// Package, kind, names.
/// Source: the reference of filters and functions in Twig's manual.
static EXTRAS: &[(&str, &str, &[&str])] = &[
    (
        "twig/intl-extra",
        "filter",
        &[
            "country_name",
            "country_timezones",
            "currency_name",
            "currency_symbol",
            "format_currency",
            "format_date",
            "format_datetime",
            "format_number",
            "format_time",
            "language_name",
            "locale_name",
            "timezone_name",
            "format_list",
        ],
    ),
    (
        "twig/intl-extra",
        "function",
        &[
            "country_names",
            "country_timezones",
            "currency_names",
            "language_names",
            "locale_names",
            "script_names",
            "timezone_names",
        ],
    ),
    ("twig/html-extra", "filter", &["data_uri", "html_attr_merge", "html_attr_type"]),
    ("twig/html-extra", "function", &["html_classes", "html_cva", "html_attr"]),
    ("twig/string-extra", "filter", &["u", "slug", "singular", "plural"]),
    ("twig/markdown-extra", "filter", &["markdown_to_html", "html_to_markdown"]),
    ("twig/cssinliner-extra", "filter", &["inline_css"]),
    ("twig/inky-extra", "filter", &["inky_to_html"]),
    ("twig/twig (DebugExtension)", "function", &["dump"]),
    ("twig/twig (StringLoaderExtension)", "function", &["template_from_string"]),
    ("symfony/twig-bridge", "function", &["path", "url", "asset", "is_granted", "form", "trans"]),
    ("symfony/twig-bridge", "filter", &["trans", "humanize", "yaml_encode", "serialize"]),
];

/// The package that is known to provide a name.
pub(crate) fn find(kind: &str, name: &str) -> Option<&'static str> {
    EXTRAS.iter().find(|(_, of, names)| *of == kind && names.contains(&name)).map(|(package, ..)| *package)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggestions_know_every_name() {
        let sorted = |order: &[&'static str]| {
            let mut names = order.to_vec();
            names.sort_unstable();
            names
        };
        let of = |names: &mut dyn Iterator<Item = &'static super::super::Entry>| -> Vec<&str> {
            names.map(|entry| entry.name).collect()
        };
        assert_eq!(sorted(FILTER_ORDER), of(&mut super::super::filters()));
        assert_eq!(sorted(TEST_ORDER), of(&mut super::super::tests()));
        let mut functions = of(&mut super::super::functions());
        functions.push("parent");
        functions.sort_unstable();
        assert_eq!(sorted(FUNCTION_ORDER), functions);
    }
}
