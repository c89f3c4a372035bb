/// Trainings as iCalendar.
pub mod calendar;
mod index;
mod months;
mod narrowing;
mod show;

pub use index::index;
pub use narrowing::narrow;
pub use show::show;
