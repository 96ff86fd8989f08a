/** How AWS is reached: for every command that calls it. */

import type { FleetOptions } from '../../aws/open-fleet.ts';
import { regionSchema } from '../../organization/selection.ts';
import type { Io } from '../io.ts';
import { globalOptions } from './global-options.ts';
import { checkedText, text } from './kinds.ts';
import { headed, type OptionValues } from './option.ts';

const { profile, region, endpointUrl } = globalOptions;

export const awsOptions = headed('AWS:', {
  profile: text('name', 'use AWS_PROFILE', { fallback: profile.fallback, completion: 'profile' })
    .describe(profile.help)
    .optional(),
  region: checkedText('name', regionProblem, { fallback: region.fallback, completion: 'region' })
    .describe(region.help)
    .optional(),
  endpointUrl: checkedText('url', urlProblem, { fallback: endpointUrl.fallback })
    .describe(endpointUrl.help)
    .optional(),
});

export type AwsOptionValues = OptionValues<typeof awsOptions>;

/** Under the options: what the environment says, and a simulated organization in place of the network. */
export function fleetOptionsFrom(
  { profile, region, endpointUrl }: AwsOptionValues,
  io: Io,
): FleetOptions {
  const endpoint = endpointUrl ?? io.env.AWS_ENDPOINT_URL;
  return {
    ...(endpoint && { endpoint }),
    ...io.aws,
    ...(endpointUrl !== undefined && { endpoint: endpointUrl }),
    ...(profile !== undefined && { profile }),
    ...(region !== undefined && { region }),
  };
}

function regionProblem(text: string): string | undefined {
  return regionSchema.safeParse(text).error?.issues[0]?.message.replace(/^"[^"]*" /, '');
}

function urlProblem(text: string): string | undefined {
  const isHttp = URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
  return isHttp ? undefined : 'is not a URL; endpoints look like http://127.0.0.1:4566';
}
