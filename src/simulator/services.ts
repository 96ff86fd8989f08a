/** The services that the simulator implements, by the names of their models. */

import { modelNames } from '../aws/models/service-model.ts';
import type { SimulatedService } from './service.ts';
import { accountService } from './services/account/service.ts';
import { budgetsService } from './services/budgets/service.ts';
import { costExplorerService } from './services/ce/service.ts';
import { cloudControlService } from './services/cloudcontrol/service.ts';
import { cloudformationService } from './services/cloudformation/service.ts';
import { cloudwatchService } from './services/cloudwatch/service.ts';
import { codebuildService } from './services/codebuild/service.ts';
import { dynamodbService } from './services/dynamodb/service.ts';
import { dynamodbStreamsService } from './services/dynamodb-streams/service.ts';
import { ec2Service } from './services/ec2/service.ts';
import { ecrService } from './services/ecr/service.ts';
import { eventsService } from './services/events/service.ts';
import { iamService } from './services/iam/service.ts';
import { incidentsService } from './services/incidents/service.ts';
import { lambdaService } from './services/lambda/service.ts';
import { logsService } from './services/logs/service.ts';
import { organizationsService } from './services/organizations/service.ts';
import { s3Service } from './services/s3/service.ts';
import { schedulerService } from './services/scheduler/service.ts';
import { sesService, sesV2Service } from './services/ses/service.ts';
import { snsService } from './services/sns/service.ts';
import { sqsService } from './services/sqs/service.ts';
import { ssmService } from './services/ssm/service.ts';
import { stsService } from './services/sts/service.ts';
import { taggingService } from './services/tagging/service.ts';

const all: readonly SimulatedService[] = [
  accountService,
  budgetsService,
  costExplorerService,
  cloudControlService,
  cloudformationService,
  cloudwatchService,
  codebuildService,
  dynamodbService,
  dynamodbStreamsService,
  ec2Service,
  ecrService,
  eventsService,
  iamService,
  incidentsService,
  lambdaService,
  logsService,
  organizationsService,
  s3Service,
  schedulerService,
  sesService,
  sesV2Service,
  snsService,
  sqsService,
  ssmService,
  stsService,
  taggingService,
];

export const simulatedServices: ReadonlyMap<string, SimulatedService> = new Map(
  all.map((service) => [service.name, service]),
);

/** Every service that has a model: those without handlers serve listable resources from the seed. */
export const understoodServices: readonly string[] = modelNames();
