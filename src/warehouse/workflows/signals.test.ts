import { describe, expect, test } from 'vitest'
import { answerOf, extractOf, rawId, receivedAt } from '../../../test/support/extract.ts'
import type { AppError } from '../../errors.ts'
import type { Workflow } from './define.ts'
import { signalJobChange, signalJobChangeV2 } from './signal-job-change.ts'
import { signalJobPosting, signalJobPostingV2 } from './signal-job-posting.ts'
import { signalNewHire } from './signal-new-hire.ts'
import { signalNews } from './signal-news.ts'
import { signalPromotion, signalPromotionV2 } from './signal-promotion.ts'

const fullProfile = {
  name: 'Odalys Fenwick',
  url: 'https://www.linkedin.com/in/odalys-fenwick',
  slug: 'odalys-fenwick',
  title: 'VP Revenue',
  location_name: 'Duluth, Minnesota',
  country: 'United States',
  latest_experience: {
    company: 'Brightkiln',
    company_domain: 'brightkiln.example',
    url: 'https://www.linkedin.com/company/brightkiln',
    title: 'VP Revenue',
    start_date: '2025-10-01',
    locality: 'Duluth',
  },
}
const change = (over: object = {}) => ({
  client_domain: 'ClientCo.example',
  raw_job_change_payload: {
    origin: { tableId: 't_1', recordId: 'r_1' },
    confidence: 90,
    reducedConfidenceReasons: ['no e-mail'],
    isInitialCheck: false,
    previousCompany: 'https://www.linkedin.com/company/larkmere/about',
    fullProfile,
    ...over,
  },
  job_change_within_months: '3',
  started_role_within_window: true,
})

describe('job change', () => {
  test('second generation: the event of one client', () => {
    const { rowsOf, warned } = extractOf(signalJobChangeV2, change())
    expect(rowsOf('extracted.signal_job_change')[0]).toMatchObject({
      client_domain: 'clientco.example',
      person_name: 'Odalys Fenwick',
      person_linkedin_url: 'https://www.linkedin.com/in/odalys-fenwick',
      new_company_domain: 'brightkiln.example',
      new_company_linkedin_url: 'https://www.linkedin.com/company/brightkiln',
      new_job_start_date: '2025-10-01',
      new_job_location: 'Duluth',
      previous_company_linkedin_url: 'https://www.linkedin.com/company/larkmere',
      confidence: 90,
      reduced_confidence_reasons: ['no e-mail'],
      is_initial_check: false,
      job_change_within_months: 3,
      started_role_within_window: true,
      signal_detected_at: receivedAt,
      natural_key: 'clientco.example|odalys-fenwick|brightkiln.example|2025-10-01|',
    })
    expect(warned).toEqual([])
    expect(answerOf(signalJobChangeV2, change())).toEqual({
      extracted_id: 'id of extracted.signal_job_change',
      person_name: 'Odalys Fenwick',
      new_company_domain: 'brightkiln.example',
    })
  })

  test('the profile that comes along is an observation, and its company a mention', () => {
    const { observations } = extractOf(signalJobChangeV2, change())
    expect(observations.map(({ subject, source }) => [subject, source])).toEqual([
      ['slug:odalys-fenwick', undefined],
      ['domain:brightkiln.example', 'mention'],
    ])
    expect(observations[0]?.fields).toMatchObject({
      full_name: 'Odalys Fenwick',
      location: { raw: 'Duluth, Minnesota', country: 'United States' },
      job: { title: 'VP Revenue', company: 'Brightkiln', start: '2025-10-01', precision: 'day' },
    })
  })

  test('a baseline is stored apart from the event, whatever comes first', () => {
    const baseline = change({ isInitialCheck: 'true' })
    expect(extractOf(signalJobChangeV2, baseline).rowsOf('extracted.signal_job_change')[0]).toMatchObject({
      is_initial_check: true,
    })
    expect(signalJobChangeV2.entityKey(baseline)).not.toBe(signalJobChangeV2.entityKey(change()))
  })

  test('two clients are told the same thing in two rows', () => {
    const other = { ...change(), client_domain: 'other.example' }
    expect(signalJobChangeV2.entityKey(other)).not.toBe(signalJobChangeV2.entityKey(change()))
  })

  test('first generation: flat fields, no client', () => {
    const flat = {
      person_linkedin_url: 'https://www.linkedin.com/in/odalys-fenwick',
      job_change_event_raw_payload: { isInitialCheck: true },
      confidence: 80,
      new_company_domain: 'brightkiln.example',
      new_company_name: 'Brightkiln',
      start_date_at_new_job: '2025-10',
      started_within_threshold: 'yes',
    }
    const { rowsOf, observations } = extractOf(signalJobChange, flat)
    expect(rowsOf('extracted.signal_job_change')[0]).toMatchObject({
      client_domain: null,
      new_company_name: 'Brightkiln',
      new_job_start_date: '2025-10-01',
      is_initial_check: true,
      started_role_within_window: true,
      natural_key: '|odalys-fenwick|brightkiln.example|2025-10-01|initial',
    })
    expect(observations.map(({ subject }) => subject)).toEqual(['domain:brightkiln.example'])
    expect(answerOf(signalJobChange, flat)).toMatchObject({
      person_linkedin_url: 'https://www.linkedin.com/in/odalys-fenwick',
    })
  })

  test('wrong types warn and never throw; a signal about nobody is a row of its own', () => {
    const odd = {
      ...change(),
      raw_job_change_payload: { fullProfile: 'x', confidence: 'high', isInitialCheck: 'maybe' },
    }
    const { rowsOf, observations, warned } = extractOf(signalJobChangeV2, odd)
    expect(rowsOf('extracted.signal_job_change')[0]).toMatchObject({ confidence: null, natural_key: rawId })
    expect(observations).toEqual([])
    expect(warned.map(([code]) => code).sort()).toEqual(['invalid_boolean', 'invalid_integer'])
    expect(signalJobChangeV2.entityKey(odd)).toBe(null)
  })
})

describe('promotion', () => {
  const promotion = (newTitle: unknown) => ({
    client_domain: 'clientco.example',
    raw_promotion_payload: {
      newTitle,
      previousTitle: ['Director Ops'],
      confidence: 80,
      fullProfile: {
        name: 'Teun Abara',
        url: 'linkedin.com/in/teun-abara',
        latest_experience: { company: 'Tollan Foods', company_domain: 'tollan.example', start_date: '2026-01-02' },
      },
    },
    days_since_promotion: 90,
  })

  test('lists of titles stay lists', () => {
    const { rowsOf } = extractOf(signalPromotionV2, promotion(['VP Ops', 'VP, Plants']))
    expect(rowsOf('extracted.signal_promotion')[0]).toMatchObject({
      new_titles: ['VP Ops', 'VP, Plants'],
      previous_titles: ['Director Ops'],
      company_domain: 'tollan.example',
      new_role_start_date: '2026-01-02',
      days_since_promotion: 90,
      natural_key: 'clientco.example|teun-abara|tollan.example|vp ops / vp, plants|2026-01-02|',
    })
    expect(answerOf(signalPromotionV2, promotion(['VP Ops'])).new_title).toBe('VP Ops')
  })

  test('a title with a comma is one title', () => {
    const flat = {
      person_linkedin_url: 'linkedin.com/in/teun-abara',
      new_title: 'VP, Sales',
      previous_title: 'Director, Sales, EMEA',
    }
    expect(extractOf(signalPromotion, flat).rowsOf('extracted.signal_promotion')[0]).toMatchObject({
      new_titles: ['VP, Sales'],
      previous_titles: ['Director, Sales, EMEA'],
    })
  })

  test('titles of the wrong type warn', () => {
    const { rowsOf, warned } = extractOf(signalPromotionV2, promotion({ title: 'VP' }))
    expect(rowsOf('extracted.signal_promotion')[0]).toMatchObject({ new_titles: null })
    expect(warned).toEqual([['invalid_list', 'newTitle']])
  })
})

describe('job posting', () => {
  const posting = (job: object = {}) => ({
    client_domain: 'clientco.example',
    raw_job_post_data_payload: {
      isInitialCheck: false,
      jobPostData: {
        domain: 'tollan.example',
        company_name: 'Tollan Foods',
        title: 'Plant IT Lead',
        normalized_title: 'IT Lead',
        job_id: 800000001,
        posted_at: '2026-01-28T10:00:00Z',
        salary_min: 90000,
        salary_currency: 'EUR',
        salary_unit: 'year',
        ...job,
      },
    },
    max_days_since_job_posting: 60,
  })

  test('second generation: found again by the number of the job', () => {
    const { rowsOf } = extractOf(signalJobPostingV2, posting())
    expect(rowsOf('extracted.signal_job_posting')[0]).toMatchObject({
      client_domain: 'clientco.example',
      company_domain: 'tollan.example',
      job_linkedin_id: '800000001',
      posted_at: '2026-01-28T10:00:00.000000Z',
      salary_min: '90000',
      min_days_since_job_posting: null,
      max_days_since_job_posting: 60,
      natural_key: 'clientco.example|job|800000001|',
    })
    expect(answerOf(signalJobPostingV2, posting())).toMatchObject({
      company_domain: 'tollan.example',
      job_title: 'Plant IT Lead',
    })
    expect(signalJobPostingV2.entityKey(posting({ job_id: null }))).toBe(
      'clientco.example|tollan.example|plant it lead|2026-01-28|',
    )
  })

  test('first generation: the number is read from the URL, and the company keeps its list of open jobs', () => {
    const flat = {
      company_linkedin_url: 'https://www.linkedin.com/company/tollan',
      company_domain: 'tollan.example',
      company_name: 'Tollan Foods',
      job_title: 'Plant IT Lead, Ghent',
      job_linkedin_url: 'https://www.linkedin.com/jobs/view/plant-it-lead-800000001?trk=x',
      post_on: '2026-01-28',
    }
    const { rowsOf } = extractOf(signalJobPosting, flat)
    expect(rowsOf('extracted.signal_job_posting')[0]).toMatchObject({
      client_domain: null,
      job_title: 'Plant IT Lead, Ghent',
      job_linkedin_id: '800000001',
      posted_at: '2026-01-28T00:00:00.000000Z',
    })
    expect(rowsOf('core.company_job_postings')[0]).toMatchObject({ domain: 'tollan.example', job_id: '800000001' })
    const { company_domain: _, ...nameless } = flat
    expect(extractOf(signalJobPosting, nameless).rowsOf('core.company_job_postings')).toEqual([])
    expect(extractOf(signalJobPosting, nameless).observations[0]).toMatchObject({ subject: 'linkedin:tollan' })
  })

  test('wrong types warn and never throw', () => {
    const odd = posting({ job_id: 'x', posted_at: 'soon', salary_min: 'a lot', company_id: {} })
    expect(
      extractOf(signalJobPostingV2, odd)
        .warned.map(([, field]) => field)
        .sort(),
    ).toEqual(['company_id', 'job_id', 'posted_at', 'salary_min'])
  })
})

describe('new hire and news', () => {
  test('a new hire is one row per company and person', () => {
    const hire = {
      company_domain: 'tollan.example',
      company_name: 'Tollan Foods',
      person_linkedin_url: 'linkedin.com/in/Teun-Abara',
    }
    expect(extractOf(signalNewHire, hire).rowsOf('extracted.signal_new_hire')[0]).toMatchObject({
      natural_key: 'tollan.example|https://www.linkedin.com/in/teun-abara',
      is_initial_check: false,
    })
    expect(answerOf(signalNewHire, hire)).toMatchObject({ company_name: 'Tollan Foods' })
    expect(() => signalNewHire.entityKey({})).toThrow('A new hire needs')
  })

  test('an article is found again by its URL', () => {
    const news = (news_url: string | null) => ({
      company_domain: 'tollan.example',
      news_url,
      news_title: 'Tollan raises',
      raw_event_payload: { newsData: { publishDate: '2026-01-15' } },
    })
    const { rowsOf } = extractOf(signalNews, news('https://press.example/tollan/?p=1'))
    expect(rowsOf('extracted.signal_news')[0]).toMatchObject({
      published_at: '2026-01-15T00:00:00.000000Z',
      natural_key: 'tollan.example|press.example/tollan/?p=1|',
    })
    expect(signalNews.entityKey(news('http://www.press.example/tollan#top'))).toBe(
      signalNews.entityKey(news('https://press.example/tollan/')),
    )
    expect(signalNews.entityKey(news(null))).toBe('tollan.example|tollan raises|')
  })
})

describe('signal_slug of the first generation', () => {
  const person = { person_linkedin_url: 'linkedin.com/in/ada' }
  const company = { company_linkedin_url: 'linkedin.com/company/acme', company_domain: 'acme.com' }
  const cases: [Workflow, string, object][] = [
    [signalJobChange, 'clay-job-change', person],
    [signalPromotion, 'clay-promotion', person],
    [signalNewHire, 'clay-new-hire', company],
    [signalJobPosting, 'clay-job-posting', company],
    [signalNews, 'clay-news-fundraising', company],
  ]

  test.each(cases)('%o takes its own signal and refuses others', (workflow, own, request) => {
    const sent = (signal_slug: unknown) => {
      try {
        workflow.entityKey({ ...request, signal_slug })
        return 'taken'
      } catch (error) {
        return (error as AppError).code
      }
    }
    expect([undefined, null, '', own, workflow.slug].map(sent)).toEqual(['taken', 'taken', 'taken', 'taken', 'taken'])
    expect(sent('clay-unheard-of')).toBe('signal_unknown')
    expect(sent('clay-web-intent')).toBe('signal_inactive')
    expect(sent('clay-linkedin-brand-mention')).toBe('signal_inactive')
  })
})
