-- Work in the background that must survive a restart.
CREATE TABLE chores (
  kind text COLLATE "C" NOT NULL,
  subject text COLLATE "C" NOT NULL,
  PRIMARY KEY (kind, subject)
);
