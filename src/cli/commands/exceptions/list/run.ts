/** `flotilla exceptions list`: the incidents that exceptions have opened. */

import { openTracker } from '../../../../incidents/open-tracker.ts';
import type { RunOf } from '../../../define-command.ts';
import { count } from '../../../output/text.ts';
import { withLifecycle } from '../../lifecycle/open.ts';
import { incidentView, toIncidentRecord } from '../record.ts';
import type { command } from './command.ts';

export const run: RunOf<typeof command> = (options, context) =>
  withLifecycle(options, context, async (lifecycle) => {
    const tracker = openTracker(lifecycle);
    const printer = context.printer(incidentView);
    const { signal } = context;
    let listed = 0;
    try {
      for await (const incident of tracker.list({ includeResolved: options.all, signal })) {
        printer.write(toIncidentRecord(incident));
        listed++;
      }
    } finally {
      printer.end();
    }
    const kind = options.all ? 'incident' : 'open incident';
    return { summary: `${count(listed, kind)} in ${tracker.name}` };
  });
