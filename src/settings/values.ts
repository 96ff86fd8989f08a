/** Schemas of single values. Their messages follow the value: `automation.region is "x": must be …`. */

import * as z from 'zod';
import { lifecycleStates } from '../model/lifecycle-state.ts';
import { parseExpression } from '../model/schedule-expression.ts';

export const text = z.string();

export const filledText = z.string().regex(/\S/, 'must not be empty');

export const accountId = z
  .string()
  .regex(/^\d{12}$/, 'must be twelve digits in quotes, like "123456789012"');

/** Existing files may have any text after `ou-`; an id that AWS does not accept is a warning elsewhere. */
export const unitId = z
  .string()
  .regex(/^ou-\S+$/, 'must be the id of an organizational unit, like ou-ab12-11111111');

export const region = z
  .string()
  .regex(/^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/, 'must be an AWS region, like eu-west-1');

export const roleArn = z
  .string()
  .regex(
    /^arn:aws[a-z-]*:iam::\d{12}:role\/\S+$/,
    'must be the ARN of a role, like arn:aws:iam::123456789012:role/SpaAccountsManagementRole',
  );

export const roleName = z
  .string()
  .regex(
    /^([\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/,
    'must be the name of a role: up to 64 letters, digits and _ + = , . @ -, after its path if it has one',
  );

export const policyArn = z
  .string()
  .regex(
    /^arn:aws[a-z-]*:iam::(aws|\d{12}):policy\/\S+$/,
    'must be the ARN of a managed policy, like arn:aws:iam::aws:policy/AdministratorAccess',
  );

/** With or without a name before it: `Cloud team <cloud@example.com>`. */
export const email = z
  .string()
  .regex(
    /^([^<>]*<)?[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+>?$/,
    'must be an e-mail address, like cloud@example.com',
  );

/** The name of an export is a part of the keys of its objects. */
export const exportLocation = z
  .string()
  .regex(
    /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/[\w!.*'()-]+)+$/,
    'must be the folder of an export, like s3://bucket/prefix/name-of-the-export',
  );

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export const bucketName = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
    'must be the name of a bucket: 3 to 63 lower-case letters, digits and -',
  );

export const url = z
  .string()
  .regex(/^https:\/\/\S+$/, 'must be an address that begins with https://');

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html */
export const parameterName = z
  .string()
  .regex(/^(\/[\w.-]+)+$/, 'must be the name of a parameter with its path, like /Spa/TeamsWebhook');

export const currency = z
  .string()
  .regex(/^[A-Z]{3}$/, 'must be the three capital letters of a currency, like EUR');

export const seconds = z.int().min(1, 'must be a whole number of seconds, 1 or more');

/** EventBridge's schedule expressions. */
export const expression = z.string().check(({ value, issues }) => {
  const parsed = parseExpression(value);
  if ('problem' in parsed) {
    issues.push({ code: 'custom', input: value, message: parsed.problem });
  }
});

export const timeZone = z
  .string()
  .refine(isTimeZone, 'must be the IANA name of a time zone, like Europe/Paris');

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

export const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a day, like 2026-12-24')
  .refine(
    (value) => !/^\d{4}-\d{2}-\d{2}$/.test(value) || isDay(value),
    'must be a day that the calendar has',
  );

function isDay(value: string): boolean {
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

/** Tag values that AWS Organizations accepts. */
export const tagValue = z
  .string()
  .regex(
    /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u,
    'must be a tag that AWS accepts: up to 256 letters, digits, blanks and _ . : / = + - @',
  );

export const tagKey = z
  .string()
  .regex(
    /^(?![aA][wW][sS]:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u,
    'must be a tag key that AWS accepts: up to 128 letters, digits, blanks and _ . : / = + - @, and not aws: in front',
  );

/** Numbers may be written without quotes, and are used as written. */
const written = { type: ['string', 'number'] } as const;

export const tags = z.record(tagKey, tagValue.meta(written));

export const tagKeys = z.array(tagKey);

export const variables = z.record(
  z.string().regex(/^[^\s=]+$/, 'must be the name of a variable, without blanks and ='),
  z.string().meta({ type: ['string', 'number', 'boolean'] }),
);

export const policyId = z
  .string()
  .regex(/^p-[0-9a-zA-Z_]{8,128}$/, 'must be the id of a policy, like p-1a2b3c4d');

export const statePolicies = z.strictObject(
  Object.fromEntries(lifecycleStates.map((state) => [state, z.array(policyId).optional()])) as {
    readonly [state in (typeof lifecycleStates)[number]]: z.ZodOptional<
      z.ZodArray<typeof policyId>
    >;
  },
);
