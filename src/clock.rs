//! What day it is: the one that `SOURCE_DATE_EPOCH` sets, so that the same
//! input gives the same bytes, else the machine's, in UTC.

use crate::error::{Error, Result};
use crate::text;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// The day ages and expiries are counted to when none is given.
pub(crate) fn today() -> Result<Date> {
    let now = source_date()?.unwrap_or_else(Timestamp::now);
    Ok(day(now))
}

/// The day of `moment`, in UTC.
pub(crate) fn day(moment: Timestamp) -> Date {
    moment.to_zoned(TimeZone::UTC).date()
}

/// The moment that `SOURCE_DATE_EPOCH` sets, when it is set.
pub(crate) fn source_date() -> Result<Option<Timestamp>> {
    let Ok(seconds) = std::env::var("SOURCE_DATE_EPOCH") else { return Ok(None) };
    let parsed = seconds.trim().parse().ok();
    let moment = parsed.and_then(|seconds| Timestamp::from_second(seconds).ok());
    moment.map(Some).ok_or_else(|| {
        Error::usage(text!(
            "SOURCE_DATE_EPOCH vaut « {seconds} », qui n’est pas un nombre de secondes.",
            "SOURCE_DATE_EPOCH is “{seconds}”, which is not a number of seconds."
        ))
        .remedy(text!("Corrigez-la ou retirez-la.", "Correct it or unset it."))
    })
}
