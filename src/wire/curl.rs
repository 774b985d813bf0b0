//! The body of a `curl` command line, as browsers, API consoles and colleagues copy it.

/// Why a command line has no body to import.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CurlError {
    /// A quote is not closed
    #[error("the curl command ends inside a quote")]
    OpenQuote,
    /// It sends nothing
    #[error("the curl command has no body: -d, --data, --data-raw, --data-binary or --json")]
    NoBody,
    /// The body is in a file
    #[error("the curl command reads its body from the file '{0}'; import that file")]
    File(String),
}

/// The body of a command line; `None` if the text is no `curl` command.
///
/// Quoting of Bash (`'…'`, `"…"`, `$'…'`, `\` at the end of a line) and of Windows' cmd (`"…\"…"`, `^`) is understood.
///
/// ```
/// use reagent::wire::body_of_curl;
/// let body = body_of_curl(r#"curl -X POST https://api.example.com --data-raw $'{"name":"it\'s"}'"#);
/// assert_eq!(body.unwrap().unwrap(), r#"{"name":"it's"}"#);
/// assert_eq!(body_of_curl(r#"{"name": "curl"}"#), None);
/// ```
pub fn body_of_curl(text: &str) -> Option<Result<String, CurlError>> {
    let text = text.trim().trim_start_matches(['$', '>', '%']).trim_start();
    let first = text.split_whitespace().next()?;
    if !matches!(first.to_ascii_lowercase().as_str(), "curl" | "curl.exe") {
        return None;
    }
    let words = if is_cmd(text) { cmd_words(&without_carets(text)) } else { bash_words(text) };
    Some(words.and_then(|words| body_of(&words)))
}

/// Carets before quotes or line ends are Windows' own.
fn is_cmd(text: &str) -> bool {
    ["^\"", "^\n", "^\r\n"].into_iter().any(|sign| text.contains(sign))
}

fn body_of(words: &[String]) -> Result<String, CurlError> {
    const LONG: [&str; 5] = ["--data", "--data-raw", "--data-binary", "--data-ascii", "--json"];
    let mut parts: Vec<String> = Vec::new();
    let mut is_json = false;
    let mut rest = words.iter().skip(1);
    while let Some(word) = rest.next() {
        let (name, inline) = match word.split_once('=') {
            Some((name, value)) if LONG.contains(&name) => (name, Some(value.to_owned())),
            _ if word.starts_with("-d") && word.len() > 2 => {
                ("-d", word.strip_prefix("-d").map(str::to_owned))
            }
            _ => (word.as_str(), None),
        };
        if name != "-d" && !LONG.contains(&name) {
            continue;
        }
        let Some(value) = inline.or_else(|| rest.next().cloned()) else { continue };
        if let Some(file) = value.strip_prefix('@').filter(|_| name != "--data-raw") {
            return Err(CurlError::File(file.to_owned()));
        }
        is_json |= name == "--json";
        parts.push(value);
    }
    if parts.is_empty() {
        return Err(CurlError::NoBody);
    }
    // Source: curl(1) joins several --json as they are, several --data with `&`.
    Ok(parts.join(if is_json { "" } else { "&" }))
}

fn bash_words(text: &str) -> Result<Vec<String>, CurlError> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\'' => {
                let word = word.get_or_insert_default();
                until(&mut chars, '\'', |c, _| word.push(c))?;
            }
            '"' => {
                let word = word.get_or_insert_default();
                until(&mut chars, '"', |c, chars| {
                    if c != '\\' {
                        word.push(c);
                    } else if let Some(next) = chars.next_if(|next| "\"\\$`\n".contains(*next)) {
                        word.extend(Some(next).filter(|next| *next != '\n'));
                    } else {
                        word.push(c);
                    }
                })?;
            }
            '$' if chars.next_if_eq(&'\'').is_some() => {
                let word = word.get_or_insert_default();
                until(&mut chars, '\'', |c, chars| match c {
                    '\\' => word.extend(escaped(chars)),
                    c => word.push(c),
                })?;
            }
            '\\' => match chars.next() {
                Some('\n') | None => {}
                Some('\r') => {
                    chars.next_if_eq(&'\n');
                }
                Some(next) => word.get_or_insert_default().push(next),
            },
            c if c.is_whitespace() => words.extend(word.take()),
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    Ok(words)
}

type Chars<'a> = std::iter::Peekable<std::str::Chars<'a>>;

/// Hands over characters up to a closing quote.
fn until(
    chars: &mut Chars<'_>,
    quote: char,
    mut take: impl FnMut(char, &mut Chars<'_>),
) -> Result<(), CurlError> {
    loop {
        match chars.next() {
            None => return Err(CurlError::OpenQuote),
            Some(c) if c == quote => return Ok(()),
            Some(c) => take(c, chars),
        }
    }
}

/// The character of an escape in `$'…'`. Source: Bash's manual, ANSI-C quoting.
fn escaped(chars: &mut Chars<'_>) -> Option<char> {
    let c = chars.next()?;
    Some(match c {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'a' => '\u{7}',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'v' => '\u{b}',
        'e' | 'E' => '\u{1b}',
        'x' => return code(chars, 16, 2),
        'u' => return utf16(chars),
        'U' => return code(chars, 16, 8),
        '0'..='7' => {
            let first = c.to_digit(8)?;
            let rest = digits(chars, 8, 2);
            return char::from_u32(rest.1.iter().fold(first, |value, digit| value * 8 + digit));
        }
        other => other,
    })
}

fn code(chars: &mut Chars<'_>, radix: u32, most: usize) -> Option<char> {
    char::from_u32(digits(chars, radix, most).0)
}

/// Browsers write characters beyond the first plane as two halves.
fn utf16(chars: &mut Chars<'_>) -> Option<char> {
    let high = digits(chars, 16, 4).0;
    if !(0xd800..0xdc00).contains(&high) {
        return char::from_u32(high);
    }
    let mut ahead = chars.clone();
    if (ahead.next(), ahead.next()) != (Some('\\'), Some('u')) {
        return None;
    }
    *chars = ahead;
    let low = digits(chars, 16, 4).0;
    char::from_u32(0x1_0000 + ((high - 0xd800) << 10) + low.checked_sub(0xdc00)?)
}

fn digits(chars: &mut Chars<'_>, radix: u32, most: usize) -> (u32, Vec<u32>) {
    let mut found = Vec::new();
    while found.len() < most
        && let Some(digit) = chars.peek().and_then(|c| c.to_digit(radix))
    {
        chars.next();
        found.push(digit);
    }
    (found.iter().fold(0_u32, |value, digit| value.wrapping_mul(radix).wrapping_add(*digit)), found)
}

/// What cmd hands to the program: outside of quotes a caret keeps the next character as it is.
fn without_carets(text: &str) -> String {
    let mut plain = String::new();
    let mut is_quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' => {
                is_quoted = !is_quoted;
                plain.push(c);
            }
            '^' if !is_quoted => {
                if chars.next_if_eq(&'\r').is_some() || chars.peek() == Some(&'\n') {
                    chars.next_if_eq(&'\n');
                    // Source: after a caret at the end of a line the next line's first character is kept; an empty
                    // line stands for a line break.
                    plain.extend(chars.next_if_eq(&'\n'));
                } else {
                    plain.extend(chars.next());
                }
            }
            c => plain.push(c),
        }
    }
    plain
}

/// Words as Windows programs split them: `\"` and `""` are a quote inside of quotes.
fn cmd_words(text: &str) -> Result<Vec<String>, CurlError> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut is_quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if backslashes_before_quote(&chars).is_some() => {
                let count = 1 + backslashes_before_quote(&chars).unwrap_or_default();
                for _ in 1..count {
                    chars.next();
                }
                let word = word.get_or_insert_default();
                word.extend(std::iter::repeat_n('\\', count / 2));
                if count % 2 == 1 {
                    word.extend(chars.next());
                }
            }
            '"' if is_quoted && chars.next_if_eq(&'"').is_some() => word.get_or_insert_default().push('"'),
            '"' => {
                is_quoted = !is_quoted;
                word.get_or_insert_default();
            }
            c if c.is_whitespace() && !is_quoted => words.extend(word.take()),
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    if is_quoted { Err(CurlError::OpenQuote) } else { Ok(words) }
}

/// How many more backslashes come before a quote; `None` if no quote follows them.
fn backslashes_before_quote(chars: &Chars<'_>) -> Option<usize> {
    let mut ahead = chars.clone();
    let mut count = 0;
    while ahead.next_if_eq(&'\\').is_some() {
        count += 1;
    }
    (ahead.next() == Some('"')).then_some(count)
}
