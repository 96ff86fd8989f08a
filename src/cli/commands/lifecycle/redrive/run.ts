/** `flotilla lifecycle redrive`: handles events again that no handler could process. */

import { classify } from '../../../../aws/failures.ts';
import { fanOut } from '../../../../fleet/fan-out.ts';
import type { SettledItem } from '../../../../fleet/settled-item.ts';
import { createHandlers } from '../../../../functions/create-handlers.ts';
import { logLines } from '../../../../lifecycle/handlers/handler-result.ts';
import {
  type DeadLetter,
  type RedriveResult,
  readDeadLetters,
  redrive,
} from '../../../../lifecycle/hub/redrive.ts';
import type { Lifecycle } from '../../../../lifecycle/lifecycle.ts';
import type { CommandContext } from '../../../command-context.ts';
import type { RunOf } from '../../../define-command.ts';
import { planText } from '../../../output/plan-text.ts';
import { count } from '../../../output/text.ts';
import type { TallyResult } from '../../../tally.ts';
import { withLifecycle } from '../open.ts';
import type { command } from './command.ts';
import { type DeadLetterRecord, deadLetterView } from './record.ts';

export const run: RunOf<typeof command> = (options, context) =>
  withLifecycle(options, context, async (lifecycle) => {
    const letters: DeadLetter[] = [];
    for await (const letter of readDeadLetters(lifecycle, context.signal)) letters.push(letter);
    const plan = letters.map(waitingRecord);
    if (options.dryRun || letters.length === 0) {
      const printer = context.printer(deadLetterView);
      for (const record of plan) printer.write(record);
      printer.end();
      const would = `${count(letters.length, 'event')} would be handled again`;
      return { summary: letters.length > 0 ? would : 'no events in the dead-letter queue' };
    }
    await context.confirm({
      question: `Handle ${count(letters.length, 'event')} again?`,
      targets: letters.length,
      plan: planText(deadLetterView.tables(plan), context.io),
    });
    await handleAgain(lifecycle, letters, context);
    return undefined;
  });

/** One after the other: two events may be about the same account. */
async function handleAgain(
  lifecycle: Lifecycle,
  letters: readonly DeadLetter[],
  context: CommandContext,
): Promise<void> {
  const { signal } = context;
  const handlers = createHandlers({ fetch: globalThis.fetch });
  const tally = context.startTally(letters.length);
  const printer = context.printer(deadLetterView);
  const operation = (letter: DeadLetter) => {
    tally.start(letter.messageId);
    return redrive(lifecycle, handlers, letter);
  };
  const { clock } = lifecycle;
  const options = { concurrency: 1, order: 'input', signal, clock } as const;
  try {
    for await (const settled of fanOut(letters, operation, options)) {
      const record = settledRecord(settled, signal);
      printer.write(record);
      const result = results[record.status];
      if (result) tally.settle(record.messageId, result);
    }
  } finally {
    printer.end();
  }
}

const results: Readonly<Record<DeadLetterRecord['status'], TallyResult | undefined>> = {
  waiting: undefined,
  done: 'done',
  failed: 'failed',
  unroutable: 'failed',
  interrupted: 'stopped',
  'not-started': undefined,
};

function waitingRecord({ messageId, route = '', error = '' }: DeadLetter): DeadLetterRecord {
  return { messageId, route, status: 'waiting', detail: error };
}

function settledRecord(
  settled: SettledItem<DeadLetter, RedriveResult>,
  signal: AbortSignal,
): DeadLetterRecord {
  const { messageId, route = '' } = settled.item;
  const common = { messageId, route };
  switch (settled.status) {
    case 'done':
      return { ...common, status: settled.value.status, detail: detailOf(settled.value) };
    case 'not-started':
      return { ...common, status: settled.status, detail: 'interrupted before it was started' };
    case 'failed':
  }
  if (signal.aborted && settled.error === signal.reason) {
    const detail = 'interrupted while it was handled; it stays in the queue';
    return { ...common, status: 'interrupted', detail };
  }
  const { message, code } = classify(settled.error);
  return { ...common, status: 'failed', detail: `${message} (${code})` };
}

function detailOf(redriven: RedriveResult): string {
  switch (redriven.status) {
    case 'done':
      return logLines(redriven.result).join('; ');
    case 'failed':
      return `${redriven.failure.message} (${redriven.failure.code})`;
    case 'unroutable':
      return 'it names no handler of this environment';
  }
}
