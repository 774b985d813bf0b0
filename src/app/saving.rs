//! Which files a save writes and deletes, and what stands in them.

use super::effect::FileWrite;
use crate::document::{Document, ObjectId, automation, target_by_id};
use crate::json::{Json, Style, to_text};
use crate::model::{EngineProfile, Target, Workspace};
use crate::wire::{
    SETTINGS_FILE, TextFile, rewritten, set, set_flag, set_profile, split_template, write_automation,
    write_target, write_trigger,
};
use std::collections::BTreeMap;
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table};

const DEFINITIONS_FILE: &str = "definitions.json";

/// The writes that bring the files to what the document holds. A file whose objects were not changed is not among
/// them; one that was keeps all bytes but those of the change.
pub fn planned_writes(document: &Document, texts: &[TextFile]) -> Vec<FileWrite> {
    let known: BTreeMap<&str, &str> =
        texts.iter().map(|file| (file.path.as_str(), file.text.as_str())).collect();
    let workspace = document.workspace();
    let mut written: BTreeMap<String, Option<String>> = BTreeMap::new();
    for change in document.changes() {
        // The new text starts from the file's own, or from the one that it had before it was renamed.
        let old_text = change.file.as_deref().and_then(|file| known.get(file));
        let old_text = old_text.or_else(|| known.get(change.old_file.as_deref()?)).copied();
        for file in files_of(workspace, &change.object, old_text, &known) {
            written.insert(file.path, Some(file.text));
        }
        for path in change.old_file.into_iter().chain(template_of(document, &change.object)) {
            written.entry(path).or_insert(None);
        }
    }
    let writes = written.into_iter().map(|(path, text)| {
        let known = known.get(path.as_str()).map(|text| (*text).to_owned());
        FileWrite { path, text, known }
    });
    writes.filter(|write| write.text != write.known).collect()
}

/// The texts of all files after some writes.
pub(super) fn merged_texts(texts: &[TextFile], writes: &[FileWrite]) -> Vec<TextFile> {
    let mut merged: BTreeMap<&str, &str> =
        texts.iter().map(|file| (file.path.as_str(), file.text.as_str())).collect();
    for write in writes {
        match &write.text {
            Some(text) => merged.insert(&write.path, text),
            None => merged.remove(write.path.as_str()),
        };
    }
    let files = merged.into_iter();
    files.map(|(path, text)| TextFile { path: path.to_owned(), text: text.to_owned() }).collect()
}

/// All files of the workspace, for another folder. It becomes one that is found: it has a settings file.
pub(super) fn whole_workspace(document: &Document, texts: &[TextFile]) -> Vec<TextFile> {
    let mut files = merged_texts(texts, &planned_writes(document, texts));
    if !files.iter().any(|file| file.path == SETTINGS_FILE) {
        let text = settings_text("", document.workspace());
        files.push(TextFile { path: SETTINGS_FILE.to_owned(), text });
    }
    files
}

/// The template's file of a target that was removed or lost it.
fn template_of(document: &Document, object: &ObjectId) -> Option<String> {
    let ObjectId::Target(id) = object else { return None };
    let file_in = |workspace| target_by_id(workspace, *id).and_then(|target| target.template_file.clone());
    let old = file_in(document.saved_workspace());
    old.filter(|old| Some(old) != file_in(document.workspace()).as_ref())
}

fn text_of(json: &Json, old_text: Option<&str>) -> String {
    old_text.map_or_else(|| to_text(json, &Style::default()), |old| rewritten(old, json))
}

/// The files of one object, as they should be.
fn files_of(
    workspace: &Workspace,
    object: &ObjectId,
    old_text: Option<&str>,
    known: &BTreeMap<&str, &str>,
) -> Vec<TextFile> {
    let one = |path: Option<&String>, json: &Json| {
        path.map(|path| TextFile { path: path.clone(), text: text_of(json, old_text) }).into_iter().collect()
    };
    match object {
        ObjectId::Trigger(id) => {
            workspace.trigger(*id).map_or_else(Vec::new, |t| one(t.file.as_ref(), &write_trigger(t)))
        }
        ObjectId::Automation(id) => {
            automation(workspace, *id).map_or_else(Vec::new, |a| one(a.file.as_ref(), &write_automation(a)))
        }
        ObjectId::Context(id) => {
            workspace.context(*id).map_or_else(Vec::new, |context| one(context.file.as_ref(), &context.data))
        }
        ObjectId::Case(trigger) => {
            let case = workspace.cases.iter().find(|case| case.trigger == *trigger);
            case.map_or_else(Vec::new, |case| one(case.file.as_ref(), &case.source))
        }
        ObjectId::Target(id) => {
            target_by_id(workspace, *id).map_or_else(Vec::new, |target| target_files(target, old_text))
        }
        ObjectId::Definitions | ObjectId::Definition(..) => {
            let old = known.get(DEFINITIONS_FILE).copied();
            let text = text_of(&workspace.definitions.source, old);
            vec![TextFile { path: DEFINITIONS_FILE.to_owned(), text }]
        }
        ObjectId::Settings => {
            let text = settings_text(known.get(SETTINGS_FILE).copied().unwrap_or_default(), workspace);
            vec![TextFile { path: SETTINGS_FILE.to_owned(), text }]
        }
    }
}

/// A target's JSON and its template, which has a file of its own unless it was read from the JSON.
fn target_files(target: &Target, old_text: Option<&str>) -> Vec<TextFile> {
    let Some(path) = target.file.clone() else { return Vec::new() };
    let Some(template_file) = target.template_file.clone() else {
        return vec![TextFile { path, text: text_of(&write_target(target), old_text) }];
    };
    let json = match target.source.get("template").and_then(Json::as_str) {
        // Both are there: the template's own file counts, and the text in the JSON is not ours to change.
        Some(inline) => write_target(&Target { template: inline.to_owned(), ..target.clone() }),
        None => split_template(&write_target(target)).0,
    };
    let json = TextFile { path, text: text_of(&json, old_text) };
    vec![json, TextFile { path: template_file, text: target.template.clone() }]
}

/// `reagent.toml` with the workspace's settings; comments and unknown keys stay, and so does what says the same.
fn settings_text(old: &str, workspace: &Workspace) -> String {
    let mut document: DocumentMut = old.parse().unwrap_or_default();
    let root = document.as_table_mut();
    if !workspace.name.is_empty() || root.contains_key("name") {
        set(root, "name", &workspace.name);
    }
    if workspace.profile != EngineProfile::default() || root.contains_key("engine") {
        let engine = root.entry("engine").or_insert(Item::Table(Table::new()));
        if let Some(engine) = engine.as_table_like_mut() {
            set_profile(engine, &workspace.profile);
        }
    }
    set_tenants(root, workspace);
    document.to_string()
}

/// Tenants by name; one that was renamed is at the place of the old one. Keys that are not known here stay.
fn set_tenants(root: &mut Table, workspace: &Workspace) {
    if workspace.tenants.is_empty() && !root.contains_key("tenants") {
        return;
    }
    let old = root.get("tenants").and_then(Item::as_array_of_tables).cloned().unwrap_or_default();
    let mut tables = ArrayOfTables::new();
    for (position, tenant) in workspace.tenants.iter().enumerate() {
        let is_named = |table: &&Table, name: &str| table.get("name").and_then(Item::as_str) == Some(name);
        let own = old.iter().find(|table| is_named(table, &tenant.name));
        let is_free = |table: &&Table| !workspace.tenants.iter().any(|other| is_named(table, &other.name));
        let mut table = own.or_else(|| old.get(position).filter(is_free)).cloned().unwrap_or_default();
        set(&mut table, "name", &tenant.name);
        match &tenant.url {
            Some(url) => set(&mut table, "url", url),
            None => drop(table.remove("url")),
        }
        match &tenant.ca {
            Some(ca) => set(&mut table, "ca", ca),
            None => drop(table.remove("ca")),
        }
        if table.contains_key("production") || tenant.is_production {
            set_flag(&mut table, "production", tenant.is_production);
        }
        if table.contains_key("test") || tenant.is_test {
            set_flag(&mut table, "test", tenant.is_test);
        }
        tables.push(table);
    }
    root.insert("tenants", Item::ArrayOfTables(tables));
}
