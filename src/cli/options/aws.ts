/** How the door to AWS is opened. */

import type { Command } from 'commander';
import type { FleetOptions } from '../../aws/open-fleet.ts';
import { FlotillaError } from '../../model/flotilla-error.ts';
import { regionSchema } from '../../organization/selection.ts';
import type { Io } from '../io.ts';
import { type FleetOption, fieldsOf, type Given } from './option.ts';
import { filled, wrong } from './values.ts';

export const awsHeading = 'AWS:';

export const awsOptions: readonly FleetOption[] = [
  {
    field: 'profile',
    flags: '--profile <name>',
    help: 'profile of the AWS configuration files',
    byDefault: 'AWS_PROFILE',
    read: filled('--profile', 'mean AWS_PROFILE'),
  },
  {
    field: 'region',
    flags: '--region <name>',
    help: 'region, where none is asked for',
    byDefault: 'AWS_REGION, the profile',
    read: region,
  },
  {
    field: 'endpoint',
    flags: '--endpoint-url <url>',
    help: 'another endpoint than AWS, such as that of flotilla simulate',
    byDefault: 'AWS_ENDPOINT_URL',
    read: url,
  },
];

export function fleetOptionsFrom(given: Given, io: Io): FleetOptions {
  const { AWS_ENDPOINT_URL: endpoint } = io.env;
  return { ...(endpoint && { endpoint }), ...io.aws, ...fieldsOf(awsOptions, given) };
}

/** Options of the whole program that would do nothing here. */
export function expectNoAws(command: Command): void {
  const given = Object.keys(fieldsOf(awsOptions, command.optsWithGlobals()));
  if (given.length === 0) return;
  throw new FlotillaError(
    'InvalidInput',
    `flotilla ${command.name()} does not ask AWS; leave out ${awsFlags}`,
  );
}

const awsFlags = awsOptions.map(({ flags }) => flags.split(' ')[0]).join(', ');

function region(text: string): string {
  const { data, error } = regionSchema.safeParse(text);
  if (data !== undefined) return data;
  throw wrong('--region', text, error.issues[0]?.message.replace(/^"[^"]*" /, '') ?? '');
}

function url(text: string): string {
  const isHttp = URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
  if (!isHttp)
    throw wrong('--endpoint-url', text, 'is no URL; endpoints look like http://127.0.0.1:4566');
  return text;
}
