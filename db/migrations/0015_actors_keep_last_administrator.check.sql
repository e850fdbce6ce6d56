do $$ begin
  assert (select count(*) from pg_trigger where tgrelid = 'actors.membership'::regclass and tgname in
    ('membership_change_keeps_administrator', 'membership_removal_keeps_administrator')) = 2,
    'neither a change nor a removal leaves an organisation without its last administrator';
end $$;
