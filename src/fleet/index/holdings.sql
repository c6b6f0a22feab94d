-- What repositories are made of: the libraries they ask for, the signs of the software
-- they use, the packages they hold.

CREATE TABLE IF NOT EXISTS component (
  repository TEXT NOT NULL,
  ecosystem TEXT NOT NULL,       -- npm, pypi, maven…, as in package URLs
  name TEXT NOT NULL,
  version TEXT NOT NULL,         -- empty when it is not told
  licence TEXT NOT NULL,         -- empty when it is not known
  link TEXT NOT NULL,            -- direct, transitive, or empty when it is not told
  PRIMARY KEY (repository, ecosystem, name, version)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS sign (
  repository TEXT NOT NULL,
  rank INTEGER NOT NULL,         -- from 0, in the order of the files
  target TEXT NOT NULL,          -- software, address, item, name
  value TEXT NOT NULL,           -- the key in data/commons/software.tsv, the address…
  strength TEXT NOT NULL,        -- is, client, setting, hint
  unsure INTEGER NOT NULL,       -- 1 when it says so one step less surely
  kind TEXT NOT NULL,            -- image, npm, file…
  what TEXT NOT NULL,            -- what stands there
  version TEXT NOT NULL,
  path TEXT NOT NULL,
  line INTEGER NOT NULL,
  PRIMARY KEY (repository, rank)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS package (
  repository TEXT NOT NULL,
  path TEXT NOT NULL,            -- its manifest
  ecosystem TEXT NOT NULL,
  name TEXT NOT NULL,
  version TEXT NOT NULL,
  own INTEGER NOT NULL,          -- 0 when others wrote it: a copy
  published INTEGER NOT NULL,    -- 0 when its manifest forbids it
  address TEXT NOT NULL,         -- where it says its code is, host/path; else empty
  PRIMARY KEY (repository, path)
) WITHOUT ROWID;
