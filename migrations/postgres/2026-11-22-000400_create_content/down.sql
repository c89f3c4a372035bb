DROP TABLE pages;
DROP TABLE post_courses;
DROP TABLE post_topics;
DROP TABLE posts;
