/** `flotilla notify event`: one event on the bus, so that people see what follows. */

import type * as z from 'zod';
import { publishEvents } from '../../../../lifecycle/events/publish-events.ts';
import {
  type AccountEventLabel,
  accountEventEntry,
  type EventEntry,
} from '../../../../model/account-event.ts';
import { isExceptionLabel, payloadEventEntry } from '../../../../model/payload-event.ts';
import type { RunOf } from '../../../define-command.ts';
import { withLifecycle } from '../../lifecycle/open.ts';
import type { command, sampleEventSchema } from './command.ts';

export const run: RunOf<typeof command> = (options, context) =>
  withLifecycle(options, context, async ({ hub, inHub }) => {
    const { label, account, message = 'A sample, sent by flotilla notify event' } = options;
    const entry = entryOf({ label, account, message, environment: hub.environment });
    const bus = `the bus of account ${hub.accountId}, ${hub.region}`;
    const document = documentOf(entry);
    await context.confirm({
      question: `Put ${label} about account ${account} on ${bus}?`,
      targets: 1,
      plan: JSON.stringify(document.detail, null, 2),
    });
    const tally = context.startTally(1);
    tally.start(label);
    await publishEvents(inHub('events'), [entry]);
    tally.settle(label, 'done');
    context.print(document, {
      tables: () => [],
      text: () => `${JSON.stringify(document, null, 2)}\n`,
    });
    return { summary: `${label} is on ${bus}` };
  });

interface SampleEvent {
  readonly label: string;
  readonly account: string;
  readonly message: string;
  readonly environment: string;
}

/** Events about an account have another form than those that carry a record. */
function entryOf({ label, account, message, environment }: SampleEvent): EventEntry {
  if (isExceptionLabel(label)) {
    const payload = { account, title: `Sample of ${label}`, message };
    return payloadEventEntry({ label, environment, payload });
  }
  // The declaration accepts these labels only.
  const known = label as AccountEventLabel;
  return accountEventEntry({ label: known, accountId: account, environment, message });
}

function documentOf({
  Source,
  DetailType,
  Detail,
}: EventEntry): z.output<typeof sampleEventSchema> {
  const detail = JSON.parse(Detail) as Record<string, unknown>;
  return { source: Source, detailType: DetailType, detail };
}
