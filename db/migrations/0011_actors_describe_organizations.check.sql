do $$ begin
  assert (select count(*) from pg_constraint where conname in ('organization_identifier_unique',
    'organization_relation_between_two', 'organization_place_point_whole')) = 3, 'the lists keep their promises';
  assert (select count(*) from pg_indexes where indexname in
    ('organization_relation_one_current', 'organization_place_one_seat')) = 2, 'one of each at present';
  assert (select count(*) from actors.organization where is_employees_public) = 0, 'nobody consented yet';
end $$;
