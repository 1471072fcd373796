import { type Static, Type } from 'typebox'

export const PriorityCompany = Type.Object({
  id: Type.String({ format: 'uuid' }),
  company_name: Type.String(),
  domain: Type.Union([Type.String(), Type.Null()], { description: 'Null where the name is not of one company' }),
  total: Type.Integer({ description: 'People who once worked there' }),
  engineering: Type.Integer({ description: 'Those of them who are in engineering today' }),
  sales: Type.Integer({ description: 'Those of them who are in sales today' }),
})
export type PriorityCompany = Static<typeof PriorityCompany>

export const Name = Type.String({ minLength: 1, maxLength: 300, pattern: '\\S', description: 'Name or domain' })
