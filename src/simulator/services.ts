/** The services that the simulator knows, by the names of their models. */

import type { AnyService } from './service.ts';
import { accountService } from './services/account.ts';
import { ec2Service } from './services/ec2.ts';
import { iamService } from './services/iam.ts';
import { organizationsService } from './services/organizations.ts';
import { s3Service } from './services/s3.ts';
import { stsService } from './services/sts.ts';
import { taggingService } from './services/tagging.ts';

const all: readonly AnyService[] = [
  accountService,
  ec2Service,
  iamService,
  organizationsService,
  s3Service,
  stsService,
  taggingService,
];

export const simulatedServices: ReadonlyMap<string, AnyService> = new Map(
  all.map((service) => [service.name, service]),
);

/** Models without a single handler: their operations are still understood, and refused by name. */
const onlyUnderstood = ['cloudwatch', 'sqs'];

export const understoodServices: readonly string[] = [
  ...simulatedServices.keys(),
  ...onlyUnderstood,
];
