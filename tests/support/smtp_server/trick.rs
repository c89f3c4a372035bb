/// How a server is set up.
#[derive(Debug, Clone)]
pub struct Setup {
    pub starttls: bool,
    /// Sent in clear right behind the reply to STARTTLS, as somebody in the middle would.
    pub slipped_in: &'static str,
    pub implicit_tls: bool,
    /// Its certificate ran out years ago.
    pub expired: bool,
    pub login: Option<(&'static str, &'static str)>,
}

impl Default for Setup {
    fn default() -> Self {
        Self { starttls: true, slipped_in: "", implicit_tls: false, expired: false, login: None }
    }
}

/// What goes wrong; each is played once, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trick {
    /// Closes a new connection without a word.
    HangUp,
    /// Takes a new connection and never speaks.
    NeverGreet,
    /// Nothing goes wrong with this mail.
    Behave,
    /// This reply to a recipient.
    AtRecipient(&'static str),
    /// This reply to a mail that has come in whole.
    AtEnd(&'static str),
    /// Keeps the mail, but the line drops before the reply.
    DropAfterData,
    /// Reads the mail and says nothing more.
    SilentAfterData,
    /// Keeps the mail and says so, then closes.
    CloseAfterwards,
    /// Greets one letter at a time and never comes to an end.
    Drip,
    /// Greets with a line of a megabyte.
    LongBanner,
    /// This reply to this command.
    AtVerb(&'static str, &'static str),
    /// Resets the line in place of an answer to this command.
    ResetAt(&'static str),
    /// Reads the mail and answers one letter at a time, without end.
    DripAfterData,
}

impl Trick {
    pub fn is_at_connect(self) -> bool {
        matches!(self, Self::HangUp | Self::NeverGreet | Self::Drip | Self::LongBanner)
    }

    pub fn is_at_verb(self, said: &str) -> bool {
        matches!(self, Self::AtVerb(verb, _) | Self::ResetAt(verb) if verb == said)
    }
}

/// A mail as it arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    pub from: String,
    pub to: Vec<String>,
    pub data: String,
    pub encrypted: bool,
    pub login: Option<String>,
}
