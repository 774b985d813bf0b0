//! Writing files. Never over a text that was not read, unless the user said so.

use super::reporter::Reporter;
use crate::app::{FileWrite, JobId, Message};
use crate::io::{put_text, remove_file, text_if_there};
use std::path::Path;

/// Writes all files, or none if another program changed one of them. Each file is replaced as a whole; deletions come
/// last, so that a crash leaves too much rather than too little. A save is not cancelled half-way.
pub(super) fn files(
    folder: &Path,
    writes: &[FileWrite],
    overwrites: bool,
    reporter: &Reporter,
) -> Result<Message, String> {
    let job = reporter.job();
    let mut conflicts = Vec::new();
    let mut pending = Vec::new();
    for write in writes {
        let on_disk = text_if_there(&folder.join(&write.path)).map_err(|error| error.to_string())?;
        // What is there already needs no writing: a save that failed half-way is taken up again.
        if on_disk == write.text {
            continue;
        }
        if on_disk != write.known && !overwrites {
            conflicts.push(write.path.clone());
        }
        pending.push(write);
    }
    if !conflicts.is_empty() {
        return Ok(Message::SaveConflicted { job, paths: conflicts });
    }
    pending.sort_by_key(|write| write.text.is_none());
    let total = pending.len();
    for (done, write) in pending.into_iter().enumerate() {
        put(folder, write).map_err(|error| format!("{error}; {done} of {total} files were written"))?;
        reporter.progress(done + 1, total);
    }
    Ok(Message::FilesSaved(job))
}

fn put(folder: &Path, write: &FileWrite) -> Result<(), String> {
    let path = folder.join(&write.path);
    let done = match &write.text {
        Some(text) => put_text(&path, text),
        None => remove_file(&path),
    };
    done.map_err(|error| error.to_string())
}

/// Writes one file, over what is there: the file dialog has asked.
pub(super) fn one(path: &Path, text: &str, job: JobId) -> Result<Message, String> {
    put_text(path, text).map_err(|error| error.to_string())?;
    Ok(Message::FileWritten { job, path: path.to_path_buf() })
}
