mod index;
mod show;

pub use index::index;
pub use show::show;
