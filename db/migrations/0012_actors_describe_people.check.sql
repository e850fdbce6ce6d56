do $$ begin
  assert (select count(*) from actors.person where is_available or is_history_public) = 0, 'nobody said so yet';
  assert (select count(*) from pg_constraint where conname in
    ('person_hours_in_a_month', 'person_availability_visibility_known', 'person_page_kind_known')) = 3,
    'what people say keeps its form';
end $$;
