-- Indicators of cases 考核指标: what counts, rolled up by day, and what is left out of a rate on application.
create schema indicators;
grant usage on schema indicators to gongzhi_app;

create table indicators.mark (
  district_id int not null,
  case_id uuid not null,
  measure text not null check (length(measure) between 1 and 40),
  number int not null check (number >= 0),
  on_day date not null,
  place_id int not null references places.place (id),
  place_path text not null collate "C",
  category_id bigint not null default 0,
  organization_id uuid not null default '00000000-0000-0000-0000-000000000000',
  channel text not null,
  person_id uuid,
  role text,
  minutes int not null default 0 check (minutes >= 0),
  primary key (district_id, case_id, measure, number)
);
comment on table indicators.mark is 'One row for everything in a case that counts for an indicator, derived from the case, its visits and its thread; written again whenever the case moves. The list behind every number.';
comment on column indicators.mark.measure is 'What counts: a name of rules/measures.ts';
comment on column indicators.mark.number is 'Tells several of one case apart: the number of the visit or of the entry';
comment on column indicators.mark.on_day is 'The day for which it counts, in China';
comment on column indicators.mark.place_id is 'The community of the case, or its place when that is above communities';
comment on column indicators.mark.category_id is 'Category of the first level; 0 while it has none';
comment on column indicators.mark.organization_id is 'The unit it counts for; all zeros when there is none';
comment on column indicators.mark.person_id is 'Who did it, for what somebody did';
comment on column indicators.mark.role is 'In which post it was done';
comment on column indicators.mark.minutes is 'How long it took, where that counts';
create index mark_by_day on indicators.mark (district_id, measure, on_day, case_id, number);
create index mark_of_person on indicators.mark (district_id, person_id, measure, on_day) where person_id is not null;
select platform.isolate('indicators.mark');

create table indicators.case_rollup (
  district_id int not null,
  on_day date not null,
  measure text not null,
  place_id int not null references places.place (id),
  category_id bigint not null,
  organization_id uuid not null,
  channel text not null,
  place_path text not null collate "C",
  count int not null check (count >= 0),
  minutes bigint not null check (minutes >= 0),
  primary key (district_id, on_day, measure, place_id, category_id, organization_id, channel)
);
comment on table indicators.case_rollup is 'Sums of marks by day, community, category, unit and channel; changed by the difference whenever marks change, so that a period costs its days and not its cases';
select platform.isolate('indicators.case_rollup');

create table indicators.sweep (
  district_id int not null,
  swept_until timestamptz not null,
  primary key (district_id)
);
comment on table indicators.sweep is 'Until when threads and deadlines were looked at: catches what no reaction has told';
select platform.isolate('indicators.sweep');

create table indicators.weight (
  district_id int not null,
  id uuid not null,
  valid_from date not null,
  response int not null check (response between 0 and 100),
  resolution int not null check (resolution between 0 and 100),
  satisfaction int not null check (satisfaction between 0 and 100),
  created_at timestamptz not null,
  created_by_person_id uuid,
  primary key (district_id, id),
  constraint weights_are_whole check (response + resolution + satisfaction = 100)
);
comment on table indicators.weight is 'Weights of the three rates 响应率、解决率、满意率 from a day on. Append-only: of those whose day has come the latest day holds, of one day the last written.';
create index weight_by_day on indicators.weight (district_id, valid_from desc, created_at desc);
create trigger append_only before update or delete or truncate on indicators.weight for each statement execute function platform.forbid_change();
select platform.isolate('indicators.weight', 'select, insert');

create table indicators.exclusion (
  district_id int not null,
  id uuid not null,
  case_id uuid not null,
  indicator_id text not null check (length(indicator_id) between 1 and 40),
  reason text not null check (length(reason) between 1 and 40),
  words text not null check (length(words) between 1 and 2000),
  files uuid[] not null default '{}',
  organization_id uuid,
  place_id int not null references places.place (id),
  place_path text not null collate "C",
  applied_at timestamptz not null,
  applied_by_person_id uuid,
  decision text check (decision in ('granted', 'denied')),
  decision_words text check (length(decision_words) between 1 and 2000),
  decided_at timestamptz,
  decided_by_person_id uuid,
  primary key (district_id, id),
  check ((decision is null) = (decided_at is null)),
  constraint exclusion_decided_by_another check (decision is null or decided_by_person_id is distinct from applied_by_person_id)
);
comment on table indicators.exclusion is 'Applications to leave a case out of an indicator 申诉, with reason, evidence and decision; nothing is ever taken away';
comment on column indicators.exclusion.decision is 'Null while nobody has decided; the case counts until it is granted';
create unique index exclusion_once on indicators.exclusion (district_id, case_id, indicator_id) where decision is distinct from 'denied';
create index exclusion_by_applied on indicators.exclusion (district_id, applied_at desc, id desc);
create index exclusion_of_indicator on indicators.exclusion (district_id, indicator_id, case_id);
select platform.isolate('indicators.exclusion');

-- Foreign keys
alter table indicators.mark add constraint mark_case foreign key (district_id, case_id) references cases.case_file (district_id, id);
alter table indicators.exclusion add constraint exclusion_case foreign key (district_id, case_id) references cases.case_file (district_id, id);
