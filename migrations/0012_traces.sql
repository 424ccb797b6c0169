-- What a send belongs to: the id under which the log tells its way, from the guest's message or the request of staff that caused it.
-- On the try, not the message: who presses "send again" is another request. A guest's own message needs none: its id is its trace.
ALTER TABLE send_attempt ADD COLUMN trace_id text;
