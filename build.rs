//! Packs the files of `static/` where the program is built, so that neither a start nor a visitor waits for it, and links the program
//! so that it needs little memory.
use std::io::{Error, Result, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use sha2::{Digest as _, Sha256};

/// A file as it goes out.
struct File {
    name: String,
    hash: String,
    body: Vec<u8>,
}

#[expect(clippy::disallowed_methods, reason = "the compiler says where to write by the environment only")]
fn main() -> Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=static");
    link_small()?;
    let target = PathBuf::from(env::var_os("OUT_DIR").ok_or_else(|| Error::other("OUT_DIR is not set"))?);
    let mut table = "const FILES: &[File] = &[\n".to_owned();
    for File { name, hash, body } in files(Path::new("static"))? {
        let kept = target.join(&name);
        let written = [("", body.clone()), (".gz", gzip(&body)?), (".br", brotli(&body)?)];
        for (packing, bytes) in &written {
            fs::write(format!("{}{packing}", kept.display()), bytes)?;
        }
        let [plain, gz, br] =
            written.map(|(packing, _)| format!("include_bytes!({:?})", format!("{}{packing}", kept.display())));
        table.push_str(&format!(
            "File {{ name: {name:?}, hash: {hash:?}, plain: {plain}, gzip: {gz}, brotli: {br} }},\n"
        ));
    }
    fs::write(target.join("assets.rs"), table + "];\n")
}

/// With the GNU C library: few heaps (`src/heaps.c`), and the list of addresses that the loader corrects in a tenth of its size, where the
/// library can read that (from 2.36 on). See docs/performance.md.
#[expect(clippy::disallowed_methods, reason = "the compiler says what it builds for by the environment only")]
fn link_small() -> Result<()> {
    println!("cargo::rerun-if-changed=src/heaps.c");
    if env::var("CARGO_CFG_TARGET_ENV").as_deref() != Ok("gnu") || env::var_os("HOST") != env::var_os("TARGET") {
        return Ok(());
    }
    for object in cc::Build::new().file("src/heaps.c").compile_intermediates() {
        println!("cargo::rustc-link-arg-bins={}", object.display());
    }
    let said = Command::new("getconf").arg("GNU_LIBC_VERSION").output();
    let said = String::from_utf8_lossy(&said.map(|output| output.stdout).unwrap_or_default()).into_owned();
    let minor = said.trim().strip_prefix("glibc 2.").and_then(|minor| minor.parse::<u32>().ok());
    if minor.is_some_and(|minor| minor >= 36) {
        println!("cargo::rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
    Ok(())
}

/// All of them by name; a stylesheet's references to other files are turned into their addresses, and it goes out squeezed.
fn files(folder: &Path) -> Result<Vec<File>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name().into_string().map_err(|_| Error::other("a name in static/ is not UTF-8"))?;
        if !name.ends_with(".LICENSE") {
            names.push(name);
        }
    }
    names.sort();
    let (sheets, others): (Vec<_>, Vec<_>) = names.into_iter().partition(|name| name.ends_with(".css"));
    let mut files: Vec<File> = Vec::new();
    for name in others.into_iter().chain(sheets) {
        let mut body = fs::read(folder.join(&name))?;
        if name.ends_with(".css") {
            let sheet = String::from_utf8(body).map_err(|_| Error::other(format!("{name} is not UTF-8")))?;
            let addressed = |sheet: String, file: &File| {
                sheet.replace(&format!("url(/{})", file.name), &format!("url(/assets/{}/{})", file.hash, file.name))
            };
            body = squeezed(&files.iter().fold(sheet, addressed)).into_bytes();
        }
        let hash = Sha256::digest(&body).iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        files.push(File { name, hash, body });
    }
    files.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(files)
}

/// A stylesheet without the room that is there for people: 190 bytes of a first view, packed. What stands in quotes stays as it is.
fn squeezed(sheet: &str) -> String {
    let mut lines = String::with_capacity(sheet.len());
    for line in sheet.lines().map(str::trim) {
        lines.push_str(line);
        if !line.is_empty() && !line.ends_with(['{', '}', ';', ',']) {
            lines.push(' ');
        }
    }
    let squeeze = |text: &str| {
        let pairs = [(" {", "{"), ("{ ", "{"), (" }", "}"), ("; ", ";"), (";}", "}"), (": ", ":"), (", ", ",")];
        pairs.into_iter().fold(text.to_owned(), |text, (wide, narrow)| text.replace(wide, narrow))
    };
    let parts = lines.split('"').enumerate();
    let parts = parts.map(|(at, part)| if at % 2 == 0 { squeeze(part) } else { part.to_owned() });
    parts.collect::<Vec<_>>().join("\"")
}

fn gzip(body: &[u8]) -> Result<Vec<u8>> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(body)?;
    packer.finish()
}

fn brotli(body: &[u8]) -> Result<Vec<u8>> {
    let parameters =
        brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 18, size_hint: body.len(), ..Default::default() };
    let mut packer = brotli::CompressorWriter::with_params(Vec::new(), 4096, &parameters);
    packer.write_all(body)?;
    Ok(packer.into_inner())
}
