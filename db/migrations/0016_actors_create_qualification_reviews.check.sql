do $$ begin
  assert (select count(*) from pg_indexes where indexname in
    ('qualification_review_one_open', 'qualification_review_one_approved')) = 2, 'one open and one valid at a time';
  assert (select count(*) from pg_constraint where conname in ('qualification_review_open_has_deadline',
    'qualification_review_lasting_has_end', 'qualification_review_ends_after_due',
    'qualification_review_approved_has_validity', 'qualification_review_valid_to_its_end',
    'qualification_document_is_by_reference', 'qualification_document_at_most_twenty',
    'qualification_mark_not_met_has_reason')) = 8, 'the database itself refuses a review without a deadline';
  assert (select count(*) from pg_trigger where tgname like 'qualification_review_%_wakes_viewers') = 3,
    'what begins or ends a qualification is told';
  assert (select count(*) from information_schema.columns where table_schema = 'actors'
    and table_name in ('published_viewer', 'published_key') and column_name = 'is_verified') = 2,
    'the gateway learns who is verified';
  assert (select count(*) from actors.published_verification) = 0, 'the view of verifications must answer';
end $$;
