-- Emergencies 应急响应: who is told at once, who has acknowledged, what was done, and when it was over.
create schema emergencies;
grant usage on schema emergencies to gongzhi_app;

create table emergencies.plan (
  district_id int not null,
  kind text not null check (kind in ('flood', 'fire', 'gas', 'weather', 'earthquake', 'health', 'other')),
  duties jsonb not null,
  acknowledge_minutes int not null check (acknowledge_minutes between 1 and 1440),
  changed_at timestamptz not null,
  version int not null default 1,
  primary key (district_id, kind)
);
comment on table emergencies.plan is 'A plan 预案 for a kind of emergency: what each role does in normal and in emergency times (平急转换, S2-30)';
comment on column emergencies.plan.duties is 'By role: {"gridWorker": {"normal": "…", "emergency": "…"}}';
comment on column emergencies.plan.acknowledge_minutes is 'Whoever has not acknowledged by then: the next of the chain is told';
select platform.isolate('emergencies.plan');

create table emergencies.duty_unit (
  district_id int not null,
  organization_id uuid not null,
  place_id int not null references places.place (id),
  place_path text not null collate "C",
  added_at timestamptz not null,
  primary key (district_id, organization_id, place_id)
);
comment on table emergencies.duty_unit is 'Organisations whose people are called out at a place and below it, besides those with a post there';
select platform.isolate('emergencies.duty_unit');

create table emergencies.event (
  district_id int not null,
  id uuid not null,
  number text not null check (length(number) between 6 and 30),
  kind text not null,
  level int not null check (level between 1 and 4),
  title text not null check (length(title) between 2 and 60),
  words text not null check (length(words) between 1 and 2000),
  place_ids int[] not null check (cardinality(place_ids) between 1 and 50),
  place_paths text[] not null,
  place_id int not null references places.place (id),
  place_path text not null collate "C",
  duties jsonb not null,
  acknowledge_minutes int not null check (acknowledge_minutes between 1 and 1440),
  case_ids uuid[] not null default '{}',
  state text not null check (state in ('on', 'over')),
  raised_at timestamptz not null,
  raised_by_person_id uuid,
  ended_at timestamptz,
  summary text check (length(summary) <= 2000),
  entry_count int not null default 0,
  version int not null default 1,
  primary key (district_id, id),
  check ((state = 'over') = (ended_at is not null)),
  check ((ended_at is null) = (summary is null))
);
comment on table emergencies.event is 'An emergency of some areas, from the call to the stand-down. What happened is its thread; times are computed from the responses.';
comment on column emergencies.event.level is 'I to IV; I is the gravest';
comment on column emergencies.event.place_id is 'The first of its areas, for the thread';
comment on column emergencies.event.duties is 'Of the plan as it was when the alarm was raised';
create unique index event_number on emergencies.event (district_id, number);
create index event_by_raised on emergencies.event (district_id, raised_at desc, id desc);
create index event_on on emergencies.event (district_id) where state = 'on';
select platform.isolate('emergencies.event');

create table emergencies.response (
  district_id int not null,
  event_id uuid not null,
  person_id uuid not null,
  role text not null,
  place_id int not null,
  place_path text not null collate "C",
  organization_id uuid,
  called_for_person_id uuid,
  told_at timestamptz not null,
  received_at timestamptz,
  on_way_at timestamptz,
  in_place_at timestamptz,
  longitude double precision,
  latitude double precision,
  escalated_at timestamptz,
  primary key (district_id, event_id, person_id),
  check ((longitude is null) = (latitude is null)),
  check (on_way_at is null or received_at is not null),
  check (in_place_at is null or received_at is not null)
);
comment on table emergencies.response is 'Somebody who was told of an emergency: when, and when they had received it, were on the way, were in place';
comment on column emergencies.response.called_for_person_id is 'Told because this person had not acknowledged in time';
comment on column emergencies.response.escalated_at is 'When the next of the chain was told in their stead';
create index response_of_person on emergencies.response (district_id, person_id, told_at desc);
create index response_waiting on emergencies.response (district_id, told_at) where received_at is null and escalated_at is null;
select platform.isolate('emergencies.response');

create table emergencies.task (
  district_id int not null,
  id uuid not null,
  event_id uuid not null,
  words text not null check (length(words) between 2 and 500),
  person_id uuid,
  created_at timestamptz not null,
  done_at timestamptz,
  done_by_person_id uuid,
  primary key (district_id, id),
  check (done_by_person_id is null or done_at is not null)
);
comment on table emergencies.task is 'Something to be done in an emergency, by one person or by whoever can';
create index task_of_event on emergencies.task (district_id, event_id, created_at);
select platform.isolate('emergencies.task');

-- Foreign keys
alter table emergencies.duty_unit add constraint duty_unit_organization foreign key (district_id, organization_id) references organizations.organization (district_id, id);
alter table emergencies.response add constraint response_event foreign key (district_id, event_id) references emergencies.event (district_id, id);
alter table emergencies.task add constraint task_event foreign key (district_id, event_id) references emergencies.event (district_id, id);
