//! What can stand at the cursor: paths of the samples, filters, functions, tags, and safe forms for JSON.

use super::samples::ContextPath;
use crate::twig;
use std::ops::Range;

/// Most candidates that are shown.
const MAX_CANDIDATES: usize = 60;

/// What a candidate is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    /// A path of the samples
    Path,
    /// A filter
    Filter,
    /// A function
    Function,
    /// A tag
    Tag,
    /// A piece of template
    Snippet,
}

impl Sort {
    /// The word shown beside it.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Path => "sample",
            Self::Filter => "filter",
            Self::Function => "function",
            Self::Tag => "tag",
            Self::Snippet => "snippet",
        }
    }
}

/// Something to insert.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    /// What it is
    pub(crate) sort: Sort,
    /// What is shown
    pub(crate) label: String,
    /// One line: an example value, a signature
    pub(crate) detail: String,
    /// What it does
    pub(crate) doc: &'static str,
    /// The text to insert, `$0` marks where the cursor goes
    pub(crate) insert: String,
}

/// Candidates and the text that they replace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Completion {
    /// Byte range of the word that is being typed
    pub(crate) range: Range<usize>,
    /// Best first
    pub(crate) candidates: Vec<Candidate>,
}

/// Where the cursor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Spot {
    /// In the JSON
    Outside,
    /// Inside `{{ … }}` or `{% … %}`, where a value is read
    Value,
    /// Behind `|`
    Filter,
    /// Behind `{%`
    Tag,
    /// Inside a text or a comment
    Nothing,
}

const SNIPPETS: [(&str, &str, &str); 7] = [
    ("value as JSON", "{{ $0|json_encode|raw }}", "Prints any value as JSON, with its quotes and escapes"),
    (
        "value or a default",
        "{{ $0|default('')|json_encode|raw }}",
        "As JSON, and a text where the value is missing",
    ),
    ("number with decimals", "{{ $0|number_format(2, '.', '') }}", "A JSON number with two decimals"),
    ("true or false", "{{ $0 ? 'true' : 'false' }}", "A JSON boolean"),
    ("date as JSON", "{{ $0|date('c')|json_encode|raw }}", "An ISO 8601 date in quotes"),
    ("if", "{% if $0 %}{% else %}{% endif %}", "One of two parts"),
    (
        "for with commas",
        "{% for item in $0 %}\n  {{ item|json_encode|raw }}{% if not loop.last %},{% endif %}\n{% endfor %}",
        "One item per turn, with commas between them as JSON wants",
    ),
];

const TAGS: [(&str, &str, &str); 7] = [
    ("if", "if $0 %}{% endif", "A part that depends on a condition"),
    ("for", "for item in $0 %}{% endfor", "A part for each item of a list"),
    ("set", "set $0 = ", "Gives a value a name"),
    ("else", "else$0", "The other part of `if`, or of a `for` without items"),
    ("elseif", "elseif $0", "Another condition"),
    ("endif", "endif$0", "Ends `if`"),
    ("endfor", "endfor$0", "Ends `for`"),
];

/// What can stand at a byte offset. `is_asked` is whether the user asked for it; else it is offered only where
/// something certain begins.
pub(crate) fn complete(text: &str, at: usize, paths: &[ContextPath], is_asked: bool) -> Option<Completion> {
    let before = text.get(..at)?;
    let open = open_tag(before);
    let inside = open.and_then(|open| before.get(open..));
    let word_start = before.len() - word_len(before);
    let word = &before[word_start..];
    let spot = spot(inside, word);
    if !is_asked && !is_offered(spot, inside, word) {
        return None;
    }
    let name_start = word_start + word.rfind('.').map_or(0, |dot| dot + 1);
    let (range, candidates) = match spot {
        Spot::Nothing => return None,
        Spot::Outside => (word_start..at, outside(word, paths)),
        Spot::Filter => (word_start..at, filters(word)),
        Spot::Tag => (word_start..at, tags(word)),
        Spot::Value if word.contains('.') => (name_start..at, members(word, before, paths)),
        Spot::Value => (word_start..at, values(word, before, paths)),
    };
    let mut candidates = candidates;
    candidates.truncate(MAX_CANDIDATES);
    let typed = text.get(range.clone()).unwrap_or_default();
    // What is typed already needs no offer.
    let is_done = !is_asked && candidates.iter().any(|candidate| candidate.insert == typed);
    (!candidates.is_empty() && !is_done).then_some(Completion { range, candidates })
}

/// Inserts a candidate: the new text, and where the cursor goes.
pub(crate) fn insert(text: &str, range: &Range<usize>, candidate: &Candidate) -> Option<(String, usize)> {
    let (before, after) = (text.get(..range.start)?, text.get(range.end..)?);
    let mark = candidate.insert.find("$0");
    let inserted = candidate.insert.replacen("$0", "", 1);
    let cursor = range.start + mark.unwrap_or(inserted.len());
    Some((format!("{before}{inserted}{after}"), cursor))
}

/// The offset of the tag that is open at the end of a text.
fn open_tag(before: &str) -> Option<usize> {
    let open = ["{{", "{%"].iter().filter_map(|mark| before.rfind(mark)).max()?;
    let rest = &before[open + 2..];
    let is_closed = rest.contains("%}") || rest.contains("}}") || before.rfind("{#") > Some(open);
    (!is_closed).then_some(open)
}

fn word_len(before: &str) -> usize {
    let is_word = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
    before.chars().rev().take_while(is_word).count()
}

fn spot(inside: Option<&str>, word: &str) -> Spot {
    let Some((mark, inside)) = inside.and_then(|inside| inside.split_at_checked(2)) else {
        return Spot::Outside;
    };
    let before_word = inside[..inside.len().saturating_sub(word.len())].trim_end();
    let is_in_text = before_word.matches('\'').count() % 2 == 1 || before_word.matches('"').count() % 2 == 1;
    if is_in_text || word.starts_with(|c: char| c.is_ascii_digit()) {
        Spot::Nothing
    } else if mark == "{%" && before_word.trim_matches(['-', '~']).is_empty() {
        Spot::Tag
    } else if before_word.ends_with('|') && !before_word.ends_with("||") {
        Spot::Filter
    } else {
        Spot::Value
    }
}

/// Whether candidates come up without being asked for.
fn is_offered(spot: Spot, inside: Option<&str>, word: &str) -> bool {
    match spot {
        Spot::Outside | Spot::Nothing => false,
        Spot::Tag => !word.is_empty(),
        Spot::Filter => true,
        Spot::Value => {
            let starts = inside.is_some_and(|inside| inside == "{{ ");
            starts || !word.is_empty() && word != "."
        }
    }
}

/// How well a name fits a word: its start, the start of one of its parts, or anywhere inside.
fn rank(name: &str, wanted: &str) -> Option<usize> {
    let begins = |part: &str| part.starts_with(wanted);
    if begins(name) {
        Some(0)
    } else if name.split(['.', '_', ' ']).any(begins) {
        Some(1)
    } else {
        name.contains(wanted).then_some(2)
    }
}

/// The items whose names fit a word, the best first.
fn ranked<T>(items: impl Iterator<Item = T>, word: &str, name: impl Fn(&T) -> String) -> Vec<T> {
    let wanted = word.to_ascii_lowercase();
    let fits = |item: T| Some((rank(&name(&item).to_ascii_lowercase(), &wanted)?, item));
    let mut found: Vec<(usize, T)> = items.filter_map(fits).collect();
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, item)| item).collect()
}

fn snippets(word: &str) -> Vec<Candidate> {
    let all = SNIPPETS.iter().map(|(label, insert, doc)| Candidate {
        sort: Sort::Snippet,
        label: (*label).to_owned(),
        detail: insert.replace("$0", "…").replace('\n', " "),
        doc,
        insert: (*insert).to_owned(),
    });
    ranked(all, word, |candidate| candidate.label.clone())
}

fn tags(word: &str) -> Vec<Candidate> {
    let all = TAGS.iter().map(|(label, insert, doc)| Candidate {
        sort: Sort::Tag,
        label: (*label).to_owned(),
        detail: String::new(),
        doc,
        insert: (*insert).to_owned(),
    });
    ranked(all, word, |candidate| candidate.label.clone())
}

fn filters(word: &str) -> Vec<Candidate> {
    let safe = Candidate {
        sort: Sort::Snippet,
        label: "json_encode|raw".to_owned(),
        detail: "the safe way into JSON".to_owned(),
        doc: "Prints any value as JSON, with its quotes and escapes",
        insert: "json_encode|raw".to_owned(),
    };
    let all = twig::filters().map(|entry| Candidate {
        sort: Sort::Filter,
        label: entry.name.to_owned(),
        detail: entry.signature.to_owned(),
        doc: entry.doc,
        insert: called(entry, false),
    });
    ranked(std::iter::once(safe).chain(all), word, |candidate| candidate.label.clone())
}

fn functions(word: &str) -> Vec<Candidate> {
    let all = twig::functions().map(|entry| Candidate {
        sort: Sort::Function,
        label: entry.name.to_owned(),
        detail: entry.signature.to_owned(),
        doc: entry.doc,
        insert: called(entry, true),
    });
    ranked(all, word, |candidate| candidate.label.clone())
}

/// A name with parentheses where its first argument must be given, or where it must have them.
fn called(entry: &twig::Entry, is_function: bool) -> String {
    let arguments = entry.signature.split_once('(').map_or("", |(_, rest)| rest);
    let first = arguments.split(',').next().unwrap_or_default();
    let needs_argument = !first.trim_end_matches(')').is_empty() && !first.contains('=');
    match (needs_argument, is_function) {
        (true, _) => format!("{}($0)", entry.name),
        (false, true) => format!("{}()$0", entry.name),
        (false, false) => entry.name.to_owned(),
    }
}

fn path_candidate(path: &ContextPath, label: &str, insert: String) -> Candidate {
    Candidate {
        sort: Sort::Path,
        label: label.to_owned(),
        detail: path.example.clone(),
        doc: "Carried by a context that reaches this target",
        insert,
    }
}

/// Candidates in the JSON around the tags: whole tags.
fn outside(word: &str, paths: &[ContextPath]) -> Vec<Candidate> {
    let tagged = |path: &ContextPath| {
        path_candidate(path, &path.path, format!("{{{{ {}|json_encode|raw }}}}", path.path))
    };
    let found = paths.iter().filter(|path| !path.path.contains(".0"));
    let found = ranked(found, word, |path| path.path.clone());
    snippets(word).into_iter().chain(found.into_iter().map(tagged)).collect()
}

/// The next parts of a path that ends with a dot or a half-typed name.
fn members(word: &str, before: &str, paths: &[ContextPath]) -> Vec<Candidate> {
    let Some((parent, name)) = word.rsplit_once('.') else { return Vec::new() };
    let prefix = format!("{}.", resolved(parent, before));
    let children = paths.iter().filter_map(|path| {
        let child = path.path.strip_prefix(&prefix)?;
        (!child.contains('.')).then_some((path, child))
    });
    let mut children: Vec<_> = children.collect();
    if !name.is_empty() {
        children.sort_by_key(|(_, child)| child.len());
    }
    let found = ranked(children.into_iter(), name, |(_, child)| (*child).to_owned());
    found.into_iter().map(|(path, child)| path_candidate(path, child, child.to_owned())).collect()
}

fn values(word: &str, before: &str, paths: &[ContextPath]) -> Vec<Candidate> {
    let in_loop = loops(before).into_iter().rev().filter_map(|(name, list)| {
        let shown = ContextPath { path: name.to_owned(), example: format!("an item of {list}") };
        name.contains(word).then(|| path_candidate(&shown, name, name.to_owned()))
    });
    // What stands at the top is meant more often, and of names that begin alike the one that is nearest to its end.
    let mut shallow: Vec<_> = paths.iter().filter(|path| !path.path.contains(".0")).collect();
    let length = |path: &str| if word.is_empty() { 0 } else { path.len() };
    shallow.sort_by_key(|path| (path.path.matches('.').count(), length(&path.path)));
    let found = ranked(shallow.into_iter(), word, |path| path.path.clone());
    let found = found.into_iter().map(|path| path_candidate(path, &path.path, path.path.clone()));
    in_loop.chain(found.take(MAX_CANDIDATES / 2)).chain(functions(word)).collect()
}

/// A path with the names of loops replaced by what they stand for.
pub(crate) fn resolved(path: &str, before: &str) -> String {
    let mut path = path.to_owned();
    let mut loops = loops(before);
    // A loop may go over a part of another loop's item; each is used once, so this ends.
    while let Some((name, list)) = loops.pop() {
        let rest = path.strip_prefix(name).filter(|rest| rest.is_empty() || rest.starts_with('.'));
        if let Some(rest) = rest {
            path = format!("{list}.0{rest}");
        }
    }
    path
}

/// Names of `{% for name in path %}` and their paths, in order.
fn loops(before: &str) -> Vec<(&str, &str)> {
    before.split("{%").skip(1).filter_map(loop_head).collect()
}

fn loop_head(tag: &str) -> Option<(&str, &str)> {
    let head = tag.trim_start_matches(['-', '~']).trim_start().strip_prefix("for ")?;
    let (names, rest) = head.split_once(" in ")?;
    let name = names.rsplit(',').next()?.trim();
    let list = rest.trim_start();
    let is_path = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
    let list = &list[..list.find(|c| !is_path(c)).unwrap_or(list.len())];
    (!name.is_empty() && !list.is_empty()).then_some((name, list))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths() -> Vec<ContextPath> {
        [
            "id",
            "profile_id",
            "profile",
            "profile.email",
            "profile.first_name",
            "items",
            "items.0",
            "items.0.sku",
            "email",
        ]
        .map(|path| ContextPath { path: path.into(), example: "1".into() })
        .to_vec()
    }

    /// Labels at `^` in a text.
    fn labels(text: &str, is_asked: bool) -> Vec<String> {
        let at = text.find('^').unwrap();
        let text = text.replacen('^', "", 1);
        let found = complete(&text, at, &paths(), is_asked);
        found
            .map(|found| found.candidates.into_iter().map(|candidate| candidate.label).collect())
            .unwrap_or_default()
    }

    #[test]
    fn candidates_fit_the_place() {
        assert_eq!(labels("{{ ^ }}", false)[0], "id");
        assert_eq!(labels("{{ em^ }}", false)[..2], ["email", "profile.email"]);
        assert_eq!(labels("{{ prof^ }}", false)[..2], ["profile", "profile_id"]);
        assert_eq!(labels("{{ profile.^ }}", false), ["email", "first_name"]);
        assert_eq!(labels("{{ profile.fi^", false), ["first_name"]);
        assert_eq!(labels("{{ id|num^ }}", false), ["number_format"]);
        assert_eq!(labels("{{ id|^ }}", false)[0], "json_encode|raw");
        assert!(labels("{{ id }} ^", false).is_empty());
        assert!(labels("{{ 'a ^' }}", false).is_empty());
        assert!(labels("{\"id\": ^}", true).contains(&"value as JSON".to_owned()));
        assert!(labels("{# a ^", false).is_empty());
        assert_eq!(labels("{% fo^", false), ["for", "endfor"]);
    }

    #[test]
    fn a_loops_item_has_the_members_of_its_list() {
        let text = "{% for item in items %}{{ item.^ }}";
        assert_eq!(labels(text, false), ["sku"]);
        assert_eq!(labels("{% for k, line in items|slice(1) %}{{ line.s^ }}", false), ["sku"]);
        assert_eq!(labels("{% for item in items %}{{ ite^ }}", false)[0], "item");
        assert_eq!(resolved("b.c", "{% for a in x.y %}{% for b in a.z %}"), "x.y.0.z.0.c");
    }

    #[test]
    fn inserting_puts_the_cursor_where_the_argument_goes() {
        let found = complete("{{ id|rou }}", 9, &paths(), false).unwrap();
        let round = found.candidates.iter().find(|candidate| candidate.label == "round").unwrap();
        assert_eq!(insert("{{ id|rou }}", &found.range, round), Some(("{{ id|round }}".to_owned(), 11)));
        let found = complete("{{ id|spl }}", 9, &paths(), false).unwrap();
        let (text, cursor) = insert("{{ id|spl }}", &found.range, &found.candidates[0]).unwrap();
        assert_eq!((text.as_str(), cursor), ("{{ id|split() }}", 12));
    }

    #[test]
    fn every_snippet_compiles() {
        for (label, insert, _) in SNIPPETS {
            let text = insert.replace("$0", "value");
            assert!(twig::Template::compile(&text, &twig::Settings::default()).is_ok(), "{label}");
        }
    }
}
