//! Two versions of a trigger over all contexts: in the core, between files, and since a git revision.

use crate::support::{env, json, reagent, workspace};
use reagent::engine::{ComparedVerdict, compare};
use reagent::model::Workspace;
use std::path::Path;
use std::process::Command;

fn trigger(bound: u32, reward: u32) -> String {
    format!(
        r#"{{"name":"Big spend","trigger":"transaction.created","is_active":true,"actions":[
        {{"name":"filter","sort_order":1,"arguments":[{{"name":"condition","value":{{">=":[{{"var":"total"}},{bound}]}}}}]}},
        {{"name":"reward.create","sort_order":2,"arguments":[{{"name":"profile_id","value":{{"var":"profile_id"}},"is_dynamic":true}},
         {{"name":"definition","value":"thanks"}},{{"name":"value","value":{reward}}}]}}]}}"#
    )
}

fn files(bound: u32, reward: u32) -> Vec<(String, String)> {
    let context = |total: u32| format!(r#"{{"profile_id":"p-1","total":{total}}}"#);
    let mut files = vec![
        ("reagent.toml".to_owned(), "name = \"Shop\"\n".to_owned()),
        ("triggers/big-spend.json".to_owned(), trigger(bound, reward)),
    ];
    for (name, total) in [("small", 80), ("middle", 450), ("large", 900)] {
        files.push((format!("contexts/transaction.created/{name}.json"), context(total)));
    }
    files
}

fn shop(bound: u32, reward: u32) -> Workspace {
    let files = files(bound, reward);
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    workspace(&files)
}

fn verdicts(old: &Workspace, new: &Workspace) -> (String, Vec<(String, ComparedVerdict)>) {
    let contexts = new.contexts.iter().map(AsRef::as_ref);
    let (old_id, new_id) = (old.triggers[0].id, new.triggers[0].id);
    let compared = compare(Some((old, old_id)), Some((new, new_id)), contexts, &env(new)).unwrap();
    (compared.sentence, compared.contexts.into_iter().map(|one| (one.context, one.verdict)).collect())
}

#[test]
fn each_context_gets_its_verdict() {
    use ComparedVerdict::{Differs, NewlyFires, NoLongerFires, Unchanged};
    let named = |verdicts: [ComparedVerdict; 3]| {
        ["large", "middle", "small"].map(str::to_owned).into_iter().zip(verdicts).collect::<Vec<_>>()
    };
    let cases = [
        ((500, 25), (500, 25), "no difference on 3 contexts", [Unchanged, Unchanged, Unchanged]),
        ((500, 25), (400, 25), "1 of 3 contexts fires newly", [Unchanged, NewlyFires, Unchanged]),
        (
            (400, 25),
            (500, 30),
            "1 of 3 contexts no longer fires, 1 of 3 contexts ends differently",
            [Differs, NoLongerFires, Unchanged],
        ),
    ];
    for ((old, old_reward), (new, new_reward), sentence, expected) in cases {
        let (said, found) = verdicts(&shop(old, old_reward), &shop(new, new_reward));
        assert_eq!((said.as_str(), found), (sentence, named(expected)));
    }
}

#[test]
fn another_argument_is_named_with_both_values() {
    let (old, new) = (shop(500, 25), shop(500, 30));
    let contexts = new.contexts.iter().map(AsRef::as_ref);
    let compared =
        compare(Some((&old, old.triggers[0].id)), Some((&new, new.triggers[0].id)), contexts, &env(&new))
            .unwrap();
    let large = compared.contexts.iter().find(|one| one.context == "large").unwrap();
    let [difference] = large.differences.as_slice() else { panic!("{:?}", large.differences) };
    assert!(difference.what.ends_with(": value"), "{}", difference.what);
    assert_eq!((difference.old.clone(), difference.new.clone()), (Some(25.into()), Some(30.into())));
}

#[test]
fn a_changed_password_of_an_address_is_told_without_it() {
    let sender = r#"{"name":"Tells","trigger":"x.y","actions":[{"name":"target.send","arguments":[{"name":"target","value":"t"}]}]}"#;
    let version = |url: &str| {
        let target = format!(r#"{{"name":"T","handle":"t","url":"{url}"}}"#);
        workspace(&[
            ("triggers/t.json", sender),
            ("targets/t.json", &target),
            ("targets/t.twig", "{}"),
            ("contexts/x.y/any.json", "{}"),
        ])
    };
    let old = version("https://user:pw-old@hooks.example.com/in?key=K1");
    for (url, what) in [
        ("https://user:pw-new@hooks.example.com/in?key=K1", "user, password or values of the URL"),
        ("https://user:pw-old@hooks.example.com/out?key=K1", ": URL"),
    ] {
        let new = version(url);
        let contexts = new.contexts.iter().map(AsRef::as_ref);
        let ids = (old.triggers[0].id, new.triggers[0].id);
        let compared = compare(Some((&old, ids.0)), Some((&new, ids.1)), contexts, &env(&new)).unwrap();
        let text = serde_json::to_string(&compared).unwrap();
        assert!(compared.contexts[0].differences[0].what.contains(what), "{text}");
        assert!(!text.contains("pw-") && !text.contains("K1"), "{text}");
    }
}

fn write(folder: &Path, files: &[(String, String)]) {
    for (path, text) in files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}

pub(crate) fn git(folder: &Path, arguments: &[&str]) {
    let identity =
        ["-c", "user.name=Sample", "-c", "user.email=sample@example.com", "-c", "commit.gpgsign=false"];
    let output = Command::new("git").current_dir(folder).args(identity).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_folder_is_compared_with_its_git_revision() {
    let folder = tempfile::tempdir().unwrap();
    // The workspace is a folder inside the repository.
    let shop = folder.path().join("shop");
    write(&shop, &files(500, 25));
    git(folder.path(), &["init", "-q"]);
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "-q", "-m", "first"]);
    let path = shop.to_str().unwrap();
    let same = reagent(&["compare", "--rev", "HEAD", "-w", path]);
    assert_eq!((same.code, same.err.as_str()), (0, ""));
    assert!(same.out.contains("Big spend: no difference on 3 contexts"), "{}", same.out);
    write(&shop, &files(400, 25));
    let changed = reagent(&["compare", "big-spend", "--rev", "HEAD", "-w", path]);
    assert_eq!(changed.code, 1);
    assert!(changed.out.contains("1 of 3 contexts fires newly"), "{}", changed.out);
    let as_json = reagent(&["compare", "big-spend", "--rev", "HEAD", "-w", path, "--format", "json"]);
    let first = json(&as_json.out);
    assert_eq!(first.pointer("/0/newly_fires").unwrap().to_value(), 1);
    for rev in ["nowhere", "--help", "HEAD:x"] {
        let refused = reagent(&["compare", &format!("--rev={rev}"), "-w", path]);
        assert_eq!((refused.code, refused.out.as_str()), (2, ""), "{rev}: {}", refused.err);
    }
}

/// A repository whose first commit has the shop; the folder as text.
fn committed(folder: &Path) -> String {
    write(folder, &files(500, 25));
    git(folder, &["init", "-q"]);
    git(folder, &["add", "."]);
    git(folder, &["commit", "-q", "-m", "first"]);
    folder.to_str().unwrap().to_owned()
}

#[test]
fn removed_triggers_no_longer_fire_new_ones_do_and_moved_ones_are_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let path = committed(folder.path());
    let file = folder.path().join("triggers/big-spend.json");
    std::fs::rename(&file, folder.path().join("triggers/moved.json")).unwrap();
    let moved = reagent(&["compare", "--rev", "HEAD", "-w", &path]);
    assert_eq!((moved.code, moved.err.as_str()), (0, ""));
    assert!(moved.out.contains("no difference on 3 contexts"), "{}", moved.out);
    let renamed = trigger(500, 25).replace("Big spend", "Larger spend");
    std::fs::write(folder.path().join("triggers/moved.json"), renamed).unwrap();
    let both = reagent(&["compare", "--rev", "HEAD", "-w", &path]);
    assert_eq!(both.code, 1);
    assert!(
        both.out.contains("Larger spend: the trigger is new: 1 of 3 contexts fires newly"),
        "{}",
        both.out
    );
    assert!(
        both.out.contains("Big spend: the trigger is no longer there: 1 of 3 contexts no longer fires"),
        "{}",
        both.out
    );
    std::fs::remove_file(folder.path().join("triggers/moved.json")).unwrap();
    for arguments in [
        &["compare", "--rev", "HEAD", "-w", &path][..],
        &["compare", "big-spend", "--rev", "HEAD", "-w", &path],
    ] {
        let gone = reagent(arguments);
        assert_eq!(gone.code, 1, "{}{}", gone.out, gone.err);
        assert!(gone.out.contains("no longer there: 1 of 3 contexts no longer fires"), "{}", gone.out);
    }
    assert_eq!(reagent(&["compare", "nobody", "--rev", "HEAD", "-w", &path]).code, 2);
}

#[test]
fn a_trigger_of_another_event_no_longer_fires_on_the_old_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = committed(folder.path());
    let other = trigger(500, 25).replace("transaction.created", "profile.updated");
    std::fs::write(folder.path().join("triggers/big-spend.json"), other).unwrap();
    let ran = reagent(&["compare", "--rev", "HEAD", "-w", &path]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("1 of 3 contexts no longer fires"), "{}", ran.out);
}

#[test]
fn two_files_are_compared_on_the_contexts_of_their_workspace() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &files(500, 25));
    let older = folder.path().join("older.json");
    std::fs::write(&older, trigger(400, 25)).unwrap();
    let newer = folder.path().join("triggers/big-spend.json");
    let ran = reagent(&["compare", older.to_str().unwrap(), newer.to_str().unwrap()]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    assert!(ran.out.contains("1 of 3 contexts no longer fires"), "{}", ran.out);
}

#[test]
fn why_is_answered_with_the_smallest_changes() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &files(500, 25));
    let path = folder.path().to_str().unwrap();
    let ran = reagent(&["why", "big-spend", "--context", "middle", "-w", path]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    for line in [
        "Stopped at step 1: not true that total is at least 500",
        "Why: not met",
        "total should be at least 500, but is 450 at /",
        "with another context   Fires if total is 500 instead of 450",
        "with another rule      Fires if step 1 asks for 450 instead of 500",
    ] {
        assert!(ran.out.contains(line.trim_end_matches(" at /")), "{line}\n{}", ran.out);
    }
    let as_json = reagent(&["why", "big-spend", "-c", "middle", "-w", path, "--format", "json"]);
    let answer = json(&as_json.out);
    assert_eq!(answer.pointer("/why/cause").unwrap().as_str(), Some("false"));
    assert_eq!(answer.pointer("/flip/context/context/total").unwrap().to_value(), 500);
}
