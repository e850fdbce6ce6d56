-- check: every fact is about something an event was recorded of
select f.subject
from metrics.fact f
where not exists (select 1 from log.event e where e.subject = f.subject);

-- check: no share is greater than its whole
select g.metric, g.dimension, g.key, g.numerator, g.denominator
from metrics.figure g
where g.denominator > 0 and g.numerator > g.denominator;
