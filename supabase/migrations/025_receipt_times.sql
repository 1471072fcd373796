-- The time that an accepted body gives itself: a body with another one is not the same again, and needs no comparison.
alter table raw.receipts add column if not exists own_time timestamptz;
