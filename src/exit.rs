//! The exit codes, the same for every subcommand and every format. Which one an audit ends
//! with is chosen by `FailOn::exit_code`, in `report/verdict.rs`.

/// Publishable for the gate that was chosen; the command did its work.
pub const SUCCESS: u8 = 0;
/// The audit found something at or above `--fail-on`.
pub const FINDINGS: u8 = 1;
/// Wrong usage or wrong configuration: nothing was audited.
pub const USAGE: u8 = 2;
/// Something could not be seen: the audit is incomplete.
pub const INCOMPLETE: u8 = 3;
/// Interrupted from the keyboard (128 + SIGINT, as shells report it).
pub const INTERRUPTED: u8 = 130;
