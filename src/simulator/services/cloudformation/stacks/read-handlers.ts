/** Reads stacks, their events and resources, templates, exports and imports. */

import { AwsError } from '../../../../wire/aws-error.ts';
import type { CallContext } from '../../../service.ts';
import { invalid } from '../errors.ts';
import type { Template } from '../template/shape.ts';
import { parseTemplate } from '../template/template.ts';
import {
  describedEvent,
  describedResource,
  describedStack,
  summarizedResource,
  summarizedStack,
} from './describe-stack.ts';
import { exportsOf, importersOf } from './exports.ts';
import { callerStacks, findStack, stackAt, stackPage } from './find-stack.ts';
import { checked, requiredCapability, type TemplateInput, templateText } from './stack-input.ts';
import { isDeleted, type Stack } from './state.ts';

interface StackInput {
  readonly StackName?: string;
  readonly NextToken?: string;
}

interface ResourceInput extends StackInput {
  readonly LogicalResourceId?: string;
  readonly PhysicalResourceId?: string;
}

export const readHandlers = {
  DescribeStacks: ({ StackName, NextToken }: StackInput, context: CallContext) => {
    if (StackName !== undefined) return { Stacks: [describedStack(stackAt(context, StackName))] };
    const items = [...callerStacks(context).values()].filter((stack) => !isDeleted(stack));
    const page = stackPage(context, {
      scope: 'stacks',
      items,
      key: ({ id }) => id,
      token: NextToken,
    });
    return { Stacks: page.items.map(describedStack), ...page.next };
  },

  ListStacks: (
    input: StackInput & { readonly StackStatusFilter?: readonly string[] },
    context: CallContext,
  ) => {
    const { StackStatusFilter: filter, NextToken } = input;
    const items = [...callerStacks(context).values()]
      .reverse()
      .filter(({ status }) => !filter || filter.length === 0 || filter.includes(status));
    const scope = `summaries ${filter}`;
    const page = stackPage(context, { scope, items, key: ({ id }) => id, token: NextToken });
    return { StackSummaries: page.items.map(summarizedStack), ...page.next };
  },

  /** Newest first. */
  DescribeStackEvents: ({ StackName, NextToken }: StackInput, context: CallContext) => {
    const stack = stackAt(context, StackName);
    const items = stack.events.toReversed();
    const listing = { scope: `events ${stack.id}`, items, key: ({ id }: { id: string }) => id };
    const page = stackPage(context, { ...listing, token: NextToken });
    return { StackEvents: page.items.map((event) => describedEvent(stack, event)), ...page.next };
  },

  DescribeStackResource: (input: ResourceInput, context: CallContext) => {
    const stack = stackAt(context, input.StackName);
    const resource = stack.resources.get(input.LogicalResourceId ?? '');
    if (!resource) {
      throw invalid(`Resource ${input.LogicalResourceId} does not exist for stack ${stack.name}`);
    }
    return { StackResourceDetail: withUpdateTime(describedResource(stack, resource)) };
  },

  DescribeStackResources: (input: ResourceInput, context: CallContext) => {
    const { LogicalResourceId: id, PhysicalResourceId } = input;
    const stack =
      input.StackName === undefined
        ? stackOfResource(context, PhysicalResourceId)
        : stackAt(context, input.StackName);
    const found = [...stack.resources.values()].filter((one) => id === undefined || one.id === id);
    return { StackResources: found.map((resource) => describedResource(stack, resource)) };
  },

  ListStackResources: ({ StackName, NextToken }: StackInput, context: CallContext) => {
    const stack = stackAt(context, StackName);
    const page = stackPage(context, {
      scope: `resources ${stack.id}`,
      items: [...stack.resources.values()],
      key: ({ id }) => id,
      token: NextToken,
    });
    return { StackResourceSummaries: page.items.map(summarizedResource), ...page.next };
  },

  GetTemplate: (input: StackInput & { readonly ChangeSetName?: string }, context: CallContext) => {
    const stack = stackAt(context, input.StackName);
    const { ChangeSetName: name } = input;
    const changeSet = [...stack.changeSets.values()].find(
      (one) => one.name === name || one.id === name,
    );
    const definition = name === undefined ? stack.definition : changeSet?.definition;
    // A stack under review has an empty template; a change set always has one.
    if (!definition && name !== undefined) {
      throw new AwsError('ChangeSetNotFoundException', `ChangeSet [${name}] does not exist`, {
        status: 404,
      });
    }
    return { TemplateBody: definition?.text ?? '', StagesAvailable: ['Original', 'Processed'] };
  },

  GetTemplateSummary: (input: StackInput & TemplateInput, context: CallContext) => {
    const stack = input.StackName === undefined ? undefined : stackAt(context, input.StackName);
    const text = stack?.definition?.text ?? templateText(context, input);
    const template = checked(() => parseTemplate(text));
    return {
      ...declared(template),
      ResourceTypes: [...new Set(Object.values(template.Resources).map(({ Type }) => Type))],
      Version: '2010-09-09',
      ...(template.Metadata !== undefined && { Metadata: JSON.stringify(template.Metadata) }),
    };
  },

  ValidateTemplate: (input: TemplateInput, context: CallContext) => {
    const text = templateText(context, input);
    return declared(checked(() => parseTemplate(text)));
  },

  ListExports: ({ NextToken }: StackInput, context: CallContext) => {
    const items = exportsOf(context);
    const page = stackPage(context, {
      scope: 'exports',
      items,
      key: ({ name }) => name,
      token: NextToken,
    });
    const Exports = page.items.map(({ name, value, stack }) => ({
      ExportingStackId: stack.id,
      Name: name,
      Value: value,
    }));
    return { Exports, ...page.next };
  },

  ListImports: (
    { ExportName, NextToken }: StackInput & { readonly ExportName: string },
    context: CallContext,
  ) => {
    const items = importersOf(context, ExportName);
    if (items.length === 0) throw invalid(`Export '${ExportName}' is not imported by any stack.`);
    const scope = `imports ${ExportName}`;
    const page = stackPage(context, { scope, items, key: ({ id }) => id, token: NextToken });
    return { Imports: page.items.map(({ name }) => name), ...page.next };
  },
};

function withUpdateTime({ Timestamp, ...rest }: ReturnType<typeof describedResource>) {
  return { ...rest, LastUpdatedTimestamp: Timestamp };
}

function stackOfResource(context: CallContext, physicalId: string | undefined): Stack {
  const found = [...callerStacks(context).values()].find((stack) =>
    stack.resources.values().some((one) => one.physicalId === physicalId),
  );
  const stack = found && findStack(context, found.id);
  if (stack) return stack;
  throw invalid(`Stack for ${physicalId} does not exist`);
}

function declared(template: Template) {
  const capability = requiredCapability(template);
  return {
    Parameters: Object.entries(template.Parameters).map(([ParameterKey, one]) => ({
      ParameterKey,
      ...(one.Default !== undefined && { DefaultValue: String(one.Default) }),
      ParameterType: one.Type,
      NoEcho: String(one.NoEcho) === 'true',
      ...(one.Description !== undefined && { Description: String(one.Description) }),
    })),
    ...(template.Description !== undefined && { Description: template.Description }),
    ...(capability !== undefined && {
      Capabilities: [capability],
      CapabilitiesReason: `The following resource(s) require capabilities: [${capability}]`,
    }),
  };
}
