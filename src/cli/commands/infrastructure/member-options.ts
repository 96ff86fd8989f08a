/** Which accounts receive the inventory role from this command, and with which role it is deployed there. */

import { isAccountId } from '../../../model/account.ts';
import { FlotillaError } from '../../../model/flotilla-error.ts';
import type { CommandContext } from '../../command-context.ts';
import { awsOptions } from '../../options/aws.ts';
import { choice } from '../../options/kinds.ts';
import { changed, describeOptions, headed, type OptionValues, omit } from '../../options/option.ts';
import { roleOptions } from '../../options/role.ts';
import { runOptions } from '../../options/run.ts';
import { selectionOptions } from '../../options/selection.ts';
import { catalogueOptions } from '../inventory/catalogue-options.ts';
import { installationHeading, installationOptions, profileOptions } from './options.ts';

/** The caller's account and the management account have the role like any other. */
const selection = omit(selectionOptions, [
  'includeCaller',
  'includeManagement',
  'strict',
  'regions',
]);

/** `--external-id` is that of the role which is deployed. */
const { externalId, ...role } = roleOptions;

const memberOptions = {
  ...headed('Which accounts receive the role (fan-out; of a stack set only --targets):', selection),
  ...headed('The role that deploys it in each account (fan-out):', {
    ...role,
    roleExternalId: changed(externalId, {}),
  }),
  ...headed('The run (fan-out):', runOptions),
};

const { profile, ...regionOptions } = awsOptions;

/** Of `plan`, `apply` and `destroy`. */
export const infrastructureOptions = {
  ...profileOptions,
  ...installationOptions,
  ...headed(installationHeading, {
    deployInventoryRole: choice('how', ['stackset', 'fan-out'], {
      fallback: 'deploy it nowhere',
    })
      .describe('deploy the inventory role in every account as well')
      .optional(),
  }),
  ...catalogueOptions,
  ...memberOptions,
  ...regionOptions,
};

export type InfrastructureValues = OptionValues<typeof infrastructureOptions>;

/** Refuses options that were typed and would be ignored. Configured ones serve other commands as well. */
export function assertMemberOptions(options: InfrastructureValues, context: CommandContext): void {
  const { deployInventoryRole: how } = options;
  if (how === 'stackset') assertStackSetTargets(options);
  const ignored = describeOptions(memberOptions)
    .filter(({ field }) => how !== 'fan-out' && !(how === 'stackset' && field === 'targets'))
    .filter(({ field }) => context.isTyped(field))
    .map(({ flag }) => flag);
  if (ignored.length === 0) return;
  const reason =
    how === 'stackset'
      ? 'a stack set takes only --targets'
      : 'the role is not deployed in any account';
  throw new FlotillaError(
    'InvalidInput',
    `${ignored.join(', ')}: ${reason}; add --deploy-inventory-role fan-out, or omit ${ignored.length > 1 ? 'them' : 'it'}`,
  );
}

function assertStackSetTargets({ targets = [] }: InfrastructureValues): void {
  const wrong = targets.find((id) => isAccountId(id) || !/^(ou|r)-/.test(id));
  if (wrong === undefined) return;
  throw new FlotillaError(
    'InvalidInput',
    `--targets: "${wrong}" is not the id of an OU or root; a stack set is deployed to OUs, and fan-out to accounts`,
  );
}
