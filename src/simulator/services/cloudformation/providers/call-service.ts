/** Calls of resource providers: the services' own handlers, with the permissions of the stack. */

import { callAs, callTrusted, permit } from '../../../call-as.ts';
import type { CallContext, SimulatedService } from '../../../service.ts';
import { cloudwatchService } from '../../cloudwatch/service.ts';
import { codebuildService } from '../../codebuild/service.ts';
import { dynamodbService } from '../../dynamodb/service.ts';
import { ecrService } from '../../ecr/service.ts';
import { eventsService } from '../../events/service.ts';
import { iamService } from '../../iam/service.ts';
import { lambdaService } from '../../lambda/service.ts';
import { logsService } from '../../logs/service.ts';
import { s3Service } from '../../s3/service.ts';
import { schedulerService } from '../../scheduler/service.ts';
import { snsService } from '../../sns/service.ts';
import { sqsService } from '../../sqs/service.ts';
import { ssmService } from '../../ssm/service.ts';
import type { TemplateMembers } from '../template/value.ts';
import type { ProviderAccess } from './provider.ts';

const services: ReadonlyMap<string, SimulatedService> = new Map(
  [
    cloudwatchService,
    codebuildService,
    dynamodbService,
    ecrService,
    eventsService,
    iamService,
    lambdaService,
    logsService,
    s3Service,
    schedulerService,
    snsService,
    sqsService,
    ssmService,
  ].map((service: SimulatedService) => [service.name, service]),
);

export interface AccessOptions {
  readonly context: CallContext;
  /** Stack sets act through a service-linked role, which no policy limits. */
  readonly isTrusted: boolean;
}

export function providerAccess({ context, isTrusted }: AccessOptions): ProviderAccess {
  return {
    context,
    permit: (need) => {
      if (!isTrusted) permit(need, context);
    },
    call: (name, operation, input) => {
      const service = services.get(name);
      if (!service) throw new Error(`${name} is not a service of stacks.`);
      const call = isTrusted ? callTrusted : callAs;
      return call(service, operation, input, context) as TemplateMembers;
    },
  };
}
