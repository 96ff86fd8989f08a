/** How a maintenance window looks before it is opened. */

import type { MaintenancePlan, PlannedWindow } from '../../lifecycle/windows/plan-maintenance.ts';
import type { TableData } from '../output/table.ts';
import { shortTime } from './lifecycle-status-view.ts';

export function maintenanceTables({ windows }: MaintenancePlan): readonly TableData[] {
  return windows.flatMap((window) => [facts(window), calls(window)]);
}

function facts(window: PlannedWindow): TableData {
  const { expression, timeZone, isOpen, opensAt = '', finishesAt = '', waves } = window;
  return {
    title: `Window ${expression}, ${timeZone}`,
    heads: ['Fact', 'Value'],
    rows: [
      [isOpen ? 'Open since' : 'Opens', shortTime(opensAt)],
      ['Accounts', `${number(window.accounts)}, ${number(window.released)} of them released`],
      ['Waves', waves.map(number).join(', then ')],
      ['CodeBuild', `${number(window.codeBuildMinutes)} minutes, about $${number(window.dollars)}`],
      ['Takes', `about ${number(window.minutes)} minutes`],
      ['Finished', shortTime(finishesAt)],
    ],
  };
}

function calls({ calls: counts, released }: PlannedWindow): TableData {
  const rows = Object.entries(counts).map(([api, count]) => [
    api,
    number(count),
    (count / Math.max(1, released)).toFixed(1),
  ]);
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const each = (total / Math.max(1, released)).toFixed(1);
  return {
    title: 'Calls of AWS',
    heads: ['API', 'Calls', 'Per account'],
    rows: rows.length > 0 ? [...rows, ['all', number(total), each]] : [],
  };
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}
