/** Reads the events that the life cycle and its builds publish: what they are about, and which accounts they name. */

import { eventSource } from '../model/account-event.ts';
import { activityLabels, exceptionLabels } from '../model/payload-event.ts';
import type { SimulatedEvent } from '../simulator/index.ts';

export interface PublishedEvent {
  readonly kind: 'event' | 'activity' | 'exception';
  readonly label: string;
  readonly account: string;
  readonly message: string | undefined;
  /** Of the transaction that it ends. */
  readonly identifier: string | undefined;
  /** Accounts that an exception names, so that an operator looks after them. */
  readonly named: readonly string[];
}

interface Detail {
  readonly Account?: string;
  readonly Message?: string;
  readonly Payload?: Readonly<Record<string, unknown>>;
}

/** Undefined for events of others. */
export function decodePublished(event: SimulatedEvent): PublishedEvent | undefined {
  if (event.source !== eventSource) return undefined;
  const label = event['detail-type'];
  const { Account, Message, Payload = {} } = event.detail as Detail;
  const { account, message, identifier } = Payload;
  const kind = kindOf(label);
  return {
    kind,
    label,
    account: String(Account ?? account ?? event.account),
    message: Message ?? (message === undefined ? undefined : String(message)),
    identifier: isEnd(label) && identifier !== undefined ? String(identifier) : undefined,
    named: kind === 'exception' && !isRetried(label) ? accountsIn(Payload) : [],
  };
}

function kindOf(label: string): PublishedEvent['kind'] {
  if ((activityLabels as readonly string[]).includes(label)) return 'activity';
  return (exceptionLabels as readonly string[]).includes(label) ? 'exception' : 'event';
}

function isEnd(label: string): boolean {
  return /^(Successful|Failed)(OnBoarding|Maintenance)/.test(label);
}

/** A build that failed is tried again, so the account is still expected to continue. */
function isRetried(label: string): boolean {
  return label === 'FailedCodebuildException';
}

function accountsIn(payload: object): string[] {
  return [...new Set(JSON.stringify(payload).match(/(?<!\d)\d{12}(?!\d)/g))];
}
