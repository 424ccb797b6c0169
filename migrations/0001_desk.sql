-- The desk's tables. Every table of a hotel is keyed (hotel_id, …) and every unique and foreign key
-- carries hotel_id, so that a row of one hotel cannot name a row of another. Tables without a hotel
-- are the directory (what finds the hotel) and the house's own leases; they hold nothing else.
-- Each index says which query it serves.

-- ── Directory ───────────────────────────────────────────────────────────────────────────────────

CREATE TABLE login (
  id uuid PRIMARY KEY,
  email text NOT NULL,                        -- lower case, trimmed
  password_hash text,                         -- argon2id; null until a password is set
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT login_email UNIQUE (email)       -- serves: sign-in
);

CREATE TABLE session_token (
  hash bytea PRIMARY KEY,                     -- SHA-256 of a refresh token; serves: refresh, logout
  hotel_id uuid NOT NULL,
  session_id uuid NOT NULL,
  used_at timestamptz,                        -- set when rotated; seen again, the family ends
  created_at timestamptz NOT NULL
);
CREATE INDEX session_token_session ON session_token (hotel_id, session_id); -- serves: ending a session

CREATE TABLE webhook_address (
  channel_id uuid PRIMARY KEY,                -- serves: POST /webhooks/{provider}/{channelId}
  hotel_id uuid NOT NULL
);

CREATE TABLE setup_link (
  hash bytea PRIMARY KEY,                     -- SHA-256 of the one-time token of an empty installation
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);

CREATE TABLE lease (
  name text PRIMARY KEY,                      -- one sweeper at a time; the fence grows with each holder
  holder uuid NOT NULL,
  fence bigint NOT NULL,
  expires_at timestamptz NOT NULL
);

-- ── The hotel and its people ────────────────────────────────────────────────────────────────────

CREATE TABLE hotel (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  time_zone text NOT NULL,
  country text NOT NULL,                      -- ISO 3166 alpha-2; how a number without + is read
  languages text[] NOT NULL,                  -- BCP-47, first one is the default
  auto_reply jsonb NOT NULL DEFAULT '{"enabled": true}',
  quiet_hours jsonb,
  thresholds jsonb NOT NULL DEFAULT '{}',
  limits jsonb NOT NULL DEFAULT '{}',
  retention jsonb NOT NULL DEFAULT '{}',
  front_desk_department_id uuid,              -- who is rung for danger and who takes what nobody claims
  general_audience text NOT NULL DEFAULT 'staff' CHECK (general_audience IN ('staff', 'front-desk')),
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);

CREATE TABLE app_user (
  hotel_id uuid NOT NULL REFERENCES hotel (id),
  id uuid NOT NULL,
  login_id uuid NOT NULL REFERENCES login (id),
  email text NOT NULL,
  name text NOT NULL,
  role text NOT NULL CHECK (role IN ('admin', 'manager', 'agent', 'viewer')),
  language text NOT NULL DEFAULT 'en',
  active boolean NOT NULL DEFAULT true,
  last_seen_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (hotel_id, id),
  CONSTRAINT app_user_login UNIQUE (hotel_id, login_id)
);
CREATE INDEX app_user_by_login ON app_user (login_id);      -- serves: sign-in, which hotels is this person of

CREATE TABLE department (
  hotel_id uuid NOT NULL REFERENCES hotel (id),
  id uuid NOT NULL,
  name text NOT NULL,
  name_folded text NOT NULL,                  -- case and accents folded by the application
  names jsonb NOT NULL DEFAULT '{}',          -- language → name
  menu_order integer NOT NULL DEFAULT 0,
  in_menu boolean NOT NULL DEFAULT true,
  hours jsonb,                                -- null: always open
  outside_hours jsonb NOT NULL DEFAULT '"queue"',
  auto_reply jsonb NOT NULL DEFAULT '{}',     -- language → sentence
  keywords text[] NOT NULL DEFAULT '{}',
  discreet boolean NOT NULL DEFAULT false,
  archived_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (hotel_id, id)
);
CREATE UNIQUE INDEX department_name ON department (hotel_id, name_folded) WHERE archived_at IS NULL; -- 409 department_exists
ALTER TABLE hotel ADD CONSTRAINT hotel_front_desk
  FOREIGN KEY (id, front_desk_department_id) REFERENCES department (hotel_id, id);

CREATE TABLE department_member (
  hotel_id uuid NOT NULL,
  department_id uuid NOT NULL,
  user_id uuid NOT NULL,
  joined_at timestamptz NOT NULL,             -- unread of a new member starts here
  PRIMARY KEY (hotel_id, department_id, user_id),
  FOREIGN KEY (hotel_id, department_id) REFERENCES department (hotel_id, id),
  FOREIGN KEY (hotel_id, user_id) REFERENCES app_user (hotel_id, id)
);
CREATE INDEX department_member_user ON department_member (hotel_id, user_id); -- serves: what may this user see

CREATE TABLE user_session (
  hotel_id uuid NOT NULL,
  id uuid NOT NULL,
  user_id uuid NOT NULL,
  user_agent text,
  address text,
  created_at timestamptz NOT NULL,
  last_used_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  ended_at timestamptz,
  end_reason text,
  PRIMARY KEY (hotel_id, id),
  FOREIGN KEY (hotel_id, user_id) REFERENCES app_user (hotel_id, id)
);
CREATE INDEX user_session_user ON user_session (hotel_id, user_id) WHERE ended_at IS NULL; -- serves: end a user's sessions

CREATE TABLE idempotency_key (
  hotel_id uuid NOT NULL,
  user_id uuid NOT NULL,
  key text NOT NULL,
  route text NOT NULL,
  body_hash bytea NOT NULL,
  status smallint NOT NULL,
  answer jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (hotel_id, user_id, key),
  FOREIGN KEY (hotel_id, user_id) REFERENCES app_user (hotel_id, id)
);
CREATE INDEX idempotency_key_age ON idempotency_key (created_at); -- serves: dropping keys older than 24 h

CREATE TABLE audit_entry (
  hotel_id uuid NOT NULL REFERENCES hotel (id),
  id uuid NOT NULL,
  actor_kind text NOT NULL CHECK (actor_kind IN ('user', 'guest', 'system', 'operator')),
  actor_id uuid,
  action text NOT NULL,
  subject_type text NOT NULL,
  subject_id uuid,
  conversation_id uuid,
  before jsonb,
  after jsonb,
  at timestamptz NOT NULL,
  PRIMARY KEY (hotel_id, id)                  -- serves: the log, newest first (UUIDv7)
);
CREATE INDEX audit_entry_conversation ON audit_entry (hotel_id, conversation_id, id) WHERE conversation_id IS NOT NULL;

-- ── Channels ────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE channel (
  hotel_id uuid NOT NULL REFERENCES hotel (id),
  id uuid NOT NULL,
  provider text NOT NULL CHECK (provider IN ('meta-cloud', 'unipile', 'waha', 'webchat')),
  name text NOT NULL,
  phone_number text,                          -- E.164
  external_id text,                           -- the provider's id of this number (Meta: phone_number_id)
  account_id text,                            -- the provider's id of the account (Meta: WABA id)
  settings jsonb NOT NULL DEFAULT '{}',
  credentials bytea,                          -- AES-256-GCM, see channels/credentials.ts
  status text NOT NULL DEFAULT 'connected' CHECK (status IN ('connected', 'disconnected', 'paused', 'error')),
  status_reason text,
  status_at timestamptz NOT NULL DEFAULT '-infinity', -- provider time of the news it comes from: older news changes nothing
  paused_until timestamptz,                   -- an outage of the provider: sends wait, no try is spent
  last_event_at timestamptz,
  archived_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (hotel_id, id)
);
CREATE UNIQUE INDEX channel_external ON channel (hotel_id, provider, external_id) WHERE archived_at IS NULL; -- serves: several numbers, one address
CREATE INDEX channel_account ON channel (hotel_id, provider, account_id);       -- serves: account events without a number

-- ── Guests ──────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE guest (
  hotel_id uuid NOT NULL REFERENCES hotel (id),
  id uuid NOT NULL,
  name text,
  name_rank smallint NOT NULL DEFAULT 9,      -- attendees/naming.ts: 0 staff … 9 none
  name_at timestamptz NOT NULL DEFAULT '-infinity', -- provider time of that knowledge: the latest wins among equals
  name_folded text NOT NULL DEFAULT '',
  phone text,                                 -- E.164, canonical; null for guests without one
  country text,
  language text,                              -- set by staff, or guessed
  language_source text CHECK (language_source IN ('staff', 'stay', 'words', 'phone')),
  lifecycle text NOT NULL DEFAULT 'new' CHECK (lifecycle IN ('new', 'contacted', 'replied', 'booked', 'in_house', 'departed')),
  automation_off_at timestamptz,              -- the guest said STOP: nothing automatic until START
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (hotel_id, id)
);
CREATE INDEX guest_name ON guest (hotel_id, name_folded, id); -- serves: the guest list

-- What providers call a guest: a phone number (canonical E.164) or a provider's user id. None is
-- mandatory; the unique key makes one guest of many parallel first messages.
CREATE TABLE guest_identity (
  hotel_id uuid NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('phone', 'meta-user', 'meta-phone')), -- meta-phone: a wa_id that is no valid number
  value text NOT NULL,
  guest_id uuid NOT NULL,
  retired_at timestamptz,                     -- provider time: the guest changed number; found for older messages only
  created_at timestamptz NOT NULL,
  PRIMARY KEY (hotel_id, id),
  FOREIGN KEY (hotel_id, guest_id) REFERENCES guest (hotel_id, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE UNIQUE INDEX guest_identity_value ON guest_identity (hotel_id, kind, value) WHERE retired_at IS NULL; -- serves: who wrote
CREATE INDEX guest_identity_former ON guest_identity (hotel_id, kind, value, retired_at)
  WHERE retired_at IS NOT NULL;               -- serves: who wrote this before that day, was this change told already
CREATE INDEX guest_identity_guest ON guest_identity (hotel_id, guest_id);

-- Names from the address book of the hotel's phone. It comes before most of its people have written, so it waits here.
CREATE TABLE address_book (
  hotel_id uuid NOT NULL REFERENCES hotel (id),
  phone text NOT NULL,                        -- canonical E.164
  name text NOT NULL,
  at timestamptz NOT NULL,                    -- provider time
  PRIMARY KEY (hotel_id, phone)
);

CREATE TABLE stay (
  hotel_id uuid NOT NULL,
  id uuid NOT NULL,
  guest_id uuid NOT NULL,
  room text,
  arrival date NOT NULL,
  departure date NOT NULL,
  reference text,
  vip text,                                   -- why, in the hotel's words; null: not a VIP
  language text,
  cancelled_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (hotel_id, id),
  FOREIGN KEY (hotel_id, guest_id) REFERENCES guest (hotel_id, id)
);
CREATE INDEX stay_guest ON stay (hotel_id, guest_id, departure DESC); -- serves: the stay on a card

-- ── Chats ───────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE chat (
  hotel_id uuid NOT NULL,
  id uuid NOT NULL,
  channel_id uuid NOT NULL,
  external_id text NOT NULL,                  -- the provider's chat id; where it has none (Meta), the guest's id
  kind text NOT NULL CHECK (kind IN ('person', 'group')),
  guest_id uuid,                              -- null for groups
  subject text,
  address jsonb NOT NULL DEFAULT '{}',        -- the provider's own names for the other side, verbatim, for sending
  message_seq bigint NOT NULL DEFAULT 0,      -- last sequence given to a message of this chat
  inbound_seq bigint NOT NULL DEFAULT 0,      -- arrivals; carries unread and routing
  routed_seq bigint NOT NULL DEFAULT 0,       -- routed so far; < inbound_seq is open work
  last_inbound_at timestamptz,                -- provider time of the guest's last message: the reply window
  current_conversation_id uuid,
  routing_fence bigint NOT NULL DEFAULT 0,    -- grows with each claim; a worker that lost its claim cannot write
  routing_until timestamptz,
  routing_tries integer NOT NULL DEFAULT 0,   -- tries of the message at routed_seq + 1
  sending_fence bigint NOT NULL DEFAULT 0,
  sending_until timestamptz,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (hotel_id, id),
  CONSTRAINT chat_external UNIQUE (hotel_id, channel_id, external_id), -- serves: ingestion
  FOREIGN KEY (hotel_id, channel_id) REFERENCES channel (hotel_id, id),
  FOREIGN KEY (hotel_id, guest_id) REFERENCES guest (hotel_id, id)
) WITH (fillfactor = 70);
CREATE INDEX chat_guest ON chat (hotel_id, guest_id);
-- No index names a counter: every message moves them, and so long as no index has to follow, an update stays on its
-- page (40 µs less a message). The sweeper's look for routed_seq < inbound_seq reads the table whole (30 ms at 200,000 chats).

CREATE TABLE attendee (
  hotel_id uuid NOT NULL,
  id uuid NOT NULL,
  channel_id uuid NOT NULL,
  external_id text NOT NULL,
  name text,
  name_at timestamptz NOT NULL DEFAULT '-infinity',
  phone text,
  guest_id uuid,
  is_self boolean NOT NULL DEFAULT false,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (hotel_id, id),
  CONSTRAINT attendee_external UNIQUE (hotel_id, channel_id, external_id), -- B10; serves: ingestion
  FOREIGN KEY (hotel_id, channel_id) REFERENCES channel (hotel_id, id),
  FOREIGN KEY (hotel_id, guest_id) REFERENCES guest (hotel_id, id)
);
CREATE INDEX attendee_guest ON attendee (hotel_id, guest_id);

-- ── Conversations ───────────────────────────────────────────────────────────────────────────────

CREATE TABLE conversation (
  hotel_id uuid NOT NULL,
  id uuid NOT NULL,
  chat_id uuid NOT NULL,
  type text NOT NULL CHECK (type IN ('general', 'service', 'flow')),
  status text NOT NULL CHECK (status IN ('active', 'expired', 'closed')),
  department_id uuid,
  assignee_id uuid,
  priority text NOT NULL DEFAULT 'normal' CHECK (priority IN ('normal', 'urgent')),
  menu jsonb,                                 -- routing/menu.ts MenuState: what was offered, how often not understood
  last_message_id uuid,
  last_message_at timestamptz NOT NULL,       -- newest message of any side; the inbox's order
  waiting_since timestamptz,                  -- first guest message that nobody has answered
  expires_at timestamptz NOT NULL,            -- last message of guest or staff + CONVERSATION_EXPIRY_HOURS
  opened_at timestamptz NOT NULL,
  reopened_at timestamptz,                    -- came back after its end: goes on without a menu
  closed_at timestamptz,
  close_reason text,
  version bigint NOT NULL DEFAULT 1,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (hotel_id, id),
  FOREIGN KEY (hotel_id, chat_id) REFERENCES chat (hotel_id, id),
  FOREIGN KEY (hotel_id, department_id) REFERENCES department (hotel_id, id),
  FOREIGN KEY (hotel_id, assignee_id) REFERENCES app_user (hotel_id, id),
  CHECK (type = 'general' OR department_id IS NOT NULL)
);
-- Promise 4: one active conversation per chat, type and department. NULLS NOT DISTINCT, or two
-- `general` rows (department null) would get in.
CREATE UNIQUE INDEX conversation_one_active ON conversation (hotel_id, chat_id, type, department_id)
  NULLS NOT DISTINCT WHERE status = 'active';
CREATE INDEX conversation_inbox ON conversation (hotel_id, status, last_message_at DESC, id DESC);  -- serves: inbox, newest
CREATE INDEX conversation_department ON conversation (hotel_id, department_id, status, last_message_at DESC, id DESC)
  INCLUDE (type);                                                                                   -- serves: inbox of a department, counts
CREATE INDEX conversation_assignee ON conversation (hotel_id, assignee_id, status, last_message_at DESC, id DESC)
  WHERE assignee_id IS NOT NULL;                                                                    -- serves: inbox, mine
CREATE INDEX conversation_waiting ON conversation (hotel_id, waiting_since, id)
  WHERE status = 'active' AND waiting_since IS NOT NULL;                                            -- serves: inbox, waiting longest
CREATE INDEX conversation_chat ON conversation (hotel_id, chat_id, opened_at);                      -- serves: the timeline's episodes
CREATE INDEX conversation_expiry ON conversation (expires_at) WHERE status = 'active';              -- serves: the sweeper
ALTER TABLE chat ADD FOREIGN KEY (hotel_id, current_conversation_id) REFERENCES conversation (hotel_id, id);

CREATE TABLE conversation_attendee (
  hotel_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  attendee_id uuid NOT NULL,
  PRIMARY KEY (hotel_id, conversation_id, attendee_id),
  FOREIGN KEY (hotel_id, conversation_id) REFERENCES conversation (hotel_id, id),
  FOREIGN KEY (hotel_id, attendee_id) REFERENCES attendee (hotel_id, id)
);

CREATE TABLE participant (
  hotel_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  user_id uuid NOT NULL,
  involved boolean NOT NULL DEFAULT false,    -- wrote, was assigned or mentioned; false: only read
  last_read_seq bigint NOT NULL DEFAULT 0,    -- message.inbound_seq
  last_read_at timestamptz,
  joined_at timestamptz NOT NULL,
  PRIMARY KEY (hotel_id, conversation_id, user_id),
  FOREIGN KEY (hotel_id, conversation_id) REFERENCES conversation (hotel_id, id),
  FOREIGN KEY (hotel_id, user_id) REFERENCES app_user (hotel_id, id)
);

-- ── Messages ────────────────────────────────────────────────────────────────────────────────────

-- status: messages/delivery-status.ts, a rank that only grows:
-- 0 queued, 10 sending, 20 unconfirmed, 30 sent, 40 failed, 50 delivered, 60 read, 70 played; null: received, note, system.
CREATE TABLE message (
  hotel_id uuid NOT NULL,
  id uuid NOT NULL,
  chat_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  channel_id uuid NOT NULL,                   -- the chat's
  direction text NOT NULL CHECK (direction IN ('inbound', 'outbound', 'internal')),
  author_kind text NOT NULL CHECK (author_kind IN ('guest', 'user', 'flow', 'automation', 'system')),
  author_id uuid,                             -- guest, user or attendee (groups)
  author_name text,
  type text NOT NULL,
  content jsonb NOT NULL,
  text_folded text NOT NULL DEFAULT '',       -- words people search for, case and accents folded
  provider_id text,                           -- the provider's message id, of the newest try for our own
  client_id text,                             -- made by the sending client; twice is once
  status smallint,
  failure jsonb,                              -- { code, reason, retryable, providerCode }
  reply_to_id uuid,                           -- quoted by staff
  reply_to_provider_id text,                  -- quoted by the guest; the quoted message may come later
  seq bigint NOT NULL,
  inbound_seq bigint,                         -- set for arrivals that count; null for own, internal and historical
  sent_at timestamptz NOT NULL,               -- provider time; our own: when queued
  created_at timestamptz NOT NULL,
  edited_at timestamptz,
  deleted_at timestamptz,
  repaired boolean NOT NULL DEFAULT false,    -- text PostgreSQL refuses was replaced by U+FFFD; the receipt has the bytes
  sent_elsewhere boolean NOT NULL DEFAULT false, -- typed on the hotel's phone, not here
  historical boolean NOT NULL DEFAULT false,  -- came with the history: no news when it arrived
  version bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (hotel_id, id),
  -- The only key: chat and channel are the conversation's, and each key is looked up for every message.
  FOREIGN KEY (hotel_id, conversation_id) REFERENCES conversation (hotel_id, id)
);
CREATE UNIQUE INDEX message_provider ON message (hotel_id, channel_id, provider_id) WHERE provider_id IS NOT NULL; -- promise 2
CREATE UNIQUE INDEX message_client ON message (hotel_id, author_id, client_id) WHERE client_id IS NOT NULL;        -- clientId: twice is once
CREATE INDEX message_timeline ON message (hotel_id, chat_id, sent_at DESC, seq DESC);                              -- serves: the thread
CREATE INDEX message_arrival ON message (hotel_id, chat_id, inbound_seq) WHERE inbound_seq IS NOT NULL;            -- serves: routing
CREATE INDEX message_unread ON message (hotel_id, conversation_id, inbound_seq) WHERE inbound_seq IS NOT NULL;     -- serves: unread counts
CREATE INDEX message_staff ON message (hotel_id, conversation_id)
  WHERE direction = 'outbound' AND author_kind = 'user';                                                           -- serves: routing, was it answered
CREATE INDEX message_open_send ON message (hotel_id, chat_id, seq) WHERE status < 20;                              -- serves: send job, sweeper

-- One row per try of a send; its id travels to the provider and comes back with the statuses.
CREATE TABLE send_attempt (
  hotel_id uuid NOT NULL,
  id uuid NOT NULL,
  message_id uuid NOT NULL,
  channel_id uuid NOT NULL,
  number integer NOT NULL,
  status smallint NOT NULL,
  provider_id text,
  failure jsonb,
  created_at timestamptz NOT NULL,
  lease_until timestamptz,                    -- claimed by a worker until; past it the outcome is unknown
  finished_at timestamptz,
  next_try_at timestamptz,
  PRIMARY KEY (hotel_id, id),
  CONSTRAINT send_attempt_number UNIQUE (hotel_id, message_id, number),
  FOREIGN KEY (hotel_id, message_id) REFERENCES message (hotel_id, id)
);
CREATE UNIQUE INDEX send_attempt_provider ON send_attempt (hotel_id, channel_id, provider_id) WHERE provider_id IS NOT NULL; -- serves: statuses
CREATE INDEX send_attempt_claimed ON send_attempt (lease_until) WHERE status = 10;                                           -- serves: the sweeper

-- Every status a provider told, also one that came before its message (no foreign key: it waits here).
CREATE TABLE message_status (
  hotel_id uuid NOT NULL REFERENCES hotel (id),
  id uuid NOT NULL,
  channel_id uuid NOT NULL,
  provider_id text NOT NULL,
  attempt_ref text,                           -- what we sent along, as text: a foreign app's may be no UUID
  recipient text NOT NULL DEFAULT '',
  status smallint NOT NULL,
  failure jsonb,
  at timestamptz NOT NULL,                    -- provider time
  created_at timestamptz NOT NULL,
  PRIMARY KEY (hotel_id, id),
  CONSTRAINT message_status_told UNIQUE (hotel_id, channel_id, provider_id, status, recipient, at)
);
CREATE INDEX message_status_ref ON message_status (hotel_id, attempt_ref) WHERE attempt_ref IS NOT NULL; -- serves: a message's history

CREATE TABLE reaction (
  hotel_id uuid NOT NULL,
  id uuid NOT NULL,
  channel_id uuid NOT NULL,
  target_provider_id text NOT NULL,           -- the message may not have come yet
  author_key text NOT NULL,                   -- 'guest:<id>', 'user' (the hotel has one voice)
  author_kind text NOT NULL CHECK (author_kind IN ('guest', 'user')),
  author_id uuid,
  emoji text,                                 -- null: taken back
  provider_id text NOT NULL DEFAULT '',
  at timestamptz NOT NULL,
  PRIMARY KEY (hotel_id, id),
  CONSTRAINT reaction_author UNIQUE (hotel_id, channel_id, target_provider_id, author_key),
  FOREIGN KEY (hotel_id, channel_id) REFERENCES channel (hotel_id, id)
);

-- Edits and revokes as told, and the content they replaced (kind 'original'): E18.
CREATE TABLE message_revision (
  hotel_id uuid NOT NULL,
  id uuid NOT NULL,
  channel_id uuid NOT NULL,
  target_provider_id text NOT NULL,
  provider_id text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('original', 'edit', 'revoke', 'media')), -- media: what a placeholder of the history stood for
  content jsonb,
  text_folded text NOT NULL DEFAULT '',
  by_kind text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (hotel_id, id),
  CONSTRAINT message_revision_told UNIQUE (hotel_id, channel_id, target_provider_id, provider_id),
  FOREIGN KEY (hotel_id, channel_id) REFERENCES channel (hotel_id, id)
);

CREATE TABLE media (
  hotel_id uuid NOT NULL,
  id uuid NOT NULL,
  channel_id uuid,
  provider_media_id text,
  kind text NOT NULL CHECK (kind IN ('image', 'video', 'audio', 'document', 'sticker')),
  mime_type text NOT NULL,
  size bigint,
  filename text,
  sha256 bytea,
  state text NOT NULL CHECK (state IN ('pending', 'ready', 'failed')),
  created_at timestamptz NOT NULL,
  PRIMARY KEY (hotel_id, id),
  FOREIGN KEY (hotel_id, channel_id) REFERENCES channel (hotel_id, id)
);

-- ── Receipts, decisions, review ─────────────────────────────────────────────────────────────────

-- WebhookAttempt: one row per provider event with its own slice of the payload. Partitioned by id
-- (UUIDv7, so by time of receipt); whole days are dropped. database/receipt-partitions.ts makes the days.
CREATE TABLE webhook_attempt (
  hotel_id uuid NOT NULL,
  id uuid NOT NULL,
  channel_id uuid NOT NULL,
  kind text NOT NULL,                         -- the parsed event's type, 'unparsed', 'misdirected' …
  event_key text,                             -- the provider's id of the event; informative, not unique
  payload bytea NOT NULL,
  state text NOT NULL CHECK (state IN ('stored', 'duplicate', 'failed')),
  code text,
  error text,
  tries integer NOT NULL DEFAULT 1,
  received_at timestamptz NOT NULL,
  processed_ms real,
  PRIMARY KEY (hotel_id, id)
) PARTITION BY RANGE (id);
CREATE TABLE webhook_attempt_rest PARTITION OF webhook_attempt DEFAULT;

CREATE TABLE route_decision (
  hotel_id uuid NOT NULL,
  id uuid NOT NULL,
  chat_id uuid NOT NULL,
  conversation_id uuid,
  message_id uuid NOT NULL,
  rule text NOT NULL,
  version integer NOT NULL,
  decision jsonb NOT NULL,
  inputs jsonb NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (hotel_id, id),
  FOREIGN KEY (hotel_id, message_id) REFERENCES message (hotel_id, id) -- chat and conversation are the message's
);
CREATE UNIQUE INDEX route_decision_message ON route_decision (hotel_id, message_id); -- one decision a message; serves: "why is this here?"

-- What a person must look at: receipts that could not be stored, jobs and sends that failed for good.
CREATE TABLE review_item (
  hotel_id uuid NOT NULL REFERENCES hotel (id),
  id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('receipt', 'job', 'send')),
  channel_id uuid,
  conversation_id uuid,
  message_id uuid,
  receipt_id uuid,
  code text NOT NULL,
  reason text NOT NULL,
  tries integer NOT NULL DEFAULT 1,
  payload jsonb,
  stack text,
  at timestamptz NOT NULL,
  resolved_at timestamptz,
  resolution text,
  PRIMARY KEY (hotel_id, id)
);
CREATE INDEX review_item_open ON review_item (hotel_id, id DESC) WHERE resolved_at IS NULL; -- serves: the review list

CREATE TABLE notification (
  hotel_id uuid NOT NULL,
  id uuid NOT NULL,
  user_id uuid NOT NULL,
  kind text NOT NULL,
  conversation_id uuid,
  data jsonb NOT NULL DEFAULT '{}',
  at timestamptz NOT NULL,
  read_at timestamptz,
  PRIMARY KEY (hotel_id, id),
  FOREIGN KEY (hotel_id, user_id) REFERENCES app_user (hotel_id, id)
);
CREATE INDEX notification_user ON notification (hotel_id, user_id, id DESC); -- serves: the bell

-- ── Change log ──────────────────────────────────────────────────────────────────────────────────

-- Written in the transaction it tells of; read only below the oldest transaction still open, so that
-- a late commit is never skipped. Sockets, resume and /conversations/changes read it.
CREATE TABLE change (
  hotel_id uuid NOT NULL,
  position bigint GENERATED ALWAYS AS IDENTITY,
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  kind text NOT NULL,                         -- 'message.created', 'message.updated', 'conversation.created' …
  conversation_id uuid,
  message_id uuid,
  subject_id uuid,                            -- user, notification, channel, department: what the kind names
  at timestamptz NOT NULL,
  PRIMARY KEY (hotel_id, xid, position)       -- serves: resume, /conversations/changes
);
CREATE INDEX change_xid ON change (xid, position);                 -- serves: the process that publishes
