-- What the guest's phone is told beside messages: our reactions on their way, that somebody read, that somebody types.

-- A reaction of ours is a wish until the provider took it; the row is its outbox. The wish can change while it is
-- on its way: the newest one is sent, and setting the same one twice is the same as once.
ALTER TABLE reaction
  ADD COLUMN send_ref uuid,                     -- names this wish towards the provider, comes back with its statuses
  ADD COLUMN send_status smallint,              -- as message.status: 0 queued, 30 sent, 40 failed; null: told by the provider
  ADD COLUMN phone_emoji text,                  -- what the guest's phone shows of ours, as far as we know
  ADD COLUMN failure jsonb,                     -- { code, reason, passes … } of the newest wish
  ADD COLUMN tries integer NOT NULL DEFAULT 0,  -- calls the provider refused for now
  ADD COLUMN lease_until timestamptz,           -- claimed by a worker until
  ADD COLUMN next_try_at timestamptz;
CREATE INDEX reaction_open_send ON reaction (hotel_id, id) WHERE send_status = 0;                     -- serves: the sweeper
CREATE UNIQUE INDEX reaction_send_ref ON reaction (hotel_id, send_ref) WHERE send_ref IS NOT NULL;    -- serves: a send that failed later

-- Beside the chat's own row, which ingestion locks for every message.
CREATE TABLE chat_signal (
  hotel_id uuid NOT NULL,
  chat_id uuid NOT NULL,
  marked_seq bigint NOT NULL DEFAULT 0,         -- message.inbound_seq up to which the provider was told "read"
  typing_until timestamptz,                     -- the guest sees "typing" until then
  PRIMARY KEY (hotel_id, chat_id),
  FOREIGN KEY (hotel_id, chat_id) REFERENCES chat (hotel_id, id)
);
