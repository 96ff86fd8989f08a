/**
 * AWS Cloud Control API, read operations only: lists and reads resources by their CloudFormation type. Types that
 * other simulated services list return those resources, the others come from the seed.
 */

import type { SimulatedType } from '../../../aws/models/simulated-type.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import { callPage } from '../../call-page.ts';
import { type CallContext, defineService, type RequiredPermission } from '../../service.ts';
import { generatedResources } from './generated-resources.ts';
import { nativeAction, nativeResources } from './native-resources.ts';
import type { CloudControlResource } from './resource.ts';
import { simulatedType } from './simulated-type.ts';

interface ListInput {
  readonly TypeName: string;
  readonly NextToken?: string;
  readonly MaxResults?: number;
  /** JSON text that narrows the listing. */
  readonly ResourceModel?: string;
}

interface GetInput {
  readonly TypeName: string;
  readonly Identifier: string;
}

const largestPage = 100;

export const cloudControlService = defineService({
  name: 'cloudcontrol',
  operations: {
    ListResources: async (input: ListInput, context: CallContext) => {
      const { TypeName } = input;
      const type = knownType(TypeName);
      checkModel(type, input);
      const page = nextPage(await resourcesOf(TypeName, type, context), input, context);
      // Like most operations: handlers, it returns identifiers only.
      const ResourceDescriptions = page.items.map(({ identifier }) => ({
        Identifier: identifier,
        Properties: JSON.stringify({ [type.id]: identifier }),
      }));
      return { TypeName, ResourceDescriptions, ...(page.next && { NextToken: page.next }) };
    },

    GetResource: async ({ TypeName, Identifier }: GetInput, context: CallContext) => {
      const type = knownType(TypeName);
      const resources = await resourcesOf(TypeName, type, context);
      const found = resources.find(({ identifier }) => identifier === Identifier);
      if (!found) {
        const message = `Resource of type '${TypeName}' with identifier '${Identifier}' was not found.`;
        throw new AwsError('ResourceNotFoundException', message);
      }
      const Properties = JSON.stringify(found.properties);
      return { TypeName, ResourceDescription: { Identifier, Properties } };
    },

    // The simulator creates nothing through Cloud Control, so there are no request tokens.
    GetResourceRequestStatus: ({ RequestToken }: { readonly RequestToken: string }) => {
      const message = `Request with token ${RequestToken} was not found.`;
      throw new AwsError('RequestTokenNotFoundException', message);
    },
  },
  // The type's handler calls its service with the caller's own permissions.
  permissions: (operation, { TypeName }): RequiredPermission[] => {
    const handler = operation === 'GetResourceRequestStatus' ? [] : nativeAction(String(TypeName));
    return [`cloudformation:${operation}`, ...handler].map((action) => ({ action, resource: '*' }));
  },
});

function knownType(name: string): SimulatedType {
  const type = simulatedType(name);
  if (type) return type;
  throw new AwsError('TypeNotFoundException', `The type ${name} cannot be found.`);
}

function modelOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const model: unknown = JSON.parse(text);
    if (typeof model === 'object' && model !== null) return model as Record<string, unknown>;
  } catch {
    // As any other text that is not an object.
  }
  throw new AwsError('InvalidRequestException', 'The ResourceModel is not a JSON object.');
}

function checkModel({ needs }: SimulatedType, { TypeName, ResourceModel = '{}' }: ListInput): void {
  if (!needs) return;
  if (needs.length === 0) {
    const message = `Resource type ${TypeName} does not support LIST action`;
    throw new AwsError('UnsupportedActionException', message);
  }
  const model = modelOf(ResourceModel);
  const missing = needs.filter((name) => model[name] === undefined);
  if (missing.length === 0) return;
  const message = `Missing or invalid ResourceModel property in ${TypeName} list handler request input. Required property: [${missing.join(', ')}]`;
  throw new AwsError('InvalidRequestException', message);
}

async function resourcesOf(
  name: string,
  type: SimulatedType,
  context: CallContext,
): Promise<readonly CloudControlResource[]> {
  return (await nativeResources(name, context)) ?? generatedResources(name, type, context);
}

function nextPage(
  items: readonly CloudControlResource[],
  { TypeName, NextToken, MaxResults = largestPage }: ListInput,
  context: CallContext,
) {
  return callPage(context, {
    items,
    key: ({ identifier }) => identifier,
    token: NextToken,
    size: Math.min(MaxResults, largestPage),
    scope: `resources ${TypeName}`,
    invalidToken: () =>
      new AwsError('InvalidRequestException', 'The NextToken is not one of this listing.'),
  });
}
