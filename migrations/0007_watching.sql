-- What the desk watches of itself: a threshold that is crossed is a row until it is not any more.

CREATE TABLE alert (
  hotel_id uuid NOT NULL REFERENCES hotel (id),
  id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('failed_jobs', 'slow_processing', 'backlog', 'oldest_waiting', 'channel_silent')),
  channel_id uuid,                            -- of channel_silent
  value double precision NOT NULL,            -- as it was measured when it crossed
  threshold double precision NOT NULL,        -- as it was set then
  raised_at timestamptz NOT NULL,
  cleared_at timestamptz,
  PRIMARY KEY (hotel_id, id),
  FOREIGN KEY (hotel_id, channel_id) REFERENCES channel (hotel_id, id)
);
-- Each once while it lasts, also where two look at the same time. Serves: what is raised now.
CREATE UNIQUE INDEX alert_raised ON alert (hotel_id, kind, channel_id) NULLS NOT DISTINCT WHERE cleared_at IS NULL;
