/** Resource quotas: the limits of a namespace, and the amounts that its pods must declare for them. */

import type { Cluster } from '../cluster.ts';
import { usageOf } from '../ledger.ts';
import {
  containersOf,
  type NewObject,
  type Pod,
  type Quantities,
  type StoredObject,
} from '../object.ts';
import { parseQuantity, quantityText } from '../quantity.ts';
import { type ApiResource, qualifiedNames } from '../resources.ts';
import { forbidden, type StatusCause, unsupported } from '../status.ts';
import { wrong } from './names.ts';

/** Throws `Forbidden` for an object that exceeds the quota or does not declare its amounts. */
export function checkQuota(cluster: Cluster, resource: ApiResource, object: StoredObject): void {
  const { namespace, name } = object.metadata;
  if (namespace === undefined) return;
  const quotas = cluster.store.list('resourcequotas', { namespace, labels: [], fields: [] });
  for (const quota of quotas) {
    const hard = hardLimits(quota);
    const why =
      (resource.plural === 'pods' && unspecified(object as Pod, Object.keys(hard))) ||
      exceeded(hard, usageOf(resource.plural, object), cluster.ledger.used(namespace));
    if (!why) continue;
    const [rule, rest] = why;
    const text = `${rule} quota: ${quota.metadata.name}${rule === 'failed' ? ':' : ','} ${rest}`;
    throw forbidden(resource, name, text);
  }
}

/** Throws an error that names what the cluster does not count. */
export function quotaCauses({ spec = {} }: NewObject): StatusCause[] {
  const { hard = {}, scopes, scopeSelector } = spec as QuotaSpec;
  if (scopes || scopeSelector) throw unsupported('quotas with scopes');
  const unknown = Object.keys(hard).find((name) => !isCounted(name));
  if (unknown !== undefined) throw unsupported(`quotas of ${unknown}`);
  return Object.entries(hard).flatMap(([name, quantity]) =>
    parseQuantity(quantity) === undefined
      ? [wrong(`spec.hard[${name}]`, quantity, 'quantities must match the regular expression')]
      : [],
  );
}

/** The quota with its usage, as a client reads it. */
export function withUsage(cluster: Cluster, quota: StoredObject): StoredObject {
  const hard = hardLimits(quota);
  const used = cluster.ledger.used(quota.metadata.namespace ?? '');
  const shown = Object.keys(hard).map((name) => [
    name,
    quantityText(name, used[ledgerName(name)] ?? 0),
  ]);
  return { ...quota, status: { hard, used: Object.fromEntries(shown) } };
}

interface QuotaSpec {
  readonly hard?: Quantities;
  readonly scopes?: unknown;
  readonly scopeSelector?: unknown;
}

function hardLimits({ spec }: StoredObject): Quantities {
  return (spec as QuotaSpec | undefined)?.hard ?? {};
}

function isCounted(name: string): boolean {
  return (
    name === 'pods' ||
    /^(?:(?:requests|limits)\.)?(?:cpu|memory|ephemeral-storage)$/.test(name) ||
    qualifiedNames.has(name.replace(/^count\//, ''))
  );
}

/** `cpu` is short for `requests.cpu`, `secrets` for `count/secrets`. */
function ledgerName(name: string): string {
  if (/^(?:cpu|memory|ephemeral-storage)$/.test(name)) return `requests.${name}`;
  return name === 'pods' || name.includes('.') || name.includes('/') ? name : `count/${name}`;
}

function unspecified(pod: Pod, limited: readonly string[]): readonly [string, string] | undefined {
  const missing = limited.flatMap((name) => {
    const [side = '', resource = ''] = ledgerName(name).split('.');
    if (!/cpu|memory/.test(resource)) return [];
    const silent = containersOf(pod.spec).filter(
      ({ resources }) => resources?.[side as 'requests' | 'limits']?.[resource] === undefined,
    );
    return silent.length > 0
      ? [`${name} for: ${silent.map((container) => container.name).join(',')}`]
      : [];
  });
  return missing.length > 0 ? ['failed', `must specify ${missing.sort().join('; ')}`] : undefined;
}

/** Sums of fractions are slightly inexact. */
const tolerance = 1e-9;

function exceeded(
  hard: Quantities,
  requested: Readonly<Record<string, number>>,
  used: Readonly<Record<string, number>>,
): readonly [string, string] | undefined {
  const over = Object.keys(hard)
    .sort()
    .filter((name) => {
      const key = ledgerName(name);
      const limit = parseQuantity(hard[name] ?? 0) ?? 0;
      const [request, taken] = [requested[key] ?? 0, used[key] ?? 0];
      return request > 0 && taken + request > limit + tolerance;
    });
  if (over.length === 0) return undefined;
  const amountsText = (amount: (name: string) => string | number) =>
    over.map((name) => `${name}=${amount(name)}`).join(',');
  const text = (amounts: Readonly<Record<string, number>>) => (name: string) =>
    quantityText(name, amounts[ledgerName(name)] ?? 0);
  const parts = [
    `requested: ${amountsText(text(requested))}`,
    `used: ${amountsText(text(used))}`,
    `limited: ${amountsText((name) => hard[name] ?? '')}`,
  ];
  return ['exceeded', parts.join(', ')];
}
