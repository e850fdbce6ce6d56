do $$ begin
  assert (select count(*) from log.event) = 0, 'the log must answer';
  assert (select count(*) from pg_trigger where tgrelid = 'log.event'::regclass
    and tgname in ('event_only_added', 'event_wakes_readers')) = 2, 'the log only grows, and wakes its readers';
  assert db_now() = now(), 'the clock is not shifted unless asked';
  perform set_config('cograph.clock_shift', '2 days', true);
  assert db_now() = now() + interval '2 days', 'the clock can be shifted';
  begin
    truncate log.event;
    raise exception 'an event could be removed';
  exception when restrict_violation then null;
  end;
end $$;
