//! An installation of the program itself, which may be killed, and who posts to it.
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use lectern::db::{DatabaseUrl, Db};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

use crate::support::database::{TestDatabase, empty};

/// A folder with a database, on whichever engine is under test.
pub struct Home {
    pub folder: TempDir,
    pub url: DatabaseUrl,
    pub port: u16,
    _server: Option<TestDatabase>,
}

impl Home {
    pub fn new() -> Self {
        let database = empty();
        match &database.url {
            DatabaseUrl::Sqlite(_) => Self::in_a_file(),
            url @ DatabaseUrl::Postgres(_) => Self { url: url.clone(), _server: Some(database), ..Self::in_a_file() },
        }
    }

    /// With its database in a file that nobody else has open: the program alone brings it back after a crash.
    pub fn in_a_file() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { url: DatabaseUrl::file_in(folder.path()), folder, port: free_port(), _server: None }
    }

    /// The database file, where there is one.
    pub fn file(&self) -> Option<PathBuf> {
        match &self.url {
            DatabaseUrl::Sqlite(path) => Some(path.clone()),
            DatabaseUrl::Postgres(_) => None,
        }
    }

    /// The program with its settings, after what it is started by.
    pub fn command(&self, by: &[&str], smtp: &str) -> Command {
        let url = match &self.url {
            DatabaseUrl::Sqlite(path) => format!("sqlite://{}", path.display()),
            DatabaseUrl::Postgres(url) => url.clone(),
        };
        let program = env!("CARGO_BIN_EXE_lectern");
        let mut command = Command::new(by.first().unwrap_or(&program));
        if !by.is_empty() {
            command.args(&by[1..]).arg(program);
        }
        command.arg("serve").current_dir(self.folder.path()).env_clear().env("PATH", "/usr/bin:/bin:/usr/sbin:/sbin");
        command.env("LECTERN_DATABASE_URL", url).env("LECTERN_SMTP_URL", smtp).env("LECTERN_LOG", "error");
        command.env("LECTERN_BIND", format!("127.0.0.1:{}", self.port)).env("LECTERN_ENQUIRY_RATE", "1000000");
        command
            .env("LECTERN_MAIL_FROM", "no-reply@academy.example")
            .env("LECTERN_STAFF_EMAIL", "staff@academy.example");
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    /// Starts it and waits until it serves.
    pub async fn start(&self, by: &[&str], smtp: &str) -> Running {
        let running = Running(self.command(by, smtp).spawn().unwrap());
        let served = timeout(Duration::from_secs(60), async {
            while get(self.port, "/healthz").await.is_none() {
                sleep(Duration::from_millis(5)).await;
            }
        });
        served.await.expect("it does not serve");
        running
    }

    pub fn db(&self) -> Db {
        Db::connect(&self.url, 2).unwrap()
    }
}

/// The program at work; it is killed at the latest when this is dropped.
pub struct Running(pub Child);

impl Running {
    /// Without a word of warning, as a crash does.
    pub fn kill_9(mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// A whole answer; `None` where the line broke before it was there.
pub async fn ask(port: u16, request: String) -> Option<String> {
    let answer = async {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).await.ok()?;
        stream.write_all(request.as_bytes()).await.ok()?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.ok()?;
        String::from_utf8(answer).ok().filter(|answer| answer.starts_with("HTTP/1.1 "))
    };
    timeout(Duration::from_secs(20), answer).await.ok().flatten()
}

pub async fn get(port: u16, path: &str) -> Option<String> {
    ask(port, format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n")).await
}

/// Posts an enquiry as a browser does.
pub async fn post(port: u16, fields: &[(&str, &str)]) -> Option<String> {
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let head = format!(
        "POST /contact HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\nConnection: close\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    ask(port, head + &body).await
}

/// The reference that an answer thanks for.
pub fn thanked(answer: &str) -> Option<String> {
    let (_, rest) = answer.strip_prefix("HTTP/1.1 303")?.split_once("/contact/thanks?ref=")?;
    Some(rest.split(['\r', '\n', '&']).next()?.to_owned())
}
