//! The lexer's tokens, named as Twig's messages name them.

use super::source::Pos;
use crate::php::Value;
use std::borrow::Cow;

/// The kind of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    BlockStart,
    BlockEnd,
    VarStart,
    VarEnd,
    Name,
    Number,
    Str,
    Operator,
    Punctuation,
    InterpolationStart,
    InterpolationEnd,
    End,
}

impl Kind {
    /// Twig's words for it.
    pub(crate) fn english(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::BlockStart => "begin of statement block",
            Self::BlockEnd => "end of statement block",
            Self::VarStart => "begin of print statement",
            Self::VarEnd => "end of print statement",
            Self::Name => "name",
            Self::Number => "number",
            Self::Str => "string",
            Self::Operator => "operator",
            Self::Punctuation => "punctuation",
            Self::InterpolationStart => "begin of string interpolation",
            Self::InterpolationEnd => "end of string interpolation",
            Self::End => "end of template",
        }
    }
}

/// One token. `text` is its value: unescaped for strings, with single spaces for operators.
#[derive(Clone, Debug)]
pub(crate) struct Token<'s> {
    pub kind: Kind,
    pub text: Cow<'s, str>,
    pub pos: Pos,
}

impl Token<'_> {
    pub(crate) fn is(&self, kind: Kind, text: &str) -> bool {
        self.kind == kind && self.text == text
    }

    pub(crate) fn is_operator(&self, text: &str) -> bool {
        self.is(Kind::Operator, text)
    }

    pub(crate) fn is_punctuation(&self, text: &str) -> bool {
        self.is(Kind::Punctuation, text)
    }

    /// The number that a number token spells.
    pub(crate) fn number(&self) -> Value {
        let digits: String = self.text.chars().filter(|c| *c != '_').collect();
        match crate::php::numeric(&digits) {
            Some(number) => number.into(),
            None => Value::Int(0),
        }
    }
}

/// True if the whole text is a name.
pub(crate) fn is_name(text: &str) -> bool {
    let starts = text.bytes().next().is_some_and(|byte| is_name_byte(byte) && !byte.is_ascii_digit());
    starts && text.bytes().all(is_name_byte)
}

/// True for the bytes of names; whatever is not ASCII counts.
pub(crate) fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x7f
}
