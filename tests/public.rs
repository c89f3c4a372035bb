//! The public site as a visitor meets it: through HTTP, page by page.
mod attribution;
mod blog;
mod contact;
mod cookies;
mod courses;
mod errors;
mod every_page;
mod facet_counts;
mod health;
mod hidden;
mod home;
mod locations;
mod nasty_values;
mod offline;
mod pages;
mod parts;
mod paths;
mod pictures;
mod preview;
mod rights;
mod search;
mod theme;
mod trainings;
mod waiting;

/// One address of every kind of file that is drawn from the content of the demo academy.
pub const EVERY_FILE: &[&str] = &[
    "/courses/backend-development-with-rust/brochure.pdf",
    "/og/site.png",
    "/og/courses/backend-development-with-rust.png",
    "/og/blog/what-is-a-backend-developer.png",
    "/og/locations/gqeberha.png",
];

/// One address of every kind of page in the demo academy.
pub const EVERY_PAGE: &[&str] = &[
    "/",
    "/courses",
    "/courses?page=2",
    "/courses?category=software&level=beginner",
    "/courses?city=durban&city=gqeberha&sort=price",
    "/courses?q=rust",
    "/courses/backend-development-with-rust",
    "/courses/backend-development-with-rust?can=0&can=1",
    "/courses/backend-development-with-rust/letter",
    "/courses/compare",
    "/courses/compare?course=java-services-with-spring-boot&course=python-for-beginners&course=secure-coding",
    "/paths",
    "/paths/backend-developer",
    "/trainings",
    "/trainings?city=gqeberha",
    "/trainings?page=all",
    "/trainings/RS-101-WEB-01",
    "/locations",
    "/locations/gqeberha",
    "/blog",
    "/blog?page=2",
    "/blog/archive",
    "/blog/archive/2026-02",
    "/blog/authors/thabo-mokoena",
    "/blog/what-is-a-backend-developer",
    "/blog/topics/rust",
    "/search",
    "/search?q=port+elizabeth",
    "/contact",
    "/contact/rights",
    "/contact?course=sql-fundamentals",
    "/cookies",
    "/offline",
    "/about",
    "/privacy",
];
