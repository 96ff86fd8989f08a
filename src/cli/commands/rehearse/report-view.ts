/** How a rehearsal looks: a line for each day, and tables of what happened and what held. */

import type { RehearsalDay } from '../../../rehearsal/report.ts';
import { type DocumentView, firstRows } from '../../output/printer.ts';
import { failedWhere, type TableData } from '../../output/table.ts';
import { count } from '../../output/text.ts';
import type { ReportDocument } from './documents.ts';

const order = ['none', 'vanilla', 'assigned', 'released', 'expired'];

export function dayLine({ date, byState, transitions, exceptions, killed }: RehearsalDay): string {
  const states = Object.entries(byState)
    .sort(([a], [b]) => order.indexOf(a) - order.indexOf(b))
    .map(([state, held]) => `${number(held)} ${state === 'none' ? 'without a state' : state}`);
  const dead = killed > 0 ? `, ${count(killed, 'worker')} killed` : '';
  return `${date}  ${states.join(', ')}; ${count(transitions, 'transition')}, ${count(exceptions, 'exception')}${dead}`;
}

export const reportView: DocumentView<ReportDocument> = {
  tables: (report) => [
    counts(report),
    builds(report),
    handlers(report),
    calls(report),
    invariants(report),
    ...timelines(report),
  ],
  rows: ({ invariants: all }) =>
    all.map(({ name, checked, broken, examples }) => ({
      name,
      checked,
      broken,
      examples: examples.join('; '),
    })),
};

function counts(report: ReportDocument): TableData {
  const { activities, exceptions, killed, deadLetters, transitions, transactions } = report;
  return {
    title: 'What happened',
    heads: ['What', 'Times'],
    rows: [
      ['State changes', number(transitions)],
      ['Transactions that succeeded', number(transactions.succeeded)],
      ['Transactions that failed', number(transactions.failed)],
      ['Accounts that a window left out', number(transactions.leftOut)],
      ...Object.entries({ ...activities, ...exceptions }).map(([name, count]) => [
        name,
        number(count),
      ]),
      ['Workers killed', number(killed)],
      ['Dead letters, see lifecycle redrive', number(deadLetters)],
    ],
  };
}

function builds({ builds: all, dollars }: ReportDocument): TableData {
  const rows = Object.entries(all).map(([purpose, { succeeded, failed, minutes }]) => [
    purpose,
    number(succeeded),
    number(failed),
    number(minutes),
  ]);
  const note = `about ${dollars.toFixed(2)} US dollars, on the smallest Linux machine`;
  return { title: 'Builds', heads: ['Build', 'Succeeded', 'Failed', 'Minutes'], rows, note };
}

type Entry = ReportDocument['timelines'][number]['entries'][number];

/** What happened to one account. */
export function timelineTable(title: string, entries: readonly Entry[]): TableData {
  return {
    title,
    heads: ['Time', 'What', 'Entry'],
    rows: entries.map((entry) => [entry.at.slice(0, 19), entry.what, entryText(entry)]),
    wraps: true,
  };
}

function entryText({ text, rule, action, by }: Entry): string {
  if (rule !== undefined) return `${action} by rule ${rule} (${by}): ${text}`;
  return by === undefined ? text : `${text}, set by ${by.split('/').at(-1)}`;
}

function handlers({ handled }: ReportDocument): TableData {
  return {
    title: 'Handlers',
    heads: ['Handler', 'Done', 'Ignored', 'Failed', 'Longest'],
    rows: Object.entries(handled).map(([name, { done, ignored, failed, longestSeconds }]) => [
      name,
      number(done),
      number(ignored),
      number(failed),
      `${number(Math.round(longestSeconds))} s`,
    ]),
  };
}

function calls({ calls: counts, accounts, days }: ReportDocument): TableData {
  const sorted = Object.entries(counts).sort(([, a], [, b]) => b - a);
  const rows = sorted.map(([api, count]) => [api, number(count)]);
  const total = sorted.reduce((sum, [, count]) => sum + count, 0);
  const table = firstRows({ title: 'AWS calls', heads: ['API', 'Calls'], rows }, 12);
  const each = (total / Math.max(1, accounts * days)).toFixed(1);
  return { ...table, rows: [...table.rows, [`all, ${each} per account and day`, number(total)]] };
}

/** The broken ones first. */
function invariants({ invariants: all }: ReportDocument): TableData {
  const sorted = all.toSorted((a, b) => Number(b.broken > 0) - Number(a.broken > 0));
  return {
    title: 'Invariants',
    heads: ['', 'Checked', 'Broken', 'Invariant'],
    isFailed: failedWhere(0, 'BROKEN'),
    rows: sorted.map(({ name, checked, broken, examples: [first] }) => [
      broken > 0 ? 'BROKEN' : checked > 0 ? 'held' : 'no case',
      number(checked),
      number(broken),
      first === undefined ? name : `${name}: ${first}`,
    ]),
    wraps: true,
  };
}

/** Of each broken invariant the first account; the other ones are in the document. */
function timelines({ timelines: all }: ReportDocument): readonly TableData[] {
  const first = new Map(all.toReversed().map((timeline) => [timeline.invariant, timeline]));
  return [...first.values()]
    .toReversed()
    .map(({ account, invariant, entries }) =>
      timelineTable(`What happened to account ${account}, which broke: ${invariant}`, entries),
    );
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}
