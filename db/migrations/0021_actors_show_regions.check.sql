do $$ begin
  assert (select count(*) from pg_constraint where conname in ('platform_news_published_ends',
    'platform_news_state_known', 'platform_front_resource_once', 'platform_front_resource_bounded')) = 4,
    'news end, and what stands in front is bounded';
end $$;
