do $$ begin
  assert (select count(*) from pg_indexes where schemaname = 'actors' and indexname = 'name_form_form_idx') = 1,
    'a form is found without reading all';
end $$;
