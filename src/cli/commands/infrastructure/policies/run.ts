/** `flotilla infrastructure policies`: every trust and permission policy as JSON, to be read or created by hand. */

import { partitions } from '../../../../aws/models/service-model.ts';
import { readFacts } from '../../../../infrastructure/access.ts';
import { documentsOf } from '../../../../infrastructure/documents.ts';
import type { InfrastructureFacts } from '../../../../infrastructure/settings.ts';
import type { CommandContext } from '../../../command-context.ts';
import type { RunOf } from '../../../define-command.ts';
import type { AwsOptionValues } from '../../../options/aws.ts';
import type { OptionValues } from '../../../options/option.ts';
import { readOptions } from '../../../options/read-options.ts';
import { count } from '../../../output/text.ts';
import { documentsView, writeDocuments } from '../../../write-documents.ts';
import { entriesWithParents } from '../../inventory/read-catalogue.ts';
import { openFleets } from '../open.ts';
import {
  type identityOptions,
  infrastructureSettings,
  type ProfileValues,
  profileOptions,
} from '../options.ts';
import type { command } from './command.ts';

export const run: RunOf<typeof command> = async (options, context) => {
  const named = infrastructureSettings(options);
  const facts = await factsFor(options, context);
  // No document contains the region of the bucket.
  const settings = { ...named, entries: entriesWithParents(options), region: '' };
  const documents = documentsOf({ settings, facts });
  if (options.out === undefined) {
    context.print(documents, documentsView);
    return undefined;
  }
  await writeDocuments(options.out, documents);
  const number = count(Object.keys(documents).length, 'file');
  return { summary: `${number} written to ${options.out}` };
};

type FactsValues = OptionValues<typeof identityOptions> &
  Omit<AwsOptionValues, 'profile'> & {
    readonly [Field in keyof ProfileValues]: string | undefined;
  };

/** With all three ids AWS is not called; with some, they win over what AWS says. */
async function factsFor(
  values: FactsValues,
  context: CommandContext,
): Promise<InfrastructureFacts> {
  const { billingAccountId, securityAccountId, organizationId } = values;
  if (billingAccountId && securityAccountId && organizationId) {
    const partition = partitionOf(values.region);
    return { partition, billingAccountId, securityAccountId, organizationId };
  }
  const fleets = openFleets({ ...values, ...readOptions(profileOptions, values) }, context);
  try {
    const { facts } = await readFacts(fleets);
    return {
      partition: facts.partition,
      billingAccountId: billingAccountId ?? facts.billingAccountId,
      securityAccountId: securityAccountId ?? facts.securityAccountId,
      organizationId: organizationId ?? facts.organizationId,
    };
  } finally {
    fleets.billing.close();
    fleets.security.close();
  }
}

function partitionOf(region: string | undefined): string {
  const found = partitions.find(({ regions }) => region !== undefined && regions.includes(region));
  return found?.name ?? 'aws';
}
