import { expect, test } from 'vitest'
import { humanizeTitle } from './humanize-title.ts'

test.each([
  ['vpOfSecurity', 'VP of Security'],
  ['grcManager', 'GRC Manager'],
  ['VP of Sales', 'VP of Sales'],
  ['VP, Sales', 'VP, Sales'],
  ['headOfITSecurity', 'Head of IT Security'],
  ['ITManager', 'IT Manager'],
  ['chiefInformationSecurityOfficer', 'Chief Information Security Officer'],
  ['ciso', 'CISO'],
  ['CISOs', 'CISOs'],
  ['sdrManager', 'SDR Manager'],
  ['seniorDevOpsEngineer', 'Senior DevOps Engineer'],
  ['devopsLead', 'DevOps Lead'],
  ['saasAccountExecutive', 'SaaS Account Executive'],
  ['b2bSalesManager', 'B2B Sales Manager'],
  ['B2BSalesManager', 'B2B Sales Manager'],
  ['directorOfResearchAndDevelopment', 'Director of Research and Development'],
  ['theFounder', 'The Founder'],
  ['svpEMEA', 'SVP EMEA'],
  ['vp_of_sales', 'VP of Sales'],
  ['engineer', 'Engineer'],
  ['Co-Founder', 'Co-Founder'],
  ['VP/Sales', 'VP/Sales'],
  ['äußererVertrieb', 'Äußerer Vertrieb'],
  ['営業部長', '営業部長'],
  ['', ''],
])('%j reads %j', (title, readable) => {
  expect(humanizeTitle(title)).toBe(readable)
  expect(humanizeTitle(readable)).toBe(readable)
})
