//! A JSON machine that reads a template's text piece by piece and says where a printed value would stand.

/// Where the machine is in the JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum At {
    /// Before the payload
    Start,
    /// After `[`
    FirstItem,
    /// After the comma of a list
    NextItem,
    /// After `{`
    FirstKey,
    /// After the comma of an object
    NextKey,
    /// In the quotes of a key
    Key,
    /// After a key
    Colon,
    /// After a colon
    Field,
    /// In the quotes of a value
    Text,
    /// In a number, a word or a value that was printed without quotes
    Bare,
    /// After a value
    After,
    /// Between two items, where something was printed that may be a separator
    Between,
    /// After the payload
    End,
}

/// A bracket that is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Frame {
    pub is_object: bool,
    pub open: u32,
    /// The key whose value is read, in an object.
    pub key: String,
}

/// Where in the template's tags a comma stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Scope {
    /// Source offset of the loop around it; 0 outside loops.
    pub in_loop: u32,
    /// Whether an `if` is around it, inside that loop.
    pub in_if: bool,
    /// Whether a condition on the loop variable is around it.
    pub is_separator: bool,
    /// Whether a tag prints it, so that nothing can be inserted where it is.
    pub is_printed: bool,
}

/// A place that later messages speak of: a comma, the end of a value, an opening quote.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Mark {
    pub at: u32,
    pub scope: Scope,
}

/// One way in which the text so far can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct State {
    pub at: At,
    pub frames: Vec<Frame>,
    pub mark: Mark,
    /// The key or the bare word so far.
    pub word: String,
    /// Whether something was printed into the word or the quotes.
    pub has_print: bool,
    escape: Escape,
    /// It rests on a guess about a printed value, so what goes wrong in it says nothing.
    pub is_guess: bool,
    /// Conditions that were taken for true or false on the way.
    pub facts: Vec<(usize, bool)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Escape {
    None,
    Backslash,
    Hex(u8),
}

/// What is wrong with the template's own text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Flaw {
    TrailingComma,
    ExtraComma,
    MissingComma,
    /// A word that is no JSON literal.
    Word(String),
    LineBreak,
    BadEscape,
    Outside,
    Unexpected(char),
    Mismatch(char),
}

/// A flaw with the place that it is about.
#[derive(Clone, Debug)]
pub(super) struct Flawed {
    pub flaw: Flaw,
    pub at: u32,
    pub mark: Mark,
}

/// A text with the source offsets of its bytes; a printed constant has one offset for all.
#[derive(Clone, Copy)]
pub(super) struct Segment<'t> {
    pub text: &'t str,
    pub base: u32,
    pub is_constant: bool,
    pub scope: Scope,
}

/// Longest word that is kept; no JSON literal and no key that matters is longer.
const MAX_WORD: usize = 256;

impl State {
    pub(super) fn start() -> Self {
        Self {
            at: At::Start,
            frames: Vec::new(),
            mark: Mark::default(),
            word: String::new(),
            has_print: false,
            escape: Escape::None,
            is_guess: false,
            facts: Vec::new(),
        }
    }

    /// Reads a text; `None` if no reading is left. Keys that were finished go to `keys`.
    pub(super) fn read(
        mut self,
        segment: &Segment<'_>,
        flaws: &mut Vec<Flawed>,
        keys: &mut Vec<(String, u32)>,
    ) -> Option<Self> {
        for (index, c) in segment.text.char_indices() {
            let at = if segment.is_constant { segment.base } else { segment.base + index as u32 };
            let mark = Mark { at, scope: Scope { is_printed: segment.is_constant, ..segment.scope } };
            let was_key = self.at == At::Key;
            if !self.step(c, mark, flaws) {
                return None;
            }
            if was_key
                && self.at == At::Colon
                && !self.has_print
                && let Some(frame) = self.frames.last()
            {
                keys.push((frame.key.clone(), self.mark.at));
            }
        }
        Some(self)
    }

    fn step(&mut self, c: char, mark: Mark, flaws: &mut Vec<Flawed>) -> bool {
        match self.at {
            At::Key | At::Text => self.in_quotes(c, mark, flaws),
            At::Bare if !is_delimiter(c) => {
                if self.word.len() < MAX_WORD {
                    self.word.push(c);
                }
                self.mark = Mark { at: mark.at + c.len_utf8() as u32, ..mark };
                true
            }
            At::Bare => self.end_bare(mark.at, flaws) && self.step(c, mark, flaws),
            _ if matches!(c, ' ' | '\n' | '\r' | '\t') => true,
            At::FirstKey | At::NextKey => self.key(c, mark, flaws),
            At::Between if self.is_in_object() => self.key(c, mark, flaws),
            At::Start | At::FirstItem | At::NextItem | At::Field | At::Between => self.value(c, mark, flaws),
            At::Colon => {
                self.at = At::Field;
                c == ':' || self.flaw(Flaw::Unexpected(c), mark, flaws)
            }
            At::After => self.after(c, mark, flaws),
            At::End => self.flaw(Flaw::Outside, mark, flaws),
        }
    }

    /// Something is printed; a backslash just before it would change what it says.
    pub(super) fn cut_escape(&mut self, at: u32) -> Option<Flawed> {
        let was_open = std::mem::replace(&mut self.escape, Escape::None) != Escape::None;
        was_open.then(|| self.flawed(Flaw::BadEscape, at)).flatten()
    }

    /// Whether a key or a text is open.
    pub(super) fn is_quoted(&self) -> bool {
        matches!(self.at, At::Key | At::Text)
    }

    /// Whether the text ends in the middle of an escape, as in `"\u00`.
    pub(super) fn is_in_escape(&self) -> bool {
        self.escape != Escape::None
    }

    fn in_quotes(&mut self, c: char, mark: Mark, flaws: &mut Vec<Flawed>) -> bool {
        match (self.escape, c) {
            (Escape::Backslash, 'u') => self.escape = Escape::Hex(4),
            (Escape::Backslash, '"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't') => self.escape = Escape::None,
            (Escape::Hex(left), c) if c.is_ascii_hexdigit() => {
                self.escape = if left > 1 { Escape::Hex(left - 1) } else { Escape::None };
            }
            (Escape::Backslash | Escape::Hex(_), _) => {
                self.escape = Escape::None;
                self.push_flaw(Flaw::BadEscape, mark, flaws);
            }
            (Escape::None, '\\') => self.escape = Escape::Backslash,
            (Escape::None, '"') => return self.end_quotes(mark),
            (Escape::None, c) if u32::from(c) < 0x20 => self.push_flaw(Flaw::LineBreak, mark, flaws),
            (Escape::None, c) => {
                if self.at == At::Key && self.word.len() < MAX_WORD {
                    self.word.push(c);
                }
            }
        }
        true
    }

    fn end_quotes(&mut self, mark: Mark) -> bool {
        if self.at == At::Text {
            self.end_value(Mark { at: mark.at + 1, ..mark });
            return true;
        }
        let key = std::mem::take(&mut self.word);
        if let Some(frame) = self.frames.last_mut() {
            frame.key = key;
        }
        self.at = At::Colon;
        true
    }

    fn open_quotes(&mut self, at: At, mark: Mark) -> bool {
        self.at = at;
        self.mark = mark;
        self.word.clear();
        self.has_print = false;
        true
    }

    fn value(&mut self, c: char, mark: Mark, flaws: &mut Vec<Flawed>) -> bool {
        let is_item = matches!(self.at, At::FirstItem | At::NextItem | At::Between);
        match c {
            '{' | '[' => {
                self.frames.push(Frame { is_object: c == '{', open: mark.at, key: String::new() });
                self.at = if c == '{' { At::FirstKey } else { At::FirstItem };
                true
            }
            '"' => self.open_quotes(At::Text, mark),
            ']' if is_item => self.close(c, mark, flaws),
            ',' if is_item => self.comma(mark, flaws),
            ']' | '}' | ',' | ':' => self.flaw(Flaw::Unexpected(c), mark, flaws),
            _ => {
                self.at = At::Bare;
                self.mark = Mark { at: mark.at + c.len_utf8() as u32, ..mark };
                self.word = c.to_string();
                self.has_print = false;
                true
            }
        }
    }

    fn key(&mut self, c: char, mark: Mark, flaws: &mut Vec<Flawed>) -> bool {
        match c {
            '"' => self.open_quotes(At::Key, mark),
            '}' => self.close(c, mark, flaws),
            ',' => self.comma(mark, flaws),
            _ => self.flaw(Flaw::Unexpected(c), mark, flaws),
        }
    }

    /// A comma where there is nothing before it.
    fn comma(&mut self, mark: Mark, flaws: &mut Vec<Flawed>) -> bool {
        if self.at != At::Between {
            self.push_flaw(Flaw::ExtraComma, mark, flaws);
            self.next(mark);
        }
        true
    }

    fn after(&mut self, c: char, mark: Mark, flaws: &mut Vec<Flawed>) -> bool {
        match c {
            ',' => {
                self.next(mark);
                true
            }
            ']' | '}' => self.close(c, mark, flaws),
            ':' => self.flaw(Flaw::Unexpected(c), mark, flaws),
            _ => {
                flaws.extend(self.flawed(Flaw::MissingComma, mark.at));
                self.next(mark);
                self.step(c, mark, flaws)
            }
        }
    }

    /// Goes on behind a comma.
    pub(super) fn next(&mut self, mark: Mark) {
        self.at = if self.is_in_object() { At::NextKey } else { At::NextItem };
        self.mark = mark;
    }

    fn close(&mut self, c: char, mark: Mark, flaws: &mut Vec<Flawed>) -> bool {
        if matches!(self.at, At::NextItem | At::NextKey) {
            flaws.extend(self.flawed(Flaw::TrailingComma, self.mark.at));
        }
        match self.frames.pop() {
            Some(frame) if frame.is_object == (c == '}') => {
                self.end_value(Mark { at: mark.at + 1, ..mark });
                true
            }
            _ => self.flaw(Flaw::Mismatch(c), mark, flaws),
        }
    }

    fn end_bare(&mut self, at: u32, flaws: &mut Vec<Flawed>) -> bool {
        let word = std::mem::take(&mut self.word);
        if !self.has_print && !is_literal(&word) {
            let flaw = if self.frames.is_empty() { Flaw::Outside } else { Flaw::Word(word.clone()) };
            let start = at.saturating_sub(word.len() as u32);
            let is_outside = flaw == Flaw::Outside;
            flaws.extend(self.flawed(flaw, start));
            if is_outside {
                return false;
            }
        }
        self.end_value(self.mark);
        true
    }

    pub(super) fn end_value(&mut self, mark: Mark) {
        self.at = if self.frames.is_empty() { At::End } else { At::After };
        self.mark = mark;
        self.word.clear();
        self.has_print = false;
    }

    /// Reads to the end of the template.
    pub(super) fn finish(&mut self, flaws: &mut Vec<Flawed>) -> bool {
        self.at != At::Bare || self.end_bare(self.mark.at, flaws)
    }

    pub(super) fn is_in_object(&self) -> bool {
        self.frames.last().is_some_and(|frame| frame.is_object)
    }

    fn flaw(&self, flaw: Flaw, mark: Mark, flaws: &mut Vec<Flawed>) -> bool {
        flaws.extend(self.flawed(flaw, mark.at));
        false
    }

    fn push_flaw(&self, flaw: Flaw, mark: Mark, flaws: &mut Vec<Flawed>) {
        if !self.is_guess {
            flaws.push(Flawed { flaw, at: mark.at, mark });
        }
    }

    pub(super) fn flawed(&self, flaw: Flaw, at: u32) -> Option<Flawed> {
        (!self.is_guess).then_some(Flawed { flaw, at, mark: self.mark })
    }
}

fn is_delimiter(c: char) -> bool {
    matches!(c, ' ' | '\n' | '\r' | '\t' | ',' | ':' | '[' | ']' | '{' | '}' | '"')
}

fn is_literal(word: &str) -> bool {
    matches!(word, "true" | "false" | "null") || crate::json::Json::number(word).is_some()
}
