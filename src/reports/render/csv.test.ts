import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvText } from './csv.ts';
import { floatText } from './float-text.ts';

test('lines end with CRLF, and only text that needs quotes has them', () => {
  const rows = [
    ['plain', 'a,b'],
    ['say "yes"', 'two\nlines'],
    ['two\rlines', undefined],
    [' é', -2.5],
  ];

  expect(csvText(['Name', 'Amount (USD)'], rows)).toBe(
    'Name,Amount (USD)\r\nplain,"a,b"\r\n"say ""yes""","two\nlines"\r\n"two\rlines",\r\n é,-2.5\r\n',
  );
});

test('text that a spreadsheet would run is inert; numbers and a lone dash stay as they are', () => {
  const texts = [
    '=1+1',
    '+1',
    '-1',
    '@SUM(1)',
    '\t=1',
    '\r=1',
    '\n=1',
    '\uFF1D1',
    "'=1",
    'a=b',
    '-',
  ];

  const written = parse(
    csvText(
      ['Text'],
      texts.map((text) => [text]),
    ),
    { from: 2 },
  );

  expect(written.flat()).toEqual([
    ...["'=1+1", "'+1", "'-1", "'@SUM(1)", "'\t=1", "'\r=1", "'\n=1", "'\uFF1D1"],
    ...["'=1", 'a=b', '-'],
  ]);
  expect(csvText(['Amount'], [[-1]])).toBe('Amount\r\n-1.0\r\n');
});

test('any text can be read back', () => {
  const cell = fc.string({ unit: 'binary' }).map((text) => `.${text}`);
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), (rows) => {
      expect(parse(csvText(['a', 'b'], rows), { from: 2, record_delimiter: '\r\n' })).toEqual(rows);
    }),
  );
});

test('numbers are written as existing consumers know them', () => {
  const numbers = [0, -0, 2, 12.3, 1e-4, 0.0000123541, 3.6e-9, 1e15, 1e16, 123456789012345680000];

  expect(numbers.map(floatText)).toEqual([
    ...['0.0', '0.0', '2.0', '12.3', '0.0001', '1.23541e-05', '3.6e-09'],
    ...['1000000000000000.0', '1e+16', '1.2345678901234568e+20'],
  ]);
});
