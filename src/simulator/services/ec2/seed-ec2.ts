/** The initial EC2 resources of a region. */

import { type Random, randomFrom } from '../../../model/random.ts';
import type { SimulatedAccount } from '../../world/account.ts';
import { ec2Id, hexadecimal } from '../../world/ids.ts';
import type { World } from '../../world/world.ts';
import { type Ec2CreationContext, makeDefaultVpc } from './make.ts';
import { makeInstance, makeVolume } from './make-instance.ts';
import type { Ec2State, Subnet } from './resources.ts';

interface Ec2SeedOptions {
  readonly world: World;
  readonly account: SimulatedAccount;
  readonly region: string;
  readonly state: Ec2State;
}

/** The regions that seeded accounts use; others contain only AWS's defaults. */
const busyRegions: readonly string[] = ['us-east-1', 'eu-west-1'];

export function seedEc2({ world, account, region, state }: Ec2SeedOptions): void {
  const random = randomFrom(world.seed, account.id, 'ec2', region);
  const creation: Ec2CreationContext = { state, random };
  makeDefaultVpc(creation, region);
  if (!account.seeded || !busyRegions.includes(region)) return;
  const subnets = [...state.subnets.values()];
  for (let count = random.integer(4); count > 0; count--) {
    addServer(creation, random.pick(subnets), account.joinedAt, random);
  }
}

function addServer(
  creation: Ec2CreationContext,
  subnet: Subnet,
  now: number,
  random: Random,
): void {
  const instance = makeInstance(creation, {
    imageId: `ami-0${random.text(hexadecimal, 16)}`,
    type: random.pick(['t3.micro', 't3.large', 'm7g.xlarge']),
    subnet,
    groupIds: [],
    reservationId: ec2Id('r', random),
    now,
    state: random.chance(0.8) ? 'running' : 'stopped',
    tags: new Map(random.chance(0.7) ? [['Name', random.pick(['web', 'worker', 'bastion'])]] : []),
  });
  makeVolume(creation, {
    sizeGib: random.pick([8, 30, 100]),
    type: 'gp3',
    zone: subnet.zone,
    encrypted: random.chance(0.6),
    now,
    attachedTo: instance.id,
    tags: new Map(),
  });
  if (!random.chance(0.3)) return;
  // A leftover volume whose instance was deleted.
  const forgotten = { sizeGib: 20, type: 'gp2', zone: subnet.zone, encrypted: false, now };
  makeVolume(creation, { ...forgotten, tags: new Map() });
}
