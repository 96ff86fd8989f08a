/** How a rehearsal looks: a line for each day, and tables of what happened and what held. */

import type { RehearsalDay } from '../../../rehearsal/report.ts';
import { type DocumentView, firstRows } from '../../output/printer.ts';
import { failedWhere, type TableData } from '../../output/table.ts';
import type { RehearsalDocument } from './command.ts';

const order = ['none', 'vanilla', 'assigned', 'released', 'expired'];

export function dayLine({ date, byState, transitions, exceptions, killed }: RehearsalDay): string {
  const states = Object.entries(byState)
    .sort(([a], [b]) => order.indexOf(a) - order.indexOf(b))
    .map(([state, count]) => `${number(count)} ${state === 'none' ? 'without a state' : state}`);
  const dead = killed > 0 ? `, ${number(killed)} workers killed` : '';
  return `${date}  ${states.join(', ')}; ${number(transitions)} transitions, ${number(exceptions)} exceptions${dead}`;
}

export const rehearsalView: DocumentView<RehearsalDocument> = {
  tables: (report) => [counts(report), handlers(report), calls(report), invariants(report)],
  rows: ({ invariants: all }) =>
    all.map(({ name, checked, broken, examples }) => ({
      name,
      checked,
      broken,
      examples: examples.join('; '),
    })),
};

function counts(report: RehearsalDocument): TableData {
  const { activities, exceptions, killed, deadLetters, transitions } = report;
  return {
    title: 'What happened',
    heads: ['What', 'Times'],
    rows: [
      ['State changes', number(transitions)],
      ...Object.entries({ ...activities, ...exceptions }).map(([name, count]) => [
        name,
        number(count),
      ]),
      ['Workers killed', number(killed)],
      ['Dead letters, see lifecycle redrive', number(deadLetters)],
    ],
  };
}

function handlers({ handled }: RehearsalDocument): TableData {
  return {
    title: 'Handlers',
    heads: ['Handler', 'Done', 'Ignored', 'Failed'],
    rows: Object.entries(handled).map(([name, { done, ignored, failed }]) => [
      name,
      number(done),
      number(ignored),
      number(failed),
    ]),
  };
}

function calls({ calls: counts, accounts, days }: RehearsalDocument): TableData {
  const sorted = Object.entries(counts).sort(([, a], [, b]) => b - a);
  const rows = sorted.map(([api, count]) => [api, number(count)]);
  const total = sorted.reduce((sum, [, count]) => sum + count, 0);
  const table = firstRows({ title: 'AWS calls', heads: ['API', 'Calls'], rows }, 12);
  const each = (total / Math.max(1, accounts * days)).toFixed(1);
  return { ...table, rows: [...table.rows, [`all, ${each} per account and day`, number(total)]] };
}

function invariants({ invariants: all }: RehearsalDocument): TableData {
  return {
    title: 'Invariants',
    heads: ['', 'Checked', 'Broken', 'Invariant'],
    isFailed: failedWhere(0, 'BROKEN'),
    rows: all.map(({ name, checked, broken, examples }) => [
      broken > 0 ? 'BROKEN' : checked > 0 ? 'held' : 'no case',
      number(checked),
      number(broken),
      examples.length > 0 ? `${name}: ${examples.join('; ')}` : name,
    ]),
    wraps: true,
  };
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}
