-- Organisations 组织: departments, streets, communities, Party organisations, units. (The rest of their life comes later.)
create schema organizations;
grant usage on schema organizations to gongzhi_app;

create table organizations.organization (
  district_id int not null,
  id uuid not null,
  parent_id uuid,
  path text not null collate "C",
  kind text not null check (kind in ('party', 'department', 'street', 'community', 'institution', 'unit', 'enterprise', 'property', 'social')),
  name text not null check (length(name) between 1 and 80),
  short_name text not null check (length(short_name) between 1 and 30),
  name_key text not null collate "C",
  search_text text not null,
  place_id int not null references places.place (id),
  phone text check (length(phone) <= 30),
  duty text check (length(duty) <= 500),
  created_at timestamptz not null,
  closed_on date,
  version int not null default 1,
  primary key (district_id, id)
);
comment on table organizations.organization is 'An organisation of any kind in a tree; a street office and a residents committee are organisations too, tied to their place';
comment on column organizations.organization.path is 'Ids from the root, each with a dot';
comment on column organizations.organization.search_text is 'Name and short name, their pinyin and initials, folded as queries are';
comment on column organizations.organization.closed_on is 'First day on which it no longer exists';
comment on column organizations.organization.place_id is 'The place it serves';
comment on column organizations.organization.duty is 'What it answers for (权责), shown when a matter is dispatched';
create unique index organization_name on organizations.organization (district_id, name) where closed_on is null;
create index organization_by_name on organizations.organization (district_id, name_key, id);
create index organization_by_parent on organizations.organization (district_id, parent_id);
create index organization_by_path on organizations.organization (district_id, path);
create index organization_by_place on organizations.organization (district_id, place_id);
select platform.isolate('organizations.organization');

alter table organizations.organization add constraint organization_parent foreign key (district_id, parent_id) references organizations.organization (district_id, id);
