use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use super::pictures::is_picture;

/// The demo academy, inside the program.
#[derive(rust_embed::RustEmbed)]
#[folder = "content/"]
struct Demo;

/// The files of a content folder: their paths inside it, with `/`, and their text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folder(pub BTreeMap<String, String>);

impl Folder {
    /// The demo academy that comes with the program.
    pub fn demo() -> Self {
        let file = |name: std::borrow::Cow<'static, str>| {
            let data = Demo::get(&name)?.data;
            Some((name.into_owned(), String::from_utf8_lossy(&data).into_owned()))
        };
        Self(Demo::iter().filter_map(file).collect())
    }

    /// Reads a folder from the disk; files whose name begins with a dot are left out, and so are pictures, which are no text.
    ///
    /// # Errors
    /// When the folder or a file in it cannot be read, or a file is not UTF-8.
    pub fn read(root: &Path) -> io::Result<Self> {
        let mut files = BTreeMap::new();
        let mut open = vec![root.to_owned()];
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(&folder)? {
                let path = entry?.path();
                if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.')) {
                    continue;
                }
                if path.is_dir() {
                    open.push(path);
                } else {
                    let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
                    if is_picture(&name) {
                        continue;
                    }
                    let text = fs::read_to_string(&path)
                        .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))?;
                    files.insert(name, plain(&text));
                }
            }
        }
        Ok(Self(files))
    }

    /// Writes the files below `root`, making folders as needed.
    ///
    /// # Errors
    /// When a file or folder cannot be written.
    pub fn write(&self, root: &Path) -> io::Result<()> {
        for (name, text) in &self.0 {
            let path = root.join(name);
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent)?;
            }
            fs::write(path, text)?;
        }
        Ok(())
    }
}

/// Text as this program writes it, also where an editor on Windows marked its beginning and ended its lines otherwise.
fn plain(text: &str) -> String {
    text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n")
}
