/** The account of the life cycle's own bus, tables and queues. */

/** The automation account, with our bus, tables and queues. */
export interface AutomationAccount {
  readonly accountId: string;
  readonly region: string;
  readonly partition: string;
  /** `environment_identifier` of the settings. */
  readonly environment: string;
}
