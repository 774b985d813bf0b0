//! The commands about what is live: practice server, listener, firing, a tenant's own rendering.
// data table

use super::command::CommandId;
use super::table::{CommandRow, Menu};
use super::update::allowed;

pub(super) const LIVE_COMMANDS: &[CommandRow] = &[
    CommandRow {
        id: CommandId::FireEvent,
        text: "Fire an event…",
        tooltip: "Runs a custom event here first, then sends it to the chosen tenant if you say so",
        menu: Menu::Tenant,
        shortcut: None,
        enabled: allowed::has_any_context,
        run: |turn| turn.show_fire(),
    },
    CommandRow {
        id: CommandId::CompareRendering,
        text: "Compare with the tenant's rendering…",
        tooltip: "Asks the chosen tenant to render the shown template, and shows the difference",
        menu: Menu::Tenant,
        shortcut: None,
        enabled: allowed::shows_target,
        run: |turn| turn.show_tenant_preview(),
    },
    CommandRow {
        id: CommandId::Practice,
        text: "Practice server…",
        tooltip: "A server with Omneo's routes on this computer, for trying things",
        menu: Menu::Tenant,
        shortcut: None,
        enabled: allowed::always,
        run: |turn| turn.show_practice(),
    },
    CommandRow {
        id: CommandId::StopPractice,
        text: "Stop the practice server",
        tooltip: "What it has kept is gone then",
        menu: Menu::Tenant,
        shortcut: None,
        enabled: allowed::practice_runs,
        run: |turn| turn.stop_practice(),
    },
    CommandRow {
        id: CommandId::Receive,
        text: "Receive posts",
        tooltip: "Shows what targets and webhooks post to this computer",
        menu: Menu::Tenant,
        shortcut: None,
        enabled: allowed::always,
        run: |turn| turn.show_received(),
    },
    CommandRow {
        id: CommandId::StopListening,
        text: "Stop listening",
        tooltip: "No more posts are received",
        menu: Menu::Tenant,
        shortcut: None,
        enabled: allowed::listener_runs,
        run: |turn| turn.stop_listening(),
    },
];
