//! From text to tokens, with Twig's delimiters, white space control and strings.

use super::error::{Fault, Outcome};
use super::operators::{is_space, operator_at};
use super::source::Pos;
use super::strings::unescape;
use super::token::{Kind, Token, is_name_byte};
use std::borrow::Cow;

/// Where the lexer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Data,
    Block,
    Var,
    Str,
    Interpolation,
}

/// Splits a normalised source into tokens; the last one is [`Kind::End`].
pub(crate) fn tokenize(source: &str) -> Outcome<Vec<Token<'_>>> {
    let mut lexer = Lexer {
        source,
        at: 0,
        line: 1,
        states: vec![State::Data],
        brackets: Vec::new(),
        opened: Pos::default(),
        tokens: Vec::with_capacity(source.len() / 6 + 4),
    };
    while lexer.at < source.len() {
        match lexer.state() {
            State::Data => lexer.data()?,
            State::Block => lexer.block()?,
            State::Var => lexer.var()?,
            State::Str => lexer.string_part()?,
            State::Interpolation => lexer.interpolation()?,
        }
    }
    if let Some((bracket, pos)) = lexer.brackets.pop() {
        return Err(Fault::syntax(format!("Unclosed \"{bracket}\"."), pos));
    }
    lexer.push(Kind::End, "", 0);
    Ok(lexer.tokens)
}

struct Lexer<'s> {
    source: &'s str,
    at: usize,
    line: u32,
    states: Vec<State>,
    brackets: Vec<(&'static str, Pos)>,
    /// The `{{` or `{%` that is open.
    opened: Pos,
    tokens: Vec<Token<'s>>,
}

/// How white space beside a delimiter is cut.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cut {
    None,
    All,
    Line,
}

impl Cut {
    fn of(byte: Option<&u8>) -> Self {
        match byte {
            Some(b'-') => Self::All,
            Some(b'~') => Self::Line,
            _ => Self::None,
        }
    }

    fn len(self) -> usize {
        usize::from(self != Self::None)
    }

    fn end_of(self, text: &str) -> &str {
        match self {
            Self::None => text,
            Self::All => text.trim_end_matches([' ', '\n', '\r', '\t', '\u{b}', '\0']),
            Self::Line => text.trim_end_matches([' ', '\t', '\0', '\u{b}']),
        }
    }
}

impl<'s> Lexer<'s> {
    fn state(&self) -> State {
        self.states.last().copied().unwrap_or(State::Data)
    }

    fn rest(&self) -> &'s str {
        self.source.get(self.at..).unwrap_or_default()
    }

    fn pos(&self, len: usize) -> Pos {
        Pos { start: self.at as u32, end: (self.at + len) as u32, line: self.line }
    }

    fn advance(&mut self, len: usize) {
        let passed = self.source.as_bytes().get(self.at..self.at + len).unwrap_or_default();
        self.line += passed.split(|byte| *byte == b'\n').count() as u32 - 1;
        self.at += len;
    }

    fn push(&mut self, kind: Kind, text: impl Into<Cow<'s, str>>, len: usize) {
        let text = text.into();
        if kind == Kind::Text && text.is_empty() {
            return;
        }
        let pos = self.pos(len);
        self.tokens.push(Token { kind, text, pos });
    }

    /// Text up to the next `{{`, `{%` or `{#`.
    fn data(&mut self) -> Outcome<()> {
        let rest = self.rest();
        let Some((len, opener)) = next_opener(rest) else {
            self.push(Kind::Text, rest, rest.len());
            // Source: the end of a template has the line where its last text begins.
            self.at = self.source.len();
            return Ok(());
        };
        let cut = Cut::of(rest.as_bytes().get(len + 2));
        let text = rest.get(..len).unwrap_or_default();
        self.push(Kind::Text, cut.end_of(text), len);
        self.advance(len);
        self.opened = self.pos(2);
        let opener_len = 2 + cut.len();
        match opener {
            b'#' => {
                self.advance(opener_len);
                self.comment()
            }
            b'%' => self.open_block(opener_len),
            _ => {
                self.advance(opener_len);
                let pos = Pos { line: self.line, ..self.opened };
                self.tokens.push(Token { kind: Kind::VarStart, text: Cow::Borrowed(""), pos });
                self.states.push(State::Var);
                Ok(())
            }
        }
    }

    fn open_block(&mut self, opener_len: usize) -> Outcome<()> {
        self.advance(opener_len);
        let rest = self.rest();
        if let Some(len) = verbatim_opener(rest) {
            self.advance(len);
            return self.verbatim();
        }
        if let Some((len, line)) = line_directive(rest) {
            self.advance(len);
            self.line = line;
            return Ok(());
        }
        let pos = self.opened;
        self.tokens.push(Token { kind: Kind::BlockStart, text: Cow::Borrowed(""), pos });
        self.states.push(State::Block);
        Ok(())
    }

    fn comment(&mut self) -> Outcome<()> {
        let rest = self.rest();
        let Some(end) = rest.find("#}") else {
            return Err(Fault::syntax("Unclosed comment.", Pos { line: self.line, ..self.opened }));
        };
        let cut = Cut::of(end.checked_sub(1).and_then(|last| rest.as_bytes().get(last)));
        let after = end + 2;
        let space = space_after(rest.get(after..).unwrap_or_default(), cut);
        let newline = usize::from(cut != Cut::Line && rest.as_bytes().get(after + space) == Some(&b'\n'));
        self.advance(after + space + newline);
        Ok(())
    }

    /// The text up to `{% endverbatim %}`.
    fn verbatim(&mut self) -> Outcome<()> {
        let rest = self.rest();
        let Some((len, cut, close_len)) = verbatim_end(rest) else {
            let message = "Unexpected end of file: Unclosed \"verbatim\" block.";
            return Err(Fault::syntax(message, Pos { line: self.line, ..self.opened }));
        };
        let text = cut.end_of(rest.get(..len).unwrap_or_default());
        let start = self.pos(len);
        self.advance(len + close_len);
        let pos = Pos { line: self.line, ..start };
        if !text.is_empty() {
            self.tokens.push(Token { kind: Kind::Text, text: Cow::Borrowed(text), pos });
        }
        Ok(())
    }

    fn block(&mut self) -> Outcome<()> {
        match self.closer("%}") {
            Some(mut len) if self.brackets.is_empty() => {
                let is_line_cut = self.rest().as_bytes().get(..len).is_some_and(has_line_cut);
                if !is_line_cut && self.rest().as_bytes().get(len) == Some(&b'\n') {
                    len += 1;
                }
                self.push(Kind::BlockEnd, "", len);
                self.advance(len);
                self.states.pop();
                Ok(())
            }
            _ => self.expression(),
        }
    }

    fn var(&mut self) -> Outcome<()> {
        match self.closer("}}") {
            Some(len) if self.brackets.is_empty() => {
                self.push(Kind::VarEnd, "", len);
                self.advance(len);
                self.states.pop();
                Ok(())
            }
            _ => self.expression(),
        }
    }

    /// The length of white space, an optional cut mark and `delimiter` here, with the white space that it cuts.
    fn closer(&self, delimiter: &str) -> Option<usize> {
        let rest = self.rest();
        let space = rest.bytes().take_while(|byte| is_space(*byte)).count();
        let cut = Cut::of(rest.as_bytes().get(space));
        let delimiter_at = space + cut.len();
        rest.get(delimiter_at..)?.starts_with(delimiter).then(|| {
            let after = delimiter_at + delimiter.len();
            after + space_after(rest.get(after..).unwrap_or_default(), cut)
        })
    }

    /// One token of an expression, or the white space before it.
    fn expression(&mut self) -> Outcome<()> {
        let rest = self.rest();
        let space = rest.bytes().take_while(|byte| is_space(*byte)).count();
        if space > 0 {
            self.advance(space);
            if self.at >= self.source.len() {
                let what = if self.states.contains(&State::Block) { "block" } else { "variable" };
                return Err(Fault::syntax(format!("Unclosed \"{what}\"."), self.opened));
            }
        }
        let rest = self.rest();
        let before = self.at.checked_sub(1).and_then(|last| self.source.as_bytes().get(last)).copied();
        if let Some((operator, len)) = operator_at(rest, before) {
            if matches!(operator, "(" | "[") {
                self.brackets.push((operator, self.pos(1)));
            }
            self.push(Kind::Operator, operator, len);
            self.advance(len);
            return Ok(());
        }
        match rest.bytes().next() {
            Some(byte) if byte.is_ascii_digit() => self.take(Kind::Number, number_len(rest)),
            Some(byte) if is_name_byte(byte) => {
                self.take(Kind::Name, rest.bytes().take_while(|byte| is_name_byte(*byte)).count());
            }
            Some(b'{' | b'}' | b')' | b']' | b':' | b',') => return self.punctuation(rest),
            Some(quote @ (b'\'' | b'"')) => return self.quote(rest, quote),
            Some(b'#') => self.advance(rest.find('\n').unwrap_or(rest.len())),
            _ => {
                let found = rest.chars().next().unwrap_or(' ');
                return Err(Fault::syntax(
                    format!("Unexpected character \"{found}\"."),
                    self.pos(found.len_utf8()),
                ));
            }
        }
        Ok(())
    }

    fn take(&mut self, kind: Kind, len: usize) {
        let text = self.rest().get(..len).unwrap_or_default();
        self.push(kind, text, len);
        self.advance(len);
    }

    fn punctuation(&mut self, rest: &'s str) -> Outcome<()> {
        let text = rest.get(..1).unwrap_or_default();
        if text == "{" {
            self.brackets.push(("{", self.pos(1)));
        }
        let opener = match text {
            ")" => Some("("),
            "]" => Some("["),
            "}" => Some("{"),
            _ => None,
        };
        if let Some(opener) = opener {
            let Some((open, pos)) = self.brackets.pop() else {
                return Err(Fault::syntax(format!("Unexpected \"{text}\"."), self.pos(1)));
            };
            if open != opener {
                return Err(Fault::syntax(format!("Unclosed \"{open}\"."), pos));
            }
        }
        self.take(Kind::Punctuation, 1);
        Ok(())
    }

    /// A whole string, or the start of one with interpolations.
    fn quote(&mut self, rest: &'s str, quote: u8) -> Outcome<()> {
        if let Some(len) = plain_string_len(rest, quote) {
            let text = unescape(rest.get(1..len - 1).unwrap_or_default());
            self.push(Kind::Str, text, len);
            self.advance(len);
            return Ok(());
        }
        if quote == b'\'' {
            return Err(Fault::syntax("Unexpected character \"'\".", self.pos(1)));
        }
        self.brackets.push(("\"", self.pos(1)));
        self.states.push(State::Str);
        self.advance(1);
        Ok(())
    }

    fn string_part(&mut self) -> Outcome<()> {
        let rest = self.rest();
        if let Some(after) = rest.strip_prefix("#{") {
            let space = after.bytes().take_while(|byte| is_space(*byte)).count();
            self.brackets.push(("#{", self.pos(2)));
            self.push(Kind::InterpolationStart, "", 2);
            self.advance(2 + space);
            self.states.push(State::Interpolation);
            return Ok(());
        }
        let len = string_part_len(rest);
        if len > 0 {
            let text = unescape(rest.get(..len).unwrap_or_default());
            self.push(Kind::Str, text, len);
            self.advance(len);
            return Ok(());
        }
        if rest.starts_with('"') {
            self.brackets.pop();
            self.states.pop();
            self.advance(1);
            return Ok(());
        }
        let found = rest.chars().next().unwrap_or(' ');
        Err(Fault::syntax(format!("Unexpected character \"{found}\"."), self.pos(found.len_utf8())))
    }

    fn interpolation(&mut self) -> Outcome<()> {
        let rest = self.rest();
        let space = rest.bytes().take_while(|byte| is_space(*byte)).count();
        let is_open = self.brackets.last().is_some_and(|(bracket, _)| *bracket == "#{");
        if is_open && rest.as_bytes().get(space) == Some(&b'}') {
            self.brackets.pop();
            self.push(Kind::InterpolationEnd, "", space + 1);
            self.advance(space + 1);
            self.states.pop();
            return Ok(());
        }
        self.expression()
    }
}

/// The length of white space that a cut removes after a delimiter.
fn space_after(text: &str, cut: Cut) -> usize {
    match cut {
        Cut::None => 0,
        Cut::All => text.bytes().take_while(|byte| is_space(*byte)).count(),
        Cut::Line => text.bytes().take_while(|byte| matches!(byte, b' ' | b'\t' | 0 | 0x0b)).count(),
    }
}

/// True if a closing delimiter is written with `~`, which keeps the line's end.
fn has_line_cut(closer: &[u8]) -> bool {
    closer.iter().find(|byte| !is_space(**byte)) == Some(&b'~')
}

/// The offset of the next opening delimiter and its second byte.
fn next_opener(text: &str) -> Option<(usize, u8)> {
    let bytes = text.as_bytes();
    let mut from = 0;
    while let Some(found) = text.get(from..)?.find('{') {
        let at = from + found;
        if let Some(second @ (b'{' | b'%' | b'#')) = bytes.get(at + 1) {
            return Some((at, *second));
        }
        from = at + 1;
    }
    None
}

/// The length of `verbatim %}` after `{%`.
fn verbatim_opener(rest: &str) -> Option<usize> {
    let inner = rest.trim_start_matches(|c: char| c.is_ascii() && is_space(c as u8));
    let after = inner.strip_prefix("verbatim")?;
    let space = after.bytes().take_while(|byte| is_space(*byte)).count();
    let cut = Cut::of(after.as_bytes().get(space));
    let tail = after.get(space + cut.len()..)?.strip_prefix("%}")?;
    let cut_len = space_after(tail, cut);
    Some(rest.len() - tail.len() + cut_len)
}

/// `line 12 %}` after `{%`: its length and the line that it sets.
fn line_directive(rest: &str) -> Option<(usize, u32)> {
    let inner = rest.trim_start().strip_prefix("line")?;
    let digits_at = inner.trim_start();
    if digits_at.len() == inner.len() {
        return None;
    }
    let digits = digits_at.bytes().take_while(u8::is_ascii_digit).count();
    let line = digits_at.get(..digits)?.parse().ok()?;
    let tail = digits_at.get(digits..)?.trim_start().strip_prefix("%}")?;
    Some((rest.len() - tail.len(), line))
}

/// The text length before `{% endverbatim %}`, the cut of its opening side and the tag's length.
fn verbatim_end(rest: &str) -> Option<(usize, Cut, usize)> {
    let mut from = 0;
    loop {
        let at = from + rest.get(from..)?.find("{%")?;
        let tag = rest.get(at + 2..)?;
        let cut = Cut::of(tag.as_bytes().first());
        let name = tag.get(cut.len()..)?.trim_start_matches(|c: char| c.is_ascii() && is_space(c as u8));
        if let Some(after) = name.strip_prefix("endverbatim") {
            let space = after.bytes().take_while(|byte| is_space(*byte)).count();
            let end_cut = Cut::of(after.as_bytes().get(space));
            if let Some(tail) = after.get(space + end_cut.len()..).and_then(|tail| tail.strip_prefix("%}")) {
                let len = rest.len() - tail.len() + space_after(tail, end_cut) - at;
                return Some((at, cut, len));
            }
        }
        from = at + 2;
    }
}

/// The length of a string that holds no interpolation, quotes included.
fn plain_string_len(rest: &str, quote: u8) -> Option<usize> {
    let bytes = rest.as_bytes();
    let mut at = 1;
    loop {
        match bytes.get(at)? {
            b'\\' => at += 2,
            b'#' if quote == b'"' => return None,
            byte if *byte == quote => return Some(at + 1),
            _ => at += 1,
        }
    }
}

/// The length of text inside a double-quoted string up to `"` or `#{`.
fn string_part_len(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let mut at = 0;
    loop {
        match (bytes.get(at), bytes.get(at + 1)) {
            (Some(b'\\'), Some(_)) => at += 2,
            (None | Some(b'"' | b'\\'), _) | (Some(b'#'), Some(b'{')) => return at.min(rest.len()),
            _ => at += 1,
        }
    }
}

/// The length of a number: digits with `_`, a fraction, an exponent.
fn number_len(rest: &str) -> usize {
    let mut end = digits_len(rest);
    if rest.as_bytes().get(end) == Some(&b'.') {
        let fraction = digits_len(rest.get(end + 1..).unwrap_or_default());
        if fraction > 0 {
            end += 1 + fraction;
        }
    }
    if matches!(rest.as_bytes().get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(rest.as_bytes().get(end + 1), Some(b'+' | b'-')));
        let exponent = digits_len(rest.get(end + 1 + sign..).unwrap_or_default());
        if exponent > 0 {
            end += 1 + sign + exponent;
        }
    }
    end
}

fn digits_len(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut len = 0;
    loop {
        match bytes.get(len) {
            Some(byte) if byte.is_ascii_digit() => len += 1,
            Some(b'_') if len > 0 && bytes.get(len + 1).is_some_and(u8::is_ascii_digit) => len += 1,
            _ => return len,
        }
    }
}
