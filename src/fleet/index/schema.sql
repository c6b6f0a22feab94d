-- The index of a fleet. Every table is kept in the order of its key, so that the same
-- content makes the same file.

-- What made it: format, tool, rules.
CREATE TABLE about (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

-- Every repository named, read or not.
CREATE TABLE repository (
  key TEXT PRIMARY KEY,          -- host/path in lower case, or local:path
  address TEXT NOT NULL,         -- as it was given; empty when unknown
  name TEXT NOT NULL,
  status TEXT NOT NULL,          -- read, incomplete, missing, same
  reason TEXT NOT NULL,          -- why it is missing or incomplete (a code)
  detail_fr TEXT NOT NULL,
  detail_en TEXT NOT NULL,
  same_as TEXT NOT NULL,         -- the key of the repository that holds the same
  verdict TEXT NOT NULL,         -- publiable, publiable-sous-reserve, non-publiable, audit-incomplet
  seen TEXT NOT NULL,            -- the verdict on what was seen, when incomplete
  announced TEXT NOT NULL,       -- degree announced
  reached TEXT NOT NULL,         -- degree reached
  date TEXT NOT NULL,            -- day of the audit
  revision TEXT NOT NULL,        -- commit audited
  last_commit TEXT NOT NULL,
  files INTEGER NOT NULL,
  commits INTEGER NOT NULL,
  licence TEXT NOT NULL,
  score INTEGER NOT NULL,        -- least score of code.gouv.fr
  report TEXT NOT NULL,          -- file of its report, from the folder of the index
  tips TEXT NOT NULL             -- digest of what its branches and tags lead to
) WITHOUT ROWID;

-- The public bodies of each; none when unknown.
CREATE TABLE body (
  repository TEXT NOT NULL,
  name TEXT NOT NULL,
  ministry TEXT NOT NULL,
  PRIMARY KEY (repository, name)
) WITHOUT ROWID;

-- The rules that did not pass.
CREATE TABLE outcome (
  repository TEXT NOT NULL,
  rule TEXT NOT NULL,
  severity TEXT NOT NULL,        -- blocking, important, recommended, info
  outcome TEXT NOT NULL,         -- fail, unknown, waived
  findings INTEGER NOT NULL,
  written INTEGER NOT NULL,      -- 1 when publiable scaffold writes what is missing
  PRIMARY KEY (repository, rule)
) WITHOUT ROWID;

-- Facts for inventories and reuse, and what the lists told.
CREATE TABLE signal (
  repository TEXT NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (repository, name)
) WITHOUT ROWID;
