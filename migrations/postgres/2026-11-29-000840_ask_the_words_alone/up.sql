-- The documents that hold what is asked for, by their numbers in order. The planner does not price the taking apart of a document's words, so
-- that for a common word it reads every document instead of the index over them: 90 ms among 10,000 documents instead of 5.
CREATE FUNCTION search_heads(asked TSQUERY) RETURNS SETOF BIGINT LANGUAGE plpgsql STABLE SET enable_seqscan = off AS $$
BEGIN
    RETURN QUERY WITH held AS MATERIALIZED (SELECT document_id FROM search_index WHERE head @@ asked)
        SELECT document_id FROM held ORDER BY document_id;
END
$$;

CREATE FUNCTION search_wholes(asked TSQUERY) RETURNS SETOF BIGINT LANGUAGE plpgsql STABLE SET enable_seqscan = off AS $$
BEGIN
    RETURN QUERY WITH held AS MATERIALIZED (SELECT document_id FROM search_index WHERE whole @@ asked)
        SELECT document_id FROM held ORDER BY document_id;
END
$$;
