-- Why: a portal's front page reads one view of its region: what its platforms tell and put in front.
-- Locks: new tables only, nothing waits.
-- Undo: drop table actors.platform_front_resource, actors.platform_news.
create table actors.platform_news (
  id text collate "C" primary key,
  platform_id text collate "C" not null references actors.platform (id),
  state text not null,
  title_zh text,
  title_en text,
  text_zh text,
  text_en text,
  author_id text collate "C" references actors.person (id),
  created_at timestamptz(3) not null,
  published_at timestamptz(3),
  expires_at timestamptz(3),
  constraint platform_news_has_title check (title_zh is not null or title_en is not null),
  constraint platform_news_has_text check (text_zh is not null or text_en is not null),
  constraint platform_news_state_known check (state in ('DRAFT', 'PUBLISHED', 'WITHDRAWN')),
  constraint platform_news_published_ends
    check (state <> 'PUBLISHED' or (published_at is not null and expires_at > published_at))
);
create index platform_news_platform_idx on actors.platform_news (platform_id, coalesce(published_at, created_at), id);

-- What it names lives in the resources subgraph: an id without a foreign key, watched by db/checks/actors.sql.
create table actors.platform_front_resource (
  platform_id text collate "C" not null references actors.platform (id),
  place integer not null,
  resource_id text collate "C" not null,
  primary key (platform_id, place),
  constraint platform_front_resource_once unique (platform_id, resource_id),
  constraint platform_front_resource_bounded check (place between 1 and 20)
);
create index platform_region_region_idx on actors.platform_region (region);
