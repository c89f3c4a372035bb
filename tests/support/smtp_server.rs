//! A mail server on this machine that keeps what it gets and misbehaves as told.
mod trick;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard};

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

use super::base64::decode_base64;
use super::certificate::certificate;
pub use trick::{Received, Setup, Trick};

#[derive(Default)]
struct Log {
    tricks: VecDeque<Trick>,
    kept: Vec<Received>,
    seen: Vec<Received>,
    commands: Vec<String>,
    connections: usize,
    is_away: bool,
}

/// The server; it stops when this is dropped.
pub struct SmtpServer {
    pub port: u16,
    /// The authority that signed its certificate.
    pub ca: Vec<u8>,
    log: Arc<Mutex<Log>>,
    task: JoinHandle<()>,
}

impl SmtpServer {
    pub async fn start(setup: Setup) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (ca, tls) = certificate(setup.expired);
        let log = Arc::<Mutex<Log>>::default();
        let shared = Arc::clone(&log);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let session = Session { setup: setup.clone(), log: Arc::clone(&shared), tls: tls.clone() };
                tokio::spawn(session.run(stream));
            }
        });
        Self { port, ca, log, task }
    }

    /// What will go wrong, after what was planned before.
    pub fn plan(&self, tricks: &[Trick]) {
        self.log().tricks.extend(tricks);
    }

    /// Nothing goes wrong any more.
    pub fn behave(&self) {
        self.log().tricks.clear();
    }

    /// Closes every new connection without a word, until told otherwise.
    pub fn go_away(&self, is_away: bool) {
        self.log().is_away = is_away;
    }

    /// Mails that it said it has, or has without having said so.
    pub fn kept(&self) -> Vec<Received> {
        self.log().kept.clone()
    }

    /// Every mail that came in whole, the refused ones too.
    pub fn seen(&self) -> Vec<Received> {
        self.log().seen.clone()
    }

    /// Every command line of every connection.
    pub fn commands(&self) -> Vec<String> {
        self.log().commands.clone()
    }

    pub fn connections(&self) -> usize {
        self.log().connections
    }

    fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap()
    }
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

trait Wire: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Wire for T {}

struct Session {
    setup: Setup,
    log: Arc<Mutex<Log>>,
    tls: TlsAcceptor,
}

/// Why a conversation stopped.
enum End {
    Closed,
    Upgrade(Box<dyn Wire>),
}

impl Session {
    async fn run(self, stream: TcpStream) {
        self.log.lock().unwrap().connections += 1;
        if self.log.lock().unwrap().is_away {
            return;
        }
        stream.set_nodelay(true).unwrap();
        if matches!(self.log.lock().unwrap().tricks.front(), Some(Trick::ResetAt(_))) {
            stream.set_zero_linger().unwrap();
        }
        match self.next_trick(Trick::is_at_connect) {
            Some(Trick::HangUp) => return,
            Some(Trick::Drip) => return drip(boxed(stream)).await,
            Some(Trick::LongBanner) => {
                let _ = say(&mut BufReader::new(boxed(stream)), &format!("220 {}", "x".repeat(1024 * 1024))).await;
                return;
            }
            Some(_) => return std::future::pending().await,
            None => {}
        }
        let encrypted = self.setup.implicit_tls;
        let wire = if encrypted { self.tls.accept(stream).await.ok().map(boxed) } else { Some(boxed(stream)) };
        let Some(wire) = wire else { return };
        if let Ok(End::Upgrade(wire)) = self.converse(wire, encrypted, true).await
            && let Ok(wire) = self.tls.accept(wire).await
        {
            let _ = self.converse(boxed(wire), true, false).await;
        }
    }

    fn next_trick(&self, fits: impl Fn(Trick) -> bool) -> Option<Trick> {
        let mut log = self.log.lock().unwrap();
        if log.tricks.front().copied().is_some_and(fits) { log.tricks.pop_front() } else { None }
    }

    async fn converse(&self, wire: Box<dyn Wire>, encrypted: bool, greet: bool) -> std::io::Result<End> {
        let mut wire = BufReader::new(wire);
        if greet {
            say(&mut wire, "220 test.example ESMTP").await?;
        }
        let mut mail = Received { from: String::new(), to: Vec::new(), data: String::new(), encrypted, login: None };
        let mut line = String::new();
        loop {
            line.clear();
            if wire.read_line(&mut line).await? == 0 {
                return Ok(End::Closed);
            }
            let command = line.trim_end();
            self.log.lock().unwrap().commands.push(command.to_owned());
            let (verb, rest) = command.split_once(' ').unwrap_or((command, ""));
            match self.next_trick(|trick| trick.is_at_verb(verb)) {
                Some(Trick::AtVerb(_, reply)) => {
                    say(&mut wire, reply).await?;
                    continue;
                }
                Some(_) => return Ok(End::Closed),
                None => say(&mut wire, &self.answer(verb, rest, &mut mail)).await?,
            }
            match verb {
                "STARTTLS" if self.setup.starttls => return Ok(End::Upgrade(wire.into_inner())),
                "QUIT" => return Ok(End::Closed),
                "DATA" => {
                    mail.data = read_data(&mut wire).await?;
                    if !self.take(&mut wire, mail.clone()).await? {
                        return Ok(End::Closed);
                    }
                }
                _ => {}
            }
        }
    }

    fn answer(&self, verb: &str, rest: &str, mail: &mut Received) -> String {
        let reply = match verb {
            "EHLO" => return self.capabilities(mail.encrypted),
            "STARTTLS" if self.setup.starttls => return format!("220 go on{}", self.setup.slipped_in),
            "AUTH" => {
                mail.login = self.signed_in(rest);
                if mail.login.is_some() { "235 welcome" } else { "535 5.7.8 wrong password" }
            }
            "MAIL" if self.setup.login.is_some() && mail.login.is_none() => "530 sign in",
            "MAIL" => {
                (mail.from, mail.to) = (address(rest), Vec::new());
                "250 ok"
            }
            "RCPT" => match self.next_trick(|trick| matches!(trick, Trick::AtRecipient(_))) {
                Some(Trick::AtRecipient(reply)) => reply,
                _ => {
                    mail.to.push(address(rest));
                    "250 ok"
                }
            },
            "DATA" => "354 end with a dot",
            "RSET" | "NOOP" => "250 ok",
            "QUIT" => "221 bye",
            _ => "502 what?",
        };
        reply.to_owned()
    }

    fn capabilities(&self, encrypted: bool) -> String {
        let starttls = if self.setup.starttls && !encrypted { "250-STARTTLS\r\n" } else { "" };
        let auth = if self.setup.login.is_some() { "250-AUTH PLAIN\r\n" } else { "" };
        format!("250-test.example\r\n{starttls}{auth}250 8BITMIME")
    }

    /// `PLAIN` and base64 of `\0user\0password`.
    fn signed_in(&self, plain: &str) -> Option<String> {
        let (user, password) = self.setup.login?;
        let given = decode_base64(plain.strip_prefix("PLAIN ")?);
        (given == format!("\0{user}\0{password}").into_bytes()).then(|| user.to_owned())
    }

    /// Tells whether the conversation goes on.
    async fn take(&self, wire: &mut BufReader<Box<dyn Wire>>, mail: Received) -> std::io::Result<bool> {
        let is_earlier = |trick: Trick| {
            trick.is_at_connect() || matches!(trick, Trick::AtRecipient(_) | Trick::AtVerb(..) | Trick::ResetAt(_))
        };
        let trick = self.next_trick(|trick| !is_earlier(trick));
        {
            let mut log = self.log.lock().unwrap();
            log.seen.push(mail.clone());
            if !matches!(trick, Some(Trick::AtEnd(_) | Trick::SilentAfterData | Trick::DripAfterData)) {
                log.kept.push(mail);
            }
        }
        match trick {
            Some(Trick::AtEnd(reply)) => say(wire, reply).await?,
            Some(Trick::DropAfterData) => return Ok(false),
            Some(Trick::SilentAfterData) => std::future::pending().await,
            Some(Trick::DripAfterData) => loop {
                wire.write_all(b"2").await?;
                wire.flush().await?;
                tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            },
            _ => say(wire, "250 kept").await?,
        }
        Ok(trick != Some(Trick::CloseAfterwards))
    }
}

/// A letter now and then, so that whoever waits for silence waits for ever.
async fn drip(mut wire: Box<dyn Wire>) {
    while wire.write_all(b"2").await.is_ok() {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}

fn boxed(wire: impl Wire + 'static) -> Box<dyn Wire> {
    Box::new(wire)
}

async fn say(wire: &mut BufReader<Box<dyn Wire>>, reply: &str) -> std::io::Result<()> {
    wire.write_all(format!("{reply}\r\n").as_bytes()).await?;
    wire.flush().await
}

async fn read_data(wire: &mut BufReader<Box<dyn Wire>>) -> std::io::Result<String> {
    let mut data = String::new();
    loop {
        let mut line = String::new();
        if wire.read_line(&mut line).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        if line == ".\r\n" {
            return Ok(data);
        }
        data.push_str(line.strip_prefix('.').unwrap_or(&line));
    }
}

fn address(text: &str) -> String {
    let (_, rest) = text.split_once('<').unwrap();
    rest.split_once('>').unwrap().0.to_owned()
}
