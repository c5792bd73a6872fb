-- Whoever did the step before may be kept from the next (核查 by another than the handler): the open visit says whom its turn
-- is not for, so that the inbox stays one index scan and lists only what its reader may act on.
alter table platform.visit
  add column excluded_person_id uuid,
  add column excluded_organization_id uuid;
comment on column platform.visit.excluded_person_id is 'Whose turn it is not, though holding the operation at the place: who did the step that the flow names';
comment on column platform.visit.excluded_organization_id is 'Whose members it is not the turn of: the organisation that had the matter at that step';
-- Cases that wait for their verification now. The owner is bound by the policy of the table too, and works for all districts here.
alter table platform.visit no force row level security;
update platform.visit as waiting
set excluded_person_id = handling.left_by_person_id, excluded_organization_id = handling.assignee_organization_id
from platform.visit as handling
where waiting.matter_kind = 'case' and waiting.state = 'handled' and waiting.left_at is null
  and handling.district_id = waiting.district_id and handling.matter_kind = waiting.matter_kind
  and handling.matter_id = waiting.matter_id and handling.number = waiting.number - 1;
alter table platform.visit force row level security;
