import { parse } from 'tldts'
import { describe, expect, test } from 'vitest'
import { identifyingEmail, isFreeMail, isRoleMailbox } from './canonical-email.ts'
import { freeMailHosts } from './free-mail-hosts.ts'

describe('mailboxes that identify nobody', () => {
  test.each([
    'info',
    'sales',
    'support',
    'contact',
    'admin',
    'hello',
    'jobs',
    'office',
    'no-reply',
    'noreply',
    'kontakt',
    'vertrieb',
    'ventas',
    'contabilidade',
    'recrutement',
    'rechnung',
    'info.de',
    'sales-emea',
    'support2',
    'info+web',
    'customer.service',
    'hr',
    'it',
    'ceo',
    'postmaster',
    'buchhaltung',
    'ufficiostampa',
    'obchod',
  ])('%s@ is a role', (local) => {
    expect(isRoleMailbox(`${local}@acme.com`)).toBe(true)
    expect(identifyingEmail(`${local}@acme.com`)).toBeNull()
  })

  test.each([
    'ada',
    'ada.lovelace',
    'a.lovelace',
    'alovelace',
    'steve.jobs',
    'infante',
    'salem',
    'adminah',
    'mark',
    'will',
    'o2',
  ])('%s@ is a person', (local) => {
    expect(isRoleMailbox(`${local}@acme.com`)).toBe(false)
    expect(identifyingEmail(`${local}@acme.com`)).toBe(`${local}@acme.com`)
  })

  test.each([
    'gmail.com',
    'googlemail.com',
    'outlook.com',
    'hotmail.fr',
    'yahoo.com',
    'yahoo.co.nz',
    'icloud.com',
    'proton.me',
    'gmx.de',
    'web.de',
    't-online.de',
    'qq.com',
    '163.com',
    'mail.ru',
    'yandex.ru',
    'naver.com',
    'libero.it',
    'orange.fr',
    'wp.pl',
    'comcast.net',
    'btinternet.com',
    'mailinator.com',
    'mail.yahoo.com',
  ])('%s is free mail', (domain) => {
    expect(isFreeMail(domain)).toBe(true)
    expect(identifyingEmail(`ada@${domain}`)).toBeNull()
  })

  test.each([
    'google.com',
    'apple.com',
    'microsoft.com',
    'facebook.com',
    'zoho.com',
    'acme.com.ar',
    'acme.web.id',
    'outlook.ai',
    'acme.com',
  ])('%s is a company', (domain) => {
    expect(isFreeMail(domain)).toBe(false)
  })
})

test('no free-mail host is a suffix under which companies have their domains', () => {
  const suffixes = [...freeMailHosts].filter((host) => parse(host, { allowPrivateDomains: true }).domain === null)
  expect(suffixes).toEqual([])
})
