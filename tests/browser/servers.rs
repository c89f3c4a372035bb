//! The program under test and the browser's driver: started once a run, ended with it.
use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Statics are never dropped, so a shell keeps the processes and ends them when the other end of its input is gone: after the
/// last test, and also when the run is killed. A group of their own takes the browsers of failed tests along.
const KEEPER: &str = r#"
    chromedriver --port=0 >"$1/driver.log" 2>&1 &
    driver=$!
    "$2" demo --dir "$1/site" --bind 127.0.0.1:0 >"$1/site.log" 2>&1 &
    site=$!
    trap : TERM
    read -r _
    kill -- -$$
    wait $site $driver
    for _ in 1 2 3; do sleep 1; rm -rf "$1"; done
"#;

/// How long a debug build on a busy machine may take to be ready.
const PATIENCE: Duration = Duration::from_secs(60);

/// What all tests of a run share.
pub struct Servers {
    /// `http://127.0.0.1:PORT`
    pub site: String,
    pub driver: String,
    folder: PathBuf,
    _keeper: Child,
}

/// The servers of this run.
pub fn servers() -> &'static Servers {
    static SERVERS: OnceLock<Servers> = OnceLock::new();
    SERVERS.get_or_init(start)
}

fn start() -> Servers {
    need("chromium");
    need("chromedriver");
    let folder = tempfile::tempdir().unwrap().keep();
    let mut keeper = Command::new("sh");
    keeper.args(["-c", KEEPER, "sh"]).arg(&folder).arg(env!("CARGO_BIN_EXE_lectern"));
    keeper.process_group(0).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let _keeper = keeper.spawn().unwrap();
    let port = said(&folder.join("driver.log"), "successfully on port ");
    let site = said(&folder.join("site.log"), "is open at ");
    Servers { site, driver: format!("http://127.0.0.1:{}", port.trim_end_matches('.')), folder, _keeper }
}

/// A machine without the program fails here: a browser test that did not run has shown nothing.
fn need(program: &str) {
    let found = Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    assert!(
        found.is_ok_and(|status| status.success()),
        "the browser tests need `{program}`: apt-get install chromium chromium-driver, or leave them out with --skip browser::"
    );
}

/// The word that a program printed after `words`.
fn said(log: &Path, words: &str) -> String {
    let started = Instant::now();
    loop {
        let text = fs::read_to_string(log).unwrap_or_default();
        let rest = text.split_once(words).and_then(|(_, rest)| rest.split_once('\n'));
        if let Some((line, _)) = rest {
            return line.split_whitespace().next().unwrap_or_default().to_owned();
        }
        assert!(started.elapsed() < PATIENCE, "`{words}` was never said; {} holds: {text}", log.display());
        sleep(Duration::from_millis(20));
    }
}

impl Servers {
    /// A place for a browser's own files; it goes when the run ends.
    pub fn profile(&self) -> PathBuf {
        tempfile::Builder::new().prefix("profile-").tempdir_in(&self.folder).unwrap().keep()
    }

    /// The password of the demo's admin.
    pub fn password(&self) -> String {
        said(&self.folder.join("site.log"), ", password ")
    }

    /// What the program says to some words about the demo's own data, which it serves at the same time.
    fn say(&self, words: &[&str], input: &str) -> String {
        let mut program = Command::new(env!("CARGO_BIN_EXE_lectern"));
        let database = format!("sqlite://{}", self.folder.join("site/lectern.db").display());
        program.env("LECTERN_DATABASE_URL", database).env("LECTERN_BASE_URL", &self.site);
        let mut child = program.args(words).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        let said = child.wait_with_output().unwrap();
        assert!(said.status.success(), "{words:?}: {said:?}");
        String::from_utf8(said.stdout).unwrap()
    }

    /// Somebody who works here besides the demo's admin.
    pub fn employ(&self, email: &str, name: &str, role: &str, password: &str) {
        self.say(&["user", "add", "--email", email, "--name", name, "--role", role, "--password-stdin"], password);
    }

    /// The page on which somebody chooses a new password.
    pub fn link_to_reset(&self, email: &str) -> String {
        let said = self.say(&["user", "reset", email], "");
        said.split_whitespace().find_map(|word| Some(word[word.find("/admin/login/password")?..].to_owned())).unwrap()
    }

    /// The key from which the demo's secrets grow.
    pub fn key(&self) -> String {
        fs::read_to_string(self.folder.join("site/secret.key")).unwrap().trim().to_owned()
    }

    /// Host and port, as requests name them.
    pub fn authority(&self) -> &str {
        self.site.trim_start_matches("http://")
    }

    /// The mails of an enquiry, as soon as both are written.
    pub fn letters(&self, reference: &str) -> Vec<String> {
        let started = Instant::now();
        loop {
            let files =
                fs::read_dir(self.folder.join("site/mail")).into_iter().flatten().map(|file| file.unwrap().path());
            let finished = files.filter(|path| path.extension().is_some_and(|ending| ending == "eml"));
            let texts = finished.map(|path| fs::read_to_string(path).unwrap());
            let letters: Vec<String> = texts.filter(|text| text.contains(reference)).collect();
            if letters.len() >= 2 || started.elapsed() > PATIENCE {
                return letters;
            }
            sleep(Duration::from_millis(50));
        }
    }

    /// The thanks page of an enquiry that was sent for the tests that only look at pages.
    pub fn thanks(&self) -> &'static str {
        static THANKS: OnceLock<String> = OnceLock::new();
        let form = "name=Page+Walker&email=walker%40example.com&message=Which+course+comes+first%3F";
        THANKS.get_or_init(|| post_form(self.authority(), "/contact", form))
    }
}

/// Sends a form and answers with the address that it leads to.
pub fn post_form(authority: &str, path: &str, form: &str) -> String {
    let mut stream = TcpStream::connect(authority).unwrap();
    let kind = "Content-Type: application/x-www-form-urlencoded\r\nConnection: close";
    let head = format!("POST {path} HTTP/1.1\r\nHost: {authority}\r\n{kind}");
    write!(stream, "{head}\r\nContent-Length: {}\r\n\r\n{form}", form.len()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let location = answer.lines().find_map(|line| line.strip_prefix("location: "));
    location.unwrap_or_else(|| unreachable!("{path} leads nowhere: {answer}")).to_owned()
}

#[test]
#[should_panic(expected = "apt-get install chromium chromium-driver")]
fn a_machine_without_a_browser_is_told_what_to_install() {
    need("a-browser-that-nobody-has");
}
