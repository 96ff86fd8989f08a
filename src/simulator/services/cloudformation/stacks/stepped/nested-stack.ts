/**
 * AWS::CloudFormation::Stack: a stack that another one has, and that changes with it.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-stack.html
 */

import { uuid } from '../../../events/event.ts';
import type { ProvidedResource, ResourceTag } from '../../providers/provider.ts';
import { TemplateError } from '../../template/template-error.ts';
import { membersOf, type TemplateMembers } from '../../template/value.ts';
import { deleteStack, deployStack } from '../deploy-stack.ts';
import { callerStacks } from '../find-stack.ts';
import type { StackDeployment, SteppedProvider, SteppedRequest } from '../stack-deployment.ts';
import { checkCapabilities, definitionWith, templateText } from '../stack-input.ts';
import { emptyStack, isDeleted, type Stack, type StackDefinition } from '../state.ts';

const known = ['Parameters', 'Tags', 'TemplateURL', 'TimeoutInMinutes'];

export const nestedStack: SteppedProvider = {
  *create(request) {
    const { deployment, exists } = request;
    const now = yield 0;
    const stack = newStack(request, now);
    const definition = definitionOf(request, stack, now);
    stack.definition = definition;
    callerStacks(deployment.accessAt(now).context).set(stack.id, stack);
    exists(stack.id);
    yield* deployStack({ ...deployment, stack }, definition, 'CREATE');
    return provided(stack, 'CREATE');
  },

  *update(request, { physicalId }) {
    const { deployment } = request;
    const now = yield 0;
    const stack = childOf(deployment, physicalId, now);
    const definition = definitionOf(request, stack, now);
    yield* deployStack({ ...deployment, stack }, definition, 'UPDATE');
    return provided(stack, 'UPDATE');
  },

  *remove(deployment, { physicalId }) {
    const now = yield 0;
    const { context } = deployment.accessAt(now);
    const stack = callerStacks(context).get(physicalId);
    if (!stack || isDeleted(stack)) return;
    yield* deleteStack({ ...deployment, stack });
    if (!isDeleted(stack)) {
      throw new TemplateError(`Embedded stack ${stack.id} was not deleted: ${stack.reason}`);
    }
  },
};

function newStack({ deployment, generateName }: SteppedRequest, createdAt: number): Stack {
  const { world, stack: parent } = deployment;
  const { accountId, region } = parent;
  const name = generateName(128);
  const base = `arn:${world.partition.name}:cloudformation:${region}:${accountId}`;
  return {
    ...emptyStack({
      name,
      id: `${base}:stack/${name}/${uuid(world.random)}`,
      accountId,
      region,
      createdAt,
    }),
    parentId: parent.id,
    rootId: parent.rootId ?? parent.id,
    capabilities: parent.capabilities,
    roleArn: parent.roleArn,
  };
}

/** Throws a TemplateError for a property or template that is not supported. */
function definitionOf(
  { deployment, properties, tags }: SteppedRequest,
  stack: Stack,
  now: number,
): StackDefinition {
  const unknown = Object.keys(properties).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new TemplateError(
      `The simulator does not know the property ${unknown} of AWS::CloudFormation::Stack yet.`,
    );
  }
  const { context } = deployment.accessAt(now);
  const text = templateText(context, { TemplateURL: String(properties.TemplateURL) });
  const source = { text, inputs: inputsOf(properties), tags: tags as readonly ResourceTag[] };
  // Values of parameters that the parent does not supply are the defaults, not those of before.
  const definition = definitionWith(context, source, { ...stack, definition: undefined });
  checkCapabilities(definition.template, stack.capabilities);
  return definition;
}

function inputsOf({ Parameters }: TemplateMembers) {
  return Object.entries(membersOf(Parameters)).map(([ParameterKey, value]) => ({
    ParameterKey,
    ParameterValue: Array.isArray(value) ? value.join(',') : String(value),
  }));
}

function childOf({ accessAt }: StackDeployment, id: string, now: number): Stack {
  const stack = callerStacks(accessAt(now).context).get(id);
  if (stack && !isDeleted(stack)) return stack;
  throw new TemplateError(`Stack [${id}] does not exist`);
}

function provided(stack: Stack, verb: 'CREATE' | 'UPDATE'): ProvidedResource {
  if (stack.status !== `${verb}_COMPLETE`) {
    const done = verb === 'CREATE' ? 'created' : 'updated';
    const cause = stack.events.find(({ status }) => status === `${verb}_FAILED`)?.reason;
    throw new TemplateError(
      `Embedded stack ${stack.id} was not successfully ${done}: ${cause ?? stack.reason}`,
    );
  }
  return {
    physicalId: stack.id,
    attributes: Object.fromEntries(
      stack.outputs.map(({ key, value }) => [`Outputs.${key}`, value]),
    ),
  };
}
