/** How growth looks: the last periods as columns, and all of them as a small chart. */

import type { Growth, GrowthQuestion } from '../../../../inventory/read/growth.ts';
import type { View } from '../../../output/printer.ts';

/** More do not fit on a terminal. */
const maxPeriods = 6;

export function growthView(by: GrowthQuestion['by']): View<Growth> {
  return {
    tables: (growths) => {
      const starts = (growths[0]?.periods ?? []).slice(-maxPeriods).map(({ start }) => start);
      return [
        {
          heads: [by, ...starts, 'chart'],
          rows: growths.map(({ name, periods }) => [
            name,
            ...periods.slice(-maxPeriods).map(cell),
            chart(periods.map(({ resources }) => resources)),
          ]),
        },
      ];
    },
    csv: {
      name: ({ name }) => name,
      periods: ({ periods }) =>
        Object.fromEntries(periods.map(({ start, resources }) => [start, resources])),
    },
  };
}

function cell({ resources, unread }: Growth['periods'][number]): string {
  return `${resources.toLocaleString('en-US')}${unread > 0 ? '?' : ''}`;
}

const bars = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/** From zero, so that a small change looks small. */
function chart(values: readonly number[]): string {
  const most = Math.max(1, ...values);
  return values
    .map((value) => bars[Math.min(bars.length - 1, Math.floor((value / most) * bars.length))])
    .join('');
}
