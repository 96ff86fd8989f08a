/** All tables of the catalogue. */

import { analytics } from './analytics.ts';
import { compute } from './compute.ts';
import { containers } from './containers.ts';
import { databases } from './databases.ts';
import { developer } from './developer.ts';
import { devices } from './devices.ts';
import { ec2 } from './ec2.ts';
import { endUsers } from './end-users.ts';
import { identity } from './identity.ts';
import { integration } from './integration.ts';
import { machineLearning } from './machine-learning.ts';
import { management } from './management.ts';
import { media } from './media.ts';
import { network } from './network.ts';
import { organization } from './organization.ts';
import type { CatalogueGroup } from './rows.ts';
import { security } from './security.ts';
import { storage } from './storage.ts';

export const groups: readonly CatalogueGroup[] = [
  ...analytics,
  ...compute,
  ...containers,
  ...databases,
  ...developer,
  ...devices,
  ...ec2,
  ...endUsers,
  ...identity,
  ...integration,
  ...machineLearning,
  ...management,
  ...media,
  ...network,
  ...organization,
  ...security,
  ...storage,
];
