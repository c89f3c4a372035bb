use crate::web::admin::record::{Field, Kind, Section, Source};

/// Whether something is meant for the public.
pub const STATE: Field = Field::new(
    "state",
    "Status",
    Kind::Choice(&[("draft", "Draft"), ("published", "Published"), ("retired", "Retired")]),
)
.needed("Choose a status")
.missing("published");

const LEVELS: Kind =
    Kind::Choice(&[("beginner", "From basics"), ("intermediate", "Intermediate"), ("advanced", "Advanced")]);

const PRICES: Kind = Kind::Choice(&[("fixed", "Fixed"), ("from", "From this amount"), ("on-request", "On request")]);

/// The columns of an accreditation.
pub const ACCREDITATION: &[Field] = &[
    Field::new("body", "Body", Kind::Line).needed("enter the body that vouches"),
    Field::new("number", "Number", Kind::Line).needed("enter the number"),
    Field::new("claim", "Claim", Kind::Line).needed("enter what is vouched for"),
    Field::new("from", "Valid from", Kind::Day).needed("enter the first day on which it holds"),
    Field::new("to", "Valid to", Kind::Day),
];

/// The form of a course.
pub const SECTIONS: &[Section] = &[
    Section {
        title: "What it is",
        fields: &[
            Field::new("title", "Title", Kind::Line).needed("Enter a title"),
            Field::new("code", "Code", Kind::Code).needed("Enter a code").hint("As said on the phone, like RS-101."),
            Field::new("category", "Category", Kind::One(Source::Categories)).needed("Choose a category"),
            Field::new("level", "Level", LEVELS).needed("Choose a level"),
            Field::new("summary", "Summary", Kind::Text)
                .needed("Enter a summary")
                .hint("What a person can do afterwards, in one sentence."),
            Field::new("body", "Description", Kind::Markdown).hint("Markdown. Begin headings at ##."),
            Field::new("topics", "Topics", Kind::Many(Source::Topics)),
            Field::new("hero", "Main picture", Kind::Picture),
        ],
    },
    Section {
        title: "When it is public",
        fields: &[
            STATE,
            Field::new("go_live", "Goes live", Kind::Moment)
                .hint("South African time. Leave empty to publish at once."),
            Field::new("expires", "Expires", Kind::Moment).hint("From then on it is withdrawn by itself."),
            Field::new("replaced_by", "Replaced by", Kind::One(Source::Courses))
                .hint("Once this course is retired or has expired, its address leads to that one."),
        ],
    },
    Section {
        title: "Length and price",
        fields: &[
            Field::new("days", "Days", Kind::Number(1, 60)).needed("Enter the number of days"),
            Field::new("class_size", "Class size", Kind::Number(1, 1000)).needed("Enter how many a class holds"),
            Field::new("price_kind", "Kind of price", PRICES).needed("Choose a kind of price"),
            Field::new("price", "Price", Kind::Money).hint("Rand, VAT included. Leave empty if on request."),
        ],
    },
    Section {
        title: "What a person gets",
        fields: &[
            Field::new("outcomes", "Outcomes", Kind::Lines("outcome")).hint("What a person can do afterwards."),
            Field::new("audience", "Who it is for", Kind::Lines("line")),
            Field::new("prerequisites", "Prerequisites", Kind::Lines("statement"))
                .hint("Statements that a person can tick: “You can open a terminal.” They become the self-check."),
            Field::new(
                "outline",
                "Outline",
                Kind::Rows(
                    "day",
                    &[
                        Field::new("title", "Subject", Kind::Line).needed("enter the subject"),
                        Field::new("text", "What happens", Kind::Text).needed("enter what happens"),
                    ],
                ),
            ),
            Field::new("included", "What the price includes", Kind::Lines("line")),
            Field::new(
                "questions",
                "Questions",
                Kind::Rows(
                    "question",
                    &[
                        Field::new("question", "Question", Kind::Line).needed("enter the question"),
                        Field::new("answer", "Answer", Kind::Text).needed("enter the answer"),
                    ],
                ),
            ),
        ],
    },
    Section {
        title: "Links to other courses",
        fields: &[
            Field::new("must", "Needed before", Kind::Ordered(Source::Courses, "course")),
            Field::new("should", "Helpful before", Kind::Ordered(Source::Courses, "course")),
            Field::new("related", "Related courses", Kind::Ordered(Source::Courses, "course"))
                .hint("Shown first, in this order; the rest is found by shared topics."),
        ],
    },
    Section {
        title: "Exam and accreditation",
        fields: &[
            Field::new("vendor", "Vendor", Kind::Line).hint("Whose product or exam it teaches."),
            Field::new("exam", "Exam", Kind::Line),
            Field::new("accreditations", "Accreditations", Kind::Rows("accreditation", ACCREDITATION))
                .hint("A claim is shown only while it is valid, with body and number."),
        ],
    },
    Section {
        title: "In search results",
        fields: &[
            Field::new("search_title", "Title for search results", Kind::Line).hint("Only where it differs."),
            Field::new("description", "Description for search results", Kind::Text)
                .needed("Enter a description for search results")
                .hint("50 to 160 letters."),
        ],
    },
];
