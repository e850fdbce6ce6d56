-- Why: portals and partners ask with keys of their own. Only the hash of a key is kept, so that a stolen
--   database opens nothing; the view gives the gateway all it needs to know of a key in one statement.
-- Locks: a new table only, nothing waits.
-- Undo: drop view actors.published_key; drop function actors.note_key_use; drop table actors.api_key.
create table actors.api_key (
  id text collate "C" primary key,
  name text not null,
  prefix text not null,
  secret_hash text not null,
  owner_id text collate "C" not null references actors.person (id),
  organization_id text collate "C" references actors.organization (id),
  platform_id text collate "C" references actors.platform (id),
  scopes text[] not null,
  regions text[] not null,
  points_per_minute integer not null,
  created_at timestamptz(3) not null,
  created_by text collate "C" references actors.person (id),
  expires_at timestamptz(3) not null,
  last_used_at timestamptz(3),
  revoked_at timestamptz(3),
  constraint api_key_hash_unique unique (secret_hash),
  constraint api_key_hash_is_sha256 check (secret_hash ~ '^[0-9a-f]{64}$'),
  constraint api_key_prefix_unique unique (prefix),
  constraint api_key_prefix_is_short check (prefix ~ '^cgk_[0-9a-z]{8}$'),
  constraint api_key_has_name check (char_length(name) between 1 and 100),
  constraint api_key_scopes_known check (
    cardinality(scopes) > 0
    and scopes <@ array['read-public', 'read-member', 'explore', 'export', 'push-catalogue', 'push-state', 'act-for']),
  constraint api_key_regions_bounded check (
    cardinality(regions) <= 40 and array_to_string(regions, ',', '?') ~ '^(\d{6}(,\d{6})*)?$'),
  constraint api_key_quota_bounded check (points_per_minute between 1 and 1000000),
  constraint api_key_lives_two_years_at_most check (
    expires_at > created_at and expires_at - created_at <= interval '731 days')
);
create index api_key_owner_idx on actors.api_key (owner_id, id);
create index api_key_organization_idx on actors.api_key (organization_id, id) where organization_id is not null;

-- Memberships and roles are the owner's of this moment: a key is never wider than who owns it.
create view actors.published_key as
select k.id, k.secret_hash, k.owner_id as actor_id, k.organization_id, k.platform_id, k.scopes, k.regions,
  k.points_per_minute,
  coalesce((
    select jsonb_agg(jsonb_build_object('id', m.organization_id, 'role', m.role, 'region', o.region)
      order by m.organization_id)
    from actors.membership m join actors.organization o on o.id = m.organization_id
    where m.person_id = k.owner_id and m.ends_on is null), '[]') as organizations,
  coalesce((
    select jsonb_agg(jsonb_build_object('role', g.role, 'platformId', g.platform_id, 'region', g.region,
      'platformRegions', coalesce((
        select jsonb_agg(r.region order by r.region)
        from actors.platform_region r where r.platform_id = g.platform_id), '[]')) order by g.id)
    from actors.role_grant g where g.actor_id = k.owner_id), '[]') as roles
from actors.api_key k
where k.revoked_at is null and k.expires_at > db_now();

-- Published with the view: the gateway says that a key was used. Kept to the hour, whoever asks how often.
create function actors.note_key_use(key text) returns void language sql
security definer set search_path = '' as $$
  update actors.api_key set last_used_at = public.db_now()
  where id = key and (last_used_at is null or last_used_at < public.db_now() - interval '1 hour')
$$;

-- Not on last_used_at: a note of use changes no right.
create trigger api_key_wakes_viewers
  after insert or delete or update of owner_id, organization_id, platform_id, scopes, regions,
    points_per_minute, expires_at, revoked_at on actors.api_key
  for each statement execute function actors.viewer_changed();
