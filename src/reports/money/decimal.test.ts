import fc from 'fast-check';
import { expect, test } from 'vitest';
import { centsText, centsToNumber, multiply, parseDecimal, sum, toCents } from './decimal.ts';

test('amounts of Cost Explorer are read exactly, with or without an exponent', () => {
  const [tenth = 0n, fifth = 0n] = ['0.1', '0.2'].map(parseDecimal);

  expect(tenth + fifth).toBe(parseDecimal('0.3'));
  expect(parseDecimal('3.6E-9')).toBe(parseDecimal('0.0000000036'));
  expect(parseDecimal('-1.5e+2')).toBe(parseDecimal('-150'));
  expect(parseDecimal('.5')).toBe(parseDecimal('0.50'));
  for (const text of ['', '-', '.', '1,5', '1.5 ', 'NaN', 'Infinity', '0x1']) {
    expect(() => parseDecimal(text)).toThrow(`"${text}" is not a decimal number`);
  }
});

test('halves of a cent are rounded away from zero', () => {
  const rounded = ['0.005', '0.00499999', '-0.005', '-0.0049', '1.015', '0'].map((text) =>
    centsText(toCents(parseDecimal(text))),
  );

  expect(rounded).toEqual(['0.01', '0.00', '-0.01', '0.00', '1.02', '0.00']);
});

test('cents are the nearest numbers of a spreadsheet', () => {
  expect([1234n, -5n, 100n, 0n].map(centsToNumber)).toEqual([12.34, -0.05, 1, 0]);
});

test('a sum does not depend on the order of its amounts', () => {
  const amount = fc.tuple(fc.integer(), fc.nat(9_999_999)).map(([a, b]) => `${a}.${b}`);
  fc.assert(
    fc.property(fc.array(amount), (amounts) => {
      const exact = amounts.map(parseDecimal);
      expect(sum(exact.toReversed())).toBe(sum(exact));
    }),
  );
});

test('a rate converts an amount without binary fractions', () => {
  expect(multiply(parseDecimal('100.10'), parseDecimal('0.9'))).toBe(parseDecimal('90.09'));
});
