/** What a handler did with an event, as data; and as the log line that operators search for. */

import type { AdvanceResult } from '../engine/advance.ts';

export type HandlerResult =
  /** The event does not concern this installation. */
  | { readonly did: 'ignore'; readonly reason: string }
  | {
      readonly did: 'advance';
      readonly accountId: string;
      /** The rules that were applied, in order. */
      readonly rules: readonly string[];
    }
  /** Trying again would not help: the account has its exception, and the sweep looks at it again. */
  | { readonly did: 'fail'; readonly accountId: string; readonly reason: string }
  | { readonly did: 'record'; readonly label: string; readonly accountId?: string }
  /** People were notified, and an incident has the exception. */
  | {
      readonly did: 'exception';
      readonly label: string;
      readonly accountId?: string;
      /** Undefined: there are no incidents, or it could not be opened. */
      readonly incidentId?: string;
      /** False: the exception was added to an open incident. */
      readonly isNew?: boolean;
      readonly channels: readonly NotifiedChannel[];
      /** What could not be done. */
      readonly notes: readonly string[];
    }
  /** Incidents whose cause is gone were resolved. */
  | { readonly did: 'resolve'; readonly accountId: string; readonly incidents: readonly string[] }
  /** The holder of an account was mailed. */
  | {
      readonly did: 'notice';
      /** Such as `release`. */
      readonly notice: string;
      readonly accountId: string;
      /** Why the mail was refused for good. */
      readonly refused?: string;
    }
  /** A request was answered with a page. */
  | {
      readonly did: 'respond';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
      /** For the log: what was done, without what the request contains. */
      readonly summary: string;
    }
  /** Objects were written to the reports bucket. */
  | {
      readonly did: 'report';
      /** Such as `inventory of accounts`. */
      readonly report: string;
      readonly keys: readonly string[];
      /** What readers of the report should know. */
      readonly notes: readonly string[];
    }
  /** Accounts were sent to the queue. */
  | {
      readonly did: 'plan';
      readonly accounts: number;
      readonly managed: number;
      readonly sent: number;
      /** Reasons of windows that were closed. */
      readonly closed: readonly string[];
    }
  /** A batch of the queue. Messages that failed are delivered again. */
  | {
      readonly did: 'batch';
      readonly results: readonly HandlerResult[];
      readonly failed: readonly FailedMessage[];
    };

export interface FailedMessage {
  readonly messageId: string;
  readonly reason: string;
}

export interface NotifiedChannel {
  readonly channel: string;
  readonly status: 'sent' | 'failed';
  readonly reason?: string;
}

export function ignored(reason: string): HandlerResult {
  return { did: 'ignore', reason };
}

export function advanced({ accountId, decisions }: AdvanceResult): HandlerResult {
  return { did: 'advance', accountId, rules: decisions.map(({ rule }) => rule) };
}

/** One line of the log for each account, event or plan. */
export function logLines(result: HandlerResult): readonly string[] {
  switch (result.did) {
    case 'ignore':
      return [`[DEBUG] ${result.reason}`];
    case 'advance':
      return [`[OK] ${result.accountId} ${result.rules.join(', ')}`];
    case 'fail':
      return [`[ERROR] ${result.accountId} ${result.reason}`];
    case 'record':
      return [['[OK]', result.label, result.accountId].filter(Boolean).join(' ')];
    case 'exception':
      return [
        ['[OK]', result.label, result.accountId, result.incidentId].filter(Boolean).join(' '),
        ...result.channels
          .filter(({ status }) => status === 'failed')
          .map(({ channel, reason }) => `[WARNING] channel ${channel}: ${reason}`),
        ...result.notes.map((note) => `[WARNING] ${note}`),
      ];
    case 'resolve':
      return [`[OK] ${result.accountId} resolved ${result.incidents.join(', ') || 'nothing'}`];
    case 'notice':
      return result.refused === undefined
        ? [`[OK] ${result.accountId} notice ${result.notice}`]
        : [`[ERROR] ${result.accountId} notice ${result.notice}: ${result.refused}`];
    case 'respond':
      return [`[${result.status < 400 ? 'OK' : 'WARNING'}] ${result.status} ${result.summary}`];
    case 'report':
      return [
        `[OK] ${result.report}: ${result.keys.length} objects`,
        ...result.keys.map((key) => `[OK] ${key}`),
        ...result.notes.map((note) => `[WARNING] ${note}`),
      ];
    case 'plan':
      return [
        `[OK] ${result.accounts} accounts, ${result.managed} managed, ${result.sent} sent to workers`,
        ...result.closed.map((reason) => `[WARNING] ${reason}`),
      ];
    case 'batch':
      return [
        ...result.results.flatMap(logLines),
        ...result.failed.map(({ messageId, reason }) => `[ERROR] message ${messageId}: ${reason}`),
      ];
  }
}
