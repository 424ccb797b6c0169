-- Search by part of a phone number: the rows that have it, not those that have its three-digit pieces somewhere (a house's
-- numbers begin alike, so those pieces grow with the hotel).

-- Every end of a number of three digits and more: a part of it is where one of them begins.
CREATE FUNCTION phone_ends(phone text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT array_to_tsvector(array_agg(substr(digits, n)))
  FROM (SELECT regexp_replace(phone, '[^0-9]', '', 'g') AS digits) d, generate_series(1, length(digits) - 2) n
$$;

CREATE INDEX guest_phone_ends ON guest USING gin (hotel_id, phone_ends(phone)) WHERE phone IS NOT NULL;  -- serves: search, guests by part of a number
CREATE INDEX guest_identity_phone_ends ON guest_identity USING gin (hotel_id, phone_ends(value))
  WHERE kind = 'phone' AND retired_at IS NULL;                                                            -- serves: … by a number beside the first
DROP INDEX guest_search_phone;
DROP INDEX guest_identity_search;
