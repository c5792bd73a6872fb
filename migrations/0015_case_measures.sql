-- What is done about a case beside its way: whistles 吹哨报到, supervision 督办, mediation 调解, information notices 信息发布.

alter table cases.case_file
  add column called_organization_ids uuid[] not null default '{}' check (cardinality(called_organization_ids) <= 100),
  add column acted_at timestamptz;
comment on column cases.case_file.called_organization_ids is 'Organisations that a street has called to it by a whistle: they read it from then on';
comment on column cases.case_file.acted_at is 'When the first information notice was published or the first mediation opened (S0-38); null while neither was';

create table cases.whistle (
  district_id int not null,
  id uuid not null,
  case_id uuid not null,
  place_id int not null references places.place (id),
  place_path text not null collate "C",
  street_id int references places.place (id),
  reason text not null check (reason in ('unsolvable', 'jointEnforcement', 'emergency')),
  state text not null check (state in ('blown', 'called', 'declined', 'ended')),
  words text not null check (length(words) between 1 and 2000),
  blown_at timestamptz not null,
  blown_by_person_id uuid,
  called_at timestamptz,
  called_by_person_id uuid,
  ended_at timestamptz,
  ended_by_person_id uuid,
  end_words text check (length(end_words) <= 2000),
  primary key (district_id, id),
  check (state in ('blown', 'declined') or called_at is not null),
  check ((state in ('declined', 'ended')) = (ended_at is not null))
);
comment on table cases.whistle is 'A whistle 吹哨 on a case: a community asks, the street calls departments to the spot. One open at a time on a case (S1-31).';
comment on column cases.whistle.reason is 'The three legal cases: complaint the street cannot solve, joint enforcement, emergency (cases §5.4)';
comment on column cases.whistle.street_id is 'The street of the case when it was blown; whistles are counted by street and month';
create unique index whistle_open_once on cases.whistle (district_id, case_id) where state in ('blown', 'called');
create index whistle_of_case on cases.whistle (district_id, case_id, blown_at);
create index whistle_by_day on cases.whistle (district_id, blown_at desc, id desc);
select platform.isolate('cases.whistle');

create table cases.participation (
  district_id int not null,
  whistle_id uuid not null,
  organization_id uuid not null,
  called_at timestamptz not null,
  due_at timestamptz not null check (due_at > called_at),
  taken_at timestamptz,
  taken_by_person_id uuid,
  arrived_at timestamptz,
  arrived_by_person_id uuid,
  longitude double precision,
  latitude double precision,
  file_ids uuid[] not null default '{}' check (cardinality(file_ids) <= 9),
  did text check (length(did) between 1 and 2000),
  left_at timestamptz,
  left_by_person_id uuid,
  excused_at timestamptz,
  excused_by_person_id uuid,
  excuse text check (length(excuse) between 2 and 2000),
  late_told_at timestamptz,
  street_score int check (street_score between 1 and 5),
  street_scored_at timestamptz,
  street_scored_by_person_id uuid,
  whistle_score int check (whistle_score between 1 and 5),
  whistle_scored_at timestamptz,
  whistle_scored_by_person_id uuid,
  primary key (district_id, whistle_id, organization_id),
  check ((longitude is null) = (latitude is null)),
  constraint arrived_with_evidence check (arrived_at is null or cardinality(file_ids) > 0 or longitude is not null),
  constraint left_after_arrival check (left_at is null or (arrived_at is not null and left_at >= arrived_at and did is not null)),
  check ((excused_at is null) = (excuse is null)),
  check ((street_score is null) = (street_scored_at is null)),
  check ((whistle_score is null) = (whistle_scored_at is null))
);
comment on table cases.participation is 'An organisation called by a whistle: when it had to be there, when it was, what it did, and the marks both sides gave';
comment on column cases.participation.due_at is 'Called, and the minutes of that day on top (30, Pinggu; cases §5.4)';
comment on column cases.participation.taken_at is 'When it took the order 接单';
comment on column cases.participation.longitude is 'Where it was when it arrived: evidence beside the photos';
comment on column cases.participation.street_score is 'The mark 1–5 of the street for the organisation';
comment on column cases.participation.whistle_score is 'The mark 1–5 of the organisation for the whistle 双考核';
create index participation_of_organization on cases.participation (district_id, organization_id, called_at desc);
create index participation_absent on cases.participation (district_id, due_at)
  where arrived_at is null and excused_at is null and late_told_at is null;
select platform.isolate('cases.participation');

create table cases.supervision (
  district_id int not null,
  id uuid not null,
  case_id uuid not null,
  place_id int not null references places.place (id),
  place_path text not null collate "C",
  kind text not null check (kind in ('notice', 'yellow', 'red')),
  points int not null,
  organization_id uuid,
  person_id uuid,
  words text not null check (length(words) between 1 and 2000),
  issued_at timestamptz not null,
  issued_by_person_id uuid,
  reply_due_at timestamptz not null check (reply_due_at > issued_at),
  replied_at timestamptz,
  replied_by_person_id uuid,
  reply text check (length(reply) between 1 and 2000),
  lifted_at timestamptz,
  lifted_by_person_id uuid,
  lift_reason text check (length(lift_reason) between 2 and 2000),
  late_told_at timestamptz,
  primary key (district_id, id),
  constraint somebody_is_supervised check (organization_id is not null or person_id is not null),
  constraint points_of_kind check (points = case kind when 'notice' then 0 when 'yellow' then 5 else 10 end),
  check ((replied_at is null) = (reply is null)),
  check ((lifted_at is null) = (lift_reason is null))
);
comment on table cases.supervision is 'Supervision 督办 of whoever has a case: ordinary 0 points, yellow card 5, red card 10 (cases §5.2); a lifted one counts no points';
comment on column cases.supervision.organization_id is 'Who had the case when it was supervised';
create index supervision_of_case on cases.supervision (district_id, case_id, issued_at);
create index supervision_by_day on cases.supervision (district_id, issued_at desc, id desc);
create index supervision_of_organization on cases.supervision (district_id, organization_id, issued_at desc);
create index supervision_unanswered on cases.supervision (district_id, reply_due_at)
  where replied_at is null and lifted_at is null and late_told_at is null;
select platform.isolate('cases.supervision');

create table cases.mediation (
  district_id int not null,
  id uuid not null,
  case_id uuid not null,
  place_id int not null references places.place (id),
  place_path text not null collate "C",
  state text not null check (state in ('open', 'concluded')),
  subject text not null check (length(subject) between 2 and 2000),
  opened_at timestamptz not null,
  opened_by_person_id uuid,
  result text check (result in ('agreed', 'partly', 'failed', 'referred')),
  result_words text check (length(result_words) <= 2000),
  concluded_at timestamptz,
  concluded_by_person_id uuid,
  agreement text check (length(agreement) between 2 and 5000),
  follow_up_on date,
  fulfilment text check (fulfilment in ('fulfilled', 'partly', 'broken')),
  followed_up_at timestamptz,
  followed_up_by_person_id uuid,
  follow_up_words text check (length(follow_up_words) <= 2000),
  follow_up_told_at timestamptz,
  primary key (district_id, id),
  check ((state = 'concluded') = (concluded_at is not null)),
  check ((state = 'concluded') = (result is not null)),
  constraint agreement_when_agreed check ((agreement is not null) = (result is not null and result in ('agreed', 'partly'))),
  constraint follow_up_of_agreement check ((follow_up_on is null) = (agreement is null)),
  check ((fulfilment is null) = (followed_up_at is null)),
  check (fulfilment is null or agreement is not null)
);
comment on table cases.mediation is 'Mediation 调解 of a dispute that is a case (S0-38, S0-05). One open at a time on a case.';
comment on column cases.mediation.result is 'agreed, partly, failed, or referred to court or judicial office';
comment on column cases.mediation.follow_up_on is 'Day on which somebody looks whether the agreement is kept';
create unique index mediation_open_once on cases.mediation (district_id, case_id) where state = 'open';
create index mediation_of_case on cases.mediation (district_id, case_id, opened_at);
create index mediation_by_day on cases.mediation (district_id, opened_at desc, id desc);
create index mediation_to_follow_up on cases.mediation (district_id, follow_up_on) where fulfilment is null and follow_up_on is not null;
select platform.isolate('cases.mediation');

create table cases.mediation_party (
  district_id int not null,
  mediation_id uuid not null,
  number int not null check (number between 1 and 20),
  name text not null check (length(name) between 1 and 60),
  phone text check (length(phone) between 5 and 30),
  primary key (district_id, mediation_id, number)
);
comment on table cases.mediation_party is 'The parties 当事人 of a mediation: personal data, masked unless a reason is given';
select platform.isolate('cases.mediation_party');

create table cases.mediator (
  district_id int not null,
  mediation_id uuid not null,
  number int not null check (number between 1 and 10),
  organization_id uuid,
  person_id uuid,
  primary key (district_id, mediation_id, number),
  check ((organization_id is null) <> (person_id is null))
);
comment on table cases.mediator is 'Who mediates: people or organisations; what talents did for a field of guidance is counted from it (S0-05)';
create unique index mediator_person_once on cases.mediator (district_id, mediation_id, person_id) where person_id is not null;
create unique index mediator_organization_once on cases.mediator (district_id, mediation_id, organization_id) where organization_id is not null;
create index mediator_of_person on cases.mediator (district_id, person_id) where person_id is not null;
select platform.isolate('cases.mediator');

create table cases.mediation_session (
  district_id int not null,
  mediation_id uuid not null,
  number int not null check (number between 1 and 50),
  held_at timestamptz not null,
  held_where text not null check (length(held_where) between 1 and 200),
  words text not null check (length(words) between 1 and 2000),
  recorded_at timestamptz not null,
  recorded_by_person_id uuid,
  primary key (district_id, mediation_id, number)
);
comment on table cases.mediation_session is 'Sessions of a mediation: when, where and what was said';
select platform.isolate('cases.mediation_session');

create table cases.information_notice (
  district_id int not null,
  id uuid not null,
  case_id uuid not null,
  place_id int not null references places.place (id),
  place_path text not null collate "C",
  headline text not null check (length(headline) between 2 and 60),
  words text not null check (length(words) between 2 and 500),
  published_at timestamptz not null,
  published_by_person_id uuid,
  withdrawn_at timestamptz,
  withdrawn_by_person_id uuid,
  primary key (district_id, id)
);
comment on table cases.information_notice is 'What residents of a community are told of a verified case 信息发布 (S0-38); never who reported it';
comment on column cases.information_notice.place_id is 'The community of the case, or the nearest place above that it is known at';
create index information_notice_of_case on cases.information_notice (district_id, case_id, published_at);
create index information_notice_shown on cases.information_notice (district_id, published_at desc, id desc) where withdrawn_at is null;
select platform.isolate('cases.information_notice');

-- Foreign keys
alter table cases.whistle add constraint whistle_case foreign key (district_id, case_id) references cases.case_file (district_id, id);
alter table cases.participation add constraint participation_whistle foreign key (district_id, whistle_id) references cases.whistle (district_id, id);
alter table cases.supervision add constraint supervision_case foreign key (district_id, case_id) references cases.case_file (district_id, id);
alter table cases.mediation add constraint mediation_case foreign key (district_id, case_id) references cases.case_file (district_id, id);
alter table cases.mediation_party add constraint party_mediation foreign key (district_id, mediation_id) references cases.mediation (district_id, id);
alter table cases.mediator add constraint mediator_mediation foreign key (district_id, mediation_id) references cases.mediation (district_id, id);
alter table cases.mediation_session add constraint session_mediation foreign key (district_id, mediation_id) references cases.mediation (district_id, id);
alter table cases.information_notice add constraint information_notice_case foreign key (district_id, case_id) references cases.case_file (district_id, id);
