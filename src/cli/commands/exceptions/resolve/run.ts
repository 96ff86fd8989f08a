/** `flotilla exceptions resolve`: resolves an incident. */

import { openTracker } from '../../../../incidents/open-tracker.ts';
import type { RunOf } from '../../../define-command.ts';
import { withLifecycle } from '../../lifecycle/open.ts';
import { incidentView, toIncidentRecord } from '../record.ts';
import { requireIncident } from '../require-incident.ts';
import type { command } from './command.ts';

export const run: RunOf<typeof command> = ({ id, ...options }, context) =>
  withLifecycle(options, context, async (lifecycle) => {
    const tracker = openTracker(lifecycle);
    const incident = await requireIncident(tracker, id);
    const printer = context.printer(incidentView);
    if (incident.status === 'resolved') {
      printer.write(toIncidentRecord(incident));
      printer.end();
      return { summary: `${id} was resolved before` };
    }
    await context.confirm({ question: `Resolve "${incident.title}"?`, targets: 1 });
    const tally = context.startTally(1);
    tally.start(id);
    await tracker.resolve(id);
    tally.settle(id, 'done');
    printer.write(toIncidentRecord({ ...incident, status: 'resolved' }));
    printer.end();
    return undefined;
  });
