/** The services that the simulator implements, by the names of their models. */

import { modelNames } from '../aws/models/service-model.ts';
import type { AnyService } from './service.ts';
import { accountService } from './services/account.ts';
import { budgetsService } from './services/budgets.ts';
import { costExplorerService } from './services/ce.ts';
import { cloudControlService } from './services/cloudcontrol.ts';
import { cloudformationService } from './services/cloudformation.ts';
import { cloudwatchService } from './services/cloudwatch.ts';
import { codebuildService } from './services/codebuild.ts';
import { dynamodbService } from './services/dynamodb.ts';
import { ec2Service } from './services/ec2.ts';
import { ecrService } from './services/ecr.ts';
import { eventsService } from './services/events.ts';
import { iamService } from './services/iam.ts';
import { incidentsService } from './services/incidents.ts';
import { lambdaService } from './services/lambda.ts';
import { logsService } from './services/logs.ts';
import { organizationsService } from './services/organizations.ts';
import { s3Service } from './services/s3.ts';
import { sesService, sesV2Service } from './services/ses.ts';
import { snsService } from './services/sns.ts';
import { sqsService } from './services/sqs.ts';
import { ssmService } from './services/ssm.ts';
import { stsService } from './services/sts.ts';
import { taggingService } from './services/tagging.ts';

const all: readonly AnyService[] = [
  accountService,
  budgetsService,
  costExplorerService,
  cloudControlService,
  cloudformationService,
  cloudwatchService,
  codebuildService,
  dynamodbService,
  ec2Service,
  ecrService,
  eventsService,
  iamService,
  incidentsService,
  lambdaService,
  logsService,
  organizationsService,
  s3Service,
  sesService,
  sesV2Service,
  snsService,
  sqsService,
  ssmService,
  stsService,
  taggingService,
];

export const simulatedServices: ReadonlyMap<string, AnyService> = new Map(
  all.map((service) => [service.name, service]),
);

/** Every service that has a model: those without handlers serve listable resources from the seed. */
export const understoodServices: readonly string[] = modelNames();
