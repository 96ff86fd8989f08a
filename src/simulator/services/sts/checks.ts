/** STS's constraints on its parameters. */

import { AwsError } from '../../../wire/aws-error.ts';

interface TextRule {
  readonly min: number;
  readonly max: number;
  readonly pattern: RegExp;
}

export const sessionNameRule: TextRule = { min: 2, max: 64, pattern: /^[\w+=,.@-]*$/ };
export const externalIdRule: TextRule = { min: 2, max: 1_224, pattern: /^[\w+=,.@:/-]*$/ };
export const roleArnRule: TextRule = {
  min: 20,
  max: 2_048,
  pattern: /^[^\p{Cc}]*$/u,
};
export const serialNumberRule: TextRule = { min: 9, max: 256, pattern: /^[\w+=/:,.@-]*$/ };
export const tokenCodeRule: TextRule = { min: 6, max: 6, pattern: /^\d*$/ };

export function checkText(value: string | undefined, name: string, rule: TextRule): void {
  if (value === undefined) return;
  if (value.length < rule.min) {
    throw violation(value, name, `have length greater than or equal to ${rule.min}`);
  }
  if (value.length > rule.max) {
    throw violation(value, name, `have length less than or equal to ${rule.max}`);
  }
  if (!rule.pattern.test(value)) {
    const pattern = rule.pattern.source.slice(1, -1);
    throw violation(value, name, `satisfy regular expression pattern: ${pattern}`);
  }
}

export function checkNumber(
  value: number | undefined,
  name: string,
  { min, max }: { readonly min: number; readonly max: number },
): void {
  if (value === undefined) return;
  if (value < min) throw violation(value, name, `have value greater than or equal to ${min}`);
  if (value > max) throw violation(value, name, `have value less than or equal to ${max}`);
}

export function checkCount(list: readonly unknown[] | undefined, name: string, max: number): void {
  if (list && list.length > max) {
    throw violation(list.length, name, `have length less than or equal to ${max}`);
  }
}

export function validationError(message: string): AwsError {
  return new AwsError('ValidationError', message);
}

function violation(value: string | number, name: string, constraint: string): AwsError {
  return validationError(
    `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: Member must ${constraint}`,
  );
}
