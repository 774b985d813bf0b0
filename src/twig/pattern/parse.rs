//! Patterns to nodes.

use super::Flags;
use super::class::{Class, Item, Set};

/// Groups inside one another, at most.
const MAX_DEPTH: usize = 60;
/// Repetitions are counted up to here.
const MAX_REPEAT: u32 = 1_000;

/// A message of PCRE and the offset that it names.
pub(super) type Mistake = (&'static str, usize);

/// A part of a pattern.
#[derive(Clone, Debug)]
pub(super) enum Node {
    Unit(u32, bool),
    Any(bool),
    Class(Class, bool),
    Assert(Assert),
    Group(Box<Node>, Option<usize>),
    Look { inner: Box<Node>, is_ahead: bool, is_negated: bool },
    Atomic(Box<Node>),
    All(Vec<Node>),
    Either(Vec<Node>),
    Repeat { inner: Box<Node>, min: u32, max: Option<u32>, is_lazy: bool },
    Back(usize, bool),
}

/// What a place must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Assert {
    TextStart,
    LineStart,
    /// The end, or before a newline at the end
    End,
    StrictEnd,
    LineEnd,
    Word(bool),
}

struct Parser<'p> {
    units: &'p [u32],
    at: usize,
    groups: usize,
    names: Vec<(Vec<u32>, usize)>,
    depth: usize,
}

pub(super) fn parse(units: &[u32], flags: Flags) -> Result<Node, Mistake> {
    let mut parser = Parser { units, at: 0, groups: 0, names: Vec::new(), depth: 0 };
    let node = parser.either(flags)?;
    if parser.at < units.len() {
        return Err(("unmatched closing parenthesis", parser.at));
    }
    Ok(node)
}

fn unit(c: char) -> u32 {
    u32::from(c)
}

impl Parser<'_> {
    fn peek(&self) -> Option<char> {
        self.units.get(self.at).map(|unit| char::from_u32(*unit).unwrap_or('\u{fffd}'))
    }

    fn take(&mut self, c: char) -> bool {
        let is_there = self.units.get(self.at) == Some(&unit(c));
        self.at += usize::from(is_there);
        is_there
    }

    fn take_text(&mut self, text: &str) -> bool {
        let len = text.chars().count();
        let is_there = self
            .units
            .get(self.at..self.at + len)
            .is_some_and(|there| there.iter().copied().eq(text.chars().map(unit)));
        self.at += if is_there { len } else { 0 };
        is_there
    }

    fn either(&mut self, mut flags: Flags) -> Result<Node, Mistake> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(("parentheses are too deeply nested", self.at));
        }
        let mut branches = Vec::new();
        loop {
            branches.push(self.sequence(&mut flags)?);
            if !self.take('|') {
                break;
            }
        }
        self.depth -= 1;
        Ok(if branches.len() == 1 { branches.swap_remove(0) } else { Node::Either(branches) })
    }

    fn sequence(&mut self, flags: &mut Flags) -> Result<Node, Mistake> {
        let mut nodes = Vec::new();
        while let Some(c) = self.peek().filter(|c| !matches!(c, '|' | ')')) {
            if flags.is_extended && self.skip_extended(c) {
                continue;
            }
            let start = self.at;
            let Some(node) = self.atom(flags)? else { continue };
            if flags.is_extended {
                while self.peek().is_some_and(char::is_whitespace) {
                    self.at += 1;
                }
            }
            nodes.push(self.repeated(node, start, *flags)?);
        }
        Ok(Node::All(nodes))
    }

    fn skip_extended(&mut self, c: char) -> bool {
        if c == '#' {
            while self.peek().is_some_and(|c| c != '\n') {
                self.at += 1;
            }
            return true;
        }
        self.at += usize::from(c.is_whitespace());
        c.is_whitespace()
    }

    /// `None` for what only changes flags.
    fn atom(&mut self, flags: &mut Flags) -> Result<Option<Node>, Mistake> {
        let start = self.at;
        let Some(c) = self.peek() else { return Ok(None) };
        let raw = self.units.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        Ok(Some(match c {
            '.' => Node::Any(flags.dot_matches_newline),
            '^' => Node::Assert(if flags.is_multiline { Assert::LineStart } else { Assert::TextStart }),
            '$' if flags.is_multiline => Node::Assert(Assert::LineEnd),
            '$' => Node::Assert(if flags.end_is_strict { Assert::StrictEnd } else { Assert::End }),
            '[' => Node::Class(self.class()?, flags.ignores_case),
            '(' => return self.group(flags),
            '\\' => self.escape(*flags)?,
            '*' | '+' | '?' => return Err(("quantifier does not follow a repeatable item", start)),
            _ => Node::Unit(raw, flags.ignores_case),
        }))
    }

    fn repeated(&mut self, mut node: Node, start: usize, flags: Flags) -> Result<Node, Mistake> {
        let at = self.at;
        let Some((min, max)) = self.quantifier()? else { return Ok(node) };
        if matches!(node, Node::Assert(_)) && start == at {
            return Err(("quantifier does not follow a repeatable item", at));
        }
        if self.take('+') {
            let inner = Node::Repeat { inner: Box::new(node), min, max, is_lazy: false };
            node = Node::Atomic(Box::new(inner));
        } else {
            let is_lazy = self.take('?') != flags.is_lazy;
            node = Node::Repeat { inner: Box::new(node), min, max, is_lazy };
        }
        let again = self.at;
        if matches!(self.peek(), Some('*' | '+' | '?')) {
            return Err(("quantifier does not follow a repeatable item", again));
        }
        Ok(node)
    }

    fn quantifier(&mut self) -> Result<Option<(u32, Option<u32>)>, Mistake> {
        if self.take('*') {
            return Ok(Some((0, None)));
        }
        if self.take('+') {
            return Ok(Some((1, None)));
        }
        if self.take('?') {
            return Ok(Some((0, Some(1))));
        }
        let start = self.at;
        if !self.take('{') {
            return Ok(None);
        }
        let min = self.number();
        let max = if self.take(',') { self.number().map(Some).or(Some(None)) } else { min.map(Some) };
        match (min, max) {
            (Some(min), Some(max)) if self.take('}') => {
                if max.is_some_and(|max| max < min) {
                    return Err(("numbers out of order in {} quantifier", self.at));
                }
                if min.max(max.unwrap_or(0)) > MAX_REPEAT {
                    return Err(("number too big in {} quantifier", self.at));
                }
                Ok(Some((min, max)))
            }
            // Not a quantifier: the brace stands for itself.
            _ => {
                self.at = start;
                Ok(None)
            }
        }
    }

    fn number(&mut self) -> Option<u32> {
        let mut number = None;
        while let Some(digit) = self.peek().and_then(|c| c.to_digit(10)) {
            number = Some(number.unwrap_or(0u32).saturating_mul(10).saturating_add(digit));
            self.at += 1;
        }
        number
    }

    fn group(&mut self, flags: &mut Flags) -> Result<Option<Node>, Mistake> {
        let node = if !self.take('?') {
            self.groups += 1;
            let index = self.groups;
            Node::Group(Box::new(self.either(*flags)?), Some(index))
        } else if self.take(':') {
            Node::Group(Box::new(self.either(*flags)?), None)
        } else if self.take('>') {
            Node::Atomic(Box::new(self.either(*flags)?))
        } else if let Some((is_ahead, is_negated)) = self.look() {
            Node::Look { inner: Box::new(self.either(*flags)?), is_ahead, is_negated }
        } else if self.take('#') {
            while self.peek().is_some_and(|c| c != ')') {
                self.at += 1;
            }
            Node::All(Vec::new())
        } else if self.take_text("P<") || self.take('<') || self.take('\'') {
            self.named(*flags)?
        } else {
            return self.inline_flags(flags);
        };
        if !self.take(')') {
            return Err(("missing closing parenthesis", self.units.len()));
        }
        Ok(Some(node))
    }

    fn look(&mut self) -> Option<(bool, bool)> {
        for (text, look) in
            [("=", (true, false)), ("!", (true, true)), ("<=", (false, false)), ("<!", (false, true))]
        {
            if self.take_text(text) {
                return Some(look);
            }
        }
        None
    }

    fn named(&mut self, flags: Flags) -> Result<Node, Mistake> {
        let start = self.at;
        while self.peek().is_some_and(|c| c.is_alphanumeric() || c == '_') {
            self.at += 1;
        }
        let name = self.units.get(start..self.at).unwrap_or_default().to_vec();
        if !(self.take('>') || self.take('\'')) {
            return Err(("syntax error in subpattern name (missing terminator?)", self.at));
        }
        self.groups += 1;
        let index = self.groups;
        self.names.push((name, index));
        Ok(Node::Group(Box::new(self.either(flags)?), Some(index)))
    }

    /// `(?i)` for the rest of the group, `(?i:…)` for its own.
    fn inline_flags(&mut self, flags: &mut Flags) -> Result<Option<Node>, Mistake> {
        let mut changed = *flags;
        let mut is_on = true;
        loop {
            let Some(c) = self.peek() else { return Err(("missing closing parenthesis", self.at)) };
            self.at += 1;
            match c {
                '-' => is_on = false,
                'i' => changed.ignores_case = is_on,
                'm' => changed.is_multiline = is_on,
                's' => changed.dot_matches_newline = is_on,
                'x' => changed.is_extended = is_on,
                'U' => changed.is_lazy = is_on,
                ')' => {
                    *flags = changed;
                    return Ok(None);
                }
                ':' => {
                    let inner = self.either(changed)?;
                    if !self.take(')') {
                        return Err(("missing closing parenthesis", self.units.len()));
                    }
                    return Ok(Some(Node::Group(Box::new(inner), None)));
                }
                _ => return Err(("unrecognized character after (? or (?-", self.at - 1)),
            }
        }
    }

    fn escape(&mut self, flags: Flags) -> Result<Node, Mistake> {
        let start = self.at;
        let Some(c) = self.peek() else { return Err(("\\ at end of pattern", self.at)) };
        let raw = self.units.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        if let Some((set, is_negated)) = self.set_of(c)? {
            let class = Class { is_negated: false, items: vec![Item::Set(set, is_negated)] };
            return Ok(Node::Class(class, false));
        }
        Ok(match c {
            'b' => Node::Assert(Assert::Word(true)),
            'B' => Node::Assert(Assert::Word(false)),
            'A' => Node::Assert(Assert::TextStart),
            'Z' => Node::Assert(Assert::End),
            'z' => Node::Assert(Assert::StrictEnd),
            'N' => Node::Any(false),
            'R' => {
                Node::Class(Class { is_negated: false, items: vec![Item::Set(Set::Vertical, false)] }, false)
            }
            'k' => {
                self.at += 1;
                let from = self.at;
                while self.peek().is_some_and(|c| c.is_alphanumeric() || c == '_') {
                    self.at += 1;
                }
                let name = self.units.get(from..self.at).unwrap_or_default();
                let Some((_, index)) = self.names.iter().find(|(known, _)| known == name) else {
                    return Err(("reference to non-existent subpattern", start));
                };
                let index = *index;
                self.at += 1;
                Node::Back(index, flags.ignores_case)
            }
            '1'..='9' => {
                self.at = start;
                let index = self.number().unwrap_or(0) as usize;
                if index > self.groups {
                    return Err(("reference to non-existent subpattern", start));
                }
                Node::Back(index, flags.ignores_case)
            }
            _ => Node::Unit(self.simple(c, raw), flags.ignores_case),
        })
    }

    /// A set such as `\d`, or all outside it.
    fn set_of(&mut self, c: char) -> Result<Option<(Set, bool)>, Mistake> {
        let set = match c.to_ascii_lowercase() {
            'd' => Set::Digit,
            'w' => Set::Word,
            's' => Set::Space,
            'h' => Set::Horizontal,
            'v' => Set::Vertical,
            'p' => return self.property(c == 'P').map(Some),
            _ => return Ok(None),
        };
        Ok(Some((set, c.is_ascii_uppercase())))
    }

    fn property(&mut self, is_negated: bool) -> Result<(Set, bool), Mistake> {
        let mut name = String::new();
        let mut is_negated = is_negated;
        if self.take('{') {
            is_negated ^= self.take('^');
            while let Some(c) = self.peek().filter(|c| *c != '}') {
                name.push(c);
                self.at += 1;
            }
            self.at += 1;
        } else {
            name.extend(self.peek());
            self.at += 1;
        }
        match Set::from_property(&name) {
            Some(set) => Ok((set, is_negated)),
            None => Err(("unknown property name after \\P or \\p", self.at)),
        }
    }

    /// The character that an escape stands for.
    fn simple(&mut self, c: char, raw: u32) -> u32 {
        match c {
            'n' => unit('\n'),
            'r' => unit('\r'),
            't' => unit('\t'),
            'f' => 0x0c,
            'e' => 0x1b,
            'a' => 0x07,
            '0' => 0,
            'x' => {
                let is_braced = self.take('{');
                let most = if is_braced { 8 } else { 2 };
                let mut value = 0u32;
                for _ in 0..most {
                    let Some(digit) = self.peek().and_then(|c| c.to_digit(16)) else { break };
                    value = value.wrapping_mul(16).wrapping_add(digit);
                    self.at += 1;
                }
                if is_braced {
                    self.take('}');
                }
                value
            }
            _ => raw,
        }
    }

    fn class(&mut self) -> Result<Class, Mistake> {
        let mut class = Class { is_negated: self.take('^'), items: Vec::new() };
        let mut is_first = true;
        loop {
            let Some(c) = self.peek() else {
                return Err(("missing terminating ] for character class", self.units.len()));
            };
            if c == ']' && !is_first {
                self.at += 1;
                return Ok(class);
            }
            is_first = false;
            if let Some(item) = self.posix()? {
                class.items.push(item);
                continue;
            }
            let item = self.class_item()?;
            let Item::Range(low, _) = item else {
                class.items.push(item);
                continue;
            };
            let is_range = self.peek() == Some('-')
                && self.units.get(self.at + 1).is_some_and(|next| *next != unit(']'));
            if !is_range {
                class.items.push(item);
                continue;
            }
            self.at += 1;
            match self.class_item()? {
                Item::Range(high, _) if high < low => {
                    return Err(("range out of order in character class", self.at - 1));
                }
                Item::Range(high, _) => class.items.push(Item::Range(low, high)),
                set @ Item::Set(..) => class.items.extend([item, Item::Range(unit('-'), unit('-')), set]),
            }
        }
    }

    fn posix(&mut self) -> Result<Option<Item>, Mistake> {
        let start = self.at;
        if !self.take_text("[:") {
            return Ok(None);
        }
        let is_negated = self.take('^');
        let mut name = String::new();
        while let Some(c) = self.peek().filter(char::is_ascii_lowercase) {
            name.push(c);
            self.at += 1;
        }
        if !self.take_text(":]") {
            self.at = start;
            return Ok(None);
        }
        match Set::from_posix(&name) {
            Some(set) => Ok(Some(Item::Set(set, is_negated))),
            None => Err(("unknown POSIX class name", start)),
        }
    }

    /// One character as a range of itself, or a set.
    fn class_item(&mut self) -> Result<Item, Mistake> {
        let Some(c) = self.peek() else {
            return Err(("missing terminating ] for character class", self.units.len()));
        };
        let raw = self.units.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        if c != '\\' {
            return Ok(Item::Range(raw, raw));
        }
        let Some(escaped) = self.peek() else { return Err(("\\ at end of pattern", self.at)) };
        let raw = self.units.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        if let Some((set, is_negated)) = self.set_of(escaped)? {
            return Ok(Item::Set(set, is_negated));
        }
        let value = if escaped == 'b' { 0x08 } else { self.simple(escaped, raw) };
        Ok(Item::Range(value, value))
    }
}
