-- Records that were never tried are claimed in the order of their time: with a job of 300,000 a claim costs 1.6 ms instead of 50.
drop index if exists raw.idx_sending_records_fresh;
create index if not exists idx_sending_records_fresh on raw.sending_records (job_id, next_attempt_at, position)
  where status = 'pending' and attempts = 0;
