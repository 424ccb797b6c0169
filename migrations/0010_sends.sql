-- Sends: what is asked of a try, what it waits for, the limits of a guest and of a number, outages of a provider.

-- A try is one of those that somebody asked for: pressing "send again" asks anew. What costs no try (an outage, a limit
-- of the provider's) is the same row put off.
ALTER TABLE send_attempt
  ADD COLUMN try integer NOT NULL DEFAULT 1,       -- of those that were asked for together, against QUEUE_TRIES
  ADD COLUMN asked_at timestamptz,                 -- business time somebody asked for it; null: created_at
  ADD COLUMN waits integer NOT NULL DEFAULT 0,     -- how often it was put off at no cost
  ADD COLUMN aside boolean NOT NULL DEFAULT false; -- waits so long that what was written after it goes first
CREATE INDEX send_attempt_doubtful ON send_attempt (finished_at) WHERE status = 20 AND failure IS NULL; -- serves: the sweeper, what nobody confirmed

-- One message every six seconds to one guest, counted ahead: how far what was sent has used up what is allowed.
ALTER TABLE chat ADD COLUMN pair_used_until timestamptz;

ALTER TABLE channel ADD COLUMN outage_since timestamptz; -- real time, with paused_until: the longer, the longer the pauses

-- Serve: who is routed first, every few seconds.
CREATE INDEX conversation_urgent ON conversation (hotel_id, chat_id) WHERE status = 'active' AND priority = 'urgent';
CREATE INDEX stay_vip ON stay (departure) WHERE vip IS NOT NULL AND cancelled_at IS NULL;

-- A worker that lost its claim neither renews nor ends another one's.
ALTER TABLE reaction ADD COLUMN lease_fence bigint NOT NULL DEFAULT 0;
