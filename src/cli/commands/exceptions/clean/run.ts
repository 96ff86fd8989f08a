/** `flotilla exceptions clean`: deletes incidents that were resolved long ago. */

import { classify } from '../../../../aws/failures.ts';
import type { IncidentSummary } from '../../../../incidents/incident.ts';
import type { IncidentTracker } from '../../../../incidents/incident-tracker.ts';
import { openTracker } from '../../../../incidents/open-tracker.ts';
import type { Lifecycle } from '../../../../lifecycle/lifecycle.ts';
import type { CommandContext } from '../../../command-context.ts';
import type { RunOf } from '../../../define-command.ts';
import { count } from '../../../output/text.ts';
import { withLifecycle } from '../../lifecycle/open.ts';
import { incidentView, toIncidentRecord } from '../record.ts';
import type { command } from './command.ts';

const defaultDays = 90;
const dayMs = 86_400_000;

export const run: RunOf<typeof command> = (options, context) =>
  withLifecycle(options, context, async (lifecycle) => {
    const { days = defaultDays, dryRun } = options;
    const tracker = openTracker(lifecycle);
    const old = await oldIncidents(lifecycle, tracker, { days, signal: context.signal });
    const what = count(old.length, 'incident');
    if (old.length === 0 || dryRun) {
      print(old, context);
      return { summary: `${what} of ${tracker.name} would be deleted` };
    }
    await context.confirm({
      question: `Delete ${what} of ${tracker.name}, resolved and unchanged for ${count(days, 'day')}?`,
      targets: old.length,
    });
    await deleteAll(tracker, old, context);
    return undefined;
  });

interface Age {
  readonly days: number;
  readonly signal: AbortSignal;
}

/** Incident Manager lists the incidents of every response plan: the settings name ours. */
async function oldIncidents(
  { settings, clock }: Lifecycle,
  tracker: IncidentTracker,
  { days, signal }: Age,
): Promise<readonly IncidentSummary[]> {
  const { withResponsePlanArn: plan } = settings.features;
  const ours = plan?.replace(':response-plan/', ':incident-record/');
  const before = clock.now() - days * dayMs;
  const found: IncidentSummary[] = [];
  for await (const incident of tracker.list({ includeResolved: true, signal })) {
    const isOurs = ours === undefined || incident.id.startsWith(`${ours}/`);
    if (isOurs && incident.status === 'resolved' && incident.changedAt <= before)
      found.push(incident);
  }
  return found;
}

function print(incidents: readonly IncidentSummary[], context: CommandContext): void {
  const printer = context.printer(incidentView);
  for (const incident of incidents) printer.write(toIncidentRecord(incident));
  printer.end();
}

/** One that cannot be deleted does not keep the others. */
async function deleteAll(
  tracker: IncidentTracker,
  incidents: readonly IncidentSummary[],
  context: CommandContext,
): Promise<void> {
  const tally = context.startTally(incidents.length);
  const printer = context.printer(incidentView);
  for (const incident of incidents) {
    if (context.signal.aborted) break;
    const { id } = incident;
    tally.start(id);
    try {
      await tracker.delete(id);
      tally.settle(id, 'done');
      printer.write(toIncidentRecord(incident));
    } catch (error) {
      const { code, message } = classify(error);
      context.warn(`${id}: ${code}: ${message}`);
      tally.settle(id, 'failed');
    }
  }
  printer.end();
}
