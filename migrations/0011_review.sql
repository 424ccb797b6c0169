-- E25: each try of what a provider told, with when and how long. D5: a replay is silent.

-- A receipt that was read (subject: its review item), a message that was routed and failed (subject: the message). Sends have
-- send_attempt; what went through at once is its receipt alone.
CREATE TABLE processing_try (
  hotel_id uuid NOT NULL REFERENCES hotel (id),
  id uuid NOT NULL,
  subject_id uuid NOT NULL,
  began_at timestamptz NOT NULL,
  took_ms real,                               -- null: stored together with others, not measured by itself
  code text,                                  -- null: it went through
  reason text,
  stack text,
  PRIMARY KEY (hotel_id, id)
);
CREATE INDEX processing_try_subject ON processing_try (hotel_id, subject_id, id); -- serves: the tries of a review item
CREATE INDEX processing_try_age ON processing_try (began_at);                     -- serves: dropping old ones

-- Of what waits already, the first try is what is known.
INSERT INTO processing_try (hotel_id, id, subject_id, began_at, code, reason, stack)
  SELECT hotel_id, gen_random_uuid(), CASE kind WHEN 'job' THEN message_id ELSE id END, at, code, reason, stack
  FROM review_item WHERE resolved_at IS NULL AND (kind = 'receipt' OR kind = 'job' AND message_id IS NOT NULL);

ALTER TABLE replayed_message ADD COLUMN silent boolean NOT NULL DEFAULT false; -- a replay, not a retry: nothing automatic follows, however fresh
