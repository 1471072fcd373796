/** One kind of file: the workflow its rows go through, and what exports call the columns of its table. */
export interface ImportKind {
  slug: string
  description: string
  /** Headers, as `fieldName` writes them, to columns. What is not here is looked for among the general synonyms. */
  names: Readonly<Record<string, string>>
}

function named(columns: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(columns).flatMap(([column, headers]) => headers.split(' ').map((header) => [header, column])),
  )
}

export const importKinds = {
  'vc-firms': {
    slug: 'vc-firms-file',
    description: 'venture firms: name and domain',
    names: named({
      name: 'vc firm vc_name vc_firm firm_name fund fund_name investor investor_name organization organization_name company company_name',
      domain: 'website url homepage vc_domain firm_domain investor_domain web_site website_url vc_website',
    }),
  },
  'vc-portfolio': {
    slug: 'vc-portfolio-file',
    description: 'companies that venture firms hold',
    names: named({
      company_name: 'name company organization organization_name portfolio_company startup',
      website_domain: 'website domain url homepage company_domain company_website website_url',
      crunchbase_url: 'crunchbase crunchbase_link organization_name_url',
      logo_url: 'logo logo_link',
      status: 'operating_status company_status',
      founded_date: 'founded founded_year founded_on year_founded',
      description_long: 'long_description full_description about',
      description_short: 'short_description description tagline one_liner',
      employee_count: 'employees number_of_employees headcount employee_range company_size size',
      linkedin_url: 'linkedin company_linkedin company_linkedin_url linkedin_page',
      revenue_range: 'revenue estimated_revenue estimated_revenue_range',
      funding_total: 'funding total_funding total_funding_amount',
      equity_funding: 'total_equity_funding total_equity_funding_amount',
      categories: 'industries sectors tags category_groups',
      investors: 'top_5_investors investor_names top_investors',
      vc_name: 'vc firm investor fund vc_firm',
      vc_domain: 'vc_website firm_domain investor_domain fund_domain',
    }),
  },
  'crunchbase-portfolio': {
    slug: 'crunchbase-portfolio-file',
    description: 'a Crunchbase export of the companies that venture firms hold',
    names: named({
      name: 'organization_name organization company company_name',
      website: 'domain url homepage company_domain company_website website_url',
      short_description: 'description tagline',
      full_description: 'long_description about',
      founded_date: 'founded founded_on founded_year',
      number_employees: 'number_of_employees employees employee_count headcount employee_range',
      linkedin_url: 'linkedin company_linkedin company_linkedin_url',
      operating_status: 'status',
      vc_name: 'vc firm investor fund vc_firm',
      vc_domain: 'vc_website firm_domain investor_domain fund_domain',
    }),
  },
  salesnav: {
    slug: 'salesnav-file',
    description: 'people of a Sales Navigator export',
    names: named({
      linkedin_url_user_profile:
        'linkedin linkedin_url profile_url linkedin_profile linkedin_profile_url person_linkedin_url linkedin_user_profile_url sales_navigator_url person_linkedin_sales_nav_url linkedin_url_user',
      linkedin_user_profile_urn: 'urn member_urn profile_urn linkedin_urn user_profile_urn linkedin_user_urn',
      linkedin_url_company:
        'company_linkedin company_linkedin_url linkedin_company_url linkedin_company_profile_url company_profile_url company_linkedin_page',
      linkedin_company_profile_urn: 'company_urn linkedin_company_urn company_profile_urn',
      company: 'company_name organization organization_name current_company account account_name employer',
      company_website: 'website domain company_domain company_url corporate_website company_website_url',
      company_description: 'description about_company',
      company_headcount: 'headcount employees employee_count company_size number_of_employees company_employee_count',
      company_industries: 'industry industries company_industry',
      company_registered_address:
        'registered_address company_address headquarters company_location company_headquarters',
      profile_headline: 'headline linkedin_headline',
      profile_summary: 'summary about bio',
      job_title: 'title current_title position role',
      job_description: 'position_description',
      job_started_on: 'started_on job_start_date start_date position_start_date',
      location: 'geography geo_region person_location location_name',
    }),
  },
} as const satisfies Record<string, ImportKind>

export type ImportKindName = keyof typeof importKinds

export function isImportKind(name: string): name is ImportKindName {
  return Object.hasOwn(importKinds, name)
}
