//! `publiable audit`: what it reads however git stores it, what it says it could
//! not read, what it compares.

mod compare;
mod ending;
mod hiding_places;
mod history;
mod history_faults;
mod hostile;
mod incomplete;
mod part;
mod references;
mod settled;
