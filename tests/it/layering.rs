//! Reads `src/` and fails, with file and line, on a wrong import, an impure core, a file without `//!` or over budget.

use std::path::Path;

/// Which modules of the crate a module may name. `*` is every other one.
const IMPORTS: &[(&str, &[&str])] = &[
    ("json", &["diag"]),
    ("php", &["json"]),
    ("diag", &[]),
    ("model", &["json"]),
    ("catalog", &["json", "model", "diag"]),
    ("wire", &["json", "model", "diag"]),
    ("logic", &["json", "php", "diag"]),
    ("twig", &["json", "php", "diag"]),
    ("secret", &[]),
    ("sync", &["json", "model", "diag", "wire"]),
    ("engine", &["json", "php", "model", "diag", "catalog", "logic", "twig", "secret"]),
    ("check", &["json", "php", "model", "diag", "catalog", "wire", "logic", "twig", "engine", "contexts"]),
    ("contexts", &["json", "model", "catalog", "logic"]),
    ("prove", &["json", "php", "model", "diag", "catalog", "wire", "logic", "twig", "engine"]),
    ("report", &["json", "model", "diag", "catalog", "engine", "logic", "prove"]),
    ("io", &["json", "model", "diag", "wire", "secret"]),
    ("api", &["json", "model", "diag", "wire", "logic", "engine", "sync", "secret"]),
    ("site", &["json", "model", "wire", "io", "api", "sync", "secret"]),
    ("document", &["json", "model"]),
    (
        "app",
        &[
            "json", "php", "model", "diag", "catalog", "wire", "logic", "twig", "engine", "contexts",
            "check", "prove", "document", "sync", "secret",
        ],
    ),
    (
        "tasks",
        &[
            "json", "diag", "report", "model", "wire", "engine", "contexts", "prove", "check", "io", "app",
            "sync", "secret", "api", "site", "sandbox",
        ],
    ),
    (
        "sandbox",
        &[
            "json", "php", "model", "diag", "catalog", "wire", "logic", "twig", "engine", "check",
            "contexts", "prove", "report", "io",
        ],
    ),
    (
        "cli",
        &[
            "json", "php", "model", "diag", "catalog", "wire", "logic", "twig", "engine", "check",
            "contexts", "prove", "report", "io", "sandbox", "sync", "api", "secret", "site",
        ],
    ),
    (
        "gui",
        &[
            "json", "php", "model", "diag", "catalog", "logic", "twig", "engine", "contexts", "prove",
            "report", "document", "app", "tasks", "sync", "secret",
        ],
    ),
    ("lib", &["*"]),
    ("main", &["*"]),
];

/// What the pure core must not name, and the modules that may.
const IMPURE: &[(&str, &[&str])] = &[
    ("egui", &["gui"]),
    ("eframe", &["gui"]),
    ("reqwest", &["api", "sandbox"]),
    ("std::fs", &["io", "cli"]),
    ("std::env", &["io", "cli", "main"]),
    ("std::net", &["api", "sandbox"]),
    ("std::thread", &["tasks", "api"]),
    ("std::process", &["cli", "main", "io"]),
    ("SystemTime", &["cli", "tasks"]),
    ("Instant::now", &["cli", "tasks", "main", "api"]),
    ("Timestamp::now", &["cli", "tasks", "sandbox", "api"]),
    ("Zoned::now", &["cli", "tasks"]),
    // One writer of the workspace, and views that only look.
    ("&mut Workspace", &["document", "wire", "cli"]),
    ("&mut AppState", &["app"]),
    ("println!", &[]),
    ("eprintln!", &[]),
];

const MAX_LINES: usize = 500;
const MAX_TABLE_LINES: usize = 800;

struct Source {
    path: String,
    text: String,
}

impl Source {
    /// The top module: `logic` for `logic/eval.rs`, `diag` for `diag.rs`.
    fn module(&self) -> &str {
        let first = self.path.split('/').next().unwrap_or(&self.path);
        first.trim_end_matches(".rs")
    }
}

fn violations(sources: &[Source]) -> Vec<String> {
    sources.iter().flat_map(violations_of).collect()
}

fn violations_of(source: &Source) -> Vec<String> {
    let mut found = Vec::new();
    let path = &source.path;
    if !source.text.starts_with("//! ") {
        found.push(format!("{path}:1: a file starts with `//! What it is`"));
    }
    let is_table = source.text.lines().any(|line| line.trim() == "// data table");
    let (lines, limit) = (source.text.lines().count(), if is_table { MAX_TABLE_LINES } else { MAX_LINES });
    if lines > limit {
        found.push(format!("{path}:{limit}: {lines} lines, the budget is {limit}"));
    }
    let Some((_, allowed)) = IMPORTS.iter().find(|(module, _)| *module == source.module()) else {
        found.push(format!("{path}:1: `{}` is not in the table of modules", source.module()));
        return found;
    };
    let code = source.text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"));
    for (number, line) in code {
        let at = format!("{path}:{}", number + 1);
        for used in named_modules(line) {
            let is_known = IMPORTS.iter().any(|(module, _)| *module == used);
            let is_allowed = used == source.module() || allowed.contains(&"*") || allowed.contains(&used);
            if is_known && !is_allowed {
                found.push(format!("{at}: `{}` may not import `{used}`", source.module()));
            }
        }
        for (word, may) in IMPURE.iter().filter(|(word, _)| names(line, word)) {
            if !may.contains(&source.module()) {
                found.push(format!("{at}: `{}` may not name `{word}`", source.module()));
            }
        }
    }
    found
}

/// The modules after `crate::` in a line.
fn named_modules(line: &str) -> impl Iterator<Item = &str> {
    line.split("crate::").skip(1).map(|rest| {
        let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
        &rest[..end]
    })
}

/// True if a line names a word that does not continue to the left (`eprintln!` is not `println!`).
fn names(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|c| !(c.is_alphanumeric() || c == '_' || c == '"'))
    })
}

fn read_sources(folder: &Path, prefix: &str, sources: &mut Vec<Source>) {
    let mut entries: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            read_sources(&path, &format!("{prefix}{name}/"), sources);
        } else if Path::new(&name).extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            sources.push(Source { path: format!("{prefix}{name}"), text });
        }
    }
}

#[test]
fn the_source_tree_keeps_its_layers() {
    let mut sources = Vec::new();
    read_sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "", &mut sources);
    assert!(sources.len() > 20, "the source tree was not found");
    let found = violations(&sources);
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn injected_violations_are_found_with_file_and_line() {
    let inject = |path: &str, text: &str| violations(&[Source { path: path.into(), text: text.into() }]);
    assert_eq!(
        inject("logic/eval.rs", "//! Eval.\nuse crate::model::Trigger;\n"),
        ["logic/eval.rs:2: `logic` may not import `model`"]
    );
    assert_eq!(
        inject("engine/run.rs", "//! Run.\nfn now() { std::fs::read(\"x\"); }\n"),
        ["engine/run.rs:2: `engine` may not name `std::fs`"]
    );
    assert_eq!(
        inject("php/x.rs", "use std::sync::Arc;\n"),
        ["php/x.rs:1: a file starts with `//! What it is`"]
    );
    let long = format!("//! Long.\n{}", "\n".repeat(600));
    assert_eq!(inject("php/x.rs", &long), ["php/x.rs:500: 601 lines, the budget is 500"]);
    assert_eq!(inject("php/x.rs", &format!("{long}// data table\n")), Vec::<String>::new());
    assert_eq!(inject("stray/x.rs", "//! X.\n"), ["stray/x.rs:1: `stray` is not in the table of modules"]);
    assert_eq!(inject("cli/run.rs", "//! Run.\nuse crate::model::Trigger;\n"), Vec::<String>::new());
    assert_eq!(
        inject("cli/run.rs", "//! Run.\nprintln!();\n"),
        ["cli/run.rs:2: `cli` may not name `println!`"]
    );
}
