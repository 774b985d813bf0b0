//! The commands about tenants: the part of the table whose work may leave this machine.
// data table

use super::command::CommandId;
use super::table::{CommandRow, Menu};
use super::update::allowed;

pub(super) const TENANT_COMMANDS: &[CommandRow] = &[
    CommandRow {
        id: CommandId::PlanChanges,
        text: "Plan changes for the tenant",
        tooltip: "Reads the tenant and shows what would be sent; sends nothing",
        menu: Menu::Tenant,
        shortcut: None,
        enabled: allowed::has_tenant,
        run: |turn| turn.plan_changes(),
    },
    CommandRow {
        id: CommandId::SendChanges,
        text: "Send the planned changes…",
        tooltip: "Asks first, then sends what was chosen in the plan",
        menu: Menu::Tenant,
        shortcut: None,
        enabled: allowed::can_send,
        run: |turn| turn.ask_to_send(),
    },
    CommandRow {
        id: CommandId::PullChanges,
        text: "Pull from the tenant",
        tooltip: "Reads the tenant and shows what could be brought into this workspace",
        menu: Menu::Tenant,
        shortcut: None,
        enabled: allowed::has_tenant,
        run: |turn| turn.pull_changes(),
    },
    CommandRow {
        id: CommandId::Drift,
        text: "What changed on the tenant",
        tooltip: "Reads the tenant and shows what somebody changed there since the last time",
        menu: Menu::Tenant,
        shortcut: None,
        enabled: allowed::has_tenant,
        run: |turn| turn.show_drift(),
    },
    CommandRow {
        id: CommandId::Connections,
        text: "Connections…",
        tooltip: "Tenants of this workspace, their tokens, and whether they can be reached",
        menu: Menu::Tenant,
        shortcut: None,
        enabled: allowed::always,
        run: |turn| turn.show_connections(),
    },
    CommandRow {
        id: CommandId::TestConnection,
        text: "Test the connection",
        tooltip: "Asks the chosen tenant for one object of each kind; changes nothing there",
        menu: Menu::Tenant,
        shortcut: None,
        enabled: allowed::has_tenant,
        run: |turn| turn.test_connection(),
    },
    CommandRow {
        id: CommandId::LogOut,
        text: "Log out of the tenant",
        tooltip: "Forgets the chosen tenant's token, in this session and in the keychain",
        menu: Menu::Tenant,
        shortcut: None,
        enabled: allowed::has_tenant,
        run: |turn| turn.log_out(),
    },
];
