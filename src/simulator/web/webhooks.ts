/** Receives what is posted to webhooks, and answers as a test or an operator has set. */

import { perWorld } from '../world/service-state.ts';
import type { World } from '../world/world.ts';

/** A request that was posted to a webhook. */
export interface ReceivedWebhook {
  /** Milliseconds since 1970 on the simulator's clock. */
  readonly at: number;
  /** With the query. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The response of a webhook. Default: 200 with the text `ok`. */
export interface WebhookResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Undefined: the default. */
export type AnswerWebhook = (request: ReceivedWebhook) => WebhookResponse | undefined;

interface Webhooks {
  readonly received: ReceivedWebhook[];
  answer: AnswerWebhook;
}

const webhooksOf = perWorld((): Webhooks => ({ received: [], answer: () => undefined }));

export function receivedWebhooks(world: World): readonly ReceivedWebhook[] {
  return webhooksOf(world).received;
}

export function answerWebhooks(world: World, answer: AnswerWebhook): void {
  webhooksOf(world).answer = answer;
}

export function receiveWebhook(
  world: World,
  request: Omit<ReceivedWebhook, 'at'>,
): WebhookResponse {
  const webhooks = webhooksOf(world);
  const received = { ...request, at: world.clock.now() };
  webhooks.received.push(received);
  return webhooks.answer(received) ?? { status: 200, body: 'ok' };
}
