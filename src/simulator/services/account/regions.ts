/** Enabling and disabling opt-in regions, which takes a while at AWS. */

import type { Account } from '@aws-sdk/client-account';
import { AwsError } from '../../../wire/aws-error.ts';
import { callPage } from '../../call-page.ts';
import type { CallContext, Handlers } from '../../service.ts';
import type { RegionStatus, SimulatedAccount } from '../../world/account.ts';
import { regionStatus, setRegionStatus } from '../../world/regions.ts';
import { invalid, subjectOf } from './subject.ts';

/** How long a change takes on the simulator's clock. */
const optChangeMs = 5 * 60_000;

const maxChangesAtOnce = 6;

interface Region {
  readonly RegionName: string;
  readonly RegionOptStatus: RegionStatus;
}

export const regionHandlers: Handlers<Account> = {
  ListRegions: (input, context) => {
    const account = subjectOf(context, input.AccountId);
    const { MaxResults = 50, NextToken, RegionOptStatusContains: requested = [] } = input;
    if (MaxResults < 1 || MaxResults > 50) throw invalid('MaxResults must be between 1 and 50.');
    const all = regionsOf(context, account).filter(
      ({ RegionOptStatus }) => requested.length === 0 || requested.includes(RegionOptStatus),
    );
    const page = callPage(context, {
      items: all,
      key: ({ RegionName }: Region) => RegionName,
      token: NextToken,
      size: MaxResults,
      scope: `regions ${account.id} ${requested.join()}`,
      invalidToken: () => invalid('NextToken is not valid.'),
    });
    return { Regions: [...page.items], NextToken: page.next };
  },

  GetRegionOptStatus: ({ AccountId, RegionName }, context) => {
    const account = subjectOf(context, AccountId);
    return { RegionName, RegionOptStatus: statusOf(context, account, RegionName) };
  },

  EnableRegion: ({ AccountId, RegionName }, context) => {
    const account = subjectOf(context, AccountId);
    change(context, account, RegionName, { from: 'DISABLED', final: 'ENABLING', to: 'ENABLED' });
    return {};
  },

  DisableRegion: ({ AccountId, RegionName }, context) => {
    const account = subjectOf(context, AccountId);
    change(context, account, RegionName, { from: 'ENABLED', final: 'DISABLING', to: 'DISABLED' });
    return {};
  },
};

interface Change {
  readonly from: RegionStatus;
  readonly final: RegionStatus;
  readonly to: RegionStatus;
}

function change(
  context: CallContext,
  account: SimulatedAccount,
  region: string,
  { from, final: over, to }: Change,
): void {
  const { world, now } = context;
  const status = statusOf(context, account, region);
  // Requesting the current state is not an error.
  if (status === to || status === over) return;
  if (status === 'ENABLED_BY_DEFAULT') {
    throw invalid(`Region ${region} is enabled by default and cannot be changed.`);
  }
  if (status !== from) {
    const message = `Region ${region} is ${status}: wait until that has finished.`;
    throw new AwsError('ConflictException', message, { status: 409 });
  }
  const changing = regionsOf(context, account).filter(({ RegionOptStatus }) =>
    /ING$/.test(RegionOptStatus),
  );
  if (changing.length >= maxChangesAtOnce) {
    const message = 'Too many regions are being changed in this account.';
    throw new AwsError('TooManyRequestsException', message, { status: 429 });
  }
  setRegionStatus(account, region, over);
  world.timeline.schedule(now + optChangeMs, `${region} becoming ${to}`, () =>
    setRegionStatus(account, region, to),
  );
}

function statusOf({ world }: CallContext, account: SimulatedAccount, region: string): RegionStatus {
  const status = regionStatus(world, account, region);
  if (!status) throw invalid(`Region ${region} does not exist.`);
  return status;
}

function regionsOf({ world }: CallContext, account: SimulatedAccount): readonly Region[] {
  return world.partition.regions.map((RegionName) => ({
    RegionName,
    RegionOptStatus: regionStatus(world, account, RegionName) ?? 'DISABLED',
  }));
}
