/** Creates, updates and deletes stacks. */

import { AwsError } from '../../../../wire/aws-error.ts';
import type { CallContext } from '../../../service.ts';
import { uuid } from '../../events/event.ts';
import { invalid } from '../errors.ts';
import { deleteStack, deployStack } from './deploy-stack.ts';
import { callerStacks, expectStatus, findStack, stackAt } from './find-stack.ts';
import { planChanges } from './plan-changes.ts';
import { deploymentOf, runSteps } from './run-steps.ts';
import {
  checked,
  checkRole,
  type DefinitionInput,
  type DeploymentInput,
  definitionOf,
  isRollbackDisabled,
  refuseUnknown,
} from './stack-input.ts';
import { emptyStack, type Stack, type StackDefinition } from './state.ts';

interface CreateInput extends DefinitionInput, DeploymentInput {
  readonly OnFailure?: string;
  readonly EnableTerminationProtection?: boolean;
}

interface DeleteInput extends DeploymentInput {
  readonly StackName: string;
  readonly RetainResources?: readonly string[];
  readonly RoleARN?: string;
}

const definitionMembers = [
  'StackName',
  'TemplateBody',
  'TemplateURL',
  'Parameters',
  'Tags',
  'Capabilities',
  'RoleARN',
  'ClientRequestToken',
  'DisableRollback',
  'DeploymentConfig',
];

export const stackHandlers = {
  CreateStack: (input: CreateInput, context: CallContext) => {
    refuseUnknown('CreateStack', input, [
      ...definitionMembers,
      'EnableTerminationProtection',
      'OnFailure',
      'TimeoutInMinutes',
    ]);
    const { StackName, OnFailure = 'ROLLBACK' } = input;
    if (OnFailure === 'DELETE') throw invalid('The simulator does not know OnFailure DELETE yet.');
    if (findStack(context, StackName)) {
      throw new AwsError('AlreadyExistsException', `Stack [${StackName}] already exists`);
    }
    const stack = newStack(context, input);
    stack.definition = definitionOf(context, input, stack);
    checkRole(context, input.RoleARN);
    stack.disableRollback = isRollbackDisabled(input) || OnFailure === 'DO_NOTHING';
    stack.isProtected = input.EnableTerminationProtection === true;
    callerStacks(context).set(stack.id, stack);
    runSteps(context, deployStack(deploymentOf(context, stack), stack.definition, 'CREATE'));
    return { StackId: stack.id };
  },

  UpdateStack: (input: CreateInput, context: CallContext) => {
    refuseUnknown('UpdateStack', input, [...definitionMembers, 'UsePreviousTemplate']);
    const stack = stackAt(context, input.StackName);
    expectStatus(stack, updatable, 'updated');
    checkRole(context, input.RoleARN);
    const definition = definitionOf(context, input, stack);
    if (isUnchanged(context, stack, definition)) throw invalid('No updates are to be performed.');
    stack.capabilities = input.Capabilities ?? [];
    stack.roleArn = input.RoleARN ?? stack.roleArn;
    stack.disableRollback = isRollbackDisabled(input);
    runSteps(context, deployStack(deploymentOf(context, stack), definition, 'UPDATE'));
    return { StackId: stack.id };
  },

  /** Succeeds without a stack of that name. */
  DeleteStack: (input: DeleteInput, context: CallContext) => {
    const members = [
      'StackName',
      'RetainResources',
      'RoleARN',
      'ClientRequestToken',
      'DeploymentConfig',
    ];
    refuseUnknown('DeleteStack', input, members);
    isRollbackDisabled(input);
    const stack = findStack(context, input.StackName);
    if (!stack || stack.status === 'DELETE_COMPLETE') return {};
    const { RetainResources = [] } = input;
    if (stack.isProtected) {
      throw invalid(
        `Stack [${stack.name}] cannot be deleted while TerminationProtection is enabled`,
      );
    }
    if (RetainResources.length > 0 && stack.status !== 'DELETE_FAILED') {
      throw invalid(
        `Invalid operation on stack [${stack.id}]. RetainResources can only be specified when the stack is in DELETE_FAILED state`,
      );
    }
    expectStatus(stack, /_COMPLETE$|_FAILED$|^REVIEW_IN_PROGRESS$/, 'deleted');
    checkRole(context, input.RoleARN);
    stack.roleArn = input.RoleARN ?? stack.roleArn;
    runSteps(context, deleteStack(deploymentOf(context, stack), RetainResources));
    return {};
  },

  UpdateTerminationProtection: (
    input: { readonly StackName: string; readonly EnableTerminationProtection: boolean },
    context: CallContext,
  ) => {
    const stack = stackAt(context, input.StackName);
    stack.isProtected = input.EnableTerminationProtection;
    return { StackId: stack.id };
  },
};

export const updatable = /^(CREATE|UPDATE|UPDATE_ROLLBACK)_COMPLETE$|^(CREATE|UPDATE)_FAILED$/;

export function isUnchanged(
  context: CallContext,
  stack: Stack,
  definition: StackDefinition,
): boolean {
  const before = stack.definition?.template;
  const { Outputs } = definition.template;
  const hasSameOutputs = JSON.stringify(before?.Outputs) === JSON.stringify(Outputs);
  return hasSameOutputs && checked(() => planChanges(context, stack, definition)).length === 0;
}

export function newStack(context: CallContext, input: DefinitionInput): Stack {
  const { world, region, caller, now } = context;
  const { StackName: name } = input;
  if (!/^[a-zA-Z][-a-zA-Z0-9]{0,127}$/.test(name)) {
    throw invalid(
      `1 validation error detected: Value '${name}' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*`,
    );
  }
  const base = `arn:${world.partition.name}:cloudformation:${region}:${caller.accountId}`;
  const id = `${base}:stack/${name}/${uuid(world.random)}`;
  const { accountId } = caller;
  return {
    ...emptyStack({ name, id, accountId, region, createdAt: now }),
    capabilities: input.Capabilities ?? [],
    roleArn: input.RoleARN,
  };
}
