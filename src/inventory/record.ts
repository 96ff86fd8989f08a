/** The records of an inventory, and the description of what is missing. */

/** One resource. Lines of NDJSON and rows of Parquet have these columns, in this order. */
export interface InventoryRecord {
  readonly accountId: string;
  readonly accountName?: string;
  readonly ouPath?: string;
  /** `global` for what has no region. */
  readonly region: string;
  /** `EC2`. */
  readonly service: string;
  /** `instance`. */
  readonly type: string;
  /** Unique within account, region, service and type. */
  readonly id: string;
  readonly arn?: string;
  readonly tags: Readonly<Record<string, string>>;
  /** ISO 8601, UTC. */
  readonly collectedAt: string;
  readonly catalogueVersion: string;
  /** As AWS returns it, dates as ISO text, blobs as base64, details grafted in. */
  readonly resource: Readonly<Record<string, unknown>>;
  /** Details that could not be read: the record exists, and lists what is missing. */
  readonly unread?: readonly {
    readonly operation: string;
    readonly kind: string;
    readonly code: string;
  }[];
}

/** The result of one catalogue entry in one account and region. Every entry × region of the run has one. */
export interface ManifestEntry {
  readonly accountId: string;
  readonly region: string;
  readonly service: string;
  readonly type: string;
  readonly status: 'done' | 'denied' | 'not-enabled' | 'throttled' | 'failed';
  /** Records written; for a failure, those of the pages before it. */
  readonly count: number;
  /** Records with at least one detail that could not be read. */
  readonly partial: number;
  /** Resources that were deleted between their listing and their details; they have no record. Absent: none. */
  readonly vanished?: number;
  readonly code?: string;
  readonly message?: string;
  readonly requestId?: string;
  readonly calls: number;
  readonly durationMs: number;
}

/** Of one account: written after its records. */
export interface AccountManifest {
  readonly version: 1;
  readonly runId: string;
  readonly accountId: string;
  readonly accountName?: string;
  readonly ouPath?: string;
  /** `complete`: every entry done. `partial`: some were not. `failed`: nothing could be read (the role, the regions). */
  readonly status: 'complete' | 'partial' | 'failed';
  readonly failure?: { readonly kind: string; readonly code: string; readonly message: string };
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly records: number;
  readonly entries: readonly ManifestEntry[];
}

/** An account in a run's summary. */
export interface AccountLine {
  readonly accountId: string;
  readonly accountName?: string;
  readonly status: 'complete' | 'partial' | 'failed' | 'skipped';
  readonly reason?: string;
  readonly records: number;
  readonly gaps: number;
}

/** Of a run: written last, so that a reader can distinguish a finished run from an interrupted one. */
export interface RunSummary {
  readonly version: 1;
  readonly runId: string;
  /** UTC date of the start, `2026-01-31`: the partition of the run. */
  readonly date: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly catalogueVersion: string;
  readonly formats: readonly ('ndjson' | 'parquet' | 'recon')[];
  readonly accounts: readonly AccountLine[];
  readonly records: number;
  readonly calls: number;
  /** Undefined where the accounts were collected by functions that do not know of each other. */
  readonly throttles?: number;
  /** Types that one account lists for all of them, and that none could list. Absent where there are none. */
  readonly unlisted?: readonly { readonly service: string; readonly type: string }[];
}
