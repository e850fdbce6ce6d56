-- Why: a person who comes by a second trusted issuer is found by the e-mail address that both have checked.
-- Locks: sign-in and person cannot be written while their indexes build: a second at a million people.
-- Undo: alter table actors.sign_in drop column verified_email; drop index actors.sign_in_person_idx, actors.person_contact_email_idx.
alter table actors.sign_in add column verified_email text;
create index sign_in_verified_email_idx on actors.sign_in (verified_email) where verified_email is not null;
create index sign_in_person_idx on actors.sign_in (person_id);
create index person_contact_email_idx on actors.person (lower(contact_email)) where contact_email is not null;
