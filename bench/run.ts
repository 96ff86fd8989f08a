/**
 * `npm run bench`: measures what docs/benchmarks.md claims and prints it as Markdown. `npm run bench -- gateway` measures one
 * part; `--quick` takes fewer accounts.
 */

import { cpus, totalmem } from 'node:os';
import { benchFailing, benchFanOut, benchInterrupt, benchThrottled } from './fan-out.ts';
import { benchGateway } from './gateway.ts';
import { benchInventory, benchStart } from './inventory.ts';
import { benchInventoryHistory } from './inventory-history.ts';
import { benchInventoryQuery } from './inventory-query.ts';
import { benchCycle, benchRehearsal, benchSeeds, benchSweep } from './lifecycle.ts';
import { benchOrchestrate } from './orchestrate.ts';
import { benchReports } from './reports.ts';

type Row = Readonly<Record<string, unknown>>;

const isQuick = process.argv.includes('--quick');
const sizes = isQuick ? [100, 1_000] : [100, 1_000, 10_000];

const parts: Readonly<Record<string, () => Promise<readonly object[]>>> = {
  'fan-out': () => benchFanOut(sizes),
  failing: () => benchFailing(sizes.slice(1)),
  throttled: () => benchThrottled(),
  interrupt: async () => [await benchInterrupt()],
  gateway: () => benchGateway(),
  inventory: () => benchInventory(isQuick ? [10, 30] : [100, 1_000]),
  start: () => benchStart(),
  orchestrate: () => benchOrchestrate(sizes.slice(1)),
  lifecycle: () => benchCycle(isQuick ? 20 : 100),
  seeds: () => (isQuick ? benchSeeds(2, 200) : benchSeeds(20, 400)),
  sweep: () => benchSweep(isQuick ? [1_000] : [100, 1_000, 10_000]),
  rehearsal: () => benchRehearsal(isQuick ? [100] : sizes),
  reports: () => benchReports(isQuick ? [100] : sizes),
  'inventory-query': () => benchInventoryQuery(),
  'inventory-history': () => benchInventoryHistory(),
};

const requested = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const unknown = requested.filter((name) => !(name in parts));
if (unknown.length > 0) {
  process.stderr.write(`unknown part "${unknown}"; choose from ${Object.keys(parts).join(', ')}\n`);
  process.exit(1);
}

const [cpu] = cpus();
const formatGib = Math.round(totalmem() / 2 ** 30);
process.stdout.write(
  `${cpus().length} × ${cpu?.model}, ${formatGib} GiB, Node ${process.version}\n`,
);
for (const [name, measure] of Object.entries(parts)) {
  if (requested.length > 0 && !requested.includes(name)) continue;
  process.stdout.write(`\n## ${name}\n\n${table((await measure()) as readonly Row[])}\n`);
}

function table(rows: readonly Row[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const line = (cells: readonly unknown[]) => `| ${cells.map((cell) => cell ?? '–').join(' | ')} |`;
  const body = rows.map((row) => line(columns.map((column) => row[column])));
  return [line(columns), line(columns.map(() => '---')), ...body].join('\n');
}
