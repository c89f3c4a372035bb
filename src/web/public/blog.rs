mod index;
mod show;

pub use index::{index, topic};
pub use show::show;
