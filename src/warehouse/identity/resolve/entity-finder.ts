import type { Tx } from '../../../db/database.ts'
import { type CompanyClues, readCompanyClues } from './company-clues.ts'
import { type CompanyData, companyColumns, type PersonData, personColumns } from './core-rows.ts'
import { type PersonClues, readPersonClues } from './person-clues.ts'
import { readCompanies, readPeople } from './read-core.ts'
import type { CompanyParams, PersonParams } from './schema.ts'
import type { SoughtAll } from './seek.ts'
import { seekCompanies } from './seek-companies.ts'
import { seekPeople } from './seek-people.ts'

/** How entities of one kind are looked for: all that resolve and identify do not share. */
export interface EntityFinder<Params, Found extends Clues, Data extends object> {
  /** Null when nothing in the request could name anybody. */
  readClues(params: Params): Found | null
  seek(tx: Tx, requests: readonly Found[], options: { namesToo: boolean }): Promise<SoughtAll<Data>>
  read(tx: Tx, ids: readonly string[]): Promise<Map<string, Data>>
  fields: readonly string[]
  /** What a request must have, for the error that it has not. */
  needs: string
}

/** What both kinds of clues have. */
export interface Clues {
  ignored: readonly string[]
}

export const companyFinder: EntityFinder<CompanyParams, CompanyClues, CompanyData> = {
  readClues: readCompanyClues,
  seek: seekCompanies,
  read: readCompanies,
  fields: companyColumns,
  needs: 'an id, domain, website, LinkedIn page or number, e-mail address at the company, ticker or name',
}

export const personFinder: EntityFinder<PersonParams, PersonClues, PersonData> = {
  readClues: readPersonClues,
  seek: seekPeople,
  read: readPeople,
  fields: personColumns,
  needs: 'an id, LinkedIn profile or number, work e-mail address, or a name with a company or place',
}
