//! The commands about tenants: the part of the table whose work may leave this machine.
// data table

use super::command::CommandId;
use super::table::{CommandRow, Menu};
use super::update::allowed;

pub(super) const TENANT_COMMANDS: &[CommandRow] = &[
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
