/** How results are printed. */

import { Option } from 'commander';

export const formats = ['table', 'json', 'ndjson', 'csv'] as const;
export type Format = (typeof formats)[number];

export function outputOption(): Option {
  return new Option('--output <format>', 'how results are printed')
    .choices(formats)
    .default('table');
}
