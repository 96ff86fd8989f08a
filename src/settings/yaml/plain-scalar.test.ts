import { expect, test } from 'vitest';
import { resolvePlain } from './plain-scalar.ts';

/** As in PyYAML 6.0, which reads existing files. */
test.for([
  ['yes', 'boolean', true],
  ['Off', 'boolean', false],
  ['TRUE', 'boolean', true],
  ['y', 'text', 'y'],
  ['n', 'text', 'n'],
  ['yEs', 'text', 'yEs'],
  ['~', 'null', null],
  ['', 'null', null],
  ['NULL', 'null', null],
  ['2026-01-01', 'text', '2026-01-01'],
  ['cron(0 18 ? * SAT *)', 'text', 'cron(0 18 ? * SAT *)'],
  ['9M', 'text', '9M'],
  ['018345678901', 'text', '018345678901'],
  ['0o12', 'text', '0o12'],
  ['1e3', 'text', '1e3'],
  ['12:60', 'text', '12:60'],
  ['_1', 'text', '_1'],
  ['-.5', 'text', '-.5'],
  ['1.2.3', 'text', '1.2.3'],
] as const)('%s is %s', ([text, type, value]) => {
  expect(resolvePlain(text)).toEqual({ type, value });
});

test.for([
  ['0', 'integer', '0'],
  ['-7', 'integer', '-7'],
  ['+1', 'integer', '1'],
  ['1_000', 'integer', '1000'],
  ['012', 'integer', '10'],
  ['0b11', 'integer', '3'],
  ['0x1F', 'integer', '31'],
  ['12:30', 'integer', '750'],
  ['12345678901234567890', 'integer', '12345678901234567890'],
  ['500.0', 'float', '500.0'],
  ['5.', 'float', '5.0'],
  ['.5', 'float', '0.5'],
  ['1.0e+3', 'float', '1000.0'],
  ['0.00001', 'float', '1e-05'],
  ['1.0e+22', 'float', '1e+22'],
  ['12:30.5', 'float', '750.5'],
] as const)('%s is the %s %s', ([text, type, number]) => {
  expect(resolvePlain(text)).toEqual({ type, value: Number(number), number });
});
