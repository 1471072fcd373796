/** Words that invented people and companies are made of. None of the combinations is meant to be anybody. */

function words(text: string): string[] {
  return text.trim().split(/\s+/)
}

function lines(text: string): string[] {
  return text
    .trim()
    .split('\n')
    .map((line) => line.trim())
}

export const firstNames = words(`
  Odalys Teun Priya Ilmari Saoirse Bento Mirela Kwame Yusra Anselm Noor Tadeo Ingrid Rafiq Maren Osei Liesel Dario Amara
  Henrik Zofia Emeka Noemi Stellan Farida Joaquim Elowen Bohdan Sunniva Matteo Leocadia Arjun Fenna Casimir Oriane Tomasz
  Ayesha Lorcan Ulrike Vito Hanneke Idris Petra Rune Salome Kofi Astrid Marek Delphine Oisin Wanja Tuva Ezra Milou Anouk
  Pascal Nadia Sorin Birgit Obinna Clea Ramon Tamsin Viggo Zainab Lucan Meike Andor Ottilie Bram Ishani Caspar Yara Levin
`)

const lastStarts = words(`
  Fen Stone Har Lark Abar Brim Cal Dun Eld Grey Hollo Ister Jas Kest Lind Mar Nor Ost Pel Quar Raven Sund Thor Ulv Ver
  Wes Yar Zel Ash Birk Crow Dray Ever Fal Gal Haw Ivar Kil Lor Mun
`)
const lastEnds = words(`
  wick well gate mere borough quist land stad mont vale field ton dahl rook hurst ley wright sen ova ander ford moor
  stein bane crest more ridge ham holt worth
`)
export const lastNames = lastStarts.flatMap((start) => lastEnds.map((end) => start + end))

const companyStarts = words(`
  Bright Tall North Clear Silver Amber Copper Iron Quiet Swift Broad Deep High Long Blue Grey Red Green Gold Still Wild
  Fair Old New Pale Dark Warm Cold Sharp Plain Stone River Harbor Field Forest Cloud Rain Storm Sun Moon Star Salt Sand
  Ember Cedar Maple Birch Willow Aspen Linden Heather Clover Thistle Bramble Juniper Laurel Sorrel
`)
const companyMiddles = words(`
  kiln mere loom forge anvil ledger pilot beacon harbor compass lantern mill quarry orchard signal anchor bridge spire
  hollow canvas thread prism vector circuit paddock furrow galley hangar turbine
`)
const companyEnds = [
  '',
  '',
  '',
  ' Labs',
  ' Foods',
  ' Systems',
  ' Health',
  ' Logistics',
  ', Inc.',
  ' & Sons',
  ' GmbH',
  ' Robotics',
]
/** 1,740 roots; with endings and numbers there is a name for every company of any pool. */
export const companyRoots = companyStarts.flatMap((start) => companyMiddles.map((middle) => start + middle))
export const companyEndings = companyEnds

export const places = lines(`
  Duluth, Minnesota, United States|United States
  Ghent, Flanders, Belgium|Belgium
  Leeds, England, United Kingdom|United Kingdom
  Austin, Texas, United States|United States
  San Francisco Bay Area|United States
  Greater Boston|United States
  Toronto, Ontario, Canada|Canada
  Lyon, Auvergne-Rhône-Alpes, France|France
  Hamburg, Germany|Germany
  Utrecht, Netherlands|Netherlands
  Porto, Portugal|Portugal
  Kraków, Małopolskie, Poland|Poland
  Bengaluru, Karnataka, India|India
  Melbourne, Victoria, Australia|Australia
  São Paulo, Brazil|Brazil
  Tallinn, Harjumaa, Estonia|Estonia
  Denver, Colorado, United States|United States
  Chicago, Illinois, United States|United States
  Nairobi, Kenya|Kenya
  Singapore|Singapore
`).map((line) => {
  const [name = '', country = ''] = line.split('|')
  return { name, country }
})

/** Careers by function, lowest title first. */
export const ladders = lines(`
  Sales Development Representative|Account Executive|Senior Account Executive|Director of Sales|VP, Sales|Chief Revenue Officer
  Marketing Coordinator|Marketing Manager|Senior Marketing Manager|Head of Demand Generation|VP Marketing|Chief Marketing Officer
  Growth Associate|Growth Manager|Senior Growth Manager|Director of Growth|Director of Marketing|VP Growth
  Software Engineer|Senior Software Engineer|Staff Engineer|Engineering Manager|Director of Engineering|VP of Engineering
  Product Analyst|Product Manager|Senior Product Manager|Group Product Manager|Director, Product|Chief Product Officer
  Operations Analyst|Operations Manager|Plant Manager|Director of Operations|VP Operations|Chief Operating Officer
  Recruiter|Senior Recruiter|People Partner|Head of People|VP People|Chief People Officer
  Financial Analyst|Senior Financial Analyst|Finance Manager|Controller|VP Finance|Chief Financial Officer
  IT Support Specialist|Systems Administrator|IT Manager|Head of Plant IT|Director of IT|Chief Information Officer
  Customer Success Associate|Customer Success Manager|Senior Customer Success Manager|Director of Customer Success|VP, Customer Success|Chief Customer Officer
  Designer|Product Designer|Senior Product Designer|Design Lead|Head of Design|VP Design
`).map((line) => line.split('|'))

export const schools = lines(`
  Lakehead Bay College
  University of Northern Heath
  Vosswick Technical University
  Saint Orrin's College
  Harrowgate School of Business
  Polytechnic of Eastmere
  Calder Valley University
  Institute of Applied Arts Lindholm
  Kestrel State University
  Dunmoor Conservatory
`)
export const degrees = ['BA', 'BSc', 'MSc', 'MBA', 'Diploma', "Bachelor's degree", 'PhD']
export const subjects = [
  'Economics',
  'Computer Science',
  'Mechanical Engineering',
  'Business Administration, Management and Operations',
  'Psychology',
  'Marketing',
  'Industrial Design',
  'Statistics',
]
export const languages = [
  'English',
  'Dutch',
  'German',
  'French',
  'Portuguese',
  'Polish',
  'Hindi',
  'Spanish',
  'Estonian',
  'Finnish',
]

export const achievements = lines(`
  Built the team from two people to fourteen and handed over a process that others could run.
  Moved reporting from spreadsheets to a warehouse; month-end closing went from nine days to three.
  Responsible for planning, budget and hiring across three sites.
  Opened the region: first customers, first partners, first office.
  Introduced weekly reviews of the pipeline; forecast error fell by half within a year.
  Led the migration of 40 services without planned downtime.
  Negotiated the two largest contracts in the company's history.
  Cut scrap on line 4 by a third together with quality and maintenance.
  Ran onboarding for new colleagues and wrote the handbook that is still in use.
  Worked with design and support on a release that customers had asked for since 2015.
  Set up the first on-call rota – and made sure that it stayed quiet.
  Owned renewals for the mid-market segment (118 % net retention).
`)
export const openings = lines(`
  I like problems that cross the borders of departments.
  Twelve years between engineering and customers, still curious about both.
  I help industrial companies to sell, plan and ship with less friction.
  Generalist with a weakness for well-kept spreadsheets and short meetings.
  Happiest where software meets a factory floor.
  Previously founder; now building teams that outlast their founder.
`)
