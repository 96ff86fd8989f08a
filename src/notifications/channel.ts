/** A way to reach people. Each is independent of the others. */

import type { OperatorNotice } from './notification.ts';

export interface Channel {
  /** Unique within an installation: `teams`, `slack-2`. */
  readonly name: string;
  /** What would be sent, without addresses and secrets. */
  preview(notification: OperatorNotice): ChannelPreview;
  /** Throws a {@link SendFailed} when the message was not accepted, after retries. */
  send(notification: OperatorNotice, signal: AbortSignal): Promise<SentMessage>;
}

interface ChannelPreview {
  readonly format: 'json' | 'text';
  readonly body: string;
}

export interface SentMessage {
  readonly attempts: number;
}

/** Result of one channel, as data. Reasons contain neither addresses nor secrets. */
export type ChannelResult =
  | { readonly channel: string; readonly status: 'sent'; readonly attempts: number }
  | {
      readonly channel: string;
      readonly status: 'failed';
      readonly attempts: number;
      readonly reason: string;
    };

/** Thrown when a channel did not accept a message. Its message names neither the address nor the secret. */
export class SendFailed extends Error {
  override readonly name = 'SendFailed';
  readonly attempts: number;

  constructor(message: string, attempts: number) {
    super(message);
    this.attempts = attempts;
  }
}
