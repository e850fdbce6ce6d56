-- Why: search in Chinese and English that answers alike on every engine: Han text as overlapping pairs of characters,
--   all else as words, because no engine here splits Chinese into words and server extensions are not ours to demand.
-- Locks: new functions only, nothing waits.
-- Undo: drop function fts_query; drop function fts_vector; drop function fts_terms.
create function fts_terms(t text) returns table(pos int, term text) language sql immutable strict parallel safe begin atomic
  with runs as (
    select m[1] as run, ord from regexp_matches(lower(normalize(t, NFKC)), '([㐀-䶿一-鿿豈-﫿]+|[a-z0-9]+|[^\x01-\x7f㐀-䶿一-鿿豈-﫿　-〿＀-￯，。；：！？、（）《》“”‘’]+)', 'g') with ordinality as x(m, ord)),
  ch as (select ord, i, substr(run, i, 1) as c, substr(run, i, 2) as b, length(run) as n, run ~ '^[㐀-䶿一-鿿豈-﫿]' as han, run from runs, generate_series(1, case when run ~ '^[㐀-䶿一-鿿豈-﫿]' then length(run) else 1 end) i)
  select (row_number() over (order by ord, i))::int, case when not han then run when i < n then b else c end from ch; end;
create function fts_vector(t text) returns tsvector language sql immutable parallel safe begin atomic
  select coalesce(string_agg(quote_literal(term) || ':' || least(pos, 16383), ' ' order by pos), '')::tsvector from fts_terms(coalesce(t, '')); end;
create function fts_query(t text) returns tsquery language sql immutable parallel safe begin atomic
  with r as (select m[1] run, ord from regexp_matches(lower(normalize(coalesce(t,''), NFKC)), '([㐀-䶿一-鿿豈-﫿]+|[a-z0-9]+|[^\x01-\x7f㐀-䶿一-鿿豈-﫿　-〿＀-￯，。；：！？、（）《》“”‘’]+)', 'g') with ordinality as x(m, ord))
  select coalesce(string_agg(q, ' & ' order by ord), '')::tsquery from (
    select ord, case when run !~ '^[㐀-䶿一-鿿豈-﫿]' then quote_literal(run) || ':*' when length(run) = 1 then quote_literal(run) || ':*'
      else (select string_agg(quote_literal(substr(run, i, 2)), ' <-> ' order by i) from generate_series(1, length(run) - 1) i) end q from r) z; end;
