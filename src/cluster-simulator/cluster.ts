/** The parts of a simulated cluster that its server, its controllers and its kubelet share. */

import type { Clock } from '../model/clock.ts';
import type { IdentityProvider } from '../model/identity-provider.ts';
import type { Random } from '../model/random.ts';
import type { Ledger } from './ledger.ts';
import { timeText } from './object.ts';
import type { Store } from './store.ts';
import type { TaskQueue } from './task-queue.ts';
import type { Timers } from './timers.ts';

export interface Cluster {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly tasks: TaskQueue;
  readonly store: Store;
  readonly ledger: Ledger;
  readonly random: Random;
  readonly issuer: IdentityProvider;
  /** The region that the webhook of EKS sets in pods. */
  readonly region: string;
  /** The administrator's token, valid as long as the cluster exists. */
  readonly administratorToken: string;
  /** The address of the API when it is served. */
  endpoint: ApiEndpoint | undefined;
}

interface ApiEndpoint {
  readonly host: string;
  readonly port: number;
  readonly certificateAuthority: string;
}

export const nodeName = 'node-1';

/** Letters and digits of generated names; the API omits those that could form words. */
const nameAlphabet = 'bcdfghjklmnpqrstvwxz2456789';

export function nameSuffix({ random }: Pick<Cluster, 'random'>): string {
  return random.text(nameAlphabet, 5);
}

export function newUid({ random }: Pick<Cluster, 'random'>): string {
  const hex = (length: number) => random.text('0123456789abcdef', length);
  return `${hex(8)}-${hex(4)}-4${hex(3)}-${random.pick(['8', '9', 'a', 'b'])}${hex(3)}-${hex(12)}`;
}

export function nowText({ clock }: Pick<Cluster, 'clock'>): string {
  return timeText(clock.now());
}
