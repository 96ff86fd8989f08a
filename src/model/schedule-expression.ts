/**
 * EventBridge's schedule expressions, `rate(…)` and `cron(…)`, converted for the cron library.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */

import { Cron } from 'croner';

export type ScheduleExpression =
  | { readonly every: number }
  /** In the library's syntax: seconds first, weekdays by name. */
  | { readonly cron: string };

const units: Readonly<Record<string, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

/** Returns the expression, or a problem as text. */
export function parseExpression(text: string): ScheduleExpression | { readonly problem: string } {
  const rate = /^rate\((\d+) (minute|hour|day)(s?)\)$/.exec(text);
  if (rate) return parseRate(Number(rate[1]), rate[2] ?? '', rate[3] === 's');
  const cron = /^cron\((.+)\)$/.exec(text);
  if (cron) return parseCron(cron[1] ?? '');
  return {
    problem: `"${text}" is neither cron(…) nor rate(…); for instance cron(0 18 ? * SAT *) or rate(1 hour)`,
  };
}

function parseRate(
  count: number,
  unit: string,
  isPlural: boolean,
): ReturnType<typeof parseExpression> {
  if (count < 1) return { problem: `rate(${count} ${unit}): the number must be 1 or more` };
  if ((count === 1) === isPlural) {
    const right = count === 1 ? unit : `${unit}s`;
    return {
      problem: `rate(${count} ${unit}${isPlural ? 's' : ''}): EventBridge requires ${right}`,
    };
  }
  return { every: count * (units[unit] ?? 0) };
}

const fieldNames = ['minutes', 'hours', 'day of month', 'month', 'day of week', 'year'];

function parseCron(text: string): ReturnType<typeof parseExpression> {
  const fields = text.trim().split(/\s+/);
  if (fields.length !== 6) {
    return {
      problem: `cron(${text}) has ${fields.length} fields; EventBridge requires 6: ${fieldNames.join(', ')}`,
    };
  }
  const [minutes = '', hours = '', day = '', month = '', weekday = '', year = ''] = fields;
  if ((day === '?') === (weekday === '?')) {
    return { problem: `cron(${text}): exactly one of day of month and day of week must be ?` };
  }
  if (!weekday.split(',').every((part) => weekdayPart.test(part))) {
    return {
      problem: `cron(${text}): "${weekday}" is not a day of the week; days are 1 (Sunday) to 7 (Saturday), or SUN to SAT`,
    };
  }
  const cron = [
    '0',
    stepped(minutes, '59'),
    stepped(hours, '23'),
    stepped(day, '31'),
    stepped(month, '12'),
    weekdays(weekday),
    stepped(year, '2199'),
  ].join(' ');
  try {
    new Cron(cron, { timezone: 'UTC' });
    return { cron };
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^CronPattern: /, '') : '';
    return { problem: `cron(${text}): ${reason}` };
  }
}

/** `0/15` is every quarter from the hour on; the library requires an end. */
function stepped(field: string, last: string): string {
  return field.replace(/(^|,)(\d+)\/(\d+)/g, `$1$2-${last}/$3`);
}

/** A day, a range, a step, the nth or the last one of the month. */
const weekdayPart = new RegExp(
  '^([?*L]|[*]/D|D(-D)?(/[1-7])?|D#[1-5]|DL)$'.replaceAll(
    'D',
    '([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)',
  ),
  'i',
);

const names = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** EventBridge counts from Sunday, which is 1; a lone L is the last day of the week. */
function weekdays(field: string): string {
  if (field === 'L') return 'SAT';
  return field
    .split(',')
    .map((part) =>
      part
        .replace(/^([1-7])\//, '$1-7/')
        .replace(/^[1-7]|(?<=-)[1-7]/g, (digit) => names[Number(digit) - 1] ?? digit),
    )
    .join(',');
}
