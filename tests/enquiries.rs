//! Enquiries without HTTP: when an answer is due, what makes two of them one, who answers.
mod answer_time;
mod spam;
