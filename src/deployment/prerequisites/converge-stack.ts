/** Deploys one stack of CloudFormation, and waits for it: created, updated, or as it was. */

import { classify } from '../../aws/failures.ts';
import type { GenericCalls, ServiceInput } from '../../aws/generic-client.ts';
import { type ResourceChange, sameDocument } from '../../converge/change.ts';
import { type ResourceTags, toTagList } from '../../converge/tags.ts';
import type { Clock } from '../../model/clock.ts';
import { FlotillaError } from '../../model/flotilla-error.ts';

/** A stack as it should be. */
export interface DesiredStack {
  readonly name: string;
  readonly region: string;
  readonly template: object;
  readonly tags: ResourceTags;
}

export interface StackAccess {
  /** In the stack's account and region. */
  readonly cloudformation: GenericCalls;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

interface Stack {
  readonly StackStatus?: string;
  readonly StackStatusReason?: string;
}

interface StackEvent {
  readonly LogicalResourceId?: string;
  readonly ResourceType?: string;
  readonly ResourceStatus?: string;
  readonly ResourceStatusReason?: string;
}

const pollMs = 3_000;

export function stackResource({ name, region }: Pick<DesiredStack, 'name' | 'region'>): string {
  return `stack ${name} in ${region}`;
}

/** Returns the change that is needed, or undefined. Throws a `FlotillaError` for a stack that cannot be updated. */
export async function planStack(
  { cloudformation, signal }: StackAccess,
  desired: DesiredStack,
): Promise<ResourceChange | undefined> {
  const resource = stackResource(desired);
  const found = await findStack(cloudformation, desired.name, signal);
  if (!found) return { resource, action: 'create', differences: [] };
  expectUpdatable(desired, found);
  const { TemplateBody } = await cloudformation.call(
    'GetTemplate',
    { StackName: desired.name },
    signal,
  );
  if (sameDocument(TemplateBody as string | undefined, desired.template)) return undefined;
  return { resource, action: 'update', differences: ['template'] };
}

/**
 * Deploys a change that `planStack` returned. CloudFormation continues after an interruption. Throws a `FlotillaError` that
 * names the resource that failed first.
 */
export async function deployStack(
  access: StackAccess,
  desired: DesiredStack,
  { action }: Pick<ResourceChange, 'action'>,
): Promise<void> {
  const { cloudformation, signal } = access;
  signal.throwIfAborted();
  const input = {
    StackName: desired.name,
    TemplateBody: JSON.stringify(desired.template),
    Capabilities: ['CAPABILITY_NAMED_IAM'],
    Tags: toTagList(desired.tags),
  };
  if (action === 'create') await cloudformation.call('CreateStack', input);
  else if (!(await updateStack(cloudformation, input))) return;
  const { StackStatus = '' } = await waitForStack(access, desired.name);
  if (StackStatus === (action === 'create' ? 'CREATE_COMPLETE' : 'UPDATE_COMPLETE')) return;
  const reason = await firstFailure(cloudformation, desired.name);
  throw new FlotillaError(
    'Conflict',
    `${stackResource(desired)} failed (${StackStatus}): ${reason}; fix it, and deploy again`,
  );
}

/** Returns false for a template whose differences are none to CloudFormation, such as another description. */
async function updateStack(cloudformation: GenericCalls, input: ServiceInput): Promise<boolean> {
  try {
    await cloudformation.call('UpdateStack', input);
    return true;
  } catch (error) {
    if (classify(error).message.includes('No updates are to be performed')) return false;
    throw error;
  }
}

async function findStack(
  cloudformation: GenericCalls,
  StackName: string,
  signal?: AbortSignal,
): Promise<Stack | undefined> {
  try {
    const { Stacks } = await cloudformation.call('DescribeStacks', { StackName }, signal);
    return (Stacks as readonly Stack[] | undefined)?.[0];
  } catch (error) {
    const { code, message } = classify(error);
    if (code === 'ValidationError' && message.includes('does not exist')) return undefined;
    throw error;
  }
}

/** A stack whose creation failed can only be deleted. */
function expectUpdatable(desired: DesiredStack, { StackStatus = '' }: Stack): void {
  if (/^(CREATE|UPDATE|UPDATE_ROLLBACK|IMPORT)_COMPLETE$/.test(StackStatus)) return;
  const { name, region } = desired;
  const advice = StackStatus.endsWith('_IN_PROGRESS')
    ? 'wait until it ends'
    : `delete it (aws cloudformation delete-stack --stack-name ${name} --region ${region})`;
  throw new FlotillaError(
    'Conflict',
    `${stackResource(desired)} cannot be updated: its status is ${StackStatus}; ${advice}, then deploy again`,
  );
}

async function waitForStack(access: StackAccess, name: string): Promise<Stack> {
  const { cloudformation, clock, signal } = access;
  for (;;) {
    const found = await findStack(cloudformation, name, signal);
    if (!found?.StackStatus?.endsWith('_IN_PROGRESS')) return found ?? {};
    await clock.sleep(pollMs, signal);
  }
}

/** Events come latest first; a cancelled resource was waiting for the one that failed. */
async function firstFailure(cloudformation: GenericCalls, StackName: string): Promise<string> {
  const failed: StackEvent[] = [];
  for await (const { StackEvents } of cloudformation.pages('DescribeStackEvents', { StackName })) {
    failed.push(
      ...((StackEvents ?? []) as readonly StackEvent[]).filter(({ ResourceStatus }) =>
        ResourceStatus?.endsWith('_FAILED'),
      ),
    );
  }
  const first = failed.findLast(
    ({ ResourceStatusReason: reason = '' }) => !/cancell?ed/i.test(reason),
  );
  if (!first) return 'no reason is known';
  const { LogicalResourceId, ResourceType, ResourceStatusReason } = first;
  return `${LogicalResourceId} (${ResourceType}): ${ResourceStatusReason}`;
}
