/**
 * Custom resources: a function of the user creates, updates and deletes them, and writes the result to an address.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-custom-resources.html
 */

import { AwsError } from '../../../../../wire/aws-error.ts';
import { uuid } from '../../../events/event.ts';
import { findFunction, queueEvent } from '../../../lambda/callable.ts';
import type { ProvidedResource } from '../../providers/provider.ts';
import { TemplateError } from '../../template/template-error.ts';
import { membersOf, type TemplateMembers } from '../../template/value.ts';
import type { StackDeployment, SteppedProvider } from '../stack-deployment.ts';
import type { StackResource } from '../state.ts';
import type { Steps } from '../steps.ts';
import { type CustomResponse, type ExpectedResponse, expectResponse } from './custom-responses.ts';

export const customResource: SteppedProvider = {
  *create({ deployment, id, type, properties, exists }) {
    const change = { request: 'Create', id, type, properties, exists } as const;
    return yield* send(deployment, change);
  },

  *update({ deployment, id, type, properties }, { physicalId, properties: previous }) {
    if (properties.ServiceToken !== previous.ServiceToken) {
      throw new TemplateError('Modifying service token is not allowed.');
    }
    const change = { request: 'Update', id, type, properties, physicalId, previous } as const;
    return yield* send(deployment, change);
  },

  *remove(deployment, { id, type, properties, physicalId }) {
    yield* send(deployment, { request: 'Delete', id, type, properties, physicalId });
  },
};

interface CustomChange extends Pick<StackResource, 'id' | 'type' | 'properties'> {
  readonly request: 'Create' | 'Update' | 'Delete';
  readonly physicalId?: string;
  /** Called when a creation failed, and has a physical id nevertheless. */
  readonly exists?: (physicalId: string) => void;
  /** The properties before an update. */
  readonly previous?: TemplateMembers;
}

/** How often CloudFormation looks is not documented. */
const pollMs = 1_000;

const maxTimeoutSeconds = 3_600;

function* send(deployment: StackDeployment, change: CustomChange): Steps<ProvidedResource> {
  const { world, stack } = deployment;
  const deadlineMs = timeoutMs(change.properties);
  const RequestId = uuid(world.random);
  const expected = expectResponse(world, stack.region);
  try {
    const startedAt = yield 0;
    invoke(deployment, change, { RequestId, ResponseURL: expected.url }, startedAt);
    for (let now = startedAt; expected.received() === undefined; ) {
      if (now - startedAt >= deadlineMs) {
        throw new TemplateError(
          `CloudFormation did not receive a response from your Custom Resource. Please check your logs for requestId [${RequestId}].`,
        );
      }
      now = yield pollMs;
    }
    return resultOf(deployment, change, RequestId, expected);
  } finally {
    expected.close();
  }
}

function timeoutMs({ ServiceTimeout = maxTimeoutSeconds }: TemplateMembers): number {
  const seconds = Number(ServiceTimeout);
  if (Number.isInteger(seconds) && seconds >= 1 && seconds <= maxTimeoutSeconds) {
    return seconds * 1_000;
  }
  throw new TemplateError(`ServiceTimeout is not an integer from 1 to ${maxTimeoutSeconds}.`);
}

function invoke(
  { world, stack, accessAt }: StackDeployment,
  { request, id, type, properties, physicalId, previous }: CustomChange,
  ids: { readonly RequestId: string; readonly ResponseURL: string },
  now: number,
): void {
  const token = properties.ServiceToken;
  if (typeof token !== 'string' || !/^arn:[\w-]+:lambda:/.test(token)) {
    throw new TemplateError(
      `The simulator does not know the ServiceToken ${JSON.stringify(token)} yet: it knows ARNs of functions.`,
    );
  }
  accessAt(now).permit({ action: 'lambda:InvokeFunction', resource: token });
  const called = findFunction(world, token);
  if (!called) throw new AwsError('ResourceNotFoundException', `Function not found: ${token}`);
  queueEvent(world, called, {
    RequestType: request,
    ServiceToken: token,
    ...ids,
    StackId: stack.id,
    LogicalResourceId: id,
    ...(physicalId !== undefined && { PhysicalResourceId: physicalId }),
    ResourceType: type,
    ResourceProperties: asTexts(properties),
    ...(previous && { OldResourceProperties: asTexts(previous) }),
  });
}

/** Numbers and booleans arrive as texts. */
function asTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asTexts);
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, asTexts(one)]));
}

function resultOf(
  { stack }: StackDeployment,
  { request, id, physicalId, exists }: CustomChange,
  requestId: string,
  expected: ExpectedResponse,
): ProvidedResource {
  const response = expected.received();
  if (typeof response !== 'object') throw new TemplateError('Invalid response: not a JSON object.');
  const { StackId, RequestId, LogicalResourceId } = response;
  if (StackId !== stack.id || RequestId !== requestId || LogicalResourceId !== id) {
    throw new TemplateError(
      'Invalid response: StackId, RequestId and LogicalResourceId are not those of the request.',
    );
  }
  const made = physicalIdOf(response);
  if (response.Status !== 'SUCCESS') {
    const { Reason } = response;
    if (made !== undefined) exists?.(made);
    throw new TemplateError(
      `Received response status [${response.Status}] from custom resource. Message returned: ${Reason} (RequestId: ${requestId})`,
    );
  }
  if (request !== 'Delete' && made === undefined) {
    throw new TemplateError('Invalid PhysicalResourceId');
  }
  return { physicalId: made ?? physicalId ?? '', attributes: membersOf(response.Data) };
}

function physicalIdOf({ PhysicalResourceId: id }: CustomResponse): string | undefined {
  return typeof id === 'string' && id !== '' ? id : undefined;
}
