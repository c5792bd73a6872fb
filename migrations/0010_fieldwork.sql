-- Fieldwork 网格巡查: routes that are walked, patrols of a day with their check-ins, and every action of a grid (S0-16, S0-46, S2-18, S2-19).
create schema fieldwork;
grant usage on schema fieldwork to gongzhi_app;

-- What is walked, by whom and when ---------------------------------------------------------------------------------------
create table fieldwork.route (
  district_id int not null,
  id uuid not null,
  name text not null check (length(name) between 1 and 60),
  place_id int not null references places.place (id),
  place_path text not null collate "C",
  organization_id uuid,
  rhythm text not null check (rhythm in ('weekdays', 'interval', 'workDays')),
  weekdays int[] not null default '{}' check (weekdays <@ array[1, 2, 3, 4, 5, 6, 7]),
  every_days int check (every_days between 1 and 31),
  window_from int not null check (window_from between 0 and 1439),
  window_until int not null,
  starts_on date not null,
  ends_on date,
  created_at timestamptz not null,
  created_by_person_id uuid,
  version int not null default 1,
  primary key (district_id, id),
  constraint route_window check (window_until > window_from and window_until <= window_from + 1440),
  constraint route_rhythm check ((rhythm = 'weekdays') = (cardinality(weekdays) > 0) and (rhythm = 'interval') = (every_days is not null)),
  constraint route_days check (ends_on is null or ends_on >= starts_on)
);
comment on table fieldwork.route is 'A patrol route 巡查路线 of a grid or community: points to pass, days, a window of time, and who walks it (S2-19)';
comment on column fieldwork.route.organization_id is 'The team that walks it by its roster (红袖套, S0-16); null: whoever holds a post at the place';
comment on column fieldwork.route.rhythm is 'On days of the week, every so many days from its first day on, or on work days of the calendar';
comment on column fieldwork.route.window_from is 'Minute of the day';
comment on column fieldwork.route.window_until is 'Minute of the day; beyond 1440 it ends on the day after';
comment on column fieldwork.route.ends_on is 'First day on which it is no longer walked; a route ends and is not deleted';
create unique index route_name on fieldwork.route (district_id, place_id, name) where ends_on is null;
create index route_by_place on fieldwork.route (district_id, place_path);
create index route_of_team on fieldwork.route (district_id, organization_id) where organization_id is not null;
select platform.isolate('fieldwork.route');

create table fieldwork.check_point (
  district_id int not null,
  id uuid not null,
  route_id uuid not null,
  number int not null check (number between 1 and 40),
  name text not null check (length(name) between 1 and 60),
  longitude double precision not null check (longitude between -180 and 180),
  latitude double precision not null check (latitude between -90 and 90),
  radius_m int not null check (radius_m between 10 and 500),
  primary key (district_id, id)
);
comment on table fieldwork.check_point is 'The points of a route as it is now, in order; a patrol keeps those it was planned with';
comment on column fieldwork.check_point.radius_m is 'How near one must be for a check-in to count';
create unique index check_point_number on fieldwork.check_point (district_id, route_id, number);
select platform.isolate('fieldwork.check_point');

create table fieldwork.roster (
  district_id int not null,
  id uuid not null,
  organization_id uuid not null,
  person_id uuid not null,
  weekdays int[] not null check (cardinality(weekdays) > 0 and weekdays <@ array[1, 2, 3, 4, 5, 6, 7]),
  starts_on date not null,
  ends_on date,
  created_at timestamptz not null,
  primary key (district_id, id),
  constraint roster_days check (ends_on is null or ends_on >= starts_on),
  constraint roster_once exclude using gist (
    district_id with =, organization_id with =, person_id with =,
    daterange(starts_on, ends_on) with &&)
);
comment on table fieldwork.roster is 'Who of a patrol team is on duty on which days of the week, from when to when';
comment on column fieldwork.roster.ends_on is 'First day on which it no longer holds';
create index roster_of_person on fieldwork.roster (district_id, person_id);
select platform.isolate('fieldwork.roster');

-- What was walked ---------------------------------------------------------------------------------------------------------
create table fieldwork.patrol (
  district_id int not null,
  id uuid not null,
  route_id uuid not null,
  route_name text not null,
  on_day date not null,
  place_id int not null references places.place (id),
  place_path text not null collate "C",
  organization_id uuid,
  person_id uuid,
  is_handed_over boolean not null default false,
  window_from timestamptz not null,
  window_until timestamptz not null,
  points jsonb not null,
  point_count int not null check (point_count between 1 and 40),
  valid_count int not null default 0,
  state text not null check (state in ('planned', 'underWay', 'done', 'missed')),
  started_at timestamptz,
  finished_at timestamptz,
  is_on_time boolean,
  words text check (length(words) <= 2000),
  reason text check (length(reason) <= 500),
  event_count int not null default 0,
  version int not null default 1,
  primary key (district_id, id),
  constraint patrol_once unique (district_id, route_id, on_day),
  constraint patrol_window check (window_until > window_from),
  constraint patrol_valid_count check (valid_count between 0 and point_count),
  constraint patrol_finished check ((state = 'done') = (finished_at is not null) and (state = 'done') = (is_on_time is not null)),
  constraint patrol_started check (state not in ('underWay', 'done') or started_at is not null)
);
comment on table fieldwork.patrol is 'A patrol 班次 of a route on a day. No track is kept: where somebody was is known at the check-ins and nowhere between.';
comment on column fieldwork.patrol.person_id is 'Who walks it; null when nobody held a post or was on duty';
comment on column fieldwork.patrol.is_handed_over is 'Given to this person by hand: planning anew leaves it so';
comment on column fieldwork.patrol.points is 'The points it was planned with: [{"id", "name", "longitude", "latitude", "radiusM"}]';
comment on column fieldwork.patrol.valid_count is 'Points with a check-in that counts';
comment on column fieldwork.patrol.is_on_time is 'Finished by the one who walked it inside its window';
comment on column fieldwork.patrol.reason is 'Why it was missed, said afterwards';
create index patrol_by_day on fieldwork.patrol (district_id, on_day desc, window_from, id);
create index patrol_of_person on fieldwork.patrol (district_id, person_id, on_day);
create index patrol_by_place on fieldwork.patrol (district_id, place_path, on_day);
create index patrol_open on fieldwork.patrol (district_id, window_until) where state in ('planned', 'underWay');
select platform.isolate('fieldwork.patrol');

create table fieldwork.patrol_event (
  district_id int not null,
  patrol_id uuid not null,
  number int not null,
  kind text not null check (kind in ('started', 'handedOver', 'finished', 'ended', 'missed', 'explained')),
  at timestamptz not null,
  received_at timestamptz not null,
  person_id uuid,
  to_person_id uuid,
  words text check (length(words) <= 2000),
  primary key (district_id, patrol_id, number)
);
comment on table fieldwork.patrol_event is 'What happened to a patrol besides its check-ins. Append-only.';
comment on column fieldwork.patrol_event.at is 'When it happened by the phone; received_at is when it came here, later when there was no network';
comment on column fieldwork.patrol_event.person_id is 'Null: the platform, when the window was over';
create trigger append_only before update or delete or truncate on fieldwork.patrol_event for each statement execute function platform.forbid_change();
select platform.isolate('fieldwork.patrol_event', 'select, insert');

create table fieldwork.check_in (
  district_id int not null,
  id uuid not null,
  patrol_id uuid not null,
  point_id uuid not null,
  person_id uuid not null,
  at timestamptz not null,
  received_at timestamptz not null,
  longitude double precision,
  latitude double precision,
  accuracy_m int check (accuracy_m >= 0),
  distance_m int check (distance_m >= 0),
  verdict text not null check (verdict in ('valid', 'off', 'rough', 'unknown')),
  words text check (length(words) <= 500),
  files uuid[] not null default '{}',
  primary key (district_id, id),
  constraint check_in_position check ((longitude is null) = (latitude is null) and (longitude is null) = (distance_m is null)),
  constraint check_in_verdict check ((verdict = 'unknown') = (longitude is null))
);
comment on table fieldwork.check_in is 'Somebody was at a point of a patrol, or says so. Append-only: one that does not count is kept with its distance.';
comment on column fieldwork.check_in.verdict is 'valid; off: too far from the point; rough: the position is too rough to tell; unknown: no position';
create index check_in_of_patrol on fieldwork.check_in (district_id, patrol_id, at);
create trigger append_only before update or delete or truncate on fieldwork.check_in for each statement execute function platform.forbid_change();
select platform.isolate('fieldwork.check_in', 'select, insert');

create table fieldwork.finding (
  district_id int not null,
  case_id uuid not null,
  patrol_id uuid not null,
  found_at timestamptz not null,
  primary key (district_id, case_id)
);
comment on table fieldwork.finding is 'A case that was opened on a patrol';
create index finding_of_patrol on fieldwork.finding (district_id, patrol_id);
select platform.isolate('fieldwork.finding', 'select, insert');

-- Grid actions ------------------------------------------------------------------------------------------------------------
create table fieldwork.grid_function (
  district_id int not null,
  key text not null check (length(key) between 1 and 40),
  name text check (length(name) between 1 and 20),
  is_used boolean not null,
  changed_at timestamptz not null,
  primary key (district_id, key)
);
comment on table fieldwork.grid_function is 'Functions of a grid 网格职能 that the district added, renamed or put aside; those brought along need no row (S2-18)';
comment on column fieldwork.grid_function.name is 'Null: as it is brought along';
create unique index grid_function_name on fieldwork.grid_function (district_id, name) where name is not null and is_used;
select platform.isolate('fieldwork.grid_function');

create table fieldwork.action (
  district_id int not null,
  id uuid not null,
  kind text not null check (kind in ('cleanUp', 'dissuasion', 'publicity', 'mediation', 'screening', 'other')),
  function_key text not null check (length(function_key) between 1 and 40),
  place_id int not null references places.place (id),
  place_path text not null collate "C",
  longitude double precision,
  latitude double precision,
  count int not null check (count between 1 and 10000),
  at timestamptz not null,
  received_at timestamptz not null,
  person_id uuid not null,
  organization_id uuid,
  companions uuid[] not null default '{}' check (cardinality(companions) <= 20),
  patrol_id uuid,
  words text check (length(words) <= 2000),
  files uuid[] not null default '{}',
  withdrawn_at timestamptz,
  withdrawn_reason text check (length(withdrawn_reason) <= 200),
  primary key (district_id, id),
  constraint action_point check ((longitude is null) = (latitude is null)),
  constraint action_withdrawn check ((withdrawn_at is null) = (withdrawn_reason is null))
);
comment on table fieldwork.action is 'A grid action 网格行动: what was done outdoors, under which function, how many, by whom and which team (S0-46, S2-18)';
comment on column fieldwork.action.count is 'Places cleaned 处, times somebody was dissuaded 人次, else times it was done';
comment on column fieldwork.action.at is 'When it was done; received_at is when it came here';
comment on column fieldwork.action.withdrawn_at is 'Logged by mistake: kept, and no longer counted';
create index action_by_time on fieldwork.action (district_id, at desc, id desc);
create index action_by_place on fieldwork.action (district_id, place_path, at);
create index action_of_person on fieldwork.action (district_id, person_id, at);
select platform.isolate('fieldwork.action');

-- Foreign keys
alter table fieldwork.route add constraint route_organization foreign key (district_id, organization_id) references organizations.organization (district_id, id);
alter table fieldwork.check_point add constraint check_point_route foreign key (district_id, route_id) references fieldwork.route (district_id, id);
alter table fieldwork.roster add constraint roster_organization foreign key (district_id, organization_id) references organizations.organization (district_id, id);
alter table fieldwork.roster add constraint roster_person foreign key (district_id, person_id) references identity.person (district_id, id);
alter table fieldwork.patrol add constraint patrol_route foreign key (district_id, route_id) references fieldwork.route (district_id, id);
alter table fieldwork.patrol_event add constraint patrol_event_patrol foreign key (district_id, patrol_id) references fieldwork.patrol (district_id, id);
alter table fieldwork.check_in add constraint check_in_patrol foreign key (district_id, patrol_id) references fieldwork.patrol (district_id, id);
alter table fieldwork.finding add constraint finding_patrol foreign key (district_id, patrol_id) references fieldwork.patrol (district_id, id);
alter table fieldwork.finding add constraint finding_case foreign key (district_id, case_id) references cases.case_file (district_id, id);
alter table fieldwork.action add constraint action_organization foreign key (district_id, organization_id) references organizations.organization (district_id, id);
alter table fieldwork.action add constraint action_patrol foreign key (district_id, patrol_id) references fieldwork.patrol (district_id, id);
