-- Search and the guest list: trigrams of folded names, texts and numbers; what staff know of a guest; guests joined and taken
-- apart; a figure that does not grow with the hotel's past.

-- Both come with PostgreSQL and are "trusted": the owner of the database may create them, no superuser is needed.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gin;     -- hotel_id beside the trigrams: hotels never meet in an index either

CREATE INDEX message_search ON message USING gin (hotel_id, text_folded gin_trgm_ops) WHERE text_folded <> '';   -- serves: search, messages
CREATE INDEX guest_search_name ON guest USING gin (hotel_id, name_folded gin_trgm_ops);                          -- serves: search, guests and chats by name
CREATE INDEX guest_search_phone ON guest USING gin (hotel_id, phone gin_trgm_ops) WHERE phone IS NOT NULL;       -- serves: … by part of a number
CREATE INDEX guest_identity_search ON guest_identity USING gin (hotel_id, value gin_trgm_ops)
  WHERE kind = 'phone' AND retired_at IS NULL;                                                                   -- serves: … by a number beside the first
CREATE INDEX stay_room ON stay (hotel_id, lower(room), departure) WHERE cancelled_at IS NULL;                    -- serves: … by room
CREATE INDEX stay_reference ON stay (hotel_id, lower(reference), departure) WHERE cancelled_at IS NULL;          -- serves: … by booking
CREATE INDEX chat_group ON chat (hotel_id, id) WHERE kind = 'group';                                             -- serves: search, groups by subject

-- ── The inbox past one filter ───────────────────────────────────────────────────────────────────

CREATE INDEX conversation_free ON conversation (hotel_id, status, last_message_at DESC, id DESC)
  WHERE assignee_id IS NULL;                  -- serves: inbox, nobody's
CREATE INDEX conversation_type ON conversation (hotel_id, type, status, last_message_at DESC, id DESC); -- serves: inbox of a type; of those who see few departments

-- ── What staff know of a guest ──────────────────────────────────────────────────────────────────

ALTER TABLE guest
  ADD COLUMN vip text,                        -- why, in the hotel's words; null: the stay may still say so
  ADD COLUMN notes text,
  ADD COLUMN merged_into_id uuid,             -- joined with this guest, who is not joined with anybody
  ADD FOREIGN KEY (hotel_id, merged_into_id) REFERENCES guest (hotel_id, id);
CREATE INDEX guest_merged ON guest (hotel_id, merged_into_id) WHERE merged_into_id IS NOT NULL; -- serves: who was joined with a guest

-- Who was joined with whom, and every row that moved, so that they can be taken apart exactly.
CREATE TABLE guest_merge (
  hotel_id uuid NOT NULL,
  id uuid NOT NULL,
  guest_id uuid NOT NULL,                     -- who stays
  merged_guest_id uuid NOT NULL,              -- who was joined with them
  merged_by uuid NOT NULL,
  merged_at timestamptz NOT NULL,
  moved jsonb NOT NULL,                       -- guests/merge.repository.ts Moved
  unmerged_at timestamptz,
  PRIMARY KEY (hotel_id, id),
  FOREIGN KEY (hotel_id, guest_id) REFERENCES guest (hotel_id, id),
  FOREIGN KEY (hotel_id, merged_guest_id) REFERENCES guest (hotel_id, id)
);
CREATE UNIQUE INDEX guest_merge_once ON guest_merge (hotel_id, merged_guest_id) WHERE unmerged_at IS NULL;
CREATE INDEX guest_merge_guest ON guest_merge (hotel_id, guest_id) WHERE unmerged_at IS NULL; -- serves: what a guest was joined from

-- A transaction that knew the guest before they were joined must not give them anything after. It waits here for the other
-- one; then what it adds is the staying guest's. A chat is keyed by its guest, so its writer begins again (ingestion does, at a
-- serialisation failure) and finds the guest who stays.
CREATE FUNCTION to_staying_guest() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  staying uuid;
BEGIN
  SELECT merged_into_id INTO staying FROM guest WHERE hotel_id = NEW.hotel_id AND id = NEW.guest_id FOR KEY SHARE;
  IF staying IS NOT NULL THEN
    IF TG_TABLE_NAME = 'chat' THEN
      RAISE EXCEPTION 'The guest was joined with another.' USING ERRCODE = 'serialization_failure';
    END IF;
    NEW.guest_id := staying;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guest_identity_guest BEFORE INSERT OR UPDATE OF guest_id ON guest_identity
  FOR EACH ROW EXECUTE FUNCTION to_staying_guest();
CREATE TRIGGER attendee_guest BEFORE INSERT OR UPDATE OF guest_id ON attendee
  FOR EACH ROW WHEN (NEW.guest_id IS NOT NULL) EXECUTE FUNCTION to_staying_guest();
CREATE TRIGGER stay_guest BEFORE INSERT OR UPDATE OF guest_id ON stay
  FOR EACH ROW EXECUTE FUNCTION to_staying_guest();
CREATE TRIGGER chat_guest BEFORE INSERT OR UPDATE OF guest_id ON chat
  FOR EACH ROW WHEN (NEW.guest_id IS NOT NULL) EXECUTE FUNCTION to_staying_guest();

-- ── Counts ──────────────────────────────────────────────────────────────────────────────────────

-- Past conversations by where they lie, as differences: an episode that ends adds a row, one that comes back another, and nobody
-- waits for anybody. The sweeper folds them into one row per place (conversations/past-tally.ts).
CREATE TABLE past_tally (
  hotel_id uuid NOT NULL REFERENCES hotel (id),
  id bigint GENERATED ALWAYS AS IDENTITY,
  type text NOT NULL,
  department_id uuid,
  count integer NOT NULL,
  PRIMARY KEY (hotel_id, id)                  -- serves: the counts of a hotel
);

CREATE FUNCTION tally_past() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    IF OLD.status <> 'active' THEN
      INSERT INTO past_tally (hotel_id, type, department_id, count) VALUES (OLD.hotel_id, OLD.type, OLD.department_id, -1);
    END IF;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    IF NEW.status <> 'active' THEN
      INSERT INTO past_tally (hotel_id, type, department_id, count) VALUES (NEW.hotel_id, NEW.type, NEW.department_id, 1);
    END IF;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER conversation_past_new AFTER INSERT ON conversation
  FOR EACH ROW WHEN (NEW.status <> 'active') EXECUTE FUNCTION tally_past();
CREATE TRIGGER conversation_past_gone AFTER DELETE ON conversation
  FOR EACH ROW WHEN (OLD.status <> 'active') EXECUTE FUNCTION tally_past();
CREATE TRIGGER conversation_past_moved AFTER UPDATE OF status, type, department_id ON conversation
  FOR EACH ROW WHEN ((OLD.status <> 'active' OR NEW.status <> 'active')
    AND ((OLD.status = 'active') <> (NEW.status = 'active') OR OLD.type <> NEW.type OR OLD.department_id IS DISTINCT FROM NEW.department_id))
  EXECUTE FUNCTION tally_past();
INSERT INTO past_tally (hotel_id, type, department_id, count)
  SELECT hotel_id, type, department_id, count(*) FROM conversation WHERE status <> 'active' GROUP BY hotel_id, type, department_id;
