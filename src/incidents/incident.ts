/** What an incident is, whatever it is kept in. One account and one cause have at most one open incident. */

/** Identifies an incident: the account, `-` where there is none, and the cause. */
export interface IncidentKey {
  readonly accountId: string;
  readonly cause: string;
}

export interface NewIncident {
  readonly key: IncidentKey;
  readonly title: string;
  readonly message: string;
  /** 1 is critical, 5 has no impact. */
  readonly impact: number;
  /** `account`, `account-email`, `account-name`, `cost-center`, `organizational-unit`, `exception`. */
  readonly tags: Readonly<Record<string, string>>;
  /** Of the event: the same event is added once. */
  readonly eventId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** An event about an incident that is already open. */
export type FollowUp = Pick<NewIncident, 'title' | 'message' | 'eventId' | 'at'>;

/** An object of the reports bucket. */
export interface IncidentAttachment {
  readonly title: string;
  readonly bucket: string;
  readonly key: string;
}

export interface OpenedIncident {
  readonly id: string;
  /** False: it was open before, and the event was added. */
  readonly isNew: boolean;
}

export interface IncidentSummary {
  readonly id: string;
  readonly status: 'open' | 'resolved';
  readonly title: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  readonly openedAt: number;
  readonly changedAt: number;
  readonly followUps: number;
}

export interface IncidentDetails extends IncidentSummary {
  readonly message: string;
  readonly attachments: readonly IncidentAttachment[];
  /** The latest ones, the oldest first. */
  readonly latestFollowUps: readonly FollowUp[];
}
