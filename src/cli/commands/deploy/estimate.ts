/** `flotilla deploy --estimate`: the monthly cost of an installation. */

import { partitionOf } from '../../../aws/models/service-model.ts';
import { describeDeployment } from '../../../deployment/describe-deployment.ts';
import { estimateCosts, totalOf } from '../../../deployment/estimate/estimate-costs.ts';
import { countSeenOnAws, pricesAsOf } from '../../../deployment/estimate/prices.ts';
import type { CommandContext } from '../../command-context.ts';
import type { CommandResult } from '../../define-command.ts';
import type { AwsOptionValues } from '../../options/aws.ts';
import type { DocumentView } from '../../output/printer.ts';
import { readInstallation } from '../prerequisites/read-facts.ts';
import type { CostEstimate, DeploymentDocument } from './command.ts';

const defaultAccounts = 100;

/** Its id does not change any quantity. */
const anyOrganization = 'o-0000000000';

export async function printEstimate(
  values: Pick<AwsOptionValues, 'region'> & {
    readonly settings?: string | undefined;
    readonly accounts?: number | undefined;
  },
  context: CommandContext,
): Promise<CommandResult> {
  const { settings, accountId, region } = await readInstallation(values, context);
  const { accounts = defaultAccounts } = values;
  const partition = partitionOf(region)?.name ?? 'aws';
  const facts = { accountId, region, partition, organizationId: anyOrganization };
  const deployment = describeDeployment(settings, facts);
  const lines = estimateCosts({ settings, deployment, accounts, atMs: context.io.clock.now() });
  const dollars = totalOf(lines);
  const estimate = { accounts, dollars, pricesAsOf, lines: [...lines] };
  const stack = deployment.stackName;
  const document = { stack, accountId, region, differences: '', outputs: {}, estimate };
  context.print<DeploymentDocument & { readonly estimate: CostEstimate }>(document, view);
  const inAccounts = totalOf(lines.filter(({ billedIn }) => billedIn === 'accounts'));
  const { seen, all } = countSeenOnAws();
  return {
    summary: `about ${money(dollars)} a month for ${accounts} accounts, of which ${money(inAccounts)} for builds in the accounts`,
    hint: `list prices of us-east-1, compared in ${pricesAsOf}, only ${seen} of ${all} of them with AWS's own pages; check the pages that --output json names; free tiers, taxes and discounts are not counted; see docs/deploy.md`,
  };
}

const money = (dollars: number) =>
  dollars.toLocaleString('en-US', { style: 'currency', currency: 'USD' });

const amount = (quantity: number) =>
  quantity.toLocaleString('en-US', { maximumSignificantDigits: 3 });

const view: DocumentView<DeploymentDocument & { readonly estimate: CostEstimate }> = {
  tables: ({ estimate }) => [
    {
      heads: ['Service', 'Item', 'Quantity', 'Unit', 'Dollars', 'Billed in'],
      rows: estimate.lines.map(({ service, item, quantity, unit, dollars, billedIn }) => [
        service,
        item,
        amount(quantity),
        unit,
        money(dollars),
        billedIn,
      ]),
    },
  ],
  rows: ({ estimate }) => estimate.lines,
};
