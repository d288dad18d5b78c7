-- Random text from which, together with the token and the name of the attempt, the next refresh token is derived. Retries of
-- one attempt derive the same token; the database alone reveals none.
alter table refresh_tokens add column successor_salt varchar(43);
