/**
 * Rates of currencies for a dollar, from https://www.exchangerate-api.com/docs/free. Where the source cannot be reached,
 * the rates of the last time are used, and named so.
 */

import * as z from 'zod';
import type { Clock } from '../../model/clock.ts';
import { contentTypes, type ReportStore } from '../store/report-store.ts';

const sourceUrl = 'https://open.er-api.com/v6/latest/USD';

interface CurrencyRates {
  /** When the source was read, ISO. */
  readonly readAt: string;
  /** Units for a dollar, by the three letters of the currency. */
  readonly rates: Readonly<Record<string, number>>;
}

export interface UsedRates extends CurrencyRates {
  /** Why the source could not be read, and these are the last known rates. */
  readonly lastKnownBecause?: string;
}

/** The part of the global `fetch` that is needed. */
export type FetchText = (
  url: string,
  init: { readonly signal: AbortSignal },
) => Promise<Pick<Response, 'ok' | 'status' | 'text'>>;

export interface RatesAccess {
  readonly fetch: FetchText;
  readonly clock: Clock;
  readonly store: ReportStore;
  /** Key of the last known rates in the store. */
  readonly key: string;
}

/** Seconds to wait before the source is asked again. */
const waitsSeconds = [3, 9, 27, 81];
const timeoutMs = 10_000;

/** Of real currencies; a rate beyond them would be printed as an amount of many lines. */
const rate = z.number().min(1e-6).max(1e9);
const rates = z.record(z.string(), rate);
/** An error, rates of another base, and no rates at all must not replace the last known ones. */
const sourceSchema = z.object({
  result: z.literal('success'),
  rates: rates.refine(({ USD }) => USD === 1),
});
const storedSchema = z.object({ version: z.literal(1), readAt: z.string(), rates });

/** Undefined: the source cannot be reached, and was never reached before. */
export async function readRates(
  access: RatesAccess,
  signal?: AbortSignal,
): Promise<UsedRates | { readonly unavailable: string }> {
  const { store, key, clock } = access;
  const fetched = await fetchWithRetries(access, signal);
  if ('rates' in fetched) {
    const latest = { readAt: new Date(clock.now()).toISOString(), rates: fetched.rates };
    const body = `${JSON.stringify({ version: 1, ...latest }, null, 1)}\n`;
    await store.put({ key, contentType: contentTypes.json, body });
    return latest;
  }
  const stored = storedSchema.safeParse(parseJson((await store.read(key)) ?? ''));
  if (!stored.success) return { unavailable: fetched.failed };
  const { readAt, rates } = stored.data;
  return { readAt, rates, lastKnownBecause: fetched.failed };
}

type Fetched = Pick<CurrencyRates, 'rates'> | { readonly failed: string };

async function fetchWithRetries(access: RatesAccess, signal?: AbortSignal): Promise<Fetched> {
  let last = await fetchRates(access);
  for (const seconds of waitsSeconds) {
    if ('rates' in last) break;
    await access.clock.sleep(seconds * 1_000, signal);
    last = await fetchRates(access);
  }
  return last;
}

async function fetchRates({ fetch }: RatesAccess): Promise<Fetched> {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(new Error('it did not respond')), timeoutMs);
  try {
    const response = await fetch(sourceUrl, { signal: deadline.signal });
    if (!response.ok) return { failed: `${sourceUrl} returned status ${response.status}` };
    const { data } = sourceSchema.safeParse(parseJson(await response.text()));
    return data ? { rates: data.rates } : { failed: `${sourceUrl} returned no rates` };
  } catch (error) {
    return { failed: `${sourceUrl} cannot be reached (${(error as Error).message})` };
  } finally {
    clearTimeout(timer);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
