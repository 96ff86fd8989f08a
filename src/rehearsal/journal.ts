/**
 * The journal of a rehearsal: a header, and a line of JSON for everything that happened. Reading it shows an account at
 * any moment: its state, the last decision about it and the reason.
 */

import * as z from 'zod';
import { FlotillaError } from '../model/flotilla-error.ts';
import { type JournalEntry, journalKinds } from './report.ts';

/** The first line. Versions change when the meaning of lines does. */
const journalHeaderSchema = z.strictObject({
  what: z.literal('rehearsal'),
  version: z.literal(1),
  accounts: z.number(),
  days: z.number(),
  seed: z.string(),
});

export type JournalHeader = z.output<typeof journalHeaderSchema>;

export const journalEntrySchema = z.strictObject({
  at: z.string().describe('ISO, UTC.'),
  what: z.enum(journalKinds),
  account: z.string().optional(),
  text: z.string(),
  rule: z.string().optional().describe('Of a decision.'),
  action: z.string().optional().describe('Of a decision: what it does.'),
  by: z
    .string()
    .optional()
    .describe('Why the account was checked; for a state, the principal that set it.'),
});

/** An account at one moment of a rehearsal. */
export interface AccountMoment {
  readonly account: string;
  readonly until: string;
  readonly state: string;
  /** When the state was set. Undefined: the journal has none. */
  readonly since?: string;
  /** The last decision that does more than wait, and the last one of all. */
  readonly action?: JournalEntry;
  readonly decision?: JournalEntry;
  /** The latest entries about the account, oldest first. */
  readonly entries: readonly JournalEntry[];
}

export interface MomentOptions {
  /** The name of the file, for messages. */
  readonly path: string;
  readonly account: string;
  /** Milliseconds since 1970. Undefined: the end of the journal. */
  readonly until: number | undefined;
}

const maxEntries = 24;

/** Reads the lines of a journal. Throws `InvalidInput` for another file, and for an account that it does not have. */
export async function readMoment(
  lines: AsyncIterable<string>,
  { path, account, until }: MomentOptions,
): Promise<AccountMoment> {
  const entries: JournalEntry[] = [];
  let number = 0;
  let last = '';
  for await (const line of lines) {
    if (++number === 1) checkHeader(line, path);
    else {
      const at = line.slice('{"at":"'.length, '{"at":"'.length + 24);
      if (until !== undefined && Date.parse(at) > until) break;
      last = at;
      // Most lines are about other accounts.
      if (line.includes(account)) entries.push(...about(account, parseEntry(line, path, number)));
    }
  }
  if (number === 0) throw notJournal(path);
  if (entries.length === 0) throw unknownAccount(path, account);
  return momentOf(account, entries, until === undefined ? last : new Date(until).toISOString());
}

function momentOf(account: string, entries: readonly JournalEntry[], until: string): AccountMoment {
  const state = entries.findLast(({ what }) => what === 'state');
  const decisions = entries.filter(({ what }) => what === 'decision');
  const decision = decisions.at(-1);
  const action = decisions.findLast(({ action }) => action !== 'wait');
  return {
    account,
    until,
    state: state?.text ?? 'none',
    ...(state && { since: state.at }),
    ...(action && { action }),
    ...(decision && { decision }),
    entries: entries.slice(-maxEntries),
  };
}

function about(account: string, entry: JournalEntry): readonly JournalEntry[] {
  return entry.account === account ? [entry] : [];
}

function checkHeader(line: string, path: string): void {
  if (!journalHeaderSchema.safeParse(parseJson(line)).success) throw notJournal(path);
}

function parseEntry(line: string, path: string, number: number): JournalEntry {
  const read = journalEntrySchema.safeParse(parseJson(line));
  if (read.success) return read.data as JournalEntry;
  throw new FlotillaError(
    'InvalidInput',
    `${path}:${number}: this line is not an entry of a journal; write the journal again`,
  );
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function notJournal(path: string): FlotillaError {
  return new FlotillaError(
    'InvalidInput',
    `${path} is not a journal of this version; write one with: flotilla rehearse --journal ${path}`,
  );
}

function unknownAccount(path: string, account: string): FlotillaError {
  return new FlotillaError(
    'InvalidInput',
    `${path} has nothing about account "${account}" until then; give an id and a time of that rehearsal`,
  );
}
