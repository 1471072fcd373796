import fc from 'fast-check'
import { expect, test } from 'vitest'
import { normalizeCompanyName } from './company-name.ts'

test.each([
  [
    'acme',
    [
      'Acme',
      'ACME',
      ' acme ',
      'Acme, Inc.',
      'ACME (US) Inc',
      'The Acme Company',
      'Acme LLC',
      'Acme Co., Ltd.',
      'Acmé',
      'A\u0301cme',
    ],
  ],
  ['muller', ['Müller GmbH & Co. KG', 'MULLER GMBH', 'Müller [holding] AG', 'Mu\u0308ller Gmbh']],
  ['ap moller maersk', ['A.P. Møller - Mærsk A/S', 'AP Moller Maersk']],
  ['societe generale', ['Société Générale S.A.', 'SOCIETE GENERALE SA']],
  ['grupo larkmere', ['Grupo Larkmere, S.A.B. de C.V.', 'Grupo Larkmere S.A. de C.V.', 'Grupo Larkmere S de RL de CV']],
  [
    'tollan',
    [
      'Tollan Sp. z o.o.',
      'Tollan s.r.o.',
      'Tollan S.p.A.',
      'Tollan Pty Ltd',
      'Tollan Sdn. Bhd.',
      'PT Tollan Tbk',
      'Tollan B.V.',
      'Tollan ApS',
    ],
  ],
  ['johnson and johnson', ['Johnson & Johnson', 'JOHNSON AND JOHNSON, Inc.']],
  ['oreilly media', ['O’Reilly Media', "O'Reilly Media, Inc."]],
  [
    'kiln',
    [
      'Fenwick Holdings LLC dba Kiln',
      'Fenwick d/b/a Kiln, Inc.',
      'Kiln (formerly Oven)',
      'Kiln formerly known as Oven',
    ],
  ],
  ['テスト', ['株式会社テスト', 'ﾃｽﾄ㈱', 'テスト']],
  ['ромашка', ['ООО «Ромашка»', 'Ромашка, ООО']],
])('%j is the form of every spelling', (form, spellings) => {
  expect(spellings.map(normalizeCompanyName)).toEqual(spellings.map(() => form))
})

test('a name is never cut to nothing, and never at a comma', () => {
  expect(['The', 'Inc', 'Company', 'SE', '(Acme)', '!!!', 'AKA Foods'].map(normalizeCompanyName)).toEqual([
    'the',
    'inc',
    'company',
    'se',
    'acme',
    '!!!',
    'aka foods',
  ])
  expect(normalizeCompanyName('Crosby, Stills & Nash')).toBe('crosby stills and nash')
  expect(normalizeCompanyName('  ')).toBe('')
})

test('different companies stay different', () => {
  const names = ['Acme Foods', 'Acme', 'Acme Group', 'Acme Holdings', 'Acme 2', 'Acme Labs', 'हिन्दी', 'हन्द']
  expect(new Set(names.map(normalizeCompanyName)).size).toBe(names.length)
})

test('whatever the text, there is a form of it, and quickly', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (name) => {
      const form = normalizeCompanyName(name)
      expect(form).toBe(form.trim())
      if (/[\p{L}\p{N}]/u.test(name)) expect(form).not.toBe('')
    }),
  )
  for (const unit of ['(', 'a.', ' inc', 'dba ', '[a', '&', '。', "'"]) {
    const start = performance.now()
    normalizeCompanyName(unit.repeat(100_000 / unit.length))
    expect(performance.now() - start).toBeLessThan(2_000)
  }
})
