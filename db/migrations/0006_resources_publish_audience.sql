-- Why: other subgraphs decide in their own `where` whether a viewer may know of a resource.
-- Locks: the view, for the moment it takes to replace it.
-- Undo: drop the view and create it without its last three columns.
create or replace view resources.published_resource as
select id, family, provider_id, state, name_en,
  case state when 'PUBLISHED' then 'PUBLIC' else 'NAMED' end as audience,
  array[provider_id, platform_id] as known_to,
  null::text as known_in
from resources.resource;
