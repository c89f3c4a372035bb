use std::collections::BTreeSet;

use crate::types::Slug;
use crate::urls;
use crate::web::fields::Fields;

/// The name that a ticked statement has in the address; 0 stands for the question itself, so that nothing ticked is an answer too.
const NAME: &str = "can";
/// No course has more statements than this.
const MOST: usize = 60;

/// What a visitor ticked of the statements that a course asks for.
#[derive(Debug, Clone, Default)]
pub struct SelfCheck {
    asked: bool,
    ticked: BTreeSet<usize>,
}

impl SelfCheck {
    /// What the address says; what is no number of a statement is ignored.
    pub fn of(fields: &Fields) -> Self {
        let numbers: BTreeSet<usize> = fields.all(NAME).iter().filter_map(|value| value.trim().parse().ok()).collect();
        let ticked: BTreeSet<usize> = numbers.iter().copied().filter(|number| (1..=MOST).contains(number)).collect();
        Self { asked: numbers.contains(&0) || !ticked.is_empty(), ticked }
    }

    /// Whether the visitor asks for an answer.
    pub fn is_asked(&self) -> bool {
        self.asked
    }

    /// Whether the statement of this number, counted from 1, is ticked.
    pub fn has(&self, number: &usize) -> bool {
        self.ticked.contains(number)
    }

    /// Of so many statements, how many are not ticked.
    pub fn open(&self, statements: usize) -> usize {
        (1..=statements).filter(|number| !self.has(number)).count()
    }

    /// The address of a course's page with this answer: the same ticks always have the same one.
    pub fn address(&self, course: &Slug) -> String {
        let numbers = self.ticked.iter().map(|number| format!("&{NAME}={number}"));
        format!("{}?{NAME}=0{}", urls::course(course), numbers.collect::<String>())
    }
}
