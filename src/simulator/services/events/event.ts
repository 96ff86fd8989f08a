/** An event in the form in which EventBridge delivers it. */

import type { Random } from '../../../model/random.ts';
import { hexadecimal } from '../../world/ids.ts';

/** An event as a target receives it. */
export interface SimulatedEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  /** The sender's account: it stays the same from bus to bus. */
  readonly account: string;
  /** ISO, to the second. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: object;
}

/** An event to publish. */
export interface NewEvent {
  /** `aws.organizations`. */
  readonly source: string;
  /** `AWS API Call via CloudTrail`. */
  readonly detailType: string;
  /** The account whose default bus receives it. */
  readonly account: string;
  readonly region: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** ARNs. Default: none. */
  readonly resources?: readonly string[];
  /** As the service writes it; rules match its members. */
  readonly detail: object;
}

export function makeEvent(random: Random, options: NewEvent): SimulatedEvent {
  return {
    version: '0',
    id: uuid(random),
    'detail-type': options.detailType,
    source: options.source,
    account: options.account,
    time: `${new Date(options.at).toISOString().slice(0, 19)}Z`,
    region: options.region,
    resources: options.resources ?? [],
    detail: options.detail,
  };
}

export function uuid(random: Random): string {
  const digits = random.text(hexadecimal, 30);
  const part = (from: number, to: number) => digits.slice(from, to);
  return `${part(0, 8)}-${part(8, 12)}-4${part(12, 15)}-8${part(15, 18)}-${part(18, 30)}`;
}
