/**
 * The limits of incidents.
 * https://docs.aws.amazon.com/incident-manager/latest/APIReference/API_IncidentTemplate.html
 */

import { invalid } from './state.ts';

interface WrittenIncident {
  readonly title?: string;
  readonly summary?: string;
  readonly impact?: number;
}

export function checkIncident({ title = '', summary = '', impact }: WrittenIncident): void {
  if (title.length > 200) throw invalid('The title must have at most 200 characters.');
  if (summary.length > 8_000) throw invalid('The summary must have at most 8000 characters.');
  if (impact !== undefined && !(impact >= 1 && impact <= 5)) {
    throw invalid('The impact must be between 1 and 5.');
  }
}
