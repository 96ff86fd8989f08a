/** Notices to the holders of accounts: their kinds, and the variables that their templates may have. */

import type { Findings } from './problem.ts';
import { strayBraces } from './template.ts';

/** A notice about an event, whose text may be replaced. */
export type EventNotice = 'release' | 'expiry' | 'purge' | 'budget-alert';

export const eventNotices = [
  'release',
  'expiry',
  'purge',
  'budget-alert',
] as const satisfies readonly EventNotice[];

/** A kind of mail to the holder of an account. `terms` are the documents of `features.with_end_user_documents`. */
export type HolderNotice = EventNotice | 'terms';

export const holderNotices = [...eventNotices, 'terms'] as const satisfies readonly HolderNotice[];

/** Known about every account. */
const accountVariables = ['account', 'account_id', 'holder', 'cost_center'] as const;

const noticeVariables: Readonly<Record<EventNotice, readonly string[]>> = {
  release: accountVariables,
  expiry: [...accountVariables, 'opens_at', 'resources', 'keep_tag'],
  purge: [...accountVariables, 'resources', 'keep_tag'],
  'budget-alert': [...accountVariables, 'alert'],
};

/** Whether a purge can be asked to delete nothing. Another buildspec would delete days before its window. */
export function canRunDry(purgeBuildspec: string): boolean {
  return purgeBuildspec.includes('PURGE_MODE');
}

/** Reports each variable that the notice does not have, with its position in the template. */
export function checkNoticeTemplate(
  notice: EventNotice,
  template: string,
  findings: Findings,
): void {
  const variables = noticeVariables[notice];
  const allowed = variables.map((name) => `{${name}}`).join(', ');
  for (const { token, index } of strayBraces(template, variables)) {
    const message = `"${token}" is not a variable of the notice ${notice}: use ${allowed}, or {{ and }} for braces`;
    findings.problem({ at: positionAt(template, index), path: notice, message });
  }
}

function positionAt(text: string, index: number) {
  const before = text.slice(0, index).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}
