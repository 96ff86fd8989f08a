/** Calls of resource providers: the services' own handlers, with the permissions of the stack. */

import { serviceModel } from '../../../../aws/models/service-model.ts';
import { authorize } from '../../../authorize.ts';
import type { AnyService, CallContext } from '../../../service.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import { cloudwatchService } from '../../cloudwatch.ts';
import { codebuildService } from '../../codebuild.ts';
import { dynamodbService } from '../../dynamodb.ts';
import { ecrService } from '../../ecr.ts';
import { eventsService } from '../../events.ts';
import { iamService } from '../../iam.ts';
import { logsService } from '../../logs.ts';
import { s3Service } from '../../s3.ts';
import { snsService } from '../../sns.ts';
import { sqsService } from '../../sqs.ts';
import { ssmService } from '../../ssm.ts';
import type { TemplateMembers } from '../template/value.ts';
import type { ProviderAccess } from './provider.ts';

const services: ReadonlyMap<string, AnyService> = new Map(
  [
    cloudwatchService,
    codebuildService,
    dynamodbService,
    ecrService,
    eventsService,
    iamService,
    logsService,
    s3Service,
    snsService,
    sqsService,
    ssmService,
  ].map((service: AnyService) => [service.name, service]),
);

export interface AccessOptions {
  readonly context: CallContext;
  /** Stack sets act through a service-linked role, which no policy limits. */
  readonly isTrusted: boolean;
}

export function providerAccess({ context, isTrusted }: AccessOptions): ProviderAccess {
  return {
    context,
    call: (name, operation, input) => {
      const service = services.get(name);
      const handler = service?.handlers[operation];
      if (!service || !handler) throw new Error(`${name}:${operation} has no handler.`);
      if (!isTrusted) permit(service, operation, input, context);
      const output = handler(input as never, context);
      if (output instanceof Promise) throw new Error(`${name}:${operation} is asynchronous.`);
      return output as TemplateMembers;
    },
  };
}

function permit(service: AnyService, operation: string, input: object, context: CallContext): void {
  const action = serviceModel(service.name).operations.get(operation)?.action;
  const needs = service.needs?.(operation, input as TemplateMembers, context) ?? [
    { action: action ?? `${service.name}:${operation}`, resource: '*' },
  ];
  for (const need of needs) {
    const decision = authorize(context, need);
    if (decision.allowed) continue;
    const message = `User: ${context.caller.arn} is not authorized to perform: ${need.action} on resource: ${need.resource} ${decision.reason}`;
    throw new AwsError('AccessDenied', message, { status: 403 });
  }
}
