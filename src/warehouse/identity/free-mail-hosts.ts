import listed from 'email-providers/all.json' with { type: 'json' }

/** On the package's list, but somebody's company or institution first: their domain is their own. */
const companies = `ancestry.com easypost.com facebook.com alibaba.com discovery.com clerk.com`.split(' ')

/** The free-mail hosts, in ASCII lower case. */
export const freeMailHosts: ReadonlySet<string> = new Set(listed)
for (const company of companies) (freeMailHosts as Set<string>).delete(company)
