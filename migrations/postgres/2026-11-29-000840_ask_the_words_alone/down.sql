DROP FUNCTION search_wholes (TSQUERY);
DROP FUNCTION search_heads (TSQUERY);
