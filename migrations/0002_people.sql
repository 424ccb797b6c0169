-- One-time links that let a person choose their password: invitations, and forgotten passwords. Directory: a login
-- may belong to people of several hotels.
CREATE TABLE password_link (
  hash bytea PRIMARY KEY,                     -- SHA-256 of the token; serves: opening and using the link
  login_id uuid NOT NULL REFERENCES login (id),
  kind text NOT NULL CHECK (kind IN ('invitation', 'reset')),
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX password_link_login ON password_link (login_id);                   -- serves: the list of people, voiding
CREATE INDEX user_session_address ON user_session (hotel_id, user_id, address);     -- serves: has this person signed in from here
