/** What every modelled read says of a resource that does not exist. */

import { NormalizedSchema } from '@smithy/core/schema';
import { expect, test } from 'vitest';
import { modelNames, type OperationModel, serviceModel } from '../../aws/models/service-model.ts';
import { openServiceClient } from '../../testing/account-access.ts';
import { requiredMembers } from '../../wire/structure.ts';
import { noLimits, simulateOrganization } from '../index.ts';

/** Members that name no resource: a kind, an owner, a text; and GetParameters, which lists the unknown names. */
const noNames = [
  'budgets DescribeBudgetActionsForAccount AccountId',
  'ec2 DescribeCapacityReservationBillingRequests Role',
  'iam GetAccessKeyLastUsed AccessKeyId',
  'ram GetResourceShares resourceOwner',
  'ssm GetParameters Names',
  'support DescribeTrustedAdvisorChecks language',
];

interface Lookup {
  readonly service: string;
  readonly operation: OperationModel;
  readonly input: Readonly<Record<string, unknown>>;
}

/** Reads whose only required member is a text or a list of texts. */
function lookups(): readonly Lookup[] {
  return modelNames().flatMap((service) =>
    [...serviceModel(service).operations.values()].flatMap((operation): Lookup[] => {
      const [member = '', ...others] = requiredMembers(operation);
      const isLookup = /^(Get|Describe)/.test(operation.name) && member !== '';
      if (!isLookup || others.length > 0) return [];
      if (noNames.includes(`${service} ${operation.name} ${member}`)) return [];
      const schema = NormalizedSchema.of(operation.schema[4]).getMemberSchema(member);
      const isList = schema.isListSchema() && schema.getValueSchema().isStringSchema();
      if (!isList && !schema.isStringSchema()) return [];
      return [{ service, operation, input: { [member]: isList ? ['nope'] : 'nope' } }];
    }),
  );
}

/** Errors that the models omit: EC2 has none at all, and the Query protocol has its own name for invalid input. */
function isDeclared(service: string, code: string): boolean {
  if (service === 'ec2') return /NotFound|Malformed/.test(code);
  return serviceModel(service).errors.has(code) || /^Validation(Error|Exception)$/.test(code);
}

const isEmpty = (output: object) =>
  Object.entries(output).every(([name, value]) => {
    if (name === '$metadata' || typeof value === 'boolean' || value === '') return true;
    return Object.keys(value as object).length === 0;
  });

test('a read of what does not exist is an error of the service, an empty list, or refused by name', async () => {
  const organization = simulateOrganization({ limits: noLimits, keepCalls: 0 });
  const all = lookups();
  const wrong: string[] = [];
  for (const { service, operation, input } of all) {
    const client = openServiceClient(organization, service);
    const result = await client.call(operation.name, input).then(
      (output) => (isEmpty(output) ? undefined : JSON.stringify(output)),
      ({ name, message }: Error) =>
        isDeclared(service, name) || name === 'NotImplemented' ? undefined : `${name}: ${message}`,
    );
    if (result !== undefined) wrong.push(`${service} ${operation.name}: ${result.slice(0, 200)}`);
  }

  expect(all.length).toBeGreaterThan(200);
  expect(wrong).toEqual([]);
});
