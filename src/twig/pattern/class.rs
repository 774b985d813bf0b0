//! Character classes.

/// A set of characters or bytes.
#[derive(Clone, Debug, Default)]
pub(super) struct Class {
    pub is_negated: bool,
    pub items: Vec<Item>,
}

/// A part of a class.
#[derive(Clone, Copy, Debug)]
pub(super) enum Item {
    Range(u32, u32),
    /// A named set, or all that is not in it
    Set(Set, bool),
}

/// A named set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Set {
    Digit,
    Word,
    Space,
    Horizontal,
    Vertical,
    Alpha,
    Alnum,
    Upper,
    Lower,
    Punct,
    HexDigit,
    Print,
    Graph,
    Control,
    /// `\p{L}` and its kin, beyond ASCII
    Letter,
    UpperLetter,
    LowerLetter,
    Number,
    AnySpace,
}

impl Set {
    pub(super) fn from_posix(name: &str) -> Option<Self> {
        Some(match name {
            "alpha" => Self::Alpha,
            "digit" => Self::Digit,
            "alnum" => Self::Alnum,
            "upper" => Self::Upper,
            "lower" => Self::Lower,
            "space" => Self::Space,
            "punct" => Self::Punct,
            "xdigit" => Self::HexDigit,
            "print" => Self::Print,
            "graph" => Self::Graph,
            "cntrl" => Self::Control,
            "word" => Self::Word,
            "blank" => Self::Horizontal,
            _ => return None,
        })
    }

    pub(super) fn from_property(name: &str) -> Option<Self> {
        Some(match name {
            "L" | "L&" => Self::Letter,
            "Lu" => Self::UpperLetter,
            "Ll" => Self::LowerLetter,
            "N" | "Nd" => Self::Number,
            "P" => Self::Punct,
            "Z" | "Zs" => Self::AnySpace,
            _ => return None,
        })
    }

    fn holds(self, unit: u32) -> bool {
        let ascii = u8::try_from(unit).ok().filter(u8::is_ascii);
        let of_ascii = |test: fn(&u8) -> bool| ascii.as_ref().is_some_and(test);
        let of_char = |test: fn(char) -> bool| char::from_u32(unit).is_some_and(test);
        match self {
            Self::Digit => of_ascii(u8::is_ascii_digit),
            Self::Word => of_ascii(|byte| byte.is_ascii_alphanumeric() || *byte == b'_'),
            Self::Space => of_ascii(|byte| matches!(byte, b' ' | b'\t'..=b'\r')),
            Self::Horizontal => matches!(unit, 0x09 | 0x20 | 0xa0),
            Self::Vertical => matches!(unit, 0x0a..=0x0d | 0x85 | 0x2028 | 0x2029),
            Self::Alpha => of_ascii(u8::is_ascii_alphabetic),
            Self::Alnum => of_ascii(u8::is_ascii_alphanumeric),
            Self::Upper => of_ascii(u8::is_ascii_uppercase),
            Self::Lower => of_ascii(u8::is_ascii_lowercase),
            Self::Punct => of_ascii(u8::is_ascii_punctuation),
            Self::HexDigit => of_ascii(u8::is_ascii_hexdigit),
            Self::Print => of_ascii(|byte| matches!(byte, b' '..=b'~')),
            Self::Graph => of_ascii(u8::is_ascii_graphic),
            Self::Control => of_ascii(u8::is_ascii_control),
            Self::Letter => of_char(char::is_alphabetic),
            Self::UpperLetter => of_char(char::is_uppercase),
            Self::LowerLetter => of_char(char::is_lowercase),
            Self::Number => of_char(char::is_numeric),
            Self::AnySpace => of_char(char::is_whitespace),
        }
    }
}

impl Class {
    pub(super) fn holds(&self, unit: u32, ignores_case: bool) -> bool {
        let is_in = |unit: u32| {
            self.items.iter().any(|item| match item {
                Item::Range(low, high) => (*low..=*high).contains(&unit),
                Item::Set(set, is_negated) => set.holds(unit) != *is_negated,
            })
        };
        let found = is_in(unit) || (ignores_case && (is_in(lower(unit)) || is_in(upper(unit))));
        found != self.is_negated
    }
}

/// The lower case of a character, if it is one.
pub(super) fn lower(unit: u32) -> u32 {
    let changed = char::from_u32(unit).and_then(|c| c.to_lowercase().next());
    changed.map_or(unit, u32::from)
}

fn upper(unit: u32) -> u32 {
    let changed = char::from_u32(unit).and_then(|c| c.to_uppercase().next());
    changed.map_or(unit, u32::from)
}

/// True for the characters of words.
pub(super) fn is_word(unit: u32) -> bool {
    Set::Word.holds(unit)
}
