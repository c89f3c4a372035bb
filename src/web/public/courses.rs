mod index;
mod narrowing;
mod show;

pub use index::index;
pub use show::show;
