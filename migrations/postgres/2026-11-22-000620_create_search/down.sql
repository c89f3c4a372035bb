DROP TABLE search_index;
DROP TABLE search_misses;
DROP TABLE search_links;
DROP TABLE search_documents;
