//! The program over content of a test's own.
use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use tempfile::TempDir;

pub const EMAIL: &str = "admin@academy.example";
pub const PASSWORD: &str = "seven-quiet-baobabs";

/// How long a debug build on a busy machine may take to be ready.
const PATIENCE: Duration = Duration::from_secs(60);

/// The running program, with an admin; it ends with the test.
pub struct Program {
    pub address: String,
    _folder: TempDir,
    process: Child,
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Program {
    /// Imports what `write` puts into a folder, and serves it under this name of the machine.
    pub fn serve(host: &str, write: impl FnOnce(&Path)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        write(&folder.path().join("content"));
        let bind = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let address = format!("http://{host}:{}", bind.port());
        let lectern = || {
            let mut command = Command::new(env!("CARGO_BIN_EXE_lectern"));
            command.current_dir(folder.path()).env("LECTERN_LOG", "error");
            command.env("LECTERN_BIND", bind.to_string()).env("LECTERN_BASE_URL", &address);
            command
        };
        let imported = lectern().args(["import", "content"]).output().unwrap();
        assert!(imported.status.success(), "{}", String::from_utf8_lossy(&imported.stdout));
        let mut add = lectern();
        add.args(["user", "add", "--email", EMAIL, "--name", "Naledi Admin", "--role", "admin", "--password-stdin"]);
        let mut added = add.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        added.stdin.take().unwrap().write_all(PASSWORD.as_bytes()).unwrap();
        assert!(added.wait().unwrap().success(), "nobody was added");
        let process = lectern().arg("serve").stdout(Stdio::null()).spawn().unwrap();
        let started = Instant::now();
        while TcpStream::connect(bind).is_err() {
            assert!(started.elapsed() < PATIENCE, "the program never listened on {bind}");
            sleep(Duration::from_millis(20));
        }
        Self { address, _folder: folder, process }
    }
}
