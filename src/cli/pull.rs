//! `reagent pull`: the tenant's objects become files, and files are brought up to date.

use super::error::{CliError, Done};
use super::named::{check_decided, check_names};
use super::sync_args::PullArguments;
use super::tenant::{Site, write};
use super::terminal::Terminal;
use crate::api::read_what_is_readable;
use crate::io::write_new;
use crate::json::Json;
use crate::sync::{
    Bringing, Kind, LocalObject, PullItem, PullOptions, PullStep, RemoteObjects, Side, State, change_text,
    inactive_copy, known_text, name_of, pull as compare,
};

pub(super) fn pull(arguments: &PullArguments, terminal: &mut Terminal) -> Result<Done, CliError> {
    let site = Site::of(&arguments.tenant, None)?;
    let client = site.client(&arguments.tenant, terminal)?;
    let (mut state, local) = (site.state()?, site.local()?);
    let options = PullOptions {
        force: arguments.force,
        shows_gone: false,
        merge: arguments.merge,
        theirs: arguments.theirs.iter().cloned().collect(),
        mine: arguments.mine.iter().cloned().collect(),
    };
    let remote = read_what_is_readable(&client, &Kind::ALL)?;
    for (kind, why) in remote.left_out() {
        terminal.complain(&format!("{} are left out: {why}", kind.folder()));
    }
    let items = compare(&local, &remote, &state, &options);
    check_wanted(arguments, &local, &remote, &state)?;
    let changes_of = |file: &str| {
        let of_file = items.iter().filter(|item| item.file.as_deref() == Some(file));
        of_file
            .flat_map(|item| item.changes.iter().chain(item.known.iter().flat_map(|known| &known.changes)))
            .cloned()
            .collect()
    };
    check_decided(options.mine.iter().chain(&options.theirs), &local, &state, changes_of)?;
    let files = Bringing::new(&site.files);
    let mut pulling = Pulling { site: &site, files, terminal, done: Done::Fine, written: 0 };
    if arguments.copy {
        pulling.copies(&remote, &arguments.names)?;
        return pulling.finish();
    }
    for item in items.iter().filter(|item| is_wanted(&arguments.names, &item.name, item.file.as_deref())) {
        pulling.item(item, &mut state)?;
    }
    site.record(&state)?;
    pulling.finish()
}

/// A copy is asked for by the tenant's name of an object, anything else by a file's, too.
fn check_wanted(
    arguments: &PullArguments,
    local: &[LocalObject],
    remote: &RemoteObjects,
    state: &State,
) -> Result<(), CliError> {
    let there: Vec<String> = remote.iter().map(|(kind, _, json)| name_of(kind, json)).collect();
    let there = there.iter().map(String::as_str);
    if arguments.copy {
        return check_names(&arguments.names, &there.collect(), "the tenant has");
    }
    let here: Vec<String> = local.iter().map(|object| name_of(object.kind, &object.json)).collect();
    let files = local.iter().map(|object| &object.file).chain(state.entries.keys());
    let known = here.iter().chain(files).map(String::as_str).chain(there).collect();
    check_names(&arguments.names, &known, "the tenant and the workspace have")
}

fn is_wanted(names: &[String], name: &str, file: Option<&str>) -> bool {
    names.is_empty() || names.iter().any(|wanted| wanted == name || Some(wanted.as_str()) == file)
}

struct Pulling<'a> {
    site: &'a Site,
    files: Bringing,
    terminal: &'a mut Terminal,
    done: Done,
    written: usize,
}

impl Pulling<'_> {
    fn item(&mut self, item: &PullItem, state: &mut State) -> Result<(), CliError> {
        let word = match item.step {
            PullStep::New => "created",
            PullStep::Take => "updated",
            PullStep::Merge => "merged",
            PullStep::Left => "left, it was changed here",
            PullStep::Gone => "left out, its file is gone here",
            PullStep::GoneThere => "gone from the tenant",
            PullStep::Unclear => "left out, several objects could be this one",
            PullStep::Record => "",
        };
        let mut file = item.file.clone().unwrap_or_default();
        if let Some(content) = &item.content {
            file = match &item.file {
                Some(file) => self.rewrite(item.kind, file, content)?,
                None => self.create(item.kind, &item.name, content)?,
            };
            self.written += 1;
        }
        if let Some(entry) = &item.entry {
            state.bring(&file, entry.clone());
        }
        if let Some(known) = &item.known {
            self.terminal.write(&known_text(known))?;
        }
        if item.step == PullStep::Record {
            return Ok(());
        }
        self.terminal.line(&format!("{word}  {} '{}'  {file}", item.kind.word(), item.name))?;
        for change in &item.changes {
            self.terminal.write(&change_text(change, &file))?;
        }
        match item.step {
            PullStep::Left => {
                self.done = Done::Findings;
                let is_undecided = item.changes.iter().any(|change| change.side == Side::Conflict);
                self.terminal.line(if is_undecided {
                    "    nothing of it is brought before every conflict is decided; --force takes the tenant's version"
                } else {
                    "    --merge brings what only the tenant changed; --force takes its version"
                })
            }
            PullStep::Unclear => {
                self.done = Done::Findings;
                Ok(())
            }
            PullStep::Gone => self.terminal.line("    --force brings it back"),
            PullStep::GoneThere => {
                let text = format!(
                    "    its file is left; delete it, or create it there again with `reagent apply --mine {file}`"
                );
                self.terminal.line(&text)
            }
            _ => Ok(()),
        }
    }

    fn copies(&mut self, remote: &RemoteObjects, names: &[String]) -> Result<(), CliError> {
        for (kind, _, json) in remote.iter() {
            if is_wanted(names, &name_of(kind, json), None) {
                let copy = inactive_copy(kind, json);
                let name = name_of(kind, &copy);
                let file = self.create(kind, &name, &copy)?;
                self.written += 1;
                let state = if kind.can_be_active() { ", switched off" } else { "" };
                self.terminal.line(&format!("copied  {} '{name}'  {file}{state}", kind.word()))?;
            }
        }
        Ok(())
    }

    /// Writes an object to a file of its own, and its template beside it.
    fn create(&mut self, kind: Kind, name: &str, content: &Json) -> Result<String, CliError> {
        let mut own = String::new();
        for file in self.files.create(kind, name, content) {
            write_new(&self.site.folder.join(&file.path), &file.text)?;
            own = file.path;
        }
        Ok(own)
    }

    /// Brings a file up to date in its own style; what did not change keeps its bytes.
    fn rewrite(&mut self, kind: Kind, file: &str, content: &Json) -> Result<String, CliError> {
        for changed in self.files.rewrite(kind, file, content) {
            write(&self.site.folder.join(&changed.path), &changed.text)?;
        }
        Ok(file.to_owned())
    }

    fn finish(self) -> Result<Done, CliError> {
        let said = match self.written {
            0 => "no file was changed".to_owned(),
            1 => "1 object was written".to_owned(),
            count => format!("{count} objects were written"),
        };
        self.terminal.line(&said)?;
        Ok(self.done)
    }
}
