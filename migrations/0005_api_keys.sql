-- What programs and floods need: API keys, an audit log that cannot be changed, the marks of replays and of numbers that flood.

-- ── API keys ────────────────────────────────────────────────────────────────────────────────────

-- Directory: what finds the hotel of a key. The key itself is kept nowhere.
CREATE TABLE api_key_hash (
  hash bytea PRIMARY KEY,                     -- SHA-256 of the key; serves: every request that comes with one
  hotel_id uuid NOT NULL,
  api_key_id uuid NOT NULL
);
CREATE INDEX api_key_hash_key ON api_key_hash (hotel_id, api_key_id); -- serves: ending a key

CREATE TABLE api_key (
  hotel_id uuid NOT NULL REFERENCES hotel (id),
  id uuid NOT NULL,                           -- also the author of what is done with it
  name text NOT NULL,
  ends_with text NOT NULL,                    -- its last four characters, to tell keys apart
  scopes text[] NOT NULL,                     -- auth/scopes.ts
  whole_hotel boolean NOT NULL,               -- false: api_key_department says what it sees
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz,
  last_used_at timestamptz,                   -- to the minute
  ended_at timestamptz,
  PRIMARY KEY (hotel_id, id),                 -- serves: the list, newest first (UUIDv7)
  FOREIGN KEY (hotel_id, created_by) REFERENCES app_user (hotel_id, id)
);

CREATE TABLE api_key_department (
  hotel_id uuid NOT NULL,
  api_key_id uuid NOT NULL,
  department_id uuid NOT NULL,
  PRIMARY KEY (hotel_id, api_key_id, department_id),
  FOREIGN KEY (hotel_id, api_key_id) REFERENCES api_key (hotel_id, id),
  FOREIGN KEY (hotel_id, department_id) REFERENCES department (hotel_id, id)
);

-- user_id: a person or an API key.
ALTER TABLE idempotency_key DROP CONSTRAINT idempotency_key_hotel_id_user_id_fkey;
ALTER TABLE idempotency_key ADD FOREIGN KEY (hotel_id) REFERENCES hotel (id);

-- ── The audit log ───────────────────────────────────────────────────────────────────────────────

ALTER TABLE audit_entry DROP CONSTRAINT audit_entry_actor_kind_check;
ALTER TABLE audit_entry ADD CONSTRAINT audit_entry_actor_kind_check
  CHECK (actor_kind IN ('user', 'automation', 'guest', 'system', 'operator')); -- automation: an API key
CREATE INDEX audit_entry_actor ON audit_entry (hotel_id, actor_id, id) WHERE actor_id IS NOT NULL;       -- serves: what this person did
CREATE INDEX audit_entry_subject ON audit_entry (hotel_id, subject_id, id) WHERE subject_id IS NOT NULL; -- serves: what was done to it

-- E18: what is written stays as it was written, whoever asks.
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The audit log is append-only.' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();

-- ── Replays and floods ──────────────────────────────────────────────────────────────────────────

-- Messages that came in through a replay of their receipt: unless they are fresh and their chat's newest, nothing automatic follows.
CREATE TABLE replayed_message (
  hotel_id uuid NOT NULL REFERENCES hotel (id),
  channel_id uuid NOT NULL,
  provider_id text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (hotel_id, channel_id, provider_id) -- serves: routing
);
CREATE INDEX replayed_message_age ON replayed_message (at); -- serves: dropping those that were routed long ago

ALTER TABLE chat ADD COLUMN flood_told_at timestamptz; -- when staff were last told that this number floods

CREATE INDEX review_item_message ON review_item (hotel_id, message_id) WHERE resolved_at IS NULL; -- serves: a retried send leaves the review
CREATE INDEX notification_unread ON notification (hotel_id, user_id) WHERE read_at IS NULL;       -- serves: the bell's figure, reading all
