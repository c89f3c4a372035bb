use mail_parser::{Message, MessageParser};

use super::Site;

/// A mail as its reader's program shows it.
#[derive(Debug, Clone)]
pub struct Mail(pub Message<'static>);

impl Mail {
    pub fn to(&self) -> &str {
        self.0.to().and_then(|to| to.first()).and_then(|to| to.address()).unwrap_or_default()
    }

    pub fn subject(&self) -> &str {
        self.0.subject().unwrap_or_default()
    }

    pub fn text(&self) -> String {
        self.0.body_text(0).unwrap_or_default().into_owned()
    }

    pub fn html(&self) -> String {
        self.0.body_html(0).unwrap_or_default().into_owned()
    }

    /// A header as it was sent.
    pub fn raw_header(&self, name: &str) -> String {
        self.0.header_raw(name).unwrap_or_default().trim().to_owned()
    }

    /// All of it, as it was sent.
    pub fn whole(&self) -> String {
        String::from_utf8_lossy(self.0.raw_message()).into_owned()
    }
}

impl Site {
    /// Carries away what is owed, and gives every mail that ever left, by recipient.
    pub async fn deliver(&self) -> Vec<Mail> {
        self.context.courier.deliver_due().await.unwrap();
        let mut mails: Vec<Mail> = std::fs::read_dir(self.mails.path())
            .unwrap()
            .map(|entry| std::fs::read(entry.unwrap().path()).unwrap())
            .map(|bytes| Mail(MessageParser::default().parse(&bytes).unwrap().into_owned()))
            .collect();
        mails.sort_by_key(|mail| mail.to().to_owned());
        mails
    }

    /// The one mail that went to this address.
    pub async fn mail_to(&self, address: &str) -> Mail {
        let mut found: Vec<_> = self.deliver().await.into_iter().filter(|mail| mail.to() == address).collect();
        assert_eq!(found.len(), 1, "mails to {address}");
        found.remove(0)
    }
}
