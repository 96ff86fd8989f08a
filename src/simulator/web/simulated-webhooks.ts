/** What tests do with webhooks: read what was posted, set the responses, post without a network. */

import { signingCertificate, signingCertificatePath } from '../services/sns/signature.ts';
import type { World } from '../world/world.ts';
import {
  type AnswerWebhook,
  answerWebhooks,
  type ReceivedWebhook,
  receivedWebhooks,
  receiveWebhook,
} from './webhooks.ts';

/** The webhooks of a simulated organization. */
export interface SimulatedWebhooks {
  /** All requests, the oldest first. */
  received(): readonly ReceivedWebhook[];
  /** Sets the responses from now on. Default: 200. */
  answer(answer: AnswerWebhook): void;
  /**
   * Posts to the receiver in this process, whatever the host of the URL is: in place of the global `fetch`. Gets the
   * key that SNS signs with.
   */
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
}

export function simulatedWebhooks(world: World): SimulatedWebhooks {
  return {
    received: () => [...receivedWebhooks(world)],
    answer: (answer) => answerWebhooks(world, answer),
    fetch: async (url, init) => {
      const { pathname, search, host } = new URL(url);
      if (host.startsWith('sns.') && pathname === signingCertificatePath) {
        return new Response(signingCertificate());
      }
      const request = new Request(url, init);
      const { status, headers, body } = receiveWebhook(world, {
        path: pathname + search,
        headers: { host, ...Object.fromEntries(request.headers) },
        body: await request.text(),
      });
      return new Response(body ?? '', { status, ...(headers && { headers }) });
    },
  };
}
