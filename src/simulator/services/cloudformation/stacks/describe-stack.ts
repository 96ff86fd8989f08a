/** Stacks, resources and events as CloudFormation describes them. */

import type { Stack, StackDefinition, StackEvent, StackResource } from './state.ts';

export function parametersOf({ parameters }: Pick<StackDefinition, 'parameters'>) {
  return [...parameters].map(([ParameterKey, { text, resolved, isSecret }]) => ({
    ParameterKey,
    ParameterValue: isSecret ? '****' : text,
    ...(resolved !== undefined && { ResolvedValue: resolved }),
  }));
}

export function describedStack(stack: Stack) {
  const { definition, reason, updatedAt, deletedAt, roleArn } = stack;
  const description = definition?.template.Description;
  return {
    StackName: stack.name,
    StackId: stack.id,
    ...(description !== undefined && { Description: description }),
    Parameters: definition ? parametersOf(definition) : [],
    ...nestingOf(stack),
    CreationTime: new Date(stack.createdAt),
    ...(updatedAt !== undefined && { LastUpdatedTime: new Date(updatedAt) }),
    ...(deletedAt !== undefined && { DeletionTime: new Date(deletedAt) }),
    RollbackConfiguration: {},
    StackStatus: stack.status,
    ...(reason !== undefined && { StackStatusReason: reason }),
    DisableRollback: stack.disableRollback,
    NotificationARNs: [],
    Capabilities: [...stack.capabilities],
    Outputs: stack.outputs.map(({ key, value, description: text, exportName }) => ({
      OutputKey: key,
      OutputValue: value,
      ...(text !== undefined && { Description: text }),
      ...(exportName !== undefined && { ExportName: exportName }),
    })),
    ...(roleArn !== undefined && { RoleARN: roleArn }),
    Tags: [...(definition?.tags ?? [])],
    EnableTerminationProtection: stack.isProtected,
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
  };
}

function nestingOf({ parentId, rootId }: Stack) {
  return parentId === undefined ? {} : { ParentId: parentId, RootId: rootId };
}

export function summarizedStack(stack: Stack) {
  const { reason, updatedAt, deletedAt, definition } = stack;
  const description = definition?.template.Description;
  return {
    StackId: stack.id,
    StackName: stack.name,
    ...(description !== undefined && { TemplateDescription: description }),
    ...nestingOf(stack),
    CreationTime: new Date(stack.createdAt),
    ...(updatedAt !== undefined && { LastUpdatedTime: new Date(updatedAt) }),
    ...(deletedAt !== undefined && { DeletionTime: new Date(deletedAt) }),
    StackStatus: stack.status,
    ...(reason !== undefined && { StackStatusReason: reason }),
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
  };
}

export function describedEvent({ name, id }: Stack, event: StackEvent) {
  return {
    StackId: id,
    EventId: event.id,
    StackName: name,
    LogicalResourceId: event.logicalId,
    PhysicalResourceId: event.physicalId,
    ResourceType: event.type,
    Timestamp: new Date(event.at),
    ResourceStatus: event.status,
    ...(event.reason !== undefined && { ResourceStatusReason: event.reason }),
    ...(event.properties && { ResourceProperties: JSON.stringify(event.properties) }),
  };
}

export function summarizedResource(resource: StackResource) {
  return {
    LogicalResourceId: resource.id,
    PhysicalResourceId: resource.physicalId,
    ResourceType: resource.type,
    LastUpdatedTimestamp: new Date(resource.changedAt),
    ResourceStatus: resource.status,
    DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' },
  };
}

/** The same with the stack that it belongs to, and the time under its other name. */
export function describedResource({ name, id }: Stack, resource: StackResource) {
  const { LastUpdatedTimestamp, ...rest } = summarizedResource(resource);
  return { StackName: name, StackId: id, ...rest, Timestamp: LastUpdatedTimestamp };
}
