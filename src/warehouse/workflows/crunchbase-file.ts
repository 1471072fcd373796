import { Type } from 'typebox'
import { companyDomain } from '../identity/canonical-domain.ts'
import { companyLinkedIn } from '../identity/canonical-linkedin.ts'
import { text } from '../ingest/read-values.ts'
import { aboutCompany, foundingYear, place, sizeRange } from './about-company.ts'
import { defineWorkflow } from './define.ts'
import { naturalKey } from './natural-key.ts'
import { answerText, textField } from './request-fields.ts'
import { keyText } from './row-keys.ts'
import { fileShared, lineKey, uploadId } from './vc-files.ts'
import { investor } from './vc-portfolio.ts'

/** One line of a Crunchbase export of a portfolio. */
export const crunchbasePortfolioFile = defineWorkflow({
  ...fileShared,
  slug: 'crunchbase-portfolio-file',
  provider: 'crunchbase',
  description: 'Portfolio companies of venture firms from a Crunchbase export',
  request: Type.Object({
    upload_id: Type.Optional(uploadId),
    vc_name: textField,
    vc_domain: textField,
    website: textField,
    name: textField,
    operating_status: textField,
    founded_date: textField,
    full_description: textField,
    short_description: textField,
    city: textField,
    state: textField,
    country: textField,
    number_employees: textField,
    linkedin_url: textField,
  }),
  raw: {
    table: 'raw.vc_crunchbase_portfolios',
    columns: (row) => ({
      upload_id: row.upload_id ?? null,
      vc_name: text(row.vc_name),
      vc_domain: companyDomain(row.vc_domain) ?? text(row.vc_domain),
      website: text(row.website),
      name: text(row.name),
      operating_status: text(row.operating_status),
      founded_date: text(row.founded_date),
      full_description: text(row.full_description),
      short_description: text(row.short_description),
      city: text(row.city),
      state: text(row.state),
      country: text(row.country),
      number_employees: text(row.number_employees),
      linkedin_url: companyLinkedIn(row.linkedin_url)?.url ?? text(row.linkedin_url),
    }),
  },
  entityKey: (row) => lineKey(row.name, row.website, row.linkedin_url, row.vc_domain ?? row.vc_name, row.city),
  extract(row, { warn }) {
    const name = keyText(row.name, 'name', warn)
    const domain = companyDomain(row.website)
    const linkedin = companyLinkedIn(row.linkedin_url)
    const vc = keyText(row.vc_name, 'vc_name', warn)
    const vcDomain = companyDomain(row.vc_domain)
    const said = {
      domain,
      city: text(row.city),
      state: text(row.state),
      country: text(row.country),
      short_description: text(row.short_description),
      employee_range: text(row.number_employees),
      founded_date: text(row.founded_date),
      operating_status: text(row.operating_status),
      company_linkedin_url: linkedin?.url ?? text(row.linkedin_url),
    }
    return {
      rows:
        name === null || vc === null
          ? []
          : [
              {
                table: 'extracted.cb_vc_portfolio',
                row: { company_name: name, vc_name: vc, ...said, natural_key: naturalKey([domain ?? name, vc]) },
              },
              investor('crunchbase-portfolio-file', { name, domain, vc, vcDomain }),
            ],
      observations: [
        ...aboutCompany(
          { domain, linkedin },
          {
            name,
            website: text(row.website),
            description: text(row.full_description),
            one_liner: said.short_description,
            status: said.operating_status,
            founded_year: foundingYear(said.founded_date),
            size_range: sizeRange(said.employee_range),
            location: place({ city: said.city, state: said.state, country: said.country }),
          },
        ),
        ...aboutCompany({ domain: vcDomain }, { name: vc }),
      ],
      warnings: [],
    }
  },
  answer: (_row, settled) => ({ extracted_id: settled.rowId('extracted.cb_vc_portfolio') }),
  answerSchema: Type.Object({ extracted_id: answerText }),
})
