-- Raised by all that takes something away from who reads: each reader of tokens and keys compares it at every call.
-- Beside it the version at which the signing keys were last rotated.
create table access_versions (
    subject varchar(16) primary key,
    version bigint not null,
    signing_keys_version bigint default 0 not null
);

insert into access_versions (subject, version) values ('access', 0);

-- Who signed in, once: all tokens that come of one code or one issue are a family. Users stand here as keyed hashes.
create table token_families (
    family_id varchar(32) primary key,
    user_key varchar(32) not null,
    permissions varchar(200) not null,
    created_at timestamp with time zone not null,
    expires_at timestamp with time zone not null,
    revoked_at timestamp with time zone,
    revoked_why varchar(32)
);

create index token_families_by_user_key on token_families (user_key);
create index token_families_by_expires_at on token_families (expires_at);

create table token_family_collars (
    family_id varchar(32) not null references token_families (family_id) on delete cascade,
    collar_id varchar(64) not null,
    primary key (family_id, collar_id)
);

-- Tokens and codes stand here as SHA-256 alone. One that was used stays until it expires, so that a second use is noticed.
-- attempt_hash is of what its user called the use, and follows the token that this one was given for: whoever lost the
-- answer may ask again.
create table refresh_tokens (
    token_hash varchar(64) primary key,
    family_id varchar(32) not null references token_families (family_id) on delete cascade,
    issued_at timestamp with time zone not null,
    expires_at timestamp with time zone not null,
    used_at timestamp with time zone,
    attempt_hash varchar(64),
    follows varchar(64)
);

create index refresh_tokens_by_follows on refresh_tokens (follows);
create index refresh_tokens_by_family on refresh_tokens (family_id);

create table sign_in_codes (
    code_hash varchar(64) primary key,
    family_id varchar(32) not null references token_families (family_id) on delete cascade,
    expires_at timestamp with time zone not null,
    used_at timestamp with time zone
);

create index sign_in_codes_by_family on sign_in_codes (family_id);

-- Single access tokens and signing keys that no longer count, until they would be out anyway.
create table access_revocations (
    kind varchar(16) not null,
    id varchar(64) not null,
    expires_at timestamp with time zone not null,
    primary key (kind, id)
);

create table api_keys (
    key_id varchar(32) primary key,
    name varchar(100) not null,
    secret_hash varchar(64) not null,
    permissions varchar(200) not null,
    created_at timestamp with time zone not null,
    expires_at timestamp with time zone not null,
    revoked_at timestamp with time zone,
    last_used_at timestamp with time zone
);

create table api_key_collars (
    key_id varchar(32) not null references api_keys (key_id) on delete cascade,
    collar_id varchar(64) not null,
    primary key (key_id, collar_id)
);

-- Which key users' ids in the feedback tables were hashed under: a check of it, not the key.
create table keyed_hash_checks (
    subject varchar(16) primary key,
    check_value varchar(64) not null
);
