/** The incident of an id that was typed. */

import { classify } from '../../../aws/failures.ts';
import type { IncidentDetails } from '../../../incidents/incident.ts';
import type { IncidentTracker } from '../../../incidents/incident-tracker.ts';
import { FlotillaError } from '../../../model/flotilla-error.ts';

export async function requireIncident(
  tracker: IncidentTracker,
  id: string,
): Promise<IncidentDetails> {
  const incident = await readIncident(tracker, id);
  if (incident) return incident;
  throw new FlotillaError(
    'InvalidInput',
    `there is no incident "${id}" in ${tracker.name}; see flotilla exceptions list --all`,
  );
}

/** Ids of another form are refused by AWS. */
async function readIncident(
  tracker: IncidentTracker,
  id: string,
): Promise<IncidentDetails | undefined> {
  try {
    return await tracker.read(id);
  } catch (error) {
    if (classify(error).kind === 'invalid') return undefined;
    throw error;
  }
}
