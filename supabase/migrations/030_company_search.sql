-- What the lists of companies and the values of filters are looked up by. Nothing here is written by profiles: postings,
-- technologies, titles and ads arrive on their own, and search rows are made in the background.

-- The words of a short text, each as reference.normalize_key has it. Four hundred characters are below what PostgreSQL takes
-- as one word, so that no text of a payload can fail an index.
create or replace function reference.word_vector(value text) returns tsvector
  language sql immutable strict parallel safe
  set search_path = ''
  return array_to_tsvector(
    array_remove(string_to_array(left(reference.normalize_key(left(value, 400)), 400), ' '), ''));

-- What such a vector must have: all words of a text, or with prefixes words that begin with them. Null where there are none.
create or replace function reference.word_query(value text, prefixes boolean) returns tsquery
  language sql immutable strict parallel safe
  set search_path = ''
  return (
    select string_agg(quote_literal(word) || case when prefixes then ':*' else '' end, ' & ')::tsquery
    from unnest(tsvector_to_array(reference.word_vector(value))) word
  );

-- Autocomplete by the beginning of a domain.
create index if not exists idx_company_search_domain on core.company_search (domain collate "C");

-- Companies that hire for a title, by its words.
create index if not exists idx_company_job_postings_words on core.company_job_postings
  using gin (reference.word_vector(coalesce(title, '') || ' ' || coalesce(cleaned_job_title, ''))) with (fastupdate = off);
create index if not exists idx_company_job_postings_title on core.company_job_postings (job_title_id);

-- Autocomplete of titles and technologies, by the beginning of any word.
create index if not exists idx_job_titles_words on reference.job_titles
  using gin (reference.word_vector(normalized_title)) with (fastupdate = off);
create index if not exists idx_technologies_words on reference.technologies
  using gin (reference.word_vector(name)) with (fastupdate = off);
create index if not exists idx_predictleads_technologies_words on reference.predictleads_technologies
  using gin (reference.word_vector(title)) with (fastupdate = off);

-- How many companies use a technology.
create index if not exists idx_company_technologies_technology on core.company_technologies (technology_id, domain);
create index if not exists idx_company_predictleads_technologies_technology
  on core.company_predictleads_technologies (technology_id, domain);

-- Companies that advertise, read backwards: most ads first.
create index if not exists idx_company_google_ads_running on core.company_google_ads (coalesce(ad_count, 0), domain)
  where is_running_ads;
create index if not exists idx_company_linkedin_ads_running on core.company_linkedin_ads (coalesce(ad_count, 0), domain)
  where is_running_ads;
create index if not exists idx_company_meta_ads_running on core.company_meta_ads (coalesce(ad_count, 0), domain)
  where is_running_ads;

-- Signals that are offered as filters, with the route that serves each.
insert into reference.signals (name, display_name, endpoint, sort_order) values
  ('new_in_role', 'New in Role', '/api/leads/new-in-role', 1),
  ('recently_promoted', 'Recently Promoted', '/api/leads/recently-promoted', 2),
  ('worked_at_customer', 'Worked at Customer', '/api/leads/by-company-customers', 3),
  ('past_employer', 'Past Employer', '/api/leads/by-past-employer', 4),
  ('at_vc_portfolio', 'At VC Portfolio', '/api/leads/at-vc-portfolio', 5),
  ('job_change', 'Changed Jobs', '/v1/leads/search', 6),
  ('recently_funded', 'Recently Funded', '/v1/leads/search', 7),
  ('job_posting', 'Hiring', '/v1/leads/search', 8),
  ('new_hire', 'New Hire', '/v1/leads/search', 9)
on conflict do nothing;
