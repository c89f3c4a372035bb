//! Content as a folder of files: what `import` reads and `export` writes, and the demo academy that comes with the program.
mod day;
mod export;
mod folder;
mod front_matter;
mod import;
mod pictures;
mod report;
mod sheet;
mod single;
mod training_file;

pub use export::export;
pub use folder::Folder;
pub use import::{import, import_into, import_with};
pub use pictures::Pictures;
pub use report::{Refusal, Report};
pub use sheet::import_trainings;
