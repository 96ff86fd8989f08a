/** Stack sets: create, update, describe, delete. Service-managed ones only. */

import { AwsError } from '../../../wire/aws-error.ts';
import type { CallContext } from '../../service.ts';
import { uuid } from '../events/event.ts';
import { invalid } from './errors.ts';
import { followAccounts } from './instances.ts';
import { begin, deploy, expectIdle, type Preferences } from './operations.ts';
import { providers } from './providers/provider-table.ts';
import { keyOf, requireAdministrator, type SetInput, stackSetAt } from './stack-set-access.ts';
import { checkCapabilities, checked, templateText } from './stacks/stack-input.ts';
import { type StackSet, stackSetsOf } from './state.ts';
import { parseTemplate } from './template/template.ts';

interface Definition extends SetInput {
  readonly TemplateBody?: string;
  readonly TemplateURL?: string;
  readonly Description?: string;
  readonly Capabilities?: readonly string[];
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
  readonly PermissionModel?: string;
  readonly AutoDeployment?: {
    readonly Enabled?: boolean;
    readonly RetainStacksOnAccountRemoval?: boolean;
  };
  readonly OperationPreferences?: Preferences;
}

export const stackSetHandlers = {
  CreateStackSet: (input: Definition, context: CallContext) => {
    requireAdministrator(input, context);
    const { world, region, caller } = context;
    const all = stackSetsOf(world);
    const key = keyOf(context, input.StackSetName);
    if (!/^[a-zA-Z][a-zA-Z0-9-]{0,127}$/.test(input.StackSetName)) {
      throw invalid(
        `Value '${input.StackSetName}' at 'stackSetName' is not a valid name of a stack set`,
      );
    }
    if (all.has(key)) {
      const message = `StackSet ${input.StackSetName} already exists`;
      throw new AwsError('NameAlreadyExistsException', message, { status: 409 });
    }
    if (input.PermissionModel !== 'SERVICE_MANAGED') {
      throw invalid('The simulator knows SERVICE_MANAGED stack sets only.');
    }
    const id = `${input.StackSetName}:${uuid(world.random)}`;
    const set: StackSet = {
      ...defined(input, context),
      name: input.StackSetName,
      id,
      arn: `arn:${world.partition.name}:cloudformation:${region}:${caller.accountId}:stackset/${id}`,
      region,
      targets: new Set(),
      regions: new Set(),
      instances: new Map(),
      operations: [],
    };
    all.set(key, set);
    followAccounts(world, set);
    return { StackSetId: id };
  },

  /** Updates every stack of the set to the current definition. */
  UpdateStackSet: (input: Definition, context: CallContext) => {
    const set = stackSetAt(input, context);
    expectIdle(set);
    const { world, now } = context;
    Object.assign(set, definitionAfter(input, set, context));
    const instances = [...set.instances.values()];
    for (const instance of instances)
      Object.assign(instance, { status: 'OUTDATED', detailed: 'PENDING' });
    const id = begin(
      world,
      set,
      {
        action: 'UPDATE',
        instances,
        preferences: input.OperationPreferences,
        apply: (instance, at) => deploy(world, set, instance, at),
      },
      now,
    );
    return { OperationId: id };
  },

  DescribeStackSet: (input: SetInput, context: CallContext) => ({
    StackSet: describe(stackSetAt(input, context)),
  }),

  DeleteStackSet: (input: SetInput, context: CallContext) => {
    const set = stackSetAt(input, context);
    expectIdle(set);
    if (set.instances.size > 0) {
      const message = `StackSet ${set.name} is not empty`;
      throw new AwsError('StackSetNotEmptyException', message, { status: 409 });
    }
    stackSetsOf(context.world).delete(keyOf(context, set.name));
    return {};
  },
};

/** An update without a template keeps the previous one. */
function definitionAfter(input: Definition, set: StackSet, context: CallContext) {
  const isKept = input.TemplateBody === undefined && input.TemplateURL === undefined;
  return defined(isKept ? { ...input, TemplateBody: set.text } : input, context);
}

function defined(input: Definition, context: CallContext) {
  const { AutoDeployment, Capabilities = [], Tags = [] } = input;
  const text = templateText(context, input);
  const template = checked(() => parseTemplate(text));
  checkCapabilities(template, Capabilities);
  const unknown = Object.values(template.Resources).find(({ Type }) => !providers.has(Type));
  if (unknown) throw invalid(`The simulator does not know ${unknown.Type} in a stack yet.`);
  return {
    text,
    description: input.Description,
    capabilities: Capabilities,
    tags: new Map(Tags.map(({ Key, Value }) => [Key, Value])),
    autoDeployment: AutoDeployment?.Enabled === true,
    retainStacks: AutoDeployment?.RetainStacksOnAccountRemoval === true,
  };
}

function describe(set: StackSet) {
  return {
    StackSetName: set.name,
    StackSetId: set.id,
    StackSetARN: set.arn,
    Status: 'ACTIVE',
    TemplateBody: set.text,
    ...(set.description !== undefined && { Description: set.description }),
    Parameters: [],
    Capabilities: [...set.capabilities],
    Tags: [...set.tags].map(([Key, Value]) => ({ Key, Value })),
    PermissionModel: 'SERVICE_MANAGED',
    AutoDeployment: {
      Enabled: set.autoDeployment,
      ...(set.autoDeployment && { RetainStacksOnAccountRemoval: set.retainStacks }),
    },
    ManagedExecution: { Active: false },
    OrganizationalUnitIds: [...set.targets],
    Regions: [...set.regions],
  };
}
