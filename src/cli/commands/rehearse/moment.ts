/** `flotilla rehearse --account`: an account at one moment of a rehearsal, from its journal. */

import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { FlotillaError } from '../../../model/flotilla-error.ts';
import { readMoment } from '../../../rehearsal/journal.ts';
import type { CommandContext } from '../../command-context.ts';
import type { CommandResult } from '../../define-command.ts';
import type { DocumentView } from '../../output/printer.ts';
import type { TableData } from '../../output/table.ts';
import type { MomentDocument } from './documents.ts';
import { timelineTable } from './report-view.ts';

interface MomentRequest {
  readonly account: string;
  readonly until: string | undefined;
  readonly journal: string | undefined;
}

export async function showMoment(
  { account, until, journal: path }: MomentRequest,
  context: CommandContext,
): Promise<CommandResult> {
  if (path === undefined) {
    throw new FlotillaError(
      'InvalidInput',
      '--account reads a journal; give --journal with the file of an earlier rehearsal',
    );
  }
  const stream = createReadStream(path, { signal: context.signal });
  await opened(stream, path);
  const lines = createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY });
  const moment = await readMoment(lines, { path, account, until: timeOf(until) });
  lines.close();
  stream.destroy();
  context.print(moment as MomentDocument, momentView);
  return { summary: `${account} was ${moment.state} at ${moment.until}` };
}

/** Times are in UTC, like those of the journal. */
function timeOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  return Date.parse(text.includes('T') && !text.endsWith('Z') ? `${text}Z` : text);
}

async function opened(stream: ReturnType<typeof createReadStream>, path: string): Promise<void> {
  try {
    await once(stream, 'open');
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new FlotillaError(
      'File',
      `--journal: cannot read "${path}" (${code ?? message}); check the path`,
      { cause },
    );
  }
}

const momentView: DocumentView<MomentDocument> = {
  tables: (moment) => [facts(moment), timelineTable('Latest entries', moment.entries)],
  rows: ({ entries }) => entries,
};

function facts({ account, until, state, since, action, decision }: MomentDocument): TableData {
  const decided = (entry: MomentDocument['decision']) =>
    entry ? `${entry.at}  ${entry.action} by rule ${entry.rule}: ${entry.text}` : 'none yet';
  return {
    heads: ['Account', account],
    rows: [
      ['At', until],
      ['State', since === undefined ? state : `${state} since ${since}`],
      ['Last decision', decided(decision)],
      ['Last action', decided(action)],
    ],
    wraps: true,
  };
}
