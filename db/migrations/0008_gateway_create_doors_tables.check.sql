do $$ begin
  assert (select relpersistence = 'u' from pg_class where oid = 'gateway.budget'::regclass), 'counting is not logged';
  assert (select count(*) from pg_trigger where tgname = 'document_tells') = 1, 'servers hear of a new document';
end $$;
