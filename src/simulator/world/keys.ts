/** Access keys: the one map from a key id to its caller. */

import type { CallerIdentity } from './caller.ts';

export interface AccessKey {
  readonly caller: CallerIdentity;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** Users' keys can be deactivated. */
  readonly active: boolean;
  /** Called for every call that was signed with it. */
  readonly onUse?: (use: KeyUse) => void;
}

interface KeyUse {
  readonly at: number;
  readonly region: string;
  readonly service: string;
}

export interface Keys {
  find(accessKeyId: string): AccessKey | undefined;
  /** Replaces a key of the same id. */
  put(key: AccessKey, now: number): void;
  remove(accessKeyId: string): void;
  readonly size: number;
}

/** How long an ended session is reported as expired, before it is unknown. */
const graceMs = 3_600_000;
const sweepEvery = 1_000;

/** Sessions that ended more than an hour ago are removed now and then, so that memory stays flat. */
export function createKeys(): Keys {
  const keys = new Map<string, AccessKey>();
  let untilSweep = sweepEvery;
  const sweep = (now: number) => {
    for (const [id, { caller }] of keys) {
      if (caller.session && caller.session.expiresAt + graceMs < now) keys.delete(id);
    }
    untilSweep = sweepEvery;
  };
  return {
    find: (id) => keys.get(id),
    put: (key, now) => {
      keys.set(key.caller.accessKeyId, key);
      if (--untilSweep <= 0) sweep(now);
    },
    remove: (id) => keys.delete(id),
    get size() {
      return keys.size;
    },
  };
}
