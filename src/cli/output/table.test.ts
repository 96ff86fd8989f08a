import { expect, test } from 'vitest';
import { fitted } from './column-widths.ts';
import { renderTable } from './table.ts';

const plain = (text: string) => text;
const style = { bold: plain, dim: plain, red: plain, cyan: plain };

test('the widest columns give way first, and the first two last', () => {
  expect(fitted([12, 20, 30, 10], 100)).toEqual([12, 20, 30, 10]);
  expect(fitted([12, 20, 30, 10], 60)).toEqual([12, 20, 12, 10]);
  expect(fitted([12, 20, 30, 10], 50)).toEqual([12, 20, 6, 6]);
  expect(fitted([12, 20, 30, 10], 40)).toEqual([11, 11, 6, 6]);
});

test('what does not fit is cut and marked, or goes on below where that is wanted', () => {
  const table = {
    heads: ['A', 'B', 'C'],
    rows: [['1', '2', 'a message of several words, and a few more']],
  };
  const size = { columns: 20, style };

  expect(renderTable(table, size)).toBe('A  B  C\n────────────────────\n1  2  a message of …\n');
  expect(renderTable({ ...table, wraps: true }, size)).toBe(
    'A  B  C\n────────────────────\n1  2  a message of\n      several words,\n      and a few more\n',
  );
});

test('letters that take two columns are counted as two', () => {
  const table = {
    heads: ['A', 'B'],
    rows: [
      ['日本', 'x'],
      ['abcd', 'y'],
    ],
  };

  expect(renderTable(table, { columns: 80, style })).toBe('A     B\n───────\n日本  x\nabcd  y\n');
});

test('titles and notes stand around the table', () => {
  const table = { title: 'Results', heads: ['A'], rows: [['1']], note: '… and 3 more rows' };

  expect(renderTable(table, { columns: 80, style })).toBe('Results\nA\n─\n1\n… and 3 more rows\n');
});

test('a table of thousands of rows keeps its columns', () => {
  const rows = Array.from({ length: 1_000 }, (_, index) => [String(index), 'x'.repeat(index % 50)]);

  const lines = renderTable({ heads: ['A', 'B'], rows }, { columns: 30, style }).split('\n');

  expect(lines.length).toBe(1_003);
  expect(lines[2 + 999]).toBe(`999  ${'x'.repeat(24)}…`);
});
