-- Posts 岗位: a person holds a role at a place or in an organisation for a period; posts give permissions.
create schema posts;
grant usage on schema posts to gongzhi_app;

create table posts.post (
  district_id int not null,
  id uuid not null,
  role text not null,
  title text not null check (length(title) between 1 and 40),
  place_id int not null references places.place (id),
  place_path text not null collate "C",
  organization_id uuid,
  seat_count int not null default 1 check (seat_count between 1 and 50),
  created_at timestamptz not null,
  closed_on date,
  version int not null default 1,
  primary key (district_id, id)
);
comment on table posts.post is 'A post that exists whether or not somebody holds it, so that a vacancy can be seen';
comment on column posts.post.place_path is 'Copied from the place so that one index scan answers who serves here; kept in step when a place moves';
comment on column posts.post.closed_on is 'First day on which the post no longer exists';
comment on column posts.post.seat_count is 'How many people it is meant for: one grid may have several grid workers';
create index post_by_place on posts.post (district_id, place_path);
create index post_by_organization on posts.post (district_id, organization_id);
select platform.isolate('posts.post');

create table posts.appointment (
  district_id int not null,
  id uuid not null,
  post_id uuid not null,
  person_id uuid not null,
  manner text not null check (manner in ('full', 'partTime', 'sunk', 'volunteer')),
  starts_on date not null,
  ends_on date,
  ended_reason text check (length(ended_reason) <= 200),
  created_at timestamptz not null,
  primary key (district_id, id),
  check (ends_on is null or ends_on >= starts_on),
  constraint appointment_once exclude using gist (
    district_id with =, post_id with =, person_id with =,
    daterange(starts_on, ends_on) with &&)
);
comment on table posts.appointment is 'Who holds a post from when to when; one person several posts, one post several people';
comment on column posts.appointment.manner is 'How it is filled: full time, part time, sunk cadre 下沉干部, volunteer';
comment on column posts.appointment.ends_on is 'First day on which it is no longer held; equal to starts_on when it was taken back before it began';
create index appointment_of_person on posts.appointment (district_id, person_id);
create index appointment_of_post on posts.appointment (district_id, post_id);
select platform.isolate('posts.appointment');

-- Foreign keys
alter table posts.post add constraint post_organization foreign key (district_id, organization_id) references organizations.organization (district_id, id);
alter table posts.appointment add constraint appointment_post foreign key (district_id, post_id) references posts.post (district_id, id);
alter table posts.appointment add constraint appointment_person foreign key (district_id, person_id) references identity.person (district_id, id);
