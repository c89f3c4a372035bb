mod archive;
mod entry;
mod feed;
mod index;
mod show;

pub use archive::{archive, month};
pub use feed::{feed, topic_feed};
pub use index::{author, index, topic};
pub use show::{read_hidden, show};
