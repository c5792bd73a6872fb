-- What every module stands on: isolation of districts, idempotent requests, threads and clocks, files,
-- notifications, search, the log of looks at personal data.
create schema platform;
comment on schema platform is 'Shared machinery; belongs to src/platform';

-- The role the application acts as inside every transaction: neither owner nor superuser, so row-level security binds it.
do $$ begin
  create role gongzhi_app nologin;
exception when duplicate_object or unique_violation then null;
end $$;
do $$ begin
  execute format('grant gongzhi_app to %I', current_user);
exception when others then
  raise notice 'gongzhi_app is granted already';
end $$;
grant usage on schema platform to gongzhi_app;

create function platform.isolate(target regclass, verbs text default 'select, insert, update, delete') returns void
language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format(
    'create policy district on %s for all '
    'using (district_id = nullif(current_setting(''gongzhi.district_id'', true), '''')::int) '
    'with check (district_id = nullif(current_setting(''gongzhi.district_id'', true), '''')::int)', target);
  execute format('grant %s on %s to gongzhi_app', verbs, target);
end $$;
comment on function platform.isolate is 'Makes a table see one district only: the one set for the transaction. Exactly one permissive policy, own columns only, as a sharded database needs.';

create function platform.forbid_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = '42501';
end $$;
comment on function platform.forbid_change is 'Trigger of append-only tables: what was written stays as it was written.';

-- Idempotent requests -------------------------------------------------------------------------------------------------
create table platform.request (
  district_id int not null,
  id uuid not null,
  operation text not null,
  person_id uuid,
  input_hash bytea not null,
  output jsonb,
  created_at timestamptz not null default clock_timestamp(),
  primary key (district_id, id)
);
comment on table platform.request is 'One row per act: the same id again gives the same answer, another body under the same id is refused.';
comment on column platform.request.input_hash is 'HMAC-SHA-256 over operation, person and input, keyed because the input may be a password';
comment on column platform.request.output is 'The answer as it was given';
create index request_by_age on platform.request (created_at);
select platform.isolate('platform.request');

-- Numbers for people: HS-0618-0027 ------------------------------------------------------------------------------------
create table platform.counter (
  district_id int not null,
  name text not null,
  value int not null,
  primary key (district_id, name)
);
comment on table platform.counter is 'Running numbers, one row per series and day; taken under the row lock so that none is given twice';
select platform.isolate('platform.counter');

-- Files ---------------------------------------------------------------------------------------------------------------
create table platform.file (
  district_id int not null,
  id uuid not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  thumbnail_sha256 text check (thumbnail_sha256 ~ '^[0-9a-f]{64}$'),
  kind text not null,
  name text not null check (length(name) between 1 and 200),
  size_bytes bigint not null check (size_bytes > 0),
  width int,
  height int,
  owner_person_id uuid,
  created_at timestamptz not null,
  matter_kind text,
  matter_id uuid,
  primary key (district_id, id)
);
comment on table platform.file is 'An uploaded file; its bytes are in the blob store under its hash. Photos hold no metadata.';
comment on column platform.file.kind is 'Media type by content, not by name';
comment on column platform.file.matter_id is 'The matter whose readers may read it; null until it is attached';
create index file_by_matter on platform.file (district_id, matter_kind, matter_id);
select platform.isolate('platform.file');

-- Thread: who, when, from, to, words, files -----------------------------------------------------------------------------
create table platform.entry (
  district_id int not null,
  id uuid not null,
  matter_kind text not null,
  matter_id uuid not null,
  number int not null check (number > 0),
  action text not null,
  at timestamptz not null,
  actor_kind text not null check (actor_kind in ('anyone', 'person', 'system')),
  person_id uuid,
  actor_name text not null,
  actor_role text,
  actor_place_id int,
  actor_organization_id uuid,
  from_state text,
  to_state text,
  words text check (length(words) <= 10000),
  data jsonb not null default '{}',
  visibility text not null check (visibility in ('public', 'parties', 'staff')),
  files uuid[] not null default '{}',
  primary key (district_id, id),
  unique (district_id, matter_kind, matter_id, number)
);
comment on table platform.entry is 'The thread of every matter: append-only, one row an event; a correction is a new entry';
comment on column platform.entry.number is 'Position in the thread; given under the lock of the matter, so two writers cannot both be next';
comment on column platform.entry.action is 'Operation id';
comment on column platform.entry.visibility is 'public: everyone; parties: reporter and staff; staff: staff only';
comment on column platform.entry.actor_name is 'Name at that time; shown masked to residents';
create index entry_by_time on platform.entry (district_id, at);
create trigger append_only before update or delete or truncate on platform.entry for each statement execute function platform.forbid_change();
select platform.isolate('platform.entry', 'select, insert');

-- Stage visits: every clock and every rate --------------------------------------------------------------------------------
create table platform.visit (
  district_id int not null,
  id uuid not null,
  matter_kind text not null,
  matter_id uuid not null,
  number int not null check (number > 0),
  matter_number text not null,
  title text not null,
  state text not null,
  stage text not null,
  clock text,
  entered_at timestamptz not null,
  left_at timestamptz check (left_at >= entered_at),
  left_by text,
  left_by_person_id uuid,
  limit_unit text check (limit_unit in ('natural_day', 'work_day', 'work_hour', 'urgent_hour')),
  limit_amount numeric,
  extended_amount numeric not null default 0,
  due_at timestamptz,
  paused_at timestamptz,
  pauses jsonb not null default '[]',
  used_minutes int,
  is_late boolean,
  turn_of text check (turn_of in ('place', 'assignee', 'reporter')),
  turn_operation text,
  assignee_organization_id uuid,
  assignee_person_id uuid,
  reporter_person_id uuid,
  place_id int not null,
  place_path text not null collate "C",
  primary key (district_id, id),
  unique (district_id, matter_kind, matter_id, number),
  check ((left_at is null) = (left_by is null)),
  check ((limit_unit is null) = (limit_amount is null))
);
comment on table platform.visit is 'One row for every stay of a matter in a state: entered, left, due, paused, by whom. Every rate is counted from here, every deadline can be computed again.';
comment on column platform.visit.limit_amount is 'The limit as it was when the clock started; later changes of the category do not touch it';
comment on column platform.visit.due_at is 'Null while the clock stands still or when nothing limits this step';
comment on column platform.visit.pauses is 'Closed pauses: [{from, to, reason, approvedBy}]';
comment on column platform.visit.turn_of is 'Whose turn it is while the visit is open: holders of turn_operation at the place, the assignee, the reporter';
comment on column platform.visit.matter_number is 'Copied from the matter so that an inbox is one index scan';
create unique index visit_open on platform.visit (district_id, matter_kind, matter_id) where left_at is null;
create index visit_inbox_place on platform.visit (district_id, turn_operation, place_path, due_at) where left_at is null and turn_of = 'place';
create index visit_inbox_organization on platform.visit (district_id, assignee_organization_id, due_at) where left_at is null and turn_of = 'assignee';
create index visit_inbox_person on platform.visit (district_id, assignee_person_id, due_at) where left_at is null and turn_of = 'assignee';
create index visit_inbox_reporter on platform.visit (district_id, reporter_person_id, due_at) where left_at is null and turn_of = 'reporter';
create index visit_due on platform.visit (district_id, due_at) where left_at is null and due_at is not null;
create index visit_left on platform.visit (district_id, matter_kind, clock, left_at);
select platform.isolate('platform.visit');

-- Notifications -----------------------------------------------------------------------------------------------------------
create table platform.notice (
  district_id int not null,
  id uuid not null,
  person_id uuid not null,
  key text not null,
  data jsonb not null default '{}',
  matter_kind text,
  matter_id uuid,
  is_urgent boolean not null default false,
  created_at timestamptz not null,
  read_at timestamptz,
  digested_at timestamptz,
  primary key (district_id, id)
);
comment on table platform.notice is 'What a person is told inside the platform; the words are a phrase key and its data, so each reads it in the own language';
comment on column platform.notice.digested_at is 'When it went out in a digest or by itself; null while it waits for one';
create index notice_of_person on platform.notice (district_id, person_id, created_at desc);
create index notice_waiting on platform.notice (district_id, created_at) where digested_at is null and read_at is null;
select platform.isolate('platform.notice');

create table platform.delivery (
  district_id int not null,
  id uuid not null,
  channel text not null check (channel in ('sms', 'email', 'wechat')),
  recipient text not null,
  body text not null check (length(body) <= 4000),
  created_at timestamptz not null,
  sent_at timestamptz,
  attempt_count int not null default 0,
  fault text,
  primary key (district_id, id)
);
comment on table platform.delivery is 'What leaves the platform: written with the business, sent after it by the adapter of its channel';
comment on column platform.delivery.recipient is 'Phone number, address or open id';
create index delivery_by_time on platform.delivery (district_id, created_at desc);
create index delivery_waiting on platform.delivery (district_id, created_at) where sent_at is null;
select platform.isolate('platform.delivery');

create table platform.notice_setting (
  district_id int not null,
  person_id uuid not null,
  quiet_from_minute int not null default 1320 check (quiet_from_minute between 0 and 1439),
  quiet_until_minute int not null default 480 check (quiet_until_minute between 0 and 1439),
  digest_minute int not null default 540 check (digest_minute between 0 and 1439),
  by_sms boolean not null default true,
  primary key (district_id, person_id)
);
comment on table platform.notice_setting is 'When a person wants not to be disturbed and when the daily digest comes; minutes of the local day';
select platform.isolate('platform.notice_setting');

-- Search --------------------------------------------------------------------------------------------------------------------
create table platform.document (
  district_id int not null,
  kind text not null,
  id uuid not null,
  title text not null,
  body text not null,
  folded text not null,
  tokens tsvector not null,
  place_path text not null collate "C",
  at timestamptz not null,
  primary key (district_id, kind, id)
);
comment on table platform.document is 'Everything that can be found by words, one row a thing; who may see a hit is asked of its module';
comment on column platform.document.folded is 'Title and body as compared: simplified, half width, lower case';
comment on column platform.document.tokens is 'Overlapping pairs of characters and runs of Latin and digits, made by the app (no native segmenter)';
create index document_tokens on platform.document using gin (tokens);
create index document_recent on platform.document (district_id, kind, at desc);
select platform.isolate('platform.document');

-- Access log of personal data --------------------------------------------------------------------------------------------------
create table platform.access_log (
  district_id int not null,
  id uuid not null,
  at timestamptz not null,
  person_id uuid not null,
  subject_kind text not null,
  subject_id uuid not null,
  field text not null,
  reason text not null check (length(reason) between 2 and 200),
  primary key (district_id, id)
);
comment on table platform.access_log is 'Every look behind a mask: who, at what, why (PIPL Art. 51, GB/T 35273 7.1)';
create index access_log_by_subject on platform.access_log (district_id, subject_kind, subject_id, at desc);
create index access_log_by_time on platform.access_log (district_id, at desc);
create trigger append_only before update or delete or truncate on platform.access_log for each statement execute function platform.forbid_change();
select platform.isolate('platform.access_log', 'select, insert');

create table platform.saved_view (
  district_id int not null,
  id uuid not null,
  person_id uuid not null,
  list text not null,
  name text not null check (length(name) between 1 and 40),
  query text not null check (length(query) <= 2000),
  created_at timestamptz not null,
  primary key (district_id, id),
  unique (district_id, person_id, list, name)
);
comment on table platform.saved_view is 'A list as somebody likes to see it: its address with filters, sort and columns, under a name';
select platform.isolate('platform.saved_view');

-- Calendar of the district -------------------------------------------------------------------------------------------------------
create table platform.calendar_day (
  district_id int not null,
  day date not null,
  kind text not null check (kind in ('work', 'rest')),
  note text not null check (length(note) between 1 and 100),
  primary key (district_id, day)
);
comment on table platform.calendar_day is 'Days on which the district works or rests other than the State Council says (a flood, a local holiday)';
select platform.isolate('platform.calendar_day');

create table platform.work_hours (
  district_id int not null,
  valid_from date not null,
  spans jsonb not null,
  primary key (district_id, valid_from)
);
comment on table platform.work_hours is 'Hours of work from a day on: [["09:00", "12:00"], …]; an earlier deadline keeps the hours of its day';
select platform.isolate('platform.work_hours');
