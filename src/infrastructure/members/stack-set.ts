/**
 * A role as a stack set that CloudFormation manages for the organization, so that new accounts get it as well. It never
 * reaches the management account.
 */

import { classify } from '../../aws/failures.ts';
import type { GenericCalls } from '../../aws/generic-client.ts';
import { sameDocument } from '../../converge/change.ts';
import { type IamTagged, missingTags, type ResourceTags, toTagList } from '../../converge/tags.ts';
import type { Clock } from '../../model/clock.ts';
import { FlotillaError } from '../../model/flotilla-error.ts';
import { inventoryResource } from '../desired/inventory-role.ts';
import { inventoryTemplate } from '../desired/template.ts';
import type { InfrastructureFinding } from '../finding.ts';
import { type Installation, originTags } from '../settings.ts';
import { type OperationState, waitForResults, waitUntilIdle } from './stack-set-operation.ts';

export const inventoryStackSet = 'flotilla-inventory-role';

/** Access to the stack set, and polling of its operations. */
export interface StackSetAccess {
  /** Of the stack set. */
  readonly name: string;
  readonly cloudformation: GenericCalls;
  /** The account that calls. */
  readonly accountId: string;
  /** A delegated administrator must declare itself. */
  readonly callAs: 'SELF' | 'DELEGATED_ADMIN';
  /** What else can be done where CloudFormation may not reach accounts: `, or use …`. */
  readonly alternative?: string;
  /** Region of its stacks; roles are global. */
  readonly region: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Called while an operation is in progress. */
  readonly onProgress: (state: OperationState) => void;
  /** CloudFormation continues an operation that was started, whatever becomes of the caller. */
  readonly onOperationStart?: ((operationId: string) => void) | undefined;
  readonly onOperationEnd?: ((operationId: string) => void) | undefined;
  readonly onFinding?: ((finding: InfrastructureFinding) => void) | undefined;
}

export interface DesiredStackSet {
  readonly description: string;
  readonly tags: ResourceTags;
  readonly template: object;
  /** Ids of OUs, or the root. */
  readonly targets: readonly string[];
  /** The resource that it creates: `role managed/inventory`. */
  readonly role: string;
}

export function desiredStackSet(
  installation: Installation,
  targets: readonly string[],
): DesiredStackSet {
  const template = inventoryTemplate(installation);
  const description = 'The role that inventories read accounts with';
  return {
    description,
    tags: originTags,
    template,
    targets,
    role: inventoryResource(installation),
  };
}

export interface FoundStackSet extends IamTagged {
  readonly TemplateBody?: string;
  readonly AutoDeployment?: {
    readonly Enabled?: boolean;
    readonly RetainStacksOnAccountRemoval?: boolean;
  };
  readonly OrganizationalUnitIds?: readonly string[];
}

interface Instance {
  readonly Account?: string;
  readonly Status?: string;
  readonly StatusReason?: string;
}

/** Returns planned changes. An account whose stack is not current is reported, with CloudFormation's reason. */
export async function planStackSet(
  access: StackSetAccess,
  desired: DesiredStackSet,
): Promise<readonly InfrastructureFinding[]> {
  const found = await findStackSet(access);
  const { accountId } = access;
  const resource = stackSetResource(access);
  if (!found) {
    return [{ accountId, resource, action: 'create', differences: desired.targets }];
  }
  const differences = [
    ...differencesOf(found, desired),
    ...missingTargets(found, desired).map((id) => `target ${id}`),
  ];
  const own: readonly InfrastructureFinding[] = [
    ...(differences.length === 0
      ? []
      : [{ accountId, resource, action: 'update' as const, differences }]),
    ...formerTargets(access, found, desired),
  ];
  const outdated = (await outdatedInstances(access)).map(
    ({ Account = '', Status = '', StatusReason = '' }): InfrastructureFinding => ({
      accountId: Account,
      resource: desired.role,
      action: 'update',
      differences: [[Status, StatusReason].filter(Boolean).join(': ')],
    }),
  );
  return [...own, ...outdated];
}

/** Creates or updates the stack set, waits, and returns the result of each account. Throws the signal's reason when it is aborted. */
export async function applyStackSet(
  access: StackSetAccess,
  desired: DesiredStackSet,
): Promise<readonly InfrastructureFinding[]> {
  const { accountId } = access;
  const resource = stackSetResource(access);
  const found = await findStackSet(access);
  if (!found) {
    await change(access, 'CreateStackSet', definitionOf(desired));
    const own = { accountId, resource, action: 'create', differences: desired.targets } as const;
    access.onFinding?.(own);
    return [own, ...(await createInstances(access, desired, desired.targets))];
  }
  const missing = missingTargets(found, desired);
  const ofSet = differencesOf(found, desired);
  const differences = [...ofSet, ...missing.map((id) => `target ${id}`)];
  const own = { accountId, resource, action: 'update', differences } as const;
  const former = formerTargets(access, found, desired);
  for (const finding of former) access.onFinding?.(finding);
  const findings: InfrastructureFinding[] = [...former, ...(differences.length > 0 ? [own] : [])];
  if (ofSet.length > 0 || (await outdatedInstances(access)).length > 0) {
    await waitUntilStackSetIdle(access);
    const { OperationId } = await change(access, 'UpdateStackSet', {
      ...definitionOf(desired),
      OperationPreferences: preferences,
    });
    // Missing targets are a change of the set that follows.
    if (ofSet.length > 0 && missing.length === 0) access.onFinding?.(own);
    findings.push(...(await resultsOf(access, { OperationId, action: 'update', ...desired })));
  }
  if (missing.length === 0) return findings;
  const results = await createInstances(access, desired, missing, () => access.onFinding?.(own));
  return [...findings, ...results];
}

export function stackSetResource({ name }: Pick<StackSetAccess, 'name'>): string {
  return `stack set ${name}`;
}

/**
 * Returns undefined when it does not exist. Throws a `FlotillaError` where the organization has not enabled access for
 * CloudFormation.
 */
export async function findStackSet(access: StackSetAccess): Promise<FoundStackSet | undefined> {
  try {
    const { StackSet } = await call(access, 'DescribeStackSet', {});
    return StackSet as FoundStackSet;
  } catch (error) {
    const { kind, code, message } = classify(error);
    if (kind === 'not-found') return undefined;
    if (code === 'ValidationError' && /organizations access/.test(message)) {
      throw new FlotillaError(
        'Conflict',
        `stack sets may not reach the organization's accounts yet; run \`aws cloudformation activate-organizations-access\` in the management account${access.alternative ?? ''}`,
        { cause: error },
      );
    }
    throw error;
  }
}

/** Every account is tried, even if others fail. */
const preferences = {
  RegionConcurrencyType: 'PARALLEL',
  FailureTolerancePercentage: 100,
  MaxConcurrentPercentage: 100,
};

function definitionOf({ description, tags, template }: DesiredStackSet) {
  return {
    Description: description,
    TemplateBody: JSON.stringify(template),
    Capabilities: ['CAPABILITY_NAMED_IAM'],
    PermissionModel: 'SERVICE_MANAGED',
    AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: false },
    Tags: toTagList(tags),
  };
}

function differencesOf(
  found: FoundStackSet,
  { tags, template }: DesiredStackSet,
): readonly string[] {
  const { Enabled, RetainStacksOnAccountRemoval } = found.AutoDeployment ?? {};
  return [
    ...(sameDocument(found.TemplateBody, template) ? [] : ['template']),
    ...(Enabled && !RetainStacksOnAccountRemoval ? [] : ['automatic deployment to new accounts']),
    ...missingTags(found, tags).map(({ Key }) => `tag ${Key}`),
  ];
}

function missingTargets(found: FoundStackSet, { targets }: DesiredStackSet): readonly string[] {
  return targets.filter((id) => !found.OrganizationalUnitIds?.includes(id));
}

/**
 * Targets of earlier commands that are not requested any more. Their stacks are kept: a shorter list of targets would
 * otherwise delete the roles of a whole OU. Where the root is a target, its OUs need not be.
 */
function formerTargets(
  access: StackSetAccess,
  found: FoundStackSet,
  { targets }: DesiredStackSet,
): readonly InfrastructureFinding[] {
  if (targets.some((id) => id.startsWith('r-'))) return [];
  const former = (found.OrganizationalUnitIds ?? []).filter((id) => !targets.includes(id));
  const { accountId, name, region } = access;
  return former.map((id) => ({
    accountId,
    resource: stackSetResource(access),
    action: 'keep',
    differences: [
      `target ${id} is not requested any more; remove its stacks with: aws cloudformation delete-stack-instances --stack-set-name ${name} --regions ${region} --deployment-targets OrganizationalUnitIds=${id} --no-retain-stacks --call-as ${access.callAs}`,
    ],
  }));
}

async function outdatedInstances(access: StackSetAccess): Promise<readonly Instance[]> {
  const found: Instance[] = [];
  const input = { StackSetName: access.name, CallAs: access.callAs };
  for await (const { Summaries } of access.cloudformation.pages('ListStackInstances', input)) {
    found.push(...((Summaries ?? []) as readonly Instance[]));
  }
  return found.filter(({ Status }) => Status !== 'CURRENT');
}

async function createInstances(
  access: StackSetAccess,
  { role }: DesiredStackSet,
  targets: readonly string[],
  onAccepted?: () => void,
): Promise<readonly InfrastructureFinding[]> {
  await waitUntilStackSetIdle(access);
  const { OperationId } = await change(access, 'CreateStackInstances', {
    Regions: [access.region],
    DeploymentTargets: { OrganizationalUnitIds: targets },
    OperationPreferences: preferences,
  });
  onAccepted?.();
  return resultsOf(access, { OperationId, action: 'create', role });
}

interface StartedOperation {
  readonly OperationId: unknown;
  readonly action: 'create' | 'update' | 'delete';
  readonly role: string;
}

export async function resultsOf(
  access: StackSetAccess,
  { OperationId, action, role }: StartedOperation,
): Promise<readonly InfrastructureFinding[]> {
  const id = String(OperationId);
  access.onOperationStart?.(id);
  const results = await waitForResults(access, id, callWith(access));
  access.onOperationEnd?.(id);
  const findings = results.map(({ accountId, failure }): InfrastructureFinding => {
    const place = { accountId, resource: role };
    if (failure === undefined) return { ...place, action, differences: [] };
    return { ...place, action: 'failed', differences: [failure] };
  });
  for (const finding of findings) access.onFinding?.(finding);
  return findings;
}

/** CloudFormation refuses a second operation while one is in progress. */
export function waitUntilStackSetIdle(access: StackSetAccess): Promise<void> {
  return waitUntilIdle(access, callWith(access));
}

/** Adds the name of the set to every call, and whether a delegated administrator makes it. */
function call(access: StackSetAccess, operation: string, input: object) {
  return callWith(access)(operation, input);
}

/** A change that was sent is not aborted: whether CloudFormation has begun it would be unknown. */
export function change(access: StackSetAccess, operation: string, input: object) {
  access.signal.throwIfAborted();
  const { signal, ...rest } = access;
  return callWith(rest)(operation, input);
}

function callWith({
  name,
  cloudformation,
  callAs,
  signal,
}: Pick<StackSetAccess, 'name' | 'cloudformation' | 'callAs'> & { readonly signal?: AbortSignal }) {
  return (operation: string, input: object) =>
    cloudformation.call(operation, { StackSetName: name, CallAs: callAs, ...input }, signal);
}
