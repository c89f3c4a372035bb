//! The program itself, started as an operator starts it.
mod content;
mod demo;
mod doctor;
mod serving;
mod settings;
mod user;
mod words;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(20);

/// The program in a folder, without any setting of this machine.
fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lectern"));
    command.current_dir(folder).env_clear().env("RUST_BACKTRACE", "0").stdin(Stdio::null());
    command
}

/// What the program says to some words, and how it ends.
fn say(folder: &Path, words: &[&str]) -> Said {
    Said::from(&program(folder).args(words).output().unwrap())
}

/// Output and exit status.
#[derive(Debug)]
struct Said {
    code: Option<i32>,
    out: String,
    err: String,
}

impl From<&Output> for Said {
    fn from(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        Self { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) }
    }
}

impl Said {
    /// It failed with this status and one line on standard error that holds these words.
    #[track_caller]
    fn failed(&self, code: i32, words: &[&str]) {
        let line = self.err.trim_end_matches('\n');
        assert!(self.code == Some(code) && line.starts_with("lectern: ") && !line.contains('\n'), "{self:?}");
        assert!(words.iter().all(|words| line.contains(words)), "{words:?} in {line}");
    }

    #[track_caller]
    fn succeeded(&self) {
        assert_eq!((self.code, self.err.as_str()), (Some(0), ""), "{self:?}");
    }
}

/// A program that runs until it is told to stop; it is killed when the test ends without that.
struct Running(Child);

impl Running {
    fn start(command: &mut Command) -> Self {
        Self(command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap())
    }

    fn terminate(&self) {
        let told = Command::new("kill").args(["-TERM", &self.0.id().to_string()]).status().unwrap();
        assert!(told.success());
    }

    /// Waits for its end.
    fn ended(&mut self) -> Option<i32> {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            if let Some(status) = self.0.try_wait().unwrap() {
                return status.code();
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("it does not end");
    }

    /// The first lines of its standard output.
    fn lines(&mut self, count: usize) -> Vec<String> {
        let out = BufReader::new(self.0.stdout.as_mut().unwrap());
        out.lines().take(count).map(Result::unwrap).collect()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A port that was free a moment ago.
fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Waits until somebody listens there.
fn connect(port: u16) -> TcpStream {
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        if let Ok(stream) = TcpStream::connect(("127.0.0.1", port)) {
            stream.set_read_timeout(Some(PATIENCE)).unwrap();
            return stream;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    panic!("nobody listens on port {port}");
}

/// A whole answer, head and body.
fn ask(port: u16, request: &str) -> String {
    let mut stream = connect(port);
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

fn get(port: u16, path: &str) -> String {
    ask(port, &format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"))
}

/// A good enquiry, as a browser posts it.
fn enquiry(port: u16) -> String {
    let body = "name=Thandi&email=thandi%40academy.example&message=When+is+the+next+date%3F";
    format!(
        "POST /contact HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\nConnection: close\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}
