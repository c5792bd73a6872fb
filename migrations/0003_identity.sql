-- Identity 身份: who somebody is and how it is proved.
-- Accounts are one for all districts (a phone belongs to one human), so they and what hangs on them are not isolated;
-- they are read by key only. Persons are per district and isolated.
create schema identity;
grant usage on schema identity to gongzhi_app;

create table identity.account (
  id uuid primary key,
  phone text not null unique check (phone ~ '^1[0-9]{10}$'),
  password_hash text,
  totp_secret bytea,
  totp_confirmed_at timestamptz,
  totp_last_step bigint,
  recovery_codes text[] not null default '{}',
  failed_count int not null default 0,
  locked_until timestamptz,
  created_at timestamptz not null,
  closed_at timestamptz
);
comment on table identity.account is 'A human with a phone number; password and second factor for staff';
comment on column identity.account.password_hash is 'argon2id, PHC string';
comment on column identity.account.totp_secret is 'Encrypted with the key of the installation (AES-256-GCM)';
comment on column identity.account.totp_last_step is 'Last accepted time step, so that a code works once';
comment on column identity.account.recovery_codes is 'SHA-256 of unused recovery codes';
grant select, insert, update on identity.account to gongzhi_app;

create table identity.person (
  district_id int not null,
  id uuid not null,
  account_id uuid references identity.account (id),
  name text not null check (length(name) between 1 and 60),
  name_key text not null collate "C",
  name_initials text not null,
  phone text check (phone ~ '^1[0-9]{10}$'),
  place_id int references places.place (id),
  address text check (length(address) <= 200),
  gender text check (gender in ('female', 'male')),
  born_on date,
  is_party_member boolean not null default false,
  language text not null default 'zh-CN' check (language in ('zh-CN', 'en', 'ko')),
  created_at timestamptz not null,
  version int not null default 1,
  erased_at timestamptz,
  primary key (district_id, id)
);
comment on table identity.person is 'A person known to the district: resident, volunteer, staff. Personal data is masked unless a reason is given.';
comment on column identity.person.erased_at is 'Personal data was deleted on request; threads keep only the masked name';
create unique index person_of_account on identity.person (district_id, account_id) where account_id is not null;
create unique index person_phone on identity.person (district_id, phone) where phone is not null;
create index person_by_name on identity.person (district_id, name_key, id);
create index person_by_place on identity.person (district_id, place_id);
select platform.isolate('identity.person');

create table identity.session (
  token_hash bytea primary key,
  id uuid not null unique,
  account_id uuid not null references identity.account (id),
  district_id int not null,
  person_id uuid not null,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  second_factor_at timestamptz,
  ended_at timestamptz,
  device text not null check (length(device) <= 200),
  address text not null check (length(address) <= 60)
);
comment on table identity.session is 'A signed-in browser; only the SHA-256 of its token is kept';
create index session_of_account on identity.session (account_id, created_at desc);
grant select, insert, update on identity.session to gongzhi_app;

create table identity.one_time_code (
  id uuid primary key,
  phone text not null,
  purpose text not null check (purpose in ('signIn', 'changePhone')),
  code_hash bytea not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  failed_count int not null default 0
);
comment on table identity.one_time_code is 'A code sent by SMS: 6 digits, short life, few tries, used once';
create index one_time_code_of_phone on identity.one_time_code (phone, created_at desc);
grant select, insert, update on identity.one_time_code to gongzhi_app;

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
create index passkey_of_account on identity.passkey (account_id);
grant select, insert, update, delete on identity.passkey to gongzhi_app;

create table identity.challenge (
  id uuid primary key,
  account_id uuid,
  challenge text not null,
  purpose text not null check (purpose in ('register', 'signIn')),
  expires_at timestamptz not null,
  used_at timestamptz
);
comment on table identity.challenge is 'A WebAuthn challenge that was handed out and is used once';
grant select, insert, update on identity.challenge to gongzhi_app;

create table identity.consent (
  district_id int not null,
  id uuid not null,
  person_id uuid not null,
  purpose text not null check (length(purpose) between 1 and 60),
  text_version text not null,
  given_at timestamptz not null,
  withdrawn_at timestamptz,
  primary key (district_id, id)
);
comment on table identity.consent is 'What a person agreed to, in which wording, and until when (PIPL Art. 14–15)';
create index consent_of_person on identity.consent (district_id, person_id);
select platform.isolate('identity.consent');

-- Foreign keys
alter table identity.consent add constraint consent_person foreign key (district_id, person_id) references identity.person (district_id, id);
