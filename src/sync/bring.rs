//! A workspace's files as they are with what a tenant has brought into them.

use super::Kind;
use crate::json::{Json, Style, to_text};
use crate::model::{FreePaths, slug};
use crate::wire::{TextFile, rewritten, split_template};
use std::collections::BTreeMap;

/// Files that objects of a tenant are brought into.
pub struct Bringing {
    files: BTreeMap<String, String>,
    free: FreePaths,
}

impl Bringing {
    /// Starts from the files of a workspace.
    pub fn new(files: &[TextFile]) -> Self {
        Self {
            free: FreePaths::new(files.iter().map(|file| file.path.as_str())),
            files: files.iter().map(|file| (file.path.clone(), file.text.clone())).collect(),
        }
    }

    /// Gives an object a file of its own, and its template one beside it. The files that it got; its own comes last.
    pub fn create(&mut self, kind: Kind, name: &str, content: &Json) -> Vec<TextFile> {
        let file = self.free.take(kind.folder(), &slug(name, kind.word()), None);
        let (json, template) =
            if kind == Kind::Target { split_template(content) } else { (content.clone(), None) };
        let template = template.map(|text| TextFile { path: twig_of(&file), text });
        let own = TextFile { path: file, text: to_text(&json, &Style::default()) };
        self.put(template.into_iter().chain([own]).collect())
    }

    /// Brings a file up to date in its own style; what did not change keeps its bytes. The files that differ.
    pub fn rewrite(&mut self, kind: Kind, file: &str, content: &Json) -> Vec<TextFile> {
        let twig = twig_of(file);
        let has_twig = kind == Kind::Target && self.files.contains_key(&twig);
        let (json, template) = if has_twig { split_template(content) } else { (content.clone(), None) };
        let own = rewritten(self.files.get(file).map_or("", String::as_str), &json);
        let template = template.map(|text| TextFile { path: twig, text });
        let all = template.into_iter().chain([TextFile { path: file.to_owned(), text: own }]);
        let is_other = |new: &TextFile| self.files.get(&new.path) != Some(&new.text);
        let changed = all.filter(is_other).collect();
        self.put(changed)
    }

    /// All files as they are then.
    pub fn finish(self) -> Vec<TextFile> {
        self.files.into_iter().map(|(path, text)| TextFile { path, text }).collect()
    }

    fn put(&mut self, files: Vec<TextFile>) -> Vec<TextFile> {
        for file in &files {
            self.files.insert(file.path.clone(), file.text.clone());
        }
        files
    }
}

fn twig_of(file: &str) -> String {
    format!("{}.twig", file.trim_end_matches(".json"))
}
