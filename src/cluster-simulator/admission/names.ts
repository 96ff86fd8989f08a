/** Allowed names of objects and labels. */

import type { Labels, NewObject } from '../object.ts';
import type { ApiResource } from '../resources.ts';
import type { StatusCause } from '../status.ts';

const label = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const labelPattern = new RegExp(`^${label}$`);
const subdomainPattern = new RegExp(`^${label}(\\.${label})*$`);
const labelNamePattern = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;

export const labelRule = `a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '${label}')`;
const subdomainRule = `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '${label}(\\.${label})*')`;
const labelNameRule = `name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`;
const labelValueRule = `a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')`;

/** Longer names are not truncated: names derived from them would not fit. */
const longestNames: Readonly<Record<string, number>> = { cronjobs: 52, namespaces: 63 };

export function nameCauses(resource: ApiResource, name: string): StatusCause[] {
  const field = 'metadata.name';
  if (name === '') return [required(field, 'name or generateName is required')];
  if (resource.group === 'rbac.authorization.k8s.io') {
    return /[/%]/.test(name) || name === '.' || name === '..'
      ? [wrong(field, name, "may not contain '/' or '%'")]
      : [];
  }
  const longest = longestNames[resource.plural] ?? 253;
  const tooLong = name.length > longest ? [wrong(field, name, tooLongRule(longest))] : [];
  const isLabel = resource.plural === 'namespaces';
  const isGood = (isLabel ? labelPattern : subdomainPattern).test(name);
  return isGood ? tooLong : [...tooLong, wrong(field, name, isLabel ? labelRule : subdomainRule)];
}

export function metadataCauses({ metadata = {} }: NewObject, at = 'metadata'): StatusCause[] {
  return [
    ...labelCauses(metadata.labels, `${at}.labels`),
    ...Object.keys(metadata.annotations ?? {}).flatMap((key) =>
      keyCauses(key, `${at}.annotations`),
    ),
  ];
}

export function labelCauses(labels: Labels = {}, field: string): StatusCause[] {
  return Object.entries(labels).flatMap(([key, value]) => [
    ...keyCauses(key, field),
    ...(value.length > 63 ? [wrong(field, value, tooLongRule(63))] : []),
    ...(value === '' || labelNamePattern.test(value) ? [] : [wrong(field, value, labelValueRule)]),
  ]);
}

export function isLabelName(name: string): boolean {
  return name.length <= 63 && labelPattern.test(name);
}

function keyCauses(key: string, field: string): StatusCause[] {
  const [name = '', prefix] = key.split('/').reverse();
  if (key.split('/').length > 2) return [wrong(field, key, 'a qualified name has one slash')];
  if (prefix !== undefined && !subdomainPattern.test(prefix)) {
    return [wrong(field, key, `prefix part ${subdomainRule}`)];
  }
  if (name.length > 63) return [wrong(field, key, 'name part must be no more than 63 characters')];
  return labelNamePattern.test(name) ? [] : [wrong(field, key, labelNameRule)];
}

function tooLongRule(longest: number): string {
  return `must be no more than ${longest} characters`;
}

export function wrong(field: string, value: unknown, why: string): StatusCause {
  const message = `Invalid value: ${JSON.stringify(value)}: ${why}`;
  return { reason: 'FieldValueInvalid', message, field };
}

export function required(field: string, why: string): StatusCause {
  return { reason: 'FieldValueRequired', message: `Required value: ${why}`, field };
}

export function notSupported(
  field: string,
  value: unknown,
  allowed: readonly string[],
): StatusCause {
  const list = allowed.map((one) => JSON.stringify(one)).join(', ');
  const message = `Unsupported value: ${JSON.stringify(value)}: supported values: ${list}`;
  return { reason: 'FieldValueNotSupported', message, field };
}
