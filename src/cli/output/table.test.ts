import { expect, test } from 'vitest';
import { fitted } from './column-widths.ts';
import { failedWhere, renderTable } from './table.ts';

const plain = (text: string) => text;
const style = { bold: plain, dim: plain, red: plain, cyan: plain };

test('the widest columns give way first, then the second one; the first is never cut', () => {
  expect(fitted([12, 20, 30, 10], 100)).toEqual([12, 20, 30, 10]);
  expect(fitted([12, 20, 30, 10], 60)).toEqual([12, 20, 12, 10]);
  expect(fitted([12, 20, 9, 64], 80)).toEqual([12, 20, 9, 33]);
  expect(fitted([12, 20, 30, 40], 56)).toEqual([12, 20, 6, 12]);
  expect(fitted([12, 20, 30, 40], 50)).toEqual([12, 14, 6, 12]);
  expect(fitted([30, 60], 60)).toEqual([30, 28]);
  expect(fitted([12, 20, 30, 40], 40)).toBeUndefined();
});

test('without a terminal nothing is cut', () => {
  const long = 'x'.repeat(5_000);

  const text = renderTable(
    { heads: ['A', 'B'], rows: [[long, 'end']] },
    { columns: Number.POSITIVE_INFINITY, style },
  );

  expect(text.split('\n')[2]).toBe(`${long}  end`);
});

test('where the columns do not fit, each row becomes a block of lines and no column is lost', () => {
  const table = {
    heads: ['Account', 'Name', 'State', 'Run'],
    rows: [
      ['111111111111', 'alpha', 'ACTIVE', 'runs'],
      ['222222222222', 'beta', '', 'not-active'],
    ],
  };

  expect(renderTable(table, { columns: 20, style })).toBe(
    'Account: 111111111111\nName: alpha\nState: ACTIVE\nRun: runs\n\nAccount: 222222222222\nName: beta\nRun: not-active\n',
  );
});

test('failed rows are red, line by line, and so is the title of a table of failures', () => {
  const red = (text: string) => `\u001b[31m${text}\u001b[39m`;
  const render = (rows: string[][], isFailed: (row: readonly string[]) => boolean) =>
    renderTable(
      { title: 'T', heads: ['A', 'B'], rows, wraps: true, isFailed },
      { columns: 20, style: { ...style, red } },
    );

  expect(
    render(
      [
        ['1', 'done'],
        ['2', 'failed'],
      ],
      failedWhere(1, 'failed'),
    ),
  ).toBe(`T\nA  B\n─────────\n1  done\n${red('2')}  ${red('failed')}\n`);
  expect(render([['2', 'denied by a policy of the OU']], () => true)).toBe(
    `${red('T')}\nA  B\n────────────────────\n${red('2')}  ${red('denied by a')}\n   ${red('policy of the OU')}\n`,
  );
});

test('a word that is longer than a wrapped column continues on the next line', () => {
  const table = {
    heads: ['A', 'B'],
    rows: [['1', 'arn:aws:iam::111111111111:role/x']],
    wraps: true,
  };

  expect(renderTable(table, { columns: 20, style })).toBe(
    'A  B\n────────────────────\n1  arn:aws:iam::1111\n   11111111:role/x\n',
  );
});

test('what does not fit is cut and marked, or continues on the next line in tables that wrap', () => {
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

test('a title is printed above the table and a note below it', () => {
  const table = { title: 'Results', heads: ['A'], rows: [['1']], note: '… and 3 more rows' };

  expect(renderTable(table, { columns: 80, style })).toBe('Results\nA\n─\n1\n… and 3 more rows\n');
});

test('a table of thousands of rows keeps its columns', () => {
  const rows = Array.from({ length: 1_000 }, (_, index) => [String(index), 'x'.repeat(index % 50)]);

  const lines = renderTable({ heads: ['A', 'B'], rows }, { columns: 30, style }).split('\n');

  expect(lines.length).toBe(1_003);
  expect(lines[2 + 999]).toBe(`999  ${'x'.repeat(24)}…`);
});
