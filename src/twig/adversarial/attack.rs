//! The values that are tried, and how people call them.

use crate::php::Value;
use crate::twig::FieldKind;
use crate::twig::provenance::ContextPath;

/// Text that marks where an attacked value arrives.
pub(super) const OPENING: &str = "zq7";
/// Its end.
pub(super) const CLOSING: &str = "7qz";

/// One way to change a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Attack {
    /// Text that cannot hurt, to see whether text may stand there at all
    Harmless,
    Quote,
    LineBreak,
    Tab,
    Backslash,
    BackslashLetter,
    Ampersand,
    Less,
    Accent,
    Emoji,
    Null,
    Missing,
    False,
    True,
    Zero,
    Empty,
    LeadingZero,
    Fraction,
    NoItem,
    OneItem,
    TwoItems,
}

/// What kinds of value the contexts have at a path.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Seen {
    kinds: u8,
}

impl Seen {
    const TEXT: u8 = 1;
    const NUMBER: u8 = 2;
    const FLAG: u8 = 4;
    const LIST: u8 = 8;
    const DIGITS: u8 = 16;

    pub(super) fn note(&mut self, value: Option<&Value>) {
        self.kinds |= match value {
            Some(Value::Str(text)) if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) => {
                Self::TEXT | Self::DIGITS
            }
            Some(Value::Str(_)) => Self::TEXT,
            Some(Value::Int(_) | Value::Float(_)) => Self::NUMBER,
            Some(Value::Bool(_)) => Self::FLAG,
            Some(Value::Array(_)) => Self::LIST,
            _ => 0,
        };
    }

    fn has(self, kind: u8) -> bool {
        self.kinds & kind != 0
    }
}

/// The attacks that make sense for what was seen: no list where there is text, no text where there is a number. Where
/// nothing was seen, the name tells.
pub(super) fn attacks(seen: Seen, named: Option<FieldKind>) -> Vec<Attack> {
    let mut attacks = Vec::new();
    let seen = if seen.kinds == 0 { Seen { kinds: guessed(named) } } else { seen };
    if seen.has(Seen::TEXT) {
        attacks.extend([
            Attack::Quote,
            Attack::LineBreak,
            Attack::Tab,
            Attack::Backslash,
            Attack::BackslashLetter,
            Attack::Ampersand,
            Attack::Less,
            Attack::Accent,
            Attack::Emoji,
            Attack::Empty,
        ]);
    }
    if seen.has(Seen::DIGITS) {
        attacks.push(Attack::LeadingZero);
    }
    if seen.has(Seen::NUMBER) {
        attacks.extend([Attack::Zero, Attack::Fraction]);
    }
    if seen.has(Seen::FLAG) {
        attacks.extend([Attack::True, Attack::False]);
    }
    if seen.has(Seen::LIST) {
        attacks.extend([Attack::NoItem, Attack::OneItem, Attack::TwoItems]);
    }
    attacks.extend([Attack::Null, Attack::Missing]);
    attacks
}

fn guessed(named: Option<FieldKind>) -> u8 {
    match named {
        Some(FieldKind::Number | FieldKind::NumericId) => Seen::NUMBER,
        Some(FieldKind::Boolean) => Seen::FLAG,
        Some(FieldKind::List | FieldKind::Object) => Seen::LIST,
        _ => Seen::TEXT,
    }
}

impl Attack {
    /// The characters that are put into a text.
    pub(super) fn characters(self) -> Option<&'static str> {
        Some(match self {
            Self::Harmless => "",
            Self::Quote => "\"",
            Self::LineBreak => "\n",
            Self::Tab => "\t",
            Self::Backslash => "\\D",
            Self::BackslashLetter => "\\n",
            Self::Ampersand => "&",
            Self::Less => "<",
            Self::Accent => "é",
            Self::Emoji => "🎁",
            _ => return None,
        })
    }

    pub(super) fn is_text(self) -> bool {
        self.characters().is_some() || self == Self::Empty
    }

    /// The context with this attack at a leaf; `None` where it would change nothing.
    pub(super) fn applied(self, leaf: &ContextPath, context: &Value) -> Option<Value> {
        let original = leaf.get(context);
        if let Some(characters) = self.characters() {
            let text = Value::from(format!("{OPENING}{characters}{CLOSING}"));
            return Some(leaf.set(context, Some(text)));
        }
        let value = match self {
            // An item of a list is there or it is none.
            Self::Missing if leaf.is_item() => return None,
            Self::Missing => return original.map(|_| leaf.set(context, None)),
            Self::Null => Value::Null,
            Self::False => Value::Bool(false),
            Self::True => Value::Bool(true),
            Self::Zero => Value::Int(0),
            Self::Empty => Value::from(""),
            Self::LeadingZero => Value::from("007"),
            Self::Fraction => Value::Float(1234.5),
            _ => self.list(original)?,
        };
        Some(leaf.set(context, Some(value)))
    }

    fn list(self, original: Option<&Value>) -> Option<Value> {
        let first = original.and_then(Value::as_array).and_then(|array| array.values().next());
        Some(Value::list(match self {
            Self::NoItem => Vec::new(),
            Self::OneItem => vec![first?.clone()],
            _ => vec![first?.clone(), first?.clone()],
        }))
    }

    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Harmless => ("is", "text"),
            Self::Quote => ("contains", "a quote"),
            Self::LineBreak => ("contains", "a line break"),
            Self::Tab => ("contains", "a tab"),
            Self::Backslash | Self::BackslashLetter => ("contains", "a backslash"),
            Self::Ampersand => ("contains", "`&`"),
            Self::Less => ("contains", "`<`"),
            Self::Accent => ("contains", "an accent"),
            Self::Emoji => ("contains", "an emoji"),
            Self::Null => ("is", "null"),
            Self::Missing => ("is", "missing"),
            Self::False => ("is", "false"),
            Self::True => ("is", "true"),
            Self::Zero => ("is", "0"),
            Self::Empty => ("is", "empty"),
            Self::LeadingZero => ("is", "`007`"),
            Self::Fraction => ("is", "1234.5"),
            Self::NoItem => ("is", "an empty list"),
            Self::OneItem => ("is", "a list of one item"),
            Self::TwoItems => ("is", "a list of two items"),
        }
    }
}

/// `contains a quote or a tab, or is null`
pub(super) fn sentence(attacks: impl Iterator<Item = Attack>) -> String {
    let mut verbs: Vec<(&str, Vec<&str>)> = Vec::new();
    for (verb, noun) in attacks.map(Attack::words) {
        match verbs.iter_mut().find(|(known, _)| *known == verb) {
            Some((_, nouns)) if nouns.contains(&noun) => {}
            Some((_, nouns)) => nouns.push(noun),
            None => verbs.push((verb, vec![noun])),
        }
    }
    let parts = verbs.iter().map(|(verb, nouns)| match nouns.split_last() {
        Some((last, [])) => format!("{verb} {last}"),
        Some((last, others)) => format!("{verb} {} or {last}", others.join(", ")),
        None => (*verb).to_owned(),
    });
    parts.collect::<Vec<_>>().join(", or ")
}
