//! What the practice server keeps: a table per kind of object, and a plain file per row.
//!
//! ```text
//! DIR/sandbox.json           says what the folder is, and which ids are taken by deleted objects
//! DIR/triggers/1.json        an object as the API gives it
//! DIR/contexts, definitions.json, reagent.toml   as in a workspace
//! ```
//!
//! The rows are in memory, too; a change is on disk before it is answered.

use super::SandboxError;
use super::kind::{KINDS, Kind};
use super::reply::object;
use crate::io::{self, FileLock, IoError, collect_folder, is_vacant, read_text};
use crate::json::{Json, Limits, Object, Style, parse, to_text};
use crate::model::Workspace;
use crate::wire::{TextFile, read_workspace};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const MARKER: &str = "sandbox.json";
/// How the names of temporary folders begin.
const TEMPORARY: &str = "reagent-sandbox-";
/// Held by the server that has the folder.
const LOCK: &str = ".lock";

/// The counter of the ids of actions, which are unique over all reactions.
const ACTIONS: &str = "actions";

#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) rows: BTreeMap<i64, Json>,
    next_id: i64,
}

/// All tables and their folder.
#[derive(Debug)]
pub(super) struct Store {
    folder: PathBuf,
    /// Removes the folder at the end.
    _temporary: Option<TempDir>,
    /// Two servers on one folder would give the same ids twice.
    lock: Option<FileLock>,
    tables: BTreeMap<&'static str, Table>,
    next_action_id: i64,
    /// What is in the folder but objects: contexts, definitions, settings.
    pub(super) base: Workspace,
}

impl Store {
    /// Opens a folder of an earlier run; in a vacant one, or a temporary one, `is_new` comes true.
    pub(super) fn open(folder: Option<&Path>) -> Result<(Self, bool), SandboxError> {
        let temporary = if folder.is_none() {
            io::remove_abandoned(TEMPORARY, LOCK);
            Some(io::temporary_folder(TEMPORARY)?)
        } else {
            None
        };
        let folder = folder.or(temporary.as_ref().map(TempDir::path)).unwrap_or(Path::new(".")).to_path_buf();
        let mut store = Self {
            folder,
            _temporary: temporary,
            lock: None,
            tables: KINDS
                .iter()
                .map(|kind| (kind.table, Table { rows: BTreeMap::new(), next_id: 1 }))
                .collect(),
            next_action_id: 1,
            base: Workspace::default(),
        };
        let is_new = is_vacant(&store.folder);
        if is_new {
            let counters = to_text(&store.counters(), &Style::default());
            io::write_new(&store.folder.join(MARKER), &counters)?;
        } else if !store.folder.join(MARKER).is_file() {
            return Err(SandboxError::NotASandbox { folder: store.folder });
        }
        store.lock = io::lock_file(&store.folder.join(LOCK))?;
        if store.lock.is_none() {
            return Err(SandboxError::Taken { folder: store.folder });
        }
        if !is_new {
            store.load()?;
        }
        Ok((store, is_new))
    }

    fn load(&mut self) -> Result<(), SandboxError> {
        for kind in KINDS {
            for file in collect_folder(&self.folder, kind.table)? {
                let row = file.json().map_err(IoError::File)?;
                let id = row.get("id").and_then(as_int);
                let id = id.ok_or_else(|| SandboxError::BrokenRow { path: file.path.clone() })?;
                self.note_actions(&row);
                let table = self.table_mut(kind);
                table.next_id = table.next_id.max(id + 1);
                table.rows.insert(id, row);
            }
        }
        let path = self.folder.join(MARKER);
        let marker = parse(&read_text(&path)?, Limits::default());
        let marker = marker.map_err(|_| SandboxError::BrokenRow { path: MARKER.to_owned() })?;
        let counter = |name: &str| marker.get("next_ids")?.get(name).and_then(as_int);
        for kind in KINDS {
            let table = self.table_mut(kind);
            table.next_id = table.next_id.max(counter(kind.table).unwrap_or(1));
        }
        self.next_action_id = self.next_action_id.max(counter(ACTIONS).unwrap_or(1));
        let is_object =
            |file: &TextFile| KINDS.iter().any(|kind| file.path.starts_with(&format!("{}/", kind.table)));
        let all = io::collect_files(&self.folder).or_else(|error| match error {
            // Every trigger was deleted, and there are no settings.
            IoError::NotAWorkspace { .. } => Ok(Vec::new()),
            error => Err(error),
        })?;
        let rest: Vec<TextFile> = all.into_iter().filter(|file| !is_object(file)).collect();
        self.base = read_workspace(&rest).map_err(IoError::File)?.workspace;
        Ok(())
    }

    /// Adds what a new server begins with besides objects.
    pub(super) fn add_files(&mut self, files: &[TextFile]) -> Result<(), IoError> {
        for file in files {
            io::write_new(&self.folder.join(&file.path), &file.text)?;
        }
        self.base = read_workspace(files)?.workspace;
        Ok(())
    }

    /// Removes the oldest rows until so many are left.
    pub(super) fn keep_newest(&mut self, kind: &Kind, most: usize) -> Result<(), IoError> {
        while self.rows(kind).count() > most {
            let Some(id) = self.tables.get(kind.table).and_then(|table| table.rows.keys().next().copied())
            else {
                break;
            };
            self.remove_row(kind, id)?;
        }
        Ok(())
    }

    /// The rows of a kind, the oldest first.
    pub(super) fn rows(&self, kind: &Kind) -> impl DoubleEndedIterator<Item = &Json> {
        self.tables.get(kind.table).into_iter().flat_map(|table| table.rows.values())
    }

    /// A row.
    pub(super) fn row(&self, kind: &Kind, id: i64) -> Option<&Json> {
        self.tables.get(kind.table)?.rows.get(&id)
    }

    /// The id of the next row of a kind.
    pub(super) fn next_id(&self, kind: &Kind) -> i64 {
        self.tables.get(kind.table).map_or(1, |table| table.next_id)
    }

    /// An id for an action.
    pub(super) fn take_action_id(&mut self) -> i64 {
        self.next_action_id += 1;
        self.next_action_id - 1
    }

    /// Keeps a row, new or changed: on disk first.
    pub(super) fn put(&mut self, kind: &Kind, id: i64, row: Json) -> Result<(), IoError> {
        let path = self.path(kind, id);
        let text = to_text(&row, &Style::default());
        match self.row(kind, id) {
            Some(old) => {
                let has_fewer_actions = count(old) > count(&row);
                io::write_text(&path, &text)?;
                if has_fewer_actions {
                    self.keep_counters()?;
                }
            }
            None => io::write_new(&path, &text)?,
        }
        let table = self.table_mut(kind);
        table.next_id = table.next_id.max(id + 1);
        table.rows.insert(id, row);
        Ok(())
    }

    /// Removes a row. Its id, and those of its actions, are not given again.
    pub(super) fn delete(&mut self, kind: &Kind, id: i64) -> Result<(), IoError> {
        self.keep_counters()?;
        self.remove_row(kind, id)
    }

    fn remove_row(&mut self, kind: &Kind, id: i64) -> Result<(), IoError> {
        let path = self.path(kind, id);
        // Somebody may have removed it by hand.
        if path.is_file() {
            io::remove_file(&path)?;
        }
        self.table_mut(kind).rows.remove(&id);
        Ok(())
    }

    fn path(&self, kind: &Kind, id: i64) -> PathBuf {
        self.folder.join(kind.table).join(format!("{id}.json"))
    }

    fn table_mut(&mut self, kind: &Kind) -> &mut Table {
        self.tables.entry(kind.table).or_default()
    }

    fn note_actions(&mut self, row: &Json) {
        let actions = row.get("actions").and_then(Json::as_array).unwrap_or_default();
        for id in actions.iter().filter_map(|action| action.get("id").and_then(as_int)) {
            self.next_action_id = self.next_action_id.max(id + 1);
        }
    }

    fn counters(&self) -> Json {
        let tables = self.tables.iter().map(|(name, table)| ((*name).to_owned(), Json::int(table.next_id)));
        let actions = (ACTIONS.to_owned(), Json::int(self.next_action_id));
        object([
            (
                "what",
                Json::str(
                    "The data of Reagent's practice server, which is not Omneo. Change it while it is stopped.",
                ),
            ),
            ("next_ids", Json::Object(tables.chain([actions]).collect::<Object>())),
        ])
    }

    fn keep_counters(&self) -> Result<(), IoError> {
        io::write_text(&self.folder.join(MARKER), &to_text(&self.counters(), &Style::default()))
    }
}

fn count(row: &Json) -> usize {
    row.get("actions").and_then(Json::as_array).map_or(0, <[Json]>::len)
}

fn as_int(value: &Json) -> Option<i64> {
    match value {
        Json::Number(number) => number.as_i64(),
        _ => None,
    }
}
