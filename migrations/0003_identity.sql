-- Identity 身份: who somebody is and how it is proved.
-- Accounts are one for all districts (a phone belongs to one human), so they and what hangs on them are not isolated;
-- they are read by key only. Persons are per district and isolated.
-- Phone numbers and addresses are encrypted (AES-256-GCM) with the key of the installation; a phone is looked up by its
-- keyed hash (HMAC-SHA-256), so a copy of the database without the key names nobody's number.
create schema identity;
grant usage on schema identity to gongzhi_app;

create table identity.account (
  id uuid primary key,
  phone_hash bytea unique,
  phone_sealed bytea,
  password_hash text,
  totp_secret bytea,
  totp_pending_secret bytea,
  totp_confirmed_at timestamptz,
  totp_last_step bigint,
  recovery_codes bytea[] not null default '{}',
  created_at timestamptz not null,
  closed_at timestamptz,
  check ((phone_hash is null) = (closed_at is not null)),
  check ((phone_hash is null) = (phone_sealed is null)),
  check ((totp_secret is null) = (totp_confirmed_at is null))
);
comment on table identity.account is 'A human with a phone number; password and second factor for staff';
comment on column identity.account.phone_hash is 'HMAC-SHA-256 of the phone, keyed; null once the account is closed';
comment on column identity.account.phone_sealed is 'The phone, encrypted';
comment on column identity.account.password_hash is 'argon2id, PHC string';
comment on column identity.account.totp_secret is 'Encrypted; the one that counts';
comment on column identity.account.totp_pending_secret is 'Encrypted; shown to the person and not yet confirmed by a code';
comment on column identity.account.totp_last_step is 'Last accepted time step, so that a code works once';
comment on column identity.account.recovery_codes is 'HMAC-SHA-256 of the unused recovery codes, keyed';
grant select, insert, update on identity.account to gongzhi_app;

create table identity.person (
  district_id int not null,
  id uuid not null,
  name text not null check (length(name) between 1 and 60),
  name_key text not null collate "C",
  name_folded text not null,
  name_tokens tsvector not null,
  phone_hash bytea,
  phone_sealed bytea,
  place_id int not null references places.place (id),
  place_path text not null collate "C",
  address_sealed bytea,
  gender text check (gender in ('female', 'male')),
  born_on date,
  is_party_member boolean not null default false,
  language text not null default 'zh-CN' check (language in ('zh-CN', 'en', 'ko')),
  created_at timestamptz not null,
  version int not null default 1,
  erased_at timestamptz,
  primary key (district_id, id),
  check ((phone_hash is null) = (phone_sealed is null))
);
comment on table identity.person is 'A person known to the district: resident, volunteer, staff. Personal data is masked unless a reason is given.';
comment on column identity.person.name_key is 'Pinyin sort key';
comment on column identity.person.name_folded is 'The name with its pinyin and initials, as compared';
comment on column identity.person.name_tokens is 'Pairs of characters, pinyin and initials, made by the app';
comment on column identity.person.phone_hash is 'HMAC-SHA-256 of the phone, keyed';
comment on column identity.person.phone_sealed is 'The phone, encrypted';
comment on column identity.person.place_id is 'Where the person belongs; the district itself when nobody said';
comment on column identity.person.place_path is 'Copied from the place, so that a list of a subtree is one index scan';
comment on column identity.person.address_sealed is 'The address, encrypted';
comment on column identity.person.erased_at is 'Personal data was deleted on request; threads keep only the masked name';
create unique index person_phone on identity.person (district_id, phone_hash) where phone_hash is not null;
create index person_by_name on identity.person (district_id, name_key, id);
create index person_by_place on identity.person (district_id, place_path, name_key, id);
create index person_by_words on identity.person using gin (name_tokens);
select platform.isolate('identity.person');

create table identity.membership (
  account_id uuid not null references identity.account (id),
  district_id int not null,
  person_id uuid not null,
  created_at timestamptz not null,
  primary key (account_id, district_id),
  unique (district_id, person_id)
);
comment on table identity.membership is 'Who an account is in each district; one human may live in one and work in another';
grant select, insert, update, delete on identity.membership to gongzhi_app;

create table identity.session (
  token_hash bytea primary key,
  id uuid not null unique,
  account_id uuid not null references identity.account (id),
  district_id int not null,
  person_id uuid not null,
  opened_by text not null check (opened_by in ('code', 'password', 'passkey', 'demo')),
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  second_factor_at timestamptz,
  ended_at timestamptz,
  device text not null check (length(device) <= 200),
  address text not null check (length(address) <= 60)
);
comment on table identity.session is 'A signed-in browser; only the SHA-256 of its token is kept. A step up (second factor, password, district) ends it and opens another.';
comment on column identity.session.opened_by is 'How it was proved who signs in; posts count only after a second factor, which a session opened by code cannot get';
comment on column identity.session.seen_at is 'Brought up to date at most once a minute';
create index session_of_account on identity.session (account_id, created_at desc, id);
create index session_by_end on identity.session (expires_at);
grant select, insert, update, delete on identity.session to gongzhi_app;

create table identity.one_time_code (
  id uuid primary key,
  phone_hash bytea not null,
  purpose text not null check (purpose in ('signIn', 'changePhone')),
  code_hash bytea not null,
  address text not null check (length(address) <= 60),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  failed_count int not null default 0
);
comment on table identity.one_time_code is 'A code sent by SMS: 6 digits, short life, few tries, used once';
comment on column identity.one_time_code.code_hash is 'HMAC-SHA-256 of id and code, keyed';
comment on column identity.one_time_code.address is 'Where it was asked for, to limit one address';
create index one_time_code_of_phone on identity.one_time_code (phone_hash, created_at desc);
create index one_time_code_of_address on identity.one_time_code (address, created_at);
create index one_time_code_by_age on identity.one_time_code (created_at);
grant select, insert, update, delete on identity.one_time_code to gongzhi_app;

create table identity.lockout (
  phone_hash bytea not null,
  kind text not null check (kind in ('password', 'secondFactor')),
  failed_count int not null,
  failed_at timestamptz not null,
  locked_until timestamptz,
  primary key (phone_hash, kind)
);
comment on table identity.lockout is 'Wrong passwords and second factors in a row, per phone whether known or not, so that being locked tells nothing';
create index lockout_by_age on identity.lockout (failed_at);
grant select, insert, update, delete on identity.lockout to gongzhi_app;

create table identity.passkey (
  credential_id text primary key check (length(credential_id) <= 1400),
  account_id uuid not null references identity.account (id),
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null default '{}',
  name text not null check (length(name) between 1 and 60),
  created_at timestamptz not null,
  used_at timestamptz
);
comment on table identity.passkey is 'A passkey (WebAuthn credential) of an account';
comment on column identity.passkey.counter is 'Signatures made, as the authenticator says; one that does not grow is a copy';
create index passkey_of_account on identity.passkey (account_id, created_at);
grant select, insert, update, delete on identity.passkey to gongzhi_app;

create table identity.challenge (
  id uuid primary key,
  account_id uuid,
  challenge text not null,
  purpose text not null check (purpose in ('register', 'signIn')),
  expires_at timestamptz not null
);
comment on table identity.challenge is 'A WebAuthn challenge that was handed out; taken away when it is used';
comment on column identity.challenge.account_id is 'Whose passkey is being made; null when one is being used';
create index challenge_by_end on identity.challenge (expires_at);
grant select, insert, delete on identity.challenge to gongzhi_app;

create table identity.consent (
  district_id int not null,
  id uuid not null,
  person_id uuid not null,
  purpose text not null check (length(purpose) between 1 and 60),
  text_version text not null check (length(text_version) between 1 and 20),
  given_at timestamptz not null,
  withdrawn_at timestamptz,
  primary key (district_id, id)
);
comment on table identity.consent is 'What a person agreed to, in which wording, and until when (PIPL Art. 14–15)';
create index consent_of_person on identity.consent (district_id, person_id, given_at desc);
select platform.isolate('identity.consent');

-- Foreign keys
alter table identity.consent add constraint consent_person foreign key (district_id, person_id) references identity.person (district_id, id);
alter table identity.membership add constraint membership_person foreign key (district_id, person_id) references identity.person (district_id, id);
