/// The campaign words that an enquiry may remember, and how staff read them. The cookie policy names them; a click's own number, which
/// some advertisers add, tells people apart and is not among them.
const CAMPAIGN_WORDS: [(&str, &str); 5] = [
    ("utm_source", "source"),
    ("utm_medium", "medium"),
    ("utm_campaign", "campaign"),
    ("utm_term", "term"),
    ("utm_content", "content"),
];
const LONGEST_PATH: usize = 300;
const LONGEST_WORD: usize = 80;

/// How a visit began; known only where the visitor said yes to that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// The page, from the slash on, without what stood behind the `?`.
    pub landing: String,
    words: [Option<String>; CAMPAIGN_WORDS.len()],
}

impl Visit {
    /// A visit that began on a page of this site, with the values of its address. Whatever does not look like a campaign word, such as
    /// an e-mail address, is left out: the values are anybody's to write.
    pub fn begin<'a>(path: &str, values: impl IntoIterator<Item = (&'a str, &'a str)>) -> Option<Self> {
        let is_ours = path.starts_with('/') && !path.starts_with("//") && path.len() <= LONGEST_PATH;
        if !is_ours || !path.bytes().all(|byte| byte.is_ascii_graphic() && !b"?#\"\\<>;,".contains(&byte)) {
            return None;
        }
        let mut words = [const { None }; CAMPAIGN_WORDS.len()];
        for (name, value) in values {
            let place = CAMPAIGN_WORDS.iter().zip(&mut words).find(|((known, _), _)| *known == name);
            if let Some((_, word @ None)) = place {
                *word = Some(value.trim().to_owned()).filter(|value| is_campaign_word(value));
            }
        }
        Some(Self { landing: path.to_owned(), words })
    }

    /// The campaign words by their names in an address.
    pub fn words(&self) -> impl Iterator<Item = (&'static str, &str)> {
        CAMPAIGN_WORDS.iter().zip(&self.words).filter_map(|((name, _), word)| Some((*name, word.as_deref()?)))
    }

    /// The campaign words as staff read them: `source: newsletter; medium: email`.
    pub fn campaign(&self) -> Option<String> {
        let labelled = CAMPAIGN_WORDS.iter().zip(&self.words);
        let said: Vec<String> =
            labelled.filter_map(|((_, label), word)| Some(format!("{label}: {}", word.as_ref()?))).collect();
        (!said.is_empty()).then(|| said.join("; "))
    }
}

fn is_campaign_word(value: &str) -> bool {
    let fits = (1..=LONGEST_WORD).contains(&value.chars().count());
    fits && value.chars().all(|c| c.is_alphanumeric() || " ._-+/|:".contains(c))
}
