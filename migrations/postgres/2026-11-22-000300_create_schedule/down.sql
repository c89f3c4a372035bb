DROP TABLE holidays;
DROP TABLE training_sessions;
DROP TABLE trainings;
DROP TABLE trainer_topics;
DROP TABLE trainers;
DROP TABLE venues;
DROP TABLE cities;
