-- Why: an organisation that has an administrator keeps one. Two who leave at the same moment would each count
--   the other, so the database makes the second wait and look again.
-- Locks: membership for the moment in which the triggers are made.
-- Undo: drop trigger membership_change_keeps_administrator on actors.membership;
--   drop trigger membership_removal_keeps_administrator on actors.membership;
--   drop function actors.keep_last_administrator.
create function actors.keep_last_administrator() returns trigger language plpgsql as $$
begin
  -- Only for the erasure of a person, who cannot be made to stay.
  if current_setting('cograph.leaves_unadministered', true) = 'on' then return null; end if;
  perform from actors.organization where id = old.organization_id for no key update;
  -- A new statement, so it sees what the one before has committed meanwhile.
  if not exists (select from actors.membership
      where organization_id = old.organization_id and role = 'ADMINISTRATOR' and ends_on is null) then
    raise exception 'The last administrator of % stays until another is appointed.', old.organization_id
      using errcode = 'check_violation', constraint = 'membership_last_administrator_stays';
  end if;
  return null;
end $$;
create trigger membership_change_keeps_administrator after update on actors.membership for each row
  when (old.role = 'ADMINISTRATOR' and old.ends_on is null and (new.role <> 'ADMINISTRATOR'
    or new.ends_on is not null or new.organization_id <> old.organization_id))
  execute function actors.keep_last_administrator();
create trigger membership_removal_keeps_administrator after delete on actors.membership for each row
  when (old.role = 'ADMINISTRATOR' and old.ends_on is null)
  execute function actors.keep_last_administrator();
