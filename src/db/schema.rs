// @generated automatically by Diesel CLI.

diesel::table! {
    content_versions (id) {
        id -> BigInt,
        version -> BigInt,
    }
}

diesel::table! {
    users (id) {
        id -> BigInt,
        email -> Text,
        name -> Text,
        role -> Text,
        password_hash -> Nullable<Text>,
        totp_secret -> Nullable<Text>,
        disabled_at -> Nullable<Timestamp>,
        last_seen_at -> Nullable<Timestamp>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        row_version -> BigInt,
        totp_step -> Nullable<BigInt>,
    }
}

diesel::table! {
    sessions (token_hash) {
        token_hash -> Text,
        user_id -> Nullable<BigInt>,
        state -> Text,
        created_at -> Timestamp,
        seen_at -> Timestamp,
        expires_at -> Timestamp,
        revoked_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    login_attempts (id) {
        id -> BigInt,
        email_hash -> Text,
        network -> Text,
        is_success -> Bool,
        attempted_at -> Timestamp,
        device -> Nullable<Text>,
    }
}

diesel::table! {
    audit (id) {
        id -> BigInt,
        at -> Timestamp,
        user_id -> Nullable<BigInt>,
        action -> Text,
        subject_kind -> Text,
        subject_id -> Nullable<BigInt>,
        before_json -> Nullable<Text>,
        after_json -> Nullable<Text>,
    }
}

diesel::table! {
    settings (key) {
        key -> Text,
        value -> Text,
        updated_at -> Timestamp,
        updated_by_id -> Nullable<BigInt>,
        row_version -> BigInt,
    }
}

diesel::table! {
    menus (id) {
        id -> BigInt,
        place -> Text,
        position -> Integer,
        label -> Text,
        path -> Text,
    }
}

diesel::table! {
    urls (id) {
        id -> BigInt,
        path -> Text,
        subject_kind -> Nullable<Text>,
        subject_id -> Nullable<BigInt>,
        redirect_to -> Nullable<Text>,
        is_gone -> Bool,
        hits -> BigInt,
        created_at -> Timestamp,
        last_hit_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    not_founds (id) {
        id -> BigInt,
        path -> Text,
        hits -> BigInt,
        first_at -> Timestamp,
        last_at -> Timestamp,
    }
}

diesel::table! {
    link_refs (id) {
        id -> BigInt,
        from_kind -> Text,
        from_id -> BigInt,
        to_path -> Text,
    }
}

diesel::table! {
    media (id) {
        id -> BigInt,
        content_hash -> Text,
        file_name -> Text,
        media_type -> Text,
        byte_size -> BigInt,
        width -> Integer,
        height -> Integer,
        alt_text -> Nullable<Text>,
        is_decorative -> Bool,
        focal_x -> Integer,
        focal_y -> Integer,
        dominant_colour -> Nullable<Text>,
        variants -> Text,
        created_at -> Timestamp,
        created_by_id -> Nullable<BigInt>,
        row_version -> BigInt,
        avif_state -> Text,
        avif_attempts -> Integer,
        avif_leased_by -> Nullable<Text>,
        avif_leased_until -> Nullable<Timestamp>,
    }
}

diesel::table! {
    media_aliases (id) {
        id -> BigInt,
        content_hash -> Text,
        media_id -> BigInt,
        replaced_at -> Timestamp,
    }
}

diesel::table! {
    tax_rates (id) {
        id -> BigInt,
        name -> Text,
        basis_points -> Integer,
        from_on -> Date,
    }
}

diesel::table! {
    revisions (id) {
        id -> BigInt,
        subject_kind -> Text,
        subject_id -> BigInt,
        kind -> Text,
        content -> Text,
        created_at -> Timestamp,
        created_by_id -> Nullable<BigInt>,
        changed_at -> Nullable<Timestamp>,
        based_on -> Nullable<BigInt>,
    }
}

diesel::table! {
    categories (id) {
        id -> BigInt,
        slug -> Text,
        title -> Text,
        summary -> Text,
        body -> Text,
        body_html -> Text,
        figure -> Text,
        position -> Integer,
        updated_at -> Timestamp,
        row_version -> BigInt,
    }
}

diesel::table! {
    topics (id) {
        id -> BigInt,
        slug -> Text,
        title -> Text,
        synonyms -> Text,
        body -> Text,
        body_html -> Text,
        updated_at -> Timestamp,
        row_version -> BigInt,
    }
}

diesel::table! {
    courses (id) {
        id -> BigInt,
        slug -> Text,
        code -> Text,
        title -> Text,
        category_id -> BigInt,
        vendor -> Nullable<Text>,
        exam_code -> Nullable<Text>,
        level -> Text,
        summary -> Text,
        body -> Text,
        body_html -> Text,
        days -> Integer,
        class_size -> Integer,
        price_kind -> Text,
        price_cents -> Nullable<BigInt>,
        currency -> Text,
        state -> Text,
        publish_at -> Nullable<Timestamp>,
        unpublish_at -> Nullable<Timestamp>,
        replaced_by_id -> Nullable<BigInt>,
        seo_title -> Nullable<Text>,
        description -> Text,
        hero_id -> Nullable<BigInt>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        updated_by_id -> Nullable<BigInt>,
        row_version -> BigInt,
    }
}

diesel::table! {
    course_items (id) {
        id -> BigInt,
        course_id -> BigInt,
        kind -> Text,
        position -> Integer,
        text -> Text,
        answer -> Nullable<Text>,
    }
}

diesel::table! {
    course_topics (course_id, topic_id) {
        course_id -> BigInt,
        topic_id -> BigInt,
    }
}

diesel::table! {
    course_prerequisites (course_id, prerequisite_id) {
        course_id -> BigInt,
        prerequisite_id -> BigInt,
        kind -> Text,
    }
}

diesel::table! {
    related_courses (course_id, related_id) {
        course_id -> BigInt,
        related_id -> BigInt,
        position -> Integer,
    }
}

diesel::table! {
    paths (id) {
        id -> BigInt,
        slug -> Text,
        title -> Text,
        summary -> Text,
        body -> Text,
        body_html -> Text,
        description -> Text,
        position -> Integer,
        state -> Text,
        updated_at -> Timestamp,
        row_version -> BigInt,
    }
}

diesel::table! {
    path_steps (path_id, course_id) {
        path_id -> BigInt,
        course_id -> BigInt,
        position -> Integer,
    }
}

diesel::table! {
    path_topics (path_id, topic_id) {
        path_id -> BigInt,
        topic_id -> BigInt,
    }
}

diesel::table! {
    accreditations (id) {
        id -> BigInt,
        body -> Text,
        number -> Text,
        claim -> Text,
        course_id -> Nullable<BigInt>,
        from_on -> Date,
        to_on -> Nullable<Date>,
        row_version -> BigInt,
    }
}

diesel::table! {
    cities (id) {
        id -> BigInt,
        slug -> Text,
        code -> Text,
        title -> Text,
        province -> Text,
        aliases -> Text,
        summary -> Text,
        description -> Text,
        body -> Text,
        body_html -> Text,
        nearest_id -> Nullable<BigInt>,
        latitude -> Nullable<Double>,
        longitude -> Nullable<Double>,
        position -> Integer,
        updated_at -> Timestamp,
        row_version -> BigInt,
    }
}

diesel::table! {
    venues (id) {
        id -> BigInt,
        slug -> Text,
        title -> Text,
        city_id -> BigInt,
        address -> Text,
        landmark -> Text,
        parking -> Text,
        transport -> Text,
        access -> Text,
        capacity -> Integer,
        latitude -> Nullable<Double>,
        longitude -> Nullable<Double>,
        body -> Text,
        body_html -> Text,
        updated_at -> Timestamp,
        row_version -> BigInt,
    }
}

diesel::table! {
    trainers (id) {
        id -> BigInt,
        slug -> Text,
        title -> Text,
        role -> Text,
        body -> Text,
        body_html -> Text,
        portrait_id -> Nullable<BigInt>,
        updated_at -> Timestamp,
        row_version -> BigInt,
    }
}

diesel::table! {
    trainer_topics (trainer_id, topic_id) {
        trainer_id -> BigInt,
        topic_id -> BigInt,
    }
}

diesel::table! {
    trainings (id) {
        id -> BigInt,
        code -> Text,
        course_id -> BigInt,
        mode -> Text,
        city_id -> Nullable<BigInt>,
        venue_id -> Nullable<BigInt>,
        time_zone -> Text,
        state -> Text,
        seats_total -> Integer,
        seats_taken -> Integer,
        seats_minimum -> Integer,
        decide_by_on -> Nullable<Date>,
        price_cents -> Nullable<BigInt>,
        language -> Text,
        ical_sequence -> Integer,
        starts_at -> Timestamp,
        ends_at -> Timestamp,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        updated_by_id -> Nullable<BigInt>,
        row_version -> BigInt,
    }
}

diesel::table! {
    training_sessions (id) {
        id -> BigInt,
        training_id -> BigInt,
        starts_at -> Timestamp,
        ends_at -> Timestamp,
        trainer_id -> Nullable<BigInt>,
        room -> Nullable<Text>,
    }
}

diesel::table! {
    holidays (id) {
        id -> BigInt,
        on_date -> Date,
        name -> Text,
    }
}

diesel::table! {
    posts (id) {
        id -> BigInt,
        slug -> Text,
        title -> Text,
        standfirst -> Text,
        body -> Text,
        body_html -> Text,
        author_id -> Nullable<BigInt>,
        state -> Text,
        publish_at -> Nullable<Timestamp>,
        unpublish_at -> Nullable<Timestamp>,
        canonical_url -> Nullable<Text>,
        hero_id -> Nullable<BigInt>,
        reading_minutes -> Integer,
        seo_title -> Nullable<Text>,
        description -> Text,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        updated_by_id -> Nullable<BigInt>,
        row_version -> BigInt,
        trashed_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    post_topics (post_id, topic_id) {
        post_id -> BigInt,
        topic_id -> BigInt,
    }
}

diesel::table! {
    post_courses (post_id, course_id) {
        post_id -> BigInt,
        course_id -> BigInt,
        position -> Integer,
    }
}

diesel::table! {
    pages (id) {
        id -> BigInt,
        slug -> Text,
        title -> Text,
        description -> Text,
        body -> Text,
        body_html -> Text,
        state -> Text,
        position -> Integer,
        updated_at -> Timestamp,
        updated_by_id -> Nullable<BigInt>,
        row_version -> BigInt,
    }
}

diesel::table! {
    presence (subject_kind, subject_id, user_id) {
        subject_kind -> Text,
        subject_id -> BigInt,
        user_id -> BigInt,
        seen_at -> Timestamp,
    }
}

diesel::table! {
    previews (id) {
        id -> BigInt,
        post_id -> BigInt,
        created_at -> Timestamp,
        created_by_id -> Nullable<BigInt>,
        expires_at -> Timestamp,
        revoked_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    notice_versions (id) {
        id -> BigInt,
        kind -> Text,
        wording -> Text,
        wording_hash -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    routes (id) {
        id -> BigInt,
        priority -> Integer,
        kind -> Nullable<Text>,
        course_id -> Nullable<BigInt>,
        category_id -> Nullable<BigInt>,
        city_id -> Nullable<BigInt>,
        recipients -> Text,
        owner_id -> Nullable<BigInt>,
        answer_within_minutes -> Integer,
        is_fallback -> Bool,
        is_active -> Bool,
        row_version -> BigInt,
        label -> Text,
    }
}

diesel::table! {
    enquiries (id) {
        id -> BigInt,
        reference -> Text,
        kind -> Text,
        course_id -> Nullable<BigInt>,
        training_id -> Nullable<BigInt>,
        city_id -> Nullable<BigInt>,
        name -> Text,
        email -> Text,
        phone_typed -> Nullable<Text>,
        phone_e164 -> Nullable<Text>,
        company -> Nullable<Text>,
        attendees -> Nullable<Integer>,
        preferred_dates -> Nullable<Text>,
        message -> Text,
        reply_by -> Text,
        state -> Text,
        owner_id -> Nullable<BigInt>,
        received_at -> Timestamp,
        answer_due_at -> Nullable<Timestamp>,
        first_answered_at -> Nullable<Timestamp>,
        source_path -> Nullable<Text>,
        referrer_host -> Nullable<Text>,
        campaign -> Nullable<Text>,
        spam_score -> Integer,
        spam_reasons -> Text,
        notice_version_id -> Nullable<BigInt>,
        idempotency_key -> Nullable<Text>,
        keep_until_on -> Date,
        erased_at -> Nullable<Timestamp>,
        row_version -> BigInt,
        landing_path -> Nullable<Text>,
    }
}

diesel::table! {
    enquiry_events (id) {
        id -> BigInt,
        enquiry_id -> BigInt,
        at -> Timestamp,
        user_id -> Nullable<BigInt>,
        kind -> Text,
        data -> Text,
    }
}

diesel::table! {
    enquiry_merges (enquiry_id) {
        enquiry_id -> BigInt,
        into_id -> BigInt,
        merged_at -> Timestamp,
    }
}

diesel::table! {
    reply_templates (id) {
        id -> BigInt,
        title -> Text,
        subject -> Text,
        body -> Text,
        row_version -> BigInt,
    }
}

diesel::table! {
    saved_views (id) {
        id -> BigInt,
        user_id -> BigInt,
        name -> Text,
        query -> Text,
    }
}

diesel::table! {
    answer_settings (id) {
        id -> BigInt,
        opens_at_minute -> Integer,
        closes_at_minute -> Integer,
        escalate_after_minutes -> Integer,
        manager_email -> Nullable<Text>,
        row_version -> BigInt,
        digest_at_minute -> Nullable<Integer>,
    }
}

diesel::table! {
    outbox (id) {
        id -> BigInt,
        dedupe_key -> Text,
        enquiry_id -> Nullable<BigInt>,
        kind -> Text,
        message_id -> Text,
        sender -> Text,
        recipients -> Text,
        message -> Nullable<Binary>,
        state -> Text,
        attempts -> Integer,
        next_at -> Timestamp,
        leased_by -> Nullable<Text>,
        leased_until -> Nullable<Timestamp>,
        last_error -> Nullable<Text>,
        created_at -> Timestamp,
        sent_at -> Nullable<Timestamp>,
        body_purged_at -> Nullable<Timestamp>,
        crashes -> Integer,
        waits_for_server -> Bool,
        set_aside_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    suppressions (id) {
        id -> BigInt,
        email_hash -> Text,
        reason -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    consents (id) {
        id -> BigInt,
        enquiry_id -> Nullable<BigInt>,
        subject_hash -> Text,
        purpose -> Text,
        channel -> Text,
        action -> Text,
        notice_version_id -> BigInt,
        evidence -> Text,
        at -> Timestamp,
    }
}

diesel::table! {
    rights_requests (id) {
        id -> BigInt,
        reference -> Text,
        kind -> Text,
        email -> Text,
        details -> Text,
        state -> Text,
        received_at -> Timestamp,
        due_on -> Date,
        closed_at -> Nullable<Timestamp>,
        outcome -> Nullable<Text>,
    }
}

diesel::table! {
    retention_rules (kind) {
        kind -> Text,
        days -> Integer,
        action -> Text,
    }
}

diesel::table! {
    erasure_tombstones (subject_hash) {
        subject_hash -> Text,
        erased_at -> Timestamp,
    }
}

diesel::table! {
    interests (id) {
        id -> BigInt,
        course_id -> Nullable<BigInt>,
        city_id -> Nullable<BigInt>,
        mode -> Nullable<Text>,
        email -> Text,
        enquiry_id -> Nullable<BigInt>,
        created_at -> Timestamp,
        told_at -> Nullable<Timestamp>,
        ended_at -> Nullable<Timestamp>,
        training_id -> Nullable<BigInt>,
        offered_at -> Nullable<Timestamp>,
        offer_until -> Nullable<Timestamp>,
        offer_answer -> Nullable<Text>,
    }
}

diesel::table! {
    search_documents (id) {
        id -> BigInt,
        kind -> Text,
        subject_id -> BigInt,
        address -> Text,
        opens_at -> Timestamp,
        closes_at -> Nullable<Timestamp>,
        visible_from -> Timestamp,
        visible_until -> Nullable<Timestamp>,
        title -> Text,
        names -> Text,
        inherited -> Text,
        summary -> Text,
        body -> Text,
    }
}

diesel::table! {
    search_links (document_id, parent_kind, parent_id) {
        document_id -> BigInt,
        parent_kind -> Text,
        parent_id -> BigInt,
    }
}

diesel::table! {
    search_misses (query, missed_on) {
        query -> Text,
        missed_on -> Date,
        times -> Integer,
    }
}

diesel::table! {
    recovery_codes (id) {
        id -> BigInt,
        user_id -> BigInt,
        code_hash -> Text,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    passkeys (id) {
        id -> BigInt,
        user_id -> BigInt,
        name -> Text,
        credential_id -> Text,
        credential -> Text,
        created_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    account_links (token_hash) {
        token_hash -> Text,
        user_id -> Nullable<BigInt>,
        purpose -> Text,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::joinable!(account_links -> users (user_id));
diesel::joinable!(accreditations -> courses (course_id));
diesel::joinable!(audit -> users (user_id));
diesel::joinable!(consents -> enquiries (enquiry_id));
diesel::joinable!(consents -> notice_versions (notice_version_id));
diesel::joinable!(course_items -> courses (course_id));
diesel::joinable!(course_topics -> courses (course_id));
diesel::joinable!(course_topics -> topics (topic_id));
diesel::joinable!(courses -> categories (category_id));
diesel::joinable!(courses -> media (hero_id));
diesel::joinable!(courses -> users (updated_by_id));
diesel::joinable!(enquiries -> cities (city_id));
diesel::joinable!(enquiries -> courses (course_id));
diesel::joinable!(enquiries -> notice_versions (notice_version_id));
diesel::joinable!(enquiries -> trainings (training_id));
diesel::joinable!(enquiries -> users (owner_id));
diesel::joinable!(enquiry_events -> enquiries (enquiry_id));
diesel::joinable!(enquiry_events -> users (user_id));
diesel::joinable!(interests -> cities (city_id));
diesel::joinable!(interests -> courses (course_id));
diesel::joinable!(interests -> enquiries (enquiry_id));
diesel::joinable!(interests -> trainings (training_id));
diesel::joinable!(media -> users (created_by_id));
diesel::joinable!(media_aliases -> media (media_id));
diesel::joinable!(outbox -> enquiries (enquiry_id));
diesel::joinable!(pages -> users (updated_by_id));
diesel::joinable!(passkeys -> users (user_id));
diesel::joinable!(path_steps -> courses (course_id));
diesel::joinable!(path_steps -> paths (path_id));
diesel::joinable!(path_topics -> paths (path_id));
diesel::joinable!(path_topics -> topics (topic_id));
diesel::joinable!(post_courses -> courses (course_id));
diesel::joinable!(post_courses -> posts (post_id));
diesel::joinable!(post_topics -> posts (post_id));
diesel::joinable!(post_topics -> topics (topic_id));
diesel::joinable!(posts -> media (hero_id));
diesel::joinable!(posts -> trainers (author_id));
diesel::joinable!(posts -> users (updated_by_id));
diesel::joinable!(presence -> users (user_id));
diesel::joinable!(previews -> posts (post_id));
diesel::joinable!(previews -> users (created_by_id));
diesel::joinable!(recovery_codes -> users (user_id));
diesel::joinable!(revisions -> users (created_by_id));
diesel::joinable!(routes -> categories (category_id));
diesel::joinable!(routes -> cities (city_id));
diesel::joinable!(routes -> courses (course_id));
diesel::joinable!(routes -> users (owner_id));
diesel::joinable!(saved_views -> users (user_id));
diesel::joinable!(search_links -> search_documents (document_id));
diesel::joinable!(sessions -> users (user_id));
diesel::joinable!(settings -> users (updated_by_id));
diesel::joinable!(trainer_topics -> topics (topic_id));
diesel::joinable!(trainer_topics -> trainers (trainer_id));
diesel::joinable!(trainers -> media (portrait_id));
diesel::joinable!(training_sessions -> trainers (trainer_id));
diesel::joinable!(training_sessions -> trainings (training_id));
diesel::joinable!(trainings -> cities (city_id));
diesel::joinable!(trainings -> courses (course_id));
diesel::joinable!(trainings -> users (updated_by_id));
diesel::joinable!(trainings -> venues (venue_id));
diesel::joinable!(venues -> cities (city_id));

diesel::allow_tables_to_appear_in_same_query!(
    account_links,
    accreditations,
    answer_settings,
    audit,
    categories,
    cities,
    consents,
    content_versions,
    course_items,
    course_prerequisites,
    course_topics,
    courses,
    enquiries,
    enquiry_events,
    enquiry_merges,
    erasure_tombstones,
    holidays,
    interests,
    link_refs,
    login_attempts,
    media,
    media_aliases,
    menus,
    not_founds,
    notice_versions,
    outbox,
    pages,
    passkeys,
    path_steps,
    path_topics,
    paths,
    post_courses,
    post_topics,
    posts,
    presence,
    previews,
    recovery_codes,
    related_courses,
    reply_templates,
    retention_rules,
    revisions,
    rights_requests,
    routes,
    saved_views,
    search_documents,
    search_links,
    search_misses,
    sessions,
    settings,
    suppressions,
    tax_rates,
    topics,
    trainer_topics,
    trainers,
    training_sessions,
    trainings,
    urls,
    users,
    venues,
);
