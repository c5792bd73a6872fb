-- What a district's classifier of texts has learnt.
create table cases.text_model (
  district_id int not null,
  id uuid not null,
  bytes bytea not null check (length(bytes) <= 67108864),
  example_count int not null check (example_count > 0),
  correction_count int not null default 0 check (correction_count between 0 and example_count),
  label_count int not null check (label_count > 1),
  macro_f1 double precision not null check (macro_f1 between 0 and 1),
  trained_at timestamptz not null,
  primary key (district_id, id)
);
comment on table cases.text_model is 'Models that suggest a category from words; the newest is asked. Only weights of features, no texts';
comment on column cases.text_model.bytes is 'As kernel/text writes it';
comment on column cases.text_model.correction_count is 'Examples at which people chose another category than was set before';
comment on column cases.text_model.macro_f1 is 'On examples that the model had not seen, near-duplicates kept together';
create index text_model_newest on cases.text_model (district_id, trained_at desc);
select platform.isolate('cases.text_model', 'select, insert, delete');
