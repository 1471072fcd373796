/** Levels, the highest first: of two levels in one title the one that stands further up is the person's. */
export const SENIORITIES = [
  'Founder',
  'Owner',
  'C-Suite',
  'Partner',
  'VP',
  'Head',
  'Director',
  'Manager',
  'Lead',
  'Senior',
  'Individual Contributor',
  'Entry',
  'Intern',
] as const

/** Job functions, as LinkedIn names them. */
export const JOB_FUNCTIONS = [
  'Accounting',
  'Administrative',
  'Arts and Design',
  'Business Development',
  'Community and Social Services',
  'Consulting',
  'Customer Success and Support',
  'Education',
  'Engineering',
  'Entrepreneurship',
  'Finance',
  'Healthcare Services',
  'Human Resources',
  'Information Technology',
  'Legal',
  'Marketing',
  'Media and Communication',
  'Military and Protective Services',
  'Operations',
  'Product Management',
  'Program and Project Management',
  'Purchasing',
  'Quality Assurance',
  'Real Estate',
  'Research',
  'Sales',
] as const

export type Seniority = (typeof SENIORITIES)[number]
export type JobFunction = (typeof JOB_FUNCTIONS)[number]
