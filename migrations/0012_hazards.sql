-- Hazards 隐患排查: what is looked for, where, who looked, what was found, and whether it was put right.
create schema hazards;
grant usage on schema hazards to gongzhi_app;

-- Problem catalogue 问题目录 ---------------------------------------------------------------------------------------------
create table hazards.problem_class (
  district_id int not null,
  id uuid not null,
  number int not null check (number between 1 and 99),
  name text check (length(name) between 1 and 40),
  created_at timestamptz not null,
  version int not null default 1,
  primary key (district_id, id)
);
comment on table hazards.problem_class is 'A class of problems that are looked for (S4-60: nine of them, two named by the source)';
comment on column hazards.problem_class.name is 'Null: a marked blank, to be named by an administrator';
create unique index problem_class_number on hazards.problem_class (district_id, number);
create unique index problem_class_name on hazards.problem_class (district_id, name) where name is not null;
select platform.isolate('hazards.problem_class');

create table hazards.problem_kind (
  district_id int not null,
  id uuid not null,
  class_id uuid not null,
  number int not null check (number between 1 and 99),
  name text check (length(name) between 1 and 60),
  points text check (length(points) <= 1000),
  severity text not null check (severity in ('general', 'serious', 'major')),
  category_id bigint,
  valid_from date not null,
  valid_to date,
  version int not null default 1,
  primary key (district_id, id),
  check (valid_to is null or valid_to >= valid_from)
);
comment on table hazards.problem_kind is 'A kind of problem (S4-60: 29 of them); one that is no longer looked for ends and keeps its findings';
comment on column hazards.problem_kind.name is 'Null: a marked blank; nothing is checked by it until it has a name';
comment on column hazards.problem_kind.points is 'What to look at';
comment on column hazards.problem_kind.severity is 'How bad it usually is; said anew with every finding';
comment on column hazards.problem_kind.category_id is 'The category of the case that it becomes when the site does not put it right';
comment on column hazards.problem_kind.valid_to is 'First day on which it is no longer looked for';
create unique index problem_kind_number on hazards.problem_kind (district_id, class_id, number);
create unique index problem_kind_name on hazards.problem_kind (district_id, class_id, name) where name is not null and valid_to is null;
select platform.isolate('hazards.problem_kind');

-- Sites 场所 --------------------------------------------------------------------------------------------------------------
create table hazards.site_kind (
  district_id int not null,
  id uuid not null,
  name text not null check (length(name) between 1 and 40),
  is_small boolean not null,
  position int not null,
  ended_on date,
  primary key (district_id, id)
);
comment on table hazards.site_kind is 'Kinds of sites; nine of them are the small ones 九小场所';
create unique index site_kind_name on hazards.site_kind (district_id, name) where ended_on is null;
select platform.isolate('hazards.site_kind');

create table hazards.site (
  district_id int not null,
  id uuid not null,
  name text not null check (length(name) between 1 and 80),
  name_key text not null collate "C",
  kind_id uuid not null,
  place_id int not null references places.place (id),
  place_path text not null collate "C",
  address text check (length(address) <= 200),
  longitude double precision,
  latitude double precision,
  responsible_name text check (length(responsible_name) between 1 and 60),
  responsible_phone text check (length(responsible_phone) between 3 and 30),
  organization_id uuid,
  risk text not null check (risk in ('low', 'medium', 'high')),
  checked_at timestamptz,
  created_at timestamptz not null,
  closed_on date,
  version int not null default 1,
  primary key (district_id, id),
  check ((longitude is null) = (latitude is null))
);
comment on table hazards.site is 'A site that is inspected 场所';
comment on column hazards.site.responsible_name is 'Who answers for it; personal data, masked unless a reason is given';
comment on column hazards.site.organization_id is 'The organisation that puts right what is found there, when it has an account here';
comment on column hazards.site.checked_at is 'The last inspection';
create unique index site_name on hazards.site (district_id, place_id, name) where closed_on is null;
create index site_by_name on hazards.site (district_id, name_key, id);
create index site_by_path on hazards.site (district_id, place_path, name_key, id);
select platform.isolate('hazards.site');

-- Campaigns 专项行动, random draws 双随机, tasks -----------------------------------------------------------------------
create table hazards.campaign (
  district_id int not null,
  id uuid not null,
  name text not null check (length(name) between 2 and 60),
  purpose text check (length(purpose) <= 1000),
  starts_on date not null,
  ends_on date not null,
  place_ids int[] not null check (cardinality(place_ids) between 1 and 50),
  place_paths text[] not null,
  kind_ids uuid[] not null default '{}',
  site_kind_ids uuid[] not null default '{}',
  target_count int check (target_count > 0),
  created_at timestamptz not null,
  ended_at timestamptz,
  version int not null default 1,
  primary key (district_id, id),
  check (ends_on >= starts_on)
);
comment on table hazards.campaign is 'A campaign 专项行动 (S4-60): a period in which sites of some places and kinds are inspected for some kinds of problems';
comment on column hazards.campaign.kind_ids is 'Kinds of problems; empty: all of the catalogue';
comment on column hazards.campaign.site_kind_ids is 'Kinds of sites; empty: all';
comment on column hazards.campaign.target_count is 'How many sites shall be inspected; null: all there are';
create unique index campaign_name on hazards.campaign (district_id, name) where ended_at is null;
create index campaign_by_start on hazards.campaign (district_id, starts_on desc, id desc);
select platform.isolate('hazards.campaign');

create table hazards.draw (
  district_id int not null,
  id uuid not null,
  campaign_id uuid not null,
  seed text not null check (length(seed) between 1 and 64),
  site_ids uuid[] not null,
  inspector_ids uuid[] not null,
  site_count int not null check (site_count > 0),
  inspectors_each int not null check (inspectors_each between 1 and 3),
  result jsonb not null,
  drawn_at timestamptz not null,
  drawn_by_person_id uuid,
  primary key (district_id, id)
);
comment on table hazards.draw is 'A random draw 双随机 of sites and inspectors. Append-only: with its seed and its two pools anybody can compute it again.';
comment on column hazards.draw.site_ids is 'All that could be drawn';
comment on column hazards.draw.inspector_ids is 'All that could be drawn';
comment on column hazards.draw.result is 'What was drawn: [{"siteId", "inspectorIds"}]';
create index draw_of_campaign on hazards.draw (district_id, campaign_id, drawn_at);
create trigger append_only before update or delete or truncate on hazards.draw for each statement execute function platform.forbid_change();
select platform.isolate('hazards.draw', 'select, insert');

create table hazards.task (
  district_id int not null,
  id uuid not null,
  campaign_id uuid,
  draw_id uuid,
  site_id uuid not null,
  place_path text not null collate "C",
  inspector_ids uuid[] not null check (cardinality(inspector_ids) between 1 and 3),
  due_on date not null,
  state text not null check (state in ('waiting', 'done', 'cancelled')),
  inspection_id uuid,
  created_at timestamptz not null,
  primary key (district_id, id),
  check ((state = 'done') = (inspection_id is not null))
);
comment on table hazards.task is 'A site to be inspected by these until that day';
create unique index task_once on hazards.task (district_id, site_id, (coalesce(campaign_id, '00000000-0000-0000-0000-000000000000'))) where state = 'waiting';
create index task_by_due on hazards.task (district_id, state, due_on, id);
create index task_of_campaign on hazards.task (district_id, campaign_id);

select platform.isolate('hazards.task');

-- Inspections 检查 and what was found -------------------------------------------------------------------------------------
create table hazards.inspection (
  district_id int not null,
  id uuid not null,
  number text not null check (length(number) between 6 and 30),
  site_id uuid not null,
  place_id int not null references places.place (id),
  place_path text not null collate "C",
  campaign_id uuid,
  inspector_person_id uuid not null,
  co_inspector_ids uuid[] not null default '{}',
  inspected_at timestamptz not null,
  recorded_at timestamptz not null,
  longitude double precision,
  latitude double precision,
  meters_from_site int,
  words text check (length(words) <= 2000),
  files uuid[] not null default '{}',
  hazard_count int not null check (hazard_count >= 0),
  primary key (district_id, id),
  check ((longitude is null) = (latitude is null))
);
comment on table hazards.inspection is 'An inspection of a site as it was carried out; never changed';
comment on column hazards.inspection.number is '排查编号';
comment on column hazards.inspection.inspected_at is 'When it was done; recorded_at is when it came here (field work is offline)';
comment on column hazards.inspection.meters_from_site is 'How far the phone was from where the site is; null when either is unknown';
create unique index inspection_number on hazards.inspection (district_id, number);
create index inspection_of_site on hazards.inspection (district_id, site_id, inspected_at desc, id desc);
create index inspection_by_time on hazards.inspection (district_id, inspected_at desc, id desc);
create index inspection_of_campaign on hazards.inspection (district_id, campaign_id, site_id) where campaign_id is not null;
create trigger append_only before update or delete or truncate on hazards.inspection for each statement execute function platform.forbid_change();
select platform.isolate('hazards.inspection', 'select, insert');

create table hazards.inspection_item (
  district_id int not null,
  inspection_id uuid not null,
  kind_id uuid not null,
  kind_name text not null,
  result text not null check (result in ('pass', 'hazard', 'notApplicable')),
  primary key (district_id, inspection_id, kind_id)
);
comment on table hazards.inspection_item is 'What an inspection found for each kind it looked for';
comment on column hazards.inspection_item.kind_name is 'As the kind was called that day';
create trigger append_only before update or delete or truncate on hazards.inspection_item for each statement execute function platform.forbid_change();
select platform.isolate('hazards.inspection_item', 'select, insert');

create table hazards.hazard (
  district_id int not null,
  id uuid not null,
  number text not null check (length(number) between 6 and 30),
  inspection_id uuid not null,
  site_id uuid not null,
  campaign_id uuid,
  class_id uuid not null,
  kind_id uuid not null,
  kind_name text not null,
  words text not null check (length(words) between 1 and 2000),
  severity text not null check (severity in ('general', 'serious', 'major')),
  state text not null,
  stage text not null,
  is_open boolean not null,
  is_on_the_spot boolean not null default false,
  place_id int not null references places.place (id),
  place_path text not null collate "C",
  organization_id uuid,
  responsible_person_id uuid,
  found_by_person_id uuid not null,
  found_at timestamptz not null,
  notice_number text check (length(notice_number) between 6 and 30),
  notice_count int not null default 0 check (notice_count >= 0),
  noticed_at timestamptz,
  measures text check (length(measures) <= 2000),
  limit_days int check (limit_days between 1 and 90),
  rectified_by_person_id uuid,
  rectified_at timestamptz,
  failed_count int not null default 0 check (failed_count >= 0),
  offence_number int not null default 1 check (offence_number >= 1),
  extension_days int check (extension_days between 1 and 90),
  extension_by_person_id uuid,
  extension_count int not null default 0 check (extension_count between 0 and 1),
  case_id uuid,
  escalation_count int not null default 0,
  closed_at timestamptz,
  entry_count int not null default 0,
  due_at timestamptz,
  is_paused boolean not null default false,
  late_told_at timestamptz,
  version int not null default 1,
  primary key (district_id, id),
  check ((notice_number is null) = (notice_count = 0)),
  check (state <> 'escalated' or case_id is not null)
);
comment on table hazards.hazard is 'A hazard 隐患 found at a site, with where it stands now. What happened is its thread, every clock its visits.';
comment on column hazards.hazard.notice_number is '整改通知书号 of the last notice';
comment on column hazards.hazard.measures is '整改措施 of the last notice';
comment on column hazards.hazard.limit_days is '整改期限 of the last notice, in days';
comment on column hazards.hazard.is_on_the_spot is '当场整改: put right while the inspector was there';
comment on column hazards.hazard.organization_id is 'Who has to put it right, when that is an organisation here';
comment on column hazards.hazard.responsible_person_id is 'Who follows it up for a site that has no account: the inspector';
comment on column hazards.hazard.failed_count is 'How often a recheck found that it was not put right';
comment on column hazards.hazard.offence_number is 'The how manyth of its kind at the site within a year, itself counted';
comment on column hazards.hazard.extension_days is 'Days of an extension that was asked for and not yet decided';
comment on column hazards.hazard.extension_count is 'Extensions granted: one at most';
comment on column hazards.hazard.case_id is 'The case it became, when the site could not or would not';
comment on column hazards.hazard.escalation_count is 'How often it became a case: a case that is declined gives it back';
create unique index hazard_number on hazards.hazard (district_id, number);
create unique index hazard_notice on hazards.hazard (district_id, notice_number) where notice_number is not null;
create unique index hazard_case on hazards.hazard (district_id, case_id) where case_id is not null;
create unique index hazard_of_inspection on hazards.hazard (district_id, inspection_id, kind_id);
create index hazard_by_found on hazards.hazard (district_id, found_at desc, id desc);
create index hazard_by_path on hazards.hazard (district_id, place_path, found_at desc, id desc);
create index hazard_of_site on hazards.hazard (district_id, site_id, found_at desc, id desc);
create index hazard_of_campaign on hazards.hazard (district_id, campaign_id) where campaign_id is not null;
create index hazard_of_organization on hazards.hazard (district_id, organization_id, found_at desc) where organization_id is not null;
create index hazard_due on hazards.hazard (district_id, (coalesce(due_at, 'infinity')), id) where is_open;
select platform.isolate('hazards.hazard');

-- Foreign keys
alter table hazards.problem_kind add constraint problem_kind_class foreign key (district_id, class_id) references hazards.problem_class (district_id, id);
alter table hazards.problem_kind add constraint problem_kind_category foreign key (district_id, category_id) references cases.category (district_id, id);
alter table hazards.site add constraint site_kind_of foreign key (district_id, kind_id) references hazards.site_kind (district_id, id);
alter table hazards.site add constraint site_organization foreign key (district_id, organization_id) references organizations.organization (district_id, id);
alter table hazards.draw add constraint draw_campaign foreign key (district_id, campaign_id) references hazards.campaign (district_id, id);
alter table hazards.task add constraint task_campaign foreign key (district_id, campaign_id) references hazards.campaign (district_id, id);
alter table hazards.task add constraint task_draw foreign key (district_id, draw_id) references hazards.draw (district_id, id);
alter table hazards.task add constraint task_site foreign key (district_id, site_id) references hazards.site (district_id, id);
alter table hazards.task add constraint task_inspection foreign key (district_id, inspection_id) references hazards.inspection (district_id, id);
alter table hazards.inspection add constraint inspection_site foreign key (district_id, site_id) references hazards.site (district_id, id);
alter table hazards.inspection add constraint inspection_campaign foreign key (district_id, campaign_id) references hazards.campaign (district_id, id);
alter table hazards.inspection_item add constraint inspection_item_inspection foreign key (district_id, inspection_id) references hazards.inspection (district_id, id);
alter table hazards.inspection_item add constraint inspection_item_kind foreign key (district_id, kind_id) references hazards.problem_kind (district_id, id);
alter table hazards.hazard add constraint hazard_inspection foreign key (district_id, inspection_id) references hazards.inspection (district_id, id);
alter table hazards.hazard add constraint hazard_site foreign key (district_id, site_id) references hazards.site (district_id, id);
alter table hazards.hazard add constraint hazard_campaign foreign key (district_id, campaign_id) references hazards.campaign (district_id, id);
alter table hazards.hazard add constraint hazard_kind foreign key (district_id, kind_id) references hazards.problem_kind (district_id, id);
alter table hazards.hazard add constraint hazard_class foreign key (district_id, class_id) references hazards.problem_class (district_id, id);
alter table hazards.hazard add constraint hazard_organization foreign key (district_id, organization_id) references organizations.organization (district_id, id);
alter table hazards.hazard add constraint hazard_case_of foreign key (district_id, case_id) references cases.case_file (district_id, id);
