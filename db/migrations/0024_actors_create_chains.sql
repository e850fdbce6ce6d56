-- Why: who stands where in an industry, and who supplies whom, shows which links are broken and who is missing.
-- Locks: new tables only, nothing waits.
-- Undo: drop view actors.published_industry_chain; drop table actors.supply_relation, actors.chain_place,
--   actors.chain_link, actors.chain_position, actors.industry_chain;
create table actors.industry_chain (
  id text collate "C" primary key,
  title_zh text,
  title_en text,
  industry text not null,
  region text,
  keeper_id text collate "C" not null references actors.organization (id),
  created_at timestamptz(3) not null,
  constraint industry_chain_has_title check (title_zh is not null or title_en is not null),
  constraint industry_chain_industry_formed check (industry ~ '^[A-T](\d{2,4})?$')
);

create table actors.chain_position (
  chain_id text collate "C" not null references actors.industry_chain (id),
  key text collate "C" not null,
  title_zh text,
  title_en text,
  stage text not null,
  is_essential boolean not null,
  place integer not null,
  primary key (chain_id, key),
  constraint chain_position_key_formed check (key ~ '^[a-z][a-z0-9-]{0,39}$'),
  constraint chain_position_has_title check (title_zh is not null or title_en is not null),
  constraint chain_position_stage_known check (stage in ('UPSTREAM', 'MIDSTREAM', 'DOWNSTREAM', 'SUPPORT')),
  constraint chain_position_bounded check (place between 1 and 100),
  constraint chain_position_place_once unique (chain_id, place)
);

create table actors.chain_link (
  chain_id text collate "C" not null,
  from_key text collate "C" not null,
  to_key text collate "C" not null,
  what_zh text,
  what_en text,
  primary key (chain_id, from_key, to_key),
  constraint chain_link_begins_at_position
    foreign key (chain_id, from_key) references actors.chain_position (chain_id, key),
  constraint chain_link_ends_at_position
    foreign key (chain_id, to_key) references actors.chain_position (chain_id, key),
  constraint chain_link_joins_two check (from_key <> to_key),
  constraint chain_link_says_what check (what_zh is not null or what_en is not null)
);

create table actors.chain_place (
  id text collate "C" primary key,
  chain_id text collate "C" not null,
  key text collate "C" not null,
  organization_id text collate "C" not null references actors.organization (id),
  taken_at timestamptz(3) not null,
  confirmed_at timestamptz(3),
  constraint chain_place_is_position
    foreign key (chain_id, key) references actors.chain_position (chain_id, key),
  constraint chain_place_taken_once unique (chain_id, key, organization_id)
);
create index chain_place_organization_idx on actors.chain_place (organization_id, id);

create table actors.supply_relation (
  id text collate "C" primary key,
  supplier_id text collate "C" not null references actors.organization (id),
  customer_id text collate "C" not null references actors.organization (id),
  stated_by_id text collate "C" not null references actors.organization (id),
  product_zh text,
  product_en text,
  share_percent integer,
  state text not null,
  created_at timestamptz(3) not null,
  answer_by timestamptz(3) not null,
  confirmed_at timestamptz(3),
  ended_at timestamptz(3),
  constraint supply_relation_is_between_two check (supplier_id <> customer_id),
  constraint supply_relation_stated_by_one_of_them check (stated_by_id in (supplier_id, customer_id)),
  constraint supply_relation_has_product check (product_zh is not null or product_en is not null),
  constraint supply_relation_share_is_part check (share_percent between 1 and 100),
  constraint supply_relation_state_known
    check (state in ('DECLARED', 'CONFIRMED', 'DECLINED', 'LAPSED', 'ENDED')),
  constraint supply_relation_confirmed_says_when
    check ((state in ('CONFIRMED', 'ENDED')) = (confirmed_at is not null)),
  constraint supply_relation_ended_says_when check ((state = 'ENDED') = (ended_at is not null))
);
create unique index supply_relation_one_open
  on actors.supply_relation (supplier_id, customer_id, product_zh, product_en) nulls not distinct
  where state in ('DECLARED', 'CONFIRMED');
create index supply_relation_customer_idx on actors.supply_relation (customer_id, supplier_id, state);
create index supply_relation_waiting_idx on actors.supply_relation (answer_by) where state = 'DECLARED';

-- Published for `node`: which chains there are; everybody may know.
create view actors.published_industry_chain as select id from actors.industry_chain;
