//! The sample workspaces do what their files' names and READMEs say.

use crate::support::{env, project};
use insta::{Settings, assert_snapshot};
use reagent::engine::{Outcome, run};
use reagent::io::load_workspace;
use std::fmt::Write;

fn sample_names() -> Vec<String> {
    let folders = std::fs::read_dir(project("samples")).unwrap();
    let mut names: Vec<_> =
        folders.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Every trigger of a sample on every context of its event, a line each.
fn outcomes(sample: &str) -> String {
    let loaded = load_workspace(&project("samples").join(sample)).unwrap().read;
    let workspace = &loaded.workspace;
    let mut lines = String::new();
    for trigger in &workspace.triggers {
        let file = trigger.file.as_deref().unwrap();
        writeln!(lines, "{file} on {}", trigger.event).unwrap();
        for context in workspace.contexts_of(&trigger.event) {
            let report = run(workspace, trigger.id, context, &env(workspace)).unwrap();
            writeln!(lines, "  {}: {}", context.name, report.summary).unwrap();
            for finding in report.findings.iter().chain(report.steps.iter().flat_map(|step| &step.findings)) {
                writeln!(lines, "    {} {} {}", finding.severity.word(), finding.code, finding.message)
                    .unwrap();
            }
            let expected = match context.name.rsplit('-').next() {
                Some("passes") => Some(Outcome::Fired),
                Some("stops") => Some(Outcome::Stopped),
                _ => None,
            };
            assert!(expected.is_none_or(|expected| expected == report.outcome), "{sample}/{lines}");
        }
    }
    for broken in &loaded.broken {
        writeln!(lines, "left out: {broken}").unwrap();
    }
    lines
}

#[test]
fn every_sample_does_what_its_files_say() {
    let names = sample_names();
    assert!(names.len() >= 8, "{names:?}");
    for name in names {
        let mut settings = Settings::clone_current();
        settings.set_snapshot_path("../snapshots");
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        let lines = outcomes(&name);
        settings.bind(|| assert_snapshot!(format!("sample-{name}"), lines));
    }
}

#[test]
fn the_stories_have_no_findings_and_contexts_on_both_sides() {
    for name in sample_names().iter().filter(|name| *name != "broken") {
        let lines = outcomes(name);
        assert!(!lines.contains(" error ") && !lines.contains("Would fail"), "{name}:\n{lines}");
        assert!(lines.contains("Fires: ") && lines.contains("Stopped at step"), "{name}:\n{lines}");
        assert!(project("samples").join(name).join("README.md").is_file());
    }
}
