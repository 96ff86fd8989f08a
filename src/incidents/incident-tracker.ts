/** Where incidents are kept. */

import type {
  IncidentAttachment,
  IncidentDetails,
  IncidentSummary,
  NewIncident,
  OpenedIncident,
} from './incident.ts';

export interface IncidentTracker {
  /** For people: `OpsCenter`. */
  readonly name: string;
  /** Opens an incident, or adds the event to the open one of the same key. Repeated for the same event, it adds nothing. */
  open(incident: NewIncident): Promise<OpenedIncident>;
  /** Adds an attachment, once per object. */
  attach(id: string, attachment: IncidentAttachment): Promise<void>;
  /** Returns the open incidents of an account, of these causes. */
  openOf(accountId: string, causes: readonly string[]): Promise<readonly OpenIncident[]>;
  resolve(id: string): Promise<void>;
  /** Deletes an incident for good. */
  delete(id: string): Promise<void>;
  list(options: ListIncidents): AsyncGenerator<IncidentSummary>;
  /** Undefined: there is no such incident. */
  read(id: string): Promise<IncidentDetails | undefined>;
}

export interface OpenIncident {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly openedAt: number;
}

interface ListIncidents {
  /** Default: the open ones only. */
  readonly includeResolved: boolean;
  readonly signal?: AbortSignal;
}
