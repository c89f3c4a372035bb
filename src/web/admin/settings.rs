//! The provider's facts at the desk, with taxes, claims and the brand's colour.
use diesel::QueryResult;

use super::courses::ACCREDITATION;
use super::record::{About, Aside, Fact, Field, Kind, Noun, Section, single_routes};
use super::table::Table;
use crate::access::{Actor, Permission};
use crate::db::Conn;
use crate::site::{
    Brand, Provider, Save, Standing, find_provider, list_tax_rates, load_provider, rate_on, save_provider,
};
use crate::types::{Colour, Slug, Timestamp};
use crate::urls;

/// The settings as a record.
pub struct SettingRecord;

const fn line(name: &'static str, label: &'static str) -> Field {
    Field::new(name, label, Kind::Line).or_empty()
}

static ABOUT: About = About {
    kind: "settings",
    one: "settings",
    many: "Settings",
    teach: "",
    at: urls::desk::SETTINGS,
    needs: Permission::Site,
    sections: &[
        Section {
            title: "Who you are",
            fields: &[
                Field::new("name", "Name", Kind::Line).needed("Enter the name on the door"),
                Field::new("tagline", "What is taught and where", Kind::Text)
                    .or_empty()
                    .hint("One sentence, on the start page."),
                Field::new("description", "Description for search results", Kind::Text).or_empty(),
                line("legal_name", "Registered name"),
                line("registration_number", "Registration number"),
                line("address", "Physical address"),
            ],
        },
        Section {
            title: "How to reach you",
            fields: &[
                Field::new("phone", "Telephone", Kind::Phone).or_empty(),
                Field::new("whatsapp", "WhatsApp", Kind::Phone).or_empty(),
                Field::new("email", "Email", Kind::Email).or_empty(),
                line("hours", "Opening hours"),
                line("answer_promise", "Promise of an answer").hint("One sentence, beside every form."),
            ],
        },
        Section {
            title: "VAT",
            fields: &[
                Field::new("vat_vendor", "VAT vendor", Kind::Flag("Prices include VAT, and say so")),
                line("vat_number", "VAT number"),
                Field::new(
                    "tax_rates",
                    "Tax rates",
                    Kind::Rows(
                        "rate",
                        &[
                            Field::new("name", "Tax", Kind::Line).needed("enter the tax, such as VAT"),
                            Field::new("basis_points", "Per cent", Kind::Percent).needed("enter the rate in per cent"),
                            Field::new("from", "From", Kind::Day).needed("enter the first day on which it holds"),
                        ],
                    ),
                )
                .hint("A rate holds from its day until the next one does."),
            ],
        },
        Section {
            title: "Privacy",
            fields: &[
                Field::new(
                    "attribution",
                    "Cookies and counting",
                    Kind::Flag("Ask visitors whether an enquiry may remember how they came"),
                )
                .hint("While it is off, the site sets no cookie that needs consent and shows no banner."),
                line("information_officer", "Information officer"),
                Field::new("information_officer_email", "Information officer's email", Kind::Email).or_empty(),
            ],
        },
        Section {
            title: "Brand",
            fields: &[Field::new("brand", "Colour of links and buttons", Kind::Colour)
                .or_empty()
                .hint("Like #433A93. Leave empty for Lectern's own. The other shades are made of it.")],
        },
        Section {
            title: "Accreditations of the provider",
            fields: &[Field::new("accreditations", "Accreditations", Kind::Rows("accreditation", ACCREDITATION))
                .hint("Shown on every course's page while they are valid.")],
        },
    ],
    defaults: &[],
    columns: &[],
    prefix: None,
};

pub(super) fn routes(table: &mut Table) {
    single_routes::<SettingRecord>(table);
}

impl Noun for SettingRecord {
    type Content = Provider;
    const ABOUT: &'static About = &ABOUT;

    fn find(conn: &mut Conn, id: i64) -> QueryResult<Option<(Slug, Provider)>> {
        let provider = match load_provider(conn)? {
            Some(provider) => provider,
            None => find_provider(conn)?,
        };
        Ok("settings".parse().ok().filter(|_| id == 0).map(|slug| (slug, provider)))
    }

    fn save(conn: &mut Conn, actor: &Actor, _slug: &Slug, content: &Provider, now: Timestamp) -> Save {
        save_provider(conn, actor, content, now)
    }

    fn aside(conn: &mut Conn, _: (i64, &Slug), content: &Provider, now: Timestamp) -> QueryResult<Aside> {
        let rates = list_tax_rates(conn)?;
        let rate = match rate_on(&rates, now.home_day()) {
            Some(rate) if content.vat_vendor => {
                format!("{} at {} per cent", rate.name, f64::from(rate.basis_points) / 100.0)
            }
            _ => "No tax is shown beside prices".to_owned(),
        };
        let mut facts = vec![Fact::new("Prices today", rate)];
        if let Some(brand) = content.brand.parse::<Colour>().ok().and_then(|colour| Brand::of(colour).ok()) {
            facts.push(Fact::new(
                "Links on light pages",
                format!("{}, under the pointer {}", brand.light.brand, brand.light.hover),
            ));
            facts.push(Fact::new(
                "Links on dark pages",
                format!("{}, under the pointer {}", brand.dark.brand, brand.dark.hover),
            ));
        }
        Ok(Aside { standing: Some(Standing::Visible(urls::HOME.to_owned())), facts, ..Aside::default() })
    }
}
