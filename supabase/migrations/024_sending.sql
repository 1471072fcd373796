-- Sending records to a webhook: e-mail waterfall jobs and Sales Navigator uploads.

-- One row per job that sends records to a webhook. A waterfall job has its row in raw.email_waterfall_jobs too, under the
-- same id. worker and worker_until say which process sends it now: one at a time, so that the rate holds.
create table if not exists raw.sending_jobs (
  id uuid primary key default gen_random_uuid(),
  kind text not null check (kind in ('waterfall', 'salesnav')),
  status text not null default 'pending' check (status in ('pending', 'processing', 'paused', 'completed', 'failed')),
  stop_reason text,
  webhook_url text not null,
  rate_per_second double precision not null check (rate_per_second between 0.1 and 50),
  total_records integer not null,
  upload_id uuid,
  batch_size integer,
  source text,
  created_by text not null,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  completed_at timestamptz,
  not_before timestamptz not null default now(),
  worker uuid,
  worker_until timestamptz
);
create index if not exists idx_sending_jobs_open on raw.sending_jobs (created_at)
  where status in ('pending', 'processing');
create index if not exists idx_sending_jobs_created_at on raw.sending_jobs (created_at, id);
create index if not exists idx_sending_jobs_upload on raw.sending_jobs (upload_id) where upload_id is not null;
create index if not exists idx_sending_jobs_source on raw.sending_jobs (source) where source is not null;

-- One row per record of such a job. record is the JSON text that is sent; null for a row of raw.salesnav_scrapes, which is
-- read when it is its turn. A record that is being sent has a lease: when that ends without an outcome, its process was
-- lost, and the record is sent again.
create table if not exists raw.sending_records (
  job_id uuid not null references raw.sending_jobs (id) on delete cascade,
  position integer not null,
  record text,
  source_id uuid,
  batch_number integer,
  status text not null default 'pending' check (status in ('pending', 'sending', 'sent', 'failed')),
  attempts integer not null default 0,
  next_attempt_at timestamptz not null default now(),
  lease_until timestamptz,
  sent_at timestamptz,
  http_status integer,
  last_error text,
  primary key (job_id, position)
);
create index if not exists idx_sending_records_fresh on raw.sending_records (job_id, position)
  where status = 'pending' and attempts = 0;
create index if not exists idx_sending_records_again on raw.sending_records (job_id, next_attempt_at)
  where status = 'pending' and attempts > 0;
create index if not exists idx_sending_records_sending on raw.sending_records (job_id) where status = 'sending';
create index if not exists idx_sending_records_status on raw.sending_records (job_id, status);
create index if not exists idx_sending_records_source on raw.sending_records (source_id) where source_id is not null;

-- Who of an upload came back: the rows of an upload, and the payloads that name the row they came from.
create index if not exists idx_salesnav_scrapes_upload on raw.salesnav_scrapes (upload_id, id);
create index if not exists idx_raw_payloads_salesnav_source
  on raw.payloads (left(lower(btrim(raw_payload ->> 'source_id')), 36))
  where workflow_slug = 'salesnav-person';
