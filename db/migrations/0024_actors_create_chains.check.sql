do $$ begin
  assert (select count(*) from pg_constraint where conname in ('chain_link_joins_two', 'chain_place_taken_once',
    'chain_position_bounded', 'supply_relation_is_between_two', 'supply_relation_stated_by_one_of_them')) = 5,
    'the database itself refuses a chain that contradicts itself';
  assert (select count(*) from pg_indexes where schemaname = 'actors' and indexname = 'supply_relation_one_open') = 1,
    'a supply is stated once';
  assert (select count(*) from actors.published_industry_chain) = 0, 'the view of chains must answer';
end $$;
