import { describe, expect, test } from 'vitest'
import { companySlug, memberKey, organizationId, personSlug, salesNavKey } from './canonical-linkedin.ts'

const opaque = 'ACoAABcDeFgHiJkLmNoPqRsTuVwXyZ0123456789'

describe('ids of LinkedIn', () => {
  test('a Sales Navigator id is what stands before the comma, in its own case', () => {
    for (const input of [
      'https://www.linkedin.com/sales/lead/ACwAAA1bC,NAME_SEARCH,x9Yz',
      'linkedin.com/sales/people/ACwAAA1bC,NAME_SEARCH,other?_ntb=1',
      'https://www.linkedin.com/sales/lead/ACwAAA1bC%2CNAME_SEARCH%2Cx9Yz',
      'urn:li:fs_salesProfile:(ACwAAA1bC,NAME_SEARCH,x9Yz)',
    ]) {
      expect(salesNavKey(input)).toBe('ACwAAA1bC')
    }
    expect(salesNavKey('https://www.linkedin.com/sales/lead/X1')).toBe('X1')
    for (const input of [
      'https://www.linkedin.com/in/ada',
      'https://www.linkedin.com/sales/company/1',
      'ACwAAA1bC',
      null,
      5,
    ]) {
      expect(salesNavKey(input)).toBeNull()
    }
  })

  test('a member urn and a numeric profile id are one key', () => {
    for (const input of ['urn:li:member:71000321', 'URN:LI:MEMBER:71000321', 71000321, '71000321', ' 71000321 ']) {
      expect(memberKey(input)).toBe('71000321')
    }
    expect(memberKey(`urn:li:fsd_profile:${opaque}`)).toBe(opaque)
    expect(memberKey(`https://www.linkedin.com/in/${opaque}/`)).toBe(opaque)
    for (const input of [
      'https://www.linkedin.com/in/ada',
      'urn:li:organization:5',
      2 ** 60,
      -1,
      0,
      1.5,
      '',
      null,
      {},
    ]) {
      expect(memberKey(input)).toBeNull()
    }
  })

  test('an organisation id is read from numbers, urns and numeric pages', () => {
    for (const input of [
      5,
      '5',
      'urn:li:organization:5',
      'urn:li:fs_salesCompany:5',
      'https://www.linkedin.com/company/5',
    ]) {
      expect(organizationId(input)).toBe('5')
    }
    expect(organizationId('https://www.linkedin.com/company/acme')).toBeNull()
  })

  test('a bare slug is accepted only where a slug is expected', () => {
    expect(personSlug('Odalys-Fenwick')).toBe('odalys-fenwick')
    expect(personSlug('https://www.linkedin.com/in/Odalys-Fenwick/')).toBe('odalys-fenwick')
    expect(companySlug('Brightkiln')).toBe('brightkiln')
    expect(companySlug('90210001')).toBeNull()
    for (const input of ['odalys fenwick', 'evil.example/in/x', 'ada@acme.com', '', 5])
      expect(personSlug(input)).toBeNull()
  })
})
