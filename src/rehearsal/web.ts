/** The web of a rehearsal: rates of currencies that never change, and the webhooks of the organization. */

import type { SimulatedOrganization } from '../simulator/index.ts';

/** Units for a dollar. */
const rates = { USD: 1, EUR: 0.92, GBP: 0.79, CHF: 0.88, JPY: 150.25, SEK: 10.4 };

export type RehearsalFetch = (url: string, init: RequestInit) => Promise<Response>;

/** In place of the global `fetch`, so that nothing leaves the process. */
export function rehearsalFetch({ webhooks }: SimulatedOrganization): RehearsalFetch {
  return async (url, init) =>
    new URL(url).pathname === '/v6/latest/USD'
      ? Response.json({ result: 'success', base_code: 'USD', rates })
      : await webhooks.fetch(url, init);
}
