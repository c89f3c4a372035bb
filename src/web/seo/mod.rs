//! Pages that only machines read.
mod llms;
mod robots;
mod sitemap;

pub use llms::show as llms;
pub use robots::show as robots;
pub use sitemap::show as sitemap;
