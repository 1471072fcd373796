-- What the search tables show, for SQL: one row per lead, person and company, with the founding names.
create or replace view core.leads as
select p.id as person_id, p.linkedin_url, p.linkedin_slug, p.full_name, p.linkedin_url_type, p.linkedin_user_profile_urn,
  coalesce(p.city, s.inferred_city) as person_city, coalesce(p.state, s.inferred_state) as person_state,
  coalesce(p.country, s.inferred_country) as person_country,
  coalesce(j.matched_cleaned_job_title, s.inferred_title) as matched_cleaned_job_title,
  coalesce(j.matched_job_function, p.department, s.inferred_function) as matched_job_function,
  coalesce(j.matched_seniority, p.seniority, s.inferred_seniority) as matched_seniority,
  p.job_start_date, s.company_id, coalesce(c.domain, p.company_domain) as company_domain,
  coalesce(c.cleaned_name, c.name, p.company_name) as company_name,
  coalesce(c.linkedin_url, p.company_linkedin_url) as company_linkedin_url,
  c.city as company_city, c.state as company_state, c.country as company_country, c.industry as matched_industry,
  coalesce(c.size_range, case when c.employee_count < 0 then null when c.employee_count <= 10 then '1-10'
    when c.employee_count <= 50 then '11-50' when c.employee_count <= 200 then '51-200'
    when c.employee_count <= 500 then '201-500' when c.employee_count <= 1000 then '501-1000'
    when c.employee_count <= 5000 then '1001-5000' when c.employee_count <= 10000 then '5001-10000'
    when c.employee_count is not null then '10001+' end) as employee_range, c.employee_count, p.title, p.work_email, s.promotion_date
from core.person_search s
join core.people p on p.id = s.person_id
left join core.person_job_titles j on j.linkedin_url = p.linkedin_url
left join core.companies c on c.id = s.company_id;
comment on view core.leads is 'People with what is known of their current employer. For many filters at once ask POST /v1/leads/search';

create or replace view core.people_full as
select p.id, p.linkedin_url, p.linkedin_slug, p.full_name, s.company_id as core_company_id, p.linkedin_url_type,
  p.linkedin_user_profile_urn, coalesce(p.city, s.inferred_city) as person_city,
  coalesce(p.state, s.inferred_state) as person_state, coalesce(p.country, s.inferred_country) as person_country,
  coalesce(j.matched_cleaned_job_title, s.inferred_title) as matched_cleaned_job_title,
  coalesce(j.matched_job_function, p.department, s.inferred_function) as matched_job_function,
  coalesce(j.matched_seniority, p.seniority, s.inferred_seniority) as matched_seniority,
  p.job_start_date, p.title, p.work_email, p.created_at, p.updated_at
from core.person_search s
join core.people p on p.id = s.person_id
left join core.person_job_titles j on j.linkedin_url = p.linkedin_url;
comment on view core.people_full is 'People with title, level, function and place';

create or replace view core.companies_full as
select c.id, c.domain, coalesce(c.cleaned_name, c.name) as name, c.linkedin_url, c.city as company_city,
  c.state as company_state, c.country as company_country, c.industry as matched_industry, coalesce(c.size_range, case when c.employee_count < 0 then null when c.employee_count <= 10 then '1-10'
    when c.employee_count <= 50 then '11-50' when c.employee_count <= 200 then '51-200'
    when c.employee_count <= 500 then '201-500' when c.employee_count <= 1000 then '501-1000'
    when c.employee_count <= 5000 then '1001-5000' when c.employee_count <= 10000 then '5001-10000'
    when c.employee_count is not null then '10001+' end) as employee_range,
  c.description, c.one_liner as tagline, c.employee_count, c.founded_year, c.revenue_range, c.company_type
from core.companies c;
comment on view core.companies_full is 'Companies with industry, size and place';
