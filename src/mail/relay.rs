use std::fmt;
use std::future::Future;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Noop, Rcpt, Rset};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::Response;
use secrecy::ExposeSecret;
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout};

use super::mailbox::{one_line, wire_address};
use super::{Deadlines, MailError, MailerOptions, Outgoing, Security, SendError, Server};
use crate::types::EmailAddress;

const LEAVE: Duration = Duration::from_secs(1);

/// Replies that ask for a sign-in or a protected connection: the settings are wrong then, not the mail.
const NOT_ABOUT_THE_MAIL: [u16; 4] = [530, 534, 535, 538];

/// A mail server, with the connections to it that wait for the next mail.
pub struct Relay {
    server: Server,
    tls: TlsParameters,
    hello: ClientId,
    deadlines: Deadlines,
    idle: Mutex<Vec<Idle>>,
}

struct Idle {
    connection: AsyncSmtpConnection,
    since: Instant,
}

impl Relay {
    pub(super) fn new(server: Server, options: MailerOptions) -> Result<Self, MailError> {
        let mut tls = TlsParameters::builder(server.host.clone());
        if let Some(pem) = options.extra_root {
            tls = tls.add_root_certificate(Certificate::from_pem(&pem).map_err(MailError::new)?);
        }
        let tls = tls.build_rustls().map_err(MailError::new)?;
        Ok(Self { server, tls, hello: ClientId::default(), deadlines: options.deadlines, idle: Mutex::default() })
    }

    pub(super) async fn send(&self, mail: &Outgoing) -> Result<(), SendError> {
        let mut connection = self.connection().await.map_err(SendError::of_server)?;
        let sent = self.hand_over(&mut connection, mail).await;
        // A server that answered, though with a refusal, will listen again; one that fell silent may still be in the mail.
        if sent.as_ref().err().is_none_or(|error| error.code.is_some_and(|code| code != 421)) {
            self.lock().push(Idle { connection, since: Instant::now() });
        }
        sent.map_err(|error| without_recipients(error, mail))
    }

    pub(super) async fn check(&self) -> Result<(), SendError> {
        let mut connection = self.open().await?;
        within(self.deadlines.command, "NOOP", connection.command(Noop)).await?;
        leave(connection).await;
        Ok(())
    }

    pub(super) async fn close_idle(&self, all: bool) {
        let mut old = Vec::new();
        {
            let mut idle = self.lock();
            for one in std::mem::take(&mut *idle) {
                if all || one.since.elapsed() > self.deadlines.idle { old.push(one) } else { idle.push(one) }
            }
        }
        let mut leaving: JoinSet<()> = old.into_iter().map(|one| leave(one.connection)).collect();
        // Only a stop waits for the goodbyes: a worker with mail to carry has better things to do.
        if all {
            while leaving.join_next().await.is_some() {}
        } else {
            leaving.detach_all();
        }
    }

    /// A kept connection that still answers, or a new one. `RSET` also clears what an earlier refusal left behind.
    async fn connection(&self) -> Result<AsyncSmtpConnection, SendError> {
        while let Some(mut kept) = self.take_idle() {
            let is_fresh = kept.since.elapsed() <= self.deadlines.idle;
            if is_fresh && within(self.deadlines.connect, "RSET", kept.connection.command(Rset)).await.is_ok() {
                return Ok(kept.connection);
            }
        }
        self.open().await
    }

    fn take_idle(&self) -> Option<Idle> {
        self.lock().pop()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Idle>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn open(&self) -> Result<AsyncSmtpConnection, SendError> {
        let mut connection = match self.server.security {
            Security::Implicit => self.open_protected().await?,
            Security::StartTls | Security::None => self.open_plain().await?,
        };
        if self.server.security == Security::StartTls {
            let upgrade = connection.starttls(self.tls.clone(), &self.hello);
            within(self.deadlines.command, "STARTTLS", upgrade).await?;
        }
        if let Some(login) = &self.server.login {
            let login = Credentials::new(login.user.clone(), login.password.expose_secret().to_owned());
            within(self.deadlines.command, "AUTH", connection.auth(DEFAULT_MECHANISMS, &login)).await?;
        }
        Ok(connection)
    }

    /// Own socket, because the library leaves Nagle's algorithm on, which costs 40 ms a mail.
    async fn open_plain(&self) -> Result<AsyncSmtpConnection, SendError> {
        let connect = TcpStream::connect((self.server.host.as_str(), self.server.port));
        let stream = match timeout(self.deadlines.connect, connect).await {
            Ok(stream) => stream.map_err(|error| SendError::passing(format_args!("connect: {error}")))?,
            Err(_) => return Err(SendError::late("connect", self.deadlines.connect)),
        };
        stream.set_nodelay(true).map_err(SendError::passing)?;
        let greeting = AsyncSmtpConnection::connect_with_transport(Box::new(stream), &self.hello);
        within(self.deadlines.command, "EHLO", greeting).await
    }

    async fn open_protected(&self) -> Result<AsyncSmtpConnection, SendError> {
        let (server, tls) = ((self.server.host.as_str(), self.server.port), Some(self.tls.clone()));
        let connect = AsyncSmtpConnection::connect_tokio1(server, Some(self.deadlines.connect), &self.hello, tls, None);
        within(self.deadlines.connect + self.deadlines.command, "connect", connect).await
    }

    /// Asks for every recipient by itself: one who is refused does not keep the mail from the others.
    async fn hand_over(&self, connection: &mut AsyncSmtpConnection, mail: &Outgoing) -> Result<(), SendError> {
        let address = |address| wire_address(address).map_err(SendError::passing);
        let sender = Mail::new(Some(address(&mail.sender)?), Vec::new());
        let body = dotted(&mail.bytes)?;
        let begun = within(self.deadlines.command, "MAIL", connection.command(sender)).await;
        about_the_mail(begun).map_err(or_of_the_server)?;
        let mut refused = Vec::new();
        for recipient in &mail.recipients {
            let to = Rcpt::new(address(recipient)?, Vec::new());
            match about_the_mail(within(self.deadlines.command, "RCPT", connection.command(to)).await) {
                Ok(_) => {}
                // A line that broke says nothing of the recipient.
                Err(error) if error.code.is_none_or(|code| code == 421) => return Err(error),
                Err(error) => refused.push((recipient.clone(), error)),
            }
        }
        if refused.len() == mail.recipients.len() {
            return together(refused, false);
        }
        let go_on = about_the_mail(within(self.deadlines.command, "DATA", connection.command(Data)).await)?;
        in_step(&go_on, 354..355)?;
        let kept = about_the_mail(within(self.deadlines.final_dot, "end of mail", connection.command(body)).await)?;
        in_step(&kept, 200..300)?;
        together(refused, true)
    }
}

/// What is left when some or all recipients were refused. As long as one of them may get it later the mail is tried again.
fn together(refused: Vec<(EmailAddress, SendError)>, others_have_it: bool) -> Result<(), SendError> {
    let (left, errors): (Vec<_>, Vec<_>) = refused.into_iter().unzip();
    let passing = errors.iter().position(|error| !error.permanent);
    match errors.into_iter().nth(passing.unwrap_or(0)) {
        None => Ok(()),
        Some(error) => Err(SendError { left: if others_have_it { left } else { Vec::new() }, ..error }),
    }
}

/// A server that breaks off or closes at the first step, or wants a sign-in, is not speaking of the mail.
fn or_of_the_server(error: SendError) -> SendError {
    let speaks_of_itself = error.code.is_none_or(|code| code == 421 || NOT_ABOUT_THE_MAIL.contains(&code));
    if speaks_of_itself { error.of_server() } else { error }
}

/// Names the server, never the sign-in.
impl fmt::Debug for Relay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Relay").field(&self.server.to_string()).finish()
    }
}

async fn leave(mut connection: AsyncSmtpConnection) {
    // Courtesy only: a server that does not answer it loses nothing.
    let _ = timeout(LEAVE, connection.quit()).await;
}

async fn within<T>(
    deadline: Duration,
    step: &str,
    work: impl Future<Output = Result<T, lettre::transport::smtp::Error>>,
) -> Result<T, SendError> {
    match timeout(deadline, work).await {
        Err(_) => Err(SendError::late(step, deadline)),
        Ok(answer) => answer.map_err(|error| SendError {
            code: error.status().map(u16::from),
            ..SendError::passing(format_args!("{step}: {error}"))
        }),
    }
}

/// Only a 5xx to the mail itself is final: one to EHLO or AUTH would otherwise hold every mail for a mistyped password.
fn about_the_mail<T>(answer: Result<T, SendError>) -> Result<T, SendError> {
    answer.map_err(|error| {
        let is_refused = |code| (500..600).contains(&code) && !NOT_ABOUT_THE_MAIL.contains(&code);
        SendError { permanent: error.code.is_some_and(is_refused), ..error }
    })
}

/// A reply slipped in before TLS stays in the library's buffer and shifts all that follow: the answer to the mail would then be
/// the answer to the step before it.
fn in_step(reply: &Response, expected: Range<u16>) -> Result<(), SendError> {
    let code = u16::from(reply.code());
    if expected.contains(&code) { Ok(()) } else { Err(SendError::passing(format_args!("{code} out of turn"))) }
}

/// Servers like to repeat the address that they refuse; what is stored beside a mail should outlive its erasure.
fn without_recipients(error: SendError, mail: &Outgoing) -> SendError {
    let mut words = error.words;
    for recipient in &mail.recipients {
        words = words.replace(recipient.as_str(), "…").replace(&recipient.as_str().to_ascii_lowercase(), "…");
    }
    SendError { words: one_line(&words, words.len()), ..error }
}

/// The mail for the wire: leading dots doubled, the final dot in the same write so that no half segment waits for an ACK.
fn dotted(mail: &[u8]) -> Result<String, SendError> {
    let mail = std::str::from_utf8(mail).map_err(|_| SendError::passing("a stored mail that is not text"))?;
    let start = if mail.starts_with('.') { "." } else { "" };
    let end = if mail.ends_with("\r\n") { ".\r\n" } else { "\r\n.\r\n" };
    Ok(format!("{start}{}{end}", mail.replace("\r\n.", "\r\n..")))
}
