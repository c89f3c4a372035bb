//! Addresses with values behind the `?`, always in the same order, so that one list has one address.

/// An address with those of the values that are not empty.
pub fn address(path: &str, values: &[(&str, &str)]) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(values.iter().filter(|(_, value)| !value.is_empty()));
    match query.finish() {
        empty if empty.is_empty() => path.to_owned(),
        query => format!("{path}?{query}"),
    }
}

/// A filter that is on: what it says, and the address of the list without it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// What it says.
    pub label: String,
    /// The address of the list without it.
    pub without: String,
}

/// The filters that are on. `labels` say each value's name as it is shown; a value without a label is not on.
pub fn applied(path: &str, values: &[(&str, &str)], labels: &[(&str, String)]) -> Vec<Applied> {
    let without = |name: &str| {
        let rest: Vec<_> = values.iter().copied().filter(|(other, _)| *other != name).collect();
        address(path, &rest)
    };
    let on = labels.iter().filter(|(_, label)| !label.is_empty());
    on.map(|(name, label)| Applied { label: label.clone(), without: without(name) }).collect()
}

/// One choice of a filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What the address says.
    pub value: String,
    /// What the visitor reads.
    pub label: String,
    /// Whether it is chosen.
    pub is_chosen: bool,
}

/// The choices of a filter.
pub fn choices<V: ToString, L: ToString>(all: impl IntoIterator<Item = (V, L)>, chosen: &str) -> Vec<Choice> {
    let choice = |(value, label): (V, L)| {
        let value = value.to_string();
        Choice { is_chosen: value == chosen, value, label: label.to_string() }
    };
    all.into_iter().map(choice).collect()
}

/// The label of the chosen one, or nothing.
pub fn chosen_label(choices: &[Choice]) -> String {
    choices.iter().find(|choice| choice.is_chosen).map(|choice| choice.label.clone()).unwrap_or_default()
}
