-- Visits 走访联系: who looks after which household and community, when each is to be visited, and what came of it.
create schema visits;
grant usage on schema visits to gongzhi_app;

create table visits.mark (
  district_id int not null,
  id uuid not null,
  name text not null check (length(name) between 1 and 20),
  position int not null check (position between 1 and 100),
  created_at timestamptz not null,
  ended_on date,
  primary key (district_id, id)
);
comment on table visits.mark is 'What a household may be marked with in the field (独居老人, 困难家庭 …); shown as counts, and at a household only to those near it';
comment on column visits.mark.ended_on is 'First day on which no household is newly marked with it';
create unique index mark_name on visits.mark (district_id, name) where ended_on is null;
select platform.isolate('visits.mark');

create table visits.household (
  district_id int not null,
  id uuid not null,
  place_id int not null references places.place (id),
  place_path text not null collate "C",
  door text not null check (length(door) between 1 and 40),
  door_key text not null collate "C",
  label text check (length(label) between 1 and 40),
  mark_ids uuid[] not null default '{}',
  created_at timestamptz not null,
  closed_on date,
  closed_reason text check (length(closed_reason) <= 200),
  version int not null default 1,
  primary key (district_id, id)
);
comment on table visits.household is 'A household 户: a door at a building, compound, grid or community. Whoever lives there is in household_contact.';
comment on column visits.household.door is 'Door number 门牌, one of its kind at the place';
comment on column visits.household.door_key is 'The door with its numbers padded, so that 2 stands before 10';
comment on column visits.household.label is 'What the neighbours call it, masked by default';
comment on column visits.household.closed_on is 'First day on which nobody is to be visited there any more';
create unique index household_door on visits.household (district_id, place_id, door) where closed_on is null;
create index household_by_place on visits.household (district_id, place_path, door_key, id);
select platform.isolate('visits.household');

create table visits.household_contact (
  district_id int not null,
  household_id uuid not null,
  name text check (length(name) between 1 and 60),
  phone text check (length(phone) between 5 and 30),
  primary key (district_id, household_id)
);
comment on table visits.household_contact is 'Who opens the door and how they are reached: personal data, masked unless a reason is given';
select platform.isolate('visits.household_contact');

create table visits.programme (
  district_id int not null,
  id uuid not null,
  kind text not null check (kind in ('household', 'leader', 'frontLine', 'stationed')),
  name text not null check (length(name) between 1 and 60),
  place_id int not null references places.place (id),
  place_path text not null collate "C",
  rhythm text not null check (rhythm in ('days', 'week', 'month', 'none')),
  rhythm_number int not null,
  duties text[] not null default '{}' check (cardinality(duties) <= 12),
  grace_days int not null check (grace_days between 0 and 60),
  starts_on date not null,
  ends_on date,
  created_at timestamptz not null,
  created_by_person_id uuid not null,
  version int not null default 1,
  primary key (district_id, id),
  check (ends_on is null or ends_on >= starts_on),
  check (case rhythm when 'days' then rhythm_number between 1 and 366 when 'week' then rhythm_number between 1 and 7
    when 'month' then rhythm_number between 1 and 31 else rhythm_number = 0 end)
);
comment on table visits.programme is 'A rule of visiting 走访制度: whom, where, how often, with which duties 包干; of a kind and from a day on (S4-14, S4-15, S2-10, S0-40)';
comment on column visits.programme.rhythm is 'days: once in every n days; week: on weekday n (1 Monday); month: on day n, or the last day of a shorter month; none: when somebody plans it';
comment on column visits.programme.duties is 'What is to be ticked at a visit; shipped for 四包干 and for the guiding fields of stationed talents (S0-05)';
comment on column visits.programme.grace_days is 'So many days after the due day those above are told and the visit counts as missed';
comment on column visits.programme.ends_on is 'First day on which it no longer holds';
create index programme_by_place on visits.programme (district_id, place_path);
select platform.isolate('visits.programme');

create table visits.assignment (
  district_id int not null,
  id uuid not null,
  kind text not null check (kind in ('household', 'leader', 'frontLine', 'stationed')),
  person_id uuid not null,
  post_id uuid,
  household_id uuid,
  programme_id uuid,
  place_id int references places.place (id),
  place_path text not null collate "C",
  fixed_day int,
  from_minute int check (from_minute between 0 and 1439),
  until_minute int check (until_minute between 1 and 1440),
  starts_on date not null,
  ends_on date,
  ended_reason text check (length(ended_reason) <= 200),
  created_at timestamptz not null,
  created_by_person_id uuid,
  primary key (district_id, id),
  check (ends_on is null or ends_on >= starts_on),
  check ((kind = 'household') = (household_id is not null)),
  check ((household_id is null) = (programme_id is not null and place_id is not null)),
  check ((from_minute is null) = (until_minute is null) and (from_minute is null or from_minute < until_minute)),
  constraint assignment_household exclude using gist (
    district_id with =, household_id with =, daterange(starts_on, ends_on) with &&) where (household_id is not null),
  constraint assignment_leader exclude using gist (
    district_id with =, programme_id with =, place_id with =, daterange(starts_on, ends_on) with &&) where (kind = 'leader'),
  constraint assignment_once exclude using gist (
    district_id with =, programme_id with =, place_id with =, person_id with =, daterange(starts_on, ends_on) with &&)
    where (kind <> 'household')
);
comment on table visits.assignment is 'Who is responsible 包联: for a household one person at a time, for a community one leader of a programme at a time; a hand-over ends one and begins the next, so history stays';
comment on column visits.assignment.post_id is 'By which post; null when the person is fixed without one';
comment on column visits.assignment.fixed_day is 'Another weekday or day of the month than the programme says 时间固化';
comment on column visits.assignment.from_minute is 'Hours of stationed service, in minutes of the day';
comment on column visits.assignment.ends_on is 'First day on which it no longer holds; equal to starts_on when it was handed over the day it began';
create index assignment_of_person on visits.assignment (district_id, person_id);
create index assignment_of_household on visits.assignment (district_id, household_id) where household_id is not null;
create index assignment_of_programme on visits.assignment (district_id, programme_id, place_path) where programme_id is not null;
select platform.isolate('visits.assignment');

create table visits.visit (
  district_id int not null,
  id uuid not null,
  number text check (length(number) between 6 and 30),
  kind text not null check (kind in ('household', 'leader', 'frontLine', 'stationed')),
  programme_id uuid,
  assignment_id uuid,
  household_id uuid,
  place_id int not null references places.place (id),
  place_path text not null collate "C",
  person_id uuid,
  state text not null check (state in ('planned', 'done', 'missed', 'excused')),
  due_on date,
  outcome text check (outcome in ('met', 'notHome', 'refused')),
  visited_at timestamptz,
  visited_by_person_id uuid,
  left_at timestamptz,
  duties text[] not null default '{}',
  words text check (length(words) <= 2000),
  file_ids uuid[] not null default '{}' check (cardinality(file_ids) <= 9),
  longitude double precision,
  latitude double precision,
  attempt_count int not null default 0,
  reason text check (length(reason) <= 200),
  excused_by_person_id uuid,
  late_told_at timestamptz,
  record_id uuid,
  created_at timestamptz not null,
  version int not null default 1,
  primary key (district_id, id),
  check ((state = 'done') = (visited_at is not null and visited_by_person_id is not null and outcome is not null)),
  check (state <> 'done' or number is not null),
  check (state <> 'excused' or reason is not null),
  check (state = 'done' or due_on is not null),
  check (outcome <> 'notHome' or due_on is null),
  check ((kind = 'household') = (household_id is not null)),
  check (left_at is null or left_at >= visited_at),
  check ((longitude is null) = (latitude is null))
);
comment on table visits.visit is 'A visit 走访, planned or not: planned, then done, missed or excused; a missed one can be made up 补访';
comment on column visits.visit.number is 'Given when it is recorded; findings are numbered after it';
comment on column visits.visit.due_on is 'The last day on which it is in time; null: nobody planned it';
comment on column visits.visit.outcome is 'At a planned visit nobody was home: it stays planned, and the try is a row of its own';
comment on column visits.visit.person_id is 'Whose visit it is; null while nobody is responsible for the household';
comment on column visits.visit.visited_by_person_id is 'Who went, who may be another one';
comment on column visits.visit.left_at is 'Stationed service: attendance is from visited_at to left_at';
comment on column visits.visit.record_id is 'Made by who recorded it, so that a finding can be kept beside it before either is sent';
comment on column visits.visit.attempt_count is 'How often nobody was at home';
create unique index visit_number on visits.visit (district_id, number) where number is not null;
create unique index visit_record on visits.visit (district_id, record_id) where record_id is not null;
create unique index visit_of_household_once on visits.visit (district_id, programme_id, household_id, due_on) where household_id is not null and due_on is not null;
create unique index visit_of_assignment_once on visits.visit (district_id, assignment_id, due_on) where assignment_id is not null and due_on is not null;
create index visit_by_place on visits.visit (district_id, place_path, due_on);
create index visit_open on visits.visit (district_id, due_on, id) where state in ('planned', 'missed');
create index visit_open_of_person on visits.visit (district_id, person_id, due_on, id) where state in ('planned', 'missed');
create index visit_of_household on visits.visit (district_id, household_id, visited_at desc) where household_id is not null;
create index visit_of_programme on visits.visit (district_id, programme_id, due_on, place_path) where programme_id is not null;
create index visit_by_time on visits.visit (district_id, visited_at desc, id desc) where visited_at is not null;
select platform.isolate('visits.visit');

create table visits.finding (
  district_id int not null,
  visit_id uuid not null,
  number int not null check (number between 1 and 20),
  kind text not null check (kind in ('problem', 'hazard', 'dispute', 'need')),
  words text not null check (length(words) between 2 and 2000),
  decision text check (length(decision) between 2 and 500),
  case_id uuid not null,
  created_at timestamptz not null,
  created_by_person_id uuid not null,
  primary key (district_id, visit_id, number)
);
comment on table visits.finding is 'What was found at a visit: each is a case of channel visit, whose source number is that of the visit and this number';
comment on column visits.finding.decision is 'What was decided on the spot (S2-10); owner and result are those of the case';
create unique index finding_of_case on visits.finding (district_id, case_id);
create index finding_by_time on visits.finding (district_id, created_at desc, visit_id, number);
select platform.isolate('visits.finding');

-- Foreign keys
alter table visits.household_contact add constraint household_contact_household foreign key (district_id, household_id) references visits.household (district_id, id);
alter table visits.programme add constraint programme_creator foreign key (district_id, created_by_person_id) references identity.person (district_id, id);
alter table visits.assignment add constraint assignment_person foreign key (district_id, person_id) references identity.person (district_id, id);
alter table visits.assignment add constraint assignment_post foreign key (district_id, post_id) references posts.post (district_id, id);
alter table visits.assignment add constraint assignment_of_household_fk foreign key (district_id, household_id) references visits.household (district_id, id);
alter table visits.assignment add constraint assignment_of_programme_fk foreign key (district_id, programme_id) references visits.programme (district_id, id);
alter table visits.visit add constraint visit_of_programme_fk foreign key (district_id, programme_id) references visits.programme (district_id, id);
alter table visits.visit add constraint visit_of_assignment_fk foreign key (district_id, assignment_id) references visits.assignment (district_id, id);
alter table visits.visit add constraint visit_of_household_fk foreign key (district_id, household_id) references visits.household (district_id, id);
alter table visits.visit add constraint visit_person foreign key (district_id, person_id) references identity.person (district_id, id);
alter table visits.finding add constraint finding_visit foreign key (district_id, visit_id) references visits.visit (district_id, id);
alter table visits.finding add constraint finding_case foreign key (district_id, case_id) references cases.case_file (district_id, id);
