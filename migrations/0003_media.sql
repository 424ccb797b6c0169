-- Files of messages: where each stands, what is kept of it, who holds a copy, how much a hotel has.

ALTER TABLE media
  ADD COLUMN uploaded_by uuid,                -- member of staff or API key; null: it came from a provider
  ADD COLUMN failure text,                    -- why it is not there: channels/content.ts MediaFailure
  ADD COLUMN tries integer NOT NULL DEFAULT 0,
  ADD COLUMN next_try_at timestamptz,         -- not before; real time, as the lease. Null: pending, at once; failed, not by itself
  ADD COLUMN lease_until timestamptz;         -- claimed by a worker until

CREATE INDEX media_due ON media (next_try_at NULLS FIRST, id)
  WHERE state = 'pending' OR (state = 'failed' AND next_try_at IS NOT NULL);                             -- serves: what is to be fetched
CREATE INDEX media_waiting ON media (hotel_id) WHERE state = 'failed' AND failure = 'storage_full';      -- serves: going on when there is room again
CREATE INDEX media_unsent ON media (created_at) WHERE uploaded_by IS NOT NULL;                           -- serves: uploads nobody sent
CREATE INDEX media_content ON media (hotel_id, sha256) WHERE state = 'ready';                            -- serves: whether a file is still wanted
-- A message names its media in its content. Serves: who may see a file, telling a message that it is there.
CREATE INDEX message_media ON message (hotel_id, (content ->> 'mediaId')) WHERE content ->> 'mediaId' IS NOT NULL;
CREATE INDEX message_revision_media ON message_revision (hotel_id, (content ->> 'mediaId')) WHERE content ->> 'mediaId' IS NOT NULL;

-- What lies on the disk, once per hotel and content: DATA_DIR/media/<hotel>/<first two digits>/<sha256>.
CREATE TABLE media_file (
  hotel_id uuid NOT NULL REFERENCES hotel (id),
  sha256 bytea NOT NULL,
  size bigint NOT NULL,
  mime_type text NOT NULL,                    -- what its bytes say it is
  width integer,                              -- as it is shown, after its EXIF orientation
  height integer,
  duration_ms integer,
  thumbnail_size bigint,                      -- null: there is none
  created_at timestamptz NOT NULL,
  PRIMARY KEY (hotel_id, sha256)
);

-- The bytes of media_file, added up, so that a quota costs one row.
CREATE TABLE media_storage (
  hotel_id uuid PRIMARY KEY REFERENCES hotel (id),
  used_bytes bigint NOT NULL DEFAULT 0,
  full_since timestamptz                      -- set when something did not fit; cleared when there is room
);

-- A file of ours that a provider holds under an id of its own, for sending it again without another upload.
CREATE TABLE media_copy (
  hotel_id uuid NOT NULL,
  media_id uuid NOT NULL,
  channel_id uuid NOT NULL,
  provider_media_id text NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (hotel_id, media_id, channel_id),
  FOREIGN KEY (hotel_id, media_id) REFERENCES media (hotel_id, id) ON DELETE CASCADE,
  FOREIGN KEY (hotel_id, channel_id) REFERENCES channel (hotel_id, id)
);
