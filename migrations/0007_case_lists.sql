-- Lists of cases that stay quick in a register of a million: what the desk filters by has an index in the order of the list.
-- A subtree of categories becomes an equality: "begins with" on the path cannot be read in the order of the list, and
-- row-level security keeps every function that is not leakproof out of an index condition, LIKE too.
alter table cases.case_file
  add column category_first_id bigint generated always as (substring(category_path from '^([0-9]+)[.]')::bigint) stored,
  add column category_second_id bigint generated always as (substring(category_path from '^[0-9]+[.]([0-9]+)[.]')::bigint) stored;
comment on column cases.case_file.category_first_id is 'The category of the first level 大类 above its category or itself, from the path, so that a list of it is one index scan';
comment on column cases.case_file.category_second_id is 'The same of the second level 小类';
drop index cases.case_of_category;
create index case_of_category on cases.case_file (district_id, category_id, reported_at desc, id desc) where category_id is not null;
create index case_of_first_category on cases.case_file (district_id, category_first_id, reported_at desc, id desc) where category_first_id is not null;
create index case_of_second_category on cases.case_file (district_id, category_second_id, reported_at desc, id desc) where category_second_id is not null;
create index case_of_channel on cases.case_file (district_id, channel, reported_at desc, id desc);
create index case_of_rating on cases.case_file (district_id, rating, reported_at desc, id desc) where rating is not null;
create index case_urgent on cases.case_file (district_id, reported_at desc, id desc) where urgency = 'urgent';
