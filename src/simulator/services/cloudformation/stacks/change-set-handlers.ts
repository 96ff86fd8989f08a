/** Change sets: create, describe, execute and delete. */

import { AwsError } from '../../../../wire/aws-error.ts';
import type { CallContext } from '../../../service.ts';
import { uuid } from '../../events/event.ts';
import { invalid } from '../errors.ts';
import { deployStack } from './deploy-stack.ts';
import { parametersOf } from './describe-stack.ts';
import { callerStacks, expectStatus, findStack, stackAt, stackPage } from './find-stack.ts';
import { planChanges } from './plan-changes.ts';
import { deploymentOf, runSteps } from './run-steps.ts';
import { isUnchanged, newStack, updatable } from './stack-handlers.ts';
import {
  checked,
  checkRole,
  type DefinitionInput,
  type DeploymentInput,
  definitionOf,
  isRollbackDisabled,
  refuseUnknown,
} from './stack-input.ts';
import { type ChangeSet, type PlannedChange, type Stack, setStatus } from './state.ts';

interface CreateInput extends DefinitionInput, DeploymentInput {
  readonly ChangeSetName: string;
  readonly ChangeSetType?: string;
  readonly Description?: string;
  readonly ImportExistingResources?: boolean;
}

interface ChangeSetInput extends DeploymentInput {
  readonly ChangeSetName: string;
  readonly StackName?: string;
  readonly NextToken?: string;
}

const createMembers = [
  'StackName',
  'ChangeSetName',
  'ChangeSetType',
  'TemplateBody',
  'TemplateURL',
  'UsePreviousTemplate',
  'Parameters',
  'Tags',
  'Capabilities',
  'RoleARN',
  'Description',
  'ClientToken',
  // Nested stacks do not exist here, so there are none to include.
  'IncludeNestedStacks',
  'ImportExistingResources',
  'DeploymentConfig',
];

/** Until the change set is complete. */
const planMs = 2_000;

export const changeSetHandlers = {
  CreateChangeSet: (input: CreateInput, context: CallContext) => {
    refuseUnknown('CreateChangeSet', input, createMembers);
    const type = input.ChangeSetType ?? 'UPDATE';
    if (type !== 'CREATE' && type !== 'UPDATE') {
      throw invalid(`The simulator does not know the ChangeSetType ${type} yet.`);
    }
    checkRole(context, input.RoleARN);
    const stack =
      type === 'CREATE' ? reviewedStack(context, input) : stackAt(context, input.StackName);
    if (type === 'UPDATE') expectStatus(stack, updatable, 'updated');
    if (findChangeSet(stack, input.ChangeSetName)) {
      const message = `ChangeSet ${input.ChangeSetName} already exists`;
      throw new AwsError('AlreadyExistsException', message);
    }
    const changeSet = newChangeSet(context, stack, input, type);
    stack.changeSets.set(changeSet.id, changeSet);
    if (!callerStacks(context).has(stack.id)) {
      callerStacks(context).set(stack.id, stack);
      const { world, now } = context;
      setStatus(world, stack, { status: 'REVIEW_IN_PROGRESS', reason: 'User Initiated', now });
    }
    completeLater(context, stack, changeSet);
    return { Id: changeSet.id, StackId: stack.id };
  },

  DescribeChangeSet: (input: ChangeSetInput, context: CallContext) => {
    const { stack, changeSet } = changeSetAt(context, input);
    const page = stackPage(context, {
      scope: `changes ${changeSet.id}`,
      items: isComplete(changeSet) ? changeSet.changes : [],
      key: ({ id }) => id,
      token: input.NextToken,
    });
    return {
      ...summarized(stack, changeSet),
      Parameters: parametersOf(changeSet.definition),
      NotificationARNs: [],
      RollbackConfiguration: {},
      Capabilities: [...changeSet.capabilities],
      Tags: [...changeSet.definition.tags],
      Changes: page.items.map(describedChange),
      ...page.next,
    };
  },

  ListChangeSets: ({ StackName, NextToken }: ChangeSetInput, context: CallContext) => {
    const stack = stackAt(context, StackName);
    const items = [...stack.changeSets.values()];
    const listing = { scope: `change sets ${stack.id}`, items, key: ({ id }: ChangeSet) => id };
    const page = stackPage(context, { ...listing, token: NextToken });
    return { Summaries: page.items.map((one) => summarized(stack, one)), ...page.next };
  },

  ExecuteChangeSet: (input: ChangeSetInput, context: CallContext) => {
    const members = ['ChangeSetName', 'StackName', 'ClientRequestToken', 'DisableRollback'];
    refuseUnknown('ExecuteChangeSet', input, members);
    const { stack, changeSet } = changeSetAt(context, input);
    if (changeSet.execution !== 'AVAILABLE') {
      throw new AwsError(
        'InvalidChangeSetStatus',
        `ChangeSet [${changeSet.id}] cannot be executed in its current execution status of [${changeSet.execution}]`,
      );
    }
    const { type, definition } = changeSet;
    expectStatus(stack, type === 'CREATE' ? /^REVIEW_IN_PROGRESS$/ : updatable, 'updated');
    // The other change sets are about a stack that no longer exists in that form.
    stack.changeSets.clear();
    stack.changeSets.set(changeSet.id, changeSet);
    changeSet.execution = 'EXECUTE_COMPLETE';
    stack.capabilities = changeSet.capabilities;
    stack.roleArn = changeSet.roleArn ?? stack.roleArn;
    stack.disableRollback = changeSet.disableRollback || isRollbackDisabled(input);
    if (type === 'CREATE') stack.definition = definition;
    const { importsExisting } = changeSet;
    const deployment = { ...deploymentOf(context, stack), importsExisting };
    runSteps(context, deployStack(deployment, definition, type));
    return {};
  },

  DeleteChangeSet: (input: ChangeSetInput, context: CallContext) => {
    const stack = input.StackName === undefined ? undefined : findStack(context, input.StackName);
    const found = stack && findChangeSet(stack, input.ChangeSetName);
    if (found) stack.changeSets.delete(found.id);
    else if (input.ChangeSetName.startsWith('arn:')) deleteById(context, input.ChangeSetName);
    return {};
  },
};

const isComplete = ({ status }: ChangeSet) => status === 'CREATE_COMPLETE';

function deleteById(context: CallContext, id: string): void {
  for (const stack of callerStacks(context).values()) stack.changeSets.delete(id);
}

/** A stack that is created by its change set exists from the first one on. */
function reviewedStack(context: CallContext, input: CreateInput): Stack {
  const known = findStack(context, input.StackName);
  if (!known) return newStack(context, input);
  if (known.status === 'REVIEW_IN_PROGRESS') return known;
  throw invalid(
    `Stack [${known.name}] already exists and cannot be created again with the changeSet [${input.ChangeSetName}].`,
  );
}

function newChangeSet(
  context: CallContext,
  stack: Stack,
  input: CreateInput,
  type: ChangeSet['type'],
): ChangeSet {
  const { world, region, caller, now } = context;
  const { ChangeSetName: name } = input;
  if (!/^[a-zA-Z][-a-zA-Z0-9]{0,127}$/.test(name)) {
    throw invalid(
      `1 validation error detected: Value '${name}' at 'changeSetName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*`,
    );
  }
  const definition = definitionOf(context, input, stack);
  const importsExisting = input.ImportExistingResources === true;
  const existing = importsExisting ? deploymentOf(context, stack).accessAt(now) : undefined;
  const base = `arn:${world.partition.name}:cloudformation:${region}:${caller.accountId}`;
  return {
    name,
    id: `${base}:changeSet/${name}/${uuid(world.random)}`,
    type,
    createdAt: now,
    description: input.Description,
    definition,
    capabilities: input.Capabilities ?? [],
    roleArn: input.RoleARN,
    disableRollback: isRollbackDisabled(input),
    importsExisting,
    changes: checked(() => planChanges(context, stack, definition, existing)),
    status: 'CREATE_IN_PROGRESS',
    execution: 'UNAVAILABLE',
  };
}

function completeLater(context: CallContext, stack: Stack, changeSet: ChangeSet): void {
  const isEmpty = isUnchanged(context, stack, changeSet.definition);
  context.world.timeline.schedule(context.now + planMs, 'a change set of CloudFormation', () => {
    changeSet.status = isEmpty ? 'FAILED' : 'CREATE_COMPLETE';
    changeSet.execution = isEmpty ? 'UNAVAILABLE' : 'AVAILABLE';
    if (!isEmpty) return;
    changeSet.reason =
      "The submitted information didn't contain changes. Submit different information to create a change set.";
  });
}

function findChangeSet(stack: Stack, name: string): ChangeSet | undefined {
  return [...stack.changeSets.values()].find((one) => one.name === name || one.id === name);
}

function changeSetAt(context: CallContext, { StackName, ChangeSetName: name }: ChangeSetInput) {
  const stacks =
    StackName === undefined ? [...callerStacks(context).values()] : [stackAt(context, StackName)];
  for (const stack of stacks) {
    const changeSet = findChangeSet(stack, name);
    if (changeSet) return { stack, changeSet };
  }
  throw new AwsError('ChangeSetNotFoundException', `ChangeSet [${name}] does not exist`, {
    status: 404,
  });
}

function summarized(stack: Stack, changeSet: ChangeSet) {
  const { description, reason } = changeSet;
  return {
    ChangeSetName: changeSet.name,
    ChangeSetId: changeSet.id,
    StackId: stack.id,
    StackName: stack.name,
    ...(description !== undefined && { Description: description }),
    CreationTime: new Date(changeSet.createdAt),
    ExecutionStatus: changeSet.execution,
    Status: changeSet.status,
    ...(reason !== undefined && { StatusReason: reason }),
    IncludeNestedStacks: false,
  };
}

function describedChange({ action, id, type, physicalId, replaces, changed }: PlannedChange) {
  return {
    Type: 'Resource',
    ResourceChange: {
      Action: action,
      LogicalResourceId: id,
      ...(physicalId !== undefined && { PhysicalResourceId: physicalId }),
      ResourceType: type,
      ...(action === 'Modify' && { Replacement: replaces ? 'True' : 'False' }),
      Scope: changed.length > 0 ? ['Properties'] : action === 'Modify' ? ['Tags'] : [],
      Details: changed.map((Name) => ({
        Target: {
          Attribute: 'Properties',
          Name,
          RequiresRecreation: replaces ? 'Always' : 'Never',
        },
        Evaluation: 'Static',
        ChangeSource: 'DirectModification',
      })),
    },
  };
}
