import { expect, test } from 'vitest';
import { type CollectedProblems, findingsOf, formatProblem } from '../problem.ts';
import { readCsv } from './read-csv.ts';

function read(text: string) {
  const collected: CollectedProblems = { problems: [], warnings: [] };
  const lines = readCsv(text, findingsOf('a.csv', collected));
  return {
    lines: lines.map(({ accountId, values }) => [
      accountId,
      ...values.map(({ column, text: value }) => `${column.header}=${value}`),
    ]),
    problems: collected.problems.map(formatProblem),
    warnings: collected.warnings.map(formatProblem),
  };
}

const good = [
  ['111111111111', 'Account=111111111111', 'Note=a, "b"\nc', 'Tag: x:y=z'],
  ['222222222222', 'Account=222222222222', 'Note=', 'Tag: x:y='],
];

test.for([
  ['commas', 'Account, Note, Tag: x:y\n111111111111,"a, ""b""\nc", z \n\n222222222222,,\n'],
  ['semicolons', 'Account;Note;Tag: x:y\r\n111111111111;"a, ""b""\nc";z\r\n222222222222;;\r\n'],
  [
    'a byte order mark',
    '\uFEFFAccount,Note,Tag: x:y\n111111111111,"a, ""b""\nc",z\n222222222222,,',
  ],
] as const)('a file with %s is understood', ([, text]) => {
  expect(read(text)).toEqual({ lines: good, problems: [], warnings: [] });
});

test.for([
  ['', '1:1: the file is empty; its first line must be a header, like Account, Note'],
  ['Note\nx\n', '1:1: column Account is missing; it names the account of each line'],
  ['account\n', '1:1: "account" is not a header of the settings; did you mean Account?'],
  ['Account,tag: a\n', '1:9: "tag: a" is not a header of the settings; did you mean Tag?'],
  [
    'Account,Prepare: A\n',
    '1:9: "Prepare: A" is not a header of the settings; did you mean Preparation?',
  ],
  [
    'Account,Budget\n',
    '1:9: "Budget" is not a header of the settings; write Account, Note, Tag: <key>, Preparation: <VARIABLE> or Purge: <VARIABLE>',
  ],
  [
    'Account,\n',
    '1:9: a column has no header; write Account, Note, Tag: <key>, Preparation: <VARIABLE> or Purge: <VARIABLE>',
  ],
  ['Account,Tag\n', '1:9: "Tag" does not name the tag; write it like Tag: cost-center'],
  ['Account,Purge:\n', '1:9: "Purge:" does not name the variable; write it like Purge: NAME'],
  [
    'Account,Tag: aws:a\n',
    '1:9: "Tag: aws:a": must be a tag key that AWS accepts: up to 128 letters, digits, blanks and _ . : / = + - @, and not aws: in front',
  ],
  [
    'Account,Note\n111111111111\n',
    '2:1: the line has 1 cell and the header has 2; put a separator for each cell that is empty',
  ],
  [
    'Account\n111111111111,x\n',
    '2:1: the line has 2 cells and the header has 1; put a cell that holds a separator in double quotes',
  ],
  [
    'Note,Account\nx, \n',
    '2:3: the cell of column Account is empty; it must be the twelve digits of an account',
  ],
  ['Account\nabc\n', '2:1: "abc" is not an account id; it must be twelve digits'],
  [
    'Account\n12345678901\n',
    '2:1: "12345678901" has 11 digits and an account id has twelve; has a spreadsheet dropped the zeros in front?',
  ],
  [
    'Account\n1.23457E+11\n',
    '2:1: "1.23457E+11" is an account id that a spreadsheet has rounded; format the column as text and enter the twelve digits',
  ],
  [
    'Account,Tag: a\n111111111111,x;y\n',
    '2:14: Tag: a is "x;y": must be a tag that AWS accepts: up to 256 letters, digits, blanks and _ . : / = + - @',
  ],
  ['Account,Note\n111111111111,"x\n', '2:14: a quote opens here and is never closed'],
  [
    'Account,Note\n111111111111,"a\nb"\nabc,x\n',
    '4:1: "abc" is not an account id; it must be twelve digits',
  ],
  [
    'Account,Note\n111111111111,caf\uFFFD\n',
    '2:17: there is a letter here that is not UTF-8; save the file as CSV in UTF-8',
  ],
] as const)('%j is reported', ([text, problem]) => {
  expect(read(text).problems).toEqual([`a.csv:${problem}`]);
});

test('every invalid line is reported', () => {
  expect(read('Account\n1\n111111111111\n2\n')).toEqual({
    lines: [['111111111111', 'Account=111111111111']],
    problems: [
      'a.csv:2:1: "1" is not an account id; it must be twelve digits',
      'a.csv:4:1: "2" is not an account id; it must be twelve digits',
    ],
    warnings: [],
  });
});

test('a duplicate is accepted, with a warning', () => {
  const text = 'Account,Tag: a,Tag:a\n111111111111,x,y\n111111111111,z,z\n';

  expect(read(text).warnings).toEqual([
    'a.csv:1:16: "Tag:a" is the header of two columns; the later one wins',
    'a.csv:3:1: account 111111111111 is on line 2 already; where both have a value, this one wins',
  ]);
});
