-- Backups that were made, and alarms of the house: a backup that failed, a disk that fills.

-- The house's own, of no hotel: each night's backup that was begun. Without `finished_at` its process died.
CREATE TABLE backup_run (
  id uuid PRIMARY KEY,                        -- serves: the newest (UUIDv7)
  started_at timestamptz NOT NULL,            -- real time
  finished_at timestamptz,
  path text,                                  -- of the whole one
  bytes bigint,                               -- what it takes on the disk
  failure text
);

ALTER TABLE alert DROP CONSTRAINT alert_kind_check;
ALTER TABLE alert ADD CONSTRAINT alert_kind_check CHECK (kind IN (
  'failed_jobs', 'slow_processing', 'backlog', 'oldest_waiting', 'channel_silent', 'backup_failed', 'disk_low'));
