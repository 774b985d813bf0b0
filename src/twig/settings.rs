//! What a template's surroundings decide: escaping, strictness, clock, time zone, limits.

use crate::php::Warnings;
use jiff::Timestamp;

/// How printed values are escaped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Strategy {
    /// Text inside HTML
    #[default]
    Html,
    /// Text inside a JavaScript string
    Js,
    /// Text inside CSS
    Css,
    /// A part of a URL
    Url,
    /// An unquoted HTML attribute
    HtmlAttr,
    /// An unquoted HTML attribute of a component framework, which keeps `:`, `@`, `[` and `]`
    HtmlAttrRelaxed,
    /// As it is
    Off,
}

impl Strategy {
    /// The name that Twig gives it, as in `{% autoescape 'html_attr' %}`; `false` for [`Strategy::Off`].
    pub fn name(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Js => "js",
            Self::Css => "css",
            Self::Url => "url",
            Self::HtmlAttr => "html_attr",
            Self::HtmlAttrRelaxed => "html_attr_relaxed",
            Self::Off => "false",
        }
    }

    /// The strategy of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Html, Self::Js, Self::Css, Self::Url, Self::HtmlAttr, Self::HtmlAttrRelaxed, Self::Off]
            .into_iter()
            .find(|strategy| strategy.name() == name)
    }
}

/// Bounds that keep a template from running away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Limits {
    /// Macro and block calls inside one another.
    pub recursion: usize,
    /// Loop turns and macro calls in one render.
    pub steps: u64,
    /// Items of one `range()` and characters of one repeated or padded text.
    pub range_items: usize,
    /// Bytes of output, captured parts included.
    pub output_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { recursion: 200, steps: 10_000_000, range_items: 1_000_000, output_bytes: 64 << 20 }
    }
}

/// The surroundings of a template. The same settings go to compiling and to rendering.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Settings {
    /// How printed values are escaped outside `{% autoescape %}`; decided at compile time.
    pub autoescape: Strategy,
    /// Whether a missing variable or attribute is an error, or `null`.
    pub strict_variables: bool,
    /// IANA name of the zone in which dates are read and shown.
    pub timezone: String,
    /// What a PHP warning does.
    pub warnings: Warnings,
    /// The time that `"now"` means.
    pub now: Timestamp,
    /// Bounds of one render.
    pub limits: Limits,
}

impl Default for Settings {
    /// Twig's own defaults: html, lenient, UTC. The clock stands at the Unix epoch until the caller sets it.
    fn default() -> Self {
        Self {
            autoescape: Strategy::Html,
            strict_variables: false,
            timezone: "UTC".to_owned(),
            warnings: Warnings::Raise,
            now: Timestamp::UNIX_EPOCH,
            limits: Limits::default(),
        }
    }
}
