-- Why: the rules of a platform are public, versioned, and changed by a vote of suppliers, demanders and supporters.
--   An adopted version can never change, and a proposed one no longer: the database refuses it whoever asks.
-- Locks: new tables only, nothing waits.
-- Undo: drop table actors.rule_vote_cast, actors.rule_vote, actors.platform_rules, actors.committee_seat; drop
--   function actors.platform_rules_stay, actors.rule_vote_cast_stays.
create table actors.committee_seat (
  id text collate "C" primary key,
  platform_id text collate "C" not null references actors.platform (id),
  side text not null,
  organization_id text collate "C" not null references actors.organization (id),
  person_id text collate "C" not null references actors.person (id),
  state text not null,
  starts_at timestamptz(3) not null,
  ends_at timestamptz(3) not null,
  accept_by timestamptz(3) not null,
  nominated_by text collate "C" references actors.person (id),
  created_at timestamptz(3) not null,
  accepted_at timestamptz(3),
  ended_at timestamptz(3),
  constraint committee_seat_side_known check (side in ('SUPPLIER', 'DEMANDER', 'SUPPORTER')),
  constraint committee_seat_state_known
    check (state in ('NOMINATED', 'HELD', 'DECLINED', 'LAPSED', 'RESIGNED', 'EXPIRED')),
  constraint committee_seat_has_term check (ends_at > starts_at and ends_at - starts_at <= interval '1097 days'),
  constraint committee_seat_held_was_accepted check (state <> 'HELD' or accepted_at is not null)
);
create unique index committee_seat_one_per_organization on actors.committee_seat (platform_id, organization_id)
  where state in ('NOMINATED', 'HELD');
create unique index committee_seat_one_per_person on actors.committee_seat (platform_id, person_id)
  where state in ('NOMINATED', 'HELD');
create index committee_seat_platform_idx on actors.committee_seat (platform_id, id);
create index committee_seat_ending_idx on actors.committee_seat (state) where state in ('NOMINATED', 'HELD');

create table actors.platform_rules (
  id text collate "C" primary key,
  platform_id text collate "C" not null references actors.platform (id),
  number integer,
  state text not null,
  title_zh text,
  title_en text,
  text_zh text,
  text_en text,
  changes_zh text,
  changes_en text,
  effective_on date not null,
  is_provisional boolean not null default false,
  author_id text collate "C" references actors.person (id),
  is_by_operator boolean not null,
  created_at timestamptz(3) not null,
  changed_at timestamptz(3) not null,
  proposed_at timestamptz(3),
  closes_at timestamptz(3),
  decided_at timestamptz(3),
  constraint platform_rules_have_title check (title_zh is not null or title_en is not null),
  constraint platform_rules_have_text check (text_zh is not null or text_en is not null),
  constraint platform_rules_state_known
    check (state in ('DRAFT', 'PROPOSED', 'ADOPTED', 'REJECTED', 'WITHDRAWN')),
  constraint platform_rules_adopted_numbered check ((state = 'ADOPTED') = (number is not null)),
  constraint platform_rules_proposed_close check (state <> 'PROPOSED' or closes_at is not null),
  constraint platform_rules_number_unique unique (platform_id, number)
);
create unique index platform_rules_one_proposal on actors.platform_rules (platform_id) where state = 'PROPOSED';
create index platform_rules_platform_idx on actors.platform_rules (platform_id, id);

create function actors.platform_rules_stay() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if old.state <> 'DRAFT' then
      raise exception 'Rules that were adopted or proposed stay as they are.'
        using errcode = 'check_violation', constraint = 'platform_rules_adopted_stay';
    end if;
    return old;
  end if;
  -- Who wrote them can be forgotten; nothing else of them can.
  if old.state = 'ADOPTED' and to_jsonb(new) - 'author_id' is distinct from to_jsonb(old) - 'author_id' then
    raise exception 'Rules that were adopted stay as they are.'
      using errcode = 'check_violation', constraint = 'platform_rules_adopted_stay';
  end if;
  if old.state <> 'DRAFT' and (new.platform_id, new.title_zh, new.title_en, new.text_zh, new.text_en,
      new.changes_zh, new.changes_en)
    is distinct from (old.platform_id, old.title_zh, old.title_en, old.text_zh, old.text_en,
      old.changes_zh, old.changes_en) then
    raise exception 'What is voted on stays as it is.'
      using errcode = 'check_violation', constraint = 'platform_rules_proposed_stay';
  end if;
  return new;
end $$;
create trigger platform_rules_stay before update or delete on actors.platform_rules
  for each row execute function actors.platform_rules_stay();

-- Who may vote on a proposal is fixed when the vote opens, so that nobody can fill seats while it runs.
create table actors.rule_vote (
  rules_id text collate "C" not null references actors.platform_rules (id),
  seat_id text collate "C" not null references actors.committee_seat (id),
  side text not null,
  organization_id text collate "C" not null references actors.organization (id),
  person_id text collate "C" not null references actors.person (id),
  choice text,
  reason text,
  cast_at timestamptz(3),
  primary key (rules_id, seat_id),
  constraint rule_vote_side_known check (side in ('SUPPLIER', 'DEMANDER', 'SUPPORTER')),
  constraint rule_vote_choice_known check (choice in ('FOR', 'AGAINST', 'ABSTAIN')),
  constraint rule_vote_cast_at_once check ((choice is null) = (cast_at is null))
);

-- Every cast is kept, also one that was changed later; only the words can be erased with their author.
create table actors.rule_vote_cast (
  rules_id text collate "C" not null,
  seat_id text collate "C" not null,
  number integer not null,
  choice text not null,
  reason text,
  cast_at timestamptz(3) not null,
  primary key (rules_id, seat_id, number),
  foreign key (rules_id, seat_id) references actors.rule_vote (rules_id, seat_id)
);
create function actors.rule_vote_cast_stays() returns trigger language plpgsql as $$
begin
  raise exception 'A vote that was cast stays on the record.'
    using errcode = 'check_violation', constraint = 'rule_vote_cast_stays';
end $$;
create trigger rule_vote_cast_stays
  before delete or update of rules_id, seat_id, number, choice, cast_at on actors.rule_vote_cast
  for each row execute function actors.rule_vote_cast_stays();
