//! `reagent test`: the golden cases of workspaces.

use super::args::{Clock, CoverageOver, Format, TestArguments};
use super::error::{CliError, Done};
use super::run::{environment, no_trigger};
use super::terminal::Terminal;
use crate::diag::Place;
use crate::io::{LoadedWorkspace, load_workspace, workspace_of, write_new, write_text};
use crate::json::{Json, Object, Places, Style, locate, to_text};
use crate::model::{Case, Trigger, Workspace};
use crate::prove::{
    Collector, Counts, DEFAULT_NOW, SuiteReport, case_coverage, record_missing, test_workspace, update_cases,
};
use crate::report::{CoverageReport, coverage_text, junit, suite_text};
use crate::wire::{read_cases, rewritten, write_cases};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// A workspace and which of its triggers are meant.
struct Selected {
    folder: PathBuf,
    loaded: LoadedWorkspace,
    /// File stems; all triggers if empty.
    stems: Vec<String>,
}

impl Selected {
    fn is_wanted(&self, stem: &str) -> bool {
        self.stems.is_empty() || self.stems.iter().any(|wanted| wanted == stem)
    }

    fn workspace(&self) -> &Workspace {
        &self.loaded.read.workspace
    }

    /// What a file of the workspace is called on the command line.
    fn shown(&self, file: &str) -> String {
        if self.folder == Path::new(".") {
            file.to_owned()
        } else {
            format!("{}/{file}", self.folder.display())
        }
    }

    fn text(&self, file: &str) -> Option<&str> {
        self.loaded.files.iter().find(|text| text.path == file).map(|text| text.text.as_str())
    }
}

/// Everything that was tested.
#[derive(Serialize)]
struct Tested {
    counts: Counts,
    workspaces: Vec<SuiteReport>,
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<CoverageReport>,
}

pub(super) fn test(arguments: &TestArguments, terminal: &mut Terminal) -> Result<Done, CliError> {
    let mut all = select(&arguments.paths, terminal)?;
    if arguments.record {
        for selected in &mut all {
            record(selected, arguments, terminal)?;
        }
    }
    if arguments.update {
        for selected in &mut all {
            update(selected, terminal)?;
        }
    }
    let workspaces: Vec<SuiteReport> = all.iter().map(tested).collect();
    let counts = workspaces.iter().fold(Counts::default(), |sum, suite| sum + suite.counts());
    let asked = arguments.coverage.or(arguments.min_coverage.map(|_| CoverageOver::default()));
    let coverage = asked.map(|over| coverage(&all, over, &arguments.clock));
    let is_covered = match (&coverage, arguments.min_coverage) {
        (Some(coverage), Some(least)) => coverage.ratio.is_at_least(least),
        _ => true,
    };
    let tested = Tested { counts, workspaces, coverage };
    if let Some(path) = &arguments.junit {
        write_text(path, &junit(&tested.workspaces))?;
    }
    match arguments.format {
        Format::Json => terminal.json(&tested, true)?,
        Format::Text => {
            terminal.write(&suite_text(&tested.workspaces, terminal.paint))?;
            if let Some(coverage) = &tested.coverage {
                terminal.write(&coverage_text(coverage, terminal.paint))?;
            }
        }
    }
    if let (Some(coverage), Some(least)) = (&tested.coverage, arguments.min_coverage.filter(|_| !is_covered))
    {
        terminal.complain(&format!("{} % are covered, {least} % are asked for", coverage.ratio.percent()));
    }
    if counts.total() == 0 && tested.coverage.is_none() {
        // A wrong folder must not look like a green one.
        let message = "nothing was tested: there is no golden case; name another folder, or record cases";
        return Err(CliError::Usage(message.to_owned()));
    }
    Ok(if counts.is_green() && is_covered { Done::Fine } else { Done::Findings })
}

/// The workspaces that the paths name; a path is a workspace folder, a file in one, or a trigger of the current folder.
fn select(paths: &[String], terminal: &mut Terminal) -> Result<Vec<Selected>, CliError> {
    let mut all: Vec<Selected> = Vec::new();
    for path in paths {
        let file = Path::new(path);
        let (folder, wanted) = if file.is_dir() {
            (file.to_path_buf(), None)
        } else if file.is_file() {
            let folder = workspace_of(file).ok_or_else(|| {
                CliError::Usage(format!("{path} is in no workspace; cases need the workspace around them"))
            })?;
            (shortened(folder), Some(path.as_str()))
        } else {
            (PathBuf::from("."), Some(path.as_str()))
        };
        if !all.iter().any(|selected| selected.folder == folder) {
            all.push(opened(folder.clone(), terminal)?);
        }
        let Some(selected) = all.iter_mut().find(|selected| selected.folder == folder) else { continue };
        match wanted {
            Some(wanted) => {
                let stem = stem_of(selected.workspace(), wanted)?;
                selected.stems.push(stem);
            }
            None => selected.stems.clear(),
        }
    }
    Ok(all)
}

/// A folder as the user would write it, where it is below the current one.
fn shortened(folder: PathBuf) -> PathBuf {
    let here = std::path::absolute(".").unwrap_or_default();
    match folder.strip_prefix(&here) {
        Ok(inside) if inside.as_os_str().is_empty() => PathBuf::from("."),
        Ok(inside) => inside.to_path_buf(),
        Err(_) => folder,
    }
}

fn opened(folder: PathBuf, terminal: &mut Terminal) -> Result<Selected, CliError> {
    let loaded = load_workspace(&folder)?;
    for broken in &loaded.read.broken {
        let message = if folder == Path::new(".") {
            format!("left out: {broken}")
        } else {
            format!("{}: left out: {broken}", folder.display())
        };
        // Cases that cannot be read would pass by not being there.
        if broken_path(broken).starts_with("cases/") {
            return Err(CliError::Usage(message));
        }
        terminal.complain(&message);
    }
    let in_cases = |place: &Place| place.file.as_deref().is_some_and(|file| file.starts_with("cases/"));
    for finding in loaded.read.findings.iter().filter(|finding| in_cases(&finding.place)) {
        let file = finding.place.file.as_deref().unwrap_or_default();
        let line = finding.place.span.map_or(0, |span| span.line);
        terminal.complain(&format!(
            "{}/{file}:{line}: {} {}",
            folder.display(),
            finding.severity.word(),
            finding.message
        ));
    }
    Ok(Selected { folder, loaded, stems: Vec::new() })
}

fn broken_path(error: &crate::wire::FileError) -> &str {
    match error {
        crate::wire::FileError::Json { path, .. } | crate::wire::FileError::Settings { path, .. } => path,
    }
}

/// The stem of a trigger or of its cases.
fn stem_of(workspace: &Workspace, wanted: &str) -> Result<String, CliError> {
    let stem = Path::new(wanted).file_stem().map(|stem| stem.to_string_lossy().into_owned());
    if let Some(stem) = stem.filter(|stem| workspace.cases.iter().any(|cases| cases.trigger == *stem)) {
        return Ok(stem);
    }
    let trigger = workspace.find_trigger(wanted).ok_or_else(|| no_trigger(workspace, wanted))?;
    Ok(trigger_stem(trigger))
}

fn trigger_stem(trigger: &Trigger) -> String {
    let file = trigger.file.as_deref().unwrap_or(&trigger.name);
    Path::new(file).file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Tests, with lines for places and files as they are called on the command line.
fn tested(selected: &Selected) -> SuiteReport {
    let mut suite = test_workspace(selected.workspace(), |stem| selected.is_wanted(stem));
    suite.workspace = selected.folder.display().to_string();
    for trigger in &mut suite.triggers {
        let file = format!("triggers/{}.json", trigger.trigger);
        if let Some(broken) = selected.loaded.read.broken.iter().find(|broken| broken_path(broken) == file) {
            // The trigger is there; it is its file that nobody can read.
            let problem = format!("the trigger cannot be read: {broken}");
            trigger.cases.iter_mut().for_each(|case| case.problem = Some(problem.clone()));
        }
        // The cases of a trigger are in one file.
        let Some(file) = trigger.cases.iter().find_map(|case| case.place.file.clone()) else { continue };
        let places = selected.text(&file).and_then(Places::of);
        for case in &mut trigger.cases {
            case.place.span = places.as_ref().map(|places| places.locate(&case.place.pointer));
            case.place.file = Some(selected.shown(&file));
        }
    }
    suite
}

/// What the cases or the samples of all workspaces show.
fn coverage(all: &[Selected], over: CoverageOver, clock: &Clock) -> CoverageReport {
    let mut coverages = Vec::new();
    for selected in all {
        let workspace = selected.workspace();
        let is_wanted = |trigger: &Trigger| selected.is_wanted(&trigger_stem(trigger));
        let mut coverage = match over {
            CoverageOver::Cases => case_coverage(workspace, |stem| selected.is_wanted(stem)),
            CoverageOver::Contexts => {
                let mut env = environment(&workspace.profile, clock);
                // Without a clock of its own a report must not depend on the day.
                env.now = clock.now.or(DEFAULT_NOW.parse().ok()).unwrap_or(env.now);
                let mut collector = Collector::new(workspace);
                for trigger in workspace.triggers.iter().filter(|trigger| is_wanted(trigger)) {
                    collector.add(trigger);
                    let contexts = workspace.contexts_of(&trigger.event);
                    contexts.for_each(|context| collector.run(trigger, context, &env));
                }
                collector.finish()
            }
        };
        for place in coverage.places_mut() {
            let Some(file) = place.file.clone() else { continue };
            if place.span.is_none() {
                place.span = selected.text(&file).and_then(|text| locate(text, &place.pointer));
            }
            place.file = Some(selected.shown(&file));
        }
        coverages.push(coverage);
    }
    CoverageReport::new(coverages)
}

/// Rewrites the expectations that are no longer met, and says which.
fn update(selected: &mut Selected, terminal: &mut Terminal) -> Result<(), CliError> {
    let mut texts = Vec::new();
    for cases in selected.workspace().cases.iter().filter(|cases| selected.is_wanted(&cases.trigger)) {
        let Some(file) = cases.file.as_deref() else { continue };
        let update = update_cases(selected.workspace(), cases);
        for change in &update.changes {
            terminal.complain(&format!("updated '{}' in {}", change.case, selected.shown(file)));
            for difference in &change.differences {
                terminal.complain(&format!("  {}", difference.message));
            }
        }
        if update.changes.is_empty() {
            continue;
        }
        let text = rewritten(selected.text(file).unwrap_or_default(), &update.source);
        texts.push((file.to_owned(), text));
    }
    for (file, text) in &texts {
        write_text(&selected.folder.join(file), text)?;
    }
    reload(selected, !texts.is_empty())
}

fn reload(selected: &mut Selected, has_changed: bool) -> Result<(), CliError> {
    if has_changed {
        selected.loaded = load_workspace(&selected.folder)?;
    }
    Ok(())
}

/// Makes a case of every sample that none names yet, and says which.
fn record(
    selected: &mut Selected,
    arguments: &TestArguments,
    terminal: &mut Terminal,
) -> Result<(), CliError> {
    let env = environment(&selected.workspace().profile, &arguments.clock);
    let mut has_changed = false;
    for trigger in &selected.workspace().triggers {
        let stem = trigger_stem(trigger);
        let made = record_missing(selected.workspace(), trigger, &env);
        if made.is_empty() || !selected.is_wanted(&stem) {
            continue;
        }
        let path = format!("cases/{stem}.json");
        let known = selected.workspace().cases.iter().find(|cases| cases.trigger == stem);
        for case in &made {
            terminal.complain(&format!("recorded '{}' in {}", case.name, selected.shown(&path)));
        }
        let (source, old) = known.map_or_else(
            || (empty_cases(), None),
            |cases: &std::sync::Arc<Case>| (cases.source.clone(), selected.text(&path)),
        );
        let mut all = read_cases(&source).0;
        all.extend(made);
        let json = write_cases(&source, &all);
        let target = selected.folder.join(&path);
        match old {
            Some(old) => write_text(&target, &rewritten(old, &json))?,
            None => write_new(&target, &to_text(&json, &Style::default()))?,
        }
        has_changed = true;
    }
    reload(selected, has_changed)
}

fn empty_cases() -> Json {
    let mut object = Object::new();
    object.set("cases", Json::Array(Vec::new()));
    Json::Object(object)
}
