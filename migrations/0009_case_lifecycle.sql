-- Cases in depth: 核实, 分级化解, requests with a decision, 并案, child matters, handing to other systems, configuration.

alter table cases.case_file
  add column tier text check (tier in ('team', 'gridWorker', 'gridLeader', 'stationLeader', 'gridInstructor', 'party', 'community', 'street', 'department')),
  add column resolved_level text check (resolved_level in ('compound', 'grid', 'community', 'street', 'district')),
  add column outcome text check (outcome in ('heard', 'explained', 'relieved', 'adopted')),
  add column checked_at timestamptz,
  add column lead_case_id uuid check (lead_case_id <> id),
  add column parent_case_id uuid check (parent_case_id <> id),
  add column open_child_count int not null default 0 check (open_child_count >= 0),
  add column merged_count int not null default 0 check (merged_count >= 0),
  add column open_request_kind text check (open_request_kind in ('extension', 'suspension', 'dispute')),
  add column open_request_by_person_id uuid,
  add column paused_until timestamptz,
  add column outside_system text check (outside_system in ('hotline', 'petition', 'police', 'cityManagement', 'court', 'other')),
  add column outside_number text check (length(outside_number) between 1 and 60),
  add column revisited_at timestamptz,
  add constraint merged_has_lead check (state <> 'merged' or lead_case_id is not null),
  add constraint lead_is_not_merged check (merged_count = 0 or lead_case_id is null),
  add constraint paused_until_is_paused check (paused_until is null or is_paused);
comment on column cases.case_file.tier is 'Who is asked to solve it now, of the chain of its district (S0-36, S2-15, S2-57); null when it was given without a chain';
comment on column cases.case_file.resolved_level is 'The level at which it was last solved: that of the place of whoever did (S4-53)';
comment on column cases.case_file.outcome is 'As what it was closed: heard, explained, relieved, adopted (S2-46)';
comment on column cases.case_file.checked_at is 'When a liaison found that it is so 核实; until then it is unverified (S0-38)';
comment on column cases.case_file.lead_case_id is 'The case it was merged into 并案; that one answers for it. Kept when it is closed with it, taken away when it is taken out';
comment on column cases.case_file.parent_case_id is 'The case of which it is a part 子件: its handler is a co-handler 协办';
comment on column cases.case_file.open_child_count is 'Parts that are not ended; it is not handled before they are';
comment on column cases.case_file.merged_count is 'Cases merged into it';
comment on column cases.case_file.open_request_kind is 'What its handler asks for and nobody has decided yet; the same as the open row of cases.request';
comment on column cases.case_file.paused_until is 'When a suspension 挂账 ends by itself';
comment on column cases.case_file.outside_system is 'The other system that has it or had it last';
comment on column cases.case_file.outside_number is 'Its number there';
comment on column cases.case_file.revisited_at is 'When its reporter was reached afterwards 回访';
create index case_of_lead on cases.case_file (district_id, lead_case_id) where lead_case_id is not null;
create index case_of_parent on cases.case_file (district_id, parent_case_id) where parent_case_id is not null;
create index case_suspended on cases.case_file (district_id, paused_until) where paused_until is not null;

create table cases.request (
  district_id int not null,
  id uuid not null,
  case_id uuid not null,
  kind text not null check (kind in ('extension', 'suspension', 'dispute')),
  organization_id uuid,
  person_id uuid,
  words text not null check (length(words) between 1 and 2000),
  extend_by numeric(8, 2) check (extend_by > 0),
  until timestamptz,
  asked_at timestamptz not null,
  decision text check (decision in ('granted', 'denied', 'dropped')),
  decided_at timestamptz,
  decided_by_person_id uuid,
  decision_words text check (length(decision_words) <= 2000),
  primary key (district_id, id),
  check ((kind = 'extension') = (extend_by is not null)),
  check ((kind = 'suspension') = (until is not null)),
  check ((decision is null) = (decided_at is null)),
  constraint decided_by_another check (decision is null or decision = 'dropped' or decided_by_person_id is distinct from person_id)
);
comment on table cases.request is 'What a handler asks for: more time 延期, to stand still 挂账, not to have it 派单异议; with its decision. One open at a time.';
comment on column cases.request.organization_id is 'Who had the case when it was asked';
comment on column cases.request.extend_by is 'In the unit of the running limit';
comment on column cases.request.decision is 'granted, denied, or dropped because the case went on without it; null while it is open';
create unique index request_open_once on cases.request (district_id, case_id) where decision is null;
create index request_of_case on cases.request (district_id, case_id, asked_at);
create index request_by_asked on cases.request (district_id, kind, asked_at);
select platform.isolate('cases.request');

create table cases.config (
  district_id int not null,
  id uuid not null,
  valid_from date not null,
  config jsonb not null,
  created_at timestamptz not null,
  created_by_person_id uuid,
  primary key (district_id, id)
);
comment on table cases.config is 'How the one flow of cases is set in this district from a day on: chain, limits, who verifies. Append-only: of those whose day has come the latest day holds, of one day the last written.';
create index config_by_day on cases.config (district_id, valid_from desc, created_at desc);
create trigger append_only before update or delete or truncate on cases.config for each statement execute function platform.forbid_change();
select platform.isolate('cases.config', 'select, insert');

alter table cases.category_rule
  add column verification_photo_count int not null default 0 check (verification_photo_count between 0 and 9),
  add column verification_radius int check (verification_radius between 10 and 5000),
  add column verification_same_period boolean not null default false;
comment on column cases.category_rule.verification_photo_count is 'Photos without which it is not verified';
comment on column cases.category_rule.verification_radius is 'Metres around the case within which it is verified; null: anywhere';
comment on column cases.category_rule.verification_same_period is 'Verified at the time of day at which it was reported 同时段核查';

-- Foreign keys
alter table cases.case_file add constraint case_lead foreign key (district_id, lead_case_id) references cases.case_file (district_id, id);
alter table cases.case_file add constraint case_parent foreign key (district_id, parent_case_id) references cases.case_file (district_id, id);
alter table cases.request add constraint request_case foreign key (district_id, case_id) references cases.case_file (district_id, id);
