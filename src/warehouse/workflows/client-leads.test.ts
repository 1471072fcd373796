import { describe, expect, test } from 'vitest'
import { answerOf, extractOf } from '../../../test/support/extract.ts'
import { clientLeads } from './client-leads.ts'

const lead = {
  client_domain: ' ClientCo.example ',
  client_form_id: 'f1',
  first_name: 'Odalys',
  person_linkedin_url: 'linkedin.com/in/Odalys-Fenwick/',
  work_email: 'Odalys@Brightkiln.example',
  company_domain: 'https://Brightkiln.example/',
  source: 'webinar',
}

describe('client leads', () => {
  test('lead, person and company are rows of the client under one key', () => {
    const { rows } = extractOf(clientLeads, lead)
    expect(rows.map(({ table }) => table)).toEqual(['client.leads', 'client.leads_people', 'client.leads_companies'])
    for (const { row } of rows) {
      expect(row).toMatchObject({ client_domain: 'clientco.example', natural_key: 'f1|odalys@brightkiln.example' })
    }
    expect(rows[0]?.row).toMatchObject({
      person_linkedin_url: 'https://www.linkedin.com/in/odalys-fenwick',
      work_email: 'Odalys@Brightkiln.example',
      company_domain: 'brightkiln.example',
    })
  })

  test('nothing of a lead becomes common knowledge', () => {
    expect(extractOf(clientLeads, lead).observations).toEqual([])
  })

  test('without company fields there is no company', () => {
    const { company_domain: _, ...person } = lead
    expect(extractOf(clientLeads, person).rowsOf('client.leads_companies')).toEqual([])
    expect(answerOf(clientLeads, person)).toEqual({
      lead_id: 'id of client.leads',
      person_id: 'id of client.leads_people',
      company_id: null,
    })
    expect(answerOf(clientLeads, { ...person, company_name: 'Brightkiln' }).company_id).toBe(
      'id of client.leads_companies',
    )
  })

  test('the same lead is found by form and address, else by profile, else by its body', () => {
    expect(clientLeads.entityKey(lead)).toBe('clientco.example|f1|odalys@brightkiln.example')
    expect(clientLeads.entityKey({ ...lead, work_email: ' ODALYS@brightkiln.example' })).toBe(
      clientLeads.entityKey(lead),
    )
    expect(clientLeads.entityKey({ ...lead, client_form_id: 'f2' })).not.toBe(clientLeads.entityKey(lead))
    expect(clientLeads.entityKey({ ...lead, work_email: 'none' })).toBe(
      'clientco.example|f1|https://www.linkedin.com/in/odalys-fenwick',
    )
    expect(clientLeads.entityKey({ client_domain: 'clientco.example', first_name: 'Odalys' })).toBe(null)
  })

  test('a blank client domain is refused', () => {
    expect(() => clientLeads.entityKey({ ...lead, client_domain: '  ' })).toThrow('client_domain must be a web domain')
  })
})
