mod brochure;
mod compare;
mod index;
mod letter;
mod narrowing;
mod self_check;
mod show;

pub use brochure::brochure;
pub use compare::show as compare;
pub use index::index;
pub use letter::show as letter;
pub use self_check::SelfCheck;
pub use show::{preview, show};
