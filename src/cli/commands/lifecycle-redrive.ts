/** `flotilla lifecycle redrive`: handles events once more that no handler could take. */

import {
  type DeadLetter,
  type RedriveResult,
  readDeadLetters,
  redrive,
} from '../../lifecycle/hub/redrive.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { consents } from '../lifecycle/consent.ts';
import { type LifecycleGiven, withLifecycle } from '../lifecycle/open.ts';
import type { Format } from '../options/output.ts';
import { createPrinter, type View } from '../output/printer.ts';
import { count } from '../output/text.ts';

export interface RedriveGiven extends LifecycleGiven {
  readonly output: Format;
  readonly yes?: boolean;
}

interface LetterRecord {
  readonly messageId: string;
  readonly route: string;
  readonly status: 'waiting' | RedriveResult['status'];
  readonly detail: string;
}

const view: View<LetterRecord> = {
  tables: (records) => [
    {
      heads: ['Message', 'Handler', 'Status', 'Detail'],
      rows: records.map(({ messageId, route, status, detail }) => [
        messageId,
        route,
        status,
        detail,
      ]),
      wraps: true,
    },
  ],
  csv: {
    messageId: ({ messageId }) => messageId,
    route: ({ route }) => route,
    status: ({ status }) => status,
    detail: ({ detail }) => detail,
  },
};

export async function lifecycleRedrive(given: RedriveGiven, io: Io): Promise<ExitCode> {
  return withLifecycle(given, io, async (lifecycle) => {
    const letters: DeadLetter[] = [];
    for await (const letter of readDeadLetters(lifecycle)) letters.push(letter);
    const printer = createPrinter(given.output, view, io);
    if (letters.length === 0) {
      printer.end();
      io.stderr.write('no event is waiting\n');
      return exitCode.done;
    }
    const plan = createPrinter('table', view, { stdout: io.stderr, env: io.env });
    for (const letter of letters) plan.write(record(letter, 'waiting', letter.error ?? ''));
    plan.end();
    const question = `Handle ${count(letters.length, 'event')} once more?`;
    if (!(await consents({ yes: given.yes, question }, io))) return exitCode.refused;
    let left = 0;
    for (const letter of letters) {
      const redriven = await redrive(lifecycle, letter);
      if (redriven.status !== 'done') left++;
      printer.write(record(letter, redriven.status, detailOf(redriven)));
    }
    printer.end();
    io.stderr.write(`${letters.length - left} handled, ${left} left in the queue\n`);
    return left > 0 ? exitCode.someFailed : exitCode.done;
  });
}

function record(letter: DeadLetter, status: LetterRecord['status'], detail: string): LetterRecord {
  return { messageId: letter.messageId, route: letter.route ?? '', status, detail };
}

function detailOf(redriven: RedriveResult): string {
  switch (redriven.status) {
    case 'done':
      return redriven.answer;
    case 'failed':
      return `${redriven.failure.message} (${redriven.failure.code})`;
    case 'unroutable':
      return 'it names no handler of this environment';
  }
}
