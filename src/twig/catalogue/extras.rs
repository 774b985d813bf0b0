//! Names that Twig's extra packages add, so that an unknown name can be explained.

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
