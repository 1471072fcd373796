import { describe, expect, test } from 'vitest'
import { answerOf, extractOf } from '../../../test/support/extract.ts'
import { anymailfinderEmail } from './email-anymailfinder.ts'
import { icypeasEmail } from './email-icypeas.ts'
import { leadmagicEmail } from './email-leadmagic.ts'

const who = {
  full_name: 'Odalys Fenwick',
  person_linkedin_url: 'https://www.linkedin.com/in/odalys-fenwick',
  domain: 'brightkiln.example',
}
const anymail = (email: string | null, validation = 'valid') => ({
  ...who,
  anymailfinder_raw_payload: {
    success: true,
    input: { not_found_error: false },
    results: { email, validation, alternatives: [] },
  },
})

describe('e-mail finders', () => {
  test('AnyMailFinder: row, address book and work e-mail', () => {
    const { rowsOf, observations } = extractOf(anymailfinderEmail, anymail('Odalys@Brightkiln.example'))
    expect(rowsOf('extracted.email_anymailfinder')[0]).toMatchObject({
      email: 'odalys@brightkiln.example',
      validation: 'valid',
      alternatives: null,
      success: true,
      input_not_found_error: false,
      natural_key: 'anymailfinder|odalys-fenwick',
    })
    expect(rowsOf('reference.email_to_person')[0]).toMatchObject({
      email: 'odalys@brightkiln.example',
      person_linkedin_url: 'https://www.linkedin.com/in/odalys-fenwick',
      source: 'anymailfinder',
    })
    expect(observations[0]).toMatchObject({
      subject: 'slug:odalys-fenwick',
      claims: ['email:odalys@brightkiln.example'],
      fields: { work_email: 'odalys@brightkiln.example' },
    })
  })

  test('an address the provider does not vouch for is stored and names nobody', () => {
    const { rowsOf, observations } = extractOf(anymailfinderEmail, anymail('odalys@brightkiln.example', 'unknown'))
    expect(rowsOf('extracted.email_anymailfinder')[0]).toMatchObject({ email: 'odalys@brightkiln.example' })
    expect(observations[0]).toMatchObject({ claims: [], fields: { work_email: null } })
  })

  test('a shared mailbox is nobody, a free one is a work e-mail that identifies nobody', () => {
    const shared = extractOf(anymailfinderEmail, anymail('info@brightkiln.example'))
    expect(shared.rowsOf('reference.email_to_person')).toEqual([])
    expect(shared.observations[0]).toMatchObject({ claims: [], fields: { work_email: null } })
    const free = extractOf(anymailfinderEmail, anymail('odalys@gmail.com'))
    expect(free.observations[0]).toMatchObject({ claims: [], fields: { work_email: 'odalys@gmail.com' } })
  })

  test('without a profile the address itself is the subject', () => {
    const { person_linkedin_url: _, ...unknown } = anymail('odalys@brightkiln.example')
    const { observations, rowsOf } = extractOf(anymailfinderEmail, unknown)
    expect(observations[0]).toMatchObject({ subject: 'email:odalys@brightkiln.example', claims: [] })
    expect(rowsOf('reference.email_to_person')).toEqual([])
    expect(anymailfinderEmail.entityKey(unknown)).toBe('anymailfinder|odalys fenwick|brightkiln.example')
  })

  test('nothing found is an answer too', () => {
    expect(answerOf(anymailfinderEmail, anymail(null), { inserted: () => false })).toEqual({
      extracted_id: 'id of extracted.email_anymailfinder',
      email: null,
      person_mapping_updated: false,
    })
    expect(answerOf(anymailfinderEmail, anymail('odalys@brightkiln.example'))).toMatchObject({
      email: 'odalys@brightkiln.example',
      person_mapping_updated: true,
    })
  })

  test('LeadMagic: every column, and catch-all counts as vouched for', () => {
    const { rowsOf, observations, warned } = extractOf(leadmagicEmail, {
      ...who,
      leadmagic_raw_payload: {
        email: 'odalys@brightkiln.example',
        status: 'valid_catch_all',
        message: 'ok',
        has_mx: true,
        mx_record: 'mx.brightkiln.example',
        mx_provider: 'google',
        is_domain_catch_all: 'yes',
        employment_verified: false,
        mx_security_gateway: 0,
        credits_consumed: 'many',
      },
    })
    expect(rowsOf('extracted.email_leadmagic')[0]).toMatchObject({
      status: 'valid_catch_all',
      has_mx: true,
      is_domain_catch_all: true,
      mx_security_gateway: false,
      credits_consumed: null,
      natural_key: 'leadmagic|odalys-fenwick',
    })
    expect(warned).toEqual([['invalid_integer', 'credits_consumed']])
    expect(observations[0]?.fields.work_email).toBe('odalys@brightkiln.example')
  })

  test('Icypeas: mail server and certainty come from the first address', () => {
    const found = (certainty: string) => ({
      ...who,
      icypeas_raw_payload: {
        status: 'FOUND',
        success: true,
        searchId: 's1',
        emails: [{ email: 'odalys@brightkiln.example', certainty, mxRecords: ['mx1'], mxProvider: 'google' }],
      },
    })
    const sure = extractOf(icypeasEmail, found('ultra_sure'))
    expect(sure.rowsOf('extracted.email_icypeas')[0]).toMatchObject({
      email: 'odalys@brightkiln.example',
      status: 'FOUND',
      search_id: 's1',
      certainty: 'ultra_sure',
      mx_records: ['mx1'],
      mx_provider: 'google',
    })
    expect(sure.observations[0]?.fields.work_email).toBe('odalys@brightkiln.example')
    expect(extractOf(icypeasEmail, found('undeliverable')).observations[0]?.fields.work_email).toBe(null)
  })

  test('a payload of the wrong shape never throws', () => {
    for (const odd of [{}, { results: 'none' }, { results: { email: 5, alternatives: 'a' }, success: [] }]) {
      const request = { ...who, anymailfinder_raw_payload: odd }
      expect(extractOf(anymailfinderEmail, request).rowsOf('extracted.email_anymailfinder')).toHaveLength(1)
    }
    expect(extractOf(icypeasEmail, { ...who, icypeas_raw_payload: { emails: [null, 3] } }).rows).toHaveLength(1)
  })
})
