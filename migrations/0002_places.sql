-- Places 辖区: one tree for all districts. A small reference table: public facts, no triggers, no row-level security.
create schema places;
grant usage on schema places to gongzhi_app;

create table places.place (
  id int generated always as identity primary key,
  district_id int,
  parent_id int references places.place (id),
  path text not null collate "C",
  level text not null check (level in ('city', 'district', 'street', 'community', 'villageGroup', 'grid', 'compound', 'building')),
  name text not null check (length(name) between 1 and 60),
  name_key text not null collate "C",
  code text not null check (length(code) between 1 and 32),
  compound_kind text check (compound_kind in ('old', 'resettlement', 'commercial', 'unit', 'selfBuilt')),
  is_urban boolean,
  address text check (length(address) <= 200),
  boundary jsonb,
  longitude_min double precision,
  longitude_max double precision,
  latitude_min double precision,
  latitude_max double precision,
  center_longitude double precision,
  center_latitude double precision,
  household_count int check (household_count >= 0),
  resident_count int check (resident_count >= 0),
  valid_from date not null,
  valid_to date,
  version int not null default 1,
  check (valid_to is null or valid_to > valid_from),
  check ((level = 'city') = (district_id is null))
);
comment on table places.place is 'Place of any level. A grid that is split, merged or re-drawn ends (valid_to) and new rows follow, so an old matter keeps the grid of its day.';
comment on column places.place.path is 'Ids from the root, each with a dot: 1.5.23. A subtree is "begins with".';
comment on column places.place.name_key is 'Pinyin sort key (the database has no Chinese collation everywhere)';
comment on column places.place.code is '12-digit statistical division code for city to community; grid and below: community code with a sequence';
comment on column places.place.boundary is 'GeoJSON Polygon or MultiPolygon, CGCS2000 degrees';
comment on column places.place.valid_to is 'First day on which it is no longer valid';
create unique index place_code_valid on places.place (code) where valid_to is null;
create unique index place_name_valid on places.place (parent_id, level, name) where valid_to is null;
create index place_path on places.place (path);
create index place_parent on places.place (parent_id, name_key);
create index place_box on places.place (district_id, level, longitude_min, latitude_min) where boundary is not null;
grant select, insert, update on places.place to gongzhi_app;

create table places.alias_code (
  place_id int not null references places.place (id),
  system text not null check (length(system) between 1 and 40),
  code text not null check (length(code) between 1 and 40),
  valid_from date not null,
  valid_to date,
  primary key (system, code, valid_from),
  check (valid_to is null or valid_to > valid_from)
);
comment on table places.alias_code is 'What another system calls a place (civil affairs, police, 数字城管), with the days it did';
create index alias_code_of_place on places.alias_code (place_id);
grant select, insert, update on places.alias_code to gongzhi_app;

create table places.succession (
  from_place_id int not null references places.place (id),
  to_place_id int not null references places.place (id),
  kind text not null check (kind in ('split', 'merge', 'redraw')),
  happened_on date not null,
  reason text not null check (length(reason) between 2 and 200),
  primary key (from_place_id, to_place_id),
  check (from_place_id <> to_place_id)
);
comment on table places.succession is 'Which place followed which (S2-14 动态调整)';
create index succession_to on places.succession (to_place_id);
grant select, insert on places.succession to gongzhi_app;
