import { caseStudyExtraction } from './case-study.ts'
import { caseStudyBuyers } from './case-study-buyers.ts'
import {
  claygentCustomers,
  claygentCustomersFlat,
  claygentCustomersNested,
  claygentCustomersText,
} from './claygent-customers.ts'
import { cleanedCompanyName } from './cleaned-company-name.ts'
import { clientLeads } from './client-leads.ts'
import { googleAds, linkedinAds, metaAds } from './company-ads.ts'
import { companyClassification } from './company-classification.ts'
import { companyFirmographics } from './company-firmographics.ts'
import { companyPublic } from './company-public.ts'
import { companyTicker } from './company-ticker.ts'
import { coreCompanyFullUpsert, coreCompanyUpsert, manualCoreData } from './core-upserts.ts'
import { cbVcPortfolio, companyVcInvestors } from './crunchbase.ts'
import { crunchbasePortfolioFile } from './crunchbase-file.ts'
import type { Workflow } from './define.ts'
import { anymailfinderEmail } from './email-anymailfinder.ts'
import { icypeasEmail } from './email-icypeas.ts'
import { leadmagicEmail } from './email-leadmagic.ts'
import { findCompanies, findCompaniesLocationParsed } from './find-companies.ts'
import { findPeople, findPeopleLocationParsed } from './find-people.ts'
import { icpCriteria } from './icp-criteria.ts'
import { icpFitCriterion, icpIndustries, icpJobTitles, icpValueProposition } from './icp-parts.ts'
import { icpVerdict } from './icp-verdict.ts'
import { jobPosting } from './job-posting.ts'
import { leadmagicCompany } from './leadmagic-company.ts'
import { manualCustomers } from './manual-customers.ts'
import { companyLinkedinUpdate, publicTickerBackfill } from './operator-updates.ts'
import { personProfile } from './person-profile.ts'
import { personTitleEnrichment } from './person-title-enrichment.ts'
import { companyAddressParsing, salesnavCompany } from './salesnav-company.ts'
import { salesnavFile } from './salesnav-file.ts'
import { salesnavPerson } from './salesnav-person.ts'
import { signalJobChange, signalJobChangeV2 } from './signal-job-change.ts'
import { signalJobPosting, signalJobPostingV2 } from './signal-job-posting.ts'
import { signalNewHire } from './signal-new-hire.ts'
import { signalNews } from './signal-news.ts'
import { signalPromotion, signalPromotionV2 } from './signal-promotion.ts'
import { targetClientIcp } from './target-client-icp.ts'
import { builtwithTechstack, predictleadsTechstack } from './technologies.ts'
import { vcFirmsFile, vcPortfolioFile } from './vc-files.ts'
import { vcPortfolio } from './vc-portfolio.ts'
import { ycCompany } from './yc-company.ts'

/** The kinds of payload that Galena knows from the start. One line each, in order. */
export const builtIn: readonly Workflow[] = [
  anymailfinderEmail,
  builtwithTechstack,
  caseStudyBuyers,
  caseStudyExtraction,
  cbVcPortfolio,
  claygentCustomers,
  claygentCustomersFlat,
  claygentCustomersNested,
  claygentCustomersText,
  cleanedCompanyName,
  clientLeads,
  companyAddressParsing,
  companyClassification,
  companyFirmographics,
  companyLinkedinUpdate,
  companyPublic,
  companyTicker,
  companyVcInvestors,
  coreCompanyFullUpsert,
  coreCompanyUpsert,
  crunchbasePortfolioFile,
  findCompanies,
  findCompaniesLocationParsed,
  findPeople,
  findPeopleLocationParsed,
  googleAds,
  icpCriteria,
  icpFitCriterion,
  icpIndustries,
  icpJobTitles,
  icpValueProposition,
  icpVerdict,
  icypeasEmail,
  jobPosting,
  leadmagicCompany,
  leadmagicEmail,
  linkedinAds,
  manualCoreData,
  manualCustomers,
  metaAds,
  personProfile,
  personTitleEnrichment,
  predictleadsTechstack,
  publicTickerBackfill,
  salesnavCompany,
  salesnavFile,
  salesnavPerson,
  signalJobChange,
  signalJobChangeV2,
  signalJobPosting,
  signalJobPostingV2,
  signalNewHire,
  signalNews,
  signalPromotion,
  signalPromotionV2,
  targetClientIcp,
  vcFirmsFile,
  vcPortfolio,
  vcPortfolioFile,
  ycCompany,
]
